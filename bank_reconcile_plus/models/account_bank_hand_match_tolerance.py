from decimal import Decimal

from odoo import api, models

from ..matching.amounts import largest_difference
from .spread import Part, Tolerance

#: what among the amounts a person edited says whether the difference is written off
KEY = "tolerance"


class AccountBankHandMatch(models.AbstractModel):
    """Small differences of a line matched by hand: written off within the limits of the bank or its company.

    The person sees the difference and its account and may say otherwise. Where differences are accepted without asking
    it is written off unless the person says no, where a person accepts them only when they say so.
    """

    _inherit = "account.bank.hand.match"

    @api.model
    def _spread(self, lines, items, amounts=None):
        """EXTENDS: settle items in whole where all that is left between them and a line is within the tolerance.

        :param dict amounts: ``"tolerance"`` says whether the difference is written off; True or False
        """
        edited = dict(amounts or {})
        asked = edited.pop(KEY, None)
        spread = super()._spread(lines, items, edited)
        if len(lines) == 1 and not edited and not spread.discount:
            self._spread_tolerance(spread, asked)
        return spread

    @api.model
    def _spread_tolerance(self, spread, asked):
        (line,), items = spread.lines, spread.items
        currency = line.currency_id
        if any(item.currency_id != currency or (line, item) in spread.done for item in items):
            return
        taken = {part.item: part.item_amount for part in spread.parts}
        whole = {item: currency.round(spread.open[item] + taken.get(item, 0)) for item in items}
        total, left = currency.round(sum(whole.values())), self._left(line)
        rest = currency.round(left - total)
        if currency.is_zero(rest) or total * left <= 0 or not self._is_tolerated(line, total, rest):
            return
        account = line.journal_id._write_off_account("tolerance", rest)
        silent = line.journal_id._tolerances()["silent"]
        take = bool(account) and (silent if asked is None else bool(asked))
        spread.tolerance = Tolerance(rest, account, take)
        if take:
            spread.parts = [Part(line, item, whole[item], whole[item]) for item in items]
            spread.open = dict.fromkeys(items, 0.0)
            spread.left[line] = 0.0

    @api.model
    def _is_tolerated(self, line, total, rest):
        """:return: whether a difference is within the limits of the line's bank, as for automatic matching"""
        limits = line.journal_id._tolerances()
        units = 10**line.currency_id.decimal_places
        largest = largest_difference(
            round(abs(total) * units), round(limits["amount"] * units), Decimal(str(limits["percent"]))
        )
        return round(abs(rest) * units) <= largest

    @api.model
    def _write_off_values(self, spread):
        """EXTENDS: the difference within the tolerance."""
        values = super()._write_off_values(spread)
        if not spread.tolerance or not spread.tolerance.taken:
            return values
        return [
            *values,
            {
                "statement_line_id": spread.lines.id,
                "sequence": 100,
                "account_id": spread.tolerance.account.id,
                "write_off_reason": "tolerance",
                "amount": spread.tolerance.amount,
                "partner_id": spread.parts[0].item.partner_id.commercial_partner_id.id,
                "state": "accepted",
                "accepted_by_id": self.env.uid,
            },
        ]

    @api.model
    def _tolerance_answer(self, spread):
        """:return: what the page asks about the difference: dict with ``words`` and ``taken``; False for nothing"""
        tolerance = spread.tolerance
        if not tolerance or not tolerance.account:
            return False
        amount = spread.lines.currency_id.format(abs(tolerance.amount))
        return {
            "words": self.env._(
                "Write off %(amount)s to %(account)s, within the payment tolerance",
                amount=amount,
                account=tolerance.account.display_name,
            ),
            "taken": tolerance.taken,
        }

    @api.model
    def _spread_words(self, spread):
        """EXTENDS: say of a difference within the tolerance that nothing is set to write it off to."""
        words = super()._spread_words(spread)
        if not spread.tolerance or spread.tolerance.account:
            return words
        said = self.env._(
            "The difference of %s is within the payment tolerance; to write it off, set the account of differences of"
            " the bank or the company.",
            spread.lines.currency_id.format(abs(spread.tolerance.amount)),
        )
        return f"{words} {said}"
