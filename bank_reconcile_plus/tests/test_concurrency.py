from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Two real transactions on the same line. What the test writes it takes away again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.transaction() as env:
            company = self.company(env)
            env = env(context={"allowed_company_ids": company.ids})
            self.company_id = company.id
            journal = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
            expense = env["account.account"].search(
                [("account_type", "=", "expense"), ("company_ids", "in", company.ids)], limit=1
            )
            lines = env["account.bank.statement.line"].create(
                [
                    {
                        "journal_id": journal.id,
                        "date": "2026-03-10",
                        "amount": 10 + index,
                        "payment_ref": f"line {index}",
                    }
                    for index in range(3)
                ]
            )
            for line in lines:
                env["account.bank.match"].create({"statement_line_id": line.id, "account_id": expense.id})
            self.line_ids = lines.ids
            self.last_run_id = env["account.bank.match.run"].search([], limit=1).id or 0
        self.addCleanup(self.take_away)

    @contextmanager
    def transaction(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": [getattr(self, "company_id", 1)]})

    def company(self, env):
        """A company with a chart of accounts: one of the database's, else the main one gets a chart."""
        company = env["res.company"].search([("chart_template", "!=", False)], limit=1) or env.ref("base.main_company")
        if not company.chart_template:
            env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        return company

    def take_away(self):
        with self.transaction() as env:
            lines = env["account.bank.statement.line"].browse(self.line_ids)
            lines.filtered("is_reconciled").action_undo_matches()
            lines.unlink()
            env["account.bank.match.run"].search([("id", ">", self.last_run_id)]).unlink()

    def lines(self, env):
        return env["account.bank.statement.line"].browse(self.line_ids)

    def test_second_user_gets_a_sentence_and_posts_the_rest(self):
        with self.transaction() as first, self.transaction() as second:
            first_run = self.lines(first)[:2]._post_accepted_matches()
            second_run = self.lines(second)._post_accepted_matches()
            self.assertEqual((first_run.done_count, first_run.refused_count), (2, 0))
            self.assertEqual((second_run.done_count, second_run.refused_count), (1, 2))
            self.assertIn("Somebody else is working on this line", second_run.refusal_text)
        with self.transaction() as third:
            lines = self.lines(third)
            self.assertEqual(lines.mapped("is_reconciled"), [True] * 3)
            self.assertEqual([len(line.move_id.line_ids) for line in lines], [2, 2, 2])
            run = lines._post_accepted_matches()
            self.assertEqual(run.refused_count, 3)
            self.assertIn("already reconciled", run.refusal_text)

    def test_both_sides_of_a_transfer_posted_at_the_same_moment(self):
        with self.transaction() as env:
            out, into = self.lines(env)[:2]
            bank = env["account.journal"].create({"name": "Other bank", "code": "OTHB", "type": "bank"})
            self.addCleanup(self.remove_bank, bank.id)
            account = env.company.transfer_account_id
            (out | into).match_ids.unlink()
            (out | into).unlink()
            out, into = env["account.bank.statement.line"].create(
                [
                    {"journal_id": journal.id, "date": "2026-03-10", "amount": amount, "payment_ref": "transfer"}
                    for journal, amount in ((self.lines(env)[2].journal_id, -70), (bank, 70))
                ]
            )
            for line, other in ((out, into), (into, out)):
                env["account.bank.match"].create(
                    {"statement_line_id": line.id, "account_id": account.id, "transfer_line_id": other.id}
                )
            self.line_ids = [self.line_ids[2], out.id, into.id]
        with self.transaction() as first, self.transaction() as second:
            first_run = self.lines(first)[1]._post_accepted_matches()
            second_run = self.lines(second)[2]._post_accepted_matches()
            self.assertEqual((first_run.done_count, second_run.done_count), (1, 0))
            self.assertIn("Somebody else is working on this line", second_run.refusal_text)
        with self.transaction() as third:
            self.lines(third)[2]._post_accepted_matches()
            sides = self.lines(third)[1:].match_ids.counterpart_line_id
            self.assertEqual(sides.mapped("reconciled"), [True, True])

    def remove_bank(self, bank_id):
        self.take_away()
        self.line_ids = []
        with self.transaction() as env:
            bank = env["account.journal"].browse(bank_id)
            account = bank.default_account_id
            bank.unlink()
            account.unlink()

    def test_person_and_cron_post_overlapping_lines(self):
        """A cron that commits after each chunk and a person at the same time: each line once, the loser is told."""
        with self.transaction() as person, self.transaction() as cron:
            person_run = self.lines(person)[:1]._post_accepted_matches()
            cron_run = cron["account.bank.match.posting"]._post_in_chunks(
                self.lines(cron), lambda _done, _left: cron.cr.commit()
            )
            self.assertEqual((person_run.done_count, cron_run.done_count, cron_run.refused_count), (1, 2, 1))
            self.assertIn("Somebody else is working on this line", cron_run.refusal_text)
        with self.transaction() as third:
            lines = self.lines(third)
            self.assertEqual(lines.mapped("is_reconciled"), [True] * 3)
            self.assertEqual([len(line.move_id.line_ids) for line in lines], [2, 2, 2])

    def test_two_lines_of_two_users_on_one_invoice(self):
        """The second user's line waits for nothing and pays nothing twice."""
        with self.transaction() as setup:
            item_id = self.make_invoice_with_two_payments(setup)
        with self.transaction() as first, self.transaction() as second:
            first_run = self.lines(first)[0]._post_accepted_matches()
            second_run = self.lines(second)[1]._post_accepted_matches()
            self.assertEqual((first_run.done_count, second_run.done_count), (1, 0))
            self.assertIn("Somebody else is posting", second_run.refusal_text)
        with self.transaction() as third:
            run = self.lines(third)[1]._post_accepted_matches()
            self.assertIn("has only", run.refusal_text)
            self.assertEqual(len(third["account.move.line"].browse(item_id).matched_credit_ids), 1)

    def test_matching_by_hand_what_somebody_posts(self):
        """On the page of one user a line is open, while another one posts it."""
        with self.transaction() as setup:
            item_id = self.make_invoice_with_two_payments(setup)
            self.lines(setup)[:2].match_ids.unlink()
            line_id = self.line_ids[2]
            statement_id = setup["account.bank.statement"].create({"line_ids": [(6, 0, [line_id])]}).id
        self.addCleanup(self.take_away_statement, statement_id)
        with self.transaction() as first, self.transaction() as second:
            self.lines(first)[2]._post_accepted_matches()
            page = second["account.bank.statement"].browse(statement_id)
            with self.assertRaisesRegex(UserError, "Somebody else is working on"):
                page.match_by_hand([line_id], [item_id])
        with self.transaction() as third:
            page = third["account.bank.statement"].browse(statement_id)
            with self.assertRaisesRegex(UserError, "is already reconciled: .* posted it on"):
                page.match_by_hand([line_id], [item_id])
            self.assertFalse(third["account.move.line"].browse(item_id).reconciled)

    def take_away_statement(self, statement_id):
        with self.transaction() as env:
            env["account.bank.statement"].browse(statement_id).unlink()

    def make_invoice_with_two_payments(self, env):
        """An invoice, and two lines that are each matched with all of it.

        :return: the id of its open item
        """
        lines = self.lines(env)[:2]
        lines.match_ids.unlink()
        partner = env["res.partner"].create({"name": "Twice"})
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-03-01",
                "invoice_payment_term_id": False,
                "invoice_line_ids": [(0, 0, {"name": "goods", "price_unit": 10, "tax_ids": False})],
            }
        )
        invoice.action_post()
        item = invoice.line_ids.filtered(lambda row: row.account_id.account_type == "asset_receivable")
        for line in lines:
            line.amount = 10
            env["account.bank.match"].create(
                {"statement_line_id": line.id, "move_line_id": item.id, "amount": 10, "item_amount": 10}
            )
        self.addCleanup(self.take_away_invoice, invoice.id)
        return item.id

    def take_away_invoice(self, invoice_id):
        with self.transaction() as env:
            invoice = env["account.move"].browse(invoice_id)
            self.lines(env).filtered("is_reconciled").action_undo_matches()
            self.lines(env).match_ids.filtered("move_line_id").unlink()
            partner = invoice.partner_id
            invoice.button_draft()
            invoice.with_context(force_delete=True).unlink()
            partner.unlink()
