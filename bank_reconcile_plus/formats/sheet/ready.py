"""Ready profiles of well-known exports (:mod:`.profiles`), recognised by their header.

>>> len({ready.profile.name for ready in PROFILES}) == len(PROFILES) > 20
True
"""

from __future__ import annotations

import functools

from .columns import plain_name
from .profile import SheetProfile
from .profiles import PROFILES, ReadyProfile
from .rows import SEARCHED_ROWS
from .table import Table, shown

READY_PROFILES: tuple[SheetProfile, ...] = tuple(ready.profile for ready in PROFILES)
READY_PROFILES_BY_NAME = {profile.name: profile for profile in READY_PROFILES}


def ready_profile(table: Table) -> SheetProfile | None:
    """The ready profile of a table, None when no export known here has its header."""
    for _number, cells in table.rows[:SEARCHED_ROWS]:
        fitting = recognise(tuple(shown(cell) for cell in cells))
        if fitting:
            return fitting[0].profile
    return None


def recognise(header: tuple[str, ...]) -> list[ReadyProfile]:
    """The ready profiles that a header belongs to: those that ask for most of its names."""
    names = {plain_name(name) for name in header}
    fitting = [ready for ready in PROFILES if _names(ready) <= names and names.isdisjoint(_foreign(ready))]
    most = max((len(_names(ready)) for ready in fitting), default=0)
    return [ready for ready in fitting if len(_names(ready)) == most]


@functools.lru_cache(maxsize=256)
def _names(ready: ReadyProfile) -> frozenset[str]:
    return frozenset(map(plain_name, ready.header))


@functools.lru_cache(maxsize=256)
def _foreign(ready: ReadyProfile) -> frozenset[str]:
    return frozenset(map(plain_name, ready.without))
