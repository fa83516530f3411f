from odoo import fields, models


class AccountBankExportWizardLine(models.TransientModel):
    """One thing to mend, or to know, before payments go to the bank."""

    _name = "account.bank.export.wizard.line"
    _description = "Export Payment File: Remark"

    wizard_id = fields.Many2one("account.bank.export.wizard", required=True, ondelete="cascade")
    level = fields.Selection([("error", "To mend"), ("warning", "To know")], required=True)
    text = fields.Char(string="What", required=True)
    payment_id = fields.Many2one("account.payment")
    partner_id = fields.Many2one(related="payment_id.partner_id", string="Vendor")
    record = fields.Char(required=True)

    def action_open(self):
        """Open what is to be mended."""
        self.ensure_one()
        model, __, number = self.record.partition(",")
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": int(number),
            "views": [(False, "form")],
            "target": "current",
        }
