"""Belgian structured communication, OGM-VCS: twelve digits, the last two check the first ten, ``+++090/9337/55493+++``.

Source: Febelfin, structured communication of the Belgian credit transfer; mod 97, with 97 written for 0. Example of
python-stdnum, which does the arithmetic.

>>> is_valid("+++010/8068/17183+++"), is_valid("010/8068/17180")
(True, False)
>>> find("factuur +++010/8068/17183+++ bedankt"), find("factuur ***010806817183***"), find("tel 010806817183")
(['010806817183'], ['010806817183'], [])
>>> format("010806817183")
'+++010/8068/17183+++'
"""

from __future__ import annotations

import re

from stdnum.be import ogm_vcs

NAME = "OGM-VCS (Belgium)"
DISTINCT = True
_TEXT = re.compile(r"(?<!\d)\d{3}[/.]\d{4}[/.]\d{5}(?!\d)|(?<=[+*]{3})\d{12}(?=[+*]{3})")


def compact(text: str) -> str:
    """The twelve digits."""
    return "".join(letter for letter in text if letter not in "+*/. -")


def is_valid(text: str) -> bool:
    """True for twelve digits of which the last two are the check digits of the others."""
    return ogm_vcs.is_valid(compact(text))


def format(text: str) -> str:
    """The communication as it is printed, between plus signs."""
    return f"+++{ogm_vcs.format(compact(text))}+++"


def find(text: str) -> list[str]:
    """Valid communications in a text, compact; twelve bare digits are no communication, one in 97 would be valid."""
    candidates = (compact(candidate) for candidate in _TEXT.findall(text))
    return [candidate for candidate in candidates if is_valid(candidate)]
