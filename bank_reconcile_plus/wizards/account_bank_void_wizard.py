from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class AccountBankVoidWizard(models.TransientModel):
    """Asks since when and why checks are void, and voids them."""

    _name = "account.bank.void.wizard"
    _description = "Void Checks"

    payment_ids = fields.Many2many("account.payment", string="Checks", required=True, readonly=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    reason = fields.Char(help="Kept with the checks, and in the chatter of what they paid.")
    reverse = fields.Boolean(
        string="Reverse the Entries",
        help="The entries stay as they are and are reversed on this date. Without it, they are cancelled.",
    )
    refusal = fields.Text(compute="_compute_refusal")
    closed_count = fields.Integer(compute="_compute_refusal")

    @api.depends("payment_ids")
    @api.depends_context("lang")
    def _compute_refusal(self):
        for wizard in self:
            wizard.refusal = "\n".join(wizard.payment_ids._void_refusals().values()) or False
            wizard.closed_count = sum(
                payment._entry_is_closed() for payment in wizard.payment_ids if payment.move_id and not wizard.refusal
            )

    @api.model
    def _action_open(self, payments):
        """:return: the action that asks for date and reason
        :raise UserError: when none of the checks can be voided
        """
        refusals = payments._void_refusals()
        if len(refusals) == len(payments):
            raise UserError("\n".join(refusals.values()) or self.env._("Choose the checks to void."))
        wizard = self.create({"payment_ids": [Command.set(payments.ids)]})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Void Checks") if len(payments) > 1 else self.env._("Void Check"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_leave_out_refused(self):
        """Leave out the checks that cannot be voided, and go on with the others."""
        self.ensure_one()
        self.payment_ids -= self.env["account.payment"].union(*self.payment_ids._void_refusals())
        return self._action_open(self.payment_ids)

    def action_void(self):
        """Void the checks; what they paid is open again."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why: the reason is kept with the checks."))
        self.payment_ids._void_checks(self.date, reason, reverse=self.reverse)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Void: %s. What they paid is open again.",
                    ", ".join(payment.check_number or payment.name for payment in self.payment_ids),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
