"""Text as a bank writes it, brought to one form once: folding, atoms, compact keys.

A bank upper-cases names, drops accents, breaks a number over two lines and glues words together. Everything here is
about undoing that without knowing any language: *folding* takes case, accents and ligatures away, an *atom* is a run
of letters or a run of digits, and the *compact* form of a reference is its atoms joined. ``INV/20 26/00255`` and
``inv-2026-00255`` have the same compact form.

>>> fold("Müller & Søn, Straße")
'muller & son, strasse'
>>> compact("INV/20 26/00255")
'inv202600255'
>>> atoms("F-2026-48335").values
('f', '2026', '48335')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
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
#: longest narrative looked at; a statement line's text is a few hundred characters, anything beyond is padding
MAXIMUM_LENGTH = 2000


def fold(text: str) -> str:
    """Lower case without accents, ligatures or width variants; punctuation and spaces stay."""
    text = text.lower()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


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


@dataclass(frozen=True, slots=True)
class Atoms:
    """Runs of letters and runs of digits of a folded text, with where they stand in it."""

    values: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def touches(self, position: int) -> bool:
        """True when nothing, not even a space, stands between this atom and the one before it."""
        return position > 0 and self.starts[position] == self.ends[position - 1]


def atoms(text: str) -> Atoms:
    """Cut a text into atoms; a text of any length is read up to :data:`MAXIMUM_LENGTH` characters."""
    values, starts, ends = [], [], []
    for found in _ATOM.finditer(fold(text[:MAXIMUM_LENGTH])):
        values.append(found.group())
        starts.append(found.start())
        ends.append(found.end())
    return Atoms(tuple(values), tuple(starts), tuple(ends))


@lru_cache(maxsize=65536)
def account_key(account_number: str) -> str:
    """An account number without spaces and punctuation, in upper case (``nl91 abna...`` -> ``NL91ABNA...``)."""
    return "".join(letter for letter in account_number if letter.isalnum()).upper()
