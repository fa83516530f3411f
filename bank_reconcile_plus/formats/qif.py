"""QIF, Quicken Interchange Format: what banks offer for Quicken, and personal finance programs for each other.

Source: Quicken Interchange Format (QIF) Files, the description Intuit published with Quicken. A line is a letter and a
value, ``^`` ends a record, ``!Type:`` begins a section and ``!Account`` says which account the next one is of. A file
has no currency, no balances and no ids; the account, where there is one, is the program's name for it. The order of
day and month and the decimal mark are nowhere written, so that the whole file decides them.

Read by own code: the packages there are (quiffen, qifparse) take one order of dates for granted, keep amounts as
floats, or drop a last record without ``^``.

>>> content = b'''!Type:Bank
... D1/31'26
... T-1,250.00
... N1007
... PACME Corp
... MInvoice 4711
... ^'''
>>> detect(content)
True
>>> [statement] = parse(content)
>>> [payment] = statement.transactions
>>> payment.date.isoformat(), str(payment.amount), payment.check_number, payment.counterparty_name
('2026-01-31', '-1250.00', '1007', 'ACME Corp')
>>> statement.account_number, statement.currency, payment.remittance_lines
('', '', ('Invoice 4711',))
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from . import qif_codes as codes
from .exceptions import (
    InvalidAmountError,
    InvalidDateError,
    InvalidValueError,
    Location,
    MissingElementError,
    TradesOnlyError,
)
from .notes import Warnings
from .sheet.dates import date_of, order_of_column
from .text import beginning, decode
from .types import ParsedStatement, ParsedTransaction
from .values import decimal_of

_HEADER = re.compile(r"^!(?:Type:|Account\b|Option:|Clear:)", re.IGNORECASE | re.MULTILINE)
_TAGGED = re.compile(r"^:\d\d[A-Z]?:", re.MULTILINE)
_AMOUNT = re.compile(
    r"([+-]?)\s*[$€£¥]?\s*([+-]?)((?:\d{1,3}(?:[ '\u00a0]\d{3})+|\d*)[\d.,]*)\s*[$€£¥]?\s*(-?)", re.ASCII
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_TRANSFER = re.compile(r"\[(.+)\]")
_END_OF_FILE_MARK = "\x1a"

Value = TypeVar("Value")


@dataclass(slots=True)
class Record:
    """One record: its fields as (letter, value), in file order.

    :ivar is_ended: its end mark is there
    """

    line: int
    fields: list[tuple[str, str, int]] = field(default_factory=list)
    is_ended: bool = False

    def get(self, letter: str) -> str:
        """The first field with this letter, empty if there is none."""
        return next((value for name, value, _line in self.fields if name == letter), "")

    def all(self, letter: str) -> list[str]:
        """All fields with this letter that hold something."""
        return [value for name, value, _line in self.fields if name == letter and value]

    def line_of(self, letter: str) -> int:
        """Line of the first field with this letter, else of the record."""
        return next((line for name, _value, line in self.fields if name == letter), self.line)

    @property
    def amount(self) -> str:
        """Amount as written; programs write it twice since T has too few places."""
        return self.get("T") or self.get("U")


@dataclass(slots=True)
class Section:
    """The records under one heading.

    :ivar account: name of the account it is of, as far as the file says
    """

    kind: str
    line: int
    account: str = ""
    records: list[Record] = field(default_factory=list)


def detect(content: bytes) -> bool:
    """Whether it is a QIF file: one of its headings begins a line near its beginning."""
    text = beginning(content)
    return _HEADER.search(text) is not None and _TAGGED.search(text) is None


def parse(content: bytes) -> list[ParsedStatement]:
    """The statements of a file: one an account.

    :raises TradesOnlyError: it lists trades in securities and nothing else
    :raises StatementFormatError: it cannot be read
    """
    text = decode(content).replace(_END_OF_FILE_MARK, " ")
    sections, orders = _read_sections(text)
    accounts = [section for section in sections if _is_account(section) and section.records]
    trades = sum(len(section.records) for section in sections if section.kind.lower() in codes.TRADES)
    if not accounts:
        line = next((section.line for section in sections if section.kind.lower() in codes.TRADES), 0)
        if trades:
            raise TradesOnlyError(Location(line, "!Type:Invst"))
        raise MissingElementError(Location(text.count("\n") + 1, "!Type:Bank"))
    conventions = _Conventions([record for section in accounts for record in section.records], orders)
    statements = [_statement(section, conventions) for section in _merged(accounts)]
    warnings = Warnings(statements[0].warnings)
    if conventions.is_assumed:
        warnings.add("day_order_assumed", date=conventions.example, read=conventions.read_date(conventions.example))
    if trades:
        warnings.add("trades_left_out", count=trades)
    return [dataclasses.replace(statements[0], warnings=tuple(warnings)), *statements[1:]]


def _read_sections(text: str) -> tuple[list[Section], list[str]]:
    """The sections of a file and the orders of dates its options name."""
    sections = [Section("", 1)]
    orders: list[str] = []
    record = Record(1)
    account = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line[:1] == "!":
            name, _colon, kind = line[1:].strip().partition(":")
            _close(sections[-1], record)
            if name.lower() == "option" and kind.upper() in codes.DATE_ORDERS:
                orders.append(codes.DATE_ORDERS[kind.upper()])
            elif name.lower() == "account":
                sections.append(Section("!account", number))
            elif name.lower() == "type":
                account = _last_account(sections, account)
                sections.append(Section(kind.strip(), number, account))
            record = Record(number + 1)
        elif line[:1] == "^":
            record.is_ended = True
            _close(sections[-1], record)
            record = Record(number + 1)
        elif value := line.strip():
            record.fields.append((value[0], value[1:].strip(), number))
    _close(sections[-1], record)
    return sections, orders


def _close(section: Section, record: Record) -> None:
    if any(value for _letter, value, _line in record.fields):
        section.records.append(record)


def _last_account(sections: list[Section], account: str) -> str:
    """Name of the account that was named last before a section begins."""
    section = sections[-1]
    if section.kind != "!account":
        return account
    return next((name for record in reversed(section.records) if (name := record.get("N"))), account)


def _is_account(section: Section) -> bool:
    kind = section.kind.lower()
    return bool(kind) and kind != "!account" and kind not in codes.LISTS and kind not in codes.TRADES


def _merged(sections: list[Section]) -> list[Section]:
    """Sections of the same account as one: some banks repeat the heading."""
    merged: dict[tuple[str, str], Section] = {}
    for section in sections:
        key = section.kind.lower(), section.account
        if key in merged:
            merged[key].records += section.records
        else:
            merged[key] = section
    return list(merged.values())


class _Conventions:
    """How dates and amounts of a file are to be read.

    :param orders: orders of dates that the file names
    :ivar is_assumed: dates could be read in two ways
    """

    def __init__(self, records: list[Record], orders: list[str]) -> None:
        dates = [_date_text(record.get("D")) for record in records]
        possible = (orders[-1],) if orders else order_of_column(dates)
        if len(possible) > 1:  # nobody writes QIF with a year of two digits in front
            possible = tuple(order for order in possible if order != "ymd")
        self.is_assumed = len(possible) > 1
        self.example = next((text for text in dates if text), "")
        is_american = bool(codes.AMERICAN_MARKS.intersection("".join(record.get("D") for record in records[:100])))
        preferred = "mdy" if is_american else "dmy"
        self.order = preferred if preferred in possible or not possible else possible[0]
        self.decimal_mark = _decimal_mark(record.amount for record in records)

    def read_date(self, text: str) -> datetime.date:
        """:raises ValueError: it is no date"""
        return date_of(_date_text(text), self.order)

    def read_amount(self, text: str) -> Decimal:
        """:raises ValueError: it is no amount"""
        match = _AMOUNT.fullmatch(text)
        if match is None or sum(map(bool, (match[1], match[2], match[4]))) > 1:
            raise ValueError(text)
        number = re.sub("[ '\u00a0]", "", match[3])
        if self.decimal_mark == ",":
            number = number.translate({ord("."): ",", ord(","): "."})
        whole, point, fraction = number.partition(".")
        if "," in whole:
            if _GROUPED.fullmatch(whole) is None:
                raise ValueError(text)
            whole = whole.replace(",", "")
        sign = "-" if "-" in (match[1], match[2], match[4]) else ""
        return decimal_of(f"{sign}{whole or '0'}{point if fraction else ''}{fraction}") if number else decimal_of("")


def _date_text(text: str) -> str:
    """A date with one kind of mark: the apostrophe before a year of this century becomes a slash.

    >>> _date_text("1/ 5'00"), _date_text("2/10'2020"), _date_text("08-27-21")
    ('1/5/2000', '2/10/2020', '08-27-21')
    """
    before, apostrophe, year = text.replace(" ", "").partition("'")
    if not apostrophe:
        return before if any(mark in before for mark in "/.-") else text
    return (
        f"{before}{'.' if '.' in before else '-' if '-' in before else '/'}{year if len(year) > 2 else f'20{year:0>2}'}"
    )


def _decimal_mark(texts: Iterable[str]) -> str:
    """The mark before the decimals: what is certain in one amount holds for all of them.

    >>> _decimal_mark(["1,250", "10.50"]), _decimal_mark(["1.250", "10,50"]), _decimal_mark(["1,250"])
    ('.', ',', '.')
    """
    for text in texts:
        marks = [character for character in text if character in ".,"]
        if not marks:
            continue
        last = marks[-1]
        if len(set(marks)) == 2:
            return last
        if len(marks) > 1:
            return "." if last == "," else ","
        if len(re.sub(r"\D", "", text.rpartition(last)[2])) != 3:
            return last
    return "."


def _statement(section: Section, conventions: _Conventions) -> ParsedStatement:
    warnings = Warnings()
    account = section.account
    transactions = []
    for number, record in enumerate(section.records, 1):
        transaction = _transaction(record, number, conventions)
        transactions.append(transaction)
        transfer = _TRANSFER.fullmatch(record.get("L"))
        if transfer and transaction.counterparty_name.lower() in codes.OPENING_PAYEES:
            account = account or transfer[1]
            if transaction.amount:
                warnings.add("opening_balance_entry", entry=number, amount=transaction.amount)
        if not record.is_ended:
            warnings.add("record_not_ended", entry=number, amount=transaction.amount, date=transaction.date)
    return ParsedStatement(
        account_number="".join(account.split()),
        account_name=account,
        currency="",
        transactions=tuple(transactions),
        warnings=tuple(warnings),
        raw=(("!Type", section.kind),),
    )


def _transaction(record: Record, number: int, conventions: _Conventions) -> ParsedTransaction:
    date = _read(record, "D", conventions.read_date, InvalidDateError)
    amount = _read(record, "T" if record.get("T") else "U", conventions.read_amount, InvalidAmountError)
    number_text, payee = record.get("N"), record.get("P")
    memo = record.all("M") or ([payee] if payee else [])
    taken = {"D", "P", "M", "A", "T"} | ({"N"} if number_text.isdecimal() else set())
    if record.get("U") == record.get("T"):
        taken.add("U")
    return ParsedTransaction(
        date=date,
        amount=amount,
        currency="",
        check_number=number_text.lstrip("0") if number_text.isdecimal() else "",
        remittance_lines=tuple(memo),
        counterparty_name=payee,
        counterparty_address=", ".join(record.all("A")),
        entry_number=number,
        raw=tuple(_raw(record, taken)),
    )


def _raw(record: Record, taken: set[str]) -> Iterator[tuple[str, str]]:
    for letter, value, _line in record.fields:
        if letter not in taken and value:
            yield codes.FIELDS.get(letter, letter), value


def _read(record: Record, letter: str, read: Callable[[str], Value], kind: type[InvalidValueError]) -> Value:
    """A field as a value.

    :raises StatementFormatError: it is missing or cannot be read
    """
    text = record.get(letter)
    location = Location(record.line_of(letter), codes.FIELDS[letter])
    if not text:
        raise MissingElementError(location)
    try:
        return read(text)
    except ValueError:
        raise kind(location, value=text) from None
