"""Check digits that several national schemes share.

>>> weighted_731("123456"), weighted_11("2020789")
('1', '1')
"""

from __future__ import annotations

import re
from itertools import cycle

_SEPARATORS = re.compile(r"[\s./\-]+")


def strip(text: str) -> str:
    """A reference without the spaces, dots, slashes and dashes it is printed with, in upper case."""
    return _SEPARATORS.sub("", text).upper()


def weighted_731(digits: str) -> str:
    """Check digit of the 7-3-1 method: weights 7, 3, 1 from the right, up to the next ten."""
    total = sum(int(digit) * weight for digit, weight in zip(reversed(digits), cycle((7, 3, 1)), strict=False))
    return str(-total % 10)


def weighted_11(digits: str) -> str:
    """Check digit of modulus 11 with weights 2, 3, 4 ... from the right; 10 and 11 are written 0."""
    total = sum(int(digit) * weight for weight, digit in enumerate(reversed(digits), start=2))
    check = 11 - total % 11
    return str(check) if check < 10 else "0"


def in_groups(digits: str, size: int) -> str:
    """Digits in groups counted from the right, the way they are printed.

    >>> in_groups("1234561", 5)
    '12 34561'
    """
    head = len(digits) % size
    groups = [digits[:head]] if head else []
    return " ".join(groups + [digits[start : start + size] for start in range(head, len(digits), size)])


def digit_runs(text: str, shortest: int, longest: int) -> list[str]:
    """Numbers in a text, spaces inside groups allowed, of so many digits.

    >>> digit_runs("viite 12 34561, 4711", 7, 20)
    ['1234561']
    """
    runs = (re.sub(r"\s", "", run) for run in re.findall(r"(?<![\w])\d(?:[ ]?\d)*(?![\w])", text))
    return [run for run in runs if shortest <= len(run) <= longest]
