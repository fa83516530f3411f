from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountBankStatementLine(models.Model):
    """A statement line that shows one side of a transfer between own banks."""

    _inherit = "account.bank.statement.line"

    bank_transfer_words = fields.Char(
        string="Transfer",
        compute="_compute_bank_transfer_words",
        help="The other bank's line of the same transfer, and how far it is.",
    )

    @api.depends("match_ids.transfer_line_id.match_ids.state", "match_ids.transfer_line_id.is_reconciled")
    @api.depends_context("lang")
    def _compute_bank_transfer_words(self):
        states = dict(self._fields["match_state"]._description_selection(self.env))
        for line in self:
            match = line.match_ids.filtered("transfer_line_id")[:1]
            state = states.get(match.transfer_line_id.match_state)
            line.bank_transfer_words = bool(match) and self.env._(
                "%(transfer)s: %(state)s", transfer=match.matched_with, state=state
            )

    def action_open_transfer(self):
        """Ask for the transfer this line shows, and match the line with it."""
        self.check_access("write")
        if len(self) != 1:
            raise UserError(self.env._("Choose one line: a transfer has one line at each bank."))
        return self.env["account.bank.transfer.wizard"]._action_open(line=self)
