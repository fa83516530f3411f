"""AEB43, Norma 43 or Cuaderno 43: what Spanish banks send, records of 80 characters.

Source: Asociación Española de Banca (now CECA and UNACC too), Cuaderno 43, "Información normalizada de cuenta
corriente", June 2012. The packages that read it are GPL, or drop the complementary records.

A statement goes from a record 11 (account, opening balance) to a record 33 (totals, closing balance); the file ends
with a record 88. The account number is bank, office and account of the CCC, without its two check digits, which the
file does not have.

>>> content = b'''\\
... 11004915000512345678260114260115200000000010000978300ACME SL
... 22    1500260115260115040071000000000010000000000000000000000000REF1
... 2301TRANSFERENCIA A FAVOR DE BETA         FACTURA 12
... 3300491500051234567800001000000000010000000000000000000000200000000009000978
... 88999999999999999999000004'''
>>> detect(content)
True
>>> [statement] = parse(content)
>>> statement.account_number, str(statement.opening_balance), str(statement.closing_balance)
('004915000512345678', '100.00', '90.00')
>>> [transaction] = statement.transactions
>>> str(transaction.amount), transaction.bank_transaction_code, transaction.remittance_lines
('-10.00', '04/007', ('TRANSFERENCIA A FAVOR DE BETA', 'FACTURA 12', 'REF1'))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from .aeb43_codes import CHEQUE_CONCEPTS, CONCEPTS, CURRENCIES, NOTHING, RETURN_CONCEPTS
from .exceptions import (
    InvalidCurrencyError,
    InvalidValueError,
    Location,
    MissingElementError,
    StatementFormatError,
    UnexpectedElementError,
)
from .fixed import Layout, Record, lines_of, missing, squeezed
from .notes import Warnings
from .text import beginning
from .types import ParsedBalance, ParsedStatement, ParsedTransaction

WIDTH = 80
ORDER = "YMD"
DECIMALS = 2
SIGNS = {"1": -1, "2": 1}
"""Debe and haber."""

NO_SIGN = ("", "0")
"""What some programs write where there is nothing to sign, and in balances that are not negative."""

FILE_HEADER = Layout("00", sender=(3, 14), created=(15, 34), delivery=(35, 36), kind=(37, 39), name=(40, 49))
"""What some banks begin the file with; not in the standard."""

HEADER = Layout(
    "11",
    bank=(3, 6),
    office=(7, 10),
    account=(11, 20),
    start_date=(21, 26),
    end_date=(27, 32),
    sign=(33, 33),
    balance=(34, 47),
    currency=(48, 50),
    mode=(51, 51),
    owner=(52, 77),
)
ENTRY = Layout(
    "22",
    office=(7, 10),
    date=(11, 16),
    value_date=(17, 22),
    concept=(23, 24),
    own_concept=(25, 27),
    sign=(28, 28),
    amount=(29, 42),
    document=(43, 52),
    reference_1=(53, 64),
    reference_2=(65, 80),
)
COMPLEMENT = Layout("23", number=(3, 4), text_1=(5, 42), text_2=(43, 80))
EQUIVALENCE = Layout("24", number=(3, 4), currency=(5, 7), amount=(8, 21), text=(22, 80))
TOTALS = Layout(
    "33",
    bank=(3, 6),
    office=(7, 10),
    account=(11, 20),
    debit_count=(21, 25),
    debit=(26, 39),
    credit_count=(40, 44),
    credit=(45, 58),
    sign=(59, 59),
    balance=(60, 73),
    currency=(74, 76),
)
END = Layout("88", nines=(3, 20), records=(21, 26))
LAYOUTS = {layout.label: layout for layout in (HEADER, ENTRY, COMPLEMENT, EQUIVALENCE, TOTALS, END)}

_OPENING = re.compile(r"(?:\s|00[^\n]{0,78}\n)*11\d{18}\d{12}[12]\d{14}(?:\d{3}|[A-Z]{3}|   )", re.ASCII)


def detect(content: bytes) -> bool:
    """Whether a file begins with a record 11."""
    return bool(_OPENING.match(beginning(content)))


def parse(content: bytes) -> list[ParsedStatement]:
    """The statements of the file, one a record 11.

    :raises StatementFormatError: the file is damaged, cut off, or lacks what is needed
    """
    document = _Document()
    readers = list(document.readers(content))
    if not readers:
        raise MissingElementError(Location(1, HEADER.label))
    document.check_end(readers[-1].warnings)
    file_fields = document.header.rest() if document.header is not None else ()
    return [reader.statement(file_fields) for reader in readers]


class _Document:
    """A file while it is read."""

    def __init__(self) -> None:
        self.records = 0
        self.header: Record | None = None
        self.end: Record | None = None

    def readers(self, content: bytes) -> Iterator[_StatementReader]:
        """Each statement when its totals were read."""
        reader: _StatementReader | None = None
        line = 0
        for line, text in lines_of(content, WIDTH):
            layout = LAYOUTS.get(text[:2])
            if text.startswith(FILE_HEADER.label) and not self.records:
                self.header = Record(FILE_HEADER, text, line)
                continue
            if layout is None or self.end is not None:
                raise UnexpectedElementError(Location(line, text[:2].strip()))
            record = Record(layout, text, line)
            if layout is END and reader is None:
                self.end = record
                continue
            self.records += 1
            if (reader is None) != (layout is HEADER) or layout is END:
                raise UnexpectedElementError(Location(line, layout.label))
            if reader is None:
                reader = _StatementReader(record)
            elif layout is TOTALS:
                reader.finish(record)
                yield reader
                reader = None
            else:
                reader.add(record)
        if reader is not None:
            missing(line, TOTALS.label)

    def check_end(self, warnings: Warnings) -> None:
        """What record 88 says about the file; a record 00 before all others may be counted or not."""
        if self.end is None:
            warnings.add("closing_record_missing", element=END.label)
        elif self.end.get("records"):
            declared = self.end.count("records")
            if self.header is None or declared != self.records + 1:
                warnings.check("record_count_differs", "88/records", declared, self.records)


class _StatementReader:
    """Collects a statement while its records arrive."""

    def __init__(self, header: Record) -> None:
        self.header = header
        self.warnings = Warnings()
        self.transactions: list[ParsedTransaction] = []
        self.account = _account(header)
        self.currency = _currency(header)
        self.period = f"{header.get('start_date')}-{header.get('end_date')}"
        self.dates = header.date("start_date", ORDER), header.date("end_date", ORDER)
        self.opening = _signed(header, "balance")
        self.totals: Record | None = None
        self._entry: Record | None = None
        self._others: list[Record] = []

    def add(self, record: Record) -> None:
        """Take an entry, or a record that completes the one before it.

        :raises StatementFormatError: it cannot be read, or completes nothing
        """
        if record.layout is ENTRY:
            self._end_entry()
            self._entry = record
        elif self._entry is None:
            raise UnexpectedElementError(Location(record.line, record.layout.label))
        else:
            self._others.append(record)

    def _end_entry(self) -> None:
        if self._entry is None:
            return
        number = len(self.transactions) + 1
        fields = _fields(self._entry, self._others, self.currency)
        self.transactions.append(ParsedTransaction(**fields, currency=self.currency, entry_number=number))
        self._entry, self._others = None, []

    def finish(self, totals: Record) -> None:
        """Take the record 33.

        :raises InvalidValueError: it is of another account or currency, or not where its columns say
        """
        self._end_entry()
        self.totals = totals
        if _account(totals) != self.account:
            raise totals.error(InvalidValueError, "account", value=totals.get("account"))
        code = totals.get("currency")
        if code and _currency(totals) != self.currency:
            raise totals.error(InvalidCurrencyError, "currency", value=code)
        self.closing = _signed(totals, "balance")
        self._check(totals)

    def _check(self, totals: Record) -> None:
        amounts = [transaction.amount for transaction in self.transactions]
        for name, found in (
            ("debit", [-amount for amount in amounts if amount < 0]),
            ("credit", [amount for amount in amounts if amount > 0]),
        ):
            if totals.get(f"{name}_count"):  # some banks leave counts and sums blank
                path, declared = f"33/{name}_count", totals.count(f"{name}_count")
                # an amount of zero may be counted on either side
                if not len(found) <= declared <= len(found) + amounts.count(Decimal(0)):
                    self.warnings.check("summary_count_differs", path, declared, len(found))
            if totals.get(name):
                self.warnings.check("summary_sum_differs", f"33/{name}", totals.digits(name, DECIMALS), sum(found))
        self.warnings.check_balances(self.opening, sum(amounts, Decimal(0)), self.closing, self.currency)

    def statement(self, file_fields: tuple[tuple[str, str], ...]) -> ParsedStatement:
        """The whole statement, once it is finished, with the fields of its file."""
        start, end = self.dates
        return ParsedStatement(
            account_number=self.account,
            currency=self.currency,
            transactions=tuple(self.transactions),
            statement_id=self.period,
            opening_balance=self.opening,
            closing_balance=self.closing,
            opening_date=start,
            closing_date=end,
            account_owner=squeezed(self.header.take("owner")),
            warnings=tuple(self.warnings),
            balances=(
                ParsedBalance(HEADER.label, self.opening, self.currency, start),
                ParsedBalance(TOTALS.label, self.closing, self.currency, end),
            ),
            raw=file_fields + self.header.rest() + (self.totals.rest() if self.totals is not None else ()),
        )


def _account(record: Record) -> str:
    """Bank, office and account, 18 digits; empty when they are zeros only, as in files without their owner's data."""
    number = "".join(record.take(name) for name in ("bank", "office", "account"))
    return number if number.strip("0") else ""


