from odoo import models


class AccountBankStatement(models.Model):
    """The reports of a statement."""

    _inherit = "account.bank.statement"

    def action_test_report(self):
        """Show the test report: how the reconciliation stands. Nothing is posted."""
        self.ensure_one()
        return self.env["account.bank.report.wizard"]._action_open(self)

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
