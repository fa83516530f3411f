"""How the amount of a line can be explained by a set of open items.

Hypotheses in order: exact; early payment discount still open (or within its grace); a rounding of cents; a known fee;
the payment tolerance; another currency; an equal instalment; a partial payment; too much. The first that fits is the
settlement of the set. Sign: applied amounts plus write-off plus difference are the line's amount.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from .index import Entry
from .money import Minor
from .types import Settings
from .view import LineView

#: cents that are taken for a rounding, in minor units; and only on amounts well above them
ROUNDING = 5
ROUNDING_SHARE = 200
#: a tolerance given as an amount is at most this share of what it is taken from (one part in so many)
TOLERANCE_SHARE = 5
#: equal parts a document is paid in, most
MOST_INSTALMENTS = 12
#: share a payment service may keep of a payout that is named (percent, and minor units on top for each payment)
PAYOUT_FEE_PERCENT = 5
#: rate movement between the booking and the payment, percent
RATE_PERCENT = 6
#: items with a discount looked at one by one; more of them are all taken or all not
MOST_DISCOUNTS = 8


@dataclass(frozen=True, slots=True)
class Settlement:
    """An explanation of the amount.

    :ivar kind: criterion code without ``amount_``
    :ivar applied: per item, signed minor units of the line's currency
    :ivar item_applied: per item, signed minor units of the item's currency
    :ivar write_off: signed minor units of the line's currency, with ``reason``
    :ivar difference: signed minor units of the line nothing covers
    """

    kind: str
    applied: tuple[int, ...]
    item_applied: tuple[int, ...]
    write_off: int = 0
    reason: str = ""
    difference: int = 0
    detail: str = ""

    @property
    def explains(self) -> bool:
        """True when the amount is accounted for, not only partly covered."""
        return self.kind not in ("partial", "over", "rate")

    @property
    def is_uncertain(self) -> bool:
        """True when another item of the partner may well explain the amount instead."""
        return self.kind in ("fee", "batch_fee", "tolerance", "instalment")


class AmountReader:
    """Settles sets of items with a line, under a company's settings."""

    def __init__(self, settings: Settings, minor: Minor):
        self.settings = settings
        self.minor = minor
        self._known_fees: dict[str, frozenset[int]] = {}

    def discounted(self, entry: Entry, day: datetime.date) -> int | None:
        """What settles an item with its discount on a day, None when it has none (any more)."""
        discount = entry.item.discount
        if discount is None or entry.open != entry.residual or self._days_late(entry, day) > self._grace:
            return None
        return self.minor.units(discount.residual, entry.currency)

    @property
    def _grace(self) -> int:
        return self.settings.discount_grace_days

    def _days_late(self, entry: Entry, day: datetime.date) -> int:
        return max(0, (day - entry.item.discount.until).days)

    def settle(
        self, view: LineView, entries: Sequence[Entry], named: bool = False, payout: str = ""
    ) -> Settlement | None:
        """The best explanation of the line's amount by exactly these items, None when there is none.

        :param named: the line names the documents, so differences, parts and excess are worth saying
        :param payout: the items are all payments of a payout (``fee``) or a batch (``batch_fee``) that the line names,
            of which a fee may be kept back
        """
        if any(entry.currency != view.currency for entry in entries):
            return self._settle_foreign(view, entries, named)
        open_units = tuple(entry.open for entry in entries)
        rest = view.units - sum(open_units)
        if rest == 0:
            return Settlement("exact", open_units, open_units)
        found = self._settle_discount(view, entries, rest)
        if found is None and named:
            found = self._settle_difference(view, open_units, rest, payout)
        if found is None and named:
            found = self._settle_unequal(view, open_units, rest)
        return found

    def _settle_discount(self, view: LineView, entries: Sequence[Entry], rest: int) -> Settlement | None:
        reductions = []
        for place, entry in enumerate(entries):
            discounted = self.discounted(entry, view.day)
            if discounted is not None and discounted != entry.open:
                reductions.append((discounted - entry.open, place))
        if not reductions:
            return None
        sizes = range(len(reductions), 0, -1) if len(reductions) <= MOST_DISCOUNTS else (len(reductions),)
        for size in sizes:
            for chosen in combinations(reductions, size):
                if sum(reduction for reduction, _place in chosen) == rest:
                    open_units = tuple(entry.open for entry in entries)
                    days = max(self._days_late(entries[place], view.day) for _reduction, place in chosen)
                    until = max(entries[place].item.discount.until for _reduction, place in chosen)
                    kind, detail = ("discount_late", str(days)) if days else ("discount", until.isoformat())
                    return Settlement(kind, open_units, open_units, rest, "early_payment_discount", detail=detail)
        return None

    def _settle_difference(
        self, view: LineView, open_units: tuple[int, ...], rest: int, payout: str
    ) -> Settlement | None:
        """A small difference that goes to an account: rounding, known fee, payout fee, tolerance."""
        total, size = abs(sum(open_units)), abs(rest)
        if size <= min(ROUNDING, total // ROUNDING_SHARE):
            return Settlement("rounding", open_units, open_units, rest, "rounding")
        if rest < 0 and size * 5 <= total and size in self._fees(view.currency):
            return Settlement("fee", open_units, open_units, rest, "bank_fee")
        if payout and rest < 0 and view.units > 0 and size * 100 <= total * PAYOUT_FEE_PERCENT:
            return Settlement(payout, open_units, open_units, rest, "bank_fee")
        if size <= self._tolerance(total, view.currency):
            return Settlement("tolerance", open_units, open_units, rest, "tolerance")
        return None

    def _tolerance(self, total: int, currency: str) -> int:
        """The largest difference that may be written off of an amount, in minor units."""
        maximum = self.minor.units(self.settings.tolerance_amount, currency)
        return largest_difference(total, maximum, self.settings.tolerance_percent)

    def _fees(self, currency: str) -> frozenset[int]:
        """Known fees in minor units of a currency."""
        if currency not in self._known_fees:
            fees = self.settings.known_fees
            self._known_fees[currency] = frozenset(self.minor.units(fee, currency) for fee in fees)
        return self._known_fees[currency]

    def _settle_unequal(self, view: LineView, open_units: tuple[int, ...], rest: int) -> Settlement | None:
        """Less or more than the documents. Several documents are filled in the order given (by due date)."""
        total = sum(open_units)
        if total * view.units <= 0:
            return None
        if abs(view.units) > abs(total):
            return Settlement("over", open_units, open_units, difference=rest)
        if len(open_units) > 1:
            return None
        for parts in range(2, MOST_INSTALMENTS + 1):
            if abs(view.units * parts - total) < parts:
                return Settlement("instalment", (view.units,), (view.units,), detail=str(parts))
        return Settlement("partial", (view.units,), (view.units,))

    def _settle_foreign(self, view: LineView, entries: Sequence[Entry], named: bool) -> Settlement | None:
        """Items in another currency than the line: by the foreign amount, else by the company's currency."""
        currencies = {entry.currency for entry in entries}
        open_units = tuple(entry.open for entry in entries)
        total = sum(open_units)
        if len(currencies) == 1 and total * view.units > 0:
            currency = currencies.pop()
            written = (currency, str(abs(total)))
            if (view.line.foreign_currency == currency and view.foreign_units == total) or (
                named and view.foreign_units is None and written in view.written_amounts
            ):
                return Settlement("exchange", _spread(view.units, open_units), open_units, detail=currency)
        company = sum(entry.open_company for entry in entries)
        if view.company_units is None or company * view.company_units <= 0:
            return None
        if company == view.company_units:
            shares = tuple(entry.open_company for entry in entries)
            return Settlement("exact", _spread(view.units, shares), open_units)
        if named and abs(view.company_units - company) * 100 <= RATE_PERCENT * abs(company):
            shares = tuple(entry.open_company for entry in entries)
            return Settlement("rate", _spread(view.units, shares), open_units, detail=str(RATE_PERCENT))
        return None


def largest_difference(total: int, maximum: int, percent: Decimal) -> int:
    """The largest difference that may be written off of an amount: the smaller of two limits, 0 for none.

    :param total: unsigned, in minor units, as is the answer
    :param maximum: in minor units, 0 for no maximum; a part of a small amount at most
    :param percent: share of the amount, 0 to 100; 0 for no share
    """
    limits = [int(total * percent / 100)] if percent else []
    if maximum:
        limits.append(min(maximum, total // TOLERANCE_SHARE))
    return min(limits, default=0)


def _spread(amount: int, shares: Sequence[int]) -> tuple[int, ...]:
    """Cut an amount into parts in proportion to the shares, to the last cent."""
    total = sum(shares)
    parts, given, passed = [], 0, 0
    for share in shares:
        passed += share
        upto = round(amount * passed / total)
        parts.append(upto - given)
        given = upto
    return tuple(parts)
