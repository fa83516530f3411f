from odoo import api, models

from .account_bank_statement_lock import ENTRY_CONTENT


class AccountMove(models.Model):
    _inherit = "account.move"

    def write(self, vals):
        """EXTENDS account. Entries of a posted statement's lines stay as they are."""
        if not ENTRY_CONTENT.isdisjoint(vals):
            self._check_statement_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _bank_lock_on_unlink(self):
        self._check_statement_open()

    def _check_statement_open(self):
        # Access: who edits an entry may not see statement lines, and is still held to their lock.
        lines = self.sudo().statement_line_id
        if lines:
            self.env["account.bank.statement.lock"]._check_open(lines.statement_id)
