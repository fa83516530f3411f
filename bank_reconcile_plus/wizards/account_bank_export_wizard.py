from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class AccountBankExportWizard(models.TransientModel):
    """Shows what a bank would get of a payment batch and what is to be mended before, and exports it."""

    _name = "account.bank.export.wizard"
    _description = "Export Payment File"

    batch_id = fields.Many2one("account.bank.batch", required=True, readonly=True)
    currency_id = fields.Many2one(related="batch_id.currency_id")
    journal_id = fields.Many2one(related="batch_id.journal_id")
    payment_file_format = fields.Selection(related="journal_id.payment_file_format")
    payment_file_batch_booking = fields.Boolean(related="journal_id.payment_file_batch_booking")
    exported_file_id = fields.Many2one(related="batch_id.payment_file_id", string="Exported as")
    exported_date = fields.Datetime(related="batch_id.exported_date")
    exported_by_id = fields.Many2one(related="batch_id.exported_by_id")
    line_ids = fields.One2many("account.bank.export.wizard.line", "wizard_id", readonly=True)
    error_count = fields.Integer(compute="_compute_counts")
    warning_count = fields.Integer(compute="_compute_counts")
    payment_count = fields.Integer(string="Payments", compute="_compute_payments")
    amount = fields.Monetary(string="Total", compute="_compute_payments")
    dates = fields.Char(string="Paid on", compute="_compute_payments")
    reason = fields.Char(help="Kept in the chatter of the batch, with the new file.")

    @api.depends("line_ids.level")
    def _compute_counts(self):
        for wizard in self:
            levels = wizard.line_ids.mapped("level")
            wizard.error_count, wizard.warning_count = levels.count("error"), levels.count("warning")

    @api.depends("batch_id")
    def _compute_payments(self):
        for wizard in self:
            payments = wizard.batch_id._payments_to_send()
            wizard.payment_count = len(payments)
            wizard.amount = sum(payments.mapped("amount"))
            dates = sorted({payment._payment_file_date() for payment in payments})
            wizard.dates = ", ".join(format_date(self.env, date) for date in dates[:4])
            if len(dates) > 4:
                wizard.dates += " ..."

    @api.model
    def _action_open(self, batch):
        """:return: the action that shows what is to be mended in a batch, and asks to export"""
        return self.create({"batch_id": batch.id})._checked()

    def _checked(self):
        """:return: the action that shows the wizard with what holds now"""
        self.ensure_one()
        self.line_ids.unlink()
        problems = sorted(self.batch_id.payment_file_problems(), key=lambda problem: problem["level"])
        self.env["account.bank.export.wizard.line"].create(
            [
                {
                    "wizard_id": self.id,
                    "level": problem["level"],
                    "text": problem["text"],
                    "payment_id": problem["payment"].id,
                    "record": f"{problem['record']._name},{problem['record'].id}",
                }
                for problem in problems
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Export %s", self.batch_id.display_name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_check(self):
        """Look again, after something was mended."""
        return self._checked()

    def action_export(self):
        """Export the payments, and download the file."""
        self.ensure_one()
        if self.exported_file_id and not (self.reason or "").strip():
            raise UserError(self.env._("Say why it is exported again: the reason is kept with the batch."))
        action = self.batch_id.action_export(self.reason or "").action_download()
        return {**action, "target": "new", "close": True}
