from odoo import fields, models


class AccountMoveLine(models.Model):
    """Journal items of checks."""

    _inherit = "account.move.line"

    bank_item_check_number = fields.Char(related="payment_id.check_number", string="Check")
