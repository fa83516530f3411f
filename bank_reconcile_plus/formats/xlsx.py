"""XLSX workbooks: sheets read by a profile, or by what their columns are called; hidden sheets are left alone.

Source: ECMA-376 (Office Open XML).

>>> detect(b"PK"), detect(b"Date,Amount")
(False, False)
"""

from __future__ import annotations

from .sheet.profile import SheetProfile
from .sheet.sheets import parse_tables
from .sheet.workbook import is_workbook, read_workbook
from .types import ParsedStatement

detect = is_workbook


def parse(content: bytes, profile: SheetProfile | None = None) -> list[ParsedStatement]:
    """The statements of a workbook, one a sheet, account and currency.

    :param profile: what a person said of files like this one, else the file tells it
    :raises SheetProfileNeededError: it is not sure what the columns mean
    :raises StatementFormatError: it cannot be read
    """
    return parse_tables(read_workbook(content), profile)
