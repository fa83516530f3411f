from odoo import SUPERUSER_ID, Command, api
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

    def test_a_bank_with_history_begins_at_its_ledger_account(self):
        self.make_line(-250, "before the first worksheet", "2026-02-10")
        worksheet = self.make_worksheet(250)
        self.assertEqual(worksheet.balance_start, -250)
        kinds = {warning["kind"]: warning["text"] for warning in worksheet.get_worksheet()["warnings"]}
        self.assertIn("not reconciled yet: 1", kinds["statements"])
        worksheet.set_cleared(self.receipt.ids)
        worksheet.action_post()
        self.assertEqual((worksheet.statement_id.balance_start, self.bank.ledger_balance), (-250, 250))

    def test_an_overdrawn_bank(self):
        worksheet = self.make_worksheet(-305.5, balance_start=-100)
        worksheet.set_cleared((self.check | self.second_check).ids)
        self.adjust(worksheet, -5.5)
        self.assertEqual(worksheet.get_worksheet()["missing"], [])
        worksheet.action_post()
        self.assertEqual(worksheet.statement_id.balance_end_real, -305.5)
        self.assertIn("305.50", worksheet._report_page())

    def test_what_is_reversed_or_after_the_date_does_not_count(self):
        worksheet = self.make_worksheet(500)
        worksheet.set_cleared((self.receipt | self.check | self.second_check | self.after).ids)
        self.assertEqual(self.ticked(worksheet), [-120, -80, 500])
        self.check.move_id._reverse_moves(cancel=True)
        worksheet.date = "2026-03-15"
        answer = worksheet.get_worksheet()
        gone = next(warning["text"] for warning in answer["warnings"] if warning["kind"] == "gone")
        self.assertIn(self.check.move_id.name, gone)
        self.assertIn(self.second_check.move_id.name, gone)
        self.assertEqual((self.ticked(worksheet), answer["missing"]), ([500], []))
        worksheet.action_post()
        self.assertEqual(worksheet.statement_id.line_ids.mapped("amount"), [500])

    def test_undo_where_the_company_keeps_an_audit_trail(self):
        self.env.company.restrictive_audit_trail = True
        worksheet = self.make_ready()
        worksheet.action_post()
        entries = worksheet.statement_id.line_ids.move_id
        self.reopen(worksheet)
        self.assertEqual(entries.exists().mapped("state"), ["cancel"] * 3)
        self.assertEqual(self.ticked(worksheet), [-120, 500])
        worksheet.action_post()
        self.assertEqual(worksheet.statement_id.reconciliation_state, "posted")

    def test_a_payment_straight_on_the_bank_account_is_no_row(self):
        method = self.bank.inbound_payment_method_line_ids[:1]
        method.payment_account_id = self.bank.default_account_id
        self.make_payment(44, "2026-03-06", payment_method_line_id=method.id)
        method.payment_account_id = False
        unbooked = self.make_payment(45, "2026-03-06", payment_method_line_id=method.id)
        worksheet = self.make_worksheet(0)
        amounts = [row["amount"] for row in worksheet.get_worksheet()["deposits"]]
        self.assertEqual(amounts, [500, *([45] if unbooked.move_id else []), 70])

    def test_a_transfer_of_another_bank_counts_when_it_is_ticked(self):
        transfer = self.env.company.transfer_account_id
        entry = self.env["account.move"].create(
            {
                "journal_id": self.company_data["default_journal_misc"].id,
                "date": "2026-03-12",
                "line_ids": [
                    Command.create({"account_id": transfer.id, "balance": 200}),
                    Command.create({"account_id": self.fees.id, "balance": -200}),
                ],
            }
        )
        entry.action_post()
        item = entry.line_ids.filtered(lambda row: row.account_id == transfer)
        worksheet = self.make_worksheet(200)
        totals = worksheet.get_worksheet()["totals"]
        self.assertEqual((totals["outstanding_deposits"], totals["ledger"], totals["ledger_after"]), (570, 370, 370))
        answer = worksheet.set_cleared(item.ids)
        totals = answer["totals"]
        self.assertEqual((totals["cleared_deposits"], totals["transfers"], answer["missing"]), (200, 200, []))
        self.assertEqual(totals["ledger_after"], totals["reconciled"])
        worksheet.action_post()
        self.assertTrue(item.reconciled)
        self.assertEqual(self.bank.ledger_balance, 200)

    def test_an_adjustment_on_the_banks_own_account_is_refused(self):
        worksheet = self.make_worksheet(-5)
        self.adjust(worksheet, -5, account_id=self.bank.default_account_id.id)
        self.assertIn("the bank's own account", " ".join(worksheet.get_worksheet()["missing"]))

    def test_odd_input(self):
        worksheet = self.make_worksheet()
        worksheet.set_comment(self.check.ids, "a\x00b" + "c" * 5000)
        self.assertTrue(worksheet.get_worksheet()["comments"][self.check.id].startswith("abc"))
        answer = worksheet.set_cleared_checks("1-1000")
        self.assertEqual(answer["ticked"], 0)
        self.assertIn("12 and 988 more", answer["words"])

    def test_a_tick_asks_the_same_of_the_database_for_any_number_of_rows(self):
        worksheet = self.make_worksheet()
        self.queries_of_a_tick(worksheet)  # the first also fills what a worker remembers
        few = self.queries_of_a_tick(worksheet)
        for amount in range(1, 21):
            self.make_waiting(amount if amount % 2 else -amount)
        self.assertEqual(len(worksheet.get_worksheet()["deposits"]), 12)
        self.assertEqual(self.queries_of_a_tick(worksheet), few)
        self.assertLessEqual(few, 35)
        worksheet.set_cleared_until("2026-03-31")
        self.assertLessEqual(self.queries_of_a_tick(worksheet), few)

    def queries_of_a_tick(self, worksheet):
        """:return: how many queries one more tick takes, with nothing remembered"""
        worksheet.set_cleared(self.check.ids, False)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        worksheet.set_cleared(self.check.ids)
        self.env.flush_all()
        return self.cr.sql_log_count - before


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
