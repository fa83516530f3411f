from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .account_bank_match_rule import CONFIDENCES

#: the context that makes the list of journal items the right pane of the page; part of the cache of the fields below
PANE = ("bank_statement_id", "bank_candidates_line_ids", "bank_candidate_ranking")


class AccountMoveLine(models.Model):
    """Journal items as what a bank statement line could settle: the right pane of the Bank Reconciliation page.

    The fields and the order speak of the statement and the lines that the context names (``bank_statement_id``,
    ``bank_candidates_line_ids``). With lines, what could settle them comes first, best first, unless the person sorts
    by something; without, these are the bank's own ledger entries. ``bank_show_later`` in the context lifts the limit
    that the statement's date sets, ``bank_show_all`` shows what is settled as well.
    """

    _inherit = "account.move.line"

    bank_match_ids = fields.One2many("account.bank.match", "move_line_id", string="Bank Matches")
    bank_candidate = fields.Boolean(
        string="In the Pane",
        compute="_compute_bank_candidate",
        search="_search_bank_candidate",
        help="What the pane shows: open items the selected lines could settle, or this bank's own ledger entries.",
    )
    bank_candidate_reason = fields.Char(string="Why", compute="_compute_bank_candidate")
    bank_candidate_confidence = fields.Selection(CONFIDENCES, string="Confidence", compute="_compute_bank_candidate")
    bank_candidate_amount = fields.Monetary(
        string="Would Settle",
        compute="_compute_bank_candidate",
        currency_field="bank_currency_id",
        help="What of the selected lines it would settle.",
    )
    bank_currency_id = fields.Many2one("res.currency", compute="_compute_bank_item_residual")
    bank_item_residual = fields.Monetary(
        string="Open",
        compute="_compute_bank_item_residual",
        currency_field="bank_currency_id",
        help="What is open, in the bank's currency, signed as the statement line that would settle it.",
    )
    bank_match_state = fields.Selection(
        [
            ("open", "Open"),
            ("proposed", "Proposed"),
            ("accepted", "Accepted"),
            ("posted", "Posted"),
            ("elsewhere", "On Another Statement"),
        ],
        string="Matched in Bank",
        compute="_compute_bank_match_state",
        search="_search_bank_match_state",
    )
    bank_match_statement_id = fields.Many2one(
        "account.bank.statement", string="Matched On", compute="_compute_bank_match_state"
    )

    _bank_open_amount_idx = models.Index(
        "(amount_residual_currency) WHERE reconciled IS NOT TRUE AND amount_residual_currency != 0"
    )

    # ------------------------------------------------------------------------------------------------------------ pane

    def _bank_pane(self):
        """:return: the statement and the selected lines of it that the context names, empty without"""
        context = self.env.context
        ranking = context.get("bank_candidate_ranking")
        if ranking is not None:
            return ranking.lines.statement_id, ranking.lines
        env = self.with_context(**dict.fromkeys(PANE)).env
        statement = env["account.bank.statement"].browse(context.get("bank_statement_id") or ()).exists()
        lines = env["account.bank.statement.line"]
        if line_ids := context.get("bank_candidates_line_ids"):
            lines = lines.search([("id", "in", line_ids), ("statement_id", "=", statement.id)], order="internal_index")
        return statement, lines

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        """EXTENDS web. With lines of a statement in the context, what could settle them comes first, best first.

        An order of the person's own stands alone.
        """
        _statement, lines = self._bank_pane() if self.env.context.get("bank_candidates_line_ids") else (None, None)
        if not lines:
            return super().web_search_read(domain, specification, offset, limit, order, count_limit)
        ranking = lines.env["account.bank.candidates"]._ranking(lines)
        ranked = self.with_context(bank_candidate_ranking=ranking)
        domain = Domain(domain).optimize_full(ranked)  # the pane's own domain is made once for all that follows
        if order:
            return super(AccountMoveLine, ranked).web_search_read(
                domain, specification, offset, limit, order, count_limit
            )
        records = ranked._bank_ranked_page(domain, list(ranking), offset, limit, sum(lines.mapped("amount")))
        return ranked._format_web_search_read_results(
            domain, records.web_read(specification), offset, limit, count_limit
        )

    def _bank_ranked_page(self, domain, ids, offset, limit, amount):
        """:return: a page of the items of a domain: those of the ids in that order, those of the sign of the amount,
        and the others last"""
        first = self.search(Domain("id", "in", ids) & domain, order="id")
        place = {item_id: index for index, item_id in enumerate(ids)}
        first = first.sorted(lambda item: place[item.id])
        page = first[offset : offset + limit if limit else None]
        rest, skipped = Domain("id", "not in", first.ids) & domain, max(0, offset - len(first))
        same_sign = Domain("amount_residual", ">" if amount > 0 else "<", 0)
        for part in (rest & same_sign, rest & ~same_sign):
            if limit and len(page) == limit:
                break
            found = self.search(part, offset=skipped, limit=limit - len(page) if limit else None)
            skipped = max(0, skipped - self.search_count(part)) if skipped and not found else 0
            page += found
        return page

    @api.depends_context(*PANE)
    def _compute_bank_candidate(self):
        ranking = self.env.context.get("bank_candidate_ranking")
        if ranking is None:
            _statement, lines = self._bank_pane()
            ranking = lines.env["account.bank.candidates"]._ranking(lines) if lines else {}
        for item in self:
            candidate = ranking.get(item._origin.id)
            item.bank_candidate = bool(candidate)
            item.bank_candidate_reason = candidate.reason if candidate else False
            item.bank_candidate_confidence = candidate.confidence if candidate else False
            item.bank_candidate_amount = candidate.amount if candidate else 0

    @api.model
    def _search_bank_candidate(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        statement, lines = self._bank_pane()
        return self.env["account.bank.pane"]._domain(statement, lines)

    # ----------------------------------------------------------------------------------------------------------- money

    @api.depends("amount_residual", "amount_residual_currency", "currency_id")
    @api.depends_context(*PANE)
    def _compute_bank_item_residual(self):
        statement, lines = self._bank_pane()
        currency = statement.currency_id
        for item in self:
            item.bank_currency_id = currency or item.currency_id
            item.bank_item_residual = item._bank_residual(item.bank_currency_id, lines[:1])

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """EXTENDS base. What is open is sorted by its amount in the company's currency."""
        if field_name == "bank_item_residual":
            return SQL("%s %s %s", self._field_to_sql(alias, "amount_residual", query), direction, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def _bank_residual(self, currency, line):
        """What is open of an item, in the bank's currency: at the line's booked rate, or at the item's own date.

        :param line: ``account.bank.statement.line`` record, or none
        :return: float, signed as the line that would settle it; of an item that is settled by nothing, its amount
        """
        self.ensure_one()
        if not self.account_id.reconcile:  # an entry on the bank's own account
            amount, company_amount = self.amount_currency, self.balance
        else:
            amount, company_amount = self.amount_residual_currency, self.amount_residual
        if self.currency_id == currency:
            return amount
        if line and self.account_id.reconcile:
            return line._residual_in_line_currency(self)
        if self.company_currency_id == currency:
            return company_amount
        return self.company_currency_id._convert(company_amount, currency, self.company_id, self.date)

    # ----------------------------------------------------------------------------------------------------------- state

    @api.depends("bank_match_ids.state", "bank_match_ids.statement_line_id.statement_id")
    @api.depends_context(*PANE)
    def _compute_bank_match_state(self):
        statement, _lines = self._bank_pane()
        order = ("posted", "accepted", "proposed")
        for item in self:
            here = item.bank_match_ids.filtered(
                lambda match: not statement or match.statement_line_id.statement_id == statement
            )
            states = set(here.mapped("state"))
            elsewhere = (item.bank_match_ids - here).filtered(lambda match: match.state != "proposed")
            state = next((state for state in order if state in states), "elsewhere" if elsewhere else "open")
            item.bank_match_state = state
            item.bank_match_statement_id = (here or elsewhere)[:1].statement_line_id.statement_id

    @api.model
    def _search_bank_match_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        statement_id = self.env.context.get("bank_statement_id")
        on_statement = Domain("statement_line_id.statement_id", "=", statement_id) if statement_id else Domain.TRUE

        def matched(*states, here=on_statement):
            return Domain("bank_match_ids", "any", Domain("state", "in", states) & here)

        posted, accepted, proposed = (matched(state) for state in ("posted", "accepted", "proposed"))
        elsewhere = matched("posted", "accepted", here=~on_statement) if statement_id else Domain.FALSE
        domains = {
            "posted": posted,
            "accepted": accepted & ~posted,
            "proposed": proposed & ~accepted & ~posted,
            "elsewhere": elsewhere & ~posted & ~accepted & ~proposed,
            "open": ~posted & ~accepted & ~proposed & ~elsewhere,
        }
        return Domain.OR(domains[state] for state in value if state in domains)
