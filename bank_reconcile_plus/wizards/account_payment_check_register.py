from odoo import api, fields, models


class AccountPaymentRegister(models.TransientModel):
    """The check number of a payment that is registered from documents, where it is one payment."""

    _inherit = "account.payment.register"

    check_number = fields.Char(help="The number on the check this payment is made with.")
    check_number_is_typed = fields.Boolean(compute="_compute_check_number_is_typed")
    check_number_warning = fields.Char(compute="_compute_check_number_warning")

    @api.depends("can_edit_wizard", "can_group_payments", "group_payment", "payment_method_line_id")
    def _compute_check_number_is_typed(self):
        for wizard in self:
            single = wizard.can_edit_wizard and (not wizard.can_group_payments or wizard.group_payment)
            wizard.check_number_is_typed = single and wizard.payment_method_line_id.code != "check_printing"

    @api.depends("check_number", "journal_id", "payment_type")
    @api.depends_context("lang")
    def _compute_check_number_warning(self):
        Payment = self.env["account.payment"]
        for wizard in self:
            draft = Payment.new(
                {
                    "check_number": wizard.check_number,
                    "journal_id": wizard.journal_id.id,
                    "payment_type": wizard.payment_type,
                }
            )
            wizard.check_number_warning = wizard.check_number and draft.check_number_warning

    def _create_payment_vals_from_wizard(self, batch_result):
        """EXTENDS account. The one payment keeps its check's number."""
        values = super()._create_payment_vals_from_wizard(batch_result)
        if self.check_number and self.check_number_is_typed:
            values["check_number"] = self.check_number
        return values
