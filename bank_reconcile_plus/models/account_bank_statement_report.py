from odoo import models


class AccountBankStatement(models.Model):
    """The reports of a statement."""

    _inherit = "account.bank.statement"

    def action_test_report(self):
        """Ask what the test report should show. It says how the reconciliation stands; nothing is posted."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Test Report"),
            "res_model": "account.bank.report.wizard",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_statement_id": self.id},
        }

    def action_reconciliation_statement(self):
        """Print the reconciliation of the statement: as it was posted, or as it stands."""
        return self.env.ref("bank_reconcile_plus.action_report_reconciliation").report_action(self, config=False)

    def _report_title(self):
        return self.env._("Bank Reconciliation")

    def _report_file_name(self):
        return self.env._("Bank Reconciliation - %(statement)s", statement=(self.name or "").replace("/", "-"))

    def _report_page(self, with_outstanding=True):
        """:return: the reconciliation as HTML: of a posted statement from the figures kept at its posting"""
        self.ensure_one()
        figures = self.snapshot or self.env["account.bank.statement.figures"]._figures(self)
        return self.env["account.bank.reconciliation.page"]._render(figures, with_outstanding)