def _currency(record: Record) -> str:
    """The ISO 4217 code for the numeric one, empty when it is blank.

    :raises InvalidCurrencyError: no currency has it
    """
    code = record.take("currency")
    if not code or code in CURRENCIES.values():
        return code
    if code not in CURRENCIES:
        raise record.error(InvalidCurrencyError, "currency", value=code)
    return CURRENCIES[code]


def _signed(record: Record, name: str) -> Decimal:
    """The amount in a field with the sign beside it; positive is money in.

    :raises StatementFormatError: it is no number, or the sign is neither debit nor credit
    """
    sign, amount = record.take("sign"), record.digits(name, DECIMALS)
    if sign in NO_SIGN and (name == "balance" or not amount):  # the movements tell whether that balance is right
        return amount
    if sign not in SIGNS:
        raise record.error(InvalidValueError, "sign", value=sign)
    return SIGNS[sign] * amount + 0  # no negative zero


def _fields(record: Record, others: list[Record], currency: str) -> dict[str, Any]:
    """Fields of a transaction, but for its currency and number."""
    date, value_date = record.date("date", ORDER), record.date("value_date", ORDER)
    if date is None and value_date is None:
        raise record.error(MissingElementError, "date")
    concept, own_concept = record.take("concept"), record.take("own_concept")
    document, first, second = (squeezed(record.take(name)) for name in ("document", "reference_1", "reference_2"))
    fields: dict[str, Any] = {
        "date": date or value_date,
        "value_date": value_date,
        "amount": _signed(record, "amount"),
        "bank_transaction_code": "/".join(filter(None, (concept, own_concept))),
        "additional_info": CONCEPTS.get(concept, ""),
        "is_reversal": concept in RETURN_CONCEPTS,
        "entry_reference": document if document.strip(NOTHING) else "",
    }
    if concept in CHEQUE_CONCEPTS:
        fields["check_number"] = fields.pop("entry_reference")
    lines, raw = [], record.rest()
    for other in others:
        if other.layout is EQUIVALENCE:
            fields |= _original(other, currency)
        else:
            lines += [squeezed(other.take(name)) for name in ("text_1", "text_2")]
            other.take("number")
        raw += other.rest()
    # the two references of the entry are text of whoever ordered it, or a reference of the bank
    lines += [reference for reference in (first, second) if reference.strip(NOTHING)]
    return fields | {"remittance_lines": tuple(filter(None, lines)), "raw": raw}


def _original(record: Record, currency: str) -> dict[str, Any]:
    """Amount and currency of a payment made in another one; what cannot be read stays as it is."""
    try:
        amount, original = record.digits("amount", DECIMALS), _currency(record)
    except StatementFormatError:
        return {}
    record.take("number")
    return {} if original == currency else {"original_amount": amount, "original_currency": original}
