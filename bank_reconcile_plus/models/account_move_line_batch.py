from odoo import api, fields, models


class AccountMoveLine(models.Model):
    """Journal items of a batch: of its payments, or of its own entry."""

    _inherit = "account.move.line"

    bank_batch_id = fields.Many2one(
        "account.bank.batch",
        string="Bank Batch of the Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The deposit or payment batch whose outstanding entry this is: its whole amount, or a line of an account.",
    )
    bank_in_batch_id = fields.Many2one(
        "account.bank.batch",
        string="Batch",
        compute="_compute_bank_in_batch_id",
        help="The deposit or payment batch the bank shows as one line, of which this is a part.",
    )

    @api.depends("bank_batch_id", "payment_id.bank_batch_id.state")
    def _compute_bank_in_batch_id(self):
        for item in self:
            of_payment = item.payment_id.bank_batch_id.filtered(lambda batch: batch.state == "posted")
            item.bank_in_batch_id = item.bank_batch_id or of_payment
