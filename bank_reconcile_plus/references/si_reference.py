"""Slovenian reference: ``SI``, a model number, up to three parts parted by dashes, ``SI05 19-1235-84503``.

Source: Slovenian rules on the form and use of standardised references (Official Gazette 34/2012, annex 1), models SI00
to SI12; the example is published with the explanation of the universal payment order (UPN). See :mod:`.models`.

>>> is_valid("SI05 19-1235-84503"), is_valid("SI05 18-1235-84503"), is_valid("SI00 2026-12")
(True, False, True)
>>> find("placilo SI05 19-1235-84503 hvala"), format("SI0519-1235-84503")
(['SI0519-1235-84503'], 'SI05 19-1235-84503')
"""

from __future__ import annotations

import re

from .models import parts_are_valid

NAME = "SI reference (Slovenia)"
DISTINCT = True
_TEXT = re.compile(r"\bSI(?P<model>0\d|1[0-2])\s?(?P<content>\d{1,12}(?:-\d{1,12}){0,2})(?![\w-])", re.IGNORECASE)


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
