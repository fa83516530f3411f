import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..payment_files import FORMATS


class AccountBankPaymentFile(models.Model):
    """A file made for a bank from a payment batch: what was sent, by whom, and whether it still counts."""

    _name = "account.bank.payment.file"
    _description = "Bank Payment File"
    _order = "id desc"

    name = fields.Char(string="Message Id", required=True, readonly=True, help="No file has one that was used before.")
    batch_id = fields.Many2one(
        "account.bank.batch", string="Payment Batch", required=True, readonly=True, index=True, ondelete="restrict"
    )
    journal_id = fields.Many2one(related="batch_id.journal_id", string="Bank", store=True, precompute=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True, precompute=True)
    file_format = fields.Selection([(each.NAME, each.LABEL) for each in FORMATS], string="Format", readonly=True)
    attachment_id = fields.Many2one("ir.attachment", string="File", readonly=True, ondelete="restrict")
    checksum = fields.Char(string="SHA-256", readonly=True, help="Of the file as it was made.")
    date = fields.Datetime(string="Exported on", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", string="Exported by", required=True, readonly=True, default=lambda self: self.env.user
    )
    reason = fields.Char(readonly=True, help="Why the payments were exported again.")
    line_ids = fields.One2many("account.bank.payment.file.line", "file_id", string="Payments Sent", readonly=True)
    transfer_count = fields.Integer(string="Payments", readonly=True)
    currency_id = fields.Many2one(related="batch_id.currency_id")
    amount = fields.Monetary(string="Total", compute="_compute_amount")
    control_sum = fields.Char(readonly=True, help="The amounts added up, as the file has it.")
    state = fields.Selection(
        [("exported", "Exported"), ("replaced", "Replaced"), ("taken_back", "Taken Back")],
        required=True,
        default="exported",
        readonly=True,
    )

    _message_id = models.UniqueIndex("(name)", "A payment file of this message id is there already.")

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for file in self:
            file.amount = sum(file.line_ids.mapped("amount"))

    def action_download(self):
        """Download the file as it was exported."""
        self.ensure_one()
        self.check_access("read")
        if not self.attachment_id:
            raise UserError(self.env._("The file of %s is no longer kept.", self.name))
        # Access: whoever may read the record may have its file; only what was written is compared.
        if hashlib.sha256(self.attachment_id.sudo().raw or b"").hexdigest() != self.checksum:
            raise UserError(
                self.env._(
                    "The file of %s is not the one that was exported any more: its SHA-256 differs. Do not send it.",
                    self.name,
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }
