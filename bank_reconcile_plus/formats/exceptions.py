"""What can be wrong with a file: one class a kind, each a sentence that says where, what and what to do.

Every error has a stable ``code``, an English ``message_template`` with named placeholders and the ``values`` that fill
it, so that it can be shown in the reader's language; ``str()`` is the English sentence.

>>> error = InvalidDateError(Location(12, "Stmt[1]/Ntry[3]/BookgDt/Dt"), value="2026-02-30")
>>> error.code, error.location.line
('invalid_date', 12)
>>> print(error)
Line 12, Stmt[1]/Ntry[3]/BookgDt/Dt: "2026-02-30" is not a date; ask the bank for a corrected file.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..translatable import _

LONGEST_VALUE = 60

OWN_WORDS = frozenset(("formats", "supported"))
"""Values that are our words, not the file's: never shortened."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file.

    :param line: line number from 1, 0 when it is not known or means nothing (a binary file)
    :param element: path of the element, field or tag, in the format's own words
    """

    line: int = 0
    element: str = ""


def shown(value: object) -> str:
    """Text of the file as it may appear in a message: printable, on one line, short.

    >>> shown("a\\x00b" + "c" * 100)
    'a?bccccccccccccccccccccccccccccccccccccccccccccccccccccccccc…'
    """
    text = str(value)
    text = text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
    return "".join(character if character.isprintable() else "?" for character in text)


class StatementFormatError(ValueError):
    """A file cannot be read as a bank statement. Base of all errors of this package.

    :ivar code: stable name of the kind of error
    :ivar message_template: English sentence with named placeholders
    :ivar values: what fills the placeholders, ``line`` and ``element`` of the location included
    :ivar location: where in the file
    """

    code = "statement_format"
    message_template = _("The file cannot be read as a bank statement; download it from the bank again.")

    def __init__(self, location: Location | None = None, **values: object) -> None:
        self.location = location or Location()
        self.values = {"line": str(self.location.line), "element": shown(self.location.element)}
        self.values |= {name: str(value) if name in OWN_WORDS else shown(value) for name, value in values.items()}
        super().__init__(self.message_template % self.values)


class EmptyFileError(StatementFormatError):
    """The file has no content."""

    code = "empty_file"
    message_template = _("The file is empty; download it from the bank again.")


class FileTooLargeError(StatementFormatError):
    """The file, or one part of it, is larger than what is read in one go. Values: limit (MB)."""

    code = "file_too_large"
    message_template = _(
        "The file, or a single part of it, is larger than %(limit)s MB; ask the bank for statements of a shorter "
        "period and import them one after the other."
    )


class UnknownFormatError(StatementFormatError):
    """No format recognises the file. Values: formats (names of those that can be read)."""

    code = "unknown_format"
    message_template = _(
        "This is not a bank statement in a known format; download the statement as CAMT.053, MT940, OFX or CSV."
    )


class AmbiguousFormatError(StatementFormatError):
    """More than one format recognises the file. Values: formats (their names)."""

    code = "ambiguous_format"
    message_template = _(
        "The file could be read in more than one way (%(formats)s); choose its format and import it again."
    )


class UnsupportedVersionError(StatementFormatError):
    """The format is known, this version of it is not. Values: version, supported."""

    code = "unsupported_version"
    message_template = _(
        "Line %(line)s: the file is written in version %(version)s, which is not supported; ask the bank for one of "
        "the versions %(supported)s."
    )


class UnsafeFileError(StatementFormatError):
    """The file declares entities or a document type, which no bank statement needs and attacks are made of."""

    code = "unsafe_file"
    message_template = _(
        "Line %(line)s: the file contains a document type declaration (DOCTYPE), which is refused because it can be "
        "used for attacks; download the file from the bank again and do not use this one."
    )


class MalformedFileError(StatementFormatError):
    """The file breaks the syntax below the format. Values: detail (what the parser says, in English)."""

    code = "malformed_file"
    message_template = _(
        "Line %(line)s: the file is damaged (%(detail)s); download it from the bank again, without opening or saving "
        "it in another program."
    )


class UnexpectedElementError(StatementFormatError):
    """A known element stands where the standard does not allow it."""

    code = "unexpected_element"
    message_template = _("Line %(line)s: %(element)s is in the wrong place; ask the bank for a corrected file.")


class MissingElementError(StatementFormatError):
    """Something without which a statement cannot be booked is not there."""

    code = "missing_element"
    message_template = _("Line %(line)s: %(element)s is missing or empty; ask the bank for a complete file.")


class BankRefusedError(StatementFormatError):
    """The file is the bank's answer that there is no statement. Values: status (its code), detail (its words)."""

    code = "bank_refused"
    message_template = _(
        'Line %(line)s: instead of a statement the bank answered with error %(status)s ("%(detail)s"); see to that and '
        "download the statement again."
    )


