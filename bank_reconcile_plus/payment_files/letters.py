"""Texts in the letters a bank takes, without losing what they say.

SEPA takes ``a-z A-Z 0-9 / - ? : ( ) . , ' +`` and the space. Source: EPC217-08, best practices for an extended
character set: accents go, Greek and Cyrillic are written in Latin letters (ELOT 743, the Bulgarian law on
transliteration), signs become the nearest one. German umlauts become ae, oe, ue for creditors in countries that write
German: there M-u-e-ller is the same name and M-u-ller another.

>>> bank_text("Société Générale & Fils; n° 7", 70)
'Societe Generale + Fils, n. 7'
>>> bank_text("Müller Straße", 70, "DE"), bank_text("Mäkinen Öljy", 70, "FI")
('Mueller Strasse', 'Makinen Oljy')
>>> bank_text("Ελληνική Τράπεζα", 70), bank_text("Жълта книга ООД", 70)
('Elliniki Trapeza', 'Zhalta kniga OOD')
>>> unwritable("東京 Ltd"), unwritable("Łódź")
('東京', '')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")

GERMAN_COUNTRIES = frozenset(("AT", "CH", "DE", "LI", "LU"))
_GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue"}

_LATIN = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "þ": "th",
    "ð": "d",
    "đ": "d",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "ŋ": "n",
    "ĸ": "k",
    "ŧ": "t",
    "ə": "e",
}

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъьюяыэіїєґђјљњћџѓѕќ",
        (
            "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya y e i i ie g dj j lj nj c dz gj dz kj"
        ).split(),
        strict=True,
    )
)

_SIGNS = {
    "&": "+",
    "_": "-",
    ";": ",",
    "!": ".",
    '"': "'",
    "#": "No.",
    "%": "pct",
    "*": ".",
    "=": "-",
    "<": "(",
    ">": ")",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "|": "/",
    "\\": "/",
    "~": "-",
    "^": ".",
    "`": "'",
    "@": "(at)",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "№": "No",
    "°": ".",
    "·": ".",
    "•": "-",
    "×": "x",
    "⁄": "/",
    "−": "-",
    "ʼ": "'",
    "´": "'",
}
_QUOTES = frozenset("‘’‚‛“”„‟«»‹›′″")
_SPACES = re.compile(r"\s+")


def bank_text(text: str, limit: int, country: str = "") -> str:
    """A text as a bank takes it: allowed letters, single spaces, at most ``limit`` characters.

    :param country: ISO code of the country whose habits count for umlauts
    """
    german = country in GERMAN_COUNTRIES
    composed = unicodedata.normalize("NFC", text)
    letters = [_written(composed, place, german) for place in range(len(composed))]
    return _SPACES.sub(" ", "".join(letters)).strip()[:limit].rstrip()


def unwritable(text: str) -> str:
    """Letters and digits of a text that have no Latin writing here, in their order; empty when all can be written."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        letter
        for place, letter in enumerate(composed)
        if unicodedata.category(letter)[0] in "LN" and _written(composed, place, german=False) == "."
    )


def joined(references: Iterable[str], limit: int = 140) -> tuple[str, int]:
    """As many references as fit, whole, with how many more there are.

    :return: the text, and the number of references left out

    >>> joined(["F-1", "F-2", "F-3"], 12), joined(["F-1", "F-2", "F-3"])
    (('F-1 + 2 more', 2), ('F-1, F-2, F-3', 0))
    """
    words = list(references)
    for kept in range(len(words), 0, -1):
        rest = len(words) - kept
        text = ", ".join(words[:kept]) + (f" + {rest} more" if rest else "")
        if len(text) <= limit:
            return text, rest
    return (words[0][:limit], len(words) - 1) if words else ("", 0)


def _written(text: str, place: int, german: bool) -> str:
    """What stands for one letter of a text: itself, a Latin writing, or a point where there is none."""
    letter = text[place]
    if letter in ALLOWED:
        return letter
    category = unicodedata.category(letter)
    if category[0] in "ZC":
        return "" if category == "Cf" else " "
    if letter in _QUOTES:
        return "'"
    small = letter.lower() if len(letter.lower()) == 1 else letter
    latin = _latin(small, german)
    if latin is None:
        return "" if category[0] == "M" else "."
    if letter == letter.lower():
        return latin
    beside = text[place + 1 : place + 2] or text[place - 1 : place]
    return latin.upper() if beside.isupper() else latin.capitalize()


def _latin(letter: str, german: bool) -> str | None:
    """The Latin writing of a small letter or a sign, None where there is none."""
    if german and letter in _GERMAN:
        return _GERMAN[letter]
    for table in (_LATIN, _GREEK, _CYRILLIC, _SIGNS):
        if letter in table:
            return table[letter]
    if unicodedata.category(letter) == "Pd":
        return "-"
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    pieces = [piece for piece in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(piece)]
    if pieces == [letter]:
        return None
    written = [piece if piece in ALLOWED else _latin(piece.lower(), german) for piece in pieces]
    return None if None in written else "".join(written)
