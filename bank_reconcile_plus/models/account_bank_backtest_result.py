from odoo import api, fields, models

from ..matching.measure import limit_of
from .account_bank_match_rule import CONFIDENCES

#: unsigned company amount by which two ways of booking may differ
CENT = 0.01


class AccountBankBacktestResult(models.Model):
    """One posted line in a back-test: what would have been proposed, and whether people decided so."""

    _name = "account.bank.backtest.result"
    _description = "Line of a Bank Back-Test"
    _order = "date, id"
    _rec_name = "payment_ref"

    backtest_id = fields.Many2one("account.bank.backtest", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="backtest_id.company_id", store=True, precompute=True)
    journal_id = fields.Many2one(related="backtest_id.journal_id", store=True, precompute=True, string="Bank")
    statement_line_id = fields.Many2one(
        "account.bank.statement.line", string="Line", required=True, ondelete="cascade", index=True, readonly=True
    )
    date = fields.Date(readonly=True)
    payment_ref = fields.Char(related="statement_line_id.payment_ref", string="Bank Text")
    amount = fields.Monetary(related="statement_line_id.amount", store=False)
    currency_id = fields.Many2one(related="statement_line_id.currency_id")
    outcome = fields.Selection(
        [("right", "Right"), ("wrong", "Wrong"), ("none", "No proposal")], required=True, readonly=True
    )
    confidence = fields.Selection([*CONFIDENCES, ("none", "No proposal")], required=True, readonly=True)
    kind = fields.Selection(
        [("items", "Open items"), ("mapping", "Text mapping"), ("memory", "Learned"), ("none", "No proposal")],
        string="Found By",
        required=True,
        readonly=True,
    )
    automatic = fields.Boolean(readonly=True, help="Would have been posted in the background.")
    score = fields.Integer(readonly=True, aggregator=None)
    rule_id = fields.Many2one("account.bank.match.rule", readonly=True, ondelete="set null")
    # How the line was classified, so that other rules can decide it anew.
    party = fields.Char(readonly=True)
    document = fields.Char(readonly=True)
    amount_fits = fields.Char(readonly=True)
    direct_debit = fields.Boolean(readonly=True)
    evidence_limit = fields.Char(readonly=True)
    explanations = fields.Integer(readonly=True, aggregator=None)
    proposed = fields.Json(
        string="Proposed Targets", readonly=True, help="Journal items and accounts that would have been proposed."
    )
    decided = fields.Json(
        string="Decided Targets", readonly=True, help="Journal items and accounts people booked it to."
    )
    proposed_words = fields.Char(string="Proposed", compute="_compute_words")
    decided_words = fields.Char(string="Decided by People", compute="_compute_words")

    @api.depends("proposed", "decided")
    @api.depends_context("lang")
    def _compute_words(self):
        targets = [(row[name] or {}) for row in self for name in ("proposed", "decided")]
        pairs = [(target.get("items", []), target.get("accounts", [])) for target in targets]
        words = self.env["account.bank.decisions"]._words(pairs)
        for index, row in enumerate(self):
            row.proposed_words = words[2 * index]
            row.decided_words = words[2 * index + 1]

    def action_open_line(self):
        """Open the statement line."""
        self.ensure_one()
        action = self.statement_line_id._action_open(self.statement_line_id.display_name)
        return {**action, "view_mode": "form", "views": [(False, "form")], "res_id": self.statement_line_id.id}

    @api.model
    def _keep(self, backtest, results, decisions):
        """Store what a replay gave.

        :param results: list of the engine's ``LineResult``
        :param dict decisions: line id -> ``Decision``
        """
        lines = self.env["account.bank.statement.line"].browse([result.line_id for result in results])
        lines.fetch(["date", "bank_is_direct_debit", "amount"])
        values = [
            self._values(line, result.proposal, decisions[line.id]) for line, result in zip(lines, results, strict=True)
        ]
        return self.create([{"backtest_id": backtest.id, **row} for row in values])

    @api.model
    def _values(self, line, proposal, decision):
        values = {
            "statement_line_id": line.id,
            "date": line.date,
            "decided": {"items": list(decision.items), "accounts": list(decision.accounts)},
        }
        if proposal is None:
            return {**values, "outcome": "none", "confidence": "none", "kind": "none"}
        accounts = self._proposed_accounts(line, proposal)
        item_ids = [application.item_id for application in proposal.applications]
        right = self._is_right(line, proposal, accounts, decision)
        values.update(
            outcome="right" if right else "wrong",
            confidence=proposal.confidence.value,
            kind="items" if item_ids else "mapping" if proposal.mapping_id else "memory",
            automatic=self._is_automatic(proposal),
            score=proposal.score,
            explanations=proposal.explanations,
            evidence_limit=limit_of(proposal.evidence),
            proposed={"items": item_ids, "accounts": accounts},
        )
        if item_ids:
            values.update(
                rule_id=proposal.rule_id,
                party=proposal.party.value,
                document=proposal.document.value,
                amount_fits=proposal.amount.value,
                direct_debit=self._is_collection(line, proposal),
            )
        return values

    @api.model
    def _is_automatic(self, proposal):
        """A mapping posts by itself only where it says so, whatever earlier lines prove."""
        if not proposal.mapping_id:
            return proposal.automatic
        mapping = self.env["account.reconcile.model"].browse(proposal.mapping_id)
        return proposal.automatic and mapping.trigger == "auto_reconcile"

    @api.model
    def _is_collection(self, line, proposal):
        items = self.env["account.move.line"].browse([application.item_id for application in proposal.applications])
        return bool(line.bank_is_direct_debit and not proposal.difference and all(item.payment_id for item in items))

    @api.model
    def _proposed_accounts(self, line, proposal):
        """:return: ids of the accounts a proposal without items books the line to"""
        if proposal.applications:
            return []
        if not proposal.mapping_id:
            return [proposal.account]
        mapping = self.env["account.reconcile.model"].browse(proposal.mapping_id)
        return mapping._accounts_of(line.amount > 0).ids

    @api.model
    def _is_right(self, line, proposal, accounts, decision):
        """The same items with the same amounts, or the same accounts and no item.

        Amounts are held against each other where line and company have one currency.
        """
        if not proposal.applications:
            return not decision.items and set(accounts) == set(decision.accounts)
        proposed = {application.item_id: abs(float(application.amount)) for application in proposal.applications}
        if proposed.keys() != decision.items.keys():
            return False
        if line.currency_id != line.company_id.currency_id or line.foreign_currency_id:
            return True
        return all(abs(amount - decision.items[item_id]) < CENT for item_id, amount in proposed.items())
