"""The elements of an OFX file, SGML or XML, as a tree: aggregates that hold others, and leaves that hold text.

An end tag closes what is open inside its element; one that closes nothing is passed over. An aggregate cannot stand in
one of its own name, so that a second one ends the first, and a balance ends a list before it. Time and memory are
linear in the size of the file.

>>> tree = read("<OFX><STATUS><CODE>0<MESSAGE>a &lt; b &amp; c</STATUS><DTSERVER>20260131</OFX>")
>>> [ofx] = tree.children
>>> [(leaf.name, leaf.text) for leaf in ofx.children[0].children]
[('CODE', '0'), ('MESSAGE', 'a < b & c')]
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..exceptions import Location, MalformedFileError, UnsafeFileError
from .codes import AGGREGATES, LEAVES, LISTS, STATEMENT_PARTS

DEEPEST = 40
"""Most aggregates inside each other; the standard needs ten."""

# lengths are bounded, so that a "<" that begins no tag costs no more than that
_TAG = re.compile(r"<(/?)\s{0,9}([A-Za-z][\w.:-]{0,60})(?:\s{1,9}[A-Za-z_:]{1,30}=[^<>]{0,500})?\s{0,9}(/?)>", re.ASCII)
_END_TAG = re.compile(r"</\s{0,9}([A-Za-z][\w.:-]{0,60})\s{0,9}>", re.ASCII)
_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,8});")
_BLANKS = re.compile(r"\s+")


class Leaf(NamedTuple):
    """An element with text, entities resolved and white space in one piece.

    :ivar offset: where its tag begins in the text
    """

    name: str
    text: str
    offset: int


@dataclass(slots=True)
class Aggregate:
    """An element that holds others."""

    name: str
    offset: int
    children: list[Aggregate | Leaf] = field(default_factory=list)

    def find_all(self, *names: str) -> Iterator[Aggregate]:
        """The aggregates below this one with one of these names, in file order; not those inside of what was found."""
        for child in self.children:
            if isinstance(child, Aggregate):
                if child.name in names:
                    yield child
                else:
                    yield from child.find_all(*names)

    def leaves(self, prefix: str = "", without: frozenset[str] = frozenset()) -> Iterator[tuple[str, Leaf]]:
        """Every leaf below with its path, but for those below aggregates named in ``without``."""
        for child in self.children:
            if isinstance(child, Leaf):
                yield prefix + child.name, child
            elif child.name not in without:
                yield from child.leaves(f"{prefix}{child.name}/", without)


def read(text: str) -> Aggregate:
    """The tree of a file, below a root without a name.

    :raises UnsafeFileError: it declares a document type or entities
    :raises MalformedFileError: nested deeper than any statement is, or it ends inside of a list
    """
    if found := _DECLARATION.search(text):
        raise UnsafeFileError(Location(line_of(text, found.start())))
    text = _without_marked_sections(text)
    builder = _Builder(text)
    last = None
    for tag in _TAG.finditer(text):
        if last is not None:
            builder.add(last, text[last.end() : tag.start()])
        last = tag
    if last is not None:
        builder.add(last, text[last.end() :])
    builder.check_end()
    return builder.root


def line_of(text: str, offset: int) -> int:
    """Line number of a place in the text, from 1."""
    return 1 + text.count("\n", 0, offset)


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.root = Aggregate("", 0)
        self.stack = [self.root]
        self.open_names: set[str] = set()
        self.names: dict[str, str] = {}
        self.ended = {self._name(name) for name in set(_END_TAG.findall(text))}

    def _name(self, written: str) -> str:
        """Name of an element in capitals, without the prefix of a namespace; looked up once a spelling."""
        name = self.names.get(written)
        if name is None:
            name = self.names[written] = written.rpartition(":")[2].upper()
        return name

    def add(self, tag: re.Match[str], content: str) -> None:
        """Take a tag and the text between it and the next one."""
        end, written, is_empty = tag.groups()
        name = self._name(written)
        if end:
            if name in self.open_names:
                self._close(name)
            return
        content = content.strip()
        if content and name not in AGGREGATES:
            self.stack[-1].children.append(Leaf(name, plain(content), tag.start()))
        elif not is_empty and (name in AGGREGATES or (name in self.ended and name not in LEAVES)):
            self._open(name, tag.start())
            if content:
                self.stack[-1].children.append(Leaf("", plain(content), tag.start()))

    def _open(self, name: str, offset: int) -> None:
        if name in self.open_names:
            self._close(name)
        if name in STATEMENT_PARTS:
            for unended in STATEMENT_PARTS:
                if unended in self.open_names:
                    self._close(unended)
        aggregate = Aggregate(name, offset)
        self.stack[-1].children.append(aggregate)
        self.stack.append(aggregate)
        self.open_names.add(name)
        if len(self.stack) > DEEPEST:
            raise MalformedFileError(Location(line_of(self.text, offset)), detail="elements nested too deeply")

    def _close(self, name: str) -> None:
        while True:
            closed = self.stack.pop()
            self.open_names.discard(closed.name)
            if closed.name == name:
                return

    def check_end(self) -> None:
        """Refuse a file that was cut off: banks forget the last end tags, but not that of the list of transactions.

        :raises MalformedFileError: it ends inside of such a list
        """
        for aggregate in self.stack:
            if aggregate.name in LISTS:
                detail = f"it ends before {aggregate.name} does"
                raise MalformedFileError(Location(line_of(self.text, len(self.text.rstrip()))), detail=detail)


def plain(text: str) -> str:
    """Text as it is meant: entities resolved once, white space and line breaks as single blanks.

    >>> plain("R&D &amp; Co&nbsp;KG &#x20AC; &unknown; &#0;")
    'R&D & Co KG € &unknown; '
    """
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    return _BLANKS.sub(" ", text)


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if not name.startswith("#"):
        return html.entities.html5.get(name + ";", match[0])
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    is_text = 32 <= code < 127 or (160 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000)
    return chr(code) if is_text else ""


def _without_marked_sections(text: str) -> str:
    """The text without comments and processing instructions, CDATA as plain text; lines stay as they are."""
    if "<!" not in text and "<?" not in text:
        return text
    parts: list[str] = []
    position = 0
    for opening in re.finditer(r"<!--|<!\[CDATA\[|<\?", text):
        if opening.start() < position:
            continue
        ending = {"<!--": "-->", "<?": "?>"}.get(opening[0], "]]>")
        end = text.find(ending, opening.end())
        if end < 0:
            break  # somebody's text, not a section
        inner = text[opening.end() : end]
        parts.append(text[position : opening.start()])
        parts.append(_escaped(inner) if ending == "]]>" else "\n" * inner.count("\n"))
        position = end + len(ending)
    return "".join([*parts, text[position:]])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
