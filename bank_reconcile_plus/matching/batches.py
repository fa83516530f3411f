"""Batches: payments the bank shows as one line, a deposit of checks or a file of transfers.

A line names a batch (its name or the bank's reference, in the text or in a field), names one payment of it and has
the amount of all, or has nothing but the amount: the total of one batch, of the right side and near in time. The name
is found among the items' other references (:mod:`.mentions`); here are the totals, and what of a batch is left out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..references.series import mask
from .text import compact

if TYPE_CHECKING:
    from .index import Entry
    from .view import LineView

#: days a line may come after the batch, before or after which its total alone is not proof
USUAL_DAYS = 10
#: days after which, and before which, a total alone says nothing
MOST_DAYS = 60
MOST_DAYS_BEFORE = 5
#: payments among which those the bank left out are looked for
MOST_PAYMENTS = 300
#: batches of one total that are worth telling apart
MOST_BATCHES = 6


class Batch:
    """The open payments of one batch.

    :ivar name: as it stands in the books
    :ivar key: the name, compact
    :ivar number: the only number in what the bank calls it (815 of ``slip 0815``), None when it has none or several
    :ivar date: when it was made
    """

    __slots__ = ("date", "entries", "key", "name", "number")

    def __init__(self, name: str, reference: str, date: datetime.date):
        self.name = name
        self.key = compact(name)
        numbers = re.findall(r"\d+", reference)
        self.number = int(numbers[0]) if len(numbers) == 1 else None
        self.date = date
        self.entries: list[Entry] = []

    @property
    def open(self) -> tuple[Entry, ...]:
        """What nothing accepted has promised away, in the items' own order."""
        return tuple(entry for entry in self.entries if entry.open)

    def days_after(self, day: datetime.date) -> int:
        """Days a line comes after the batch; negative before it."""
        return (day - self.date).days

    def is_other_named(self, values: Sequence[str]) -> str:
        """The first name in a text's atoms that has this batch's shape and is not its own, "" for none."""
        shape = mask(self.key)
        if not any(map(str.isdigit, self.key)):
            return ""
        for start in range(len(values)):
            joined = ""
            for value in values[start:]:
                joined += value
                if len(joined) >= len(shape):
                    break
            if len(joined) == len(shape) and mask(joined) == shape and joined != self.key:
                return joined
        return ""


class BatchBook:
    """The batches of all open items, by name and by total."""

    def __init__(self) -> None:
        self.by_name: dict[str, Batch] = {}
        self._totals: dict[tuple[str, int], list[Batch]] | None = None
        self._numbers: dict[int, list[Batch]] | None = None

    def __bool__(self) -> bool:
        return bool(self.by_name)

    def add(self, entry: Entry) -> None:
        """File an item under its batch."""
        item = entry.item
        batch = self.by_name.get(item.batch)
        if batch is None:
            batch = self.by_name[item.batch] = Batch(item.batch, item.batch_reference, item.batch_date or item.date)
        batch.entries.append(entry)

    def forget_totals(self) -> None:
        """Open amounts have changed."""
        self._totals = None

    def of_total(self, currency: str, units: int) -> list[Batch]:
        """Batches whose open payments add up to an amount, signed minor units."""
        if self._totals is None:
            self._totals = {}
            for batch in self.by_name.values():
                entries = batch.open
                if entries and len({entry.currency for entry in entries}) == 1:
                    key = (entries[0].currency, sum(entry.open for entry in entries))
                    self._totals.setdefault(key, []).append(batch)
        return self._totals.get((currency, units), [])

    def of_number(self, number: int) -> list[Batch]:
        """Batches whose reference has this number, with or without leading zeros: that of a deposit slip."""
        if self._numbers is None:
            self._numbers = {}
            for batch in self.by_name.values():
                if batch.number:
                    self._numbers.setdefault(batch.number, []).append(batch)
        return self._numbers.get(number, [])

    def of_entries(self, entries: Iterable[Entry]) -> list[Batch]:
        """The batches some items belong to, each once."""
        names = dict.fromkeys(entry.item.batch for entry in entries if entry.item.batch)
        return [self.by_name[name] for name in names]


def without_left_out(entries: Sequence[Entry], units: int) -> tuple[tuple[Entry, ...], int]:
    """A batch less the one or two payments that the bank left out: returned checks, refused transfers.

    :param units: what the bank shows, signed minor units
    :return: the payments that are left and how many other choices are as good; nothing when none fits
    """
    entries = entries[:MOST_PAYMENTS]
    missing = sum(entry.open for entry in entries) - units
    singles = [place for place, entry in enumerate(entries) if entry.open == missing]
    if singles:
        return _without(entries, {singles[0]}), len(singles) - 1
    pairs: list[tuple[int, int]] = []
    seen: dict[int, list[int]] = {}
    for place, entry in enumerate(entries):
        pairs.extend((other, place) for other in seen.get(missing - entry.open, ()))
        seen.setdefault(entry.open, []).append(place)
    if pairs and len(entries) > 3:
        return _without(entries, set(pairs[0])), len(pairs) - 1
    return (), 0


def _without(entries: Sequence[Entry], places: set[int]) -> tuple[Entry, ...]:
    return tuple(entry for place, entry in enumerate(entries) if place not in places)


def near_in_time(view: LineView, batch: Batch) -> bool:
    """True when the bank may show the batch on the line's day, were there nothing but its total."""
    return -MOST_DAYS_BEFORE <= batch.days_after(view.line.date) <= MOST_DAYS
