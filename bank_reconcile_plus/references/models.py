"""Payment references of up to three parts with a model number, as Slovenia and Croatia have them.

The model says which parts carry a check digit at their end (modulus 11). Model 00 has none. The table is the one both
countries inherited; source: Slovenian rules on standardised references (Official Gazette 34/2012, annex 1), Croatian
overview of reference number models (HUB/FINA).

>>> parts_are_valid("05", "19-1235-84503"), parts_are_valid("01", "2020-789-1"), parts_are_valid("01", "2020-789-2")
(True, True, False)
"""

from __future__ import annotations

from .checks import weighted_11

#: model -> groups of parts that end in a check digit; parts are counted from 1
CHECKED_PARTS: dict[str, tuple[tuple[int, ...], ...]] = {
    "00": (),
    "01": ((1, 2, 3),),
    "02": ((2,), (3,)),
    "03": ((1,), (2,), (3,)),
    "04": ((1,), (3,)),
    "05": ((1,),),
    "06": ((2, 3),),
    "07": ((2,),),
    "08": ((1, 2), (3,)),
    "09": ((1, 2),),
    "10": ((1,), (2, 3)),
    "11": ((1,), (2,)),
    "12": ((1,),),
}
LONGEST = 22
MOST_PARTS = 3


def parts_are_valid(model: str, content: str) -> bool:
    """True when the parts, written with dashes, have the check digits their model asks for."""
    parts = content.split("-")
    if model not in CHECKED_PARTS or len(parts) > MOST_PARTS or len(content) > LONGEST:
        return False
    if not all(part.isdecimal() for part in parts):
        return False
    for group in CHECKED_PARTS[model]:
        digits = "".join(parts[place - 1] for place in group if place <= len(parts))
        if digits and (len(digits) < 2 or weighted_11(digits[:-1]) != digits[-1]):
            return False
    return True
