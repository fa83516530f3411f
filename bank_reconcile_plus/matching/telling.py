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
from .narrative import read_narrative
from .text import atoms, fold

#: words that say how, when or where it was paid, or name a field of the bank, in the languages of the statements we
#: read; folded. What a bank charges for (commission, Entgelt, frais) is not among them: it tells.
FORM_WORDS = frozenset(
    fold(
        """
    sepa direct debit credit transfer card payment purchase pos ach checkcard contactless visa mastercard maestro
    debitcard withdrawal on to ref reference eref mref cred svwz kref abwa abwe trtp remi csid marf name iban bic nr no
    invoice inv factuur rechnung facture fattura factura fatura faktura regning lasku notprovided date
    eur usd gbp chf dkk sek nok pln czk huf

    overboeking incasso incassant machtiging betaling betaalverzoek betaalpas bea gea pasvolgnr omschrijving naam pas
    kenmerk mandaat algemeen doorlopend eenmalig datum
    lastschrift uberweisung gutschrift dauerauftrag kartenzahlung basislastschrift firmenlastschrift folgelastschrift
    erstlastschrift girocard folgenr kfn verfalld vertragsnummer kundennummer kundenkonto mandat mandatsref per
    prelevement prlv virement vir paiement carte bleue cb achat
    pago transferencia recibo tarjeta tarj compra adeudo mandato
    bonifico pagamento addebito sdd sct carta
    debito direto dd pagto
    kortkop kortbetaling kortbetalning varekjop dankort nota betalingsservice autogiro avtalegiro overforing dato kurs
    korttiosto maksu tilisiirto suoraveloitus
    platnosc karta karty nr przelew zlecenie polecenie zaplaty
    platba kartou nakup inkaso prevod castka dne
    vasarlas kartyaval kartya atutalas
    plata card cumparare kupovina placanje karticom
    плащане с карта оплата картой покупка
    αγορα πληρωμη καρτα
    satis alisveris odeme kart
    """
    ).split()
)
#: folded letters a text needs before it may lead to an account; a sign of Chinese or Japanese says as much as two
SHORTEST = 4
#: words of a telling text at most
MOST_WORDS = 6
#: share of the lines holding a text that must have been booked alike
PURE = 0.9
#: words end where the bank sets its parts apart, too
_WORD = re.compile(r"[^\s*/,;:+]+")
_EDGES = ".,;:/-+*#()[]'\""


@dataclass(frozen=True, slots=True)
class Sample:
    """Another line.

    :param target: what it was booked to, or whose it is, as an opaque key; None when nobody said
    """

    text: str
    target: object = None


@dataclass(frozen=True, slots=True)
class _Part:
    """``place``: -1 for the counterparty's name, then the runs of words in their order."""

    text: str
    folded: str
    place: int = 0


def telling_text(text: str, others: Iterable[Sample], target: object = None, name: str = "") -> str:
    """The part of a narrative that tells its kind, as written; "" when nothing in it can.

    :param others: earlier lines, the line itself not among them
    :param target: what the line is booked to, where that is known
    :param name: the counterparty's, where the bank gives it in a field of its own: it tells more than other words do
    """
    inner = read_narrative(text).name
    parts = [*_named_parts(name or (inner if inner in text else "")), *_parts(text)]
    if not parts:
        return ""
    folded = [(fold(sample.text), sample.target) for sample in others]
    best = max(parts, key=lambda part: _rank(part, folded, target))
    return best.text


def _rank(part: _Part, others: Sequence[tuple[str, object]], target: object) -> tuple:
    """Booked alike first, then what recurs, then who it is, then what stands first (a town comes last), the longest."""
    targets = [other for text, other in others if _stands_in(part.folded, text)]
    known = [other for other in targets if other is not None]
    wanted = target if target is not None else max(known, key=known.count, default=None)
    pure = not known or known.count(wanted) >= PURE * len(known)
    return (pure, len(targets) if pure else -len(targets), -part.place, _letters(part.folded), part.folded)


def _stands_in(part: str, text: str) -> bool:
    """Whether words stand in a text as words: *Zuid* does not in *Zuidhoek*."""
    start = text.find(part)
    while start >= 0:
        around = text[start - 1 : start] + text[start + len(part) : start + len(part) + 1]
        if not any(map(str.isalnum, around)):
            return True
        start = text.find(part, start + 1)
    return False


def _letters(folded: str) -> int:
    """How many letters there are; a sign of Chinese, Japanese or Korean counts twice."""
    return sum(1 + (letter >= "\u2e80") for letter in folded if letter.isalpha())


def _named_parts(name: str) -> Iterator[_Part]:
    """The name as the bank writes it, where it is one."""
    name = name.strip()
    folded = fold(name)
    if _letters(folded) >= SHORTEST and not any(character.isdigit() for character in name):
        yield _Part(name, folded, place=-1)


def _parts(text: str) -> Iterator[_Part]:
    """Runs of telling words that follow each other, at most :data:`MOST_WORDS` of them."""
    for place, run in enumerate(_runs(text)):
        for first in range(len(run)):
            for last in range(first, min(first + MOST_WORDS, len(run))):
                part = text[run[first].start() : run[last].end()].strip(_EDGES)
                folded = fold(part)
                if _letters(folded) >= SHORTEST:
                    yield _Part(part, folded, place)


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
    """False for what differs every time, and for what stands on any line: numbers, months, fields of the bank.

    One digit may be part of a name (*7-Eleven*); more are a number.
    """
    letters = [atom for atom in atoms(word) if atom.isalpha()]
    digits = sum(character.isdigit() for character in word)
    if not letters or digits > (1 if max(map(len, letters)) > SHORTEST else 0):
        return False
    return not all(letter in FORM_WORDS or months_of(letter) for letter in letters)
