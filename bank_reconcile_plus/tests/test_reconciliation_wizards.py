from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .reconciliation_common import ReconciliationCase


@tagged("post_install", "-at_install")
class TestTransferDifference(ReconciliationCase):
    """What is left of a line, or all of it, goes to an account or to another bank."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create(
            {"name": "VAT 25", "amount": 25, "amount_type": "percent", "type_tax_use": "purchase"}
        )

    def wizard(self, statement, *lines):
        action = statement.action_transfer_difference([line.id for line in lines])
        return self.env[action["res_model"]].browse(action["res_id"])

    def booked(self, line):
        """:return: account code and part (base, tax or nothing) -> balance of the line's entry beside the bank's own"""
        return {
            (item.account_id.code, "tax" if item.tax_line_id else "base" if item.tax_ids else ""): item.balance
            for item in line.move_id.line_ids
            if item.account_id != self.bank.default_account_id
        }

    def test_the_rest_goes_to_an_account_with_the_proposal_accepted(self):
        item = self.open_item(self.make_invoice(100, name="INV/2026/09001"))
        line = self.make_line(110, "INV/2026/09001")
        statement = self.make_statement(line)
        self.matcher._match(line)
        self.assertEqual((line.match_state, line.match_difference), ("proposed", 10))
        wizard = self.wizard(statement, line)
        self.assertEqual((wizard.scope, wizard.amount, wizard.partner_id), ("rest", 10, self.delta))
        self.assertIn("Accepted with it: INV/2026/09001", wizard.words)
        wizard.write({"account_id": self.expense.id, "name": "paid too much"})
        wizard.action_transfer()
        self.assertEqual((line.match_state, line.match_difference), ("accepted", 0))
        line._post_accepted_matches()
        self.assertTrue(item.reconciled)
        self.assertEqual(self.booked(line)[self.expense.code, ""], -10)
        self.assertIn("paid too much", line.move_id.line_ids.mapped("name"))

    def test_the_whole_line_replaces_its_matches(self):
        item = self.open_item(self.make_invoice(60))
        line = self.make_line(100)
        statement = self.make_statement(line)
        statement.match_by_hand(line.ids, item.ids)
        wizard = self.wizard(statement, line)
        wizard.write({"scope": "line", "account_id": self.expense.id})
        self.assertEqual(wizard.amount, 100)
        self.assertIn("Removed: ", wizard.words)
        wizard.action_transfer()
        self.assertEqual([(match.account_id, match.amount) for match in line.match_ids], [(self.expense, 100)])
        self.assertFalse(item.reconciled)

    def test_taxes_are_taken_out_of_the_amount_whether_included_in_prices_or_not(self):
        analytic = self.env["account.analytic.account"].create(
            {"name": "Travel", "plan_id": self.env["account.analytic.plan"].create({"name": "Trips"}).id}
        )
        for mode in ("tax_excluded", "tax_included"):
            self.tax.price_include_override = mode
            line = self.make_line(-125, f"train, {mode}")
            statement = self.make_statement(line, name=mode)
            wizard = self.wizard(statement, line)
            wizard.write(
                {
                    "account_id": self.expense.id,
                    "tax_ids": [Command.set(self.tax.ids)],
                    "analytic_distribution": {str(analytic.id): 100},
                }
            )
            money = self.env.company.currency_id.format
            self.assertIn(f"Base {money(-100)}, VAT 25 {money(-25)}", wizard.words, mode)
            wizard.action_transfer()
            line._post_accepted_matches()
            code = self.expense.code
            self.assertEqual(self.booked(line), {(code, "base"): 100, (code, "tax"): 25}, mode)
            base = line.move_id.line_ids.filtered(lambda row: row.account_id == self.expense and row.tax_ids)
            self.assertEqual(base.analytic_distribution, {str(analytic.id): 100})

    def test_the_accounts_own_taxes_are_suggested(self):
        self.expense.tax_ids = self.tax
        line = self.make_line(-125)
        statement = self.make_statement(line)
        with Form(self.wizard(statement, line)) as form:
            form.account_id = self.expense
            self.assertEqual(form.tax_ids.ids, self.tax.ids)

    def test_another_bank_takes_it_when_its_statement_comes(self):
        savings = self.bank.copy({"name": "Savings", "code": "SAV"})
        out = self.make_line(-500, "to savings")
        statement = self.make_statement(out)
        wizard = self.wizard(statement, out)
        wizard.write({"target": "bank", "other_journal_id": savings.id})
        self.assertIn("It waits on", wizard.words)
        wizard.action_transfer()
        out._post_accepted_matches()
        into = self.make_line(500, "from current account", "2026-03-11", journal=savings)
        other = self.make_statement(into, journal=savings, name="SAV/1")
        wizard = self.wizard(other, into)
        wizard.write({"target": "bank", "other_journal_id": self.bank.id})
        self.assertIn("The other side is already booked", wizard.words)
        wizard.action_transfer()
        self.assertTrue(into.match_ids.move_line_id)
        into._post_accepted_matches()
        transfers = (out | into).move_id.line_ids.filtered(
            lambda item: item.account_id == self.env.company.transfer_account_id
        )
        self.assertEqual(transfers.mapped("reconciled"), [True, True])

    def test_several_lines_at_once(self):
        lines = [self.make_line(-3, "fee"), self.make_line(-4, "fee")]
        statement = self.make_statement(*lines)
        wizard = self.wizard(statement, *lines)
        self.assertEqual(wizard.amount, -7)
        wizard.account_id = self.expense
        wizard.action_transfer()
        self.assertEqual([line.match_ids.amount for line in lines], [-3, -4])

    def test_what_is_refused(self):
        line = self.make_line(100)
        statement = self.make_statement(line)
        with self.assertRaisesRegex(UserError, "Select a statement line"):
            statement.action_transfer_difference([])
        wizard = self.wizard(statement, line)
        with self.assertRaisesRegex(UserError, "Choose an account"):
            wizard.action_transfer()
        wizard.account_id = self.receivable
        with self.assertRaisesRegex(UserError, "Say whose money it is"):
            wizard.action_transfer()
        wizard.partner_id = self.delta
        self.assertIn("until somebody matches it", wizard.words)
        wizard.write({"target": "bank"})
        with self.assertRaisesRegex(UserError, "Choose the other bank"):
            wizard.action_transfer()
        self.assertFalse(line.match_ids)
        statement.set_account(line.ids, self.expense.id)
        line._post_accepted_matches()
        with self.assertRaisesRegex(UserError, "is already reconciled"):
            statement.action_transfer_difference(line.ids)


@tagged("post_install", "-at_install")
class TestSuggestLines(ReconciliationCase):
    """Lines made of what the books show and the bank has not, matched at once."""

    def wizard(self, statement):
        action = statement.action_suggest_lines()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_entries_of_the_period_become_lines(self):
        first = self.make_waiting(100, date="2026-03-01", memo="ticket 4711")
        second = self.make_waiting(-40, self.ocean, date="2026-03-03")
        self.make_waiting(55, date="2026-03-15")
        self.open_item(self.make_invoice(70))
        line = self.make_line(-2, "fee")
        statement = self.make_statement(line, balance_end_real=58)
        wizard = self.wizard(statement)
        self.assertEqual(wizard.item_ids._origin, first | second)
        self.assertEqual((wizard.item_count, wizard.total, wizard.missing), (2, 60, 60))
        wizard.action_suggest()
        made = (statement.line_ids - line).sorted("date")
        self.assertEqual(made.mapped("amount"), [100, -40])
        self.assertEqual(made.mapped("date"), [first.date, second.date])
        self.assertEqual(made[0].payment_ref, "ticket 4711")
        self.assertEqual(made.match_ids.mapped("state"), ["accepted", "accepted"])
        self.assertEqual(made.match_ids.move_line_id, first | second)
        made._post_accepted_matches()
        self.assertEqual((first | second).mapped("reconciled"), [True, True])
        self.assertEqual(statement.get_reconciliation([], [])["totals"]["outstanding_payments"], 0)

    def test_what_is_matched_or_before_the_period_is_left_out(self):
        self.make_waiting(10, date="2026-02-01")
        matched = self.make_waiting(20, date="2026-03-02")
        taken = self.make_waiting(30, date="2026-03-03")
        line = self.make_line(20)
        statement = self.make_statement(line)
        statement.match_by_hand(line.ids, matched.ids)
        wizard = self.wizard(statement)
        wizard.date_from = "2026-03-01"
        self.assertEqual(wizard.item_ids._origin, taken)
        wizard.item_ids = False
        with self.assertRaisesRegex(UserError, "no ledger entry"):
            wizard.action_suggest()

    def test_reversed_entries_are_left_out_unless_wished(self):
        kept = self.make_waiting(10)
        taken_back = self.make_waiting(20)
        reversal = taken_back.move_id._reverse_moves([{"date": "2026-03-06"}])
        reversal.action_post()
        (taken_back | reversal.line_ids).remove_move_reconcile()
        statement = self.make_statement(self.make_line(1))
        wizard = self.wizard(statement)
        self.assertEqual(wizard.item_ids._origin, kept)
        wizard.exclude_reversed = False
        self.assertEqual(sorted(wizard.item_ids._origin.mapped("amount_residual")), [-20, 10, 20])

    def test_payments_in_another_currency_keep_it(self):
        foreign = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        item = self.make_waiting(100, currency_id=foreign.id)
        statement = self.make_statement(self.make_line(1))
        self.wizard(statement).action_suggest()
        made = statement.line_ids.filtered(lambda line: line.match_ids)
        self.assertEqual((made.amount, made.foreign_currency_id, made.amount_currency), (50, foreign, 100))
        made._post_accepted_matches()
        self.assertTrue(item.reconciled)
