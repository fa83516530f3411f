"""Documents a line names: whole numbers, broken numbers, lists, ranges, batch names, and names of nothing open.

The text's atoms are joined in windows and each window looked up among the items' keys, so ``INV/20 26/00255`` and
``inv-2026-00255`` both find INV/2026/00255 in a handful of dictionary look-ups. What follows a number and fits on its
end continues it (``INV/2026/01968, 1969, 1970``, ``INV/2026/0012 t/m 0015``). A word that has the shape of our numbers
but names nothing open is kept as well: it speaks against everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..references import find_distinct, scheme_of
from .index import BATCH_FIELDS, Entry, ItemIndex
from .text import atoms, compact, read_digits
from .view import LineView

#: atoms a number may be broken into by spaces and separators
MOST_PIECES = 9
#: words between the numbers of a list or a range (``t/m``, ``und``), and their longest
MOST_CONNECTIVES = 3
LONGEST_CONNECTIVE = 5
#: documents a range may span
WIDEST_RANGE = 60


@dataclass(slots=True)
class Mention:
    """One document named by the line.

    :ivar criterion: which evidence it is, a code of :mod:`.evidence`
    :ivar key: the compact key that was found
    :ivar number: the number as it stands in the books
    :ivar continued: read from a short number after another one; it may be a date or a count just as well
    :ivar entries: the open items of that name, several when vendors share a number or an invoice has instalments
    """

    criterion: str
    key: str
    entries: list[Entry]
    written: str = ""
    number: str = ""
    continued: bool = False


@dataclass(slots=True)
class Mentions:
    """All a line names.

    :ivar ranges: sets of documents that a range in the text spans, ends included
    :ivar unknown: compact tokens that look like one of our documents but name nothing open
    """

    named: list[Mention] = field(default_factory=list)
    ranges: list[list[Entry]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def add(
        self,
        criterion: str,
        key: str,
        hits: Iterable[tuple[Entry, str]],
        written: str = "",
        continued: bool = False,
    ) -> bool:
        """Keep a hit's open items under the criterion of the strongest field; False when nothing of it is open."""
        entries: list[Entry] = []
        number = ""
        for entry, field_name in hits:
            if entry.open and entry not in entries:
                entries.append(entry)
                number = number or getattr(entry.item, "batch" if field_name == "sent_as" else field_name)
                if field_name in BATCH_FIELDS and criterion in ("document_number", "end_to_end_id"):
                    criterion = "batch_name"
                if criterion == "document_number":
                    criterion = _criterion_of(entry, field_name, criterion, key)
        if not entries:
            return False
        if not any(mention.entries == entries for mention in self.named):
            ordered = sorted(entries, key=_position)
            self.named.append(Mention(criterion, key, ordered, written or key, number, continued))
        return True


def find_mentions(view: LineView, index: ItemIndex) -> Mentions:
    """Everything the line's own fields and its text name."""
    found = Mentions()
    _from_fields(view, index, found)
    closed = _from_atoms(view.atoms, index, found, view.dates, view.periods)
    if not found.named:
        closed |= _from_digits(view.atoms, index, found)
    if not found.named and not closed:
        _from_look_alikes(view, index, found)
    if not found.named and len(view.narrative.remittance) < len(view.line.text):
        _from_atoms(view.all_atoms, index, found, view.dates)
    if not found.named:
        closed.update(_unknown_references(view, index))
    found.unknown.extend(sorted(closed))
    _find_ranges(index, found)
    return found


def _from_fields(view: LineView, index: ItemIndex, found: Mentions) -> None:
    line = view.line
    for value, criterion in (
        (line.structured_reference, "document_number"),
        (line.end_to_end_id or view.narrative.end_to_end_id, "end_to_end_id"),
        (line.batch_id, "document_number"),
    ):
        if value:
            key = compact(value)
            found.add(criterion, key, index.by_key.get(key, ()))
    _from_checks(view, index, found)
    for value in (line.batch_id, line.check_number) if index.batches else ():
        if value.strip().isdecimal():
            for batch in index.batches.of_number(int(value)):
                found.add("batch_name", batch.key, [(entry, "batch") for entry in batch.entries])


