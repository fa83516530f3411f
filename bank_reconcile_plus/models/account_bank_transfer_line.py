from odoo import models
from odoo.exceptions import UserError


class AccountBankStatementLine(models.Model):
    """A statement line that shows one side of a transfer between own banks."""

    _inherit = "account.bank.statement.line"

    def action_open_transfer(self):
        """Ask for the transfer this line shows, and match the line with it."""
        self.check_access("write")
        if len(self) != 1:
            raise UserError(self.env._("Choose one line: a transfer has one line at each bank."))
        return self.env["account.bank.transfer.wizard"]._action_open(line=self)
