"""Bank narratives taken apart into named parts, by a table of labels.

Banks pack the counterparty, its account and the remittance into one text, each with labels of its own:
``/TRTP/../NAME/../REMI/..`` (Dutch banks), ``EREF+..SVWZ+..`` and ``?20..?32`` or ``~20..~32`` (MT940 field 86),
``IBAN: .. Naam: .. Omschrijving: ..``, ``VIR SEPA /DE .. /MOTIF ..``. A label is known by its *shape* (how it is
set off) and its *meaning* (:data:`LABELS`); one with an unknown meaning stays part of the remittance.

>>> read_narrative("/TRTP/SEPA/IBAN/NL91ABNA0417164300/NAME/JANSEN BV/REMI/invoice 12/EREF/NOTPROVIDED").remittance
'invoice 12'
>>> read_narrative("/IBAN/NL91ABNA0417164300/TXT/FA/2026/12/EREF/4711").remittance
'/TXT/FA/2026/12'
>>> read_narrative("SVWZ+Rechnung 4711 EREF+123").end_to_end_id
'123'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .text import fold

#: how labels are set off: pattern with the group ``label``; a shape counts when one label in it has a known meaning
SHAPES = (
    re.compile(r"[?~](?P<label>\d\d)"),
    re.compile(r"/(?P<label>[A-Z]{2,5})/"),
    re.compile(r"(?:^|(?<=\s)|(?<=\d))(?P<label>[A-Z]{3,4})\+"),
    re.compile(r"/(?P<label>[A-Z]{2,8})\s"),
    re.compile(r"(?:^|(?<=[\s,;|]))(?P<label>[^\W\d_][\w.\-]{1,18})\s?:"),
)

#: part of the narrative -> labels that lead to it, folded; "" is a part nobody matches on
LABELS = {
    "remittance": (
        "remi svwz motif ustd strd omschrijving verwendungszweck communication mededeling description message "
        "reference betalingskenmerk viesti meddelande meddelelse concepto causale descrizione descricao tytul tytulem "
        "popis zprava namen opis kozlemeny details kenmerk libelle betreff referenz referencia riferimento viite "
        "selgitus 20 21 22 23 24 25 26 27 28 29 60 61 62 63"
    ),
    "name": (
        "name naam abwa abwe de pour auftraggeber empfanger begunstigter nom donneur beneficiaire nombre ordenante "
        "beneficiario ordinante nome saaja maksaja avsandare mottagare afsender modtager avsender mottaker nazwa "
        "nadawca odbiorca platce prijemce platnik uplatnik payer payee from debtor creditor counterparty tegenpartij "
        "tegenrekeninghouder 32 33"
    ),
    "account": "iban konto kto rekening compte cuenta conto account tili tegenrekening 31",
    "end_to_end_id": "eref e2e endtoend end-to-end",
    "": (
        "trtp bic csid marf mref cred debt kref isdt purp coam oamt adda datum date valutadatum mandat mandaat "
        "incassant 30 34"
    ),
}
_MEANINGS = {label: part for part, labels in LABELS.items() for label in labels.split()}
_EMPTY = frozenset({"notprovided", "nonref", ""})
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b")


@dataclass(frozen=True, slots=True)
class Narrative:
    """Named parts of a narrative; what no label claims is remittance.

    :ivar wording: the remittance without the fields of unknown codes, where the bank set the payer's words apart
    """

    remittance: str
    wording: str
    name: str = ""
    account_number: str = ""
    end_to_end_id: str = ""


def read_narrative(text: str) -> Narrative:
    """Take a narrative apart; a text in no known layout is all remittance."""
    for shape in SHAPES:
        labels = list(shape.finditer(text))
        if any(_meaning(label) is not None for label in labels):
            parts = _read_parts(text, labels)
            inner = read_narrative(parts.remittance) if len(parts.remittance) < len(text) else parts
            wording = inner.wording if parts.wording == parts.remittance else read_narrative(parts.wording).wording
            return replace(parts, remittance=inner.remittance, wording=wording, name=parts.name or inner.name)
    return Narrative(text, text)


def _meaning(found: re.Match[str]) -> str | None:
    return _MEANINGS.get(fold(found.group("label").strip()))


def _read_parts(text: str, labels: list[re.Match[str]]) -> Narrative:
    """What each label leads to. Words end in a colon, codes do not; a code nobody knows leads to no wording."""
    parts: dict[str, list[str]] = {"remittance": [text[: labels[0].start()]]}
    wording = list(parts["remittance"])
    coded = any(_meaning(label) == "remittance" and not label.group().endswith(":") for label in labels)
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        meaning = _meaning(label)
        start = label.start() if meaning is None else label.end()
        part = text[start:end].strip()
        parts.setdefault("remittance" if meaning is None else meaning, []).append(part)
        if meaning == "remittance" or (meaning is None and not coded):
            wording.append(part)
    end_to_end_id = " ".join(parts.get("end_to_end_id", ()))
    return Narrative(
        remittance=" ".join(part for part in parts["remittance"] if part.strip()).strip(),
        wording=" ".join(part for part in wording if part.strip()).strip(),
        name=" ".join(parts.get("name", ())),
        account_number="".join(parts.get("account", ())[:1]),
        end_to_end_id="" if end_to_end_id.lower() in _EMPTY else end_to_end_id,
    )


def account_numbers_in(text: str) -> list[str]:
    """International account numbers with right check digits that stand in a text, without spaces."""
    found = (candidate.group().replace(" ", "") for candidate in _IBAN.finditer(text))
    return [number for number in found if is_iban(number)]


def is_iban(number: str) -> bool:
    """True for an IBAN without spaces whose check digits are right (ISO 13616, mod 97 of ISO 7064).

    A creditor reference (RF, ISO 11649) has the same check digits and is none.
    """
    if not (15 <= len(number) <= 34 and number.isalnum() and number.isascii()) or number.startswith("RF"):
        return False
    return int("".join(str(int(letter, 36)) for letter in number[4:] + number[:4])) % 97 == 1
