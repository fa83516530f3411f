from odoo import fields, models


class AccountBankStatement(models.Model):
    """What a statement keeps of the file it was made of."""

    _inherit = "account.bank.statement"

    import_number = fields.Char(
        string="Bank's Number", readonly=True, copy=False, help="The statement's number as the bank counts them."
    )
    import_provisional = fields.Boolean(
        string="Provisional",
        readonly=True,
        copy=False,
        help="Made of a report during the day, a notification or a file without closing balance. The bank's statement"
        " takes its lines over when it comes.",
    )
