"""One statement (STMTRS, CCSTMTRS or INVSTMTRS) of an OFX file: account, transactions and balances."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from ..exceptions import (
    InvalidAmountError,
    InvalidCurrencyError,
    InvalidDateError,
    Location,
    MissingElementError,
    StatementFormatError,
)
from ..fields import Fields
from ..notes import Warnings
from ..text import loose_decimal
from ..types import ParsedBalance, ParsedStatement, ParsedTransaction
from ..values import currency_of
from . import codes
from .markup import Aggregate, line_of

_DATE = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:\D.*|\d{2}.*)?", re.ASCII | re.DOTALL)

_OWN_AGGREGATES = frozenset((*codes.LISTS, *codes.TRANSACTIONS, *codes.BALANCES, "BALLIST", "INVBAL", "INVPOSLIST"))


class Record(Fields):
    """The leaves of one aggregate, read as values; errors name the line and the path of the element."""

    __slots__ = ("_offsets", "_text", "offset", "where")

    def __init__(
        self, aggregate: Aggregate, where: str, text: str, without: frozenset[str] = frozenset(), prefix: str = ""
    ) -> None:
        leaves = list(aggregate.leaves(prefix, without))
        super().__init__([(path, leaf.text) for path, leaf in leaves])
        self._offsets = {path: leaf.offset for path, leaf in leaves}
        self._text = text
        self.offset = aggregate.offset
        self.where = where

    def error(self, kind: type[StatementFormatError], path: str, **values: object) -> StatementFormatError:
        """An error at ``path``, with the line of that element, or of the record if it is not there."""
        line = line_of(self._text, self._offsets.get(path, self.offset))
        return kind(Location(line, f"{self.where}/{path}"), **values)

    def amount(self, path: str) -> Decimal | None:
        """The signed amount in ``path`` or None.

        :raises InvalidAmountError: it cannot be read as one
        """
        text = self.take(path)
        try:
            return loose_decimal(text) if text else None
        except ValueError:
            raise self.error(InvalidAmountError, path, value=text) from None

    def date(self, path: str) -> datetime.date | None:
        """The day in ``path`` or None: as written, since a time and its zone would only move it.

        :raises InvalidDateError: it is no day of the calendar
        """
        text = self.take(path)
        try:
            return date_of(text) if text else None
        except ValueError:
            raise self.error(InvalidDateError, path, value=text) from None

    def day(self, *paths: str) -> datetime.date | None:
        """The first of these days that can be read; one that only helps out and cannot be is as good as none."""
        for path in self.present(paths):
            try:
                day = date_of(self.get(path))
            except ValueError:
                continue
            self.take(path)
            return day
        return None

    def currency(self, path: str) -> str:
        """The currency code in ``path``, empty if there is none.

        :raises InvalidCurrencyError: it is no ISO 4217 code
        """
        text = self.take(path)
        try:
            return currency_of(text.upper()) if text else ""
        except ValueError:
            raise self.error(InvalidCurrencyError, path, value=text) from None


def date_of(text: str) -> datetime.date:
    """The day of an OFX date and time, ``YYYYMMDDHHMMSS.XXX[gmt offset:name]`` with everything behind the day optional.

    :raises ValueError: it is no day of the calendar

    >>> date_of("20260131235959.000[-5:EST]"), date_of("2026-01-31")
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31))
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return datetime.date(int(match[1]), int(match[3]), int(match[4]))


def _check_number(record: Record) -> str:
    """The number of a check; some banks write zeros, or the transaction's id once more, when there is none."""
    number = record.get("CHECKNUM")
    if not number.strip("0") or number == record.get("FITID"):
        return ""
    return record.take("CHECKNUM")


