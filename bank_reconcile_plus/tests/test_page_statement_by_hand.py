from odoo.tests import Form, tagged

from .reconciliation_common import ReconciliationCase

FORM = "bank_reconcile_plus.view_account_bank_statement_form_reconcile"


@tagged("post_install", "-at_install")
class TestPageStatementByHand(ReconciliationCase):
    """A statement from paper: bank, date and ending balance first, then its lines; and the way from a bank's card."""

    def new_statement(self, end, date="2026-03-31"):
        form = Form(self.env["account.bank.statement"], view=FORM)
        form.journal_id = self.bank
        form.date = date
        form.balance_end_real = end
        return form.save()

    def add_line(self, statement, amount, date="2026-03-10"):
        return self.make_line(amount, "by hand", date=date, statement_id=statement.id)

    def test_it_begins_where_the_last_one_ended(self):
        self.make_statement(self.make_line(250, date="2026-02-10"))
        statement = self.new_statement(300)
        self.assertEqual((statement.journal_id, statement.balance_start), (self.bank, 250))
        self.assertEqual(statement.currency_id, self.env.company.currency_id)
        self.assertTrue(statement.name)
        self.add_line(statement, 50)
        self.assertEqual((statement.balance_start, statement.balance_end_real), (250, 300))
        self.assertTrue(statement.is_valid)
        self.assertTrue(statement.is_complete)

    def test_the_date_that_was_given_stays(self):
        statement = self.new_statement(50)
        line = self.add_line(statement, 50)
        self.assertEqual(statement.date, self.day("2026-03-31"))
        line.date = "2026-04-02"
        self.assertEqual(statement.date, self.day("2026-04-02"), "unless a line is later")

    def test_the_date_of_an_imported_statement_follows_its_lines(self):
        lines = [self.make_line(10, date="2026-03-09"), self.make_line(20, date="2026-03-20")]
        statement = self.make_statement(*lines)
        self.assertEqual(statement.date, self.day("2026-03-20"))
        lines[1].date = "2026-03-12"
        self.assertEqual(statement.date, self.day("2026-03-12"))

    def test_the_card_leads_to_the_open_statement(self):
        statement = self.make_statement(self.make_line(10))
        action = self.bank.action_open_reconcile()
        self.assertEqual((action["res_model"], action["res_id"]), ("account.bank.statement", statement.id))
        self.assertEqual(action["views"][0], (self.env.ref(FORM).id, "form"))

    def test_the_card_leads_to_the_list_of_several(self):
        statements = self.make_statement(self.make_line(10, date="2026-02-10"), name="1")
        statements |= self.make_statement(self.make_line(20), name="2", balance_start=10, balance_end_real=30)
        action = self.bank.action_open_reconcile()
        self.assertNotIn("res_id", {name for name, value in action.items() if value})
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, statements.sorted("first_line_index", reverse=True))

    def test_the_card_leads_to_lines_without_a_statement(self):
        self.make_statement(self.make_line(10, date="2026-02-10"))
        self.make_line(20)
        self.assertEqual(self.bank.action_open_reconcile()["res_model"], "account.bank.statement.line")
