"""CFONB 120, relevé de compte: what French banks send, records of 120 characters.

Source: CFONB, "Relevé de compte sur support informatique" (records 01, 04, 05, 07) and its 2004 brochure on the
qualifiers of record 05. There is no package under a licence we may use that reads the qualifiers.

A statement goes from a record 01 (old balance) to a record 07 (new balance). The last digit of an amount carries its
sign: ``{`` and A to I are credits, ``}`` and J to R debits. The account number is bank, branch and account of the RIB,
without its key, which the file does not have.

>>> content = b'''\\
... 0130004    00550EUR2 00012345678  140126                                                  0000000001000{
... 0430004    00550EUR2 0001234567806150126  150126VIR ACME                         0000001  0000000000100}REF1
... 0530004    00550EUR2 0001234567806150126     LCCFacture FAC/2026/00001
... 0730004    00550EUR2 00012345678  150126                                                  0000000000900{'''
>>> detect(content)
True
>>> [statement] = parse(content)
>>> statement.account_number, str(statement.opening_balance), str(statement.closing_balance), statement.warnings
('300040055000012345678', '100.00', '90.00', ())
>>> [transaction] = statement.transactions
>>> str(transaction.amount), transaction.remittance_lines
('-10.00', ('VIR ACME', 'Facture FAC/2026/00001'))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from .cfonb_codes import (
    CHEQUE_CODES,
    DIRECT_DEBIT_CODES,
    OPERATION_NAMES,
    QUALIFIERS,
    RETURN_CODES,
    Qualifier,
)
from .exceptions import InvalidAmountError, Location, MissingElementError, UnexpectedElementError
from .fixed import Layout, Record, lines_of, missing, squeezed
from .notes import Warnings
from .text import beginning
from .types import ParsedBalance, ParsedStatement, ParsedTransaction

WIDTH = 120
ORDER = "DMY"

_ACCOUNT: dict[str, tuple[int, int]] = {
    "bank": (3, 7),
    "branch": (12, 16),
    "currency": (17, 19),
    "decimals": (20, 20),
    "account": (22, 32),
}
OLD_BALANCE = Layout("01", **_ACCOUNT, date=(35, 40), text=(41, 90), balance=(91, 104), reference=(105, 120))
OPERATION = Layout(
    "04",
    **_ACCOUNT,
    internal_code=(8, 11),
    code=(33, 34),
    date=(35, 40),
    reject_reason=(41, 42),
    value_date=(43, 48),
    label=(49, 79),
    entry_number=(82, 88),
    exemption=(89, 89),
    unavailability=(90, 90),
    amount=(91, 104),
    reference=(105, 120),
)
DETAIL = Layout(
    "05", **_ACCOUNT, internal_code=(8, 11), code=(33, 34), date=(35, 40), qualifier=(46, 48), text=(49, 118)
)
NEW_BALANCE = Layout("07", **_ACCOUNT, date=(35, 40), text=(41, 90), balance=(91, 104), reference=(105, 120))
LAYOUTS = {layout.label: layout for layout in (OLD_BALANCE, OPERATION, DETAIL, NEW_BALANCE)}

CREDIT_DIGITS = {character: str(digit) for digit, character in enumerate("{ABCDEFGHI")} | {"é": "0"}
DEBIT_DIGITS = {character: str(digit) for digit, character in enumerate("}JKLMNOPQR")} | {"è": "0"}
"""Last character of an amount -> its digit; the letters with accents are what French EBCDIC makes of the braces."""

_OPENING = re.compile(
    r"\s*01[0-9A-Z]{5}.{4}[0-9A-Z]{5}(?:[A-Z]{3}| {3})[0-9 ].[0-9A-Z ]{11}..\d{6}.{50}[\d ]{13}.", re.ASCII
)


def detect(content: bytes) -> bool:
    """Whether a file begins with a record 01."""
    return bool(_OPENING.match(beginning(content)))


def parse(content: bytes) -> list[ParsedStatement]:
    """The statements of the file, one an old balance.

    :raises StatementFormatError: the file is damaged, cut off, or lacks what is needed
    """
    statements = list(_statements(content))
    if not statements:
        raise MissingElementError(Location(1, "01"))
    return statements


def _statements(content: bytes) -> Iterator[ParsedStatement]:
    reader: _StatementReader | None = None
    line = 0
    for line, text in lines_of(content, WIDTH):
        layout = LAYOUTS.get(text[:2])
        if layout is None or (reader is None) != (layout is OLD_BALANCE):
            raise UnexpectedElementError(Location(line, text[:2].strip()))
        record = Record(layout, text, line)
        if reader is None:
            reader = _StatementReader(record)
        elif layout is OPERATION:
            reader.add_operation(record)
        elif layout is DETAIL:
            reader.add_detail(record)
        else:
            yield reader.finish(record)
            reader = None
    if reader is not None:
        missing(line, NEW_BALANCE.label)


class _StatementReader:
    """Collects a statement while its records arrive."""

    def __init__(self, old: Record) -> None:
        self.old = old
        self.warnings = Warnings()
        self.transactions: list[ParsedTransaction] = []
        self.movements = Decimal(0)
        self.account = _account(old)
        self.currency = old.currency("currency")
        if not self.account:
            raise old.error(MissingElementError, "account")
        self.opening = _amount(old, "balance")
        self._operation: Record | None = None
        self._details: list[Record] = []

    def add_operation(self, record: Record) -> None:
        """Take a record 04."""
        self._end_operation()
        self._operation = record

    def add_detail(self, record: Record) -> None:
        """Take a record 05, which goes on with the operation before it.

        :raises UnexpectedElementError: there is none
        """
        if self._operation is None:
            raise UnexpectedElementError(Location(record.line, DETAIL.label))
        self._details.append(record)

    def _end_operation(self) -> None:
        if self._operation is None:
            return
        number = len(self.transactions) + 1
        record, details = self._operation, self._details
        if record.get("account") != self.old.get("account"):
            self.warnings.add("entry_account_differs", entry=number, account=_account(record), statement=self.account)
        fields = _fields(record, details) | {"entry_number": number}
        self._check_currency(record, fields)
        self.transactions.append(ParsedTransaction(**fields))
        self.movements += fields["amount"]
        self._operation, self._details = None, []

    def _check_currency(self, record: Record, fields: dict[str, Any]) -> None:
        """Some banks name the currency in the operations only."""
        currency = record.currency("currency")
        self.currency = self.currency or currency
        fields["currency"] = currency or self.currency
        if fields["currency"] != self.currency:
            self.warnings.add(
                "entry_currency_differs",
                entry=fields["account_servicer_reference"] or fields["entry_number"],
                currency=currency,
                account_currency=self.currency,
                amount=fields["amount"],
            )

    def finish(self, new: Record) -> ParsedStatement:
        """The whole statement, with its record 07."""
        self._end_operation()
        closing = _amount(new, "balance")
        opening_date, closing_date = self.old.get("date"), new.date("date", ORDER)
        balances = (
            ParsedBalance("01", self.opening, self.currency, self.old.date("date", ORDER)),
            ParsedBalance("07", closing, self.currency, closing_date),
        )
        account = _account(new)
        if new.get("account") != self.old.get("account"):
            self.warnings.add("entry_account_differs", entry="07", account=account, statement=self.account)
        self.warnings.check_balances(self.opening, self.movements, closing, self.currency)
        _drop(new, "currency")
        return ParsedStatement(
            account_number=self.account,
            currency=self.currency,
            transactions=tuple(self.transactions),
            statement_id=opening_date,
            opening_balance=self.opening,
            closing_balance=closing,
            opening_date=balances[0].date,
            closing_date=closing_date,
            warnings=tuple(self.warnings),
            balances=balances,
            raw=self.old.rest() + new.rest(),
        )


def _drop(record: Record, *names: str) -> None:
    """Leave fields out of what is kept, since the statement says the same."""
    for name in names:
        record.take(name)


def _account(record: Record) -> str:
    """Bank, branch and account of the RIB; a record that has no account has no number."""
    parts = [record.take(name) for name in ("bank", "branch", "account")]
    return "".join("".join(parts).split()) if parts[-1] else ""


def _amount(record: Record, name: str) -> Decimal:
    """The signed amount in a field whose last digit carries the sign; positive is money in.

    A plain last digit says nothing about the sign, so that only a zero can be read then.

    :raises InvalidAmountError: anything else
    """
    text = record.take(name)
    digits, last = text[:-1], text[-1:]
    sign = -1 if last in DEBIT_DIGITS else 1
    digit = DEBIT_DIGITS.get(last) or CREDIT_DIGITS.get(last) or (last if last == "0" and not digits.strip("0") else "")
    decimals = record.take("decimals") or "2"
    if not digit or not (digits.isascii() and digits.isdigit()) or not (decimals.isascii() and decimals.isdigit()):
        raise record.error(InvalidAmountError, name, value=text)
    return sign * Decimal(digits + digit).scaleb(-int(decimals))


def _fields(record: Record, details: list[Record]) -> dict[str, Any]:
    """Fields of a transaction, but for its currency and number."""
    code = record.take("code")
    date, value_date = record.date("date", ORDER), record.date("value_date", ORDER)
    if date is None and value_date is None:
        raise record.error(MissingElementError, "date")
    _account(record)
    entry_number = record.take("entry_number")
    fields: dict[str, Any] = {
        "date": date or value_date,
        "value_date": value_date,
        "amount": _amount(record, "amount"),
        "account_servicer_reference": squeezed(record.take("reference")),
        "bank_transaction_code": code,
        "is_direct_debit": code in DIRECT_DEBIT_CODES,
        "is_reversal": code in RETURN_CODES,
        "return_reason": record.take("reject_reason"),
        "additional_info": OPERATION_NAMES.get(code, ""),
    }
    if entry_number.strip("0"):
        name = "check_number" if code in CHEQUE_CODES else "entry_reference"
        fields[name] = entry_number
    if fields["return_reason"].strip("0") == "":
        fields["return_reason"] = ""
    label = squeezed(record.take("label"))
    fields["remittance_lines"] = (label,) if label else ()
    record.take("currency")
    raw = record.rest()
    for detail in details:
        raw += _add_detail(fields, detail)
    return fields | {"raw": raw}


def _add_detail(fields: dict[str, Any], detail: Record) -> tuple[tuple[str, str], ...]:
    """Put what a record 05 says into the transaction; returns what has no field of its own."""
    name = detail.take("qualifier")
    text = detail.exact("text")
    qualifier = QUALIFIERS.get(name, Qualifier())
    rest: list[tuple[str, str]] = []
    start = 0
    if qualifier.remainder in _MONEY:
        fields |= _MONEY[qualifier.remainder](text)
        return ((f"05/{name}", squeezed(text)),)
    for field, width in qualifier.parts:
        if value := squeezed(text[start : start + width]):
            _put(fields, field, value, rest, f"05/{name}")
        start += width
    if value := squeezed(text[start:]):
        _put(fields, qualifier.remainder, value, rest, f"05/{name}")
    return tuple(rest)


def _put(fields: dict[str, Any], field: str, value: str, rest: list[tuple[str, str]], path: str) -> None:
    if field == "remittance_lines":
        fields[field] += (value,)
    elif field and not fields.get(field):
        fields[field] = value
    else:
        rest.append((path, value))


def _money(text: str) -> tuple[str, Decimal] | None:
    """Currency, number of decimals and 14 digits, as several qualifiers begin."""
    match = re.match(r"([A-Z]{3})(\d)(\d{14})", text, re.ASCII)
    return (match[1], Decimal(match[3]).scaleb(-int(match[2]))) if match else None


def _original(text: str) -> dict[str, Any]:
    """Amount and currency of a payment made in another currency, and perhaps the exchange rate with its decimals.

    >>> _original("USD000000000008358300000001077")
    {'original_currency': 'USD', 'original_amount': Decimal('8358'), 'exchange_rate': Decimal('1.077')}
    >>> _original("something else")
    {}
    """
    money = _money(text)
    if money is None:
        return {}
    fields: dict[str, Any] = {"original_currency": money[0], "original_amount": money[1]}
    rate = re.match(r"(\d)(\d{11})", text[18:], re.ASCII)
    if rate and rate[2].strip("0"):
        fields["exchange_rate"] = Decimal(rate[2]).scaleb(-int(rate[1]))
    return fields


def _charges(text: str) -> dict[str, Any]:
    """Bank charges taken from the movement.

    >>> _charges("EUR200000000000740")
    {'charges': Decimal('7.40')}
    """
    money = _money(text)
    return {} if money is None else {"charges": money[1]}


_MONEY = {"original_amount": _original, "charges": _charges}
"""Field whose qualifier holds an amount -> what reads it."""
