from odoo.tests import HttpCase, tagged

from .reconciliation_common import ReconciliationCase
from .test_page_tours import PAGE
from .test_transfers import TransferCase

TRANSFERS = "/odoo/action-bank_reconcile_plus.action_account_bank_transfers"


@tagged("post_install", "-at_install")
class TestTransferTours(ReconciliationCase, TransferCase, HttpCase):
    """Transfers between own banks in a browser."""

    def walk(self, url, name):
        self.start_tour(url, f"bank_reconcile_plus_{name}", login=self.env.user.login, timeout=60)

    def statement_of(self, line):
        return self.env["account.bank.statement"].create(
            {
                "line_ids": [(6, 0, line.ids)],
                "name": line.journal_id.code,
                "balance_end_real": line.amount,
                "journal_id": line.journal_id.id,
            }
        )

    def test_registered_then_shown_by_both_banks_then_two_lines_nobody_registered(self):
        self.bank.name = "Current"
        self.walk(TRANSFERS, "transfer")
        out = (
            self.env["account.payment"]
            .search([("paired_internal_transfer_payment_id", "!=", False)])
            .filtered(lambda payment: payment.payment_type == "outbound")
        )
        self.assertEqual((out.amount, out.bank_transfer_to_id), (500, self.savings))
        for line in (self.make_line(-500, date=out.date), self.make_line(500, date=out.date, journal=self.savings)):
            self.walk(f"{PAGE}/{self.statement_of(line).id}", "transfer_line")
            self.assertTrue(line.match_ids.move_line_id.payment_id, "it settles the registered transfer")
        self.assertEqual(out.bank_transfer_state, "done")
        numbers = self.bank.bank_account_id.acc_number, self.savings.bank_account_id.acc_number
        line = self.make_line(-70, date=out.date, account_number=numbers[1])
        other = self.make_line(70, date=out.date, account_number=numbers[0], journal=self.savings)
        statement = self.env["account.bank.statement"].create(
            {"line_ids": [(6, 0, line.ids)], "name": "second", "balance_end_real": -570}
        )
        self.matcher._match(line)
        self.walk(f"{PAGE}/{statement.id}", "transfer_pair")
        self.assertEqual((line.match_state, other.match_state), ("accepted", "accepted"))