class InvalidValueError(StatementFormatError):
    """A value is there and cannot be right. Values: value."""

    code = "invalid_value"
    message_template = _('Line %(line)s, %(element)s: "%(value)s" is not allowed; ask the bank for a corrected file.')


class InvalidAmountError(InvalidValueError):
    """Not a plain decimal number, more digits than the standard allows, or a sign that contradicts the rest."""

    code = "invalid_amount"
    message_template = _(
        'Line %(line)s, %(element)s: "%(value)s" is not a valid amount; ask the bank for a corrected file.'
    )


class InvalidDateError(InvalidValueError):
    """Not a date of the calendar."""

    code = "invalid_date"
    message_template = _('Line %(line)s, %(element)s: "%(value)s" is not a date; ask the bank for a corrected file.')


class InvalidCurrencyError(InvalidValueError):
    """Not an ISO 4217 code."""

    code = "invalid_currency"
    message_template = _(
        'Line %(line)s, %(element)s: "%(value)s" is not a currency code; ask the bank for a corrected file.'
    )


class TradesOnlyError(StatementFormatError):
    """The file lists trades in securities and no movements of cash."""

    code = "trades_only"
    message_template = _(
        "Line %(line)s: %(element)s lists trades in securities, which are not imported; download the transactions of "
        "the cash account that belongs to the securities account."
    )


class CurrencyDiffersError(InvalidCurrencyError):
    """A part of a statement is in another currency than the rest. Values: value, currency (of the statement)."""

    code = "currency_differs"
    message_template = _(
        "Line %(line)s, %(element)s: the currency is %(value)s, but the statement is in %(currency)s; ask the bank for "
        "a corrected file."
    )


class PdfFileError(StatementFormatError):
    """A PDF: a picture of a statement, from which amounts cannot be read with certainty. Values: formats."""

    code = "pdf_file"
    message_template = _(
        "This is a PDF, made for reading by people. Ask the bank for the same statement as a file for accounting "
        "programs: CAMT.053, MT940, OFX, or else CSV; most banks offer it under Export or Download."
    )


class LibraryMissingError(StatementFormatError):
    """A Python package that reads this kind of file is not installed. Values: library."""

    code = "library_missing"
    message_template = _(
        "Reading this file needs the Python package %(library)s, which is not installed on the server; ask your "
        "administrator to run: pip install %(library)s"
    )


class ArchiveError(StatementFormatError):
    """A file in a zip file cannot be unpacked. Base of all errors of zip files. Values: name (of the file in it)."""

    code = "archive"
    message_template = _("The zip file is damaged (%(name)s); download it again, or unpack it and import its files.")


class BrokenArchiveError(ArchiveError):
    """A zip file that cannot be opened at all: cut off, or damaged where its list of files is."""

    code = "broken_archive"
    message_template = _(
        "The zip file is damaged or not complete; download it again, or unpack it and import its files."
    )


class EmptyArchiveError(ArchiveError):
    """A zip file without files."""

    code = "empty_archive"
    message_template = _("There is no file in the zip file; download it from the bank again.")


class NestedArchiveError(ArchiveError):
    """A zip file in a zip file."""

    code = "nested_archive"
    message_template = _("The zip file holds another one (%(name)s); unpack it first and import what is in it.")


class EncryptedArchiveError(ArchiveError):
    """A zip file or workbook that needs a password."""

    code = "encrypted_archive"
    message_template = _(
        "%(name)s is protected by a password; open it with the password and import the unprotected file."
    )


class UnsafeArchiveError(ArchiveError):
    """A file in a zip file wants to be written outside of its folder."""

    code = "unsafe_archive"
    message_template = _(
        "The zip file holds a file with an unsafe path (%(name)s), as attacks do; download it from the bank again and "
        "do not use this one."
    )


