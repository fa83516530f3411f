"""Files of records with fields at fixed columns (CODA, CFONB 120, AEB43): lines, columns, amounts, short dates.

A layout names the columns of one kind of record, first and last counted from 1 as the standards print them. A record
remembers which fields were taken, so that the others can be kept with the transaction.

>>> layout = Layout("22", amount=(3, 8), text=(9, 14))
>>> record = Record(layout, "22001050ACME", 7)
>>> str(record.digits("amount", decimals=2)), record.rest()
('10.50', (('22/text', 'ACME'),))
>>> record.error(InvalidAmountError, "amount", value="x").location
Location(line=7, element='22/amount')
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator
from decimal import Decimal
from typing import NoReturn

from .exceptions import (
    InvalidAmountError,
    InvalidCurrencyError,
    InvalidDateError,
    Location,
    MissingElementError,
    StatementFormatError,
)
from .text import decode
from .values import currency_of

FIRST_YEAR = 1970
"""Two digits are a year of the hundred from here on."""

_END_OF_FILE_MARK = "\x1a"


class Layout:
    """The columns of one kind of record.

    :param label: what the standard calls it, for paths and error messages
    :param columns: name of a field -> its first and last column
    """

    __slots__ = ("columns", "label")

    def __init__(self, label: str, /, **columns: tuple[int, int]) -> None:
        self.label = label
        self.columns = {name: slice(first - 1, last) for name, (first, last) in columns.items()}


class Record:
    """One line of a file, read by its layout.

    :ivar line: its line number in the file
    """

    __slots__ = ("_taken", "layout", "line", "text")

    def __init__(self, layout: Layout, text: str, line: int) -> None:
        self.layout = layout
        self.text = text
        self.line = line
        self._taken: set[str] = set()

    def get(self, name: str) -> str:
        """A field without the blanks around it, without taking it."""
        return self.text[self.layout.columns[name]].strip()

    def exact(self, name: str) -> str:
        """A field as long as its columns, blanks included: for texts that go on in the next record."""
        columns = self.layout.columns[name]
        self._taken.add(name)
        return self.text[columns].ljust(columns.stop - columns.start)

    def take(self, name: str) -> str:
        """A field without the blanks around it."""
        self._taken.add(name)
        return self.text[self.layout.columns[name]].strip()

    def rest(self) -> tuple[tuple[str, str], ...]:
        """The fields that hold something and were not taken, as (record/field, text)."""
        label, text, taken = self.layout.label, self.text, self._taken
        return tuple(
            [
                (f"{label}/{name}", value)
                for name, columns in self.layout.columns.items()
                if name not in taken and (value := text[columns].strip())
            ]
        )

    def digits(self, name: str, decimals: int) -> Decimal:
        """The unsigned amount in a field of digits.

        :raises InvalidAmountError: there is anything else
        """
        text = self.take(name)
        if not (text.isascii() and text.isdigit()):
            raise self.error(InvalidAmountError, name, value=text)
        return Decimal(text).scaleb(-decimals) if decimals else Decimal(text)

    def count(self, name: str) -> int:
        """A number of things.

        :raises InvalidAmountError: it is no number
        """
        return int(self.digits(name, 0))

    def date(self, name: str, order: str) -> datetime.date | None:
        """The day in six digits; blank or zeros are no day.

        :param order: ``DMY`` or ``YMD``
        :raises InvalidDateError: it is no day of the calendar
        """
        text = self.take(name)
        if not text.strip("0"):
            return None
        try:
            return short_date(text, order)
        except ValueError:
            raise self.error(InvalidDateError, name, value=text) from None

    def currency(self, name: str) -> str:
        """The ISO 4217 code in a field of letters, empty when it is blank.

        :raises InvalidCurrencyError: it is none
        """
        text = self.take(name)
        try:
            return currency_of(text) if text else ""
        except ValueError:
            raise self.error(InvalidCurrencyError, name, value=text) from None

    def error(self, kind: type[StatementFormatError], name: str, **values: object) -> StatementFormatError:
        """An error at a field."""
        return kind(Location(self.line, f"{self.layout.label}/{name}"), **values)


def missing(line: int, element: str) -> NoReturn:
    """A record that must be there is not, where ``line`` is.

    :raises MissingElementError: always
    """
    raise MissingElementError(Location(line, element))


@functools.lru_cache(maxsize=1024)
def short_date(text: str, order: str) -> datetime.date:
    """The day that six digits mean.

    :raises ValueError: they mean none

    >>> short_date("310126", "DMY"), short_date("260131", "YMD")
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31))
    """
    if len(text) != 6 or not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    part = {letter: int(text[2 * place : 2 * place + 2]) for place, letter in enumerate(order)}
    year = FIRST_YEAR + (part["Y"] - FIRST_YEAR) % 100
    return datetime.date(year, part["M"], part["D"])


def lines_of(content: bytes, width: int) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, each with its number, without blanks at the end.

    A file without line ends is cut every ``width`` characters: some banks send records only.
    """
    text = decode(content).replace(_END_OF_FILE_MARK, " ")
    lines = text.split("\n")
    stripped = text.strip("\n ")
    if "\n" not in stripped and len(stripped) > width:
        lines = [stripped[start : start + width] for start in range(0, len(stripped), width)]
    for number, line in enumerate(lines, 1):
        if line := line.rstrip():
            yield number, line


def squeezed(text: str) -> str:
    """Text with runs of blanks made one."""
    return " ".join(text.split())
