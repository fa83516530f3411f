"""Account numbers and payment references with right checksums that belong to nobody.

Sources: ISO 13616 (IBAN), ISO 11649 (RF creditor reference), Febelfin (Belgian structured communication, OGM),
Banque de France (clé RIB). Bank codes are ones that no bank holds.

>>> iban("NL", "NZBK0000000001")
'NL78NZBK0000000001'
>>> creditor_reference("26100234")
'RF4426100234'
>>> belgian_communication(2610000234)
'+++261/0000/23488+++'
"""

from __future__ import annotations

from random import Random

BANKS = {
    "NL": ("NZBK", "NZBKNL2R", "Noordzee Bank N.V."),
    "DE": ("90020010", "WEKBDEF1", "Weserkontor Bank AG"),
    "BE": ("989", "SCHDBEB1", "Scheldebank NV"),
    "FR": ("9998700013", "BQMAFRP1", "Banque du Marais SA"),
    "AT": ("99870", "DRAUATW1", "Draubank AG"),
    "GB": ("WBRK990017", "WBRKGB2L", "Westbrook Bank plc"),
    "IE": ("LIFY990012", "LIFYIE2D", "Liffey Bank plc"),
    "CH": ("99987", "LIMMCHZZ", "Limmatbank AG"),
    "SE": ("999", "VSTBSESS", "Västerbanken AB"),
    "DK": ("9997", "OSBKDKKK", "Øresundsbanken A/S"),
    "US": ("", "CSCDUS66", "Cascadia Trust Bank"),
}


def _remainder(text: str) -> int:
    """Letters count 10 to 35, as ISO 7064 has it; the whole modulo 97."""
    return int("".join(str(int(character, 36)) for character in text)) % 97


def iban(country: str, account: str) -> str:
    return f"{country}{98 - _remainder(account + country + '00'):02d}{account}"


def creditor_reference(core: str) -> str:
    return f"RF{98 - _remainder(core + 'RF00'):02d}{core}"


def belgian_communication(number: int) -> str:
    digits = f"{number:010d}{number % 97 or 97:02d}"
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def account_number(country: str, random: Random) -> str:
    """A new account number of that country: an IBAN, except in the United States; empty where we have no bank."""
    if country not in BANKS:
        return ""
    bank = BANKS[country][0]
    if country == "US":
        return f"{random.randrange(10**11, 10**12)}"
    if country == "BE":
        start = f"{bank}{random.randrange(10**7):07d}"
        return iban("BE", f"{start}{int(start) % 97 or 97:02d}")
    if country == "FR":
        number = random.randrange(10**11)
        key = 97 - (89 * int(bank[:5]) + 15 * int(bank[5:]) + 3 * number) % 97
        return iban("FR", f"{bank}{number:011d}{key:02d}")
    digits = {"NL": 10, "DE": 10, "AT": 11, "GB": 8, "IE": 8, "DK": 10, "CH": 12, "SE": 17}[country]
    return iban(country, f"{bank}{random.randrange(10**digits):0{digits}d}")
