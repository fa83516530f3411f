"""How the text names a document: the evidence for it, and the hints that stop short of naming it."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from ..references.series import SeriesBook
from .check_words import check_key
from .evidence import evidence
from .index import Entry
from .mentions import Mention
from .months import months_of
from .text import reference_atoms
from .types import Evidence, ItemKind
from .view import LineView

#: two numbers this close may be a slip of the pen
NEAR_SERIAL = 1
#: digits a check number needs to be found in a text without being called one
SHORTEST_CHECK = 5
#: letters of a month's name; shorter abbreviations are too many other things
SHORTEST_MONTH = 3


def naming(used: Sequence[Mention], entries: Sequence[Entry], spanned: bool = True) -> Evidence:
    """Which evidence the numbers in the text are, for the whole set.

    :param spanned: items that are not named lie in a range that is; otherwise they were found another way
    """
    first = used[0]
    number = entries[0].item.number or entries[0].item.reference
    if first.criterion == "batch_name":
        return _naming_batch(used, entries)
    if len(used) == 1 and len(entries) > 1 and entries[0].item.memo:
        return evidence("batch_name", number=entries[0].item.memo, count=len(entries))
    named = {entry.position for mention in used for entry in mention.entries}
    if not spanned:
        entries = [entry for entry in entries if entry.position in named]
        number = entries[0].item.number or entries[0].item.reference
    elif any(entry.position not in named for entry in entries):
        return evidence("number_range", first=used[0].written, last=used[-1].written)
    if len(entries) > 1:
        number = ", ".join(entry.item.number or entry.item.reference for entry in entries[:20])
    elif first.criterion == "check_number":
        number = entries[0].item.check_number
    elif first.criterion in ("document_reference", "end_to_end_id", "structured_reference"):
        number = _as_in_the_books(entries[0], first.written)
    return evidence(first.criterion, number=number)


def _naming_batch(used: Sequence[Mention], entries: Sequence[Entry]) -> Evidence:
    """A batch, or several, with all of its payments, with some, or with one."""
    number = ", ".join(dict.fromkeys(entry.item.batch for entry in entries if entry.item.batch))
    whole = len({entry.position for mention in used for entry in mention.entries})
    if whole == 1:
        return evidence("batch_entry", number=number)
    if len(entries) >= whole:
        return evidence("batch_name", number=number, count=len(entries))
    if len(entries) == 1:
        return evidence("batch_one", number=number)
    return evidence("batch_part", number=number, count=len(entries), whole=whole)


def _as_in_the_books(entry: Entry, written: str) -> str:
    """A number as the books write it, for a person to read; texts are folded while they are compared."""
    item = entry.item
    texts = (item.number, item.reference, item.payment_reference, item.memo, item.check_number, item.origin)
    texts += (item.end_to_end_id,)
    return next((text for text in texts if _bare(text) == _bare(written)), written)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def quotes_in_full(used: Sequence[Mention], entries: Sequence[Entry], payer_unknown: bool) -> bool:
    """True when the line quotes in full the number of one open document.

    Nobody but the customer knows a number we gave out, whoever pays for them. A vendor's number on what we pay tells
    the vendor only as long as the line does not name somebody else.
    """
    strong = (
        "document_number",
        "document_reference",
        "structured_reference",
        "end_to_end_id",
        "check_number",
        "batch_name",
        "number_digits",
    )
    if not used or any(mention.criterion not in strong or len(mention.entries) > 1 for mention in used):
        return False
    ours = (ItemKind.INVOICE, ItemKind.REFUND, ItemKind.PAYMENT_IN, ItemKind.PAYMENT_OUT)
    return payer_unknown or all(entry.kind in ours for entry in entries)


def short_number_of(view: LineView, entry: Entry) -> str:
    """The item's short number as it stands in the text, "" when it does not.

    Letters glued to it make it another number (``KS0308``), unless they are the item's own, perhaps broken (``R E43``).
    """
    for serial in entry.serials:
        if serial in view.short_numbers:
            letters = view.glued_letters.get(serial, "")
            own = (_leading_letters(entry.item.number), _leading_letters(entry.item.reference))
            if not letters or any(prefix.startswith(letters) or prefix.endswith(letters) for prefix in own):
                return view.short_numbers[serial]
    return ""


def is_written_check(view: LineView, entry: Entry) -> bool:
    """True when the line names the item's check, or its text holds a number that is too long to be another."""
    key = check_key(entry.item.check_number)
    if key in view.check_numbers:
        return bool(key)
    return len(key) >= SHORTEST_CHECK and key.isdecimal() and int(key) in view.short_numbers


def _leading_letters(number: str) -> str:
    pieces = reference_atoms(number)
    return pieces[0] if pieces and not pieces[0].isdecimal() else ""


def is_near(key: str, entry: Entry, series: SeriesBook) -> bool:
    """A number one slip away from the item's own: the next one, a digit wrong, or two swapped."""
    for number in {entry.item.number, entry.item.reference, entry.item.payment_reference} - {""}:
        parts = series.split(number)
        if parts is None:
            continue
        before, serial, after = parts
        written = key[len(before) : len(key) - len(after)]
        if f"{before}{written}{after}" != key or len(written) != len(serial) or not written.isdecimal():
            continue
        if abs(int(serial) - int(written)) <= NEAR_SERIAL or OSA.distance(serial, written) == 1:
            return True
    return False


def period_of(view: LineView, entry: Entry) -> str:
    """The month in the text that is the item's, as it is written there."""
    values = view.atoms
    item = entry.item
    for place, value in enumerate(values):
        if value.isdecimal():
            following = values[place + 1] if place + 1 < len(values) else ""
            if len(value) <= 2 and int(value) == item.date.month and following == str(item.date.year):
                return f"{value}/{following}"
            turned = value == str(item.date.year) and following.isdecimal() and len(following) <= 2
            if turned and int(following) == item.date.month:
                return f"{value}-{following}"
        elif len(value) >= SHORTEST_MONTH and item.date.month in months_of(value) and value not in view.name_words:
            return value
    return ""
