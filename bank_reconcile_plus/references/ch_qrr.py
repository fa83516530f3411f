"""Swiss QR reference (QRR) and its forerunner, the ESR reference number: up to 27 digits, the last is a check digit.

Source: SIX, Swiss Implementation Guidelines for the QR-bill, annex B (modulo 10, recursive); the example is theirs and
python-stdnum's, which does the arithmetic.

>>> is_valid("21 00000 00003 13947 14300 09017"), is_valid("210000000003139471430009016")
(True, False)
>>> find("QRR 21 00000 00003 13947 14300 09017")
['210000000003139471430009017']
>>> format("210000000003139471430009017")
'21 00000 00003 13947 14300 09017'
"""

from __future__ import annotations

from stdnum.ch import esr

from .checks import digit_runs, strip

NAME = "QR reference (Switzerland)"
DISTINCT = True
#: digits of the full form; the bank may drop leading zeros, then only a known reference is found
LENGTH = 27


def compact(text: str) -> str:
    """The digits without separators, leading zeros kept as written."""
    return strip(text)


def is_valid(text: str) -> bool:
    """True for 16 or 27 digits (the lengths in use) whose check digit is right."""
    number = compact(text)
    return len(number) in (16, LENGTH) and number.isdecimal() and number.strip("0") != "" and esr.is_valid(number)


def format(text: str) -> str:
    """The full 27 digits in groups of five, as on the payment part."""
    return esr.format(compact(text))


def find(text: str) -> list[str]:
    """Valid references of full length in a text, compact."""
    return [number for number in digit_runs(text, LENGTH, LENGTH) if is_valid(number)]
