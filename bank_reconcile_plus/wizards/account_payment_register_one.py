from odoo import api, models


class AccountPaymentRegister(models.TransientModel):
    """One payment of a vendor's bills less his credit notes, which name no account of his."""

    _inherit = "account.payment.register"

    @api.model
    def _get_line_batch_key(self, line):
        """EXTENDS account. A payment of a batch goes to the one account it was asked for, whatever the items name."""
        key = super()._get_line_batch_key(line)
        if "bank_one_payment_to" in self.env.context:
            key["partner_bank_id"] = self.env.context["bank_one_payment_to"]
        return key
