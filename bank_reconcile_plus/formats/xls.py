"""XLS workbooks (Excel 97 to 2003): sheets read by a profile, or by what their columns are called.

Source: [MS-XLS].

>>> detect(b"PK"), detect(b"Date,Amount")
(False, False)
"""

from __future__ import annotations

from .sheet.old_workbook import is_old_workbook, read_old_workbook
from .sheet.profile import SheetProfile
from .sheet.sheets import parse_tables
from .types import ParsedStatement

detect = is_old_workbook


def parse(content: bytes, profile: SheetProfile | None = None) -> list[ParsedStatement]:
    """The statements of a workbook, one a sheet, account and currency.

    :param profile: what a person said of files like this one, else the file tells it
    :raises SheetProfileNeededError: it is not sure what the columns mean
    :raises StatementFormatError: it cannot be read
    """
    return parse_tables(read_old_workbook(content), profile)
