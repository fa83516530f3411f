from odoo import api, fields, models

from ..matching.measure import Judged, curve, upper_bound
from .account_bank_match_rule import CONFIDENCES

#: points of a curve that are kept; more cannot be told apart on a chart
MOST_POINTS = 100


class AccountBankBacktestPoint(models.Model):
    """A measured figure of a back-test: precision and coverage of proposals of one confidence, one rule, or so sure."""

    _name = "account.bank.backtest.point"
    _description = "Measure of a Bank Back-Test"
    _order = "backtest_id desc, kind, sequence, id"

    backtest_id = fields.Many2one("account.bank.backtest", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="backtest_id.company_id", store=True, precompute=True)
    journal_id = fields.Many2one(related="backtest_id.journal_id", store=True, precompute=True, string="Bank")
    kind = fields.Selection(
        [("confidence", "By confidence"), ("rule", "By rule"), ("score", "Curve")], required=True, readonly=True
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char(required=True, readonly=True)
    confidence = fields.Selection(CONFIDENCES, readonly=True)
    rule_id = fields.Many2one("account.bank.match.rule", readonly=True, ondelete="set null")
    score = fields.Integer(readonly=True, aggregator="min")
    line_count = fields.Integer(string="Proposals", readonly=True, aggregator="max")
    right_count = fields.Integer(string="Right", readonly=True, aggregator="max")
    wrong_count = fields.Integer(string="Wrong", readonly=True, aggregator="max")
    precision = fields.Float(
        string="Precision %", readonly=True, digits=(5, 2), aggregator="avg", help="Right among the proposals."
    )
    coverage = fields.Float(
        string="Coverage %", readonly=True, digits=(5, 2), aggregator="avg", help="Proposals among all lines."
    )
    worst = fields.Float(
        string="Worst Case %",
        readonly=True,
        digits=(5, 2),
        aggregator="avg",
        help="The largest share of errors that so many lines do not rule out, 95 in 100.",
    )

    @api.model
    def _measure(self, backtest):
        """Measure the results of a back-test: by confidence, by rule, and the curve from the surest on."""
        results = self.env["account.bank.backtest.result"].search_fetch(
            [("backtest_id", "=", backtest.id)],
            ["confidence", "score", "automatic", "outcome", "rule_id", "kind"],
        )
        proposed = results.filtered(lambda result: result.outcome != "none")
        total = len(results)
        rows = [*self._by_confidence(proposed, total), *self._by_rule(proposed, total), *self._curve(proposed, total)]
        return self.create([{"backtest_id": backtest.id, "sequence": index, **row} for index, row in enumerate(rows)])

    @api.model
    def _by_confidence(self, results, total):
        words = dict(self._fields["confidence"]._description_selection(self.env))
        groups = [(self.env._("High, without a person"), results.filtered("automatic"), "high")]
        for key, name in words.items():
            groups.append((name, results.filtered(lambda result, key=key: result.confidence == key), key))
        return [
            {"kind": "confidence", "name": name, "confidence": key, **self._figures(group, total)}
            for name, group, key in groups
        ]

    @api.model
    def _by_rule(self, results, total):
        words = dict(results._fields["kind"]._description_selection(self.env))
        rows = []
        for key, group in results.grouped(lambda result: result.rule_id or result.kind).items():
            rule = key if isinstance(key, models.Model) else self.env["account.bank.match.rule"]
            rows.append(
                {
                    "kind": "rule",
                    "name": rule.summary or words.get(key) or self.env._("No rule"),
                    "rule_id": rule.id,
                    "confidence": rule.confidence or group[:1].confidence,
                    **self._figures(group, total),
                }
            )
        return sorted(rows, key=lambda row: (-row["line_count"], row["name"]))

    @api.model
    def _curve(self, results, total):
        points = curve(
            Judged(result.confidence, result.score, result.automatic, result.outcome == "right") for result in results
        )
        step = max(1, len(points) // MOST_POINTS)
        kept = [point for index, point in enumerate(points, 1) if index % step == 0 or index == len(points)]
        words = dict(self._fields["confidence"]._description_selection(self.env))
        return [
            {
                "kind": "score",
                "name": self.env._("%(confidence)s, %(score)s", confidence=words[point.confidence], score=point.score),
                "confidence": point.confidence,
                "score": point.score,
                **self._counted(point.count, point.right, total),
            }
            for point in kept
        ]

    @api.model
    def _figures(self, results, total):
        return self._counted(len(results), len(results.filtered(lambda result: result.outcome == "right")), total)

    @api.model
    def _counted(self, count, right, total):
        coverage = 100 * count / total if total else 0
        return {
            "line_count": count,
            "right_count": right,
            "wrong_count": count - right,
            "precision": 100 * right / count if count else 0,
            "coverage": coverage,
            "worst": 100 * upper_bound(count - right, count) if count else 0,
        }

    def action_open_results(self):
        """List the lines this figure counts."""
        self.ensure_one()
        domain = [("backtest_id", "=", self.backtest_id.id), ("outcome", "!=", "none")]
        if self.kind == "rule":
            domain += [("rule_id", "=", self.rule_id.id)] if self.rule_id else [("rule_id", "=", False)]
        else:
            domain.append(("confidence", "=", self.confidence))
        action = self.backtest_id._action_open_results({})
        return {**action, "name": self.name, "domain": domain}
