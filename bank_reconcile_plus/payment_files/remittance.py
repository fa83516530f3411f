"""Which structured reference a creditor takes, and how the message names its scheme.

A reference is structured only in the scheme of the country the creditor's account is in, or RF, which holds everywhere:
a Dutch invoice number that happens to be a valid Norwegian KID is a number, no reference. Sources: EPC115-06 (RF),
Febelfin (issuer BBA), Betaalvereniging Nederland (issuer CUR), SIX Swiss Payment Standards (QRR only to a QR-IBAN),
Finance Finland, Bits (KID), FINA and Bankart for Croatia and Slovenia.

>>> creditor_reference(["RF18 5390 0754 7034"], "NL91ABNA0417164300")
CreditorReference(reference='RF18539007547034', code='SCOR', proprietary='', issuer='ISO')
>>> creditor_reference(["+++010/8068/17183+++"], "BE68539007547034")
CreditorReference(reference='010806817183', code='SCOR', proprietary='', issuer='BBA')
>>> creditor_reference(["2345676"], "NL91ABNA0417164300"), creditor_reference(["2345676"], "NO9386011117947").reference
(None, '2345676')
>>> creditor_reference(["210000000003139471430009017"], "CH4431999123000889012").proprietary
'QRR'
"""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

from ..references import (
    be_ogm,
    ch_qrr,
    ee_viitenumber,
    fi_viite,
    hr_reference,
    nl_betalingskenmerk,
    no_kid,
    rf,
    se_ocr,
    si_reference,
)
from .sepa import is_qr_iban
from .types import CreditorReference

#: country of the creditor's IBAN -> its scheme, with the issuer the message names
NATIONAL: dict[str, tuple[ModuleType, str]] = {
    "BE": (be_ogm, "BBA"),
    "EE": (ee_viitenumber, ""),
    "FI": (fi_viite, ""),
    "HR": (hr_reference, ""),
    "NL": (nl_betalingskenmerk, "CUR"),
    "NO": (no_kid, ""),
    "SE": (se_ocr, ""),
    "SI": (si_reference, ""),
}


def creditor_reference(texts: Iterable[str], iban: str, *, guesses: Iterable[str] = ()) -> CreditorReference | None:
    """The first of the texts that is a structured reference the account takes, None where none is.

    :param texts: references as the creditor gave them, the likeliest first; each is one as a whole or none
    :param iban: the creditor's account, compact
    :param guesses: numbers of documents, which count only where no other number can be mistaken for the reference
    """
    candidates = [((text or "").strip(), False) for text in texts] + [((text or "").strip(), True) for text in guesses]
    found = (_recognised(text, iban, distinct) for text, distinct in candidates if text)
    return next((reference for reference in found if reference), None)


def _recognised(text: str, iban: str, distinct: bool) -> CreditorReference | None:
    if is_qr_iban(iban):
        return _qr_reference(text)
    if rf.is_valid(text):
        return CreditorReference(rf.compact(text), issuer="ISO")
    scheme, issuer = NATIONAL.get(iban[:2], (None, ""))
    if scheme is None or not scheme.is_valid(text) or (distinct and not scheme.DISTINCT):
        return None
    return CreditorReference(scheme.compact(text), issuer=issuer)


def _qr_reference(text: str) -> CreditorReference | None:
    if not ch_qrr.is_valid(text) or len(ch_qrr.compact(text)) != ch_qrr.LENGTH:
        return None
    return CreditorReference(ch_qrr.compact(text), code="", proprietary="QRR")
