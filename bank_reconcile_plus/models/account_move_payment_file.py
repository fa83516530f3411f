from odoo import api, fields, models


class AccountMove(models.Model):
    """Bills that are paid by a file, and entries of payments the bank has in one."""

    _inherit = "account.move"

    bank_amount_to_pay = fields.Monetary(
        string="To Pay",
        compute="_compute_bank_amount_to_pay",
        help="What is open, in the currency of the document. Less than zero: a credit note, taken off the payment.",
    )

    @api.depends("line_ids.amount_residual_currency", "line_ids.account_type")
    def _compute_bank_amount_to_pay(self):
        for move in self:
            payable = move.line_ids.filtered(lambda item: item.account_type == "liability_payable")
            move.bank_amount_to_pay = -sum(payable.mapped("amount_residual_currency"))

    def action_pay_in_batch(self):
        """Ask from which bank and when these bills are paid, and put the payments in a batch."""
        return self.env["account.bank.pay.bills.wizard"]._action_open(self)

    def button_draft(self):
        """EXTENDS account. The entry of a payment the bank has in a file stays until the file is taken back."""
        self.origin_payment_id._refuse_sent({"state": "draft"})
        return super().button_draft()
