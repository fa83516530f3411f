r"""CSV files: from bytes to a table.

Source: RFC 4180, and what banks do with it: other separators, other encodings, line ends of old Macs, ``sep=`` lines.

>>> table = read_delimited(b"Datum;Betrag\r\n01.02.2026;\"1,50\"\r\n")
>>> table.separator, table.encoding, table.rows
(';', 'utf-8', [(1, ['Datum', 'Betrag']), (2, ['01.02.2026', '1,50'])])
>>> read_delimited(b'Date,Text\n2026-01-01,"open\n')
Traceback (most recent call last):
bank_reconcile_plus.formats.exceptions.MalformedFileError: Line 2: the file is damaged ...
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator

from ..exceptions import Location, MalformedFileError
from ..text import decode
from .columns import roles_of
from .dates import orders_of
from .table import MOST_COLUMNS, Row, Table, filled

SEPARATORS = (";", ",", "\t", "|", "^")
ENCODINGS = (
    "utf-8",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1257",
    "cp850",
    "shift_jis",
    "gb18030",
    "utf-16-le",
    "utf-16-be",
)
"""Encodings a person may choose from."""

_SAMPLE_LINES = 60
_SAMPLE_LINE = 4096
_SAMPLE_BYTES = 32 * 1024
_EIGHT_BIT = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "shift_jis", "gb18030", "cp850")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_RARE = re.compile(r"[\x80-\x9f¤¦§¨ª¬®¯¶¸¹º¼½¾¿×÷†‡‰‹›šžŸƒˆ˜¢³²‚„…]")
_UNLIKELY = 1000
_DIRECTIVE = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)

LONGEST_CELL = 128 * 1024
"""Characters of a cell; the limit of :mod:`csv` itself is one for the whole process, and Odoo lifts it."""


def encoding_of(content: bytes) -> str:
    """The encoding of a text file: by its mark, its zero bytes, UTF-8, or else the code page that makes sense."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    sample = content[:_SAMPLE_BYTES]
    if sample[1:2] == b"\0" and sample[3:4] == b"\0":
        return "utf-16-le"
    if sample[:1] == b"\0" and sample[2:3] == b"\0":
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return max(_EIGHT_BIT, key=lambda encoding: _sense(sample, encoding))
    return "utf-8"


def _sense(sample: bytes, encoding: str) -> tuple[int, int]:
    """How much sense a text makes in an encoding: known names of columns, then few characters nobody writes."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return -1, 0
    names = re.split(r"[;,\t|\"\r\n]+", text[:4096])
    known = sum(max(roles_of(name).values(), default=0) for name in names[:100] if not name.isascii())
    any_bytes_fit = encoding in ("shift_jis", "gb18030")
    return known, -len(_RARE.findall(text)) - (_UNLIKELY if any_bytes_fit else 0)


def read_delimited(content: bytes, encoding: str = "", separator: str = "", most: int = 0) -> Table:
    """The table in a CSV file.

    :param encoding: as a profile says it, else found in the file
    :param separator: as a profile says it, else found in the file
    :param most: rows to read, 0 for all
    :raises MalformedFileError: a quote is never closed, or a field is too long
    """
    encoding = encoding or encoding_of(content)
    text = decode(content, encoding)
    lines = text.split("\n")
    first = 0
    directive = _DIRECTIVE.match(lines[0])
    if directive:
        first, separator = 1, directive[1]
    separator = separator or separator_of([line[:_SAMPLE_LINE] for line in lines[first : first + _SAMPLE_LINES]])
    return Table(list(filled(_rows(lines, first, separator), most)), encoding=encoding, separator=separator)


def separator_of(lines: list[str]) -> str:
    """The separator that makes a table of these lines: the one that shows most names of columns, then most columns."""
    return max(SEPARATORS, key=lambda separator: _tabularity(lines, separator))


def _tabularity(lines: list[str], separator: str) -> tuple[int, int, int]:
    try:
        rows = [row for row in csv.reader(_terminated(lines), delimiter=separator) if any(cell.strip() for cell in row)]
    except csv.Error:
        return 0, 0, 0
    if not rows:
        return 0, 0, 0
    known = max(sum(max(roles_of(cell.strip()).values(), default=0) > 1 for cell in row) for row in rows)
    width, alike = Counter(len(row) for row in rows).most_common(1)[0]
    return (known if known > 1 else 0), (alike if width > 1 else 0), width


def _terminated(lines: list[str]) -> Iterator[str]:
    return (line + "\n" for line in lines)


def _rows(lines: list[str], first: int, separator: str) -> Iterator[Row]:
    """The rows of a file; a quote inside a field is taken as text as long as its row ends where its line does."""
    end = "\x00end"
    reader = csv.reader(_terminated([*lines[first:], end]), delimiter=separator)
    last = first
    try:
        for cells in reader:
            start, last = last + 1, first + reader.line_num
            if cells and cells[-1].startswith(end) and len(cells) == 1 and last > len(lines):
                return
            if last > len(lines) or (last > start and _is_stray(lines[start - 1 : last], separator)):
                raise MalformedFileError(Location(start), detail='a quote (") is opened and not closed')
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise MalformedFileError(Location(start), detail=f"a cell of more than {LONGEST_CELL} characters")
            if len(cells) > MOST_COLUMNS:
                cells = _trimmed(cells, start)
            yield start, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise MalformedFileError(Location(last + 1), detail=str(error)) from None


def _is_stray(lines: list[str], separator: str) -> bool:
    """Whether a row of several lines comes from a stray quote, which swallows the lines below it."""
    if any(separator in line and orders_of(line.partition(separator)[0].strip('" ')) for line in lines[1:]):
        return True
    try:
        list(csv.reader(_terminated(lines), delimiter=separator, strict=True))
    except csv.Error:
        return True
    return False


def _trimmed(cells: list[str], line: int) -> list[str]:
    """A row without the empty cells that some programs write up to the last column of a sheet."""
    if any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        raise MalformedFileError(Location(line), detail=f"more than {MOST_COLUMNS} columns")
    return cells[:MOST_COLUMNS]
