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
        "This is not a bank statement in a known format; download the statement in one of these formats: %(formats)s."
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
