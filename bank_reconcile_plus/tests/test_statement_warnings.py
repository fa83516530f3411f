from odoo import Command
from odoo.tests import Form, tagged

from .statement_common import StatementCase


@tagged("post_install", "-at_install")
class TestStatementWarnings(StatementCase):
    def texts(self, statement):
        return " | ".join(warning["text"] for warning in statement._reconciliation_warnings())

    def warning(self, statement, words):
        return next(warning for warning in statement._reconciliation_warnings() if words in warning["text"])

    def test_nothing_to_say(self):
        self.assertFalse(self.make_matched_statement()._reconciliation_warnings())

    def test_last_balance(self):
        first = self.make_matched_statement((100.0,))
        second = self.make_matched_statement((5.0,), start=90, date="2026-03-20")
        self.assertEqual((second.previous_statement_id, second.balance_last), (first, 100))
        warning = self.warning(second, "starting balance")
        self.assertEqual(warning["level"], "danger")
        self.assertIn("90.00", warning["text"])
        self.assertIn("100.00", warning["text"])
        self.assertEqual(warning["action"]["res_id"], first.id)
        second.balance_start = 100
        self.assertNotIn("starting balance", self.texts(second))

    def test_other_open_statements(self):
        first = self.make_matched_statement((100.0,))
        second = self.make_matched_statement((5.0,), start=100, date="2026-03-20")
        self.assertIn(first.name, self.warning(second, "open as well: 1")["text"])
        first.action_post_statement()
        self.assertNotIn("open as well", self.texts(second))

    def test_items_matched_elsewhere_are_named(self):
        first = self.make_matched_statement((100.0,))
        second = self.make_statement([(100, "again", "2026-03-20")], start=100)
        self.make_match(second.line_ids, move_line_id=first.line_ids.match_ids.move_line_id.id)
        text = self.warning(second, "Matched elsewhere")["text"]
        self.assertIn(first.line_ids.match_ids.item_move_id.name, text)
        self.assertIn(first.name, text)

    def test_lines_and_matches_after_the_date(self):
        payment = self.make_payment(30, "2026-03-15")
        statement = self.make_statement([(30, "a", "2026-03-10"), (1, "b", "2026-03-20")])
        self.make_match(self.line_of(statement, "a"), move_line_id=self.outstanding_item(payment).id)
        self.assertNotIn("dated after", self.texts(statement))

        statement.date = "2026-03-12"

        self.assertIn("Lines dated after", self.texts(statement))
        warning = self.warning(statement, "Matches with entries dated after")
        self.assertTrue(statement.line_ids.match_ids, "nothing is removed silently")
        action = warning["action"]
        with Form(self.env[action["res_model"]].with_context(**action["context"])) as form:
            self.assertEqual(form.later_count, 1)
            form.date = "2026-03-16"
            self.assertEqual(form.later_count, 0)
            form.date = "2026-03-12"
        form.record.action_remove()
        self.assertFalse(statement.line_ids.match_ids)
        self.assertEqual(str(statement.date), "2026-03-12")

    def test_direct_postings(self):
        statement = self.make_matched_statement((100.0,), start=0)
        move = self.env["account.move"].create(
            {
                "date": "2026-03-05",
                "line_ids": [
                    Command.create({"account_id": self.bank.default_account_id.id, "balance": -7.5}),
                    Command.create({"account_id": self.expense.id, "balance": 7.5}),
                ],
            }
        )
        move.action_post()
        warning = self.warning(statement, "not from the bank")
        self.assertIn("7.50", warning["text"])
        found = self.env["account.move.line"].search(warning["action"]["domain"])
        self.assertEqual(found.move_id, move)

    def test_a_shared_ledger_account(self):
        statement = self.make_matched_statement()
        self.env["account.journal"].create(
            {
                "name": "Second bank",
                "type": "bank",
                "code": "BNK9",
                "default_account_id": self.bank.default_account_id.id,
            }
        )
        self.assertIn("Second bank", self.texts(statement))


@tagged("post_install", "-at_install")
class TestStatementReports(StatementCase):
    def test_test_report_shows_where_it_stands_and_posts_nothing(self):
        self.make_payment(30, "2026-03-02", memo="deposit 17")
        statement = self.make_statement([(100, "mystery", "2026-03-10"), (40, "known", "2026-03-10")], end=150)
        self.make_match(self.line_of(statement, "known"), account_id=self.expense.id)
        before = self.trial_balance()

        action = statement.action_test_report()

        wizard = self.env[action["res_model"]].browse(action["res_id"])
        for words in ("mystery", "deposit 17", "Outstanding receipts", "Missing in the lines", "Nothing is posted"):
            self.assertIn(words, wizard.content)
        self.assertIn("Entries That Posting Would Make", wizard.content)
        self.assertIn(self.expense.display_name, wizard.content)
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual(statement.reconciliation_state, "open")

        wizard.action_toggle_outstanding()
        wizard.action_toggle_entries()
        self.assertNotIn("deposit 17", wizard.content)
        self.assertIn("Outstanding receipts", wizard.content)
        self.assertNotIn("Entries That Posting Would Make", wizard.content)

    def test_reports_render_as_documents(self):
        statement = self.make_matched_statement()
        self.make_payment(-12, "2026-01-02")
        action = statement.action_post_and_print()
        Report = self.env["ir.actions.report"]
        html, _kind = Report._render_qweb_html(action["report_name"], statement.ids)
        text = html.decode()
        for words in ("Prepared by", "Approved by", self.env.user.name, self.env.company.name, "61 to 90 days"):
            self.assertIn(words, text)
        short, _kind = Report._render_qweb_html("bank_reconcile_plus.report_reconciliation_short", statement.ids)
        self.assertLess(len(short), len(html))
        wizard = self.env["account.bank.report.wizard"].browse(statement.action_test_report()["res_id"])
        test, _kind = Report._render_qweb_html(wizard.action_print()["report_name"], wizard.ids)
        self.assertIn("Nothing is posted", test.decode())
