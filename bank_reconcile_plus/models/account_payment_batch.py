from odoo import fields, models


class AccountPayment(models.Model):
    """Payments in a batch."""

    _inherit = "account.payment"

    bank_batch_id = fields.Many2one(
        "account.bank.batch",
        string="Bank Batch",
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        tracking=True,
        help="The deposit or payment batch the bank shows as one line.",
    )
    bank_end_to_end_id = fields.Char(
        string="End-to-End Id",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="What the payment file calls this payment; the bank's statement brings it back.",
    )
