import logging
import time
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.date_utils import relativedelta

from ..matching.measure import Judged, curve, lines_needed, threshold, upper_bound

_logger = logging.getLogger(__name__)

#: lines replayed at once when a person starts it; more go to the background
LINES_AT_ONCE = 1000
#: lines kept in one transaction of the background job
CHUNK = 500


class AccountBankBacktest(models.Model):
    """Replays a bank's own past: what matching would have proposed, held against what people decided.

    Every posted line is matched as if it were open, with what was there on its day. Lines the machine posted itself
    are left out: they say nothing about people. The results are measured per confidence and rule; the error budget
    says how sure a proposal must be so that no more than that share is posted wrongly.
    """

    _name = "account.bank.backtest"
    _description = "Bank Back-Test"
    _order = "id desc"
    _check_company_auto = True

    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        check_company=True,
        domain="[('type', 'in', ('bank', 'credit', 'cash'))]",
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="journal_id.company_id", store=True, precompute=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="From", required=True, default=lambda self: fields.Date.context_today(self) - relativedelta(months=12)
    )
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    error_budget = fields.Float(
        default=0.5,
        digits=(5, 2),
        help="Share of automatic postings that may be wrong. It sets how sure a proposal must be, and counts as kept"
        " only where the lines rule out, 95 in 100, that more is wrong.",
    )
    state = fields.Selection(
        [("draft", "New"), ("queued", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    error = fields.Char(readonly=True, copy=False)
    done_until = fields.Date(readonly=True, copy=False)
    duration = fields.Float(string="Seconds", readonly=True, digits=(12, 1), copy=False)
    line_count = fields.Integer(string="Lines of the Period", readonly=True, copy=False)
    excluded_count = fields.Integer(
        string="Left Out", readonly=True, copy=False, help="Posted by the machine without a person, or nothing booked."
    )
    result_ids = fields.One2many("account.bank.backtest.result", "backtest_id", readonly=True)
    result_count = fields.Integer(string="Lines Replayed", compute="_compute_result_count")
    wrong_count = fields.Integer(string="Wrong", compute="_compute_result_count")
    point_ids = fields.One2many("account.bank.backtest.point", "backtest_id", readonly=True)
    confidence_point_ids = fields.One2many(
        "account.bank.backtest.point", "backtest_id", domain=[("kind", "=", "confidence")], readonly=True
    )
    rule_point_ids = fields.One2many(
        "account.bank.backtest.point", "backtest_id", domain=[("kind", "=", "rule")], readonly=True
    )
    threshold_score = fields.Integer(compute="_compute_threshold")
    threshold_met = fields.Boolean(string="Within the Budget", compute="_compute_threshold")
    threshold_words = fields.Text(string="What the Budget Allows", compute="_compute_threshold")
    match_mode = fields.Selection(related="journal_id.match_mode")

    @api.depends("journal_id", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for backtest in self:
            backtest.display_name = self.env._(
                "%(bank)s, %(from)s to %(to)s",
                bank=backtest.journal_id.name or "",
                **{"from": format_date(self.env, backtest.date_from), "to": format_date(self.env, backtest.date_to)},
            )

    @api.depends("result_ids")
    def _compute_result_count(self):
        rows = self.env["account.bank.backtest.result"]._read_group(
            [("backtest_id", "in", self.ids)], ["backtest_id", "outcome"], ["__count"]
        )
        counts = {(backtest.id, outcome): count for backtest, outcome, count in rows}
        for backtest in self:
            backtest.wrong_count = counts.get((backtest.id, "wrong"), 0)
            backtest.result_count = sum(count for (key, _outcome), count in counts.items() if key == backtest.id)

    @api.constrains("date_from", "date_to", "error_budget")
    def _check_period(self):
        for backtest in self:
            if backtest.date_from > backtest.date_to:
                raise ValidationError(self.env._("The period ends before it begins."))
            if not 0 <= backtest.error_budget <= 100:
                raise ValidationError(self.env._("An error budget is between 0 and 100 percent."))

    # ------------------------------------------------------------------------------------------------- the error budget

    @api.depends("error_budget", "state", "result_ids")
    @api.depends_context("lang")
    def _compute_threshold(self):
        for backtest in self:
            judged = backtest._judged()
            point = threshold(judged, backtest._budget())
            backtest.threshold_met = bool(point)
            everything = point and point.count == sum(one.automatic for one in judged)
            backtest.threshold_score = 0 if not point or everything else point.score
            backtest.threshold_words = backtest._threshold_words(judged, point) if backtest.state == "done" else False

    def _budget(self):
        """:return: share of wrong postings that is accepted, 0 to 1"""
        return Decimal(str(self.error_budget or 0)) / 100

    def _judged(self):
        """:return: list of the engine's :class:`Judged`, one a line that got a proposal"""
        self.ensure_one()
        rows = self.env["account.bank.backtest.result"].search_fetch(
            [("backtest_id", "in", self.ids), ("outcome", "!=", "none")],
            ["confidence", "score", "automatic", "outcome"],
        )
        return [Judged(row.confidence, row.score, row.automatic, row.outcome == "right") for row in rows]

    def _threshold_words(self, judged, point):
        """:return: which proposals keep within the budget, and how certain that is"""
        automatic = [one for one in judged if one.automatic]
        if not self.result_count:
            return self.env._("No line of the period was booked by people, so there is nothing to measure by.")
        if not automatic:
            return self.env._("No line would have been posted without a person.")
        wrong = sum(not one.right for one in automatic)
        words = self.env._(
            "Of %(count)s lines that would have been posted without a person, %(wrong)s were booked otherwise"
            " by people: %(rate)s were right.",
            count=len(automatic),
            wrong=wrong,
            rate=self._percent(1 - wrong / len(automatic)),
        )
        kept = self._kept_words(automatic, point) if point else self._not_kept_words(automatic)
        return f"{words} {kept}"

    def _kept_words(self, automatic, point):
        values = {
            "score": point.score,
            "count": point.count,
            "rate": self._percent(point.right / point.count),
            "worst": self._percent(upper_bound(point.wrong, point.count)),
            "budget": self._percent(self._budget()),
        }
        if point.count == len(automatic):
            return self.env._("At most %(worst)s are wrong (95 in 100): within the budget of %(budget)s.", **values)
        return self.env._(
            "From a score of %(score)s on %(rate)s of %(count)s were right, and at most %(worst)s are wrong"
            " (95 in 100): within the budget of %(budget)s.",
            **values,
        )

    def _not_kept_words(self, automatic):
        """:return: why nothing is posted without a person: too much is wrong, or too few lines say that it is not"""
        budget = self._budget()
        values = {"budget": self._percent(budget), "needed": lines_needed(budget)}
        if not values["needed"]:
            return self.env._(
                "No number of lines proves that nothing is ever wrong: choose a budget between 0 and 100."
            )
        within = [point for point in curve(automatic) if point.wrong <= budget * point.count]
        if not within:
            return self.env._("No threshold keeps within the budget of %(budget)s.", **values)
        most = within[-1]
        return self.env._(
            "Too few lines to say that it stays so: %(count)s from a score of %(score)s on do not rule out that up to"
            " %(worst)s are wrong (95 in 100). A budget of %(budget)s asks for %(needed)s lines without an error, or"
            " more with some.",
            count=most.count,
            score=most.score,
            worst=self._percent(upper_bound(most.wrong, most.count)),
            **values,
        )

    def _percent(self, share):
        return self.env._("%s %%", f"{share * 100:.2f}".rstrip("0").rstrip("."))

    def action_post_automatically(self):
        """Post what is High in this bank without a person from now on, from the score the error budget asks for.

        :raise UserError: when nothing measured keeps within the budget
        """
        self.ensure_one()
        if self.state != "done":
            raise UserError(self.env._("Run the back-test first."))
        if not self.threshold_met:
            raise UserError(self.threshold_words)
        self.journal_id.write({"match_mode": "post", "match_minimum_score": self.threshold_score})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s posts what is High from now on.", self.journal_id.name),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ---------------------------------------------------------------------------------------------------------- running

    def _lines_domain(self):
        self.ensure_one()
        return (
            Domain("journal_id", "=", self.journal_id.id)
            & Domain("is_reconciled", "=", True)
            & Domain("state", "=", "posted")
            & Domain("date", ">=", self.date_from)
            & Domain("date", "<=", self.date_to)
        )

    def action_run(self):
        """Replay the past: now when it is small, else in the background."""
        self.check_access("write")
        for backtest in self:
            backtest._start()
            if backtest.line_count <= LINES_AT_ONCE:
                backtest._run()
        if self.filtered(lambda backtest: backtest.state == "queued"):
            self.env.ref("bank_reconcile_plus.ir_cron_backtest")._trigger()
        return True

    def _start(self):
        self.ensure_one()
        self.result_ids.unlink()
        self.point_ids.unlink()
        count = self.env["account.bank.statement.line"].search_count(self._lines_domain())
        self.write(
            {
                "state": "queued",
                "error": False,
                "done_until": False,
                "duration": 0,
                "line_count": count,
                "excluded_count": 0,
            }
        )

    def _run(self, commit=None):
        """Replay what is left, oldest day first.

        :param commit: function of the lines done, called after each chunk; returns the seconds left. The replay goes
            on later, from the day it came to, when none is left
        """
        self.ensure_one()
        started = time.monotonic()
        self.state = "running"
        left = self._lines_domain()
        if self.done_until:
            left &= Domain("date", ">", self.done_until)
        lines = self.env["account.bank.statement.line"].search(left)
        decisions = self.env["account.bank.decisions"]._read(lines)
        replayed = lines.filtered(lambda line: line.id in decisions and not decisions[line.id].by_machine)
        pending = []
        before = self.duration
        Result = self.env["account.bank.backtest.result"]
        for day, results in self.env["account.bank.matcher"]._replay(self.journal_id, replayed):
            pending += results
            if len(pending) >= CHUNK:
                Result._keep(self, pending, decisions)
                self.write({"done_until": day, "duration": before + time.monotonic() - started})
                done, pending = len(pending), []
                if commit and not commit(done):
                    return
        Result._keep(self, pending, decisions)
        self._finish(before + time.monotonic() - started)
        if commit:
            commit(len(pending))

    def _finish(self, duration):
        self.env["account.bank.backtest.point"]._measure(self)
        self.write(
            {
                "state": "done",
                "done_until": self.date_to,
                "duration": duration,
                "excluded_count": self.line_count - self.result_count,
            }
        )

    @api.model
    def _run_waiting(self):
        """For the job: go on with what waits, one after the other, committing each chunk."""
        waiting = self.search([("state", "in", ("queued", "running"))], order="id")
        cron = self.env["ir.cron"]
        remaining = sum(waiting.mapped("line_count")) - sum(waiting.mapped("result_count"))
        progress = {"remaining": max(remaining, 1), "seconds": float("inf")}

        def commit(done):
            progress["remaining"] = max(progress["remaining"] - done, 1)
            progress["seconds"] = cron._commit_progress(done, remaining=progress["remaining"])
            return progress["seconds"]

        for backtest in waiting:
            journal = self.env["account.bank.match.background"]._in_own_company(backtest.journal_id)
            try:
                backtest.with_context(**journal.env.context)._run(commit)
            except Exception as error:  # Whatever it is: the others go on, and this one says what it was.
                self.env.cr.rollback()
                _logger.exception("Back-test %s failed", backtest.id)
                words = str(error) if isinstance(error, UserError) else type(error).__name__
                backtest.write({"state": "failed", "error": words})
                commit(0)
            if not progress["seconds"]:
                return
        cron._commit_progress(0, remaining=0)

    @api.model
    def _latest(self, journal):
        """:return: the last back-test of a bank that is done, or none"""
        return self.search([("journal_id", "=", journal.id), ("state", "=", "done")], limit=1)

    # ------------------------------------------------------------------------------------------------------- opening

    def action_open_results(self):
        """List the lines of the replay."""
        return self._action_open_results({})

    def action_open_wrong(self):
        """List the lines whose proposal differs from what people decided."""
        return self._action_open_results({"search_default_wrong": 1})

    def _action_open_results(self, context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bank_reconcile_plus.action_account_bank_backtest_result"
        )
        return {**action, "domain": [("backtest_id", "=", self.id)], "context": context}
