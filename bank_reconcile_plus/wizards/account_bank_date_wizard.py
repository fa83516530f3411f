from odoo import api, fields, models


class AccountBankDateWizard(models.TransientModel):
    """Changes the date of a statement, and asks before it removes matches with entries of a later date."""

    _name = "account.bank.date.wizard"
    _description = "Statement Date"

    statement_id = fields.Many2one("account.bank.statement", required=True, readonly=True)
    date = fields.Date(required=True)
    later_match_ids = fields.Many2many("account.bank.match", compute="_compute_later_match_ids", string="Later Matches")
    later_count = fields.Integer(compute="_compute_later_match_ids")

    @api.depends("statement_id", "date")
    def _compute_later_match_ids(self):
        for wizard in self:
            wizard.later_match_ids = (
                self.env["account.bank.match"].search(wizard.statement_id._later_matches_domain(wizard.date))
                if wizard.date and wizard.statement_id
                else False
            )
            wizard.later_count = len(wizard.later_match_ids)

    def action_keep(self):
        """Change the date only."""
        self.ensure_one()
        if self.statement_id.date != self.date:
            self.statement_id.date = self.date
        return {"type": "ir.actions.act_window_close"}

    def action_remove(self):
        """Change the date and remove the matches with entries after it."""
        self.ensure_one()
        self.later_match_ids.unlink()
        return self.action_keep()
