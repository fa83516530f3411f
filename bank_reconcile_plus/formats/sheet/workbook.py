"""XLSX workbooks: from bytes to tables, read one row after the other and within limits.

Source: ECMA-376 (Office Open XML), by ``openpyxl`` in its read-only mode. Formulas are never computed: the value the
bank's program saved is read. Every part is looked at before: one that declares entities, or unpacks to too much, is
refused.
"""

from __future__ import annotations

import datetime
import io
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal

from ..archive import MOST_RATIO
from ..exceptions import (
    EncryptedArchiveError,
    FileTooLargeError,
    LibraryMissingError,
    Location,
    MalformedFileError,
    StatementFormatError,
    UnsafeFileError,
)
from ..xml import MEGABYTE, peek
from .dates import EPOCH, EPOCH_1904
from .table import MOST_COLUMNS, Cell, Row, Table, filled

try:
    import openpyxl
except ImportError:
    openpyxl = None

LARGEST_WORKBOOK = 100 * MEGABYTE
"""Most bytes all parts of a workbook may unpack to."""

_LAST_ROW = 1_048_576
_PEEK = 64 * 1024
_WORKBOOK = "xl/workbook.xml"
_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    SyntaxError,  # the base of the XML errors of the standard library
    NotImplementedError,
    RuntimeError,
)
"""What openpyxl and the libraries below it raise on a broken file: it has no error class of its own for that."""


def is_workbook(content: bytes) -> bool:
    """Whether a zip file is an XLSX workbook."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _WORKBOOK in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        return False


def read_workbook(content: bytes, most: int = 0) -> list[Table]:
    """The sheets of a workbook that hold something, in their order.

    :param most: rows to read of each sheet, 0 for all
    :raises LibraryMissingError: ``openpyxl`` is not installed
    :raises UnsafeFileError: a part of it declares a document type
    :raises FileTooLargeError: it unpacks to too much
    :raises MalformedFileError: it is damaged
    """
    if openpyxl is None:
        raise LibraryMissingError(library="openpyxl")
    try:
        _check_parts(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        epoch = EPOCH_1904 if book.epoch.year == EPOCH_1904.year else EPOCH
        tables = [
            Table(list(filled(_rows(sheet), most)), sheet.title, epoch=epoch, is_hidden=sheet.sheet_state != "visible")
            for sheet in book.worksheets
        ]
        book.close()
    except StatementFormatError:
        raise
    except _FAILURES as error:
        raise MalformedFileError(Location(1), detail=type(error).__name__) from None
    return [table for table in tables if table.rows]


def _check_parts(content: bytes) -> None:
    left = LARGEST_WORKBOOK
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if entry.flag_bits & 1:
                raise EncryptedArchiveError(name=entry.filename)
            most = min(left, MEGABYTE + MOST_RATIO * entry.compress_size)
            beginning = b""
            with archive.open(entry) as part:
                while chunk := part.read(_PEEK):
                    beginning = beginning or chunk
                    most -= len(chunk)
                    left -= len(chunk)
                    if most < 0:
                        raise FileTooLargeError(limit=LARGEST_WORKBOOK // MEGABYTE)
            if _declares_type(entry.filename, beginning):
                raise UnsafeFileError(Location(1))


def _declares_type(name: str, beginning: bytes) -> bool:
    """Whether a part has a DOCTYPE, in any encoding; comments may stand before it."""
    if not name.endswith((".xml", ".rels", ".vml")):
        return False
    return b"<!DOCTYPE" in beginning.replace(b"\0", b"") or peek(beginning).has_doctype


def _rows(sheet: object) -> Iterator[Row]:
    """The rows of a sheet; the size it claims to have is not believed."""
    if not hasattr(sheet, "reset_dimensions"):
        return
    sheet.reset_dimensions()
    before: object = None
    width = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        if number > _LAST_ROW:
            raise FileTooLargeError(limit=LARGEST_WORKBOOK // MEGABYTE)
        if cells is not before:  # rows left out are one and the same tuple
            if cells[width:].count(None) < len(cells) - width:  # counting is quick, and most rows are not that wide
                width = next(place for place in range(len(cells), 0, -1) if cells[place - 1] is not None)
            if row := trimmed([cell_of(cell) for cell in cells[:width]]):
                yield number, row
        before = cells


def trimmed(cells: list[Cell]) -> list[Cell]:
    """A row without the empty cells at its end."""
    last = next((place for place in range(len(cells), 0, -1) if cells[place - 1] != ""), 0)
    return cells[:last]


def cell_of(value: object) -> Cell:
    """What a library read, as a cell; numbers with the 15 digits a spreadsheet shows.

    >>> cell_of(0.1 + 0.2), cell_of(datetime.datetime(2024, 1, 16, 23, 59, 59)), cell_of(None), cell_of(" a ")
    (Decimal('0.3'), datetime.date(2024, 1, 16), '', 'a')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        number = Decimal(f"{value:.15g}")
        return number if number.is_finite() and abs(number.adjusted()) < 18 else str(value)
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else str(value).strip()
