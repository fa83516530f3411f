from odoo import api, fields, models


class AccountBankWorksheetReportWizard(models.TransientModel):
    """Shows and prints the test report of a worksheet: how it stands. Nothing is posted."""

    _name = "account.bank.worksheet.report.wizard"
    _description = "Test Report of a Worksheet"

    worksheet_id = fields.Many2one("account.bank.worksheet", required=True, readonly=True)
    content = fields.Html(compute="_compute_content", sanitize=False)

    @api.depends("worksheet_id")
    @api.depends_context("lang")
    def _compute_content(self):
        for wizard in self:
            wizard.content = wizard.worksheet_id and wizard.worksheet_id._report_page(as_test=True)

    @api.model
    def _action_open(self, worksheet):
        """:return: the action that shows the test report of a worksheet"""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Test Report of the Worksheet"),
            "res_model": self._name,
            "res_id": self.create({"worksheet_id": worksheet.id}).id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_print(self):
        """Print what is shown."""
        return self.worksheet_id.action_print()
