"""Every reason for or against a match: its weight and its words, in one table.

A proposal carries :class:`~.types.Evidence`, codes and values; the words are made where they are shown. The weights
of a proposal add up to its score, which only ranks explanations of one line; confidence comes from the rule table.
A criterion with a ``limit`` is a reason to have a person look, however good the rest is.

>>> template, values = words(evidence("document_number", number="INV/2026/00012"))
>>> template % values
'Document number INV/2026/00012 stands in the text'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..translatable import _
from .types import Confidence, Evidence


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the table.

    :param weight: positive speaks for a match, negative against it
    :param words: English, with ``%(name)s`` placeholders for the evidence's values
    :param limit: highest confidence a proposal with this evidence may have
    """

    weight: int
    words: str
    limit: Confidence | None = None


MEDIUM = Confidence.MEDIUM
LOW = Confidence.LOW

CRITERIA: dict[str, Criterion] = {
    # the document
    "structured_reference": Criterion(62, _("Structured reference %(number)s, check digits right")),
    "end_to_end_id": Criterion(60, _("End-to-end id %(number)s comes back")),
    "document_number": Criterion(52, _("Document number %(number)s stands in the text")),
    "document_reference": Criterion(48, _("Reference %(number)s stands in the text")),
    "batch_name": Criterion(52, _("Batch %(number)s stands in the text, with all its %(count)s payments")),
    "batch_entry": Criterion(52, _("Batch %(number)s stands in the text")),
    "batch_part": Criterion(
        34, _("Batch %(number)s stands in the text; %(count)s of its %(whole)s payments are the amount"), MEDIUM
    ),
    "batch_one": Criterion(36, _("Batch %(number)s stands in the text; this is one of its payments")),
    "batch_of": Criterion(6, _("It belongs to batch %(number)s, whose %(count)s payments are the amount")),
    "batch_total": Criterion(20, _("The amount is the total of batch %(number)s (payments: %(count)s)")),
    "batch_number": Criterion(26, _("%(written)s in the text is the number of batch %(number)s")),
    "batch_old": Criterion(-10, _("The batch was made %(days)s days before"), MEDIUM),
    "batch_stranger": Criterion(-14, _("%(payer)s has no payment in batch %(number)s"), MEDIUM),
    "in_batch": Criterion(-8, _("It is one of the %(count)s payments of batch %(number)s, shown as one line"), MEDIUM),
    "batch_claimed": Criterion(-6, _("Other lines of the same amount: %(count)s"), MEDIUM),
    "check_number": Criterion(46, _("Check number %(number)s")),
    "check_amount": Criterion(-10, _("The bank cashed another amount than check %(number)s has"), MEDIUM),
    "other_check": Criterion(-30, _("The bank shows check %(written)s, this is check %(number)s"), MEDIUM),
    "check_void": Criterion(-20, _("Check %(number)s is void, but the bank cashed it"), MEDIUM),
    "check_void_since": Criterion(-20, _("Check %(number)s is void since %(date)s, but the bank cashed it"), MEDIUM),
    "number_range": Criterion(50, _("The text names the range %(first)s to %(last)s")),
    "number_digits": Criterion(40, _("The digits of %(number)s stand in the text")),
    "number_look_alike": Criterion(30, _("The text reads like %(number)s, with letters taken for digits")),
    "short_number": Criterion(26, _("%(short)s in the text is the short number of %(number)s")),
    "near_document": Criterion(14, _("The text says %(written)s, close to %(number)s")),
    "period": Criterion(12, _("The text names the period %(period)s of %(number)s")),
    "other_period": Criterion(-16, _("The text names the period %(period)s of %(number)s, of the same amount"), MEDIUM),
    "other_document_named": Criterion(-24, _("The text names %(written)s, which this does not settle"), MEDIUM),
    "unknown_document_named": Criterion(-24, _("The text names %(written)s, which is not open here"), MEDIUM),
    # the party
    "partner_given": Criterion(36, _("The line's partner is %(partner)s")),
    "account_number": Criterion(34, _("Account number of %(partner)s")),
    "name": Criterion(28, _("Name agrees with %(partner)s (%(score)s %%)")),
    "name_likely": Criterion(18, _("Name is like %(partner)s (%(score)s %%)")),
    "name_part": Criterion(10, _("The name is part of %(partner)s")),
    "name_in_text": Criterion(20, _("The text holds the name of %(partner)s")),
    "related_company": Criterion(20, _("Pays for a related company, %(partner)s")),
    "only_document": Criterion(8, _("Only %(partner)s has an open document of that number")),
    "other_party": Criterion(-6, _("The payer is %(payer)s, the document belongs to %(partner)s")),
    "own_item_fits": Criterion(-14, _("The payer's own %(number)s fits the amount exactly"), MEDIUM),
    # the amount
    "amount_exact": Criterion(30, _("Amount agrees exactly")),
    "amount_discount": Criterion(28, _("Amount agrees after the early payment discount open until %(until)s")),
    "amount_discount_late": Criterion(20, _("Early payment discount taken %(days)s days late"), MEDIUM),
    "amount_rounding": Criterion(25, _("Amount agrees but for a rounding of %(difference)s")),
    "amount_fee": Criterion(22, _("Amount agrees after a bank fee of %(difference)s")),
    "amount_batch_fee": Criterion(20, _("Amount agrees with the batch but for %(difference)s held back"), MEDIUM),
    "amount_tolerance": Criterion(16, _("Difference of %(difference)s is within the payment tolerance")),
    "amount_rounding_asked": Criterion(
        25, _("Amount agrees but for a rounding of %(difference)s, which a person has to accept"), MEDIUM
    ),
    "amount_tolerance_asked": Criterion(
        16, _("Difference of %(difference)s is within the payment tolerance; a person has to accept it"), MEDIUM
    ),
    "amount_exchange": Criterion(29, _("Amount in %(currency)s agrees, the rest is the exchange difference")),
    "amount_rate": Criterion(10, _("Amount agrees at the rate of the day, within %(percent)s %%"), MEDIUM),
    "amount_set": Criterion(26, _("The only set of %(count)s open items that adds up to the amount")),
    "amount_all_open": Criterion(29, _("All %(count)s open items of the partner together")),
    "amount_row": Criterion(27, _("%(count)s items that follow each other add up to the amount")),
    "amount_set_chance": Criterion(14, _("%(count)s open items add up to the amount, perhaps by chance"), MEDIUM),
    "amount_split": Criterion(29, _("With %(count)s other lines it pays the document in full")),
    "amount_completed": Criterion(24, _("With %(count)s more open items of the partner it adds up"), MEDIUM),
    "amount_completed_chance": Criterion(12, _("With %(count)s more open items it adds up, perhaps by chance"), MEDIUM),
    "amount_instalment": Criterion(20, _("An equal part (1/%(parts)s) of the document")),
    "amount_partial": Criterion(6, _("Less than the document: a partial payment")),
    "amount_over": Criterion(4, _("More than the document by %(difference)s"), MEDIUM),
    "amount_round": Criterion(-4, _("A round amount may fit by chance"), MEDIUM),
    "like_named_party": Criterion(-6, _("%(partner)s, of a like name, has an open item of this amount"), MEDIUM),
    # dates and kinds
    "registered_payment_named": Criterion(9, _("The payment the text names is already registered")),
    "registered_payment": Criterion(4, _("The payment is already registered")),
    "item_later": Criterion(-12, _("Dated %(days)s days after the line"), MEDIUM),
    "draft_document": Criterion(-9, _("Still a draft, which accepting posts"), MEDIUM),
    "same_party_credit": Criterion(4, _("Credit notes of the same partner are netted")),
    # transfers between own banks
    "transfer_account": Criterion(34, _("The line at %(bank)s names the account of %(other)s")),
    "transfer_id": Criterion(24, _("Both banks show the end-to-end id %(number)s")),
    "transfer_bank": Criterion(14, _("The line at %(bank)s names %(other)s")),
    "transfer_own_name": Criterion(10, _("The other party is the company itself")),
    "transfer_same_day": Criterion(6, _("Both banks show it on the same day")),
    "transfer_days": Criterion(2, _("The other bank shows it %(days)s days apart")),
    "transfer_early": Criterion(-8, _("The money arrives %(days)s days before it leaves"), MEDIUM),
    "transfer_registered": Criterion(-16, _("A payment of that amount is registered at %(bank)s"), MEDIUM),
    # what is not a document
    "text_mapping": Criterion(60, _("Text mapping: %(text)s")),
    "mapping_proven": Criterion(20, _("Earlier lines of this text and size went to the same account: %(count)s")),
    "mapping_doubted": Criterion(
        -20, _("Earlier lines of this text went elsewhere, or were far from this amount: %(smallest)s to %(largest)s")
    ),
    "memory": Criterion(30, _("Earlier lines like this were booked so: %(count)s")),
    # uniqueness
    "contested": Criterion(-8, _("An earlier line, of %(date)s, fits this item too"), MEDIUM),
    "not_unique": Criterion(-10, _("%(count)s ways explain the line equally well"), MEDIUM),
}


def evidence(criterion: str, **values: object) -> Evidence:
    """One piece of evidence, with the table's weight and its values as text."""
    return Evidence(criterion, CRITERIA[criterion].weight, tuple((name, str(value)) for name, value in values.items()))


def words(piece: Evidence) -> tuple[str, dict[str, str]]:
    """English template and values of a piece of evidence; translate the template, then fill it."""
    return CRITERIA[piece.criterion].words, dict(piece.values)


def total(pieces: Iterable[Evidence]) -> int:
    """The score: the weights added up."""
    return sum(piece.weight for piece in pieces)


def limit(pieces: Iterable[Evidence]) -> Confidence | None:
    """The highest confidence the evidence allows, None when it sets no limit."""
    limits = [CRITERIA[piece.criterion].limit for piece in pieces]
    if LOW in limits:
        return LOW
    return MEDIUM if MEDIUM in limits else None
