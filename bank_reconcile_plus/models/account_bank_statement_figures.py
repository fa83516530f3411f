from odoo import api, models


class AccountBankStatementFigures(models.AbstractModel):
    _name = "account.bank.statement.figures"
    _description = "Bank Reconciliation Figures"

    @api.model
    def _figures(self, statement):
        return {}
