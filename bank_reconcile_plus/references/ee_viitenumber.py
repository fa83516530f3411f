"""Estonian reference number, viitenumber: 2 to 20 digits, the last checks the others by the 7-3-1 method.

Source: Estonian Banking Association, reference number standard (the method is the Finnish one; groups of four).

>>> is_valid("1234561"), is_valid("1234560")
(True, False)
>>> find("viitenumber 1234 561"), format("1234561")
(['1234561'], '123 4561')
"""

from __future__ import annotations

from .checks import digit_runs, in_groups, strip, weighted_731

NAME = "viitenumber (Estonia)"
DISTINCT = False


def compact(text: str) -> str:
    """The digits without spaces."""
    return strip(text)


def is_valid(text: str) -> bool:
    """True for 2 to 20 digits whose last one is right."""
    number = compact(text)
    return 2 <= len(number) <= 20 and number.isdecimal() and weighted_731(number[:-1]) == number[-1]


def format(text: str) -> str:
    """Groups of four from the right."""
    return in_groups(compact(text), 4)


def find(text: str) -> list[str]:
    """Valid reference numbers of at least four digits in a text, compact."""
    return [number for number in digit_runs(text, 4, 20) if is_valid(number)]
