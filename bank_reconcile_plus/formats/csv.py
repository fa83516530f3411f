r"""CSV and other separated text, as banks export it: read by a profile, or by what its columns are called.

Source: RFC 4180 and the exports of banks. A file belongs here when it is a table with more than one column and no other
format of banks begins like it.

>>> content = b"Datum;Betrag;Verwendungszweck\r\n28.02.2026;-1.234,50;Miete\r\n"
>>> detect(content)
True
>>> [statement] = parse(content)
>>> [(str(found.date), str(found.amount), found.remittance_lines) for found in statement.transactions]
[('2026-02-28', '-1234.50', ('Miete',))]
"""

from __future__ import annotations

import re

from .sheet.contents import look_at
from .sheet.delimited import read_delimited
from .sheet.guess import find_header
from .sheet.profile import SheetProfile
from .sheet.sheets import parse_tables
from .text import decode
from .types import ParsedStatement

_SAMPLE = 16 * 1024
_BINARY = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"{",
)
_OTHERS = re.compile(
    r"\s*<|\s*OFXHEADER|\s*!(Type|Account|Option|Clear)|\s*\{[1-5]:|\s*0?1,[^\n]*/\s*$|(.*\n){0,40}:(20|25|28C?|6[012][FM]?|86):",
    re.IGNORECASE | re.MULTILINE,
)


def detect(content: bytes) -> bool:
    """Whether a file is a table in text."""
    if content.startswith(_BINARY):
        return False
    sample = content[:_SAMPLE]
    if len(sample) < len(content):
        sample = sample[: max(sample.rfind(b"\n"), sample.rfind(b"\r")) + 1 or len(sample)]
    text = decode(sample)
    return not _OTHERS.match(text) and _is_table(sample)


def _is_table(sample: bytes) -> bool:
    try:
        rows = read_delimited(sample).rows
    except ValueError:
        rows = _rows_of_damaged(sample)
    if any(len(cells) > 2 for _number, cells in rows) and find_header(rows) is not None:
        return True
    looks = [[look_at([cell]) for cell in cells] for _number, cells in rows]
    return any(any(look.dates for look in row) and any(look.fractions for look in row) for row in looks if len(row) > 1)


def _rows_of_damaged(sample: bytes) -> list[tuple[int, list]]:
    """The first rows of a table that is damaged further down: it is a table all the same, and its error is told."""
    for end in (20, 10, 5, 3, 2, 1):
        lines = re.split(rb"\r\n|\r|\n", sample)[:end]
        try:
            return read_delimited(b"\n".join(lines)).rows
        except ValueError:
            continue
    return []


def parse(content: bytes, profile: SheetProfile | None = None) -> list[ParsedStatement]:
    """The statements of a table, one an account and currency.

    :param profile: what a person said of files like this one, else the file tells it
    :raises SheetProfileNeededError: it is not sure what the columns mean
    :raises StatementFormatError: it cannot be read
    """
    encoding, separator = (profile.encoding, profile.separator) if profile else ("", "")
    return parse_tables([read_delimited(content, encoding, separator)], profile)
