"""Dutch payment reference, betalingskenmerk: 7, 9 to 14 or 16 digits, from nine on with a check digit in front.

The check digit C is the first digit; with 9 to 14 digits the second one, L, is the length of what follows (its last
digit). Source: Betaalvereniging Nederland, specification of the NL-betalingskenmerk (weighted modulus 11); the
examples are theirs.

>>> is_valid("5000 0567 8901 2345"), is_valid("12 2345 3462 2567"), is_valid("4000 0567 8901 2345")
(True, True, False)
>>> find("kenmerk 5000 0567 8901 2345")
['5000056789012345']
>>> format("5000056789012345")
'5000 0567 8901 2345'
"""

from __future__ import annotations

from itertools import cycle

from .checks import digit_runs, in_groups, strip

NAME = "betalingskenmerk (Netherlands)"
DISTINCT = False
WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)


def compact(text: str) -> str:
    """The digits without spaces."""
    return strip(text)


def is_valid(text: str) -> bool:
    """True for a length in use, with the length code and the check digit right where there are any.

    Seven digits have no check and are not called valid: any seven digits would be.
    """
    number = compact(text)
    if not number.isdecimal() or len(number) not in (*range(9, 15), 16):
        return False
    if len(number) < 16 and int(number[1]) != (len(number) - 2) % 10:
        return False
    return _check_digit(number[1:]) == number[0]


def _check_digit(digits: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(reversed(digits), cycle(WEIGHTS), strict=False))
    check = 11 - total % 11
    return {10: "1", 11: "0"}.get(check, str(check))


def format(text: str) -> str:
    """Groups of four from the right, as on the giro form."""
    return in_groups(compact(text), 4)


def find(text: str) -> list[str]:
    """Valid references in a text, compact."""
    return [number for number in digit_runs(text, 9, 16) if is_valid(number)]
