from odoo import fields, models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    bank_match_ids = fields.One2many(
        "account.bank.match", "payment_id", string="Bank Matches", help="Matches of a payment that has no entry."
    )
    bank_line_id = fields.Many2one(
        "account.bank.statement.line",
        string="Registered from Bank Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The statement line this payment was registered from; the line itself is posted later.",
    )
