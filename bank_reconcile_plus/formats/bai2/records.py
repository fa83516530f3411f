"""The lines of a BAI2 file to records, each with the continuations that belong to it.

>>> [record] = read_records("03,123,USD,010,500000/\\n88,,,190,70000000,4,0/")
>>> record.fields
['123', 'USD', '010', '500000', '', '', '190', '70000000', '4', '0']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ..exceptions import (
    InvalidAmountError,
    InvalidCurrencyError,
    Location,
    MalformedFileError,
    StatementFormatError,
)
from ..values import currency_of, decimal_of
from . import codes

_RECORD = re.compile(r"(01|02|03|16|49|98|99)(?:,|/|$)(.*)", re.ASCII | re.DOTALL)
_CONTINUATION = re.compile(r"88[,:](.*)", re.ASCII | re.DOTALL)
_NEXT_ON_THE_LINE = re.compile(
    r"/\s+(?=02,[^,]{0,40},[^,]{1,40},[1-4],|03,[^,]{1,40},[A-Z]{0,3},|16,\d{3},\d|88,|49,[-+]?\d+,\d+/|9[89],[-+]?\d+,\d+,\d+/)",
    re.ASCII,
)
_END_OF_FILE_MARK = "\x1a"


@dataclass(slots=True)
class Record:
    """A record with its continuations.

    :ivar pieces: what each of its lines holds behind the record code
    :ivar lines: how many records the bank counts it as: itself and its continuations
    """

    code: str
    line: int
    pieces: list[str]
    lines: int = 1
    fields: list[str] = field(default_factory=list)

    def split(self) -> None:
        """Split all lines into fields; a line that ends in a slash ends a field."""
        self.fields = ",".join([piece.removesuffix("/") for piece in self.pieces]).split(",")

    def get(self, place: int) -> str:
        """A field by its place behind the record code, empty if it is not there."""
        return self.fields[place].strip() if place < len(self.fields) else ""

    def error(self, kind: type[StatementFormatError], name: str, **values: object) -> StatementFormatError:
        """An error at a field of this record."""
        return kind(Location(self.line, f"{self.code}/{name}"), **values)

    def amount(self, text: str, currency: str, name: str) -> Decimal:
        """A signed amount in the smallest unit of the currency, or with a point as some banks write it.

        :raises InvalidAmountError: it is none
        """
        try:
            number = decimal_of(text)
        except ValueError:
            raise self.error(InvalidAmountError, name, value=text) from None
        return number if "." in text else number.scaleb(-codes.DECIMALS.get(currency, 2))

    def currency(self, place: int) -> str:
        """A currency code, empty if there is none.

        :raises InvalidCurrencyError: it is none
        """
        text = self.get(place)
        try:
            return currency_of(text) if text else ""
        except ValueError:
            raise self.error(InvalidCurrencyError, "currency", value=text) from None

    @property
    def text(self) -> str:
        """The record as written, without its code."""
        return "\n".join(self.pieces)


def read_records(text: str) -> list[Record]:
    """The records of a file, in file order.

    :raises MalformedFileError: it does not begin with a record
    """
    records: list[Record] = []
    for number, line in _lines(text):
        if match := _CONTINUATION.match(line):
            if not records:
                raise MalformedFileError(Location(number), detail="continuation without a record")
            records[-1].pieces.append(match[1])
            records[-1].lines += 1
        elif match := _RECORD.match(line):
            records.append(Record(match[1], number, [match[2]]))
        elif not records:
            raise MalformedFileError(Location(number), detail="no BAI2 record")
        else:  # a text that was broken without a continuation
            records[-1].pieces.append(line)
    for record in records:
        if record.code != codes.TRANSACTION:
            record.split()
    return records


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that are not blank; some banks put several records on one."""
    for number, line in enumerate(text.replace(_END_OF_FILE_MARK, " ").split("\n"), 1):
        if not (line := line.strip()):
            continue
        if _NEXT_ON_THE_LINE.search(line) is None:
            yield number, line
            continue
        *ended, last = _NEXT_ON_THE_LINE.split(line)
        for part in ended:
            yield number, part + "/"
        yield number, last
