"""Every format that can be read, in one list; a file belongs to exactly one of them.

>>> " ".join(format.name for format in FORMATS)
'camt053 camt052 camt054 mt940 mt942 bai2 coda cfonb120 aeb43 ofx qif csv xlsx xls'
>>> detect(b"nothing known")
Traceback (most recent call last):
bank_reconcile_plus.formats.exceptions.UnknownFormatError: This is not a bank statement in a known format; ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..translatable import _
from . import aeb43, bai2, camt052, camt053, camt054, cfonb120, coda, csv, mt940, mt942, ofx, qif, xls, xlsx
from .archive import is_archive, members
from .exceptions import AmbiguousFormatError, EmptyFileError, PdfFileError, UnknownFormatError
from .sheet.profile import SheetProfile
from .types import ParsedStatement


@dataclass(frozen=True, slots=True)
class Format:
    """One readable format.

    :param name: stable key, the name of its module
    :param label: what a person calls it, in English, to be translated where it is shown
    :param detect: whether a file's content is of this format; never fails, and never reads the whole file
    :param parse: the statements of a file of this format
    :param extensions: usual ends of file names, without the dot, for the file dialog only
    :param is_sheet: a table, whose ``parse`` takes a :class:`SheetProfile` as well
    """

    name: str
    label: str
    detect: Callable[[bytes], bool]
    parse: Callable[[bytes], list[ParsedStatement]]
    extensions: tuple[str, ...]
    is_sheet: bool = False


FORMATS: tuple[Format, ...] = (
    Format("camt053", _("CAMT.053 bank statement"), camt053.detect, camt053.parse, ("xml",)),
    Format("camt052", _("CAMT.052 account report"), camt052.detect, camt052.parse, ("xml",)),
    Format("camt054", _("CAMT.054 debit and credit notification"), camt054.detect, camt054.parse, ("xml",)),
    Format("mt940", _("MT940 statement"), mt940.detect, mt940.parse, ("sta", "mt940", "940", "swi", "txt")),
    Format("mt942", _("MT942 interim report"), mt942.detect, mt942.parse, ("mt942", "942", "sta", "txt")),
    Format("bai2", _("BAI2 (North America)"), bai2.detect, bai2.parse, ("bai", "bai2", "txt")),
    Format("coda", _("CODA (Belgium)"), coda.detect, coda.parse, ("cod", "coda", "txt")),
    Format("cfonb120", _("CFONB 120 (France)"), cfonb120.detect, cfonb120.parse, ("cfo", "cfonb", "txt", "dat")),
    Format("aeb43", _("Norma 43 (Spain)"), aeb43.detect, aeb43.parse, ("n43", "q43", "aeb", "txt")),
    Format("ofx", _("OFX or QFX statement"), ofx.detect, ofx.parse, ("ofx", "qfx")),
    Format("qif", _("QIF (Quicken)"), qif.detect, qif.parse, ("qif",)),
    Format("csv", _("CSV table"), csv.detect, csv.parse, ("csv", "txt", "tsv", "tab"), is_sheet=True),
    Format("xlsx", _("XLSX workbook"), xlsx.detect, xlsx.parse, ("xlsx", "xlsm"), is_sheet=True),
    Format("xls", _("XLS workbook"), xls.detect, xls.parse, ("xls",), is_sheet=True),
)

_PDF = b"%PDF-"

FORMATS_BY_NAME: dict[str, Format] = {format.name: format for format in FORMATS}


def detect(content: bytes) -> Format:
    """The one format of a file.

    :raises EmptyFileError: there is nothing in it
    :raises PdfFileError: it is a PDF
    :raises UnknownFormatError: no format recognises it
    :raises AmbiguousFormatError: more than one does
    """
    if not content[:1024].strip() and not content.strip():
        raise EmptyFileError()
    if _PDF in content[:1024]:
        raise PdfFileError(formats=_labels(FORMATS))
    found = [format for format in FORMATS if format.detect(content)]
    if not found:
        raise UnknownFormatError(formats=_labels(FORMATS))
    if len(found) > 1:
        raise AmbiguousFormatError(formats=_labels(found))
    return found[0]


def _labels(formats: Iterable[Format]) -> str:
    return ", ".join(format.label for format in formats)


def parse(content: bytes, format: Format | None = None, profile: SheetProfile | None = None) -> list[ParsedStatement]:
    """The statements of a file, in file order; at least one. Of a zip file, those of all files in it.

    :param format: the format to read it in, else the one it is recognised as
    :param profile: what a person said of tables like this one; other formats need none
    :raises StatementFormatError: it cannot be read; the error says where, what and what to do
    """
    if not content[:1024].strip() and not content.strip():
        raise EmptyFileError()
    if is_archive(content):
        return [found for _name, member in members(content, "") for found in parse(member, format, profile)]
    format = format or detect(content)
    return format.parse(content, profile) if format.is_sheet and profile else format.parse(content)
