"""Reading XML from a stranger: streamed, bounded, and deaf to everything an attack is made of.

No document type, entity, external file or network address is ever followed: a file with a DOCTYPE is refused. Depth and
text length are bounded by libxml2 (256 levels, 10 MB a text), the file and each part of it here. Elements arrive as
they are complete, so that the caller can drop them; a file of any number of entries needs the memory of one.

>>> [name for _namespace, name, _line in peek(b'<Document xmlns="urn:x"><Body/></Document>').elements]
['Document', 'Body']
>>> [element.text for element in stream(b"<a><b>1</b><b>2</b></a>", ["b"])]
['1', '2']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from .exceptions import FileTooLargeError, Location, MalformedFileError, UnsafeFileError

MEGABYTE = 1024 * 1024
LARGEST_FILE = 200 * MEGABYTE
LARGEST_PART = 8 * MEGABYTE
"""Most bytes between two elements the caller asked for: more is no statement, and would be held in memory."""

_CHUNK = 64 * 1024
_PEEK_CHUNK = 4 * 1024
_PEEK_ELEMENTS = 200
_PEEK_BYTES = MEGABYTE
_BLANKS = re.compile(rb"[ \t\r\n]*")
_SKIPPED_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\0\0\xfe\xff")
"""Marks of UTF-8 and of the two orders of UTF-32: libxml2 tells these by what follows, and stumbles over the latter."""

_OPENINGS = (b"<", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"\x00\x00\x00<")
"""How the first element or declaration begins: in UTF-8 and its kin, and in the two orders of UTF-16 and UTF-32."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How an XML file begins.

    :param elements: (namespace, local name, line) of its first elements, in file order, empty if it is no XML
    :param has_doctype: it declares a document type, and with it, perhaps, entities
    """

    elements: tuple[tuple[str, str, int], ...] = ()
    has_doctype: bool = False


def local_name(element: etree._Element) -> str:
    """Name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _parser(events: tuple[str, ...], tags: Iterable[str] | None = None) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=events,
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )


def _start(content: bytes) -> int:
    """Offset of the first byte that counts: some banks send blank lines before the XML declaration."""
    mark = next((mark for mark in _SKIPPED_MARKS if content.startswith(mark)), b"")
    match = _BLANKS.match(content, len(mark))
    return match.end() if match else 0


def peek(content: bytes) -> Opening:
    """Read the beginning of a file, whatever it is; never fails."""
    start = _start(content)
    if not content.startswith(_OPENINGS, start):
        return Opening()
    parser = _parser(("start",))
    found: list[etree._Element] = []
    try:
        for offset in range(start, min(len(content), start + _PEEK_BYTES), _PEEK_CHUNK):
            parser.feed(content[offset : offset + _PEEK_CHUNK])
            found += (element for _event, element in parser.read_events())
            if len(found) >= _PEEK_ELEMENTS:
                break
        else:
            parser.close()
    except etree.XMLSyntaxError:
        pass  # what stands before the damage still tells the format; reading it in full will say what is wrong
    found += (element for _event, element in parser.read_events())
    names = tuple(_name(element) for element in found[:_PEEK_ELEMENTS])
    return Opening(names, has_doctype=bool(found) and _has_doctype(found[0]))


def _name(element: etree._Element) -> tuple[str, str, int]:
    namespace, _brace, name = element.tag.rpartition("}")
    return namespace.removeprefix("{"), name, element.sourceline or 0


def _has_doctype(element: etree._Element) -> bool:
    return bool(element.getroottree().docinfo.doctype)


def _unsafe(content: bytes) -> UnsafeFileError:
    return UnsafeFileError(Location(1 + content.count(b"\n", 0, max(content.find(b"<!DOCTYPE"), 0))))


def stream(content: bytes, names: Iterable[str]) -> Iterator[etree._Element]:
    """The complete elements with one of these local names, in any or no namespace, in the order in which they end.

    The caller clears what it has used. The file is known to be well-formed only when the iterator is exhausted.

    :raises UnsafeFileError: it has a DOCTYPE
    :raises FileTooLargeError: the file, or the part before, between or after the named elements, is too large
    :raises MalformedFileError: it is not well-formed XML, or not in the encoding it declares
    """
    if len(content) > LARGEST_FILE:
        raise FileTooLargeError(limit=LARGEST_FILE // MEGABYTE)
    if peek(content).has_doctype:
        raise _unsafe(content)
    start = _start(content)
    parser = _parser(("end",), [f"{{*}}{name}" for name in names])
    try:
        yield from _feed(parser, content, start)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _malformed(parser, error, content.count(b"\n", 0, start)) from None


def _feed(parser: etree.XMLPullParser, content: bytes, start: int) -> Iterator[etree._Element]:
    events = parser.read_events()
    is_first = True
    last_offset = start
    for offset in range(start, len(content), _CHUNK):
        parser.feed(content[offset : offset + _CHUNK])
        for _event, element in events:
            if is_first and _has_doctype(element):
                raise _unsafe(content)  # one longer than what was peeked at
            is_first, last_offset = False, offset
            yield element
        if offset - last_offset > LARGEST_PART:
            raise FileTooLargeError(limit=LARGEST_PART // MEGABYTE)


def _malformed(parser: etree.XMLPullParser, error: etree.XMLSyntaxError, lines_before: int) -> MalformedFileError:
    """The first thing libxml2 complained about: its exception sometimes names only what followed from that."""
    log = parser.feed_error_log
    first = log[0] if len(log) else None
    line = first.line if first is not None else error.lineno or 1
    detail = first.message.strip() if first is not None else error.msg or ""
    return MalformedFileError(Location(line + lines_before), detail=detail)
