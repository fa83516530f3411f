from odoo import Command
from odoo.tests import tagged

from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestBatch(BankReconcileCase):
    def test_numbers_by_kind(self):
        Batch = self.env["account.bank.batch"]
        payments = self.make_payment(100) | self.make_payment(50)
        deposit = Batch.create(
            {"date": "2026-03-06", "journal_id": self.bank.id, "payment_ids": [Command.set(payments.ids)]}
        )
        batch = Batch.create({"batch_type": "outbound", "date": "2026-03-06", "journal_id": self.bank.id})
        self.assertEqual(deposit.name, "DEP/2026/0001")
        self.assertEqual(batch.name, "PAY/2026/0001")
        self.assertEqual(deposit.amount, 150)
