from odoo import fields, models
from odoo.exceptions import UserError


class AccountBankImportWizard(models.TransientModel):
    """Takes the files to import, chosen or dropped, several at once; ``account.bank.import`` does the work."""

    _name = "account.bank.import.wizard"
    _description = "Import Bank Statements"

    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        domain="[('type', 'in', ('bank', 'credit', 'cash'))]",
        help="Empty: found by the account number in each file.",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)
    import_id = fields.Many2one("account.bank.import", readonly=True)
    result_ids = fields.One2many(related="import_id.result_ids")

    def action_import(self):
        """Import the files and show what happened with each of them."""
        self.ensure_one()
        if not self.attachment_ids:
            raise UserError(self.env._("Choose or drop at least one file."))
        self.import_id = self.env["account.bank.import"]._start(self.attachment_ids.sorted("id"), self.journal_id)
        return self.import_id._action_open()
