from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """EXTENDS account. What is new may settle lines nothing was found for; nothing is matched here."""
        posted = super()._post(soft)
        self.env["account.bank.match.background"]._wake_for_items(posted)
        return posted
