from odoo import api, fields, models


class AccountBankWorksheetItem(models.Model):
    """What a person said about a ledger entry on a worksheet: that the bank has shown it, or a comment.

    Everything else about the entry is read from the ledger when it is shown.
    """

    _name = "account.bank.worksheet.item"
    _description = "Bank Worksheet Tick"
    _order = "worksheet_id, id"

    worksheet_id = fields.Many2one("account.bank.worksheet", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="worksheet_id.company_id", store=True, precompute=True)
    move_line_id = fields.Many2one(
        "account.move.line", string="Ledger Entry", required=True, readonly=True, index=True, ondelete="cascade"
    )
    cleared = fields.Boolean(help="The bank's paper statement shows it.")
    comment = fields.Char()

    _once = models.UniqueIndex("(worksheet_id, move_line_id)")

    @api.model_create_multi
    def create(self, vals_list):
        """A posted worksheet gets no more ticks."""
        items = super().create(vals_list)
        items.worksheet_id._check_draft()
        return items

    def write(self, vals):
        """Ticks of a posted worksheet stay as they are."""
        self.worksheet_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self.worksheet_id._check_draft()
