"""Recognising a CODA file, and its statements one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..exceptions import Location, MissingElementError, UnexpectedElementError
from ..fixed import Record, lines_of
from ..text import beginning
from ..types import ParsedStatement
from . import layouts
from .statement import StatementReader

_OPENING = re.compile(r"\s*0000[0 ]\d{6}.{90,116}[12](?:[ \n]{0,9}1[0-3]|\s*\Z)", re.ASCII)


def detect(content: bytes) -> bool:
    """Whether a file begins with a header record and an old balance."""
    return bool(_OPENING.match(beginning(content)))


def parse(content: bytes) -> list[ParsedStatement]:
    """The statements of the file, one a header or old balance.

    :raises StatementFormatError: the file is damaged, cut off, or lacks what is needed
    """
    statements = list(_Document().statements(content))
    if not statements:
        raise MissingElementError(Location(1, "1"))
    return statements


class _Document:
    """A file while it is read: the record at hand says what may come next."""

    def __init__(self) -> None:
        self.header: Record | None = None
        self.reader: StatementReader | None = None
        self.line = 0
        self.count = 0

    def statements(self, content: bytes) -> Iterator[ParsedStatement]:
        """Each statement when it is complete."""
        for self.line, text in lines_of(content, layouts.WIDTH):
            kind = text[:1]
            if kind == "0":
                yield from self._end()
                self.header = Record(layouts.HEADER, text, self.line)
            elif kind == "1":
                yield from self._end()
                self.count += 1
                self.reader = StatementReader(self.header, Record(layouts.OLD_BALANCE, text, self.line), self.count)
            elif self.reader is None:
                raise UnexpectedElementError(Location(self.line, text[:2].strip()))
            else:
                self.reader.add(text, self.line)
        yield from self._end()

    def _end(self) -> Iterator[ParsedStatement]:
        if self.reader is not None:
            yield self.reader.finish(self.line)
            self.reader = None
