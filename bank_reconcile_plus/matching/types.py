"""What the matching engine takes and what it gives: frozen records, no database behind them.

Sign: positive is money in (a statement line) or owed to us (an open item); a line settles items whose amounts add up
to it. Money is :class:`decimal.Decimal`, in the currency named beside it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Confidence(StrEnum):
    """How sure a proposal is; the words an accountant sees."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ItemKind(StrEnum):
    """What an open item is in the books."""

    INVOICE = "invoice"
    REFUND = "refund"
    BILL = "bill"
    BILL_REFUND = "bill_refund"
    PAYMENT_IN = "payment_in"
    PAYMENT_OUT = "payment_out"
    TRANSFER = "transfer"
    OTHER = "other"


class PartyMatch(StrEnum):
    """How far the counterparty is known (FULLY: by account number or the line's own partner)."""

    FULLY = "fully"
    PARTIALLY = "partially"
    NO = "no"


class DocumentMatch(StrEnum):
    """Whether the line names documents of the items."""

    YES_MULTIPLE = "yes_multiple"
    YES = "yes"
    NO = "no"


class AmountMatch(StrEnum):
    """How many candidates explain the amount: one (or one set), several, none."""

    ONE = "one"
    MULTIPLE = "multiple"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One open bank statement line.

    :param amount: signed, in ``currency``, what is left to match; positive is money in
    :param text: the whole narrative; structured fields stand apart from it
    :param partner_id: set when a person or the import already knows the partner
    :param account_number: the counterparty's account (IBAN or other), any spacing
    :param foreign_amount: signed amount in ``foreign_currency``, when the payment was made in another currency
    :param company_amount: signed, in the company's currency, at the rate booked on the line's own entry
    """

    id: int | str
    date: datetime.date
    amount: Decimal
    currency: str
    text: str = ""
    value_date: datetime.date | None = None
    partner_id: int | str | None = None
    partner_name: str = ""
    account_number: str = ""
    end_to_end_id: str = ""
    structured_reference: str = ""
    check_number: str = ""
    batch_id: str = ""
    is_direct_debit: bool = False
    foreign_currency: str = ""
    foreign_amount: Decimal | None = None
    company_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Discount:
    """An early payment discount that is still open.

    :param until: last day it may be taken
    :param residual: signed amount that settles the item when it is taken, in the item's currency
    """

    until: datetime.date
    residual: Decimal


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One open item (DESIGN words: invoice, bill, credit note, registered payment, transfer).

    :param residual: signed, in ``currency``; positive is owed to us
    :param residual_company: signed, in the company's currency
    :param reference: a bill's vendor reference, or a customer's order number
    :param memo: a payment's end-to-end id or batch name
    :param draft: not posted yet; never settled without a person, and no part of a set found by its sum
    :param end_to_end_id: what the payment file called the payment; the bank brings it back
    :param batch: name of the deposit or payment batch the bank shows as one line with the other items of that name
    :param batch_reference: what the bank calls the batch, or this part of it
    :param sent_as: ids of the files the bank got it in, earlier ones as well, and of their parts
    :param batch_date: when the batch was made; the item's own date where None
    """

    id: int | str
    kind: ItemKind
    number: str
    date: datetime.date
    currency: str
    residual: Decimal
    residual_company: Decimal
    partner_id: int | str | None = None
    reference: str = ""
    payment_reference: str = ""
    origin: str = ""
    memo: str = ""
    check_number: str = ""
    due: datetime.date | None = None
    discount: Discount | None = None
    account_id: int | None = None
    draft: bool = False
    end_to_end_id: str = ""
    batch: str = ""
    batch_reference: str = ""
    sent_as: tuple[str, ...] = ()
    batch_date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """A party of the books with what identifies it at a bank."""

    id: int | str
    name: str
    country: str = ""
    city: str = ""
    parent_id: int | str | None = None
    account_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoidCheck:
    """A check that was taken back: no line may settle anything silently that names it.

    :param number: as in the books, with or without zeros in front
    :param date: day it became void, where that is known
    :param money_in: True for a check we received
    """

    number: str
    date: datetime.date | None = None
    money_in: bool = False