def _from_checks(view: LineView, index: ItemIndex, found: Mentions) -> None:
    """The checks the line names, of its direction; one of the line's amount before others of the number."""
    for key, written in view.check_numbers.items():
        hits = [entry for entry in index.by_check.get(key, ()) if entry.open * view.units > 0]
        exact = [entry for entry in hits if entry.open == view.units and entry.currency == view.currency]
        found.add("check_number", key, [(entry, "check_number") for entry in exact or hits], written)


def _from_atoms(
    values: tuple[str, ...],
    index: ItemIndex,
    found: Mentions,
    dates: frozenset[tuple[str, ...]],
    periods: frozenset[str] = frozenset(),
) -> set[str]:
    """Look up windows of atoms, the longest first; gives the tokens that look like documents but name nothing open.

    :param dates: atoms of the dates in the text, where no list goes on
    :param periods: compact months of a year in the text, which are no documents
    """
    unknown: set[str] = set()
    position = 0
    while position < len(values):
        length, key = _longest_key(values, position, index)
        if not length:
            shaped = _document_shape(values, position, index)
            if shaped and shaped not in periods:
                unknown.add(shaped)
                position += 1
                continue
            position += 1
            continue
        if not found.add("document_number", key, _readings(values, position, length, key, index)):
            unknown.add(key)
        number = _number(index.by_key[key])
        _continue_back(values, position, number, index, found)
        position = _continue(values, position + length, number, index, found, dates)
    return unknown


def _longest_key(values: tuple[str, ...], start: int, index: ItemIndex) -> tuple[int, str]:
    """How many atoms from here make the longest key, and that key; (0, "") for none."""
    first = values[start]
    if first not in index.first_words and not first.isdecimal():
        return 0, ""
    joined, best, key = "", 0, ""
    for length, value in enumerate(values[start : start + MOST_PIECES], start=1):
        joined += value
        if len(joined) > index.longest_key:
            break
        if joined in index.by_key:
            best, key = length, joined
    return best, key


def _readings(values: tuple[str, ...], start: int, length: int, key: str, index: ItemIndex) -> list[tuple[Entry, str]]:
    """The items of a key, and those of the digits in it: ``inv 202600012`` may be a vendor's 202600012."""
    hits = index.by_key[key]
    if length == 2 and not values[start].isdecimal():
        hits = hits + index.by_key.get(values[start + 1], [])
    return hits


def _document_shape(values: tuple[str, ...], start: int, index: ItemIndex) -> str:
    """The longest window from here that has the shape of a number series, "" for none."""
    first = values[start]
    if first not in index.series.first_words and not (first.isdecimal() and len(first) >= 2):
        return ""
    joined, best = "", ""
    for value in values[start : start + 4]:
        joined += value
        if joined not in index.by_key and index.series.looks_like_document(joined):
            best = joined
    return best


def _number(hits: list[tuple[Entry, str]]) -> str:
    """The number of a hit as it stands in the books."""
    entry, field_name = hits[0]
    return getattr(entry.item, field_name)


def _continue_back(values: tuple[str, ...], position: int, number: str, index: ItemIndex, found: Mentions) -> None:
    """Short numbers before a number that share its end: ``FV 143+144+145/09/2026``."""
    ahead = position - 1
    while ahead >= 0 and values[ahead].isdecimal():
        preceding = index.series.sibling(number, values[ahead])
        if preceding not in index.by_key:
            return
        found.add("document_number", preceding, index.by_key[preceding], written=values[ahead], continued=True)
        ahead -= 1


