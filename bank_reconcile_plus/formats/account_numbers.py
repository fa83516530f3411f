"""Whether two written account numbers are the same account: IBAN or national number, with or without what is optional.

Source: ISO 13616 (IBAN registry) for the length and the national part of each country; national numbers are printed
with or without spaces, points, leading zeros and check digits, and many banks add the currency in a statement.

>>> same_account("NL91 ABNA 0417 1643 00", "417164300")
True
>>> same_account("37040044/532013000", "DE89370400440532013000")
True
>>> same_account("NL91ABNA0417164300", "NL44RABO0123456789")
False
"""

from __future__ import annotations

import re

SHORTEST_NATIONAL = 6
"""Significant digits below which a number says too little to be looked for inside another one."""

SHORTEST_LIKENESS = 4
"""Last digits of a masked number (a card's) that make it worth proposing."""

CHECK_DIGITS: dict[str, tuple[tuple[int, int], ...]] = {
    "BE": ((10, 12),),
    "ES": ((8, 10),),
    "FI": ((13, 14),),
    "FR": ((21, 23),),
    "HU": ((7, 8), (23, 24)),
    "IT": ((0, 1),),
    "MC": ((21, 23),),
    "NO": ((10, 11),),
    "PT": ((19, 21),),
    "SM": ((0, 1),),
}
"""Country -> where in the national part its check digits stand, that files often leave out (first, end)."""

IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
MASKED = re.compile(r"[X*]{4,}(\d{4,})$")


def bare(number: str | None) -> str:
    """An account number as letters and digits only, in capitals.

    >>> bare("be68 5390-0754.7034")
    'BE68539007547034'
    """
    return "".join(character for character in (number or "").upper() if character.isalnum())


def is_iban(number: str | None) -> bool:
    """Whether a number is an IBAN whose check digits are right (ISO 7064, mod 97-10).

    >>> is_iban("BE68 5390 0754 7034"), is_iban("BE69 5390 0754 7034"), is_iban("0417164300")
    (True, False, False)
    """
    text = bare(number)
    if not IBAN.fullmatch(text) or not text.isascii():
        return False
    return int("".join(str(int(character, 36)) for character in text[4:] + text[:4])) % 97 == 1


def same_account(number: str | None, other: str | None) -> bool:
    """Whether two numbers, as written, are the same account.

    >>> same_account("", "") or same_account(None, "123456")
    False
    """
    if not bare(number) or not bare(other):
        return False
    return any(_equal(one, two) for one in _readings(number) for two in _readings(other))


def similar_account(number: str | None, other: str | None) -> bool:
    """Whether two numbers may be meant to be the same: masked, a digit off, or one kept within the other.

    >>> similar_account("NL91ABNA0417164300", "NL91ABNA0417164301")
    True
    >>> similar_account("XXXXXXXXXXXX1234", "4000 0012 3456 1234")
    True
    >>> similar_account("NL91ABNA0417164300", "NL44RABO0123456789")
    False
    """
    one, two = bare(number), bare(other)
    if not one or not two:
        return False
    short, long = sorted((one.lstrip("0"), two.lstrip("0")), key=len)
    if len(short) >= SHORTEST_LIKENESS and short in long:
        return True
    if len(one) == len(two) and sum(map(str.__ne__, one, two)) <= 2:
        return True
    shown = MASKED.search((number or "").upper()) or MASKED.search((other or "").upper())
    return bool(shown and one.endswith(shown[1]) and two.endswith(shown[1]))


def account_only(number: str | None) -> str:
    """A number as it stands on a bank's card: without the BIC before it and the currency behind it.

    >>> account_only("NL91ABNA0417164300EUR"), account_only("COBADEFFXXX/DE89370400440532013000")
    ('NL91ABNA0417164300', 'DE89370400440532013000')
    >>> account_only("37040044/532013000"), account_only("0417164300")
    ('37040044/532013000', '0417164300')
    """
    pieces = [piece for piece in re.split(r"\s*/\s*", (number or "").strip()) if piece]
    if len(pieces) > 1 and BIC.fullmatch(pieces[0].upper()):
        del pieces[0]
    return _without_currency("/".join(pieces))


def _readings(number: str | None) -> list[tuple[str, ...]]:
    """The number whole, without its currency, and cut at what its writer put between the parts.

    >>> _readings("COBADEFFXXX/DE89370400440532013000")[1:], _readings("51210600/9223382012EUR")[2:]
    ([('DE89370400440532013000',)], [('51210600', '9223382012')])
    """
    text = (number or "").upper()
    whole = bare(text)
    readings = [(whole,)]
    if _without_currency(whole) != whole:
        readings.append((_without_currency(whole),))
    pieces = [_without_currency(piece) for piece in re.split(r"[^A-Z0-9]+", text) if piece]
    if len(pieces) > 1 and "/" in text:
        start = 1 if BIC.fullmatch(pieces[0]) else 0
        end = -1 if len(pieces) - start > 1 and len(pieces[-1]) == 3 and pieces[-1].isalpha() else None
        readings.append(tuple(pieces[start:end]))
    return readings


def _without_currency(number: str) -> str:
    """A number without the currency code behind it."""
    rest = number[:-3].rstrip()
    return rest if number[-3:].isalpha() and (bare(rest).isdigit() or is_iban(rest)) else number


def _equal(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    if len(one) > 1 and len(two) > 1:
        return [piece.lstrip("0") for piece in one] == [piece.lstrip("0") for piece in two]
    if len(one) > 1 or len(two) > 1:
        pieces, whole = (one, two[0]) if len(one) > 1 else (two, one[0])
        return bool(IBAN.fullmatch(whole)) and any(_made_of(pieces, national) for national in _national_parts(whole))
    return _same_bare(one[0], two[0])


def _same_bare(one: str, two: str) -> bool:
    if one == two or (one.isdigit() and two.isdigit() and one.lstrip("0") == two.lstrip("0") != ""):
        return True
    if bool(IBAN.fullmatch(one)) == bool(IBAN.fullmatch(two)):
        return False
    iban, national = (one, two) if IBAN.fullmatch(one) else (two, one)
    significant = national.lstrip("0")
    return len(significant) >= SHORTEST_NATIONAL and any(part.endswith(significant) for part in _national_parts(iban))


def _national_parts(iban: str) -> list[str]:
    """The national part of an IBAN, with and without its check digits."""
    country, national = iban[:2], iban[4:]
    without = national
    for first, end in reversed(CHECK_DIGITS.get(country, ())):
        without = without[:first] + without[end:]
    return list(dict.fromkeys((national, without)))


def _made_of(pieces: tuple[str, ...], whole: str) -> bool:
    """Whether a number is these pieces in order, with nothing but zeros before each of them.

    >>> _made_of(("37040044", "532013000"), "370400440532013000")
    True
    """
    pattern = "".join("0*" + re.escape(piece.lstrip("0")) for piece in pieces)
    return bool(re.fullmatch(pattern, whole)) and sum(len(piece.lstrip("0")) for piece in pieces) >= SHORTEST_NATIONAL
