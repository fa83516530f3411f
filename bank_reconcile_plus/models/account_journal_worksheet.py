from odoo import models


class AccountJournal(models.Model):
    """The way from a bank to its worksheets."""

    _inherit = "account.journal"

    def action_open_worksheet(self):
        """Take up the bank's open worksheet, begin one where none is open, or list several."""
        self.ensure_one()
        Worksheet = self.env["account.bank.worksheet"]
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_account_bank_worksheet")
        context = {"default_journal_id": self.id}
        domain = [("journal_id", "=", self.id)]
        opened = Worksheet.search([*domain, ("state", "=", "draft")], limit=2)
        if len(opened) > 1 or not (opened or Worksheet.has_access("create")):
            return {**action, "domain": domain, "context": context}
        form = {"views": [(False, "form")], "view_mode": "form", "res_id": opened.id}
        return {**action, **form, "domain": domain, "context": context}
