"""The only set of a partner's open items that adds up to a line.

A set that adds up proves little by itself: twenty items have a million subsets, and some of them hit any amount by
chance. So sets are looked for family by family, the smallest first: all open items, items that follow each other in
one series, pairs, triples and fours. A family counts as proof when it holds exactly one fitting set *and* the
chance that it would hold one by accident is small: the number of sets in the family against the amounts they cover.
Search is bounded: families that grow too large are not opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from .index import Entry

#: chance of an accidental fit up to which the only set of a family is proof
PROOF = 0.0008
#: chance up to which a set is worth proposing to a person
WORTH_SHOWING = 0.25
#: items of a partner among which sets are looked for
MOST_ITEMS = 60
#: length of a row of items that follow each other
LONGEST_ROW = 40
LARGEST_SET = 4


@dataclass(frozen=True, slots=True)
class Combination:
    """A set that adds up.

    :ivar family: ``all_open``, ``row`` or ``set``
    :ivar chance: expected number of accidental fits among everything that was tried
    :ivar rivals: other sets of the same family that add up too
    """

    entries: tuple[Entry, ...]
    family: str
    chance: float
    rivals: int


def find_combination(entries: Sequence[Entry], target: int) -> Combination | None:
    """The most telling set of at least two items that adds up to the target, in minor units of one currency.

    :param entries: open items of one partner in one currency, of both signs (credit notes are netted)
    """
    if len(entries) < 2 or len(entries) > MOST_ITEMS:
        return None
    span = sum(abs(entry.open) for entry in entries)
    same_sign = [entry for entry in entries if entry.open * target > 0]
    for family, sets, tried in (
        ("all_open", _whole(entries, same_sign, target), 2),
        ("row", _rows(same_sign, target), len(same_sign) * 4),
    ):
        if sets:
            return Combination(sets[0], family, tried / max(span, 1), len(sets) - 1)
    tried = 0
    for size in range(2, LARGEST_SET + 1):
        tried += comb(len(entries), size)
        chance = tried / max(span, 1)
        if chance > WORTH_SHOWING:
            return None
        sets = _sets_of(size, entries, target)
        if sets:
            return Combination(sets[0], "set", chance, len(sets) - 1)
    return None


def _whole(entries: Sequence[Entry], same_sign: Sequence[Entry], target: int) -> list[tuple[Entry, ...]]:
    for candidate in (entries, same_sign):
        if len(candidate) > 1 and sum(entry.open for entry in candidate) == target:
            return [tuple(candidate)]
    return []


def _rows(entries: Sequence[Entry], target: int) -> list[tuple[Entry, ...]]:
    """Runs of two and more items that follow each other by number, or by due date."""
    found: dict[frozenset[int], tuple[Entry, ...]] = {}
    for ordered in (
        sorted(entries, key=lambda entry: (entry.kind, entry.serial, entry.item.number)),
        sorted(entries, key=lambda entry: entry.position),
    ):
        before = {0: -1}
        total = 0
        for place, entry in enumerate(ordered):
            total += entry.open
            start = before.get(total - target)
            if start is not None and 2 <= place - start <= LONGEST_ROW:
                row = tuple(ordered[start + 1 : place + 1])
                found.setdefault(frozenset(entry.position for entry in row), row)
            before[total] = place
    return list(found.values())


def _sets_of(size: int, entries: Sequence[Entry], target: int) -> list[tuple[Entry, ...]]:
    """Every set of two, three or four items that adds up, by sums of pairs; stops at the second."""
    pairs: dict[int, list[tuple[int, int]]] = {}
    found: dict[tuple[int, ...], tuple[Entry, ...]] = {}

    def keep(places: tuple[int, ...]) -> bool:
        places = tuple(sorted(places))
        found.setdefault(places, tuple(entries[place] for place in places))
        return len(found) > 1

    singles: dict[int, list[int]] = {}
    for place, entry in enumerate(entries):
        if size == 2:
            for other in singles.get(target - entry.open, ()):
                if keep((other, place)):
                    return list(found.values())
        if size == 3:
            for first, second in pairs.get(target - entry.open, ()):
                if keep((first, second, place)):
                    return list(found.values())
        if size == 4:
            for other in range(place + 1, len(entries)):
                for first, second in pairs.get(target - entry.open - entries[other].open, ()):
                    if keep((first, second, place, other)):
                        return list(found.values())
        for other in range(place):
            pairs.setdefault(entry.open + entries[other].open, []).append((other, place))
        singles.setdefault(entry.open, []).append(place)
    return list(found.values())
