from odoo import api, fields, models
from odoo.fields import Domain

from .account_move_line import PANE


class AccountMoveLine(models.Model):
    """Journal items as what one line could settle, also one that is on no statement; and ways to narrow them."""

    _inherit = "account.move.line"

    bank_suggested = fields.Boolean(string="Suggested", compute="_compute_bank_narrow", search="_search_bank_suggested")
    bank_of_partner = fields.Boolean(
        string="The Partner's", compute="_compute_bank_narrow", search="_search_bank_of_partner"
    )

    def _bank_pane(self):
        """EXTENDS. A line that is on no statement is looked at as if it were alone on one, without a limiting date."""
        statement, lines = super()._bank_pane()
        if lines and not statement:
            statement = statement.new({"journal_id": lines.journal_id[:1].id})
        return statement, lines

    @api.depends("bank_match_ids.state", "bank_match_ids.statement_line_id.statement_id")
    @api.depends_context(*PANE)
    def _compute_bank_match_state(self):
        """EXTENDS. What is matched with a line that is on no statement is not on another one."""
        super()._compute_bank_match_state()
        statement, lines = self._bank_pane()
        if not lines or statement.id:
            return
        for item in self:
            here = item.bank_match_ids.filtered(lambda match: match.statement_line_id in lines)
            for state in ("proposed", "accepted", "posted"):
                if state in here.mapped("state"):
                    item.bank_match_state = state

    @api.depends_context(*PANE)
    def _compute_bank_narrow(self):
        """These are for searching: in a record they only say whether the search would find it."""
        suggested = self.filtered_domain(self._search_bank_suggested("in", [True]))
        of_partner = self.filtered_domain(self._search_bank_of_partner("in", [True]))
        for item in self:
            item.bank_suggested = item in suggested
            item.bank_of_partner = item in of_partner

    def _bank_ranking(self):
        """:return: the ranking of the lines that the context names; the one a search has made is used again"""
        ranking = self.env.context.get("bank_candidate_ranking")
        if ranking is None:
            _statement, lines = self._bank_pane()
            ranking = lines.env["account.bank.candidates"]._ranking(lines) if lines else {}
        return ranking

    @api.model
    def _search_bank_suggested(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return Domain("id", "in", list(self._bank_ranking()))

    @api.model
    def _search_bank_of_partner(self, operator, value):
        """The partner of the line; of a line without, that of what is best among the suggested."""
        if operator != "in" or True not in value:
            return NotImplemented
        _statement, lines = self._bank_pane()
        partners = lines.partner_id | lines.match_ids.partner_id
        if not partners:
            partners = self.browse(list(self._bank_ranking())[:1]).partner_id
        return Domain("partner_id", "child_of", partners.commercial_partner_id.ids)
