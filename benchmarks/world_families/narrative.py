"""The text of a statement line: what the payer wrote, in the layout of the bank, with a bank's and a payer's noise.

A layout is a ``str.format`` template with the fields ``{remit}`` (the payer's words), ``{name}``, ``{NAME}``,
``{iban}``, ``{bic}``, ``{e2e}``, ``{date}`` (dd.mm.yyyy), ``{ymd}``, ``{code}`` (random capitals and digits),
``{d6}``, ``{d10}`` (random digits), ``{amount}`` and ``{currency}``. ``{remit:27}`` cuts it as a bank does.
"""

from __future__ import annotations

import datetime
import random
import re
import string
import unicodedata

from .family import Family


def ascii_of(text: str, family: Family) -> str:
    """As banks without the letters write it."""
    for letter, plain in family.ascii_letters:
        text = text.replace(letter, plain).replace(letter.upper(), plain.upper())
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("ß", "ss")


def typo(text: str, source: random.Random) -> str:
    """One slip of a keyboard: a letter twice, two exchanged, or one lost; never in a digit."""
    places = [place for place in range(1, len(text) - 1) if text[place].isalpha() and text[place + 1].isalpha()]
    if not places:
        return text
    place = source.choice(places)
    return source.choice(
        (
            text[:place] + text[place] + text[place:],
            text[:place] + text[place + 1] + text[place] + text[place + 2 :],
            text[:place] + text[place + 1 :],
        )
    )


def shown_name(name: str, family: Family, source: random.Random) -> str:
    """A party's name as its bank sends it: cut, in capitals, without accents, or with a slip."""
    if source.random() < 0.25:
        name = ascii_of(name, family)
    if source.random() < 0.45:
        name = name.upper()
    dice = source.random()
    if dice < 0.10:
        name = typo(name, source)
    elif dice < 0.20:
        name = name[: source.choice((27, 35))].strip()
    elif dice < 0.26:
        name = " ".join(name.split()[:-1]) if len(name.split()) > 2 else name
    elif dice < 0.30 and len(name.split()) == 2:
        name = " ".join(reversed(name.split()))
    return name


def wrapped(text: str, source: random.Random) -> str:
    """A text a bank broke into fields: blanks inside words, now and then one lost between them."""
    for _ in range(source.choice((1, 1, 2))):
        if len(text) > 6:
            place = source.randrange(2, len(text) - 2)
            text = f"{text[:place]} {text[place:]}"
    return text


def bank_noise(text: str, source: random.Random) -> str:
    """What a bank's export does to some texts: capitals, doubled blanks, fields of 35 signs with or without a blank."""
    dice = source.random()
    if dice < 0.06:
        return text.upper()
    if dice < 0.09:
        return text.replace(" ", "  ")
    if dice < 0.13:
        joint = source.choice((" ", "\n"))
        return joint.join(text[start : start + 35] for start in range(0, len(text), 35))
    return text


def noisy_number(number: str, source: random.Random) -> str:
    """A document number as payers retype it: the digits stay, in order."""
    digits = re.sub(r"\D", "", number)
    letters = re.match(r"[A-Za-z]+", number)
    options = [
        number.lower(),
        re.sub(r"[/\-.]", source.choice(("-", ".", " ", "/")), number),
        re.sub(r"[/\-. ]", "", number),
        re.sub(r"(?<=\D)0+(?=\d)", "", number),
        " ".join(number.replace(" ", "")) if len(number) < 14 else number,
        f"{source.choice(('nr', 'no.', '#'))} {number}",
    ]
    if letters and len(digits) >= 6:
        options += [number[letters.end() :].lstrip("/-. "), re.sub(r"(?<=[A-Za-z])(?=\d)", " ", number)]
    return source.choice(options)


class _Cut(str):
    """A text that a format specification cuts."""

    __slots__ = ()

    def __format__(self, specification: str) -> str:
        return self[: int(specification)] if specification else str(self)


class Narrator:
    """Writes the texts of one world's lines."""

    def __init__(self, family: Family, source: random.Random):
        self.family = family
        self.random = source

    def say(self, field: str) -> str:
        """One of the family's words of a sort."""
        return self.random.choice(getattr(self.family.words, field))

    def remittance(self, content: str, bare: float = 0.3) -> str:
        """What a payer writes around a reference."""
        if self.random.random() < bare:
            return content
        text = f"{self.say('invoice')} {content}".strip()
        return ascii_of(text, self.family) if self.random.random() < 0.5 else text

    def text(self, remit: str, name: str, account: str, end_to_end: str, day: datetime.date) -> str:
        """The bank's narrative for a payment."""
        digits = "".join(self.random.choices(string.digits, k=10))
        layout = self.random.choice(self.family.layouts)
        fields = {
            "remit": remit,
            "name": name,
            "NAME": ascii_of(name, self.family).upper(),
            "iban": account,
            "bic": "".join(self.random.choices(string.ascii_uppercase, k=6)) + "XX",
            "e2e": end_to_end or "NOTPROVIDED",
            "date": day.strftime("%d.%m.%Y"),
            "ymd": day.strftime("%y%m%d"),
            "code": "".join(self.random.choices("ABCDEFGHJKLMNP23456789", k=9)),
            "d6": digits[:6],
            "d10": digits,
            "currency": self.family.currency,
        }
        return layout.format(**{key: _Cut(value) for key, value in fields.items()})
