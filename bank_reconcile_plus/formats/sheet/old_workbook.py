"""XLS workbooks (Excel 97 to 2003): from bytes to tables.

Source: [MS-XLS], by ``xlrd``.
"""

from __future__ import annotations

import datetime
import struct
from collections.abc import Iterator

from ..exceptions import EncryptedArchiveError, FileTooLargeError, LibraryMissingError, Location, MalformedFileError
from ..xml import MEGABYTE
from .dates import EPOCH, EPOCH_1904
from .table import MOST_COLUMNS, Cell, Row, Table, filled
from .workbook import cell_of, trimmed

try:
    import xlrd
except ImportError:
    xlrd = None

LARGEST_OLD_WORKBOOK = 30 * MEGABYTE

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (b"W\0o\0r\0k\0b\0o\0o\0k\0", b"B\0o\0o\0k\0")
_FAILURES = (
    struct.error,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    TypeError,
    UnicodeError,
    ValueError,
    ZeroDivisionError,
)
"""What xlrd raises on a broken file besides its own error."""


def is_old_workbook(content: bytes) -> bool:
    """Whether a compound file holds a workbook."""
    return content.startswith(_SIGNATURE) and any(stream in content for stream in _STREAMS)


def read_old_workbook(content: bytes, most: int = 0) -> list[Table]:
    """The sheets of a workbook that hold something, in their order.

    :param most: rows to read of each sheet, 0 for all
    :raises LibraryMissingError: ``xlrd`` is not installed
    :raises EncryptedArchiveError: it is protected by a password
    :raises MalformedFileError: it is damaged
    """
    if xlrd is None:
        raise LibraryMissingError(library="xlrd")
    if len(content) > LARGEST_OLD_WORKBOOK:
        raise FileTooLargeError(limit=LARGEST_OLD_WORKBOOK // MEGABYTE)
    try:
        with _Silence() as silence, xlrd.open_workbook(file_contents=content, logfile=silence, on_demand=True) as book:
            tables = [
                Table(
                    list(filled(_rows(sheet, book.datemode), most)),
                    sheet.name,
                    epoch=_epoch(book),
                    is_hidden=bool(sheet.visibility),
                )
                for sheet in map(book.sheet_by_index, range(book.nsheets))
            ]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise EncryptedArchiveError(name="XLS") from None
        raise MalformedFileError(Location(1), detail=str(error)) from None
    except (*_FAILURES, xlrd.compdoc.CompDocError) as error:
        raise MalformedFileError(Location(1), detail=type(error).__name__) from None
    return [table for table in tables if table.rows]


class _Silence:
    """Where xlrd's remarks about a file go: they are for its developers."""

    def __enter__(self) -> _Silence:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing to close."""

    def write(self, text: str) -> int:
        """Take the remark and forget it."""
        return len(text)

    def flush(self) -> None:
        """Nothing to do."""


def _epoch(book: xlrd.Book) -> datetime.date:
    return EPOCH_1904 if book.datemode else EPOCH


def _rows(sheet: xlrd.sheet.Sheet, datemode: int) -> Iterator[Row]:
    for index in range(sheet.nrows):
        cells = sheet.row(index)[:MOST_COLUMNS]
        yield index + 1, trimmed([_cell(cell, datemode) for cell in cells])


def _cell(cell: xlrd.sheet.Cell, datemode: int) -> Cell:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return cell_of(xlrd.xldate.xldate_as_datetime(cell.value, datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_of(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR")
    return cell_of(cell.value if cell.value != "" else None)
