"""Text as a bank writes it, brought to one form once: folding, atoms, compact keys.

A bank upper-cases names, drops accents, breaks a number over two lines and glues words together. Everything here is
about undoing that without knowing any language: *folding* takes case, accents and ligatures away, an *atom* is a run
of letters or a run of digits, and the *compact* form of a reference is its atoms joined. ``INV/20 26/00255`` and
``inv-2026-00255`` have the same compact form.

>>> fold("Müller & Søn, Straße")
'muller & son, strasse'
>>> compact("INV/20 26/00255")
'inv202600255'
>>> atoms("F-2026-48335"), atoms("RG I N V 2 0 2 6 1 7")
(('f', '2026', '48335'), ('rg', 'inv', '202617'))
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: letters that Unicode does not take apart, as people without them on the keyboard type them
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ı": "i",
        "ŋ": "n",
        "ħ": "h",
        "ŧ": "t",
        "’": "'",
        "`": "'",
    }
)
#: the long spelling of umlauts, taken back so that Mueller, Müller and Muller meet
_LONG_VOWELS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
#: letters an optical reader takes for digits
_LOOK_ALIKES = str.maketrans({"o": "0", "q": "0", "i": "1", "l": "1", "z": "2", "s": "5", "b": "8"})

_ATOM = re.compile(r"[^\W\d_]+|\d+")
#: single characters parted by spaces, five and more of them
_SPACED_OUT = re.compile(r"(?<![^\W_])(?:[^\W_]\s*[/.\-]?\s+){4,}[^\W_](?![^\W_])")
#: longest narrative looked at; a statement line's text is a few hundred characters, anything beyond is padding
MAXIMUM_LENGTH = 2000


def fold(text: str) -> str:
    """Lower case without accents, ligatures or width variants; punctuation and spaces stay."""
    text = text.lower()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def reference_atoms(reference: str) -> list[str]:
    """Atoms of one reference as it stands in the books, where nothing is spaced out."""
    return _ATOM.findall(fold(reference))


def compact(text: str) -> str:
    """Folded letters and digits only: the key under which a reference is found again."""
    return "".join(_ATOM.findall(fold(text)))


def short_vowels(folded: str) -> str:
    """Write long umlauts short, for comparing names (``mueller`` -> ``muller``)."""
    for long, short in _LONG_VOWELS:
        folded = folded.replace(long, short)
    return folded


def read_digits(folded: str) -> str:
    """Take letters for the digits they look like (``2o26`` -> ``2026``)."""
    return folded.translate(_LOOK_ALIKES)


def atoms(text: str) -> tuple[str, ...]:
    """Cut a text into runs of letters and runs of digits, reading :data:`MAXIMUM_LENGTH` characters at most."""
    folded = fold(text[:MAXIMUM_LENGTH])
    if _SPACED_OUT.search(folded):
        folded = _SPACED_OUT.sub(_close_up, folded)
    return tuple(_ATOM.findall(folded))


def _close_up(spaced: re.Match[str]) -> str:
    """Take the spaces out of ``i n v / 2 0 2 6``."""
    return "".join(spaced.group().split())


@lru_cache(maxsize=65536)
def account_key(account_number: str) -> str:
    """An account number without spaces and punctuation, in upper case (``nl91 abna...`` -> ``NL91ABNA...``)."""
    return "".join(letter for letter in account_number if letter.isalnum()).upper()
