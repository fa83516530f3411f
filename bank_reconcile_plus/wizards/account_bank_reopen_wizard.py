from odoo import fields, models
from odoo.exceptions import UserError


class AccountBankReopenWizard(models.TransientModel):
    """Asks why a posted statement is opened again, and opens it."""

    _name = "account.bank.reopen.wizard"
    _description = "Reopen Statement"

    statement_id = fields.Many2one("account.bank.statement", required=True, readonly=True)
    currency_id = fields.Many2one(related="statement_id.currency_id")
    date = fields.Date(related="statement_id.date")
    balance_end_real = fields.Monetary(related="statement_id.balance_end_real")
    posted_by_id = fields.Many2one(related="statement_id.posted_by_id")
    posted_date = fields.Datetime(related="statement_id.posted_date")
    later_count = fields.Integer(string="Later Posted Statements", compute="_compute_later_count")
    reason = fields.Char(help="Kept in the chatter of the statement and of its entries.")

    def _compute_later_count(self):
        for wizard in self:
            statement = wizard.statement_id
            wizard.later_count = statement.search_count(
                [
                    ("journal_id", "=", statement.journal_id.id),
                    ("first_line_index", ">", statement.first_line_index or ""),
                    ("reconciliation_state", "=", "posted"),
                ]
            )

    def action_reopen(self):
        """Open the statement again, and keep the reason."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why: the reason is kept with the statement."))
        self.statement_id._reopen(reason)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.statement_id._reopened_words(),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
