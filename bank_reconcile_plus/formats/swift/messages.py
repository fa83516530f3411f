"""A file of tagged fields to messages: ``:20:`` begins one, ``-`` or the next one ends it.

Banks send messages with or without SWIFT's envelope (``{1:...}{4:`` and ``-}``), with headers of their own before the
first tag, with or without a line ``-`` between them, and with narratives that break just before something that looks
like a tag. A line is a tag only if the standard has that tag and it may stand there.

>>> [message] = read_messages(":20:A\\n:25:123\\n:60F:C260101EUR1,\\n:86:at 14\\n:20:30 h\\n:62F:C260101EUR1,\\n-")
>>> [(field.tag, field.text) for field in message][-2:]
[('86', 'at 14\\n:20:30 h'), ('62F', 'C260101EUR1,')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ..exceptions import Location

Place = Enum("Place", "HEADER OPENING ENTRY CLOSING")

TAGS: dict[str, Place] = {
    "20": Place.HEADER,
    "21": Place.HEADER,
    "25": Place.HEADER,
    "25P": Place.HEADER,
    "28": Place.HEADER,
    "28C": Place.HEADER,
    "13": Place.HEADER,
    "13D": Place.HEADER,
    "34F": Place.HEADER,
    "60F": Place.OPENING,
    "60M": Place.OPENING,
    "61": Place.ENTRY,
    "86": Place.ENTRY,
    "NS": Place.ENTRY,
    "62F": Place.CLOSING,
    "62M": Place.CLOSING,
    "64": Place.CLOSING,
    "65": Place.CLOSING,
    "90C": Place.CLOSING,
    "90D": Place.CLOSING,
}
"""Tag -> where in a message it stands. NS is the note (non-SWIFT) of German and Hungarian banks."""

ENDS = frozenset(("62F", "62M", "90C", "90D"))
"""Tags after which an entry no longer belongs to the message."""

STARTS_AGAIN = frozenset(("25", "25P", "28", "28C", "60F", "60M"))
"""Tags that begin the next statement when the closing balance is there: some banks do not repeat what came before."""

REPEATED = frozenset(("20", "21", "25", "25P", "28", "28C"))
"""Tags the next statement goes on with when it does not have its own."""

LOOK_AHEAD = 10
"""Most lines looked at to tell what a dash, or a tag among the entries, means."""

_TAG = re.compile(r":(\d\d[A-Z]?|NS):", re.ASCII)
_FILE_HEADER = re.compile(r":9\d\d:\s*$|[{ä][1-5]:", re.ASCII)
_END = re.compile(r"-(?:\s*$|[}å]|XXX\s*$)")
_BLOCK = re.compile(r"[{ä]4:\s*(?=:)")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message.

    :param text: its lines, without the tag and blank lines
    :param line: number of its first line in the file
    """

    tag: str
    text: str
    line: int

    @property
    def location(self) -> Location:
        """Where it is, for an error."""
        return Location(self.line, f":{self.tag}:")


Message = list[Field]


def read_messages(text: str) -> list[Message]:
    """The messages of a file, in file order; what stands before, between and behind them is left out."""
    return _Reader(text.rstrip(" \n\x1a").split("\n")).read()


class _Reader:
    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.messages: list[Message] = []
        self.message: Message | None = None
        self.tag = ""
        self.start = 0
        self.parts: list[str] = []
        self.place = Place.HEADER

    def read(self) -> list[Message]:
        for number, line in enumerate(self.lines, 1):
            first = line[:1]
            if first == ":":
                self._read_tagged(number, line)
            elif first == "-" and _END.match(line) and self._is_end(number):
                self._end_message()
            elif first in "{ä" and _FILE_HEADER.match(line):
                self._end_message()
                if block := _BLOCK.search(line):
                    self._read_tagged(number, line[block.end() :])
            elif self.tag and line.strip():
                self.parts.append(line)
        self._end_message()
        return self.messages

    def _read_tagged(self, number: int, line: str) -> None:
        match = _TAG.match(line)
        tag = match[1] if match else ""
        if tag not in TAGS or not self._may_stand(tag, number):
            if _FILE_HEADER.match(line) and self.place in (Place.HEADER, Place.CLOSING):
                self._end_message()
            elif self.tag:
                self.parts.append(line)
            return
        self._end_field()
        if tag == "20" or (tag in STARTS_AGAIN and self.place is Place.CLOSING):
            self._start_message(tag)
        elif self.message is None:
            self._start_message("20")
        if TAGS[tag] is not Place.ENTRY or self.place is not Place.CLOSING:
            self.place = TAGS[tag]
        self.tag, self.start, self.parts = tag, number, [line[match.end() :]]

    def _may_stand(self, tag: str, number: int) -> bool:
        """Whether a tag of the header may stand among the entries: as the start of the next message only."""
        if TAGS[tag] is not Place.HEADER or self.place in (Place.HEADER, Place.CLOSING):
            return True
        following = _TAG.match(self._next_line(number))
        return tag == "20" and following is not None and TAGS.get(following[1]) is Place.HEADER

    def _is_end(self, number: int) -> bool:
        """Whether a dash ends the message: not when its entries go on after it."""
        for line in self.lines[number : number + LOOK_AHEAD]:
            match = _TAG.match(line)
            if match and match[1] in TAGS:
                return TAGS[match[1]] in (Place.HEADER, Place.OPENING)
        return True

    def _next_line(self, number: int) -> str:
        """The next line that is not blank, if it is near."""
        return next((line for line in self.lines[number : number + LOOK_AHEAD] if line.strip()), "")

    def _start_message(self, tag: str) -> None:
        before = self.message or []
        self.message = []
        if tag != "20":
            own = REPEATED if tag.startswith("60") else {"20", "21"}
            self.message += {field.tag: field for field in reversed(before) if field.tag in own}.values()
        self.messages.append(self.message)
        self.place = Place.HEADER

    def _end_field(self) -> None:
        if self.tag and self.message is not None:
            self.message.append(Field(self.tag, "\n".join(self.parts), self.start))
        self.tag = ""

    def _end_message(self) -> None:
        self._end_field()
        self.message = None
        self.place = Place.HEADER
