"""What the books are made of: documents, registered payments and bank lines.

Amounts are :class:`decimal.Decimal`. A document's ``total`` has no sign; ``residual`` and a bank line's ``amount`` are
signed from the company's side (positive is money in or owed to us), as everywhere in the addon.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from .cases import Case
from .parties import Party

CENT = Decimal("0.01")
DISCOUNT_SHARE = Decimal("0.02")
OPENING_BALANCE = Decimal("84310.55")


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass
class Document:
    """An invoice, credit note, bill or vendor credit.

    :param lines: (what, quantity, net price of one)
    :param reference: the customer's order number, or the vendor's own number of the bill
    :param structured: payment reference with a checksum, as printed on the invoice
    :param paid_on: day of the September bank line that paid it; None while it is open
    """

    kind: str
    party: Party
    date: datetime.date
    lines: list[tuple[str, int, Decimal]]
    currency: str = "EUR"
    term: str = "demo_term_30_days"
    reference: str = ""
    structured: str = ""
    paid_on: datetime.date | None = None
    number: str = ""

    @property
    def tax_rate(self) -> Decimal:
        return Decimal("0.21") if self.party.country == "NL" else Decimal(0)

    @property
    def total(self) -> Decimal:
        net = sum((quantity * price for _label, quantity, price in self.lines), Decimal(0))
        return net + cents(net * self.tax_rate)

    @property
    def residual(self) -> Decimal:
        return self.total if self.kind in ("invoice", "vendor_credit") else -self.total

    @property
    def discount(self) -> Decimal:
        """What is not owed when the document is paid early; unsigned, zero without such a term."""
        if self.term != "demo_term_discount":
            return Decimal(0)
        return self.total - cents(self.total * (1 - DISCOUNT_SHARE))

    @property
    def record_id(self) -> str:
        return f"demo_{self.kind}_{'_'.join(self.number.split('/')[1:])}"

    # How people write a document's number.
    def __str__(self) -> str:
        return self.number

    @property
    def serial(self) -> str:
        return self.number.rsplit("/", 1)[1]

    @property
    def compact(self) -> str:
        return self.number.replace("/", "")

    @property
    def spaced(self) -> str:
        return self.number.replace("/", " ")

    @property
    def dashed(self) -> str:
        return self.number.replace("/", "-")

    @property
    def yearly(self) -> str:
        return self.number.split("/", 1)[1]

    @property
    def head(self) -> str:
        """The number without its last four digits: banks break a line in the middle of a word."""
        return self.number[:-4]

    @property
    def tail(self) -> str:
        return self.number[-4:]


@dataclass
class Payment:
    """A payment registered in the books that waits for the bank.

    :param memo: end-to-end id of the transfer, or the collection it belongs to
    :param check_number: number printed on the check, empty for a transfer
    """

    document: Document
    date: datetime.date
    memo: str
    record_id: str
    check_number: str = ""

    @property
    def residual(self) -> Decimal:
        return self.document.residual

    @property
    def number(self) -> str:
        return self.memo


@dataclass
class Transfer:
    """Money between own accounts, already booked from the savings account's side."""

    date: datetime.date
    residual: Decimal
    record_id: str
    number: str


@dataclass
class Settles:
    """An open record that a bank line settles; ``item_amount`` in the record's own currency."""

    record: Document | Payment | Transfer
    amount: Decimal
    item_amount: Decimal


@dataclass
class BankLine:
    """One movement on the current account, and what a person would make of it."""

    kind: str
    date: datetime.date
    amount: Decimal
    code: str
    bank_reference: str = ""
    name: str = ""
    party: Party | None = None
    account: str = ""
    bic: str = ""
    text: list[str] = field(default_factory=list)
    structured: str = ""
    end_to_end: str = ""
    mandate: str = ""
    batch: str = ""
    check_number: str = ""
    charges: Decimal = Decimal(0)
    original: tuple[str, Decimal, Decimal] | None = None
    reversal: bool = False
    settles: list[Settles] = field(default_factory=list)
    one_of: list[Document] = field(default_factory=list)
    write_off: tuple[str, Decimal] | None = None
    book_to: str = ""
    why: str = ""


@dataclass
class HistoryLine:
    """A bank line that is already reconciled: with a document, or booked to an account.

    :param partner: record of a partner that is no party: the company itself
    """

    date: datetime.date
    amount: Decimal
    text: str
    record_id: str = ""
    party: Party | None = None
    document: Document | None = None
    book_to: str = ""
    journal: str = "demo_journal_current"
    partner: str = ""


@dataclass
class Books:
    """Everything the files are written from."""

    accounts: dict[str, str]
    random: Random
    documents: list[Document] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    by_case: list[tuple[Case, list[Document]]] = field(default_factory=list)
    collection: list[Document] = field(default_factory=list)
    transfer: Transfer | None = None
    history: list[HistoryLine] = field(default_factory=list)
    lines: list[BankLine] = field(default_factory=list)

    @property
    def opening_balance(self) -> Decimal:
        return sum((line.amount for line in self.history), OPENING_BALANCE)

    @property
    def closing_balance(self) -> Decimal:
        return sum((line.amount for line in self.lines), self.opening_balance)
