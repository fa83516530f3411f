from odoo import api, models
from odoo.exceptions import UserError


class AccountBankHandMatch(models.AbstractModel):
    """What a person matches on the Bank Reconciliation page, without the machine."""

    _name = "account.bank.hand.match"
    _description = "Bank Match by Hand"

    @api.model
    def _preview(self, lines, items, amounts=None):
        return {"rows": [], "difference": 0.0, "words": "", "possible": False}

    @api.model
    def _match(self, lines, items, amounts=None):
        matches = self.env["account.bank.match"]
        for item in items:
            matches |= lines[:1]._match_with_item(item)
        return matches

    @api.model
    def _remove(self, lines, match_ids=None):
        matches = lines.match_ids.filtered(lambda match: match.state != "posted")
        matches.filtered(lambda match: match_ids is None or match.id in match_ids).unlink()
        return True

    @api.model
    def _set_partner(self, lines, partner):
        lines.partner_id = partner
        return True

    @api.model
    def _set_account(self, lines, account):
        return lines._match_with_account(account).ids

    @api.model
    def _set_partner_account(self, lines, field_name):
        if lines.filtered(lambda line: not line.partner_id):
            raise UserError(self.env._("Set the partner first."))
        return []
