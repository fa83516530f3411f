from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountJournal(models.Model):
    """Transfers of a bank to and from other banks of the company."""

    _inherit = "account.journal"

    match_transfer_days = fields.Integer(
        string="Transfer Days",
        default=5,
        help="Days that may lie between the lines of a transfer at both banks. The longer time of the two banks holds.",
    )

    @api.constrains("match_transfer_days")
    def _check_match_transfer_days(self):
        for journal in self:
            if not 0 <= journal.match_transfer_days <= 60:
                raise ValidationError(self.env._("Transfers take between 0 and 60 days."))

    def action_open_transfer(self):
        """Ask for a transfer from this bank to another one of the company."""
        self.ensure_one()
        return self.env["account.bank.transfer.wizard"]._action_open(self)
