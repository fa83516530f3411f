from odoo import api, models


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    @api.model_create_multi
    def create(self, vals_list):
        """EXTENDS account. A posted statement gets no more lines."""
        lines = super().create(vals_list)
        self.env["account.bank.statement.lock"]._check_open(lines.statement_id)
        return lines

    def write(self, vals):
        """EXTENDS account. Lines of a posted statement stay as they are, and in it."""
        lock = self.env["account.bank.statement.lock"]
        if lock._is_content(vals):
            lock._check_open(self.statement_id | self.statement_id.browse(vals.get("statement_id") or ()))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _bank_lock_on_unlink(self):
        self.env["account.bank.statement.lock"]._check_open(self.statement_id)

    def action_undo_reconciliation(self):
        """EXTENDS account. Lines of a posted statement stay as they are."""
        self.env["account.bank.statement.lock"]._check_open(self.statement_id)
        return super().action_undo_reconciliation()
