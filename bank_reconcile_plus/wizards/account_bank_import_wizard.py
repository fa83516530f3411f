from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountBankImportWizard(models.TransientModel):
    """Imports bank files: chosen or dropped, several at once, and says what happened with each."""

    _name = "account.bank.import.wizard"
    _description = "Import Bank Statements"

    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        domain="[('type', 'in', ('bank', 'credit', 'cash'))]",
        help="Empty: found by the account number in each file.",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)
    state = fields.Selection([("choose", "Choose"), ("done", "Done")], default="choose", required=True)
    result_ids = fields.One2many("account.bank.import.wizard.result", "wizard_id", string="Results")
    new_count = fields.Integer(string="Imported", compute="_compute_counts")
    duplicate_count = fields.Integer(string="Already There", compute="_compute_counts")
    refused_count = fields.Integer(string="Files Refused", compute="_compute_counts")

    @api.depends("result_ids.new_count", "result_ids.duplicate_count", "result_ids.status")
    def _compute_counts(self):
        for wizard in self:
            wizard.new_count = sum(wizard.result_ids.mapped("new_count"))
            wizard.duplicate_count = sum(wizard.result_ids.mapped("duplicate_count"))
            wizard.refused_count = len(wizard.result_ids.filtered(lambda result: result.status == "refused"))

    def action_import(self):
        """Import the files and show what happened with each of them."""
        self.ensure_one()
        if not self.attachment_ids:
            raise UserError(self.env._("Choose or drop at least one file."))
        results = self.env["account.bank.statement.importer"]._import_attachments(
            self.attachment_ids.sorted("id"), self.journal_id
        )
        self.write(
            {
                "state": "done",
                "result_ids": [
                    (
                        0,
                        0,
                        {
                            "file_name": result.file_name,
                            "status": result.status,
                            "message": " ".join([result.message, *result.warnings]),
                            "journal_id": result.journal_id,
                            "statement_id": result.statement_id,
                            "new_count": result.new_count,
                            "duplicate_count": result.duplicate_count,
                        },
                    )
                    for result in results
                ],
            }
        )
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Bank Statements"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_match(self):
        """Match what was imported."""
        self.ensure_one()
        lines = self.result_ids.statement_id.line_ids
        if not lines:
            raise UserError(self.env._("Nothing new was imported."))
        return self.env["account.bank.match.wizard"]._action_open(lines=lines)

    def action_open_lines(self):
        """List the imported lines."""
        self.ensure_one()
        return self.result_ids.statement_id.line_ids._action_open(self.env._("Imported Lines"))

    def action_again(self):
        """Choose other files."""
        self.ensure_one()
        self.write({"state": "choose", "attachment_ids": [(5, 0, 0)], "result_ids": [(5, 0, 0)]})
        return self._reopen()


class AccountBankImportWizardResult(models.TransientModel):
    _name = "account.bank.import.wizard.result"
    _description = "Import Bank Statements Result"

    wizard_id = fields.Many2one("account.bank.import.wizard", required=True, ondelete="cascade")
    file_name = fields.Char(string="File", readonly=True)
    status = fields.Selection(
        [("imported", "Imported"), ("duplicate", "Nothing new"), ("refused", "Refused")], readonly=True
    )
    message = fields.Char(string="What Happened", readonly=True)
    journal_id = fields.Many2one("account.journal", string="Bank", readonly=True)
    statement_id = fields.Many2one("account.bank.statement", readonly=True)
    new_count = fields.Integer(string="New", readonly=True)
    duplicate_count = fields.Integer(string="Already There", readonly=True)

    def action_open_statement(self):
        """Open the statement that was made of the file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.bank.statement",
            "res_id": self.statement_id.id,
            "views": [(self.env.ref("bank_reconcile_plus.view_account_bank_statement_form_reconcile").id, "form")],
        }
