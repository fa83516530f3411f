"""Text of XML statements to values: amounts, dates and currencies as XML Schema and ISO 20022 write them.

Source: XML Schema Part 2 (decimal, date, dateTime) and the ISO 20022 types ActiveOrHistoricCurrencyAndAmount (18
digits, no sign, no exponent), ISODate, ISODateTime and ActiveOrHistoricCurrencyCode.

>>> decimal_of("474.4"), date_of("2026-01-31T23:59:59.123+01:00"), currency_of("KWD")
(Decimal('474.4'), datetime.date(2026, 1, 31), 'KWD')
"""

from __future__ import annotations

import datetime
import functools
import re
from decimal import Decimal

MOST_DIGITS = 18

_DECIMAL = re.compile(r"[+-]?(\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2}|T\d{2}:\d{2}.*)?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")


def decimal_of(text: str) -> Decimal:
    """The number exactly as written, zeros at the end included.

    :raises ValueError: not a plain decimal number (``NaN``, exponents, thousands marks), or more than 18 digits

    >>> decimal_of("5442.09000")
    Decimal('5442.09000')
    >>> decimal_of("1E9999999")
    Traceback (most recent call last):
    ValueError: 1E9999999
    """
    match = _DECIMAL.fullmatch(text)
    if match is None or (len(text) > MOST_DIGITS and _digits(match[1]) > MOST_DIGITS):
        raise ValueError(text)
    return Decimal(text)


def _digits(number: str) -> int:
    """How many digits count: neither zeros in front nor zeros at the end of the fraction do."""
    whole, _mark, fraction = number.partition(".")
    return len(whole.lstrip("0")) + len(fraction.rstrip("0"))


@functools.lru_cache(maxsize=1024)
def date_of(text: str) -> datetime.date:
    """The day as written by the bank; time and zone are left out, never converted, since they could move the day.

    :raises ValueError: not a date or date with time, or not a day of the calendar

    >>> date_of("2026-02-30")
    Traceback (most recent call last):
    ValueError: day is out of range for month
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return datetime.date.fromisoformat(match[1])


@functools.lru_cache(maxsize=256)
def currency_of(text: str) -> str:
    """The ISO 4217 code: three capital letters; whether it is in use is for the importer to say.

    :raises ValueError: anything else
    """
    if _CURRENCY.fullmatch(text) is None:
        raise ValueError(text)
    return text
