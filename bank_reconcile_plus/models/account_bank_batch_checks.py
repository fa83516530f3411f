from odoo import api, fields, models
from odoo.exceptions import UserError

from .account_bank_batch import GONE
from .words import line_words

#: problems named at once
SHOWN = 12


class AccountBankBatch(models.Model):
    """What a batch lacks to be posted, and what keeps it from being undone, in words."""

    _inherit = "account.bank.batch"

    problem_text = fields.Text(
        string="Missing", compute="_compute_problem_text", help="What has to be done before it can be posted."
    )

    @api.depends(
        "state",
        "journal_id",
        "control_amount",
        "amount",
        "is_lump_sum",
        "payment_ids.state",
        "payment_ids.is_matched",
        "payment_ids.bank_match_ids",
        "line_ids.kind",
        "line_ids.partner_id",
        "line_ids.account_id",
        "line_ids.amount",
        "line_ids.application",
        "line_ids.settled_item_ids",
    )
    @api.depends_context("lang")
    def _compute_problem_text(self):
        for batch in self:
            problems = batch._problems() if batch.state == "draft" else []
            batch.problem_text = "\n".join(problems[:SHOWN]) or False

    def _problems(self):
        """:return: list of sentences, what is missing first"""
        self.ensure_one()
        if not self.payment_ids and not self.line_ids:
            return [self.env._("Nothing is in it yet: add payments, or type lines.")]
        return [*self._blocking_problems(), *self._total_problems()]

    def _total_problems(self):
        """The control total must be the sum of the lines; a batch of payments needs none."""
        money = self.currency_id.format
        if self.batch_type == "outbound" and self.currency_id.is_zero(self.control_amount):
            return []
        if self.currency_id.is_zero(self.control_amount):
            return [self.env._("Enter the control total: what the slip says.")]
        if self.currency_id.is_zero(self.difference):
            return []
        figures = {
            "total": money(self.amount),
            "control": money(self.control_amount),
            "difference": money(abs(self.difference)),
        }
        if self.difference > 0:
            return [self.env._("The lines add up to %(total)s: %(difference)s less than %(control)s.", **figures)]
        return [self.env._("The lines add up to %(total)s: %(difference)s more than %(control)s.", **figures)]

    def _blocking_problems(self):
        """:return: list of sentences, without those about the total"""
        matches = self._accepted_matches(self._waiting_items(self.payment_ids), self.payment_ids)
        taken = {match.payment_id or match.move_line_id.payment_id: match for match in matches}
        problems = [
            reason
            for payment in self.payment_ids
            if (reason := self._payment_problem(payment, taken.get(payment._origin)))
        ]
        problems += self.line_ids._problems()
        if self.currency_id.compare_amounts(self.amount, 0) < 0:
            problems.append(self.env._("The total is less than zero."))
        return problems

    def _payment_problem(self, payment, match):
        """:param match: the accepted match the payment has already, or None
        :return: why a payment cannot be posted in this batch; None when it can
        """
        words = payment._words()
        if payment.state in GONE:
            return self.env._("%s is cancelled or rejected. Take it out.", words)
        if payment.state == "draft":
            return self.env._("%s is still a draft. Confirm it, or take it out.", words)
        if payment.is_matched:
            if not all(self._waiting_items(payment).mapped("account_id.reconcile")):
                return self.env._("%s is booked on the bank's account itself; nothing is left for the bank.", words)
            return self.env._("%s is already reconciled with the bank. Take it out.", words)
        if self.is_lump_sum and not payment.move_id:
            return self.env._("%s has no journal entry, so it cannot go into a lump sum.", words)
        if match:
            return self.env._(
                "%(payment)s is matched with “%(line)s”. Remove that match first, or take it out.",
                payment=words,
                line=line_words(match.statement_line_id),
            )
        return None

    def _waiting_items(self, payments):
        """:return: the journal items payments wait with for the bank"""
        return payments.browse().move_id.line_ids.union(
            *[payment._seek_for_lines()[0] for payment in payments if payment.move_id]
        )

    def _accepted_matches(self, items, payments):
        return self._bank_matches(items, payments).filtered(lambda match: match.state != "proposed")

    def _bank_matches(self, items, payments):
        Match = self.env["account.bank.match"]
        return Match.search(["|", ("move_line_id", "in", items.ids), ("payment_id", "in", payments.ids)])

    # ----------------------------------------------------------------------------------------------------------- undo

    def _outstanding_items(self):
        """:return: the journal items the bank's line settles: one, of a lump sum, or one a line"""
        payments = self.filtered(lambda batch: not batch.is_lump_sum).payment_ids
        return self.item_ids | self._waiting_items(payments)

    def _check_undo(self):
        """:raise UserError: when the bank's line has the batch, or part of it"""
        self.ensure_one()
        if self.state != "posted":
            raise UserError(self.env._("%s is not posted.", self.name))
        items = self._outstanding_items()
        payments = self.payment_ids.browse() if self.is_lump_sum else self.payment_ids
        if match := self._accepted_matches(items, payments)[:1]:
            line = line_words(match.statement_line_id)
            if match.state == "posted":
                raise UserError(
                    self.env._(
                        "%(batch)s is reconciled with “%(line)s”. Undo that line first.", batch=self.name, line=line
                    )
                )
            raise UserError(
                self.env._("%(batch)s is matched with “%(line)s”. Remove that match first.", batch=self.name, line=line)
            )
        if settled := items.filtered(lambda item: item.matched_debit_ids or item.matched_credit_ids):
            raise UserError(
                self.env._(
                    "%(item)s of %(batch)s is already reconciled. Undo that first.",
                    item=settled[0].move_id.name,
                    batch=self.name,
                )
            )
