"""RF creditor reference, used all over the SEPA area: ``RF``, two check digits, up to 21 letters and digits.

Source: ISO 11649, check digits by mod 97-10 of ISO 7064; the example is the one of the European Payments Council and
of python-stdnum, which does the arithmetic.

>>> is_valid("RF18 5390 0754 7034"), is_valid("RF17 5390 0754 7034")
(True, False)
>>> find("payment RF18 5390 0754 7034 thanks")
['RF18539007547034']
>>> format("RF18539007547034")
'RF18 5390 0754 7034'
"""

from __future__ import annotations

import re

from stdnum import iso11649

from .checks import strip

NAME = "RF creditor reference"
#: nothing else looks like it, so a valid one in a text is no chance
DISTINCT = True
_TEXT = re.compile(r"\bRF\d{2}(?:[ ]?[0-9A-Z]){1,21}", re.IGNORECASE)


def compact(text: str) -> str:
    """The reference without separators, in upper case."""
    return strip(text)


def is_valid(text: str) -> bool:
    """True when form and check digits are right."""
    return iso11649.is_valid(compact(text))


def format(text: str) -> str:
    """The reference as it is printed, in groups of four."""
    return iso11649.format(compact(text))


def find(text: str) -> list[str]:
    """Valid references in a text, compact. Words that follow are left out: the longest valid beginning counts."""
    found = []
    for candidate in _TEXT.finditer(text):
        pieces = candidate.group().split()
        for end in range(len(pieces), 0, -1):
            reference = compact("".join(pieces[:end]))
            if is_valid(reference):
                found.append(reference)
                break
    return found
