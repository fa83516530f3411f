from odoo import api, models


class AccountBankMatchEntry(models.AbstractModel):
    """The counterpart of the other bank's side, where that is in the company's currency and the line is not."""

    _inherit = "account.bank.match.entry"

    @api.model
    def _match_values(self, match, balance):
        """EXTENDS. It stays in the line's own currency: what the rates make of it is closed afterwards."""
        rows = super()._match_values(match, balance)
        item, company = match.move_line_id, match.company_id
        if (
            item.account_id == company.transfer_account_id
            and item.currency_id == company.currency_id != match.currency_id
            and company.currency_id.compare_amounts(rows[0]["amount_currency"], balance)
        ):
            rows[0] |= {"currency_id": match.currency_id.id, "amount_currency": -match.amount}
        return rows
