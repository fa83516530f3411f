"""Structured payment references: one module a scheme, the same functions in each, one explicit registry.

Every scheme has ``find(text)`` (valid references in a text, compact), ``compact(text)``, ``is_valid(text)``,
``format(text)`` (as it is printed), ``NAME`` and ``DISTINCT``: whether a valid one is recognised for sure, or may be
any number that happens to have the right last digit. A new scheme is a new module and a row here.

>>> scheme_of("RF18 5390 0754 7034").NAME, scheme_of("INV/2026/0012") is None
('RF creditor reference', True)
>>> find_distinct("zahlung +++010/8068/17183+++")
['010806817183']
"""

from __future__ import annotations

from types import ModuleType

from . import (
    be_ogm,
    ch_qrr,
    dk_fik,
    ee_viitenumber,
    fi_viite,
    hr_reference,
    nl_betalingskenmerk,
    no_kid,
    rf,
    se_ocr,
    si_reference,
)

#: the schemes, those that cannot be mistaken for another number first
SCHEMES: tuple[ModuleType, ...] = (
    rf,
    si_reference,
    hr_reference,
    ch_qrr,
    be_ogm,
    nl_betalingskenmerk,
    dk_fik,
    fi_viite,
    ee_viitenumber,
    no_kid,
    se_ocr,
)
DISTINCT_SCHEMES = tuple(scheme for scheme in SCHEMES if scheme.DISTINCT)


def scheme_of(text: str) -> ModuleType | None:
    """The first scheme a reference is valid in, None for none.

    A bare number may be valid in several national schemes; which one is meant does not matter to finding it again.
    """
    if not text or not any(letter.isdecimal() for letter in text):
        return None
    return next((scheme for scheme in SCHEMES if scheme.is_valid(text)), None)


def find_distinct(text: str) -> list[str]:
    """Valid references of the schemes that cannot be mistaken, compact, in the order of the schemes."""
    return [reference for scheme in DISTINCT_SCHEMES for reference in scheme.find(text)]
