from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from .worksheet_common import WorksheetCase


@tagged("post_install", "-at_install")
class TestWorksheetLife(WorksheetCase):
    """Worksheets of several months, one after the other and one in between again."""

    def april(self):
        """The worksheet after the one of :meth:`make_ready`: another receipt and check, posted."""
        worksheet = self.make_worksheet(353.50, date="2026-04-30")
        worksheet.set_cleared((self.late_receipt | self.second_check | self.after).ids)
        worksheet.action_post()
        return worksheet

    def test_each_begins_where_the_last_ended(self):
        march = self.make_ready()
        march.action_post()
        april = self.april()
        self.assertEqual(april.balance_start, 374.50)
        self.assertEqual(april.statement_id.previous_statement_id, march.statement_id)
        self.assertTrue(april.statement_id.is_valid)
        dates = april.statement_id.line_ids.mapped("date")
        self.assertEqual(sorted({str(date) for date in dates}), ["2026-04-01", "2026-04-02"])

    def test_an_earlier_month_can_be_undone_and_posted_again(self):
        march = self.make_ready()
        march.action_post()
        april = self.april()
        notification = self.reopen(march)
        self.assertIn("is open again with its ticks", notification["params"]["message"])
        self.assertEqual((march.state, march.balance_start, april.state), ("draft", 0, "posted"))
        self.assertEqual(march.get_worksheet()["missing"], [])
        march.action_post()
        self.assertEqual(april.statement_id.previous_statement_id, march.statement_id)
        self.assertEqual((march | april).statement_id.mapped("is_valid"), [True, True])
        self.assertEqual(self.bank.ledger_balance, 353.50)

    def test_a_later_statement_that_does_not_follow_is_named(self):
        self.make_ready().action_post()
        worksheet = self.make_worksheet(99, date="2026-02-28")
        kinds = {warning["kind"]: warning["text"] for warning in worksheet.get_worksheet()["warnings"]}
        self.assertEqual(list(kinds), ["next"])
        self.assertIn("99.00", kinds["next"])
        worksheet.balance_end = 0
        self.assertEqual(worksheet.get_worksheet()["warnings"], [])

    def test_entries_of_a_closed_period_are_shown_on_its_first_open_day(self):
        worksheet = self.make_ready()
        self.lock("2026-03-10")
        worksheet.action_post()
        dates = worksheet.statement_id.line_ids.mapped("date")
        self.assertEqual(sorted({str(date) for date in dates}), ["2026-03-11", "2026-03-31"])

    def test_undo_that_the_ledger_refuses_changes_nothing(self):
        worksheet = self.make_ready()
        worksheet.action_post()
        self.lock("2026-04-30")
        before = self.trial_balance()
        with self.assertRaisesRegex(UserError, "closed period"), self.cr.savepoint():
            self.reopen(worksheet)
        self.assertEqual((worksheet.state, len(worksheet.statement_id.line_ids)), ("posted", 3))
        self.assertEqual(self.trial_balance(), before)

    def test_ticks_of_a_posted_worksheet_stay(self):
        worksheet = self.make_ready()
        worksheet.action_post()
        for act in (
            worksheet.item_ids.unlink,
            lambda: worksheet.item_ids.write({"cleared": False}),
            lambda: worksheet.item_ids.create({"worksheet_id": worksheet.id, "move_line_id": self.after.id}),
        ):
            with self.assertRaisesRegex(UserError, "is posted"):
                act()

    def test_a_typed_start_stays_before_the_first_statement(self):
        worksheet = self.make_worksheet(1500)
        worksheet.balance_start = 1000
        worksheet.date = "2026-03-30"
        self.assertEqual(worksheet.balance_start, 1000)
        worksheet.set_cleared(self.receipt.ids)
        worksheet.action_post()
        self.assertEqual(worksheet.statement_id.balance_start, 1000)


@tagged("post_install", "-at_install")
class TestWorksheetTwoUsers(BaseCase):
    """Two real transactions on one worksheet."""

    def test_who_comes_second_is_told(self):
        registry = Registry(get_db_name())

        def environment(cr):
            return api.Environment(cr, SUPERUSER_ID, {})

        with registry.cursor() as cr:
            env = environment(cr)
            company = env["res.company"].search([("chart_template", "!=", False)], limit=1)
            company = company or env.ref("base.main_company")
            if not company.chart_template:
                env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
            journal = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
            worksheet = env["account.bank.worksheet"].create({"journal_id": journal.id, "date": "2026-03-31"})
            worksheet_id = worksheet.id
        self.addCleanup(self.take_away, worksheet_id)
        with registry.cursor() as first, registry.cursor() as second:
            environment(first)["account.bank.worksheet"].browse(worksheet_id).try_lock_for_update()
            with self.assertRaisesRegex(UserError, "Somebody else is working on worksheet"):
                environment(second)["account.bank.worksheet"].browse(worksheet_id).action_post()

    def take_away(self, worksheet_id):
        with Registry(get_db_name()).cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["account.bank.worksheet"].browse(worksheet_id).unlink()
