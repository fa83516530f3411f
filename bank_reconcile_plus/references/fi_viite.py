"""Finnish reference number, viitenumero: 4 to 20 digits, the last checks the others by the 7-3-1 method.

Source: Finance Finland, form and check digit of the Finnish reference number; its example is 1234561.

>>> is_valid("1234561"), is_valid("1234562")
(True, False)
>>> find("viite 12 34561")
['1234561']
>>> format("1234561")
'12 34561'
"""

from __future__ import annotations

from .checks import digit_runs, in_groups, strip, weighted_731

NAME = "viitenumero (Finland)"
#: one number in ten is valid by chance, so only one that names an open item means anything
DISTINCT = False


def compact(text: str) -> str:
    """The digits without spaces and leading zeros."""
    return strip(text).lstrip("0")


def is_valid(text: str) -> bool:
    """True for 4 to 20 digits whose last one is right."""
    number = compact(text)
    return 4 <= len(number) <= 20 and number.isdecimal() and weighted_731(number[:-1]) == number[-1]


def format(text: str) -> str:
    """Groups of five from the right."""
    return in_groups(compact(text), 5)


def find(text: str) -> list[str]:
    """Valid reference numbers in a text, compact."""
    return [compact(number) for number in digit_runs(text, 4, 20) if is_valid(number)]
