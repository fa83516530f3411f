from odoo import models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def action_open_payment_journal(self):
        """Open the Payment Reconciliation Journal of this bank."""
        self.ensure_one()
        return self._payment_journal("action_bank_reconcile_lines", {"search_default_left": 1})

    def action_open_coding(self):
        """Open the lines of this bank that no document explains, to type their accounts down the column."""
        self.ensure_one()
        return self._payment_journal(
            "action_bank_code_lines", {"search_default_left": 1, "search_default_without_document": 1}
        )

    def _payment_journal(self, name, context):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"bank_reconcile_plus.{name}")
        return {
            **action,
            "name": self.env._("%(action)s: %(bank)s", action=action["name"], bank=self.name),
            "domain": [("journal_id", "=", self.id)],
            "context": {**context, "default_journal_id": self.id},
        }