class ArchiveTooLargeError(ArchiveError):
    """A zip file unpacks to more than is read in one go. Values: limit (MB), count (files)."""

    code = "archive_too_large"
    message_template = _(
        "The zip file unpacks to more than %(limit)s MB or %(count)s files; unpack it and import its files a few at a "
        "time."
    )


class SheetError(StatementFormatError):
    """A table cannot be read as a statement. Base of the errors of CSV, XLSX and XLS files."""

    code = "sheet"
    message_template = _("The table cannot be read as a bank statement; say in the assistant what its columns mean.")


class SheetProfileNeededError(SheetError):
    """It is not sure what the columns of a table mean; a person has to say so once, in the assistant.

    :ivar profile: the best guess, as far as it goes
    :ivar questions: what is open: ``header``, ``date``, ``amount``, ``date_order``, ``decimal_mark``
    """

    code = "sheet_profile_needed"
    message_template = _(
        "It is not clear what the columns of this table mean; say so once in the assistant, and files like it are read "
        "from then on."
    )
    question_templates: dict[str, str] = {
        "date": _(
            "It is not clear which column of this table holds the dates; say so once in the assistant, and files like "
            "it are read from then on."
        ),
        "amount": _(
            "It is not clear which column of this table holds the amounts; say so once in the assistant, and files "
            "like it are read from then on."
        ),
        "date_order": _(
            "The dates of this table can be read with the day or the month first; choose once in the assistant, and "
            "files like it are read from then on."
        ),
        "decimal_mark": _(
            "The amounts of this table can be read with a comma or a point before the decimals; choose once in the "
            "assistant, and files like it are read from then on."
        ),
    }

    def __init__(self, location: Location | None = None, profile: object = None, questions: tuple[str, ...] = ()):
        first = next((name for name in self.question_templates if name in questions), "")
        self.message_template = self.question_templates.get(first, self.message_template)
        super().__init__(location)
        self.profile = profile
        self.questions = questions


class SheetProfileFileError(SheetError):
    """A file is no profile of a table. Values: setting (what in it is wrong)."""

    code = "sheet_profile_file"
    message_template = _(
        'The profile file cannot be used: "%(setting)s" is not what it should be; choose a file that was exported '
        "from a sheet profile."
    )


class SheetColumnMissingError(SheetError):
    """A column the profile names is not there. Values: column."""

    code = "sheet_column_missing"
    message_template = _(
        'The table has no column "%(column)s", which its profile needs; choose the profile of this bank, or make one '
        "for this file."
    )


class DuplicateColumnError(SheetError):
    """Two columns have the name of one that is needed. Values: column."""

    code = "duplicate_column"
    message_template = _(
        'Line %(line)s: two columns are named "%(column)s"; rename the one that does not count and import the file '
        "again."
    )


class MixedDecimalMarksError(SheetError):
    """Amounts of one column are written in two ways. Values: value (with a comma), other (with a point)."""

    code = "mixed_decimal_marks"
    message_template = _(
        'Line %(line)s, column %(element)s: "%(value)s" and "%(other)s" use different decimal marks; ask the bank for '
        "a file that writes all amounts in one way."
    )


class SheetTooLargeError(SheetError):
    """More rows or columns than are read in one go. Values: limit (rows)."""

    code = "sheet_too_large"
    message_template = _(
        "The table has more than %(limit)s rows; ask the bank for statements of a shorter period and import them one "
        "after the other."
    )


class SheetAmountError(SheetError, InvalidAmountError):
    """A cell of an amount column holds no amount. Values: value."""

    code = "sheet_amount"
    message_template = _(
        'Line %(line)s, column %(element)s: "%(value)s" is not a valid amount; ask the bank for a corrected file, or '
        "choose the right column and decimal mark in the profile."
    )


class SheetDateError(SheetError, InvalidDateError):
    """A cell of a date column holds no date. Values: value."""

    code = "sheet_date"
    message_template = _(
        'Line %(line)s, column %(element)s: "%(value)s" is not a date; ask the bank for a corrected file, or choose '
        "the right column and date format in the profile."
    )


class SheetValueError(SheetError, InvalidValueError):
    """A cell holds what its column cannot mean (a direction, a currency). Values: value."""

    code = "sheet_value"
    message_template = _(
        'Line %(line)s, column %(element)s: "%(value)s" cannot be understood; ask the bank for a corrected file, or '
        "choose the right column in the profile."
    )