def _continue(
    values: tuple[str, ...],
    position: int,
    number: str,
    index: ItemIndex,
    found: Mentions,
    dates: frozenset[tuple[str, ...]] = frozenset(),
) -> int:
    """Read on after a number: short numbers that fit on its end are further documents of the same series."""
    skipped = 0
    ahead = position
    while ahead < len(values) and skipped <= MOST_CONNECTIVES:
        value = values[ahead]
        if (
            _longest_key(values, ahead, index)[0] > (1 if value.isdecimal() else 0)
            or values[ahead : ahead + 3] in dates
        ):
            return position
        if not value.isdecimal():
            if len(value) > LONGEST_CONNECTIVE:
                return position
            skipped += 1
            ahead += 1
            continue
        following = index.series.sibling(number, value)
        if following not in index.by_key:
            return position
        found.add("document_number", following, index.by_key[following], written=value, continued=True)
        ahead += 1
        position, skipped = ahead, 0
    return position


def _from_digits(values: tuple[str, ...], index: ItemIndex, found: Mentions) -> set[str]:
    """Look up the digits alone: letters left out, glued to a word, or parted from their digits."""
    unknown: set[str] = set()
    position = 0
    while position < len(values):
        joined, best, key = "", 0, ""
        for length, value in enumerate(values[position : position + MOST_PIECES], start=1):
            if not value.isdecimal():
                break
            joined += value
            if joined in index.by_digits:
                best, key = length, joined
        if best:
            before = "".join(values[max(0, position - 3) : position])
            hits = index.by_digits[key]
            spelled = [hit for hit in hits if _letters_of(hit) in before]
            criterion = "document_number" if spelled else "number_digits"
            if not found.add(criterion, key, spelled or hits):
                unknown.add(key)
            elif len(hits) == 1:
                _continue_back(values, position, _number(hits), index, found)
                _continue(values, position + best, _number(hits), index, found)
        position += best or 1
    return unknown


def _letters_of(hit: tuple[Entry, str]) -> str:
    """The letters a key starts with, ``inv`` of INV/2026/00012."""
    key = compact(getattr(hit[0].item, hit[1]))
    return key[: len(key) - len(key.lstrip("abcdefghijklmnopqrstuvwxyz"))] or "?"


def _from_look_alikes(view: LineView, index: ItemIndex, found: Mentions) -> None:
    """Read letters as the digits they look like, in words that hold digits too."""
    words = [word for word in view.narrative.remittance.lower().split() if any(letter.isdecimal() for letter in word)]
    for word in words[:20]:
        letters = word[: len(word) - len(word.lstrip("abcdefghijklmnopqrstuvwxyz"))]
        for start in {0, len(letters)}:
            key = "".join(atoms(letters[:start] + read_digits(word[start:])))
            if key in index.by_key:
                found.add("number_look_alike", key, index.by_key[key], written=word)


def _unknown_references(view: LineView, index: ItemIndex) -> list[str]:
    """Structured references, check digits right, that name nothing open."""
    text = f"{view.line.structured_reference} {view.narrative.remittance}"
    keys = [compact(reference) for reference in find_distinct(text)]
    return [key for key in keys if key not in index.by_key]


def _find_ranges(index: ItemIndex, found: Mentions) -> None:
    """Two numbers of one series after each other may be the ends of a range; the amount will tell."""
    for first, last in zip(found.named, found.named[1:], strict=False):
        ends = (*first.entries, *last.entries)
        parties = {entry.partner_id for entry in first.entries} & {entry.partner_id for entry in last.entries}
        kinds = {entry.kind for entry in ends}
        entries, own = [], []
        between = index.series.between(first.number, last.number, WIDEST_RANGE)
        for key in between or index.series.between(last.number, first.number, WIDEST_RANGE):
            for entry, _field in index.by_key.get(key, ()):
                if entry.open and entry not in entries:
                    entries.append(entry)
                    own.extend([entry] if entry.partner_id in parties and entry.kind in kinds else [])
        for spanned in (entries, own) if len(own) < len(entries) else (entries,):
            if len(spanned) > 2:
                found.ranges.append(spanned)


def _criterion_of(entry: Entry, field_name: str, criterion: str, key: str) -> str:
    if field_name == "payment_reference":
        return "structured_reference" if scheme_of(entry.item.payment_reference) else criterion
    if field_name == "number":
        return criterion
    if field_name == "end_to_end_id":
        return field_name
    return "document_reference" if field_name in ("reference", "origin", "memo") else criterion


def _position(entry: Entry) -> int:
    return entry.position
