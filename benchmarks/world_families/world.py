"""A world under construction: books, statement lines and their truth."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field

from .books import Books
from .family import Family
from .narrative import Narrator, ascii_of, bank_noise, shown_name


@dataclass
class Draft:
    """A line with its truth, before the honesty check.

    :param cents: signed, minor units of the company's currency
    :param needs: what a person must be able to tell for the truth to hold, see :mod:`.honesty`
    """

    scenario: str
    line: dict
    cents: int
    partner: dict | None = None
    items: list[tuple[dict, int]] = field(default_factory=list)
    write_off: tuple[int, str] | None = None
    account: str | None = None
    acceptable: list[list[str]] = field(default_factory=list)
    needs: tuple[str, ...] = ()
    closed_number: str = ""

    @property
    def decision(self) -> str:
        """``items``, ``account`` or ``abstain``."""
        return "account" if self.account else "items" if self.items else "abstain"


class World:
    """Collects what the scenarios make."""

    def __init__(self, family: Family, seed: int, partner_count: int):
        self.family = family
        self.books = Books(family, seed, partner_count)
        self.random: random.Random = self.books.random
        self.narrator = Narrator(family, self.random)
        self.drafts: list[Draft] = []
        #: place of an expense -> its usual amounts, minor units, unsigned
        self.expense_levels: dict[int, list[int]] = {}

    def day(self) -> datetime.date:
        """A day of the statement's month."""
        return self.family.month + datetime.timedelta(days=self.random.randrange(27))

    def pay(
        self,
        scenario: str,
        cents: int,
        remit: str,
        payer: dict | None = None,
        *,
        day: datetime.date | None = None,
        show: str = "any",
        end_to_end: str = "",
        exact_text: bool = False,
        may_cut: bool = False,
        **facts,
    ) -> Draft:
        """Add a line a payer's bank sends.

        :param show: ``any`` (the bank shows the name, the account, both or neither), ``known`` (the name or an account
            on file, so that the payer is certain), ``name``, ``account`` or ``none``
        :param exact_text: the text stands alone, in no layout
        :param may_cut: the bank may cut the payer's words; else a layout is used that has room for them
        """
        random_source, day = self.random, day or self.day()
        name, account = self._shown(payer, show)
        if not end_to_end and random_source.random() < 0.35:
            end_to_end = "".join(random_source.choices("0123456789", k=12))
        in_layout = not exact_text and (name or account) and random_source.random() < 0.65
        text = self._narrative(remit, name, account, end_to_end, day, may_cut) if in_layout else remit
        must = show in ("known", "name", "account")
        name_field = random_source.random() < 0.6 or (must and not self._reads(text, name))
        account_field = random_source.random() < 0.6 or (must and not self._reads(text, account))
        line = {
            "date": day.isoformat(),
            "amount": self.books.money(cents),
            "currency": self.family.currency,
            "text": text,
            "partner_name": name if name and name_field else None,
            "iban": account if account and account_field else None,
            "end_to_end_id": end_to_end or None,
            "structured_ref": None,
            "check_number": None,
            "foreign_currency": None,
            "foreign_amount": None,
        }
        structured = facts.pop("line_fields", {})
        line.update(structured)
        draft = Draft(scenario, line, cents, payer, **facts)
        self.drafts.append(draft)
        return draft

    def _narrative(
        self, remit: str, name: str, account: str, end_to_end: str, day: datetime.date, may_cut: bool
    ) -> str:
        """The payer's words in a bank's layout, whole unless they may be cut."""
        for _attempt in range(30):
            text = self.narrator.text(remit, name, account, end_to_end, day)
            if may_cut or remit in text:
                return bank_noise(text, self.random)
        return remit

    def _reads(self, text: str, shown: str) -> bool:
        """Is a name or an account readable in the text?"""
        return not shown or ascii_of(shown, self.family).lower() in ascii_of(text, self.family).lower()

    def _shown(self, payer: dict | None, show: str) -> tuple[str, str]:
        """Name and account the bank shows of a payer."""
        if payer is None or show == "none":
            return "", ""
        name = shown_name(payer["name"], self.family, self.random)
        account = self.random.choice(payer["real"])
        if show == "name":
            return name, account if self.random.random() < 0.5 and not payer["ibans"] else ""
        if show == "account" or (show == "known" and payer["ibans"] and self.random.random() < 0.5):
            return (name if self.random.random() < 0.4 else ""), account
        if show == "known":
            return name, account if self.random.random() < 0.5 else ""
        return (name if self.random.random() < 0.7 else ""), (account if self.random.random() < 0.65 else "")

    def items_line(self, scenario: str, pairs: list[tuple[dict, int]], remit: str, payer: dict, **more) -> Draft:
        """A line that settles these items with these amounts (and a write-off, when one is given)."""
        cents = sum(amount for _item, amount in pairs)
        if more.get("write_off"):
            cents += more["write_off"][0]
        return self.pay(scenario, cents, remit, payer, items=pairs, **more)
