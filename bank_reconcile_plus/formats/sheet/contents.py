"""What the cells of a column look like, whatever the column is called.

>>> look = look_at(["01.02.2026", "28.02.2026", ""])
>>> look.filled, look.dates, look.amounts
(2, 2, 0)
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .amounts import MINUS, decimal_mark_of
from .dates import orders_of
from .table import Cell, Row
from .words import direction_of

LOOKED_AT_ROWS = 1000

_FIRST_SERIAL, _LAST_SERIAL = 25569, 73051  # 1970 to 2100


@dataclass(slots=True)
class Look:
    """How many cells of a column are what.

    :param filled: cells that hold something
    :param dates: days, or text that is a date in some order
    :param serials: numbers that could be a spreadsheet's days
    :param amounts: numbers, or text that is one
    :param fractions: amounts with a fraction or a sign, which codes do not have
    :param negatives: amounts below zero
    :param directions: words for debit or credit
    :param letters: all letters together, the more the more it is text
    """

    filled: int = 0
    dates: int = 0
    serials: int = 0
    amounts: int = 0
    fractions: int = 0
    negatives: int = 0
    directions: int = 0
    letters: int = 0

    @property
    def is_date(self) -> bool:
        """Most cells are dates."""
        return bool(self.filled) and 2 * self.dates >= self.filled

    @property
    def is_amount(self) -> bool:
        """Most cells are numbers, and not dates written in digits only."""
        return (
            bool(self.filled) and 2 * self.amounts >= self.filled and not (self.dates and 2 * self.dates >= self.filled)
        )

    @property
    def is_direction(self) -> bool:
        """All cells say debit or credit."""
        return bool(self.filled) and self.directions == self.filled


def look_at(cells: Iterable[Cell]) -> Look:
    """Count what the cells are."""
    look = Look()
    for cell in cells:
        if cell == "":
            continue
        look.filled += 1
        if isinstance(cell, Decimal):
            look.amounts += 1
            look.serials += cell == int(cell) and _FIRST_SERIAL <= cell <= _LAST_SERIAL
            look.fractions += cell != int(cell) or cell < 0
            look.negatives += cell < 0
        elif isinstance(cell, datetime.date):
            look.dates += 1
        else:
            _look_at_text(look, cell)
    return look


def _look_at_text(look: Look, text: str) -> None:
    look.directions += bool(direction_of(text))
    look.letters += sum(map(str.isalpha, text))
    look.dates += bool(orders_of(text))
    try:
        mark = decimal_mark_of(text)
    except ValueError:
        return
    is_negative = text[0] in f"{MINUS}(" or text[-1] in f"{MINUS})"
    look.amounts += 1
    look.fractions += bool(mark) or is_negative
    look.negatives += is_negative


def columns_of(rows: list[Row]) -> list[list[Cell]]:
    """The cells of each column, of the first rows."""
    rows = rows[:LOOKED_AT_ROWS]
    width = max((len(cells) for _number, cells in rows), default=0)
    return [[cells[place] if place < len(cells) else "" for _number, cells in rows] for place in range(width)]
