"""A BAI2 file to statements: groups of accounts, each with trailers that are checked."""

from __future__ import annotations

import dataclasses
import datetime
import re
from decimal import Decimal

from ..exceptions import (
    InvalidDateError,
    Location,
    MissingElementError,
    UnexpectedElementError,
    UnsupportedVersionError,
)
from ..fixed import short_date
from ..notes import Warnings
from ..text import beginning, decode
from ..types import ParsedStatement
from . import codes
from .account import AccountReader, check_count, check_total
from .records import Record, read_records

_BEGINNING = re.compile(r"\s*01,[^,\n]*,[^,\n]*[,/]?[^\n]*?(?:/\s*|\n\s*)(?:02|88)[,:]", re.ASCII)
_VERSION_PLACE = 7


def detect(content: bytes) -> bool:
    """Whether it is a BAI2 file: a file header, and a group header or continuation next."""
    return _BEGINNING.match(beginning(content)) is not None


def parse(content: bytes) -> list[ParsedStatement]:
    """The statements of a file: one an account and day.

    :raises StatementFormatError: it cannot be read
    """
    records = read_records(decode(content))
    if not records or records[0].code != codes.FILE_HEADER:
        raise MissingElementError(Location(records[0].line if records else 1, codes.FILE_HEADER))
    return _DocumentReader(records).read()


class _DocumentReader:
    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self.header = records[0]
        self.statements: list[ParsedStatement] = []
        self.warnings = Warnings()
        self.group: Record | None = None
        self.date = datetime.date.min
        self.account: AccountReader | None = None
        self.totals = {codes.GROUP_TRAILER: Decimal(0), codes.FILE_TRAILER: Decimal(0)}
        self.lines = {codes.GROUP_TRAILER: 0, codes.FILE_TRAILER: 0}
        self.is_complete = False
        version = self.header.get(_VERSION_PLACE)
        if version and version not in codes.VERSIONS:
            supported = ", ".join(codes.VERSIONS)
            raise self.header.error(UnsupportedVersionError, "version", version=version, supported=supported)

    def read(self) -> list[ParsedStatement]:
        readers = {
            codes.FILE_HEADER: self._skip,
            codes.GROUP_HEADER: self._start_group,
            codes.ACCOUNT: self._start_account,
            codes.TRANSACTION: self._add_transaction,
            codes.ACCOUNT_TRAILER: self._end_account,
            codes.GROUP_TRAILER: self._end_group,
            codes.FILE_TRAILER: self._end_file,
        }
        for record in self.records:
            for trailer in self.lines:
                self.lines[trailer] += record.lines
            readers[record.code](record)
        if self.account is not None:
            raise MissingElementError(Location(self.records[-1].line, codes.ACCOUNT_TRAILER))
        if not self.statements:
            raise MissingElementError(Location(self.records[-1].line, codes.ACCOUNT))
        if not self.is_complete:
            self.warnings.add("closing_record_missing", element=codes.FILE_TRAILER)
        last = self.statements[-1]
        self.statements[-1] = dataclasses.replace(last, warnings=(*last.warnings, *self.warnings))
        return self.statements

    def _skip(self, record: Record) -> None:
        """A file header; a file that was put together from several has more than one."""
        self.header = record
        self.totals[codes.FILE_TRAILER] = Decimal(0)
        self.lines[codes.FILE_TRAILER] = record.lines

    def _start_group(self, record: Record) -> None:
        if self.account is not None:
            raise MissingElementError(Location(record.line, codes.ACCOUNT_TRAILER))
        self.group = record
        self.lines[codes.GROUP_TRAILER] = record.lines
        self.totals[codes.GROUP_TRAILER] = Decimal(0)
        text = record.get(3) or self.header.get(2)
        try:
            self.date = short_date(text, "YMD")
        except ValueError:
            raise record.error(InvalidDateError, "as-of date", value=text) from None

    def _start_account(self, record: Record) -> None:
        if self.group is None:
            raise UnexpectedElementError(Location(record.line, record.code))
        if self.account is not None:
            raise MissingElementError(Location(record.line, codes.ACCOUNT_TRAILER))
        self.account = AccountReader(record, self.group, self.date)

    def _add_transaction(self, record: Record) -> None:
        if self.account is None:
            raise UnexpectedElementError(Location(record.line, record.code))
        self.account.add_transaction(record)

    def _end_account(self, record: Record) -> None:
        if self.account is None:
            raise UnexpectedElementError(Location(record.line, record.code))
        self.statements.append(self.account.finish(record, self.header))
        for trailer in self.totals:
            self.totals[trailer] += _declared(record)
        self.account = None

    def _end_group(self, record: Record) -> None:
        if self.account is not None:
            raise MissingElementError(Location(record.line, codes.ACCOUNT_TRAILER))
        self._check_trailer(record)
        self.group = None

    def _end_file(self, record: Record) -> None:
        if self.account is not None:
            raise MissingElementError(Location(record.line, codes.ACCOUNT_TRAILER))
        self._check_trailer(record)
        self.is_complete = True

    def _check_trailer(self, record: Record) -> None:
        """Totals of groups and files are in smallest units: their accounts may be in several currencies."""
        check_total(self.warnings, record, self.totals[record.code].scaleb(-2))
        check_count(self.warnings, record, 2, self.lines[record.code])


def _declared(trailer: Record) -> Decimal:
    """The control total of an account as written, in smallest units."""
    text = trailer.get(0)
    return trailer.amount(text, "", "control total").scaleb(0 if "." in text else 2) if text else Decimal(0)
