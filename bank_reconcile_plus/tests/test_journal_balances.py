from odoo import Command
from odoo.tests import Form, tagged

from .statement_common import StatementCase


@tagged("post_install", "-at_install")
class TestJournalBalances(StatementCase):
    def test_balances_of_a_bank(self):
        first = self.make_matched_statement((100.0, -40.0))
        first.action_post_statement()
        last = self.make_matched_statement((5.0,), start=60, date="2026-03-20")
        self.make_payment(30), self.make_payment(-12)
        second_bank = self.env["account.journal"].create({"name": "Second", "type": "bank", "code": "BNK9"})
        self.make_payment(1000, journal=second_bank)

        self.env.invalidate_all()
        self.assertEqual(self.bank.last_statement_number, last.name)
        self.assertEqual(self.bank.last_statement_balance, 65)
        self.assertEqual(self.bank.ledger_balance, 65)
        self.assertEqual(self.bank.outstanding_balance, 18)
        self.assertEqual(self.bank.balance_with_outstanding, 83)
        self.assertEqual(second_bank.balance_with_outstanding, 1000)

        dashboard = self.bank._get_journal_dashboard_data_batched()[self.bank.id]
        self.assertEqual(dashboard["last_statement_number"], last.name)
        self.assertIn("83.00", dashboard["balance_with_outstanding"])

    def test_foreign_bank_stands_in_its_own_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        bank = self.env["account.journal"].create(
            {"name": "Euro", "type": "bank", "code": "EURB", "currency_id": euro.id}
        )
        self.make_line(100, "in", journal=bank)
        self.make_payment(40, journal=bank)
        self.assertEqual((bank.ledger_balance, bank.outstanding_balance), (100, 40))

    def test_ways_from_a_bank(self):
        statement = self.make_matched_statement((100.0, -40.0))
        statement.action_post_statement()
        payment = self.make_payment(30)
        direct = self.env["account.move"].create(
            {
                "date": "2026-03-05",
                "line_ids": [
                    Command.create({"account_id": self.bank.default_account_id.id, "balance": -7.5}),
                    Command.create({"account_id": self.expense.id, "balance": 7.5}),
                ],
            }
        )
        direct.action_post()

        def found(action):
            return self.env[action["res_model"]].search(action["domain"])

        self.assertEqual(found(self.bank.action_open_statements()), statement)
        self.assertEqual(found(self.bank.action_open_outstanding()), self.outstanding_item(payment))
        self.assertEqual(found(self.bank.action_open_direct_postings()).move_id, direct)
        action = self.bank.action_open_ledger()
        rows = self.env["account.move.line"].search_fetch(
            action["domain"], ["cumulated_balance"], order="date desc, id desc"
        )
        self.assertEqual(rows[0].cumulated_balance, 52.5)
        statistics = found(self.bank.action_open_statistics())
        self.assertEqual((sum(statistics.mapped("money_in")), sum(statistics.mapped("money_out"))), (100, -40))

    def test_two_banks_on_one_account_are_warned_of(self):
        other = self.env["account.journal"].create(
            {"name": "Twin", "type": "bank", "code": "BNK9", "default_account_id": self.bank.default_account_id.id}
        )
        self.assertIn("Twin", self.bank.shared_account_warning)
        self.assertIn(self.bank.name, other.shared_account_warning)
        other.default_account_id = self.bank.default_account_id.copy({"code": "101999"})
        self.bank.invalidate_recordset(["shared_account_warning"])
        self.assertFalse(self.bank.shared_account_warning)

    def test_numbers_of_the_year(self):
        self.bank.action_create_statement_sequence()
        statement = self.make_matched_statement()
        statement.action_post_statement()
        self.assertEqual(statement.name, f"{self.bank.code}/2026/0001")

    def test_a_changed_account_number_is_told(self):
        bank = self.bank.with_context(tracking_disable=False, mail_notrack=False)
        for number in ("NL91ABNA0417164300", "NL39RABO0300065264"):
            bank.bank_acc_number = number
            self.cr.precommit.run()
        told = self.bank.message_ids.sudo().tracking_value_ids
        self.assertIn(
            ("bank_acc_number", "NL91ABNA0417164300", "NL39RABO0300065264"),
            told.mapped(lambda value: (value.field_id.name, value.old_value_char, value.new_value_char)),
        )

    def test_the_form_opens(self):
        with Form(self.bank) as form:
            self.assertEqual(form.ledger_balance, self.bank.ledger_balance)
