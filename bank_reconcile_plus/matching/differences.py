"""What explains a difference: the slips people make when they copy amounts, looked for one by one.

A difference of swapped digits is divisible by nine, one of a wrong sign is twice the amount, one of a shifted decimal
point is nine or ninety-nine times it: every bookkeeper's first checks, done over all entries at once.

Amounts are whole minor units, positive is money in. The difference is what the statement's lines lack: what has to
be added to them so that they add up.

>>> from datetime import date
>>> line = Entry(1, Side.LINE, 45000, date(2026, 3, 10), "ACME")
>>> [(finding.kind.value, finding.expected) for finding in explain(9000, [line])]
[('transposed', 54000)]
>>> [finding.kind.value for finding in explain(-90000, [line])]
['sign']
>>> [finding.kind.value for finding in explain(-45000, [line, Entry(2, Side.LINE, 45000, date(2026, 3, 10), "ACME")])]
['doubled', 'doubled']
>>> explain(7, [line])
[]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import combinations

# Entries of one amount are taken for the same one entered twice when they are no more days apart.
TWIN_DAYS = 5
# Pairs that add up by chance are many where there are many entries; so many are shown.
PAIRS = 5


class Side(Enum):
    """Where an entry stands."""

    LINE = "line"  # a line of the statement
    ITEM = "item"  # an entry of the ledger that is open
    OTHER_BANK = "other_bank"  # an open line of another bank


class Kind(Enum):
    """What may have happened."""

    DOUBLED = "doubled"
    OTHER_BANK = "other_bank"
    MISSING = "missing"
    SUPERFLUOUS = "superfluous"
    SIGN = "sign"
    TRANSPOSED = "transposed"
    DECIMAL = "decimal"
    SAME = "same"
    PAIR = "pair"


# How telling a kind is: a pair adds up by chance easily, digits that are swapped hardly ever.
WEIGHTS = {
    Kind.DOUBLED: 90,
    Kind.OTHER_BANK: 85,
    Kind.MISSING: 80,
    Kind.TRANSPOSED: 75,
    Kind.SIGN: 70,
    Kind.DECIMAL: 65,
    Kind.SUPERFLUOUS: 60,
    Kind.SAME: 50,
    Kind.PAIR: 30,
}
# An entry nobody has matched yet is more suspicious; two sides that meet in one slip explain each other.
OPEN_BONUS = 8
MEETING_BONUS = 12
# Neighbouring digits change places more easily than distant ones.
NEIGHBOUR_BONUS = 4


@dataclass(frozen=True)
class Entry:
    """One amount somebody or some bank wrote down.

    :ivar amount: minor units, positive is money in
    :ivar is_open: nobody has matched it yet
    """

    id: int
    side: Side
    amount: int
    date: date
    text: str = ""
    is_open: bool = True


@dataclass(frozen=True)
class Finding:
    """One explanation of the whole difference.

    :ivar entries: what it is about, the one to correct first
    :ivar expected: the amount the first one should have, in minor units; None where it should be there or not
    """

    kind: Kind
    entries: tuple[Entry, ...]
    expected: int | None = None
    weight: int = 0


def explain(difference: int, entries: Sequence[Entry]) -> list[Finding]:
    """Look for what explains a difference.

    :param difference: what the lines lack, in minor units; negative where they have too much
    :return: findings, most telling first
    """
    if not difference:
        return []
    findings = [
        *_single(difference, entries),
        *_slips(difference, entries),
        *_meetings(difference, entries),
        *_pairs(difference, entries),
    ]
    return sorted(findings, key=lambda finding: (-finding.weight, [entry.id for entry in finding.entries]))


def _finding(kind: Kind, entries: tuple[Entry, ...], expected: int | None = None, bonus: int = 0) -> Finding:
    weight = WEIGHTS[kind] + bonus + (OPEN_BONUS if all(entry.is_open for entry in entries) else 0)
    return Finding(kind, entries, expected, weight)


# -------------------------------------------------------------------------------------------- one entry of that amount


def _single(difference: int, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Entries of just the difference: missing on the statement, on it once too often, or at another bank."""
    alike = [entry for entry in entries if abs(entry.amount) == abs(difference)]
    for entry in alike:
        lacking = entry.amount == difference
        if entry.side is Side.OTHER_BANK:
            if lacking:
                yield _finding(Kind.OTHER_BANK, (entry,))
        elif entry.side is Side.ITEM:
            if lacking:
                yield _finding(Kind.MISSING, (entry,))
            yield from _twins(entry, alike)
        elif lacking:
            yield _finding(Kind.SAME, (entry,))
        else:
            yield from _twins(entry, alike)


