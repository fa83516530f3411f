"""Files that are not XML: from bytes to text, and amounts as banks write them by hand.

>>> decode("Müller".encode()), decode("Müller".encode("cp1252")), decode("Müller".encode("utf-16"))
('Müller', 'Müller', 'Müller')
>>> loose_decimal("-1.234,50"), loose_decimal("+00000000000115.8331"), loose_decimal("1,234.5")
(Decimal('-1234.50'), Decimal('115.8331'), Decimal('1234.5'))
"""

from __future__ import annotations

import codecs
import re
from decimal import Decimal

from .exceptions import FileTooLargeError
from .values import decimal_of
from .xml import LARGEST_FILE, MEGABYTE

LONGEST_AMOUNT = 60
"""Characters of an amount, signs and marks included; more is no amount."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], " ")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = "[ '\u2019\xa0\u202f]"
_SIGN = "([+\\-\u2212]?)"
_AMOUNT = re.compile(rf"{_SIGN} ?((?:\d{{1,3}}(?:{_SPACES}\d{{3}})+|\d)[\d.,]*|[.,]\d+) ?{_SIGN}", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+", re.ASCII)


def decode(content: bytes, declared: str = "") -> str:
    """The text of a file, line ends as newlines and control characters as blanks.

    What is valid UTF-8 is UTF-8, whatever it is labelled; then what the file declares; then the code page of Western
    Windows, which most banks mean when they say nothing or ASCII.

    :param declared: name of the character set the file claims to be in, empty if it does not say
    :raises FileTooLargeError: larger than what is read in one go
    """
    if len(content) > LARGEST_FILE:
        raise FileTooLargeError(limit=LARGEST_FILE // MEGABYTE)
    text = _decoded(content, declared).removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


def _decoded(content: bytes, declared: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if content[1:2] == b"\0" and content[3:4] == b"\0":
        return content.decode("utf-16-le", "replace")
    if content[:1] == b"\0" and content[2:3] == b"\0":
        return content.decode("utf-16-be", "replace")
    for encoding in ("utf-8", declared, "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")


def beginning(content: bytes, size: int = 4096) -> str:
    """The text at the beginning of a file, to recognise it by; never fails."""
    return decode(content[:size].lstrip())


def loose_decimal(text: str) -> Decimal:
    """A signed amount with a point or a comma as decimal mark and perhaps marks of thousands.

    A mark that occurs once is the decimal mark. The sign may stand behind.

    :raises ValueError: no such amount, or more than 18 digits

    >>> loose_decimal("1 234 567,80"), loose_decimal("10.00-"), loose_decimal("1,234,567")
    (Decimal('1234567.80'), Decimal('-10.00'), Decimal('1234567'))
    >>> loose_decimal("$120")
    Traceback (most recent call last):
    ValueError: $120
    """
    match = _AMOUNT.fullmatch(text.strip()) if len(text) <= LONGEST_AMOUNT else None
    if match is None or (match[1] and match[3]):
        raise ValueError(text)
    number = re.sub(_SPACES, "", match[2])
    whole, fraction = number, ""
    last = max(number.rfind("."), number.rfind(","))
    if last >= 0 and number.count(number[last]) == 1:
        whole, fraction = number[:last], number[last + 1 :]
    if "." in whole or "," in whole:
        if _GROUPED.fullmatch(whole) is None:
            raise ValueError(text)
        whole = re.sub("[.,]", "", whole)
    sign = "" if (match[1] or match[3]) in ("", "+") else "-"
    return decimal_of(f"{sign}{whole or '0'}" + (f".{fraction}" if fraction else ""))
