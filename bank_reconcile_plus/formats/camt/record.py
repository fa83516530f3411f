"""One entry, detail, balance or header of a CAMT message as a flat list of (path, text), read one field at a time.

A record remembers which fields were taken, so that what is left can be kept with the transaction: nothing a bank sends
is lost. Paths are those of the file below the record's own element, attributes as ``Amt/@Ccy``.

>>> from lxml import etree
>>> entry = etree.fromstring('<Ntry><Amt Ccy="EUR">10.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts></Ntry>')
>>> record = Record(entry, "Ntry[1]")
>>> record.signed_amount("", "EUR")
(Decimal('-10.50'), 'EUR')
>>> record.rest()
(('Sts', 'BOOK'),)
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from lxml import etree

from ..exceptions import (
    InvalidAmountError,
    InvalidCurrencyError,
    InvalidDateError,
    InvalidValueError,
    Location,
    MalformedFileError,
    MissingElementError,
    StatementFormatError,
)
from ..fields import Fields
from ..values import currency_of, date_of, decimal_of

SIGNS = {"CRDT": 1, "DBIT": -1}

MOST_ATTRIBUTES = 100
"""The messages know one (Ccy), and libxml2 looks for each value from the first attribute on: many would take hours."""


class Paths(dict):
    """Element names of one file as a tree, so that the path of an element costs one look-up; one tree a file."""

    __slots__ = ("path",)

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self.path = path

    def __missing__(self, tag: str) -> Paths:
        name = tag.rpartition("}")[2]
        child = self[tag] = Paths(f"{self.path}/{name}" if self.path else name)
        return child


def _flatten(element: etree._Element, paths: Paths) -> list[tuple[str, str]]:
    """Text and attributes of everything below ``element``, in file order.

    A stack of parents instead of recursion: most of the time of reading a file is spent here.

    :raises MalformedFileError: an element has more attributes than any statement has
    """
    pairs: list[tuple[str, str]] = []
    parent = element
    parents: list[tuple[etree._Element, Paths]] = []
    for child in element.iterdescendants():
        above = child.getparent()
        while parent is not above:
            parent, paths = parents.pop()
        here = paths[child.tag]
        text = child.text
        if text is not None and (text := text.strip()):
            pairs.append((here.path, text))
            names = child.keys()
            if len(names) > MOST_ATTRIBUTES:
                raise MalformedFileError(Location(child.sourceline or 1), detail=f"{len(names)} attributes")
            for name in names:
                pairs.append((f"{here.path}/@{name}", child.get(name, "").strip()))
            if not len(child):
                continue
        parents.append((parent, paths))
        parent, paths = child, here
    return pairs


class Record(Fields):
    """The fields of one element.

    :param element: the element, complete
    :param where: path of the element in its file, for error messages
    :param paths: the names of the file, at the path that the fields of the record begin with
    :param without: beginnings of paths that are left out
    :ivar batch_id: id of the batch a detail belongs to, which stands beside it in the file
    """

    __slots__ = ("_element", "_prefix", "batch_id", "line", "where")

    def __init__(
        self,
        element: etree._Element,
        where: str,
        paths: Paths | None = None,
        without: tuple[str, ...] = (),
    ) -> None:
        self._element = element
        self.where = where
        self.line = element.sourceline or 0
        paths = Paths() if paths is None else paths
        self._prefix = paths.path and paths.path + "/"
        pairs = _flatten(element, paths)
        if without:
            pairs = [pair for pair in pairs if not pair[0].startswith(without)]
        super().__init__(pairs)
        self.batch_id = ""

    def date(self, path: str) -> datetime.date | None:
        """The day in ``path``, given as Dt or DtTm, or None.

        :raises InvalidDateError: it is no day of the calendar
        """
        for choice in ("/Dt", "/DtTm"):
            if text := self.take(path + choice):
                return self.day(path + choice, text)
        return None

    def day(self, path: str, text: str) -> datetime.date:
        """The day written as ``text`` in ``path``.

        :raises InvalidDateError: it is no day of the calendar
        """
        try:
            return date_of(text)
        except ValueError:
            raise self.error(InvalidDateError, path, value=text) from None

    def number(self, path: str) -> Decimal | None:
        """The number in ``path``, without taking it, or None.

        :raises InvalidAmountError: it is not a plain decimal number
        """
        text = self.get(path)
        return self.decimal(path, text) if text else None

    def decimal(self, path: str, text: str) -> Decimal:
        """The number written as ``text`` in ``path``.

        :raises InvalidAmountError: it is not a plain decimal number
        """
        try:
            return decimal_of(text)
        except ValueError:
            raise self.error(InvalidAmountError, path, value=text) from None

    def amount(self, path: str, default_currency: str = "") -> tuple[Decimal, str] | None:
        """The amount in ``path`` as written and its currency, without taking it, or None.

        :raises InvalidAmountError: it is not a plain decimal number
        :raises InvalidCurrencyError: the currency is no ISO 4217 code
        """
        number = self.number(path)
        if number is None:
            return None
        text = self._first.get(path + "/@Ccy") or default_currency
        if not text:
            raise self.error(MissingElementError, path + "/@Ccy")
        try:
            return number, currency_of(text)
        except ValueError:
            raise self.error(InvalidCurrencyError, path + "/@Ccy", value=text) from None

    def signed_amount(self, prefix: str, default_currency: str) -> tuple[Decimal, str]:
        """Amt with the sign of CdtDbtInd, both below ``prefix``, and its currency; positive is money in.

        The standard gives amounts no sign. Banks that write one for money out are understood, a minus on a credit is
        refused: either half of it could be the wrong one.

        :raises MissingElementError: no amount, no currency, or no credit/debit indicator
        :raises InvalidValueError: one of them cannot be right
        """
        amount = self.amount(prefix + "Amt", default_currency)
        if amount is None:
            raise self.error(MissingElementError, prefix + "Amt")
        self.take(prefix + "Amt")
        self.take(prefix + "Amt/@Ccy")
        number, currency = amount
        sign = self.sign(prefix + "CdtDbtInd")
        if sign is None:
            raise self.error(MissingElementError, prefix + "CdtDbtInd")
        if number < 0 < sign:
            raise self.error(InvalidAmountError, prefix + "Amt", value=f"{number} CRDT")
        return (number if sign > 0 or number < 0 else -number), currency

    def sign(self, path: str) -> int | None:
        """1 for a credit, -1 for a debit, None without the indicator.

        :raises InvalidValueError: neither CRDT nor DBIT
        """
        text = self.take(path)
        if text and text not in SIGNS:
            raise self.error(InvalidValueError, path, value=text)
        return SIGNS.get(text)

    def currency(self, path: str) -> str:
        """The currency code in ``path``, empty if there is none.

        :raises InvalidCurrencyError: it is no ISO 4217 code
        """
        text = self.take(path)
        try:
            return currency_of(text) if text else ""
        except ValueError:
            raise self.error(InvalidCurrencyError, path, value=text) from None

    def error(self, kind: type[StatementFormatError], path: str, **values: object) -> StatementFormatError:
        """An error at ``path``, with the line of that element, or of the record if it is not there."""
        path = path.removeprefix(self._prefix)
        found = self._element.find("/".join(f"{{*}}{name}" for name in path.partition("/@")[0].split("/")))
        line = self.line if found is None else found.sourceline or self.line
        return kind(Location(line, f"{self.where}/{path}"), **values)
