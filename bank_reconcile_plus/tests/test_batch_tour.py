from odoo import fields
from odoo.tests import HttpCase, tagged

from .reconciliation_common import ReconciliationCase


@tagged("post_install", "-at_install")
class TestBatchTour(ReconciliationCase, HttpCase):
    """A deposit in a browser, from the payments' list to the bank's line."""

    def test_deposit_of_five_checks_cleared_by_one_line(self):
        checks = [(101.10, "00411"), (202.25, "00412"), (303.37, "00413"), (404.41, "00414"), (505.58, "00415")]
        payments = self.env["account.payment"]
        for place, (amount, number) in enumerate(checks):
            partner = self.delta if place % 2 else self.ocean
            payments |= self.make_payment(amount, partner=partner, check_number=number, memo="to deposit")
        line = self.make_line(1516.71, "DEPOSIT SLIP 0815", date=fields.Date.today())
        statement = self.make_statement(line)
        self.start_tour(
            "/odoo/action-account.action_account_payments?debug=",
            "bank_reconcile_plus_deposit",
            login=self.env.user.login,
            timeout=90,
        )
        batch = payments.bank_batch_id
        self.assertEqual((batch.state, batch.amount, batch.reference), ("posted", 1516.71, "0815"))
        self.assertEqual(batch.payment_ids, payments)
        self.start_tour(
            f"/odoo/action-bank_reconcile_plus.action_bank_reconcile_statements/{statement.id}",
            "bank_reconcile_plus_deposit_cleared",
            login=self.env.user.login,
            timeout=90,
        )
        self.assertTrue(line.is_reconciled)
        self.assertEqual(line.match_ids.move_line_id.payment_id, payments)
        self.assertEqual(batch.bank_state, "cleared")
