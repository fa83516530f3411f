"""Bank statement files to plain records, without Odoo: bytes in, :class:`ParsedStatement` out.

One module a format with the same two functions, ``detect`` and ``parse``; :mod:`.registry` lists them all.
Errors are :class:`StatementFormatError`, each a sentence that says where, what and what to do.
"""

from .exceptions import StatementFormatError
from .registry import FORMATS, FORMATS_BY_NAME, Format, detect, parse
from .types import ParsedBalance, ParsedStatement, ParsedTransaction, ParseWarning

__all__ = [
    "FORMATS",
    "FORMATS_BY_NAME",
    "Format",
    "ParseWarning",
    "ParsedBalance",
    "ParsedStatement",
    "ParsedTransaction",
    "StatementFormatError",
    "detect",
    "parse",
]
