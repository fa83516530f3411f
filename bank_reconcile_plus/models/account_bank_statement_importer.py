import logging
from dataclasses import dataclass

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from ..formats import FORMATS_BY_NAME, archive, registry
from ..formats.exceptions import FileTooLargeError, StatementFormatError, UnknownFormatError
from ..formats.types import ParsedStatement
from .account_bank_import_values import PROVISIONAL_FORMATS
from .words import translated

_logger = logging.getLogger(__name__)


@dataclass
class ReadFile:
    """One file, or one member of an archive, as far as it could be read."""

    name: str
    content: bytes
    format_name: str = ""
    statements: tuple[ParsedStatement, ...] = ()
    error: Exception | None = None


class AccountBankStatementImporter(models.AbstractModel):
    """Takes bank files to statements: reads, finds the bank by account number, leaves out what is already there."""

    _name = "account.bank.statement.importer"
    _description = "Bank Statement Importer"

    @api.model
    def _import_file(self, name, content, journal=None):
        """Import the statements of one file, for programs that have bytes.

        :param bytes content: the file
        :return: ``account.bank.import.result`` records, one a statement or unreadable file
        """
        attachment = self.env["ir.attachment"].create({"name": name, "raw": content})
        return self.env["account.bank.import"]._start(attachment, journal).result_ids

    # ------------------------------------------------------------------------------------------------------------ read

    @api.model
    def _read_attachment(self, attachment, journal=None):
        """What is in an uploaded file; each member of an archive stands for itself.

        :param journal: the bank a person chose, or None
        :return: list of :class:`ReadFile`, at least one
        """
        name = attachment.name
        limit = self._file_megabytes()
        if attachment.file_size > limit * 1_000_000:
            return [ReadFile(name, b"", error=FileTooLargeError(limit=limit))]
        content = attachment.raw or b""
        try:
            members = archive.members(content, name)
        except StatementFormatError as error:
            return [ReadFile(name, content, error=error)]
        return [self._read_member(*member, journal) for member in members]

    @api.model
    def _file_megabytes(self):
        """:return: the size, in millions of bytes, above which a file is not read"""
        # Access: a plain setting.
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param("bank_reconcile_plus.import_file_megabytes", 50))

    @api.model
    def _read_member(self, name, content, journal):
        limit = self._file_megabytes()
        try:
            if len(content) > limit * 1_000_000:
                raise FileTooLargeError(limit=limit)
            format_name, statements = self._parse(content, journal)
            return ReadFile(name, content, format_name, tuple(statements))
        except (StatementFormatError, UserError) as error:
            return ReadFile(name, content, error=error)
        except Exception as error:  # A reader's own mistake must not stop the other files.
            _logger.exception("File %s could not be read", name)
            return ReadFile(name, content, error=error)

    @api.model
    def _parse(self, content, journal):
        """Read a file in the bank's format, or the one it is recognised as.

        :return: (name of the format, list of :class:`ParsedStatement`)
        """
        wanted = FORMATS_BY_NAME.get(journal.import_format) if journal else None
        if wanted and wanted.detect(content):
            return wanted.name, registry.parse(content, wanted, self._sheet_profile(content, wanted, journal))
        found = self._detect(content, journal)
        if wanted:
            raise UserError(self._wrong_format_words(journal, found.name))
        return found.name, registry.parse(content, found, self._sheet_profile(content, found, journal))

    @api.model
    def _detect(self, content, journal):
        """:return: the :class:`Format` of a file, also of a table that only a profile recognises"""
        try:
            return registry.detect(content)
        except UnknownFormatError:
            found = self.env["account.bank.sheet.profile"]._format_of(content, journal)
            if not found:
                raise
            return found

    @api.model
    def _sheet_profile(self, content, found, journal):
        """:return: what somebody said of tables like this one, or None"""
        return self.env["account.bank.sheet.profile"]._profile_for(content, journal) if found.is_sheet else None

    @api.model
    def _wrong_format_words(self, journal, format_name):
        def label(name):
            return translated(self.env, FORMATS_BY_NAME[name].label, {})

        return self.env._(
            "%(journal)s takes only files in the format %(wanted)s, and this one is %(found)s. Its journal says which"
            " format it takes.",
            journal=journal.display_name,
            wanted=label(journal.import_format),
            found=label(format_name),
        )

    @api.model
    def _error_words(self, error):
        """:return: an error as a translated sentence; what only developers understand is in the server's log"""
        if isinstance(error, StatementFormatError):
            return translated(self.env, error.message_template, error.values)
        if isinstance(error, UserError):
            return str(error)
        if isinstance(error, psycopg2.errors.UniqueViolation):
            return self.env._("Somebody else is importing the same movements. Nothing was doubled; try it again.")
        return self.env._("Unexpected %s; the server's log says more.", type(error).__name__)

    # ----------------------------------------------------------------------------------------------------------- write

    @api.model
    def _import_statement(self, result, read, chunk):
        """Import one statement, piece by piece; it goes on where it was cut short.

        :param result: ``account.bank.import.result`` record, told what happened
        :param read: the :class:`ReadFile` it is of
        :param int chunk: most movements to create before giving the number done
        :raise BankNeededError: when a person must say which bank it is of
        :raise UserError: when the host refuses a line
        """
        parsed = read.statements[result.position]
        journal = self._bank_of(result, parsed, read.format_name)
        movements = self.env["account.bank.import.keys"]._movements(parsed, journal, read.format_name)
        known = sum(1 for movement in movements if movement.line_id)
        if not result.statement_ids:  # Not when it goes on: what is there then is its own work.
            result.write({"journal_id": journal.id, "duplicate_count": known})
            result.warnings = "\n".join(
                self.env["account.bank.import.checks"]._parser_warnings(parsed)
                + self.env["account.bank.import.checks"]._overlap_warnings(movements, journal)
            )
        self._mark_recognised(movements, read.format_name)
        emptied = self._let_go(result, parsed, movements, read.format_name)
        own_ids = self._own_statements(result, parsed, movements).ids
        pieces = self.env["account.bank.import.values"]._pieces(parsed, movements, own_ids)
        sequences = self.env["account.bank.import.values"]._sequences(parsed, journal, movements)
        yield from self._write_pieces(result, read, journal, pieces, sequences, chunk)
        emptied.filtered(lambda statement: not statement.line_ids).unlink()
        self._finish(result, parsed, journal)

    @api.model
    def _bank_of(self, result, parsed, format_name):
        job = result.import_id
        finder = self.env["account.bank.import.finder"]
        chosen = result.chosen_journal_id if result.decided else job.journal_id
        journal = finder._find(parsed, chosen, result.decided)
        if journal.import_format and journal.import_format != format_name:
            raise UserError(self._wrong_format_words(journal, format_name))
        return journal

    @api.model
    def _mark_recognised(self, movements, format_name):
        """Give lines that came otherwise the key of their movement, and what only the bank's file says."""
        lines = self.env["account.bank.statement.line"]
        values = self.env["account.bank.import.values"]
        for movement in movements:
            if movement.recognised:
                line = lines.browse(movement.line_id)
                if not line._is_of_file():
                    line.write({**values._bank_values(movement, format_name), "bank_duplicate_of_id": False})

    @api.model
    def _let_go(self, result, parsed, movements, format_name):
        """Take lines out of reports of the day, when the bank's statement takes their place.

        :return: the statements that may be empty afterwards
        """
        statements = self.env["account.bank.statement"]
        if parsed.closing_balance is None or format_name in PROVISIONAL_FORMATS:
            return statements
        held = statements.browse({movement.statement_id for movement in movements} - {0})
        provisional = held.filtered(
            lambda statement: (
                statement.import_provisional
                and statement.reconciliation_state != "posted"
                and statement not in result.statement_ids
            )
        )
        for movement in movements:
            if movement.statement_id in provisional.ids:
                movement.statement_id = 0
        return provisional

    @api.model
    def _own_statements(self, result, parsed, movements):
        """:return: the statements this one is: begun by this very import, or made of the same statement before"""
        held = self.env["account.bank.statement"].browse({movement.statement_id for movement in movements} - {0})
        if parsed.opening_balance is None or parsed.closing_balance is None:
            return held & result.statement_ids
        opening, closing = float(parsed.opening_balance), float(parsed.closing_balance)
        same = held.filtered(
            lambda statement: (
                not statement.currency_id.compare_amounts(statement.balance_start, opening)
                and not statement.currency_id.compare_amounts(statement.balance_end_real, closing)
            )
        )
        return same | (held & result.statement_ids)

    @api.model
    def _write_pieces(self, result, read, journal, pieces, sequences, chunk):
        parsed = read.statements[result.position]
        values = self.env["account.bank.import.values"]
        currencies = values._currencies(parsed)
        for piece in pieces:
            new = [movement for movement in piece.movements if not movement.line_id]
            taken = [movement.line_id for movement in piece.movements if movement.line_id and not movement.statement_id]
            if not new and (not taken or parsed.closing_balance is None):
                continue
            statement = self.env["account.bank.statement"].browse(piece.statement_id)
            for start in range(0, max(len(new), 1), chunk):
                part = new[start : start + chunk]
                rows = [
                    values._line_values(journal, movement, sequences[movement.key], read.format_name, currencies)
                    for movement in part
                ]
                if not statement:
                    head = values._statement_values(parsed, journal, piece, read.format_name)
                    statement = self._create_statement(head, rows, taken)
                    self._attach(statement, result, read)
                    result.statement_ids |= statement
                else:
                    self._add_lines(statement, rows, taken)
                    result.statement_ids |= statement
                taken = []
                result.new_count += len(part)
                yield len(part)

    @api.model
    def _create_statement(self, head, rows, taken):
        return self.env["account.bank.statement"].create(
            {**head, "line_ids": [*((4, line_id) for line_id in taken), *((0, 0, row) for row in rows)]}
        )

    @api.model
    def _add_lines(self, statement, rows, taken):
        lines = self.env["account.bank.statement.line"]
        lines.browse(taken).write({"statement_id": statement.id})
        lines.create([{**row, "statement_id": statement.id} for row in rows])

    @api.model
    def _attach(self, statement, result, read):
        """Keep the file with the statement: itself, or its member of the archive."""
        upload = result.attachment_id
        values = {"res_model": statement._name, "res_id": statement.id}
        if result.in_archive:
            copy = upload.create({**values, "name": read.name, "raw": read.content})
        else:
            copy = upload.copy(values)
        statement.attachment_ids = [(4, copy.id)]

    @api.model
    def _finish(self, result, parsed, journal):
        """Write down what happened, and what does not add up."""
        checks = self.env["account.bank.import.checks"]
        warnings = (result.warnings or "").split("\n") if result.warnings else []
        for statement in result.statement_ids:
            found = checks._balance_warnings(statement, parsed)
            statement.import_warnings = "\n".join(warnings + found) or False
            warnings += [warning for warning in found if warning not in warnings]
        status = "imported" if result.statement_ids else "duplicate"
        result.write(
            {
                "status": status,
                "warnings": "\n".join(warnings) or False,
                "message": self._words(result, parsed, journal),
            }
        )

    @api.model
    def _words(self, result, parsed, journal):
        """:return: the sentence about what became of a statement"""
        new, known = result.new_count, result.duplicate_count
        if not parsed.transactions:
            return self.env["account.bank.import.checks"]._unmoved_words(parsed, journal)
        if not new and result.statement_ids:
            return self.env._("The statement was put on movements that were there already: %(count)s.", count=known)
        if not new:
            return self.env._("Nothing new. Movements that were there already: %(count)s.", count=known)
        if known:
            return self.env._("Movements imported: %(new)s. There already: %(duplicates)s.", new=new, duplicates=known)
        return self.env._("Movements imported: %(new)s.", new=new)
