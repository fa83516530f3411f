"""Words in the cells of bank exports that decide something: direction, status, totals.

Source: exports and bookkeeping terms. Words are compared as :func:`.columns.plain_name` writes them.

>>> direction_of("Af"), direction_of("CRDT"), direction_of("H"), direction_of("fee")
(-1, 1, 1, 0)
>>> status_of("Pending"), status_of("Reverted"), status_of("Completed")
('pending', 'void', 'booked')
"""

from __future__ import annotations

import functools

from .columns import plain_name


def _words(text: str) -> frozenset[str]:
    return frozenset(plain_name(word) for word in text.split("|"))


DEBIT_WORDS = _words(
    "d | dr | debit | dbit | debet | db | out | outgoing | money out | withdrawal | af | soll | s"
    " | belastung | lastschrift"
    " | ausgang | debe | cargo | debito | dare | addebito | uscita | saida | uttag | ut | ud | otto | obciazenie | wn"
    " | winien | odchozi | odchozi platba | vydaj | t | terheles | borc | deebet | debets | debitas | c deb | paid out"
    " | duguje | breme | v breme | дебет | списание | расход | дт | дебет"
    " | видаток | χρεωση | χ | 支出 | 借 | 借方 | 出金"
    " | 출금 | neg | payment out | sent | sortie | depense | schuld | uit | debited"
)
CREDIT_WORDS = _words(
    "c | cr | credit | crdt | kredit | cd | in | incoming | money in | deposit | bij | haben | h | gutschrift | eingang"
    " | haber | abono | credito | avere | accredito | entrata | entrada | insattning | inn | ind | pano | uznanie | ma"
    " | prichozi | prichozi platba | prijem | j | jovairas | alacak | kreedit | kredits | kreditas"
    " | paid in | potrazuje"
    " | dobro | v dobro | кредит | зачисление | приход | кт | надходження"
    " | πιστωση | π | 收入 | 贷 | 贷方 | 入金 | 입금"
    " | pos | payment in | received | k | entree | recette | a | neutral in | credited"
)
PENDING_WORDS = _words(
    "pending | hold | on hold | in progress | processing | authorised | authorized | open | reserved"
    " | reservation | temporary"
    " | vorgemerkt | umsatz vorgemerkt | ausstehend | offen | en attente | in behandeling | gereserveerd | pendiente"
    " | in sospeso | pendente | reserverad | vantande | reserveret | vaiheessa | oczekujaca | w toku"
    " | incoming | in transit"
    " | scheduled | created"
)
VOID_WORDS = _words(
    "reverted | declined | failed | cancelled | canceled | denied | rejected | void | voided | expired"
    " | removed | blocked"
    " | abgelehnt | storniert | fehlgeschlagen | refuse | annule | geweigerd | geannuleerd | rechazado | rechazada"
    " | anulado | rifiutato | annullato | recusado | avvisad | odrzucona | invalid | deleted"
)
TOTAL_WORDS = (
    "total subtotal totals summe gesamt gesamtsumme saldo kontostand endsaldo anfangssaldo solde somme totaal eindsaldo"
    " totale sum summa suma razem celkem osszesen toplam balance closing"
    " opening zwischensumme итого всего 合计 合計 sammanlagt"
    " yhteensa ukupno skupaj kokku"
).split()
"""A row without a date that names one of these sums up others; it is no movement."""


@functools.lru_cache(maxsize=1024)
def direction_of(text: str) -> int:
    """-1 when the word says money out, 1 when it says money in, 0 when it says neither."""
    word = plain_name(text)
    if not word:
        return {"-": -1, "−": -1, "–": -1, "+": 1}.get(text.strip(), 0)
    if word in DEBIT_WORDS:
        return -1
    return 1 if word in CREDIT_WORDS else 0


@functools.lru_cache(maxsize=1024)
def status_of(text: str) -> str:
    """``pending``, ``void`` (it never happened or was taken back) or ``booked``."""
    word = plain_name(text)
    if word in PENDING_WORDS:
        return "pending"
    return "void" if word in VOID_WORDS else "booked"


def is_total(text: str) -> bool:
    """Whether a cell names a total or a balance.

    >>> is_total("Summe:"), is_total("Total credits"), is_total("Totalenergies")
    (True, True, False)
    """
    return not set(plain_name(text).split()).isdisjoint(_TOTALS)


_TOTALS = frozenset(TOTAL_WORDS)
