from odoo import Command
from odoo.tests import HttpCase, tagged

from .worksheet_common import WorksheetCase


@tagged("post_install", "-at_install")
class TestWorksheetPages(WorksheetCase, HttpCase):
    """A worksheet in a browser, its reports, and the ways to it."""

    def test_from_open_to_posted_to_undone(self):
        self.env["account.account"].create({"name": "Account Fees", "code": "620099", "account_type": "expense"})
        worksheet = self.make_worksheet(374.50)
        self.start_tour(
            f"/odoo/bank-worksheets/{worksheet.id}",
            "bank_reconcile_plus_worksheet",
            login=self.env.user.login,
            timeout=90,
        )
        self.assertEqual(worksheet.state, "draft")
        self.assertEqual(worksheet.statement_id.reconciliation_state, "open")
        self.assertFalse(worksheet.statement_id.line_ids)
        self.assertEqual(self.ticked(worksheet), [-120, 500])
        self.assertEqual(worksheet.adjustment_ids.mapped("amount"), [-5.5])

    def html(self, worksheet):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=False)
        content, _kind = report._render_qweb_html("bank_reconcile_plus.report_worksheet", worksheet.ids)
        return " ".join(content.decode().replace("\xa0", " ").split())

    def test_the_test_report_shows_how_it_stands(self):
        worksheet = self.make_worksheet(400)
        worksheet.set_cleared(self.receipt.ids)
        action = worksheet.action_test_report()
        content = self.env[action["res_model"]].browse(action["res_id"]).content.replace("\xa0", " ")
        for words in ("Nothing is posted", "Outstanding Checks and Payments", "001001", "Cleared Deposits", "100.00"):
            self.assertIn(words, content)
        self.assertEqual(worksheet.state, "draft")

    def test_the_final_report_stays_as_it_was_posted(self):
        worksheet = self.make_ready()
        worksheet.set_comment(self.check.ids, "cashed late")
        worksheet.action_post()
        page = worksheet._report_page()
        for words in ("cashed late", "Bank fee", "1002", "Outstanding Deposits", worksheet.statement_id.name):
            self.assertIn(words, page)
        self.assertNotIn("1003", page)
        self.second_check.payment_id.action_cancel()
        self.delta.name = "Another Name"
        self.make_waiting(-9, date="2026-03-30")
        self.env.invalidate_all()
        self.assertEqual(worksheet._report_page(), page)
        self.assertIn("Prepared by", self.html(worksheet))

    def test_the_bank_leads_to_its_open_worksheet(self):
        self.assertFalse(self.bank.action_open_worksheet()["res_id"])
        worksheet = self.make_worksheet()
        self.assertEqual(self.bank.action_open_worksheet()["res_id"], worksheet.id)
        self.make_worksheet()
        action = self.bank.action_open_worksheet()
        found = self.Worksheet.search(action["domain"])
        self.assertEqual((len(found), action.get("res_id", 0)), (2, 0))

    def test_suggest_lines_makes_one_line_of_a_batch(self):
        payments = [self.make_payment(amount, "2026-03-06") for amount in (30.10, 20.20)]
        batch = self.env["account.bank.batch"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-03-06",
                "control_amount": 50.30,
                "payment_ids": [Command.link(payment.id) for payment in payments],
            }
        )
        batch.action_post()
        line = self.make_line(1, date="2026-03-01")
        statement = self.make_statement(line, date="2026-03-31")
        action = statement.action_suggest_lines()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.action_suggest()
        made = statement.line_ids - line
        self.assertEqual(sorted(made.mapped("amount")), [-120, -80, 50.30, 70, 500])
        self.assertEqual(set(made.mapped("match_state")), {"accepted"})
