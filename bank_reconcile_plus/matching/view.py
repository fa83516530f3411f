"""A statement line as the engine reads it: amounts in minor units, narrative taken apart, words and numbers found."""

from __future__ import annotations

import re
from functools import cached_property

from .check_words import check_numbers_of
from .money import Minor
from .narrative import account_numbers_in, read_narrative
from .text import MAXIMUM_LENGTH, atoms, fold
from .types import StatementLine

_DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b")
_LABEL = re.compile(r"([^\W\d_]+)\s?:")
_GLUED = re.compile(r"([^\W\d_]*)(\d+)")
_PERIOD = re.compile(r"\b(?:0?[1-9]|1[0-2])[./-]20\d\d\b|\b20\d\d[./-](?:0?[1-9]|1[0-2])\b")
_MONEY = re.compile(
    r"(?<![\w.,])(?:(?P<before>[A-Z]{3})\s?)?"
    r"(?P<amount>(?:\d{1,3}(?:[ '.,]\d{3})+|\d{1,9})[.,]\d{2,3})(?![.,]?\d)(?:\s?(?P<after>[A-Z]{3})\b)?"
)
#: currencies of the world's trade; a code of three letters is taken for a currency only when it is one
CURRENCIES = frozenset(
    "AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JOD JPY KES KRW KWD MAD "
    "MXN MYR NGN NOK NZD OMR PEN PHP PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD VND ZAR".split()
)


class LineView:
    """One line, read once.

    :ivar partner_id: the partner the line already has, or a text mapping leads to
    :ivar units: signed amount in minor units of the line's currency
    :ivar foreign_units: signed amount in ``line.foreign_currency``, None when the bank gives none
    :ivar company_units: signed amount in the company's currency, None when unknown
    """

    def __init__(self, line: StatementLine, minor: Minor, company_currency: str, partner_id: int | str | None = None):
        self.line = line
        self.partner_id = partner_id
        self.currency = line.currency
        self.units = minor.units(line.amount, line.currency)
        self.foreign_units = None
        if line.foreign_currency and line.foreign_amount is not None and line.foreign_currency != line.currency:
            self.foreign_units = minor.units(line.foreign_amount, line.foreign_currency)
        self.company_units = self.units if line.currency == company_currency else None
        if line.company_amount is not None:
            self.company_units = minor.units(line.company_amount, company_currency)
        self.narrative = read_narrative(line.text)
        self.day = line.value_date or line.date

    @cached_property
    def atoms(self) -> tuple[str, ...]:
        """Letters and digits of the remittance; account numbers and amounts are taken out of it first."""
        return self._atoms_of(self.narrative.remittance)

    @cached_property
    def all_atoms(self) -> tuple[str, ...]:
        """The same of the whole narrative, for layouts that were taken apart wrongly."""
        return self._atoms_of(self.line.text)

    def _atoms_of(self, text: str) -> tuple[str, ...]:
        for number in account_numbers_in(text):
            text = text.replace(number, " ")
        return atoms(_MONEY.sub(self._without_money, text))

    def _without_money(self, money: re.Match[str]) -> str:
        """Nothing in place of an amount with its currency, or of the line's own; other numbers stay."""
        digits = "".join(filter(str.isdigit, money.group("amount")))
        own = digits in (str(abs(self.units)), str(abs(self.foreign_units or 0)))
        return " " if own or _currency(money) else money.group()

    @cached_property
    def dates(self) -> frozenset[tuple[str, ...]]:
        """The dates in the text, each as its three atoms; without the century they look like a list of numbers."""
        found = (atoms(date.group()) for date in _DATE.finditer(self.line.text))
        return frozenset(date for date in found if any(len(piece) == 4 for piece in date))

    @cached_property
    def periods(self) -> frozenset[str]:
        """The months of a year in the remittance, compact (``102026`` for 10/2026)."""
        return frozenset("".join(atoms(found.group())) for found in _PERIOD.finditer(self.narrative.remittance))

    @cached_property
    def folded(self) -> str:
        return fold(self.line.text)

    @cached_property
    def payer_name(self) -> str:
        """The counterparty's name, from its own field or from the narrative's; one without a letter is none."""
        names = (self.line.partner_name.strip(), self.narrative.name.strip())
        return next((name for name in names if any(map(str.isalpha, name))), "")

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Words of the payer's name and labels that end in a colon, folded: they mean nothing else."""
        return frozenset((*atoms(self.payer_name), *_LABEL.findall(self.folded)))

    @cached_property
    def account_number(self) -> str:
        """The counterparty's account, from its own field, the narrative's, or an IBAN in the text."""
        number = self.line.account_number or self.narrative.account_number
        if number:
            return number
        found = account_numbers_in(self.line.text)
        return found[0] if len(found) == 1 else ""

    @cached_property
    def short_numbers(self) -> dict[int, str]:
        """Whole numbers of two digits and more in the wording, no dates, months or amounts: value -> as written."""
        found = {}
        for value in atoms(self._bare_wording):
            if value.isdecimal() and 2 <= len(value) <= 9:
                found.setdefault(int(value), value)
        return found

    @cached_property
    def check_numbers(self) -> dict[str, str]:
        """Numbers of checks, from the line's own field and after a check's word in the text: key -> as written."""
        return check_numbers_of(self.line.check_number, self.line.text)

    @cached_property
    def glued_letters(self) -> dict[int, str]:
        """Short numbers that letters stand right before, wherever they stand: value -> the letters (``ks`` 308)."""
        found: dict[int, str] = {}
        for letters, digits in _GLUED.findall(fold(self._bare_wording)):
            value = int(digits)
            found[value] = letters if found.get(value, letters) else ""
        return {value: letters for value, letters in found.items() if letters}

    @cached_property
    def _bare_wording(self) -> str:
        return _MONEY.sub(" ", _PERIOD.sub(" ", _DATE.sub(" ", self.narrative.wording)))[:MAXIMUM_LENGTH]

    @cached_property
    def written_amounts(self) -> set[tuple[str, str]]:
        """(currency, digits) of amounts written in the text with a currency code."""
        found = set()
        for money in _MONEY.finditer(self.narrative.remittance):
            currency = _currency(money)
            if currency:
                found.add((currency, "".join(filter(str.isdigit, money.group("amount")))))
        return found


def _currency(money: re.Match[str]) -> str:
    """The currency written with an amount, "" for none."""
    codes = (money.group("before"), money.group("after"))
    return next((code for code in codes if code in CURRENCIES), "")
