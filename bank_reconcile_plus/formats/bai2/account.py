"""One account of a BAI2 file (03 to 49) to a statement."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from ..exceptions import InvalidAmountError, InvalidValueError, MissingElementError
from ..fixed import short_date
from ..notes import Warnings
from ..types import ParsedBalance, ParsedStatement, ParsedTransaction
from . import codes
from .records import Record

_TYPE_CODE = re.compile(r"\d{3}", re.ASCII)
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)
_LABEL = re.compile(r"(?:^|(?<=\s))([A-Z][A-Z0-9]{1,3}): ?(.*?)(?=$|\s[A-Z][A-Z0-9]{1,3}:)", re.ASCII)
_NO_REFERENCE = frozenset(("NONREF", "NONE"))
_LEAST_DETAIL_FIELDS = 5
"""Type, amount, funds type, reference of the bank, reference of the customer."""


class AccountReader:
    """Reads one account.

    :param account: its record 03
    :param group: the record 02 it stands in
    :param date: the day the group is of
    """

    def __init__(self, account: Record, group: Record, date: datetime.date) -> None:
        self.account = account
        self.group = group
        self.date = date
        self.number = "".join(account.get(0).split())
        self.currency = account.currency(1) or group.currency(5)
        self.warnings = Warnings()
        self.balances: list[ParsedBalance] = []
        self.summaries: list[tuple[str, str, str]] = []
        self.transactions: list[ParsedTransaction] = []
        self.control_total = Decimal(0)
        self.lines = account.lines
        if not self.number:
            raise account.error(MissingElementError, "account number")
        self._read_summaries()

    def _read_summaries(self) -> None:
        """Balances and sums: type code, amount, number of items, funds type and what it needs, again and again."""
        record, place = self.account, 2
        while place < len(record.fields):
            type_code, text, count = (record.get(place + offset) for offset in range(3))
            if not type_code:  # some banks end the record, or a line of it, in too many commas
                place += 1
                continue
            if _TYPE_CODE.fullmatch(type_code) is None:
                raise record.error(InvalidValueError, "type code", value=type_code)
            if text:
                amount = record.amount(text, self.currency, type_code)
                self.control_total += amount
                if codes.is_balance(type_code):
                    self.balances.append(ParsedBalance(type_code, amount, self.currency, self.date))
                else:
                    self.summaries.append((type_code, str(amount), count))
            place += 4 + _funds_fields(record.fields, place + 3)

    def add_transaction(self, record: Record) -> None:
        """Take a record 16.

        :raises StatementFormatError: something in it cannot be right
        """
        self.lines += record.lines
        fields, texts = _detail_fields(record)
        type_code, amount_text, funds_type = fields[:3]
        if _TYPE_CODE.fullmatch(type_code) is None:
            raise record.error(InvalidValueError, "type code", value=type_code)
        sign = codes.sign_of(type_code)
        amount = record.amount(amount_text, self.currency, "amount") if amount_text else Decimal(0)
        if not sign and amount:
            raise record.error(InvalidValueError, "type code", value=type_code)
        self.control_total += amount
        amount *= sign or 1
        bank_reference, customer_reference = (_given(text) for text in (*fields[-2:],))
        values: dict[str, Any] = _labelled(texts, sign)
        name = "check_number" if type_code in codes.CHECK_CODES else "end_to_end_id"
        if customer_reference:
            values.setdefault(name, customer_reference)
        if "check_number" in values:
            values["check_number"] = values["check_number"].lstrip("0")
        self.transactions.append(
            ParsedTransaction(
                date=self.date,
                amount=amount,
                currency=self.currency,
                value_date=_value_date(funds_type, fields),
                account_servicer_reference=bank_reference,
                remittance_lines=tuple(texts),
                bank_transaction_code=type_code,
                is_reversal=type_code in codes.REVERSAL_CODES,
                is_direct_debit=type_code in codes.DIRECT_DEBIT_CODES,
                entry_number=len(self.transactions) + 1,
                raw=_raw(fields),
                **values,
            )
        )

    def finish(self, trailer: Record, file_header: Record) -> ParsedStatement:
        """The statement, at its record 49."""
        self.lines += trailer.lines
        check_total(self.warnings, trailer, self.control_total, self.currency)
        check_count(self.warnings, trailer, 1, self.lines)
        booked = sum((transaction.amount for transaction in self.transactions), Decimal(0))
        opening, closing = (self._balance(code) for code in (codes.OPENING_BALANCE, codes.CLOSING_BALANCE))
        self.warnings.check_balances(opening, booked, closing, self.currency)
        if opening is None or closing is None:
            self._check_sums()
        originator = self.group.get(1)
        return ParsedStatement(
            account_number=self.number,
            currency=self.currency,
            transactions=tuple(self.transactions),
            statement_id=self.group.get(3),
            opening_balance=opening,
            closing_balance=closing,
            opening_date=self.date if opening is not None else None,
            closing_date=self.date if closing is not None else None,
            bank_bic=originator if _BIC.fullmatch(originator) else "",
            warnings=tuple(self.warnings),
            balances=tuple(self.balances),
            raw=(
                (codes.FILE_HEADER, file_header.text),
                (codes.GROUP_HEADER, self.group.text),
                *((f"03/{type_code}", f"{amount},{count}") for type_code, amount, count in self.summaries),
                (codes.ACCOUNT_TRAILER, trailer.text),
            ),
        )

    def _balance(self, code: str) -> Decimal | None:
        return next((balance.amount for balance in self.balances if balance.code == code), None)

    def _check_sums(self) -> None:
        """Warn of total credits or debits that the transactions, if the bank sent any, do not add up to."""
        if not self.transactions:
            return
        for type_code, declared, count in self.summaries:
            sign = {codes.TOTAL_CREDITS: 1, codes.TOTAL_DEBITS: -1}.get(type_code)
            if sign is None:
                continue
            amounts = [
                sign * found.amount for found in self.transactions if codes.sign_of(found.bank_transaction_code) == sign
            ]
            element = f"03/{type_code}"
            self.warnings.check("summary_sum_differs", element, Decimal(declared), sum(amounts, Decimal(0)))
            if count.isdecimal():
                self.warnings.check("summary_count_differs", element, int(count), len(amounts))


def _funds_fields(fields: list[str], place: int) -> int:
    """How many fields the funds type at ``place`` has behind it."""
    funds_type = fields[place].strip() if place < len(fields) else ""
    if funds_type != codes.DISTRIBUTED_FUNDS:
        return codes.FUNDS_FIELDS.get(funds_type, 0)
    pairs = fields[place + 1].strip() if place + 1 < len(fields) else ""
    return 1 + 2 * (int(pairs) if pairs.isascii() and pairs.isdigit() and len(pairs) < 4 else 0)


def _detail_fields(record: Record) -> tuple[list[str], list[str]]:
    """The fields of a transaction up to its references, and the lines of its text: all that is left of the record.

    A text may hold commas and slashes, and goes on in the continuations.
    """
    fields: list[str] = []
    for number, piece in enumerate(record.pieces):
        body = piece.removesuffix("/")
        parts = body.split(",")
        needed = _LEAST_DETAIL_FIELDS + _funds_fields(fields + parts, 2)
        missing = needed - len(fields)
        if len(parts) > missing:
            fields += parts[:missing]
            texts = [",".join(parts[missing:]), *(text.removesuffix("/") for text in record.pieces[number + 1 :])]
            return [text.strip() for text in fields], [text for line in texts if (text := line.strip())]
        fields += parts
        if len(fields) == needed:
            texts = [text.removesuffix("/").strip() for text in record.pieces[number + 1 :]]
            return [text.strip() for text in fields], list(filter(None, texts))
    if len(fields) < 2:
        raise record.error(InvalidAmountError, "amount", value="")
    fields += [""] * (needed - len(fields))
    return [text.strip() for text in fields], []


def _given(reference: str) -> str:
    return reference if reference.strip("0") and reference.upper() not in _NO_REFERENCE else ""


def _labelled(texts: list[str], sign: int) -> dict[str, str]:
    """Fields of a transaction that lines of its text name."""
    values: dict[str, str] = {}
    lines = (" ".join(text.split()) for text in texts if ":" in text)
    for label, value in (found for line in lines for found in _LABEL.findall(line)):
        name, direction = codes.LABELS.get(label, ("", 0))
        if name and direction in (0, sign) and _given(value):
            values.setdefault(name, value)
    return values


def _value_date(funds_type: str, fields: list[str]) -> datetime.date | None:
    """The day of funds type V; one that is no day only stays with the transaction."""
    if funds_type != "V":
        return None
    try:
        return short_date(fields[3], "YMD")
    except ValueError:
        return None


def _raw(fields: list[str]) -> tuple[tuple[str, str], ...]:
    """The fields that are not kept otherwise: how the funds are available, and both references as written."""
    raw = [("16/funds type", ",".join(fields[2:-2])), ("16/customer reference", fields[-1])]
    return tuple([pair for pair in raw if pair[1]])


def check_total(warnings: Warnings, trailer: Record, found: Decimal, currency: str = "") -> None:
    """Warn of a control total that is not the sum of the amounts; a blank one is none.

    :param found: in units of ``currency``
    """
    text = trailer.get(0)
    if text:
        warnings.check("control_total_differs", trailer.code, trailer.amount(text, currency, "control total"), found)


def check_count(warnings: Warnings, trailer: Record, place: int, found: int) -> None:
    """Warn of a number of records that is not the one of the file."""
    text = trailer.get(place)
    if text.isascii() and text.isdigit():
        warnings.check("record_count_differs", trailer.code, int(text[:9]), found)
