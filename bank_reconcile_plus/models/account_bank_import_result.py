import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..formats.account_numbers import bare
from .account_bank_import_finder import BankNeededError

_logger = logging.getLogger(__name__)

# Movements created in one transaction in the background.
CHUNK = 500

# The reader's errors that a description of the columns solves.
SHEET_ERRORS = frozenset(("unknown_format", "sheet_profile_needed"))

# The reader's errors about files of none of its formats.
UNREADABLE_ERRORS = frozenset(("unknown_format", "pdf_file"))


class AccountBankImportResult(models.Model):
    """What became of one statement of an uploaded file, or of a file that could not be read."""

    _name = "account.bank.import.result"
    _description = "Bank Import Result"
    _order = "import_id, file_index, member, position, id"

    import_id = fields.Many2one("account.bank.import", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    attachment_id = fields.Many2one("ir.attachment", readonly=True, ondelete="set null", bypass_search_access=True)
    file_name = fields.Char(string="File", readonly=True)
    file_index = fields.Integer(readonly=True)
    member = fields.Integer(readonly=True, help="Place of the file in its archive, from 0.")
    in_archive = fields.Boolean(readonly=True)
    position = fields.Integer(readonly=True, default=-1, help="Place of the statement in its file; -1: not read yet.")
    status = fields.Selection(
        [
            ("waiting", "Not Done Yet"),
            ("imported", "Imported"),
            ("partial", "In Part"),
            ("duplicate", "Nothing New"),
            ("choose", "Which Bank?"),
            ("refused", "Refused"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    message = fields.Char(string="What Happened", readonly=True)
    warnings = fields.Text(string="Look At", readonly=True)
    error_code = fields.Char(readonly=True)
    format_name = fields.Char(readonly=True)
    account_number = fields.Char(string="Account in the File", readonly=True)
    account_name = fields.Char(readonly=True)
    currency_name = fields.Char(readonly=True)
    bank_bic = fields.Char(readonly=True)
    line_total = fields.Integer(string="Movements", readonly=True)
    journal_id = fields.Many2one("account.journal", string="Imported Into", readonly=True, ondelete="set null")
    statement_ids = fields.Many2many("account.bank.statement", string="Statements", readonly=True)
    statement_id = fields.Many2one("account.bank.statement", compute="_compute_statement_id")
    new_count = fields.Integer(string="New", readonly=True)
    duplicate_count = fields.Integer(string="Known", readonly=True, help="Movements that were there already.")
    candidate_journal_ids = fields.Many2many("account.journal", compute="_compute_candidates")
    chosen_journal_id = fields.Many2one("account.journal", string="Chosen Bank", ondelete="set null")
    bank_id = fields.Many2one(
        "account.journal",
        compute="_compute_bank_id",
        inverse="_inverse_bank_id",
        domain="[('id', 'in', candidate_journal_ids)]",
        help="Where it was imported, or the bank to import it into.",
    )
    decided = fields.Boolean(readonly=True, help="A person chose the bank for this very statement.")
    can_create_bank = fields.Boolean(compute="_compute_candidates")
    needs_sheet = fields.Boolean(compute="_compute_needs_sheet")
    formats_help = fields.Char(
        compute="_compute_formats_help", help="All formats that can be read, where the file is of none of them."
    )

    @api.depends("statement_ids")
    def _compute_statement_id(self):
        for result in self:
            result.statement_id = result.statement_ids[:1]

    @api.depends("journal_id", "chosen_journal_id", "status")
    def _compute_bank_id(self):
        for result in self:
            result.bank_id = result.chosen_journal_id if result.status == "choose" else result.journal_id

    def _inverse_bank_id(self):
        for result in self.filtered(lambda result: result.status == "choose"):
            result.chosen_journal_id = result.bank_id

    @api.depends("account_number", "currency_name", "status")
    def _compute_candidates(self):
        finder = self.env["account.bank.import.finder"]
        may_create = self.env["account.journal"].has_access("create")
        for result in self:
            groups = (
                finder._candidates(result.account_number, result.currency_name) if result.status == "choose" else ()
            )
            result.candidate_journal_ids = self.env["account.journal"].union(*groups)
            result.can_create_bank = may_create and result.status == "choose" and bool(result.account_number)

    @api.depends("error_code")
    def _compute_needs_sheet(self):
        for result in self:
            result.needs_sheet = result.status == "refused" and result.error_code in SHEET_ERRORS

    @api.depends("error_code", "status")
    def _compute_formats_help(self):
        labels = ", ".join(label for _name, label in self.env["account.journal"]._selection_import_format())
        for result in self:
            unreadable = result.status == "refused" and result.error_code in UNREADABLE_ERRORS
            result.formats_help = unreadable and self.env._("Formats that can be read: %s", labels)

    # ------------------------------------------------------------------------------------------------------------ read

    def _read_files(self):
        """Read the files of the results that wait: a file not read yet gets one result for each of its statements.

        :return: id of a result that waits -> the :class:`ReadFile` its statement is in
        """
        importer = self.env["account.bank.statement.importer"]
        waiting = self.filtered(lambda result: result.status == "waiting")
        read = {}
        for attachment, results in waiting.grouped("attachment_id").items():
            bank = results.chosen_journal_id[:1] or results.import_id.journal_id
            members = importer._read_attachment(attachment, bank)
            for result in results:
                if result.position >= 0:
                    read[result.id] = members[result.member]
                    continue
                for made, member in result._take_members(members):
                    read[made.id] = member
        for job in self.import_id:
            job.line_total = sum(job.result_ids.mapped("line_total"))
        return read

    def _take_members(self, members):
        """Put a result for each statement of a file in the place of this one.

        :param members: list of :class:`ReadFile`, those of an archive or the one file
        :return: list of (result that waits, its :class:`ReadFile`)
        """
        pairs = [
            (self._member_values(index, member, position, len(members) > 1 or member.name != self.file_name), member)
            for index, member in enumerate(members)
            for position in (range(len(member.statements)) or [-1])
        ]
        made = self
        self.write(pairs[0][0])
        made += self.create(
            [
                {"import_id": self.import_id.id, "attachment_id": self.attachment_id.id, **values}
                for values, _member in pairs[1:]
            ]
        )
        return [
            (result, member)
            for result, (_values, member) in zip(made, pairs, strict=True)
            if result.status == "waiting"
        ]

    def _member_values(self, index, member, position, in_archive):
        importer = self.env["account.bank.statement.importer"]
        upload = self.attachment_id.name
        values = {
            "file_index": self.file_index or self.id,
            "file_name": f"{upload} › {member.name}" if in_archive else upload,
            "member": index,
            "in_archive": in_archive,
            "position": position,
            "format_name": member.format_name,
        }
        if member.error or not member.statements:
            error = member.error or UserError(self.env._("There is no statement in the file."))
            code = getattr(error, "code", False)
            return {**values, "status": "refused", "message": importer._error_words(error), "error_code": code}
        parsed = member.statements[position]
        return {
            **values,
            "account_number": parsed.account_number if bare(parsed.account_number) else False,
            "account_name": parsed.account_owner or parsed.account_name,
            "currency_name": parsed.currency,
            "bank_bic": parsed.bank_bic,
            "line_total": len(parsed.transactions),
        }

    # ---------------------------------------------------------------------------------------------------------- import

    def _import_now(self, read):
        """Import the results that wait, each wholly or not at all.

        :param read: what :meth:`_read_files` gave
        """
        for result in self.import_id.result_ids.filtered(lambda result: result.id in read):
            for _done in result._import_in_chunks(read[result.id], max(result.line_total, 1)):
                pass
        for job in self.import_id:
            job.line_done = job.line_total

    def _import_in_chunks(self, read, chunk=0):
        """Import one statement and write down what happened.

        :param read: the :class:`ReadFile` it is in
        :param int chunk: most movements to create in one go; as many as the background does where 0
        :return: generator of the movements done, after each piece that may be committed
        """
        self.ensure_one()
        importer = self.env["account.bank.statement.importer"]
        pieces = importer._import_statement(self, read, chunk or CHUNK)
        while True:
            try:
                with self.env.cr.savepoint():
                    done = next(pieces, None)
            except BankNeededError as error:
                guess = self.env["account.bank.import.finder"]
                guess = guess._guess(guess._candidates(self.account_number, self.currency_name))
                self.write({"status": "choose", "message": str(error), "chosen_journal_id": guess.id, "decided": False})
                return
            except psycopg2.OperationalError:
                raise  # Another transaction was faster: who called tries it all again.
            except Exception as error:  # The other statements go on; this one says what it was.
                self._refuse(error)
                return
            if done is None:
                return
            yield done

    def _refuse(self, error):
        words = self.env["account.bank.statement.importer"]._error_words(error)
        if not isinstance(error, (UserError, psycopg2.errors.UniqueViolation)):
            _logger.exception("Statement %s of %s could not be imported", self.position, self.file_name)
        if not self.new_count:
            self.write({"status": "refused", "message": words})
            return
        message = self.env._(
            "Movements imported: %(done)s of %(total)s, then: %(reason)s",
            done=self.new_count,
            total=self.line_total - self.duplicate_count,
            reason=words,
        )
        self.write({"status": "partial", "message": message})

    # --------------------------------------------------------------------------------------------------------- actions

    def _again(self):
        """Import once more what was not, without uploading it again.

        :return: the action that shows what happened
        """
        job = self.import_id
        self.check_access("write")
        self.write({"status": "waiting", "message": False, "warnings": False, "error_code": False})
        read = self._read_files()
        if (
            sum(job.result_ids.filtered(lambda result: result.id in read).mapped("line_total"))
            > job._background_lines()
        ):
            job._leave_to_background()
        else:
            self._import_now(read)
        return job._action_open()

    def action_try_again(self):
        """Import a refused file once more, when what stood against it is out of the way."""
        self.ensure_one()
        if self.status not in ("refused", "partial"):
            return self.import_id._action_open()
        return self._again()

    def action_use_bank(self):
        """Import into the chosen bank, and have it known by this account number from now on."""
        self.ensure_one()
        if self.status != "choose":
            return self.import_id._action_open()
        if not self.chosen_journal_id:
            raise UserError(self.env._("Choose the bank first."))
        return self._decide(self.chosen_journal_id)

    def action_create_bank(self):
        """Create a bank with the account number of the file, and import into it."""
        self.ensure_one()
        if self.status != "choose":
            return self.import_id._action_open()
        bank = self.env["account.bank.import.finder"]._create_bank(
            self.account_number, self.currency_name, self.bank_bic, self.account_name
        )
        return self._decide(bank)

    def _decide(self, bank):
        """Take this bank for this statement, and for the others of the same account that wait for a decision."""
        alike = self.import_id.result_ids.filtered(
            lambda result: (
                result.status == "choose"
                and result.currency_name == self.currency_name
                and (result == self or (self.account_number and result.account_number == self.account_number))
            )
        )
        alike.write({"chosen_journal_id": bank.id, "decided": True})
        self.env["account.bank.import.finder"]._remember_number(bank, self.account_number)
        return alike._again()

    def action_leave_out(self):
        """Do not import this statement."""
        words = self.env._("Left out by %s.", self.env.user.name)
        self.filtered(lambda result: result.status == "choose").write({"status": "refused", "message": words})
        return self.import_id._action_open()

    def action_open_statement(self):
        """Open what was made of the statement."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Statements"),
            "res_model": "account.bank.statement",
        }
        if len(self.statement_ids) > 1:
            views = [(False, "list"), (False, "form")]
            return {**action, "domain": [("id", "in", self.statement_ids.ids)], "views": views}
        view = self.env.ref("bank_reconcile_plus.view_account_bank_statement_form_reconcile")
        return {**action, "res_id": self.statement_id.id, "views": [(view.id, "form")]}

    def action_open_lines(self):
        """List the lines of the statement."""
        self.ensure_one()
        return self.statement_ids.line_ids._action_open(self.file_name)
