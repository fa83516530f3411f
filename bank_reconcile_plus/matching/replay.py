"""The past as if it were open: each day's lines matched with what was open, and known, on that day.

A day is matched with the items, partners, mappings and earlier lines of that day and nothing younger, so what comes
out is what the engine would have said then. Days do not see each other's results: a line is judged against the books
as people kept them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .engine import Matcher
from .types import ApplicationRule, LineResult, OpenItem, Partner, PastLine, Settings, StatementLine, TextMapping


@dataclass(frozen=True, slots=True)
class Change:
    """From the beginning of a day an item is open as given, or, with None, closed."""

    day: datetime.date
    item_id: int | str
    item: OpenItem | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was known beside the books when the lines of a day came."""

    partners: Sequence[Partner]
    mappings: Sequence[TextMapping]


def replay(
    lines: Iterable[StatementLine],
    changes: Iterable[Change],
    history: Sequence[PastLine],
    settings: Settings,
    rules: Sequence[ApplicationRule],
    knowledge: Callable[[datetime.date, Sequence[StatementLine], Sequence[OpenItem]], Knowledge],
    memory_days: int,
    most_remembered: int,
) -> Iterator[tuple[datetime.date, list[LineResult]]]:
    """Match every day's lines as of that day, in order of the days.

    :param changes: how the items opened, shrank and closed
    :param history: earlier lines, of any date; those of the day and later ones are not remembered yet
    :param knowledge: partners and mappings as of a day, asked with its lines and open items
    :return: pairs of the day and the results of its lines
    """
    pending = sorted(changes, key=lambda change: change.day)
    past = sorted(history, key=lambda line: line.date)
    open_items: dict[int | str, OpenItem] = {}
    at = remembered = 0
    for day, day_lines in groupby(sorted(lines, key=lambda line: line.date), key=lambda line: line.date):
        todays = list(day_lines)
        while at < len(pending) and pending[at].day <= day:
            _apply(open_items, pending[at])
            at += 1
        while remembered < len(past) and past[remembered].date < day:
            remembered += 1
        since = day - datetime.timedelta(days=memory_days)
        memory = [line for line in past[max(0, remembered - most_remembered) : remembered] if line.date >= since]
        items = list(open_items.values())
        known = knowledge(day, todays, items)
        matcher = Matcher(items, known.partners, settings, rules, known.mappings, memory)
        yield day, matcher.match(todays)


def _apply(open_items: dict[int | str, OpenItem], change: Change) -> None:
    if change.item is None:
        open_items.pop(change.item_id, None)
    else:
        open_items[change.item_id] = change.item
