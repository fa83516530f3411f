import base64

from odoo import Command, fields, models
from odoo.exceptions import UserError


class AccountBankSheetProfileImportWizard(models.TransientModel):
    """Takes a profile from a file that was exported from one, here or elsewhere."""

    _name = "account.bank.sheet.profile.import.wizard"
    _description = "Import a Sheet Profile"

    file = fields.Binary(string="Profile File")
    file_name = fields.Char()
    journal_ids = fields.Many2many(
        "account.journal",
        "account_bank_sheet_profile_import_journal_rel",
        string="Banks",
        domain="[('type', 'in', ('bank', 'credit', 'cash'))]",
        help="Files of these banks are read with it. Empty: files of any bank that have its columns.",
    )

    def action_import(self):
        """Make the profile and open it."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        profile = self.env["account.bank.sheet.profile"]._create_from_file(base64.b64decode(self.file))
        profile.journal_ids = [Command.set(self.journal_ids.ids)]
        return {
            "type": "ir.actions.act_window",
            "res_model": profile._name,
            "res_id": profile.id,
            "views": [(False, "form")],
        }
