"""Recognising an OFX file, finding out its character set, and its statements one after the other."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from ..exceptions import BankRefusedError, Location, MissingElementError
from ..text import beginning, decode
from ..types import ParsedStatement
from . import codes
from .markup import Aggregate, line_of, read
from .statement import StatementReader

_OPENING = re.compile(
    r"\s*(?:OFXHEADER\s*:|DATA\s*:\s*OFXSGML\b|(?:<\?xml\b[^>]{0,200}\?>|<!--.{0,1000}?-->|\s)*(?:<\?OFX\b|<!DOCTYPE\s+OFX\b|<(?:\w{1,20}:)?OFX[\s>]))",
    re.IGNORECASE | re.DOTALL,
)
_HEADER_VALUE = r"\b{name}\s*[:=]\s*[\"']?([\w-]+)"
_TRANSPORT_LINES = re.compile(r"\A(?:[A-Za-z-]{1,40}: [^\n]{0,200}\n){1,20}")
"""What a server sent before the file and a careless client saved with it."""

_LONGEST_HEADER = 2048


def detect(content: bytes) -> bool:
    """Whether the beginning of a file, damaged or not, says that it is OFX."""
    text = beginning(content)
    return bool(_OPENING.match(text) or _OPENING.match(_TRANSPORT_LINES.sub("", text)))


def parse(content: bytes) -> list[ParsedStatement]:
    """The statements of the file, one an account.

    :raises StatementFormatError: the file is unsafe, damaged, holds no statement, or lacks what is needed
    """
    text = decode(content, _declared_encoding(content[:_LONGEST_HEADER]))
    tree = read(text)
    statements = [reader.read() for reader in _readers(tree, text)]
    if not statements:
        raise _no_statement(tree, text)
    return statements


def _declared_encoding(header: bytes) -> str:
    """Codec of the character set the header names, empty when it names none that exists.

    The header of version 1 has ENCODING (USASCII, UNICODE, UTF-8) and CHARSET (1252, ISO-8859-1, NONE).
    """
    text = header.decode("latin-1")
    for name in ("CHARSET", "ENCODING"):
        match = re.search(_HEADER_VALUE.format(name=name), text, re.IGNORECASE)
        value = match[1] if match else ""
        for spelling in (f"cp{value}" if value.isdigit() else value, f"iso-{value}"):
            try:
                codec = codecs.lookup(spelling).name
            except LookupError:
                continue
            if codec != "ascii":
                return codec
    return ""


def _readers(tree: Aggregate, text: str) -> Iterator[StatementReader]:
    counts = dict.fromkeys(codes.STATEMENTS, 0)
    for aggregate in tree.find_all(*codes.STATEMENTS):
        counts[aggregate.name] += 1
        yield StatementReader(aggregate, f"{aggregate.name}[{counts[aggregate.name]}]", text)


def _no_statement(tree: Aggregate, text: str) -> BankRefusedError | MissingElementError:
    """Why a file has no statement: the bank says so, or it is an answer to another question."""
    for status in tree.find_all("STATUS"):
        fields = {path: leaf.text for path, leaf in status.leaves()}
        if fields.get("SEVERITY", "").upper() == codes.ERROR_SEVERITY:
            return BankRefusedError(
                Location(line_of(text, status.offset), "STATUS"),
                status=fields.get("CODE", ""),
                detail=fields.get("MESSAGE", ""),
            )
    return MissingElementError(Location(line_of(text, len(text.rstrip())), "OFX/STMTRS"))
