"""Danish payment slip reference, FIK/OCR: ``+71<`` with 15 digits, ``+75<`` with 16, then the creditor.

The last digit is a check digit by modulus 10 (Luhn). Source: the OCR line of the Danish payment slip (Finans Danmark,
Nets); the example is published by Uniconta.

>>> is_valid("+71<004040400000669+12345678<"), is_valid("004040400000668")
(True, False)
>>> find("indbetaling +71<004040400000669+12345678<")
['004040400000669']
>>> format("004040400000669")
'+71<004040400000669'
"""

from __future__ import annotations

import re

from stdnum import luhn

from .checks import strip

NAME = "FIK (Denmark)"
DISTINCT = False
#: card type -> digits of its reference
LENGTHS = {"71": 15, "75": 16, "04": 16}
_LINE = re.compile(r"\+?(?P<card>71|75|04)\s?<\s?(?P<reference>[\d ]{10,22})")


def compact(text: str) -> str:
    """The digits of the reference, card type and creditor left out."""
    line = _LINE.search(text)
    return strip(line.group("reference") if line else text)


def is_valid(text: str) -> bool:
    """True for 15 or 16 digits whose last one is right by Luhn."""
    number = compact(text)
    return len(number) in LENGTHS.values() and number.isdecimal() and luhn.is_valid(number)


def format(text: str) -> str:
    """The reference with its card type."""
    number = compact(text)
    return f"+{'71' if len(number) == LENGTHS['71'] else '75'}<{number}"


def find(text: str) -> list[str]:
    """Valid references in a text, compact; only after their card type, bare digits are too many things."""
    candidates = (strip(line.group("reference")) for line in _LINE.finditer(text))
    return [number for number in candidates if is_valid(number)]
