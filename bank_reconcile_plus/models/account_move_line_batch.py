from odoo import fields, models


class AccountMoveLine(models.Model):
    """Entries of a batch that are no payments."""

    _inherit = "account.move.line"

    bank_batch_id = fields.Many2one(
        "account.bank.batch",
        string="Bank Batch",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The deposit or payment batch whose outstanding entry this is: its whole amount, or a line of an account.",
    )
