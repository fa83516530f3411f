"""The fields of MT940 and MT942 that hold figures: balances, the statement line, floor limits and sums.

Source: SWIFT Standards MT, category 9: fields 60a, 61, 62a, 64, 65, 34F, 90C and 90D. A date is YYMMDD, an amount has a
decimal comma that may end it (``1,``), D is a debit. A reversal says the direction it takes back: RC is money out.

>>> balance = read_balance(Field("60F", "D260131EUR1250,5", 4))
>>> str(balance.amount), balance.currency, balance.date.isoformat()
('-1250.5', 'EUR', '2026-01-31')
>>> line = read_line(Field("61", "2512310102RC10,NTRFINV-1//BANK-7\\nDetails", 5))
>>> str(line.amount), line.value_date.isoformat(), line.entry_date.isoformat(), line.is_reversal
('-10', '2025-12-31', '2026-01-02', True)
>>> line.type_code, line.owner_reference, line.bank_reference, line.details
('NTRF', 'INV-1', 'BANK-7', ('Details',))
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from dataclasses import dataclass
from decimal import Decimal

from ..exceptions import InvalidAmountError, InvalidDateError, InvalidValueError
from ..types import ParsedBalance
from ..values import decimal_of
from .messages import Field

SIGNS = {"C": 1, "D": -1, "RC": -1, "RD": 1, "EC": 1, "ED": -1}
"""Mark of direction -> sign; R is a reversal, E an expected movement (MT942)."""

PAGE_BREAK = "INTM"

REFERENCE_LENGTH = 16
"""Places of the account owner's reference; Rabobank's old files fill them up and put a name behind."""

_BALANCE = re.compile(r"([CD])\s?(\d{6})?\s?([A-Z]{3})?\s?(\S*)\s*", re.ASCII)
_LINE = re.compile(r"(\d{6,12})\s{0,4}(R[CD]|E[CD]|[CD])([A-Z])?\s?([\d.,]+)\s*(.*)", re.ASCII)
_AMOUNT = re.compile(r"(\d*)[.,]?(\d*)", re.ASCII)
_MORE_DIGITS = re.compile(r"\s+[\d.,]|[^\sA-Z/]", re.ASCII)
"""An amount goes on behind a blank, or what follows begins no field: what was read is not all of it."""
_TYPE = re.compile(r"(?!NONREF)([A-Z][A-Z0-9 ]{3})(.*)", re.ASCII)
_SUM = re.compile(r"(\d{1,5})([A-Z]{3})([\d.,]+)", re.ASCII)
_FLOOR = re.compile(r"([A-Z]{3})([CD])?([\d.,]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """Field 61, the statement line.

    :param amount: signed, positive is money in
    :param entry_date: the day it was booked, where the bank gives it
    :param written_date: the value date as written, when the calendar does not have it and it was moved
    :param mark: direction as written: C, D, RC, RD, EC or ED
    :param details: supplementary details, one string a line
    """

    value_date: datetime.date
    entry_date: datetime.date | None
    written_date: str
    mark: str
    funds_code: str
    amount: Decimal
    type_code: str
    owner_reference: str
    bank_reference: str
    details: tuple[str, ...]

    @property
    def is_reversal(self) -> bool:
        """The bank takes an earlier movement back."""
        return self.mark[0] == "R"

    @property
    def is_expected(self) -> bool:
        """Announced, not booked."""
        return self.mark[0] == "E"


def amount_of(text: str) -> Decimal:
    """An unsigned amount with a comma, or as some banks write it a point, before the decimals.

    :raises ValueError: no such amount, or more than 18 digits

    >>> amount_of("000000001213,28"), amount_of("1,"), amount_of("7")
    (Decimal('1213.28'), Decimal('1'), Decimal('7'))
    """
    match = _AMOUNT.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        raise ValueError(text)
    return decimal_of(f"{match[1].lstrip('0') or '0'}.{match[2]}" if match[2] else match[1].lstrip("0") or "0")


@functools.lru_cache(maxsize=1024)
def day_of(text: str) -> datetime.date:
    """The day in YYMMDD, or YYYYMMDD; years from 80 on are of the last century.

    :raises ValueError: no day of the calendar
    """
    if len(text) == 6:
        text = ("19" if text >= "80" else "20") + text
    return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _booked_day(text: str) -> datetime.date:
    """A day of an entry; the 29th and 30th of a shorter February is its last day.

    Banks that count every month as 30 days write value dates like that.
    """
    try:
        return day_of(text)
    except ValueError:
        if text[-4:] not in ("0229", "0230"):
            raise
        first = day_of(text[:-2] + "01")
        return first.replace(day=calendar.monthrange(first.year, 2)[1])


def _entry_day(text: str, value_date: datetime.date) -> datetime.date:
    """The day in MMDD that is nearest to the value date: it may lie in the year before or after.

    >>> _entry_day("0102", datetime.date(2025, 12, 31)).isoformat()
    '2026-01-02'
    """
    years = (value_date.year + offset for offset in (0, 1, -1))
    days = []
    for year in years:
        try:
            days.append(_booked_day(f"{year:04}{text}"))
        except ValueError:
            continue
    if not days:
        raise ValueError(text)
    return min(days, key=lambda day: abs((day - value_date).days))


def read_balance(field: Field, currency: str = "") -> ParsedBalance:
    """A balance: field 60a, 62a, 64 or 65. A day the calendar does not have is left out.

    :param currency: of the statement, for old files whose closing balance leaves it out
    :raises StatementFormatError: it is no balance
    """
    text = field.text.partition("\n")[0]
    match = _BALANCE.fullmatch(text)
    if match is None:
        raise InvalidValueError(field.location, value=text)
    sign, date, own_currency, amount = match.groups()
    try:
        number = amount_of(amount) * SIGNS[sign] + 0  # no negative zero
    except ValueError:
        raise InvalidAmountError(field.location, value=amount) from None
    return ParsedBalance(
        code=field.tag,
        amount=number,
        currency=own_currency or currency,
        date=_day_or_none(date),
        subtype=PAGE_BREAK if field.tag.endswith("M") else "",
    )


def _day_or_none(text: str | None) -> datetime.date | None:
    try:
        return day_of(text) if text else None
    except ValueError:
        return None


def balance_date(field: Field) -> str:
    """The date of a balance as written."""
    match = _BALANCE.match(field.text)
    return (match and match[2]) or ""


def read_line(field: Field) -> Line:
    """The statement line.

    :raises StatementFormatError: its dates, direction or amount cannot be right
    """
    text, *details = field.text.split("\n")
    match = _LINE.fullmatch(text)
    if match is None and details:  # some banks break the line before the amount
        text += details.pop(0)
        match = _LINE.fullmatch(text)
    if match is None:
        raise InvalidValueError(field.location, value=text)
    dates, mark, funds_code, amount, rest = match.groups()
    if _MORE_DIGITS.match(text, match.end(4)):
        raise InvalidAmountError(field.location, value=text[match.start(4) :])
    try:
        number = amount_of(amount) * SIGNS[mark] + 0
    except ValueError:
        raise InvalidAmountError(field.location, value=amount) from None
    written, entry = (dates[:-4], dates[-4:]) if len(dates) in (10, 12) else (dates, "")
    try:
        value_date = _booked_day(written)
        entry_date = _entry_day(entry, value_date) if entry else None
    except ValueError:
        raise InvalidDateError(field.location, value=dates) from None
    type_code, owner_reference, bank_reference = _references(rest)
    return Line(
        value_date=value_date,
        entry_date=entry_date,
        written_date="" if written[-2:] == f"{value_date.day:02}" else written,
        mark=mark,
        funds_code=funds_code or "",
        amount=number,
        type_code=type_code,
        owner_reference=owner_reference,
        bank_reference=bank_reference,
        details=tuple([detail for line in details if (detail := line.strip())]),
    )


def _references(text: str) -> tuple[str, str, str]:
    """Transaction type, reference of the account owner, reference of the bank."""
    match = _TYPE.match(text)
    type_code, rest = (match[1].strip(), match[2]) if match else ("", text)
    owner_reference, _mark, bank_reference = rest.partition("//")
    return type_code, owner_reference.strip(), bank_reference.strip()


def read_sum(field: Field) -> tuple[int, str, Decimal]:
    """Field 90C or 90D: number of entries, currency, unsigned sum.

    :raises InvalidValueError: it is none
    """
    match = _SUM.match(field.text)
    try:
        return int(match[1]), match[2], amount_of(match[3])
    except (TypeError, ValueError):
        raise InvalidValueError(field.location, value=field.text) from None


def floor_currency(field: Field) -> str:
    """Currency of field 34F, the floor limit, empty if it cannot be read: nothing is booked by it."""
    match = _FLOOR.match(field.text)
    return match[1] if match else ""
