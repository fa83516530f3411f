"""Which payments are SEPA credit transfers, and on which days they are carried out.

Source: EPC409-09, countries of the SEPA schemes (November 2025); ECB, closing days of T2. Check digits of an IBAN and
lengths: ISO 13616.

>>> is_sepa("EUR", "NL91ABNA0417164300", "DE89370400440532013000"), is_sepa("USD", "NL91ABNA0417164300", "")
(True, False)
>>> next_bank_day(datetime.date(2026, 4, 3)), next_bank_day(datetime.date(2026, 4, 8))
(datetime.date(2026, 4, 7), datetime.date(2026, 4, 8))
>>> is_bic("ABNANL2A"), is_bic("ABNANL2AXXX"), is_bic("ABNANL2"), is_bic("abnanl2a")
(True, True, False, False)
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from dateutil.easter import easter

SEPA_EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()
)
SEPA_OTHERS = frozenset("AD AL CH GB GI MC MD ME MK RS SM VA".split())
"""Members outside the European Economic Area: their banks need the payer's address."""

SEPA_COUNTRIES = SEPA_EEA | SEPA_OTHERS
LARGEST_AMOUNT = Decimal("999999999.99")

QR_COUNTRIES = frozenset(("CH", "LI"))
QR_INSTITUTIONS = range(30000, 32000)
"""Numbers of institutions that only a QR-IBAN has."""

_BIC = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?")
_ONE_DAY = datetime.timedelta(days=1)


def is_bic(text: str) -> bool:
    """Whether a text has the form of a BIC: both versions of the message take it."""
    return bool(_BIC.fullmatch(text or ""))


def is_sepa(currency: str, debtor_iban: str, creditor_iban: str) -> bool:
    """Whether a payment is a SEPA credit transfer: euro between two accounts of the SEPA area, none a QR-IBAN."""
    within = debtor_iban[:2] in SEPA_COUNTRIES and creditor_iban[:2] in SEPA_COUNTRIES
    return currency == "EUR" and within and not is_qr_iban(creditor_iban)


def is_qr_iban(iban: str) -> bool:
    """Whether an IBAN is a Swiss QR-IBAN, which takes domestic payments with a QR reference only.

    >>> is_qr_iban("CH4431999123000889012"), is_qr_iban("CH9300762011623852957"), is_qr_iban("NL91ABNA0417164300")
    (True, False, False)
    """
    return iban[:2] in QR_COUNTRIES and iban[4:9].isdecimal() and int(iban[4:9]) in QR_INSTITUTIONS


def is_bank_day(date: datetime.date) -> bool:
    """Whether euro payments are settled that day: no weekend, no closing day of T2.

    >>> is_bank_day(datetime.date(2026, 5, 1)), is_bank_day(datetime.date(2026, 12, 24))
    (False, True)
    """
    if date.weekday() >= 5 or (date.month, date.day) in ((1, 1), (5, 1), (12, 25), (12, 26)):
        return False
    sunday = easter(date.year)
    return date not in (sunday - 2 * _ONE_DAY, sunday + _ONE_DAY)


def next_bank_day(date: datetime.date) -> datetime.date:
    """The date itself, or the first day after it on which payments are settled."""
    while not is_bank_day(date):
        date += _ONE_DAY
    return date
