"""Structured payment references with right check digits, made from a base number.

Written from the published rules, apart from the addon's own ``references`` package: the worlds must be able to show
that one wrong. Each function takes digits and gives the reference as printed on the invoice.

>>> rf("539007547034")
'RF18539007547034'
>>> ogm("0909337554")
'+++090/9337/55493+++'
>>> qrr("21000000000313947143000901")
'210000000003139471430009017'
>>> fi("123456"), kid_mod10("1234567"), se_ocr("12345"), hr("123")
('1234561', '12345674', '1234574', 'HR01 1236')
"""

from __future__ import annotations

MODULO_10_TABLE = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)


def _luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weights[place % len(weights)] for place, digit in enumerate(reversed(digits)))


def rf(digits: str) -> str:
    """ISO 11649 creditor reference."""
    return f"RF{98 - int(digits + '271500') % 97:02}{digits}"


def ogm(digits: str) -> str:
    """Belgian structured communication."""
    base = digits[-10:].rjust(10, "0")
    full = f"{base}{int(base) % 97 or 97:02}"
    return f"+++{full[:3]}/{full[3:7]}/{full[7:]}+++"


def qrr(digits: str) -> str:
    """Swiss QR reference, 27 digits."""
    base = digits.rjust(26, "0")
    carry = 0
    for digit in base:
        carry = MODULO_10_TABLE[(carry + int(digit)) % 10]
    return f"{base}{-carry % 10}"


def fi(digits: str) -> str:
    """Finnish viitenumero; Estonia counts the same way."""
    base = digits.lstrip("0") or "1"
    return f"{base}{-_weighted(base, (7, 3, 1)) % 10}"


def kid_mod10(digits: str) -> str:
    """Norwegian KID by modulo 10."""
    return f"{digits}{_luhn(digits)}"


def kid_mod11(digits: str) -> str:
    """Norwegian KID by modulo 11; a remainder of 10 is written as a dash."""
    check = -_weighted(digits, (2, 3, 4, 5, 6, 7)) % 11
    return f"{digits}{'-' if check == 10 else check}"


def nl(digits: str) -> str:
    """Dutch betalingskenmerk, 16 digits, the check digit first."""
    base = digits[-15:].rjust(15, "0")
    check = 11 - _weighted(base, (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)) % 11
    return f"{ {10: 1, 11: 0}.get(check, check) }{base}"


def se_ocr(digits: str) -> str:
    """Swedish OCR with a length digit."""
    base = f"{digits}{(len(digits) + 2) % 10}"
    return f"{base}{_luhn(base)}"


def fik(digits: str) -> str:
    """Danish payment slip, card type 71."""
    base = digits[-14:].rjust(14, "0")
    return f"+71<{base}{_luhn(base)}+81234567<"


def si(digits: str) -> str:
    """Slovenian SI12: modulo 11 over one part."""
    base = digits[-12:]
    check = 11 - _weighted(base, (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) % 11
    return f"SI12 {base}{0 if check > 9 else check}"


def hr(digits: str) -> str:
    """Croatian HR01: modulo 11 over the whole."""
    base = digits[-12:]
    check = 11 - _weighted(base, (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) % 11
    return f"HR01 {base}{0 if check > 9 else check}"


def variable_symbol(digits: str) -> str:
    """Czech and Slovak variable symbol: up to ten digits, no check."""
    return digits[-10:].lstrip("0")


def as_number(digits: str) -> str:
    """No scheme: the document's own number stands in."""
    return ""


SCHEMES = {
    "rf": rf,
    "ogm": ogm,
    "qrr": qrr,
    "fi": fi,
    "kid10": kid_mod10,
    "kid11": kid_mod11,
    "nl": nl,
    "se": se_ocr,
    "fik": fik,
    "si": si,
    "hr": hr,
    "vs": variable_symbol,
}
