"""The fields of one record of a file as a flat list of (path, text), read one field at a time.

A record remembers which fields were taken, so that what is left can be kept with the transaction: nothing a bank sends
is lost.

>>> fields = Fields([("NAME", "ACME"), ("MEMO", "Invoice 1"), ("MEMO", "Invoice 2")])
>>> fields.take("NAME"), fields.get("MEMO"), fields.take("CHECKNUM")
('ACME', 'Invoice 1', '')
>>> fields.rest()
(('MEMO', 'Invoice 1'), ('MEMO', 'Invoice 2'))
"""

from __future__ import annotations

from collections.abc import Iterable

_ALL = object()


class Fields:
    """Fields by path; of a path that occurs several times the first one counts unless all are asked for.

    :ivar pairs: every field as (path, text), in file order
    """

    __slots__ = ("_first", "_taken", "pairs")

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs
        self._first = dict(reversed(pairs))
        self._taken: dict[str, object] = {}

    def get(self, *paths: str) -> str:
        """The first of these fields that is there, without taking it; empty when none is."""
        first = self._first
        for path in paths:
            if path in first:
                return first[path]
        return ""

    def take(self, *paths: str) -> str:
        """The first of these fields that is there; empty when none is."""
        first = self._first
        for path in paths:
            if path in first:
                text = self._taken[path] = first[path]
                return text
        return ""

    def get_each(self, paths: Iterable[str]) -> list[str]:
        """Those of these fields that are there, in the order asked for, without taking them."""
        first = self._first
        return [first[path] for path in paths if path in first]

    def take_each(self, paths: Iterable[str]) -> list[str]:
        """Those of these fields that are there, in the order asked for."""
        first = self._first
        present = [path for path in paths if path in first]
        for path in present:
            self._taken[path] = first[path]
        return [first[path] for path in present]

    def present(self, paths: Iterable[str]) -> list[str]:
        """Those of these paths that have a field, in the order asked for."""
        first = self._first
        return [path for path in paths if path in first]

    def get_all(self, *paths: str) -> tuple[str, ...]:
        """Every occurrence of these fields, in file order, without taking them."""
        if not self.get(*paths):
            return ()
        return tuple([text for path, text in self.pairs if path in paths])

    def take_all(self, *paths: str) -> tuple[str, ...]:
        """Every occurrence of these fields, in file order."""
        if not self.get(*paths):
            return ()
        for path in paths:
            self._taken[path] = _ALL
        return tuple([text for path, text in self.pairs if path in paths])

    def rest(self) -> tuple[tuple[str, str], ...]:
        """The fields that were not taken, in file order."""
        taken = self._taken
        if len(self._first) == len(self.pairs):
            return tuple([pair for pair in self.pairs if pair[0] not in taken])
        # ``is``: of a field that occurs twice only the occurrence that was taken is left out
        marks = taken.get
        return tuple([pair for pair in self.pairs if (mark := marks(pair[0])) is not _ALL and mark is not pair[1]])
