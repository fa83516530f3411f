"""A world in disguise: the same structure under other words, prefixes, separators and years.

What an engine learnt by heart from one world's words fails here; what it tells by shape, checksum, party and amount
does not. Three disguises, each consistent over items, partners, texts, rules and history:

``words``    every letter of every word is another letter (vowels stay vowels); banks' field names, account numbers,
             months, currencies and checksummed references stay
``numbers``  other document prefixes and separators, running numbers two digits longer
``years``    everything some years later

>>> Cipher(1).text("SVWZ+betaling factuur INV/2026/00012 EREF+NOTPROVIDED IBAN: BE02466583608581")
'SVWZ+civemoph gedvaas OPW/2026/00012 EREF+NOTPROVIDED IBAN: BE02466583608581'
"""

from __future__ import annotations

import copy
import re

VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december jan feb mrt apr jun jul "
    "aug sep okt nov dec january february march may june july august october"
)
#: what stays as it is: banks' field names, accounts, references with a checksum, currencies, cheques, months
KEPT = re.compile(
    r"/(?:TRTP|IBAN|BIC|NAME|REMI|EREF)/|SVWZ\+|EREF\+|NOTPROVIDED|\bIBAN:|\bNaam:|\bOmschrijving:"
    r"|\b[A-Z]{2}\d{2}[A-Z0-9]{8,}|/[A-Z]{6}[A-Z0-9]{2}/|\bE2E\d+|\bRF\d\d|\b(?:USD|GBP|EUR|CHECK|CHEQUE|CHQ)\b"
    r"|\b(?:" + "|".join(MONTHS.split()) + r")\b",
    re.IGNORECASE,
)
NUMBERS = (
    (re.compile(r"\b(R?)INV(?=[^A-Za-z]|$)", re.IGNORECASE), r"\1KLM"),
    (re.compile(r"\bBILL\b"), "XB"),
    (re.compile(r"\bPBNK1\b"), "CC7"),
    (re.compile(r"\bF-(?=2026)"), "ZA "),
    (re.compile(r"\bRE(?=\d{5})"), "TT."),
    (re.compile(r"\bV(?=\d{4,5}\b)"), "N/"),
)
#: a year that stands for itself: not inside a reference with check digits
YEAR = re.compile(
    r"(?<![\d/])(?<!RF\d\d )202[56](?!\d)|(?<=INV/)202[56]|(?<=/)202[56](?=[/-])|(?<=INV)202[56](?=\d)"
    r"|(?<=\b\d\d/)202[56]\b",
    re.IGNORECASE,
)


class Cipher:
    """Replaces letters one for one, outside of what is kept."""

    def __init__(self, shift: int):
        moved = str.maketrans(
            VOWELS + CONSONANTS,
            VOWELS[shift % 5 :] + VOWELS[: shift % 5] + CONSONANTS[shift:] + CONSONANTS[:shift],
        )
        upper = {chr(key).upper(): chr(value).upper() for key, value in moved.items()}
        self._moved = moved | str.maketrans(upper)

    def text(self, text: str) -> str:
        """A text in cipher."""
        parts, position = [], 0
        for kept in KEPT.finditer(text):
            parts += [text[position : kept.start()].translate(self._moved), kept.group()]
            position = kept.end()
        return "".join([*parts, text[position:].translate(self._moved)])


def _renumbered(text: str) -> str:
    for pattern, other in NUMBERS:
        text = pattern.sub(other, text)
    return text


def _later(text: str) -> str:
    return YEAR.sub(lambda year: f"202{int(year.group()[3]) + 3}", text)


def disguised(world: dict, kinds: tuple[str, ...], shift: int = 4) -> dict:
    """A copy of the world in one or more disguises (``words``, ``numbers``, ``years``)."""
    changes = {"words": Cipher(shift).text, "numbers": _renumbered, "years": _later}
    world = copy.deepcopy(world)

    def change(value: str | None, exact: bool = False) -> str | None:
        for kind in kinds:
            if value and not (exact and kind == "words"):
                value = changes[kind](value)
        return value

    for partner in world["partners"]:
        partner["name"] = change(partner["name"])
    for item in world["items"]:
        for field in ("number", "ref", "origin", "payment_reference"):
            if not re.match(r"RF\d\d|\+\+\+|\d{9,}$", item[field] or ""):
                item[field] = change(item[field])
        item["memo"] = change(item["memo"])
        item["date"], item["due"] = (change(item[field], exact=True) for field in ("date", "due"))
        if item["discount"]:
            item["discount"]["until"] = change(item["discount"]["until"], exact=True)
    for line in [*world["lines"], *world["history"]]:
        line["text"], line["partner_name"] = change(line["text"]), change(line["partner_name"])
        line["date"] = change(line["date"], exact=True)
    for rule in world["rules"]:
        rule["contains"] = change(rule["contains"])
    return world
