from odoo import api, fields, models


class AccountBankMatch(models.Model):
    """A match that is one side of a transfer between own banks, and knows the line that shows the other side.

    While both lines are open, each goes to the transfer account; the second that is posted closes the first.
    """

    _inherit = "account.bank.match"

    transfer_line_id = fields.Many2one(
        "account.bank.statement.line",
        string="Other Side",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The line of the other bank that shows the same transfer.",
    )

    @api.depends("transfer_line_id.amount", "transfer_line_id.date")
    @api.depends_context("lang")
    def _compute_matched_with(self):
        """EXTENDS. The depends of a transfer's words."""
        return super()._compute_matched_with()

    def _mirrors(self):
        """:return: the matches of the other banks' lines that are not posted and point back at these lines"""
        others = self.transfer_line_id
        if not others:
            return self.browse()
        return self.search(
            [
                ("statement_line_id", "in", others.ids),
                ("transfer_line_id", "in", self.statement_line_id.ids),
                ("state", "!=", "posted"),
                ("id", "not in", self.ids),
            ]
        )

    def unlink(self):
        """EXTENDS. Without one side of a pair the proposal of the other is none; what is accepted stays accepted."""
        mirrors = self._mirrors() if any(self.mapped("transfer_line_id")) else self.browse()
        result = super().unlink()
        if mirrors := mirrors.exists():
            mirrors.transfer_line_id = False
            mirrors.filtered(lambda match: match.state == "proposed").unlink()
        return result

    def action_open_item(self):
        """EXTENDS. Of a pair, the line of the other bank."""
        self.ensure_one()
        if self.transfer_line_id and not self.move_line_id:
            return self.transfer_line_id.action_open_details()
        return super().action_open_item()
