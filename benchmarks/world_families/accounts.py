"""Bank account numbers of the parties: IBANs with right check digits, national numbers elsewhere."""

from __future__ import annotations

import random

#: country -> BBAN: ``n`` a digit, ``a`` a letter, anything else itself
BBAN = {
    "PL": "n" * 24,
    "DE": "n" * 18,
    "AT": "n" * 16,
    "CH": "n" * 17,
    "LI": "n" * 17,
    "IT": "annnnnnnnnn" + "n" * 12,
    "FR": "n" * 23,
    "ES": "n" * 20,
    "PT": "n" * 21,
    "SE": "n" * 20,
    "NO": "n" * 11,
    "DK": "n" * 14,
    "FI": "n" * 14,
    "EE": "n" * 16,
    "CZ": "n" * 20,
    "SK": "n" * 20,
    "HU": "n" * 24,
    "SI": "n" * 15,
    "HR": "n" * 17,
    "RO": "aaaa" + "n" * 16,
    "BG": "aaaa" + "n" * 14,
    "GR": "n" * 23,
    "TR": "n" * 22,
    "CY": "n" * 24,
    "GB": "aaaa" + "n" * 14,
    "IE": "aaaa" + "n" * 14,
    "NL": "aaaa" + "n" * 10,
    "BE": "n" * 12,
    "KW": "aaaa" + "n" * 22,
    "AE": "n" * 19,
    "BH": "aaaa" + "n" * 14,
    "SA": "n" * 20,
}
#: national styles: the same letters
NATIONAL = {
    "us": "nnnnnnnnnn",
    "us9": "nnnnnnnnn",
    "india": "nnnnnnnnnnnnnn",
    "uk": "nn-nn-nn nnnnnnnn",
    "japan": "nnnn-nnn-nnnnnnn",
    "bankgiro": "nnnn-nnnn",
    "norway": "nnnn.nn.nnnnn",
    "czech": "nnnnnnnnnn/nnnn",
}


def _filled(random_source: random.Random, pattern: str) -> str:
    letters = {"n": "0123456789", "a": "ABCDEFGHKLMNPRSTUVWXZ"}
    return "".join(random_source.choice(letters[sign]) if sign in letters else sign for sign in pattern)


def iban(random_source: random.Random, country: str) -> str:
    """A random IBAN of the country."""
    bban = _filled(random_source, BBAN[country])
    digits = "".join(str(int(sign, 36)) for sign in f"{bban}{country}00")
    return f"{country}{98 - int(digits) % 97:02}{bban}"


def account(random_source: random.Random, style: str, country: str) -> str:
    """An account number in a style: ``iban`` or a national one."""
    if style == "iban" and country in BBAN:
        return iban(random_source, country)
    return _filled(random_source, NATIONAL.get(style, "nnnnnnnnnnnn"))