def _twins(entry: Entry, alike: Iterable[Entry]) -> Iterator[Finding]:
    """The entry is there twice, or at least once too often."""
    twins = [
        other
        for other in alike
        if other.id != entry.id
        and other.side is entry.side
        and other.amount == entry.amount
        and abs((other.date - entry.date).days) <= TWIN_DAYS
    ]
    if twins:
        same_text = next((twin for twin in twins if twin.text == entry.text), None)
        yield _finding(Kind.DOUBLED, (entry, same_text or twins[0]), None, OPEN_BONUS if same_text else 0)
    elif entry.side is Side.LINE:
        yield _finding(Kind.SUPERFLUOUS, (entry,))


# ----------------------------------------------------------------------------------------------------- slips of the pen


def transpositions(amount: int) -> set[int]:
    """What an amount becomes when two of its digits change places; the sign stays, and nobody writes a leading zero.

    >>> sorted(transpositions(1230))
    [1032, 1203, 1320, 2130, 3210]
    """
    digits = str(abs(amount))
    swapped = set()
    for first, second in combinations(range(len(digits)), 2):
        if digits[first] != digits[second]:
            changed = list(digits)
            changed[first], changed[second] = changed[second], changed[first]
            if changed[0] != "0":
                swapped.add(int("".join(changed)))
    return {-number if amount < 0 else number for number in swapped}


def shifts(amount: int) -> set[int]:
    """What an amount becomes when its decimal point is one or two places off.

    >>> sorted(shifts(1200))
    [12, 120, 12000, 120000]
    """
    wider = {amount * 10, amount * 100}
    return wider | {amount // factor for factor in (10, 100) if amount % factor == 0 and amount}


def _variants(amount: int, difference: int) -> Iterator[tuple[Kind, int]]:
    """The slips that change an amount by no more and no less than the difference, with what it should be."""
    wanted = amount + difference
    if wanted == -amount:
        yield Kind.SIGN, wanted
    if difference % 9 == 0:
        if wanted in transpositions(amount):
            yield Kind.TRANSPOSED, wanted
        if wanted in shifts(amount):
            yield Kind.DECIMAL, wanted


def _slips(difference: int, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Lines, or entries of the ledger, that a single slip of the pen would have changed by the difference."""
    for entry in entries:
        if entry.side is Side.OTHER_BANK or not entry.amount:
            continue
        # The ledger lacks what the statement has too much of, so its entries may be off either way.
        directions = (difference,) if entry.side is Side.LINE else (difference, -difference)
        for direction in directions:
            for kind, expected in _variants(entry.amount, direction):
                yield _finding(kind, (entry,), expected, _neighbour_bonus(kind, direction))


def _neighbour_bonus(kind: Kind, change: int) -> int:
    """Swapped neighbours change an amount by nine times one digit, and zeros.

    >>> _neighbour_bonus(Kind.TRANSPOSED, 270), _neighbour_bonus(Kind.TRANSPOSED, 990)
    (4, 0)
    """
    digits = str(abs(change) // 9).rstrip("0")
    return NEIGHBOUR_BONUS if kind is Kind.TRANSPOSED and len(digits) == 1 else 0


def _meetings(difference: int, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Open lines and open entries of the ledger that differ by the difference, and in nothing but a slip."""
    items = defaultdict(list)
    for entry in entries:
        if entry.side is Side.ITEM and entry.is_open:
            items[entry.amount].append(entry)
    for line in entries:
        if line.side is not Side.LINE or not line.is_open or not line.amount:
            continue
        for direction in (difference, -difference):
            for kind, expected in _variants(line.amount, direction):
                for item in items.get(expected, ()):
                    bonus = MEETING_BONUS + _neighbour_bonus(kind, direction)
                    yield _finding(kind, (line, item), expected, bonus)


# ------------------------------------------------------------------------------------------------------- pairs


def _pairs(difference: int, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Two open entries of one side that together are the difference, nearest in time first."""
    found = []
    for side, total in ((Side.ITEM, difference), (Side.LINE, -difference)):
        seen = defaultdict(list)
        for entry in entries:
            if entry.side is not side or not entry.is_open or not entry.amount or entry.amount == total:
                continue
            found += [(other, entry) for other in seen.get(total - entry.amount, ())[:PAIRS]]
            seen[entry.amount].append(entry)
    found.sort(key=lambda pair: abs((pair[0].date - pair[1].date).days))
    for pair in found[:PAIRS]:
        yield _finding(Kind.PAIR, pair)
