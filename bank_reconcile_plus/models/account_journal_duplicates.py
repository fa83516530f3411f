from odoo import models


class AccountJournal(models.Model):
    """Lines of a bank that may be there twice, counted on its card."""

    _inherit = "account.journal"

    def _fill_bank_cash_dashboard_data(self, dashboard_data):
        """EXTENDS account. How many lines another importer may have brought a second time."""
        result = super()._fill_bank_cash_dashboard_data(dashboard_data)
        Line = self.env["account.bank.statement.line"]
        banks = self.filtered(lambda journal: journal.type in ("bank", "credit"))
        counts = dict(Line._read_group(Line._duplicates_domain(banks), ["journal_id"], ["__count"])) if banks else {}
        for journal in banks:
            dashboard_data[journal.id]["duplicate_count"] = counts.get(journal, 0)
        return result

    def action_open_duplicates(self):
        """List the lines that may be there twice."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Possible Duplicates"),
            "res_model": "account.bank.statement.line",
            "views": [
                (self.env.ref("bank_reconcile_plus.view_bank_duplicate_line_list").id, "list"),
                (self.env.ref("bank_reconcile_plus.view_bank_reconcile_line_form").id, "form"),
            ],
            "view_mode": "list,form",
            "domain": self.env["account.bank.statement.line"]._duplicates_domain(self),
            "context": {"create": False},
        }