@dataclass(frozen=True, slots=True)
class TextMapping:
    """A text that leads to an account or a partner (host ``account.reconcile.model`` with a label condition).

    :param contains: plain text looked for in the folded narrative; the longest that fits wins
    :param pattern: regular expression instead of ``contains``
    :param account: opaque key of the account (or counterpart set) to book to; None for a partner mapping
    :param minimum: signed bounds on the line's unsigned amount, None where open
    :param money_in: True for lines of money in only, False for money out only
    :param automatic: every line it fits may be posted without a person looking (the host's automated trigger);
        without it, only lines that earlier ones prove
    """

    id: int | str
    contains: str = ""
    pattern: str = ""
    excludes: str = ""
    account: int | str | None = None
    partner_id: int | str | None = None
    partner_ids: frozenset[int | str] = frozenset()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    money_in: bool | None = None
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class PastLine:
    """An earlier line and the account a person booked it to: what memory learns from."""

    date: datetime.date
    amount: Decimal
    text: str
    account: int | str
    partner_name: str = ""
    account_number: str = ""
    partner_id: int | str | None = None


@dataclass(frozen=True, slots=True)
class ApplicationRule:
    """One row of the rule table; None is "any".

    :param apply_immediately: the best explanation this row decides is taken although others are as good
    """

    id: int | str
    sequence: int
    confidence: Confidence
    party: PartyMatch | None = None
    document: DocumentMatch | None = None
    amount: AmountMatch | None = None
    direct_debit: bool | None = None
    review_required: bool = False
    apply_immediately: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What the company and the bank allow.

    :param currency: the company's currency
    :param decimals: ISO code -> decimal places (2 where absent)
    :param date_tolerance_days: how far an item's date may lie after the line's date
    :param tolerance_amount: largest unsigned difference that may be written off, in the line's currency; 0 for none
    :param tolerance_percent: the same as a share of the item, 0 to 100; the smaller holds where both are given
    :param tolerance_silent: such a difference does not keep a match from being High; else it waits for a person
    :param known_fees: unsigned bank fees a correspondent may hold back
    :param discount_grace_days: days after ``Discount.until`` an early discount is still proposed (never High)
    """

    currency: str
    decimals: tuple[tuple[str, int], ...] = ()
    date_tolerance_days: int = 0
    tolerance_amount: Decimal = Decimal(0)
    tolerance_percent: Decimal = Decimal(0)
    tolerance_silent: bool = True
    known_fees: tuple[Decimal, ...] = ()
    discount_grace_days: int = 0
    kinds: frozenset[ItemKind] = frozenset(ItemKind)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for (weight > 0) or against (weight < 0) a proposal.

    The code names a criterion; ``values`` fill its words, which are made where they are shown, in the reader's
    language. Weights of a proposal's evidence add up to its score.
    """

    criterion: str
    weight: int
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """A part of the line applied to one item.

    :param amount: signed, in the line's currency
    :param item_amount: signed, in the item's currency: what of the item's residual it settles
    """

    item_id: int | str
    amount: Decimal
    item_amount: Decimal


@dataclass(frozen=True, slots=True)
class WriteOff:
    """What of the line or the items goes to an account instead.

    :param amount: signed, in the line's currency: applications + write-off = line. A fee held back from money in is
        negative.
    :param reason: ``early_payment_discount``, ``bank_fee``, ``tolerance`` or ``rounding``
    """

    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could settle a line, with why.

    The applications' amounts and the write-off add up to the line's amount, unless ``difference`` is not zero: then
    that much of the line is left (an overpayment), or, for a partial payment, the item keeps the rest by itself.

    :param automatic: may be posted without a person looking (High, unique, and the rule does not ask for review)
    :param explanations: how many ways explain the line equally well; 1 is proof of uniqueness
    :param account: key of the account or mapping to book the whole line to, instead of items
    """

    line_id: int | str
    confidence: Confidence
    score: int
    evidence: tuple[Evidence, ...]
    applications: tuple[Application, ...] = ()
    write_off: WriteOff | None = None
    difference: Decimal = Decimal(0)
    account: int | str | None = None
    mapping_id: int | str | None = None
    partner_id: int | str | None = None
    rule_id: int | str | None = None
    party: PartyMatch = PartyMatch.NO
    document: DocumentMatch = DocumentMatch.NO
    amount: AmountMatch = AmountMatch.NONE
    explanations: int = 1
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class LineResult:
    """The best proposal of a line, if any, and the next best for a person to choose from.

    ``proposal`` is None when nothing is good enough: silence is a right answer. Only ``proposal`` takes part in the
    promise that no item is given twice.
    """

    line_id: int | str
    proposal: Proposal | None = None
    alternatives: tuple[Proposal, ...] = field(default=())
