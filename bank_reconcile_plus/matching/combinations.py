"""The only set of a partner's open items that adds up to a line.

A set that adds up proves little by itself: twenty items have a million subsets, and some of them hit any amount by
chance. So sets are looked for family by family, the smallest first: all open items, items that follow each other in
one series, pairs, triples and fours. A family counts as proof when it holds exactly one fitting set *and* the
chance that it would hold one by accident is small: the number of sets in the family against the amounts they cover.
Search is bounded: families that grow too large are not opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import comb

from .index import Entry

#: chance of an accidental fit up to which the only set of a family is proof
PROOF = 0.0008
#: chance up to which a set is worth proposing to a person
WORTH_SHOWING = 0.25
#: chance up to which another set that adds up is a rival, not the accident one has to expect
RIVAL = 0.01
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
    :ivar rivals: other sets that add up too, in this family or another that is as small
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
    best: tuple[str, float] | None = None
    fitting: dict[frozenset[int], tuple[Entry, ...]] = {}
    for family, chance, sets in _families(entries, target):
        if chance > (RIVAL if best else WORTH_SHOWING):
            break
        found = sets()
        if found and best is None:
            best = (family, chance)
        for chosen in found:
            fitting.setdefault(frozenset(entry.position for entry in chosen), chosen)
    if best is None:
        return None
    return Combination(next(iter(fitting.values())), *best, rivals=len(fitting) - 1)


def _families(
    entries: Sequence[Entry], target: int
) -> Iterator[tuple[str, float, Callable[[], list[tuple[Entry, ...]]]]]:
    """Families of sets, the smallest first: name, chance of an accidental fit so far, and the search for fits."""
    span = max(1, sum(abs(entry.open) for entry in entries))
    same_sign = [entry for entry in entries if entry.open * target > 0]
    yield "all_open", 2 / span, lambda: _whole(entries, same_sign, target)
    yield "row", 4 * len(same_sign) / span, lambda: _rows(same_sign, target)
    tried = 0
    for size in range(2, LARGEST_SET + 1):
        tried += comb(len(entries), size)
        yield "set", tried / span, partial(_sets_of, size, entries, target)


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
    """The first two sets of two, three or four items that add up; two are enough to know that none is the only one."""
    search = {2: _pairs, 3: _triples, 4: _fours}[size]
    found: dict[tuple[int, ...], tuple[Entry, ...]] = {}
    for places in search([entry.open for entry in entries], target):
        places = tuple(sorted(places))
        found.setdefault(places, tuple(entries[place] for place in places))
        if len(found) > 1:
            break
    return list(found.values())


def _pairs(units: list[int], target: int) -> Iterator[tuple[int, ...]]:
    seen: dict[int, list[int]] = {}
    for place, amount in enumerate(units):
        for other in seen.get(target - amount, ()):
            yield other, place
        seen.setdefault(amount, []).append(place)


def _triples(units: list[int], target: int) -> Iterator[tuple[int, ...]]:
    for place, amount in enumerate(units):
        for first, second in _pairs(units[:place], target - amount):
            yield first, second, place


def _fours(units: list[int], target: int) -> Iterator[tuple[int, ...]]:
    """Two pairs, by the sums of all pairs that lie before the second."""
    sums: dict[int, list[tuple[int, int]]] = {}
    for place, amount in enumerate(units):
        for other in range(place + 1, len(units)):
            for first, second in sums.get(target - amount - units[other], ()):
                yield first, second, place, other
        for other in range(place):
            sums.setdefault(amount + units[other], []).append((other, place))
