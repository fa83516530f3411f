"""What stands above a table: whose account it is.

>>> account_above([(1, ["Account number: 1234-56789"]), (2, ["Currency", "EUR"])])
'1234-56789'
"""

from __future__ import annotations

import re
from itertools import pairwise

from ..account_numbers import is_iban
from .columns import roles_of
from .table import Row, shown

LEAST_DIGITS = 5
"""Of an account number that stands above a table without being an IBAN."""

_NUMBER = re.compile(r"(?!.*XX)[A-Z0-9./-]{5,34}", re.ASCII)  # a masked number is of no use
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")


def account_above(rows: list[Row]) -> str:
    """The account in the rows above the header, where banks write whose it is: an IBAN, or a number with its name."""
    texts = [(shown(cell), shown(after)) for _number, cells in rows for cell, after in pairwise([*cells, ""])]
    found = {match.replace(" ", "") for text, _after in texts for match in _IBAN.findall(text) if is_iban(match)}
    if not found:
        found = {number for text, after in texts if (number := _named_account(text, after))}
    return found.pop() if len(found) == 1 else ""


def _named_account(text: str, after: str) -> str:
    """The number that a cell names as an account's, in itself behind a colon or in the cell after it."""
    name, _colon, number = text.partition(":")
    number = "".join((number if number.strip() else after).split())
    if roles_of(name).get("account", 0) < 2 or sum(map(str.isdigit, number)) < LEAST_DIGITS:
        return ""
    return number if _NUMBER.fullmatch(number) else ""
