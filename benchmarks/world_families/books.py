"""The books of a made-up company: partners and open items, numbered as their family numbers them."""

from __future__ import annotations

import collections
import datetime
import random
import re
import string

from .accounts import account
from .family import Family, Series
from .payment_references import SCHEMES

#: amounts that many documents share (times the family's scale)
COMMON = (25, 49, 50, 99, 100, 121, 150, 199, 250, 299, 350, 500, 605, 750, 1000, 1210, 1500, 2420)


class Books:
    """Partners and items under construction. Amounts are signed whole minor units of the company's currency."""

    def __init__(self, family: Family, seed: int, partner_count: int):
        self.family = family
        self.random = random.Random(f"{family.name}-{seed}")
        self.unit = 10**family.decimals
        self.partners: list[dict] = []
        self.items: list[dict] = []
        self.cents: dict[str, int] = {}
        self.running: collections.Counter = collections.Counter()
        self._names: set[str] = set()
        self._references: set[str] = set()
        for _ in range(partner_count):
            self._add_partner()

    # ------------------------------------------------------------------ partners
    def _add_partner(self) -> None:
        country = self.random.choice(self.family.countries)
        style = self.random.choice(self.family.accounts)
        real = [account(self.random, style, country) for _ in range(self.random.choice((1, 1, 1, 2)))]
        on_file = real if self.random.random() < 0.62 else []
        self.partners.append(
            {
                "id": f"P{len(self.partners)}",
                "name": self.new_name(),
                "country": country,
                "city": self.random.choice(self.family.cities),
                "kind": self.random.choice(("customer", "customer", "vendor")),
                "ibans": on_file,
                "real": real,
            }
        )

    def sister(self, partner: dict, name: str) -> dict:
        """Another party of the same kind whose account nobody knows."""
        real = [self.new_account(partner["country"])]
        self.partners.append(partner | {"id": f"P{len(self.partners)}", "name": name, "ibans": [], "real": real})
        return self.partners[-1]

    def new_account(self, country: str) -> str:
        """An account number nobody has on file."""
        return account(self.random, self.random.choice(self.family.accounts), country)

    def new_name(self) -> str:
        """A party's name nobody in this world bears yet."""
        for attempt in range(200):
            name = self._name(attempt)
            core = " ".join(name.lower().split()[: 2 if attempt < 20 else 3 if attempt < 60 else 5])
            if core not in self._names:
                self._names.add(core)
                return name
        raise ValueError(f"the words of {self.family.name} give too few names")

    def _name(self, attempt: int) -> str:
        family, choose = self.family, self.random.choice
        if attempt < 20 and self.random.random() < family.person_share:
            return f"{choose(family.first_names)} {choose(family.surnames)}"
        word = choose(family.firm_words)
        if attempt >= 20:
            word = f"{word} {choose(family.surnames)} {choose(family.first_names)}"
        elif attempt > 3 or self.random.random() < 0.4:
            word = f"{word} {choose(family.surnames)}"
        elif self.random.random() < 0.3:
            word = f"{choose(family.surnames)} & {choose(family.surnames)}"
        return family.firm_pattern.format(
            word=word, trade=choose(family.trades), form=choose(family.legal_forms)
        ).strip()

    def partner(self, kind: str = "", on_file: bool = False) -> dict:
        """Any partner, of a kind and with a known account when asked."""
        while True:
            partner = self.random.choice(self.partners)
            if (not kind or partner["kind"] == kind) and (partner["ibans"] or not on_file):
                return partner

    # ------------------------------------------------------------------ amounts and days
    def amount(self, low: float = 15, high: float = 6000) -> int:
        """Minor units: a common amount now and then, else anything between (as Euros)."""
        if self.random.random() < 0.15:
            return self.round_amount(self.random.choice(COMMON))
        euros = min(high, max(low, self.random.lognormvariate(6, 1.1)))
        amount = int(euros * self.family.scale * self.unit)
        return max(amount + self.random.randrange(100) - 50, 10)

    def round_amount(self, euros: float) -> int:
        """About that many Euros as a whole amount of the family's currency, in minor units."""
        return max(round(euros * self.family.scale), 1) * self.unit

    def day(self, month: int | None = None) -> datetime.date:
        """A document's day: in the five months before the statement's month (month -5 to -1)."""
        first = self.first_of_month(self.random.randint(-5, -1) if month is None else month)
        return first + datetime.timedelta(days=self.random.randrange(28))

    def first_of_month(self, offset: int) -> datetime.date:
        """The first day of a month, counted from the statement's month."""
        index = self.family.month.year * 12 + self.family.month.month - 1 + offset
        return datetime.date(index // 12, index % 12 + 1, 1)

    # ------------------------------------------------------------------ numbers
    def next_number(self, series: Series, day: datetime.date) -> tuple[str, int]:
        """The next number of a series for that day, and its running number. Closed documents leave gaps."""
        key = (series.template, series.period(day))
        if key not in self.running:
            self.running[key] = series.start - 1
        self.running[key] += 1
        return series.number(self.running[key], day), self.running[key]

    def skip_number(self, series: Series, day: datetime.date) -> str:
        """A number of a document that is long paid."""
        return self.next_number(series, day)[0]

    def filled(self, template: str, day: datetime.date) -> str:
        """A template with random digits."""
        digits = {f"r{size}": "".join(self.random.choices(string.digits, k=size)) for size in range(2, 13)}
        digits |= {f"r{size}": str(self.random.randrange(1, 10)) + digits[f"r{size}"][1:] for size in range(2, 13)}
        code = "".join(self.random.choices("ABCDEFGHJK23456789", k=8))
        letter = self.random.choice(string.ascii_uppercase)
        return template.format(y=day.year, yy=day.year % 100, m=day.month, L=letter, code=code, n=1, **digits)

    def unused_reference(self, templates: tuple[str, ...], day: datetime.date) -> str:
        """A vendor's or customer's own number nobody used yet."""
        while True:
            reference = self.filled(self.random.choice(templates), day)
            if reference not in self._references:
                self._references.add(reference)
                return reference

    # ------------------------------------------------------------------ items
    def add(self, kind: str, partner: dict | None, cents: int, day: datetime.date, **fields) -> dict:
        """One open item; residual in the company's currency unless the fields say otherwise."""
        value = self.money(cents)
        item = {
            "id": f"I{len(self.items)}",
            "kind": kind,
            "number": "",
            "ref": None,
            "payment_reference": None,
            "origin": None,
            "partner": partner["id"] if partner else None,
            "date": day.isoformat(),
            "due": (day + datetime.timedelta(days=self.random.choice((0, 14, 30, 60)))).isoformat(),
            "currency": self.family.currency,
            "residual": value,
            "residual_company": value,
            "discount": None,
            "memo": None,
        }
        item.update(fields)
        self.items.append(item)
        self.cents[item["id"]] = cents
        return item

    def invoice(self, partner: dict, cents: int, day: datetime.date, series: Series | None = None, **fields) -> dict:
        """A customer's invoice, with a structured reference when the family has any."""
        series = series or self.random.choice(self.family.invoices)
        number, running = self.next_number(series, day)
        scheme = self.random.choice((*self.family.schemes, "", ""))
        reference = SCHEMES[scheme](self._base(scheme, day, running)) if scheme else number
        order = self.random.random() < 0.5
        given = {
            "number": number,
            "payment_reference": reference,
            "ref": self.unused_reference(self.family.orders, day) if order else None,
            "running": running,
            "series": series,
            "scheme": scheme,
        }
        return self.add("invoice", partner, cents, day, **(given | fields))

    def _base(self, scheme: str, day: datetime.date, running: int) -> str:
        """The digits a structured reference is built on: unique in this world."""
        if scheme == "vs":
            return re.sub(r"\D", "", f"{day.year}{day.month:02}{running:04}")
        return f"{self.random.randrange(1000, 9999)}{day.year % 100}{day.month:02}{running:05}"

    def bill(self, partner: dict, cents: int, day: datetime.date, **fields) -> dict:
        """A vendor's bill; the amount is negative (we owe)."""
        number, running = self.next_number(self.family.bills, day)
        reference = self.unused_reference(self.family.vendor_references, day)
        given = {
            "number": number,
            "ref": reference,
            "payment_reference": reference if self.random.random() < 0.55 else None,
            "running": running,
        }
        return self.add("bill", partner, -abs(cents), day, **(given | fields))

    def document(self, partner: dict, cents: int, day: datetime.date | None = None, **fields) -> dict:
        """An invoice or a bill, by the partner's kind."""
        day = day or self.day()
        make = self.invoice if partner["kind"] == "customer" else self.bill
        return make(partner, cents, day, **fields)

    def money(self, cents: int) -> float:
        """Minor units as the world's JSON writes them."""
        return round(cents / self.unit, self.family.decimals)
