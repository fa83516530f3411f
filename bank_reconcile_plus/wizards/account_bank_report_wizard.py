from odoo import fields, models


class AccountBankReportWizard(models.TransientModel):
    """Asks what a test report should show, and keeps its figures while it is read."""

    _name = "account.bank.report.wizard"
    _description = "Test Report"

    statement_id = fields.Many2one("account.bank.statement", required=True, readonly=True)
    company_id = fields.Many2one(related="statement_id.company_id")
    with_outstanding = fields.Boolean(string="Outstanding Entries", default=True)
    with_entries = fields.Boolean(
        string="Journal Entries",
        default=True,
        help="The very entries that posting the accepted lines would make. With thousands of lines this takes a while.",
    )
    figures = fields.Json(readonly=True)
    preview_id = fields.Many2one("account.bank.preview.wizard", readonly=True)

    def action_show(self):
        """Show the report on screen; from there it can be printed."""
        return {**self._report_action(), "report_type": "qweb-html"}

    def action_print(self):
        """Print the report."""
        return {**self._report_action(), "close_on_report_download": True}

    def _report_action(self):
        self.ensure_one()
        self.figures = self.env["account.bank.statement.figures"]._figures(self.statement_id)
        self.preview_id = self._preview() if self.with_entries else False
        return self.env.ref("bank_reconcile_plus.action_report_reconciliation_test").report_action(self, config=False)

    def _preview(self):
        """:return: the preview of the accepted lines; none where there is nothing to post or the user may not"""
        lines = self.statement_id.line_ids.filtered(lambda line: line.match_state == "accepted")
        Preview = self.env["account.bank.preview.wizard"]
        if not lines or not (lines.has_access("write") and Preview.has_access("create")):
            return Preview
        preview = Preview.create({"line_ids": [(6, 0, lines.ids)]})
        preview._show()
        return preview

    # -------------------------------------------------------------------------------------------------- for the report

    def _report_title(self):
        return self.env._("Test Report of the Bank Reconciliation")

    def _report_file_name(self):
        return self.env._("Test Report - %(statement)s", statement=(self.statement_id.name or "").replace("/", "-"))

    def _report_page(self, _with_outstanding=None):
        """:return: the report as HTML"""
        self.ensure_one()
        preview = self.preview_id._template_values() if self.preview_id else None
        return self.env["account.bank.reconciliation.page"]._render(
            self.figures, self.with_outstanding, preview, as_test=True
        )
