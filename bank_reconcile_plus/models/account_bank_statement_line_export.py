from odoo import models

# What makes spreadsheet programs take a text for a formula.
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


class AccountBankStatementLine(models.Model):
    """What others wrote into a payment leaves as text, never as a formula of a spreadsheet."""

    _inherit = "account.bank.statement.line"

    def export_data(self, fields_to_export):
        """EXTENDS base. The host writes texts that begin with ``=`` into workbooks as formulas."""
        result = super().export_data(fields_to_export)
        result["datas"] = [list(map(_neutralised, row)) for row in result["datas"]]
        return result


def _neutralised(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_BEGINNINGS) else cell
