from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountBankStatement(models.Model):
    _inherit = "account.bank.statement"

    match_line_count = fields.Integer(string="Lines", compute="_compute_match_totals")
    match_open_count = fields.Integer(string="Lines Left", compute="_compute_match_totals")
    match_open_amount = fields.Monetary(
        string="Left to Post", compute="_compute_match_totals", help="Sum of the lines that are not posted yet."
    )
    import_warnings = fields.Text(
        readonly=True, copy=False, help="What in the bank's file does not add up, as found when it was imported."
    )

    @api.depends("line_ids.is_reconciled", "line_ids.amount")
    def _compute_match_totals(self):
        rows = self.env["account.bank.statement.line"]._read_group(
            [("statement_id", "in", self._origin.ids)], ["statement_id", "is_reconciled"], ["__count", "amount:sum"]
        )
        totals = {(statement.id, done): (count, amount) for statement, done, count, amount in rows}
        for statement in self:
            posted_count, _posted_amount = totals.get((statement._origin.id, True), (0, 0.0))
            open_count, open_amount = totals.get((statement._origin.id, False), (0, 0.0))
            statement.match_line_count = posted_count + open_count
            statement.match_open_count = open_count
            statement.match_open_amount = open_amount

    def action_match_automatically(self):
        """Open the matching wizard on this statement."""
        return self.env["account.bank.match.wizard"]._action_open(statement=self)

    def _action_open_reconciliation(self):
        """:return: the action of the Bank Reconciliation page, or of the list where there are several statements"""
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_bank_reconcile_statements")
        if len(self) == 1:
            form = self.env.ref("bank_reconcile_plus.view_account_bank_statement_form_reconcile")
            return {**action, "views": [(form.id, "form")], "view_mode": "form", "res_id": self.id}
        return {**action, "domain": [("id", "in", self.ids)]}

    def action_open_match_lines(self):
        """List the statement's lines with their matches."""
        action = self.line_ids._action_open(self.display_name)
        return {**action, "domain": [("statement_id", "in", self.ids)]}

    def action_post_matches(self):
        """Post every accepted line of the statement."""
        lines = self.line_ids.filtered(lambda line: line.match_state == "accepted")
        if not lines:
            raise UserError(self.env._("Accept a proposal first: only what is accepted is posted."))
        return lines.action_post_matches()

    def action_match_now(self):
        """Match the statements' open lines as their bank says. For automation rules and the Action menu."""
        return self.line_ids.filtered(lambda line: not line.is_reconciled).action_match_now()

    def action_preview_posting(self):
        """Show the journal entries that posting the statement would make."""
        return self.line_ids.filtered(lambda line: not line.is_reconciled).action_preview_posting()

    def action_open_undo(self):
        """Ask why, then undo every line of the statement that was posted from a match."""
        return self.line_ids.action_open_undo()

    def action_undo_matches(self):
        """Undo every line of the statement that was posted from a match."""
        lines = self.line_ids.filtered(lambda line: "posted" in line.match_ids.mapped("state"))
        return lines.action_undo_matches()
