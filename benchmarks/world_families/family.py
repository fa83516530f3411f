"""What a family of ReconBench worlds is made of: a country's names, numbering, references and narratives, as data.

A template is a plain ``str.format`` text. Numbering knows ``{n}`` (running number), ``{y}``, ``{yy}``, ``{m}``;
a vendor's reference also ``{r2}`` to ``{r8}`` (random digits) and ``{L}`` (a letter); a layout the fields that
:mod:`.narrative` lists.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """A document number series.

    :param reset: ``month``, ``year`` or ``never``: when ``{n}`` starts again
    :param start: the first running number
    :param range_text: how payers write a range of it; ``{first}``, ``{to}``, ``{last}``, ``{a}``, ``{b}`` beside the
        fields of a number. Empty: "first to last", the last written by its running number only.
    :param list_text: how payers write a list; ``{first}`` and ``{rest}``, or ``{all}`` running numbers
    """

    template: str
    reset: str = "year"
    start: int = 1
    range_text: str = ""
    list_text: str = ""

    def number(self, running: int, day: datetime.date) -> str:
        """The number of a document of that day."""
        return self.template.format(**self.fields(running, day))

    def fields(self, running: int, day: datetime.date) -> dict:
        """What a template of this series may use."""
        return {"n": running, "y": day.year, "yy": day.year % 100, "m": day.month}

    def period(self, day: datetime.date) -> tuple:
        """Documents of one period share a running number."""
        return {"month": (day.year, day.month), "year": (day.year,), "never": ()}[self.reset]


@dataclass(frozen=True)
class Words:
    """What payers and banks write, in the family's languages."""

    invoice: tuple[str, ...]
    number: tuple[str, ...]
    joined: tuple[str, ...]
    until: tuple[str, ...]
    minus: tuple[str, ...]
    netted: tuple[str, ...]
    part: tuple[str, ...]
    discount: tuple[str, ...]
    recurring: tuple[str, ...]
    subscription: tuple[str, ...]
    open_items: tuple[str, ...]
    plain: tuple[str, ...]
    deposit: tuple[str, ...]
    instalment: tuple[str, ...]
    own_transfer: tuple[str, ...]
    months: tuple[str, ...]
    decoys: tuple[str, ...]
    check: tuple[str, ...] = ("CHECK",)
    batch: tuple[str, ...] = ("BATCH {batch}",)
    payout: tuple[str, ...] = ("STRIPE PAYOUT {code}",)


@dataclass(frozen=True)
class Family:
    """One family of worlds.

    :param decimals: of the company's currency
    :param scale: what a Euro is in the company's currency, roughly: sizes the amounts
    :param month: the statement's month; documents lie in the five months before it
    :param accounts: national account styles of the parties, see :mod:`.accounts`
    :param schemes: structured references on the company's invoices, see :mod:`.payment_references`
    :param expenses: (text, account, sign): lines without an open item
    :param foreign: other currencies and their rate in the company's currency
    :param ascii_letters: how banks here spell letters their alphabet lacks, beyond dropping accents
    """

    name: str
    currency: str
    month: datetime.date
    countries: tuple[str, ...]
    cities: tuple[str, ...]
    firm_words: tuple[str, ...]
    trades: tuple[str, ...]
    legal_forms: tuple[str, ...]
    first_names: tuple[str, ...]
    surnames: tuple[str, ...]
    invoices: tuple[Series, ...]
    refunds: Series
    bills: Series
    bill_refunds: Series
    payments_in: Series
    payments_out: Series
    vendor_references: tuple[str, ...]
    orders: tuple[str, ...]
    layouts: tuple[str, ...]
    words: Words
    expenses: tuple[tuple[str, str, int], ...]
    accounts: tuple[str, ...] = ("iban",)
    schemes: tuple[str, ...] = ()
    decimals: int = 2
    scale: float = 1.0
    foreign: tuple[tuple[str, float], ...] = (("USD", 0.92), ("GBP", 1.17))
    ascii_letters: tuple[tuple[str, str], ...] = ()
    person_share: float = 0.2
    firm_pattern: str = "{word} {trade} {form}"
    fees: tuple[float, ...] = (2.5, 5, 7.5, 10, 15)
    batch_memo: str = "BATCH/OUT/{y}/{r4}"
    payout_memo: str = "PO{code}"
    end_to_end: str = "E2E{r8}"
    transfers: str = "MISC/{y}/{m:02}/{n:04}"
