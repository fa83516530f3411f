"""A table of cells, whatever file it came from."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ..exceptions import SheetTooLargeError
from .dates import EPOCH

Cell = str | Decimal | datetime.date
"""Text without blanks around it, a number of a workbook, or a day; an empty string where there is nothing."""

Row = tuple[int, list[Cell]]
"""Number of the row (line of a CSV file) from 1, and its cells."""

MOST_ROWS = 200_000
MOST_COLUMNS = 256


@dataclass(slots=True)
class Table:
    """One sheet of a file: its rows that are not empty.

    :param name: of the sheet, empty for CSV
    :param encoding: of a CSV file
    :param separator: of a CSV file
    :param epoch: day 0 of serial numbers that stand for dates
    :param is_hidden: the sheet is not shown when the workbook is opened
    """

    rows: list[Row]
    name: str = ""
    encoding: str = ""
    separator: str = ""
    epoch: datetime.date = EPOCH
    is_hidden: bool = field(default=False)


def filled(rows: Iterable[Row], most: int = 0) -> Iterator[Row]:
    """The rows that hold something.

    :param most: stop after so many, 0 to give all
    :raises SheetTooLargeError: they are too many
    """
    count = 0
    for number, cells in rows:
        if any(cell != "" for cell in cells):
            count += 1
            if count > MOST_ROWS:
                raise SheetTooLargeError(limit=MOST_ROWS)
            yield number, cells
            if count == most:
                return


def shown(cell: Cell) -> str:
    """A cell as text.

    >>> shown(Decimal("12.50")), shown(datetime.date(2026, 1, 31)), shown("Rent")
    ('12.50', '2026-01-31', 'Rent')
    """
    return cell if isinstance(cell, str) else str(cell)


def is_wording(cells: list[Cell]) -> bool:
    """Whether a row is all words, with no figure in it."""
    return all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in cells)
