"""Amounts as people write them: decimal comma or point, groups of thousands, signs before, behind and in brackets.

Source: number formats of the Unicode CLDR and of the exports of banks. Nothing is guessed about a single number: what
its decimal mark is comes from the profile or from the whole column.

>>> str(amount_of("1'234.50", ".")), str(amount_of("(1.234,50 EUR)", ",")), str(amount_of("20.00-", "."))
('1234.50', '-1234.50', '-20.00')
>>> str(amount_of("5.00 USD", ".")), str(amount_of("5.00 D", ".")), str(amount_of("5.00 USD DR", "."))
('5.00', '-5.00', '-5.00')
>>> amount_of("12..34", ".")
Traceback (most recent call last):
ValueError: 12..34
>>> [decimal_mark_of(text) for text in ("1.234,5", "1,234,567", "12,5", "1.234", "15")]
[',', '.', ',', '?', '']
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from ..values import MOST_DIGITS
from .columns import SYMBOLS

LONGEST_AMOUNT = 60

MINUS = "-−–‒﹣－"
_SPACES = " \u00a0\u202f\u2009\u2007"
_APOSTROPHES = "'’‘´`"
_GROUPS = {".": f"[,{_APOSTROPHES}{_SPACES}]", ",": f"[.{_APOSTROPHES}{_SPACES}]"}

_NUMBER = {
    mark: re.compile(
        rf"(?:\d+|\d{{1,3}}({group})\d{{3}}(?:\1\d{{3}})*|\d{{1,2}}(?:,\d{{2}})+,\d{{3}})(?:{re.escape(mark)}\d*)?"
        rf"|{re.escape(mark)}\d+",
        re.ASCII,
    )
    for mark, group in _GROUPS.items()
}
_CODE = re.compile(
    r"(?:[A-Z]{3}|[€£$¥₹₽₺₴₪₩฿]|[A-Z]{1,3}\$|kr\.?|zł|Kč|Ft|lei|Fr\.?|R\$|Rs\.?|TL|RM|Rp|kn"
    r"|[₦₱円元원]|лв\.?|руб\.?|грн\.?)",
    re.IGNORECASE,
)
_SIDE = re.compile(r"(?<![^\W\d_])\s*(CR|DR|DB|C|D)\.?$", re.IGNORECASE)  # not the end of USD
_PLAIN = {
    ".": re.compile(r"[+-]?\d{1,3}(?:,\d{3}){0,4}(?:\.\d{1,3})?|[+-]?\d{1,15}(?:\.\d{1,3})?", re.ASCII),
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){0,4}(?:,\d{1,3})?|[+-]?\d{1,15}(?:,\d{1,3})?", re.ASCII),
}
"""What most amounts look like, read without a closer look."""

_DEBIT_SIDES = ("DR", "D", "DB")


def amount_of(text: str, mark: str) -> Decimal:
    """The signed number in a cell.

    :param mark: the decimal mark, ``.`` or ``,``
    :raises ValueError: it is no number written with that mark, or has more than 18 digits
    """
    if _PLAIN[mark].fullmatch(text):
        return Decimal(text.replace(",", "") if mark == "." else text.replace(".", "").replace(",", "."))
    return _amount_of(text, mark)


@functools.lru_cache(maxsize=4096)
def _amount_of(text: str, mark: str) -> Decimal:
    sign, body = _split(text)
    if not sign or _NUMBER[mark].fullmatch(body) is None or sum(map(str.isdigit, body)) > MOST_DIGITS:
        raise ValueError(text[:LONGEST_AMOUNT])
    whole, _mark, fraction = body.rpartition(mark) if mark in body else (body, "", "")
    number = Decimal(
        "".join(filter(str.isdigit, whole)) + "." + fraction if fraction else "".join(filter(str.isdigit, body))
    )
    return -number if sign < 0 else number


def currency_in(text: str) -> str:
    """The currency code or symbol that stands beside a number, as written, else an empty string.

    >>> currency_in("-12,00 EUR"), currency_in("€ 5"), currency_in("5")
    ('EUR', '€', '')
    """
    found = re.search(r"[A-Za-z€£$¥₹₽₺₴₪₩฿ł]+\$?", _SIDE.sub("", text[:LONGEST_AMOUNT]))
    return found[0] if found else ""


def currency_beside(text: str) -> str:
    """The ISO 4217 code of the currency beside a number, empty where there is none.

    >>> currency_beside("-12,00 EUR"), currency_beside("€ 5"), currency_beside("5 kr")
    ('EUR', 'EUR', '')
    """
    found = currency_in(text)
    return SYMBOLS.get(found) or (found if len(found) == 3 and found.isupper() and found.isascii() else "")


@functools.lru_cache(maxsize=4096)
def decimal_mark_of(text: str) -> str:
    """What a number tells of its decimal mark: ``.``, ``,``, ``?`` (it could be either) or nothing.

    A single mark before exactly three digits may divide thousands: it tells nothing sure.

    :raises ValueError: it is no number with either mark
    """
    sign, body = _split(text)
    fits = [mark for mark in ".," if sign and _NUMBER[mark].fullmatch(body)]
    if not fits:
        raise ValueError(text[:LONGEST_AMOUNT])
    if len(fits) == 1:
        return fits[0]
    return "?" if "." in body or "," in body else ""


def _split(text: str) -> tuple[int, str]:
    """Sign (0: it is no amount) and what is left without sign, brackets, currency and CR or DR."""
    rest = text.strip()
    if not rest or len(rest) > LONGEST_AMOUNT:
        return 0, ""
    signs: list[int] = []
    side = _SIDE.search(rest)
    if side and any(map(str.isdigit, rest[: side.start()])):
        signs.append(-1 if side[1].upper() in _DEBIT_SIDES else 1)
        rest = rest[: side.start()]
    while rest and not rest[0].isdigit() and rest[0] not in ".,":
        rest = _take(rest, signs, front=True)
    while rest and not rest[-1].isdigit() and rest[-1] not in ".,":
        rest = _take(rest, signs, front=False)
    if not rest or 0 in signs or len([sign for sign in signs if sign]) > 1:
        return 0, ""
    return (signs[0] if signs else 1), rest


def _take(rest: str, signs: list[int], front: bool) -> str:
    """Take a sign, bracket, currency or blank off one end; a 0 in ``signs`` says that it is none of these."""
    end = rest[0] if front else rest[-1]
    left = rest[1:] if front else rest[:-1]
    if end in _SPACES or (front and end in _APOSTROPHES):  # an apostrophe in front tells a spreadsheet: this is text
        return left
    if end in MINUS or end == "+":
        signs.append(1 if end == "+" else -1)
        return left
    if end == ("(" if front else ")"):
        other = left.rfind(")") if front else -1
        if front and other >= 0 and not any(map(str.isdigit, left[other:])):
            signs.append(-1)
            return left[:other] + left[other + 1 :]
        signs.append(0)
        return ""
    match = _CODE.match(rest) if front else re.search(rf"{_CODE.pattern}$", rest, re.IGNORECASE)
    if match:
        return rest[match.end() :] if front else rest[: match.start()]
    signs.append(0)
    return ""
