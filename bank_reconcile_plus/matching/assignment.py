"""All lines together: no item is promised twice, and the best total wins, not the first line.

Lines that could use the same items form a component. A small component is solved exactly, a large one greedily, and
then repaired by moving one line for another. Between lines that are as good as each other the earlier one wins, so
the first of two equal payments settles the invoice and the second is left; the order the lines came in changes
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from .hypothesis import Hypothesis
from .types import DocumentMatch

#: a component up to this many lines is solved exactly, if it has no more states than this
MOST_LINES = 9
MOST_STATES = 40_000


def value(hypothesis: Hypothesis) -> int:
    """What an explanation is worth against another line's: coarse on purpose, so that dates decide between equals."""
    settled = hypothesis.settlement.explains
    named = hypothesis.document is not DocumentMatch.NO and not hypothesis.by_total
    if named:
        worth = 100 if settled else 30
        strong = any(piece.weight >= 45 for piece in hypothesis.pieces)
        return worth if strong else worth - 15
    if not settled:
        return 10
    return 60 if len(hypothesis.entries) == 1 else 50


def assign(options: Sequence[Sequence[Hypothesis]]) -> list[Hypothesis | None]:
    """Choose one option a line, or none.

    :param options: per line, best first; the lines in their own order (date, then id)
    """
    chosen: list[Hypothesis | None] = [None] * len(options)
    for component in components(options):
        if len(component) == 1:
            place = component[0]
            chosen[place] = next((option for option in options[place] if _fits(option, {})), None)
            continue
        states = 1
        for place in component:
            states *= len(options[place]) + 1
        exact = len(component) <= MOST_LINES and states <= MOST_STATES
        solve = _solve_exactly if exact else _solve_greedily
        for place, option in zip(component, solve([options[place] for place in component]), strict=True):
            chosen[place] = option
    return chosen


def components(options: Sequence[Sequence[Hypothesis]]) -> list[list[int]]:
    """Places of the lines that share items, directly or through others."""
    parent = list(range(len(options)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    owner: dict[int, int] = {}
    for place, choices in enumerate(options):
        for option in choices:
            for entry in option.entries:
                other = owner.setdefault(entry.position, place)
                low, high = sorted((root(other), root(place)))
                parent[high] = low
    groups: dict[int, list[int]] = {}
    for place, choices in enumerate(options):
        if choices:
            groups.setdefault(root(place), []).append(place)
    return list(groups.values())


def _fits(option: Hypothesis, used: dict[int, int]) -> bool:
    """True when every item still has room for what the option applies to it."""
    for entry, units in zip(option.entries, option.settlement.item_applied, strict=True):
        if abs(used.get(entry.position, 0) + units) > abs(entry.open):
            return False
    return True


def _spend(option: Hypothesis, used: dict[int, int], sign: int) -> None:
    for entry, units in zip(option.entries, option.settlement.item_applied, strict=True):
        used[entry.position] = used.get(entry.position, 0) + sign * units


def _solve_exactly(options: Sequence[Sequence[Hypothesis]]) -> list[Hypothesis | None]:
    """The choice of the greatest total; among equals, the one that serves the earlier lines better."""
    bounds = [0] * (len(options) + 1)
    for place in range(len(options) - 1, -1, -1):
        bounds[place] = bounds[place + 1] + max(map(value, options[place]), default=0)
    best: tuple[int, list[Hypothesis | None]] = (-1, [])
    current: list[Hypothesis | None] = []
    used: dict[int, int] = {}

    def search(place: int, worth: int) -> None:
        nonlocal best
        if place == len(options):
            if worth > best[0]:
                best = (worth, list(current))
            return
        if worth + bounds[place] <= best[0]:
            return
        for option in options[place]:
            if _fits(option, used):
                _spend(option, used, 1)
                current.append(option)
                search(place + 1, worth + value(option))
                current.pop()
                _spend(option, used, -1)
        current.append(None)
        search(place + 1, worth)
        current.pop()

    search(0, 0)
    return best[1]


class _Draft:
    """A choice in the making: what each line takes, what that leaves of the items, and who holds them."""

    def __init__(self, lines: int):
        self.chosen: list[Hypothesis | None] = [None] * lines
        self.used: dict[int, int] = {}
        self.holders: dict[int, set[int]] = {}

    def take(self, place: int, option: Hypothesis) -> bool:
        """Give a line without an option this one, if its items have room."""
        if not _fits(option, self.used):
            return False
        _spend(option, self.used, 1)
        self.chosen[place] = option
        for entry in option.entries:
            self.holders.setdefault(entry.position, set()).add(place)
        return True

    def drop(self, place: int) -> Hypothesis:
        """Take a line's option away again."""
        option = self.chosen[place]
        assert option is not None
        _spend(option, self.used, -1)
        self.chosen[place] = None
        for entry in option.entries:
            self.holders[entry.position].discard(place)
        return option

    def in_the_way(self, option: Hypothesis) -> set[int]:
        """Lines that hold items of this option."""
        return set().union(*(self.holders.get(entry.position, ()) for entry in option.entries))


def _solve_greedily(options: Sequence[Sequence[Hypothesis]]) -> list[Hypothesis | None]:
    """The most valuable option first, the earlier line first among equals; then lines left without one are helped."""
    ranked = sorted(
        ((-value(option), rank, place) for place, choices in enumerate(options) for rank, option in enumerate(choices)),
    )
    draft = _Draft(len(options))
    for _worth, rank, place in ranked:
        if draft.chosen[place] is None:
            draft.take(place, options[place][rank])
    for place, choices in enumerate(options):
        if draft.chosen[place] is None:
            any(_make_room(draft, place, option, options) for option in choices)
    return draft.chosen


def _make_room(draft: _Draft, place: int, option: Hypothesis, options: Sequence[Sequence[Hypothesis]]) -> bool:
    """Give a line an option that one other line blocks, where that line has another one and the total gains."""
    blockers = draft.in_the_way(option)
    if len(blockers) != 1:
        return False
    (blocker,) = blockers
    before = draft.drop(blocker)
    if draft.take(place, option):
        for other in options[blocker]:
            gains = value(option) + value(other) > value(before)
            if other is not before and gains and draft.take(blocker, other):
                return True
        draft.drop(place)
    draft.take(blocker, before)
    return False