class StatementReader:
    """Reads one statement.

    :param where: path of the statement, for error messages
    :param text: of the whole file, for line numbers
    """

    def __init__(self, aggregate: Aggregate, where: str, text: str) -> None:
        self.aggregate = aggregate
        self.where = where
        self.text = text
        self.header = Record(aggregate, where, text, _OWN_AGGREGATES)
        self.currency = ""
        self.warnings = Warnings()
        self.number = 0

    def read(self) -> ParsedStatement:
        """The whole statement.

        :raises StatementFormatError: something in it is missing or cannot be right
        """
        header = self.header
        account_number = "".join(header.take(*codes.ACCOUNT_NUMBERS).split())
        if not account_number:
            raise header.error(MissingElementError, codes.ACCOUNT_PATHS[self.aggregate.name])
        self.currency = header.currency("CURDEF")
        balances, raw = self._balances()
        booked, pending, rest = self._transactions()
        closing = next((balance for balance in balances if balance.code == codes.CLOSING_BALANCE), None)
        list_fields = self._list_fields()
        opening_date, closing_date = list_fields.day("DTSTART"), list_fields.day("DTEND")
        return ParsedStatement(
            account_number=account_number,
            currency=self.currency,
            transactions=tuple(booked),
            pending=tuple(pending),
            closing_balance=closing and closing.amount,
            opening_date=opening_date,
            closing_date=closing_date or (closing and closing.date),
            warnings=tuple(self.warnings),
            balances=tuple(balances),
            raw=header.rest() + list_fields.rest() + raw + rest,
        )

    def _list_fields(self) -> Record:
        """What stands in the list of transactions beside them: the period."""
        name = codes.STATEMENTS[self.aggregate.name]
        lists = list(self.aggregate.find_all(name)) or [Aggregate(name, self.aggregate.offset)]
        inside = frozenset(child.name for child in lists[0].children if isinstance(child, Aggregate))
        return Record(lists[0], f"{self.where}/{name}", self.text, inside, f"{name}/")

    def _balances(self) -> tuple[list[ParsedBalance], tuple[tuple[str, str], ...]]:
        """The balances with an amount, and every other field about balances and holdings."""
        balances, raw = [], ()
        for child in self.aggregate.children:
            if not isinstance(child, Aggregate) or child.name not in _OWN_AGGREGATES - codes.LISTS:
                continue
            record = Record(child, self.where, self.text, prefix=f"{child.name}/")
            if child.name in codes.BALANCES:
                amount = record.amount(f"{child.name}/BALAMT")
                if amount is not None:
                    balances.append(
                        ParsedBalance(child.name, amount, self.currency, record.day(f"{child.name}/DTASOF"))
                    )
            raw += record.rest()
        return balances, raw

    def _transactions(
        self,
    ) -> tuple[list[ParsedTransaction], list[ParsedTransaction], tuple[tuple[str, str], ...]]:
        """The booked and the pending transactions, and the fields of what moves no cash (trades of securities)."""
        booked: list[ParsedTransaction] = []
        pending: list[ParsedTransaction] = []
        for child in self.aggregate.find_all(*codes.TRANSACTIONS, codes.CASH_LINE):
            if child.name == codes.CASH_LINE:
                beside = Record(child, self.where, self.text, codes.TRANSACTIONS, f"{child.name}/").rest()
                booked += [self._transaction(line, beside) for line in child.find_all(*codes.TRANSACTIONS)]
            else:
                (pending if child.name in codes.PENDING_TRANSACTIONS else booked).append(self._transaction(child))
        trades = [
            Record(child, self.where, self.text, prefix=f"{child.name}/").rest()
            for transactions in self.aggregate.find_all(*codes.LISTS)
            for child in transactions.children
            if isinstance(child, Aggregate) and child.name not in (*codes.TRANSACTIONS, codes.CASH_LINE)
        ]
        if trades:
            self.warnings.add("trades_left_out", count=len(trades))
        return booked, pending, sum(trades, ())

    def _transaction(self, aggregate: Aggregate, beside: tuple[tuple[str, str], ...] = ()) -> ParsedTransaction:
        """One STMTTRN; ``beside`` are the fields around it that belong to it as well."""
        self.number += 1
        record = Record(aggregate, f"{self.where}/{aggregate.name}[{self.number}]", self.text)
        amount, date = record.amount("TRNAMT"), record.date("DTPOSTED")
        if date is None and aggregate.name in codes.PENDING_TRANSACTIONS:
            date = record.day("DTTRAN", "DTEXPIRE")
        for value, path in ((date, "DTPOSTED"), (amount, "TRNAMT")):
            if value is None:
                raise record.error(MissingElementError, path)
        kind = record.take("TRNTYPE").upper()
        fields: dict[str, Any] = {
            "date": date,
            "amount": amount,
            "value_date": record.day(*codes.VALUE_DATES),
            "entry_reference": record.take("FITID"),
            "transaction_id": record.take("REFNUM"),
            "instruction_id": record.take("SRVRTID"),
            "check_number": _check_number(record),
            "counterparty_name": record.take(*codes.COUNTERPARTY_NAMES),
            "counterparty_account": "".join(record.take(*codes.COUNTERPARTY_ACCOUNTS).split()),
            "counterparty_address": ", ".join(record.take_each(codes.ADDRESS)),
            "remittance_lines": tuple(record.take_each(codes.REMITTANCE_LINES)),
            "bank_transaction_code": kind,
            "is_direct_debit": kind in codes.DIRECT_DEBIT_TYPES,
            "entry_number": self.number,
        }
        fields |= self._currency(record, amount)
        if correction := record.get(codes.CORRECTION):
            self.warnings.add("entry_corrects", entry=fields["entry_reference"] or self.number, corrected=correction)
        return ParsedTransaction(**fields, raw=record.rest() + beside)

    def _currency(self, record: Record, amount: Decimal) -> dict[str, Any]:
        """Currency of a transaction: the account's, unless it says that its amount is in another (CURRENCY).

        ORIGCURRENCY says that the bank converted it: the amount is in the account's currency, the original one is not
        in the file.
        """
        for path in ("CURRENCY", "ORIGCURRENCY"):
            currency = record.currency(f"{path}/CURSYM")
            if not currency or currency == self.currency:
                continue
            rate = record.amount(f"{path}/CURRATE")
            if path == "ORIGCURRENCY":
                return {"currency": self.currency, "original_currency": currency, "exchange_rate": rate}
            if not self.currency:
                return {"currency": currency}
            self.warnings.add(
                "entry_currency_differs",
                entry=record.get("FITID") or self.number,
                currency=currency,
                account_currency=self.currency,
                amount=amount,
            )
            return {"currency": currency, "exchange_rate": rate}
        return {"currency": self.currency}
