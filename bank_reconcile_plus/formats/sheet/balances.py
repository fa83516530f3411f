"""Opening and closing balance out of a running balance, whichever row comes first, and whether the rows lead there.

>>> day = datetime.date(2026, 3, 20)
>>> rows = [(2, day, Decimal("10"), Decimal("110")), (3, day, Decimal("-30"), Decimal("80"))]
>>> found = derive(rows)
>>> found.opening, found.closing, found.order, found.breaks
(Decimal('100'), Decimal('80'), 'oldest', [])
>>> derive(rows[::-1]).opening, derive(rows[::-1]).order
(Decimal('100'), 'newest')
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from ..types import ParseWarning

BalanceRow = tuple[int, datetime.date | None, Decimal, Decimal | None]
"""Line, day, signed amount, and balance after it, None where the row has none."""

_SHOWN_BREAKS = 3


@dataclass(slots=True)
class Balances:
    """What a column of running balances says.

    :param order: ``oldest`` or ``newest`` row first
    :param breaks: (line, expected, found) of the rows whose balance does not follow from the row before
    """

    opening: Decimal | None = None
    closing: Decimal | None = None
    movements: Decimal = Decimal(0)
    order: str = ""
    breaks: list[tuple[int, Decimal, Decimal]] = field(default_factory=list)

    def warnings(self, currency: str) -> list[ParseWarning]:
        """Sentences about rows that do not lead to the balances they show."""
        warnings = []
        if self.opening is not None and self.closing is not None and self.opening + self.movements != self.closing:
            expected = self.opening + self.movements
            values = {
                "opening": self.opening,
                "movements": self.movements,
                "expected": expected,
                "closing": self.closing,
                "currency": currency,
                "difference": self.closing - expected,
            }
            warnings.append(_warning("balances_differ", values))
        for line, expected, found in self.breaks[:_SHOWN_BREAKS]:
            values = {"row": line, "expected": expected, "balance": found}
            warnings.append(_warning("running_balance_differs", values))
        return warnings


def _warning(code: str, values: dict[str, object]) -> ParseWarning:
    return ParseWarning(code, tuple((name, str(value)) for name, value in values.items()))


def derive(rows: list[BalanceRow], order: str = "") -> Balances:
    """The balances before the oldest and after the newest of the rows.

    :param order: as a profile says it, else found: the order in which the rows lead to their balances, then the dates
    """
    if not any(balance is not None for _line, _date, _amount, balance in rows):
        return Balances()
    readings = {
        name: _chain(rows if name == "oldest" else rows[::-1], name)
        for name in ([order] if order else ("oldest", "newest"))
    }
    best = min(readings, key=lambda name: (len(readings[name].breaks), name != _order_of_dates(rows)))
    return readings[best]


def _order_of_dates(rows: list[BalanceRow]) -> str:
    dates = [date for _line, date, _amount, _balance in rows if date]
    return "newest" if dates and dates[0] > dates[-1] else "oldest"


def _chain(rows: list[BalanceRow], order: str) -> Balances:
    """Follow the balances of rows that are in order, across rows that show none."""
    found = Balances(order=order)
    expected: Decimal | None = None
    since = Decimal(0)
    for line, _date, amount, balance in rows:
        found.movements += amount
        since += amount
        if balance is None:
            continue
        if expected is None:
            found.opening = balance - since
        elif expected + since != balance:
            found.breaks.append((line, expected + since, balance))
        expected, since = balance, Decimal(0)
    found.closing = expected + since if expected is not None else None
    return found
