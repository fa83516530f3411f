from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class AccountBankTakeBackWizard(models.TransientModel):
    """Asks which payments the bank will not carry out, and why: a whole file, or some payments of it."""

    _name = "account.bank.take.back.wizard"
    _description = "Take Back Payment File"

    batch_id = fields.Many2one("account.bank.batch", required=True, readonly=True)
    payment_file_id = fields.Many2one(related="batch_id.payment_file_id")
    scope = fields.Selection(
        [
            ("file", "The bank carries out nothing of it: the payments may be changed and exported again"),
            ("payments", "The bank refused or sent back some payments: cancel those, their bills are open again"),
        ],
        string="What happened",
        required=True,
        default="file",
    )
    available_payment_ids = fields.Many2many("account.payment", compute="_compute_available_payment_ids")
    payment_ids = fields.Many2many("account.payment", string="Payments", domain="[('id', 'in', available_payment_ids)]")
    reason = fields.Char(help="Kept in the chatter of the batch and of the payments.")

    @api.depends("batch_id")
    def _compute_available_payment_ids(self):
        for wizard in self:
            sent = wizard.batch_id.payment_ids.filtered("bank_payment_file_id")
            wizard.available_payment_ids = [Command.set((sent - wizard.batch_id._shown_by_bank()).ids)]

    @api.model
    def _action_open(self, batch):
        """:return: the action that asks about the file of a batch

        :raise UserError: when the bank has no file of it
        """
        if not batch.payment_file_id:
            raise UserError(self.env._("The bank has no file of %s.", batch.display_name))
        wizard = self.create({"batch_id": batch.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Back %s", batch.payment_file_id.name),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_take_back(self):
        """Take the file back, or cancel the payments the bank did not carry out."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why: the reason is kept with the batch and its payments."))
        if self.scope == "file":
            self.batch_id._take_back(reason)
        elif not self.payment_ids:
            raise UserError(self.env._("Choose the payments the bank did not carry out."))
        else:
            self.batch_id._cancel_sent(self.payment_ids, reason)
        return {"type": "ir.actions.act_window_close"}
