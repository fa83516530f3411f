from odoo import models


class AccountMove(models.Model):
    """Bills that are paid by a file, and entries of payments the bank has in one."""

    _inherit = "account.move"

    def action_pay_in_batch(self):
        """Ask from which bank and when these bills are paid, and put the payments in a batch."""
        return self.env["account.bank.pay.bills.wizard"]._action_open(self)

    def button_draft(self):
        """EXTENDS account. The entry of a payment the bank has in a file stays until the file is taken back."""
        self.origin_payment_id._refuse_sent({"state": "draft"})
        return super().button_draft()
