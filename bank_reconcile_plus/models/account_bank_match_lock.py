from odoo import api, models


class AccountBankMatch(models.Model):
    _inherit = "account.bank.match"

    @api.model_create_multi
    def create(self, vals_list):
        """Lines of a posted statement get no more matches."""
        matches = super().create(vals_list)
        matches._check_statement_open()
        return matches

    def write(self, vals):
        """Matches of a posted statement's lines stay as they are."""
        self._check_statement_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _bank_lock_on_unlink(self):
        self._check_statement_open()

    def _check_statement_open(self):
        self.env["account.bank.statement.lock"]._check_open(self.statement_line_id.statement_id)
