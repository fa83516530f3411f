from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    statement_sequence_id = fields.Many2one(
        "ir.sequence",
        string="Statement Numbers",
        check_company=True,
        copy=False,
        help="Gives a statement its number when it is posted, unless somebody wrote one. Without it a statement keeps"
        " the number it was imported or entered with.",
    )
