"""Norwegian customer identification, KID: 2 to 25 digits, the last is a check digit by modulus 10 or modulus 11.

Source: Nets/BITS, OCR giro system specification: modulus 10 is Luhn's, its example 2345676; modulus 11 has weights 2 to
7 from the right, and a check of 10 is written ``-``. Which of the two holds is agreed with the bank, so both count.

>>> is_valid("2345676"), is_valid("12345678903"), is_valid("2345675")
(True, True, False)
>>> find("KID 2345676"), format("2345676")
(['2345676'], '2345676')
"""

from __future__ import annotations

import re
from itertools import cycle

from stdnum import luhn

from .checks import strip

NAME = "KID (Norway)"
DISTINCT = False
_TEXT = re.compile(r"(?<![\w])\d{3,24}[\d-](?!\w)")


def compact(text: str) -> str:
    """The digits without spaces; a check character ``-`` at the end stays."""
    text = text.strip()
    return strip(text) + ("-" if text.endswith("-") else "")


def is_valid(text: str) -> bool:
    """True when the last character is right by modulus 10 or modulus 11."""
    number = compact(text)
    if not (2 <= len(number) <= 25 and number[:-1].isdecimal() and (number[-1].isdecimal() or number[-1] == "-")):
        return False
    return _modulus_11(number[:-1]) == number[-1] or (number.isdecimal() and luhn.is_valid(number))


def _modulus_11(digits: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(reversed(digits), cycle(range(2, 8)), strict=False))
    check = -total % 11
    return "-" if check == 10 else str(check)


def format(text: str) -> str:
    """As it is printed: the bare digits."""
    return compact(text)


def find(text: str) -> list[str]:
    """Valid numbers of at least four digits in a text, compact."""
    return [number for number in _TEXT.findall(text) if is_valid(number)]
