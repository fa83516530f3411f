"""Tables of a file to statements: by a given profile, a ready one, or a guess that leaves nothing open."""

from __future__ import annotations

from ..exceptions import (
    EmptyFileError,
    Location,
    SheetColumnMissingError,
    SheetError,
    SheetProfileNeededError,
    StatementFormatError,
)
from ..types import ParsedStatement
from .delimited import read_delimited
from .guess import Guess, columns_by_name, guess
from .headers import joined_header
from .old_workbook import is_old_workbook, read_old_workbook
from .profile import SheetProfile
from .ready import ready_profile
from .rows import locate, parse_table
from .table import Table
from .workbook import is_workbook, read_workbook
from .writing import complete


def tables_of(content: bytes, profile: SheetProfile | None = None, most: int = 0) -> list[Table]:
    """The tables of a file: the sheets of a workbook, or else the one table of a text file.

    :param profile: says the encoding and separator of a text file
    :param most: rows to read of each, 0 for all
    :raises StatementFormatError: it cannot be read
    """
    if is_workbook(content):
        tables = read_workbook(content, most)
    elif is_old_workbook(content):
        tables = read_old_workbook(content, most)
    else:
        encoding, separator = (profile.encoding, profile.separator) if profile else ("", "")
        tables = [read_delimited(content, encoding, separator, most)]
    return [joined_header(table) for table in tables]


def fits(tables: list[Table], profile: SheetProfile) -> bool:
    """Whether one of the tables names the columns that a profile needs."""
    return any(locate(table, profile) is not None for table in tables)


def suggest(tables: list[Table]) -> tuple[Table, Guess]:
    """The table that most looks like a statement, and what its columns mean, as far as that can be told.

    :raises StatementFormatError: no table holds anything
    """
    guesses = []
    for table in [table for table in tables if not table.is_hidden] or tables:
        ready = ready_profile(table)
        try:
            guesses.append((table, Guess(*complete(table, ready)) if ready else guess(table)))
        except SheetError:
            guesses.append((table, Guess(columns_by_name(table), ("amount",))))
    if not guesses:
        raise EmptyFileError()
    return min(guesses, key=lambda found: (len(found[1].profile.missing), len(found[1].questions)))


def parse_tables(tables: list[Table], profile: SheetProfile | None = None) -> list[ParsedStatement]:
    """The statements of all sheets of a file that fit; hidden sheets count only where no other does.

    :param profile: what a person said of files like this one
    :raises EmptyFileError: no sheet holds anything
    :raises SheetProfileNeededError: it is not sure what the columns mean
    :raises StatementFormatError: a row cannot be read
    """
    if not tables:
        raise EmptyFileError()
    tables = [joined_header(table) for table in tables]
    shown = [table for table in tables if not table.is_hidden] or tables
    if profile is not None:
        return _parse_by(_fitting(shown, profile), profile)
    ready = [(table, found) for table in shown if (found := ready_profile(table))]
    if ready:
        return [statement for table, found in ready for statement in _parse_by([table], found)]
    return _parse_guessed(shown)


def _fitting(tables: list[Table], profile: SheetProfile) -> list[Table]:
    named = [table for table in tables if not profile.sheet or table.name == profile.sheet]
    if profile.has_header:
        named = [table for table in named if locate(table, profile) is not None] or named[:1] or tables[:1]
    if not named:
        raise SheetColumnMissingError(column=profile.sheet)
    return named if profile.has_header else named[:1]


def _parse_by(tables: list[Table], profile: SheetProfile) -> list[ParsedStatement]:
    statements = []
    for table in tables:
        completed, questions = complete(table, profile)
        if questions:
            raise SheetProfileNeededError(profile=completed, questions=questions)
        statements += parse_table(table, completed)
    return statements


def _parse_guessed(tables: list[Table]) -> list[ParsedStatement]:
    """Sheets whose columns are sure; the others are notes, unless there is nothing else."""
    guesses: list[tuple[Table, Guess]] = []
    failure: StatementFormatError | None = None
    for table in tables:
        try:
            guesses.append((table, guess(table)))
        except StatementFormatError as error:
            failure = failure or error
    sure = [(table, found) for table, found in guesses if found.is_sure]
    open_questions = [(table, found) for table, found in guesses if not found.is_sure and not found.profile.missing]
    if failure or open_questions or not sure:
        if failure:
            raise failure
        _table, found = (open_questions or guesses)[0]
        raise SheetProfileNeededError(Location(found.line), profile=found.profile, questions=found.questions)
    return [statement for table, found in sure for statement in parse_table(table, found.profile)]
