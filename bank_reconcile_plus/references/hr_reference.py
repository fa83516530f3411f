"""Croatian reference, poziv na broj: ``HR``, a model number, up to three parts parted by dashes, ``HR01 2020-789-1``.

Source: HUB/FINA, overview of reference number models; models HR00 to HR11 have the digits of :mod:`.models`. HR99 says
that there is no reference and is not one.

>>> is_valid("HR01 2020-789-1"), is_valid("HR01 2020-789-2"), is_valid("HR00 12-34")
(True, False, True)
>>> find("uplata HR01 2020-789-1"), format("HR012020-789-1")
(['HR012020-789-1'], 'HR01 2020-789-1')
"""

from __future__ import annotations

import re

from .models import parts_are_valid

NAME = "HR reference (Croatia)"
DISTINCT = True
_TEXT = re.compile(r"\bHR(?P<model>0\d|1[01])\s?(?P<content>\d{1,12}(?:-\d{1,12}){0,2})(?![\w-])", re.IGNORECASE)


def compact(text: str) -> str:
    """Without spaces, in upper case; the dashes part the reference and stay."""
    return "".join(text.split()).upper()


def is_valid(text: str) -> bool:
    """True when the model is known and the check digits it asks for are right."""
    found = _TEXT.fullmatch(compact(text))
    return bool(found) and parts_are_valid(found.group("model"), found.group("content"))


def format(text: str) -> str:
    """The model, a space, the parts."""
    reference = compact(text)
    return f"{reference[:4]} {reference[4:]}"


def find(text: str) -> list[str]:
    """Valid references in a text, compact."""
    return [compact(found.group()) for found in _TEXT.finditer(text) if is_valid(found.group())]
