from odoo import Command, api, fields, models

from ..models.dialogs import dialog_of

# Up to so many accepted lines the journal entries are shown without being asked for: finding them takes a while.
ENTRIES_AT_ONCE = 200


class AccountBankReportWizard(models.TransientModel):
    """Shows and prints the test report of a statement: how its reconciliation stands. Nothing is posted."""

    _name = "account.bank.report.wizard"
    _description = "Test Report"

    statement_id = fields.Many2one("account.bank.statement", required=True, readonly=True)
    company_id = fields.Many2one(related="statement_id.company_id")
    with_outstanding = fields.Boolean(string="Outstanding Entries", default=True, readonly=True)
    with_entries = fields.Boolean(string="Journal Entries", readonly=True)
    figures = fields.Json(readonly=True)
    preview_id = fields.Many2one("account.bank.preview.wizard", readonly=True)
    content = fields.Html(compute="_compute_content", sanitize=False)

    @api.depends("figures", "preview_id", "with_outstanding", "with_entries")
    @api.depends_context("lang")
    def _compute_content(self):
        for wizard in self:
            wizard.content = wizard.figures and wizard._report_page()

    @api.model
    def _action_open(self, statement):
        """:return: the action that shows the test report of a statement"""
        wizard = self.create({"statement_id": statement.id})
        wizard.with_entries = 0 < len(wizard._accepted_lines()) <= ENTRIES_AT_ONCE
        return wizard.action_show()

    def action_show(self):
        """Find the figures anew, and show them."""
        self.ensure_one()
        self.figures = self.env["account.bank.statement.figures"]._figures(self.statement_id)
        self.preview_id = self._preview() if self.with_entries else False
        return dialog_of(self, self._report_title())

    def action_toggle_outstanding(self):
        """Show the lists of what is outstanding, or their sums only."""
        self.ensure_one()
        self.with_outstanding = not self.with_outstanding
        return self.action_show()

    def action_toggle_entries(self):
        """Show the very journal entries that posting the accepted lines would make, or leave them out."""
        self.ensure_one()
        self.with_entries = not self.with_entries
        return self.action_show()

    def action_print(self):
        """Print what is shown."""
        self.ensure_one()
        return self.env.ref("bank_reconcile_plus.action_report_reconciliation_test").report_action(self, config=False)

    def _accepted_lines(self):
        return self.statement_id.line_ids.filtered(lambda line: line.match_state == "accepted")

    def _preview(self):
        """:return: the preview of the accepted lines; none where there is nothing to post or the user may not"""
        lines = self._accepted_lines()
        Preview = self.env["account.bank.preview.wizard"]
        if not lines or not (lines.has_access("write") and Preview.has_access("create")):
            return Preview
        preview = Preview.create({"line_ids": [Command.set(lines.ids)]})
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
