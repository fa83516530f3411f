"""Checks in a narrative: the words banks put before a check's number, and the numbers that follow them.

A number is a check's only where a word says so: ``CHQ 30723``, ``Scheck-Nr. 4711``, ``chèque n° 0001001``, ``talón nº
15``. Zeros in front are the printer's, so checks are compared by their key, without them. What follows a word and is
an amount, a date or part of a longer number is no check number.

Words as banks of these countries print them; :data:`CHECK_WORDS` is the whole list, a language a row.

>>> check_numbers("CHEQUE NO 001001 PRESENTED")
{'1001': '001001'}
>>> check_numbers("Checks #1001, 1002 and 1003")
{'1001': '1001', '1002': '1002', '1003': '1003'}
>>> check_numbers("Einlösung Verrechnungsscheck Nr. 0004711"), check_numbers("CHEQUE (1001)")
({'4711': '0004711'}, {'1001': '1001'})
>>> check_numbers("CHECK 300.00"), check_numbers("CHECK CARD 4711"), check_numbers("Rechnung 4711")
({}, {}, {})
>>> check_key("000A17"), check_key("0000")
('a17', '')
"""

from __future__ import annotations

import re

from .text import MAXIMUM_LENGTH, compact, fold

#: language -> words for a check, folded (no case, no accents)
CHECK_WORDS = {
    "en": "check checks cheque cheques chq chqs chk ck",
    "de": "scheck schecks check schecknummer schecknr scheckeinlosung scheckeinreichung barscheck verrechnungsscheck"
    " orderscheck bankscheck",
    "fr": "cheque cheques chq",
    "es": "cheque cheques talon talones pagare",
    "nl": "cheque cheques chequenummer chequenr bankcheque",
    "it": "assegno assegni ass",
    "pt": "cheque cheques chq",
    "da, no, sv": "check sjekk sjekknr checknr checknummer",
    "pl, cs, sk": "czek czeki sek",
    "tr": "cek",
    "ja": "kogitte",
}
#: words that may stand between the word and its number: how the check went, and "number"
BETWEEN_WORDS = (
    "paid payment presented cashed cleared issued withdrawal inclearing deposit eingelost einlosung bezahlt emis paye "
    "tire encaisse remis bancaire pagado emitido bancario cobrado compensado circolare emesso pagato betaald"
)
#: words and signs for "number", in front of the digits
NUMBER_WORDS = "no nos nr nrs num nums numero numeros nummer nummern number numbers numer c n"

_ALL = "|".join(sorted({word for words in CHECK_WORDS.values() for word in words.split()}, key=len, reverse=True))
_BETWEEN = "|".join(sorted(BETWEEN_WORDS.split(), key=len, reverse=True))
_NUMBER = "|".join(sorted(NUMBER_WORDS.split(), key=len, reverse=True))
#: what may stand between words: spaces and signs, the degree sign of n° among them
_GAP = r"[\s.:#°(=\-/]{0,6}"
_DIGITS = r"\d{1,12}(?![\d°]|[.,/\-]\d|[^\W_])"
_CHECK = re.compile(
    rf"(?<![^\W_])(?:{_ALL}){_GAP}(?:(?:{_BETWEEN})(?![^\W_]){_GAP})?(?:(?:{_NUMBER})(?![^\W\d_]){_GAP})?"
    rf"(?P<numbers>{_DIGITS}(?:(?:\s?[,;+&]\s?|\s(?:and|und|et|y|en|e|u)\s)#?{_DIGITS})*)"
)


def check_key(number: str) -> str:
    """A check number in the form it is compared in: folded, without signs and zeros in front; "" for none."""
    return compact(number).lstrip("0")


def check_numbers_of(number: str, text: str) -> dict[str, str]:
    """Check numbers of a statement line: key -> as written, the one in its own field first.

    :param number: the line's field for a check number, "" for none
    :param text: its narrative
    """
    own = number.strip()
    found = {check_key(own): own} if check_key(own) else {}
    return found | check_numbers(text)


def check_numbers(text: str) -> dict[str, str]:
    """Check numbers in a narrative: key -> as written, in the order of the text.

    :param text: any narrative, :data:`.text.MAXIMUM_LENGTH` characters are read
    """
    found: dict[str, str] = {}
    for check in _CHECK.finditer(fold(text[:MAXIMUM_LENGTH])):
        for digits in re.findall(r"\d+", check.group("numbers")):
            if digits.strip("0"):
                found.setdefault(check_key(digits), digits)
    return found
