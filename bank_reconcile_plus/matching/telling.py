"""The telling part of a narrative: the text a mapping should look for.

What a bank adds to each line of a kind (dates, amounts, references, months) differs every time; what recurs in lines
that were booked alike, and not in others, tells the kind. The part found stands in the narrative as it is written
there, so that a mapping by *contains* finds it again.

>>> others = [Sample("NETFLIX.COM 0203 AMSTERDAM", "600"), Sample("BOL.COM 881 AMSTERDAM", "610")]
>>> telling_text("NETFLIX.COM 0904 AMSTERDAM", others, "600")
'NETFLIX.COM'
>>> telling_text("SEPA direct debit 2026-03-04 VITENS Water", [])
'VITENS Water'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .months import months_of
from .text import atoms, fold

#: words that say how it was paid, by whom or in which field of the bank, in the languages of the statements we read
FORM_WORDS = frozenset(
    """
    sepa overboeking incasso incassant machtiging betaling betaalverzoek bea gea pasvolgnr omschrijving naam iban bic
    pas nr kenmerk direct debit credit transfer card payment visa mastercard maestro debet mandate mandaat ref reference
    eref mref cred svwz kref abwa trtp remi name lastschrift uberweisung gutschrift dauerauftrag kartenzahlung
    basislastschrift prelevement virement paiement carte achat pago transferencia recibo tarjeta bonifico pagamento
    notprovided eur usd gbp chf date datum
    """.split()
)
#: folded letters a text needs before it may lead to an account
SHORTEST = 4
#: words of a telling text at most
MOST_WORDS = 6
#: share of the lines holding a text that must have been booked alike
PURE = 0.9
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Sample:
    """Another line.

    :param target: what it was booked to, or whose it is, as an opaque key; None when nobody said
    """

    text: str
    target: object = None


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    folded: str
    words: int


def telling_text(text: str, others: Iterable[Sample], target: object = None) -> str:
    """The part of a narrative that tells its kind, as written; "" when nothing in it can.

    :param others: earlier lines, the line itself not among them
    :param target: what the line is booked to, where that is known
    """
    parts = list(_parts(text))
    if not parts:
        return ""
    folded = [(fold(sample.text), sample.target) for sample in others]
    best = max(parts, key=lambda part: _rank(part, folded, target))
    return best.text


def _rank(part: _Part, others: Sequence[tuple[str, object]], target: object) -> tuple:
    """Booked alike first, then what recurs, then the longest."""
    targets = [other for text, other in others if part.folded in text]
    known = [other for other in targets if other is not None]
    wanted = target if target is not None else max(known, key=known.count, default=None)
    pure = not known or known.count(wanted) >= PURE * len(known)
    letters = sum(character.isalpha() for character in part.folded)
    return (pure, len(targets) if pure else -len(targets), letters, part.folded)


def _parts(text: str) -> Iterator[_Part]:
    """Runs of telling words that follow each other, at most :data:`MOST_WORDS` of them."""
    for run in _runs(text):
        for first in range(len(run)):
            for last in range(first, min(first + MOST_WORDS, len(run))):
                part = text[run[first].start() : run[last].end()].strip(".,;:/-+*#()[]'\"")
                folded = fold(part)
                if sum(character.isalpha() for character in folded) >= SHORTEST:
                    yield _Part(part, folded, last - first + 1)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text[:2000]):
        if _is_telling(word.group()):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_telling(word: str) -> bool:
    """False for what differs every time, and for what stands on any line: numbers, months, fields of the bank."""
    letters = [atom for atom in atoms(word) if atom.isalpha()]
    if not letters or any(character.isdigit() for character in word):
        return False
    return not all(letter in FORM_WORDS or months_of(letter) for letter in letters)
