"""Swedish OCR number: 2 to 25 digits, the last a check digit, the one before it often the length (variable length).

Source: Bankgirot, OCR reference control: check digit by modulus 10 (Luhn), length digit is the last digit of the number
of digits, both control digits included.

>>> is_valid("123455"), has_length_digit("1234574"), is_valid("123456")
(True, True, False)
>>> find("OCR 123455"), format("123455")
(['123455'], '123455')
"""

from __future__ import annotations

from stdnum import luhn

from .checks import digit_runs, strip

NAME = "OCR (Sweden)"
DISTINCT = False


def compact(text: str) -> str:
    """The digits without spaces and the ``#`` marks of the slip."""
    return strip(text.replace("#", ""))


def is_valid(text: str) -> bool:
    """True for 2 to 25 digits whose last one is right by Luhn."""
    number = compact(text)
    return 2 <= len(number) <= 25 and number.isdecimal() and luhn.is_valid(number)


def has_length_digit(text: str) -> bool:
    """True when the digit before the last tells the length, as the stricter control levels ask."""
    number = compact(text)
    return is_valid(number) and len(number) > 2 and int(number[-2]) == len(number) % 10


def format(text: str) -> str:
    """As it is printed: the bare digits."""
    return compact(text)


def find(text: str) -> list[str]:
    """Valid numbers of at least four digits in a text, compact."""
    return [number for number in digit_runs(text, 4, 25) if is_valid(number)]
