from odoo import api, models

from .account_bank_statement_lock import ITEM_CONTENT


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        """EXTENDS account. The entry of a posted statement's line gets no more items."""
        items = super().create(vals_list)
        items.move_id._check_statement_open()
        return items

    def write(self, vals):
        """EXTENDS account. Items of a posted statement's lines stay as they are."""
        if not ITEM_CONTENT.isdisjoint(vals):
            moves = self.move_id | self.env["account.move"].browse(vals.get("move_id") or ())
            moves._check_statement_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _bank_lock_on_unlink(self):
        self.move_id._check_statement_open()
