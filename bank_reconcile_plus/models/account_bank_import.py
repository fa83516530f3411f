import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from .account_bank_match_background import Progress
from .dialogs import dialog_of

_logger = logging.getLogger(__name__)

# Files together larger than this are not even read in a request; an archive unpacks to some twenty times its size.
REQUEST_BYTES = 8_000_000
ARCHIVE_RATIO = 20


class AccountBankImport(models.Model):
    """Files a person or a feed brought, and what became of each: small ones at once, large ones in the background.

    Every file stands for itself: one that cannot be read does not stop the others, and leaves nothing behind. In the
    background the work is committed piece by piece; whatever ends the process, the next run goes on where it was.
    """

    _name = "account.bank.import"
    _description = "Bank Import"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Files", readonly=True)
    user_id = fields.Many2one("res.users", string="By", default=lambda self: self.env.user, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    company_ids = fields.Many2many(
        "res.company", string="Companies", default=lambda self: self.env.companies, readonly=True
    )
    journal_id = fields.Many2one("account.journal", string="Bank", readonly=True, ondelete="set null")
    attachment_ids = fields.Many2many("ir.attachment", string="Uploaded", bypass_search_access=True, readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("running", "Importing"), ("done", "Done")],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    background = fields.Boolean(readonly=True, help="Too large to wait for; a scheduled job does the work.")
    line_total = fields.Integer(string="Movements", readonly=True)
    line_done = fields.Integer(string="Movements Done", readonly=True)
    progress = fields.Integer(string="Progress (%)", compute="_compute_progress")
    error = fields.Char(string="Interrupted", readonly=True)
    result_ids = fields.One2many("account.bank.import.result", "import_id", string="Results")
    new_count = fields.Integer(string="Imported", compute="_compute_counts")
    duplicate_count = fields.Integer(string="Already There", compute="_compute_counts")
    refused_count = fields.Integer(string="Files Refused", compute="_compute_counts")
    undecided_count = fields.Integer(string="To Decide", compute="_compute_counts")

    @api.depends("line_total", "line_done", "state")
    def _compute_progress(self):
        for job in self:
            done = job.line_done * 100 // job.line_total if job.line_total else 0
            job.progress = 100 if job.state == "done" else min(done, 99)

    @api.depends("result_ids.new_count", "result_ids.duplicate_count", "result_ids.status")
    def _compute_counts(self):
        for job in self:
            job.new_count = sum(job.result_ids.mapped("new_count"))
            job.duplicate_count = sum(job.result_ids.mapped("duplicate_count"))
            statuses = job.result_ids.mapped("status")
            job.refused_count = statuses.count("refused")
            job.undecided_count = statuses.count("choose")

    # ----------------------------------------------------------------------------------------------------------- start

    @api.model
    def _start(self, attachments, journal=None):
        """Import files: at once, or in the background when they are large.

        :param attachments: ``ir.attachment`` records
        :param journal: bank journal to use where a file's account number does not say another one
        :return: the ``account.bank.import`` record; its results say what happened with each file
        """
        self.env["account.bank.statement"].check_access("create")
        job = self.create(
            {
                "name": ", ".join(attachments.mapped("name")),
                "journal_id": journal.id if journal else False,
                "attachment_ids": [(6, 0, attachments.ids)],
                "result_ids": [
                    (0, 0, {"attachment_id": attachment.id, "file_name": attachment.name}) for attachment in attachments
                ],
            }
        )
        attachments.write({"res_model": self._name, "res_id": job.id})
        if sum(map(self._bytes_to_read, attachments)) > REQUEST_BYTES:
            job._leave_to_background()
            return job
        parsed = job.result_ids._read_files()
        if job.line_total > self._background_lines():
            job._leave_to_background()
        else:
            job.result_ids._import_now(parsed)
            job.state = "done"
        return job

    @api.model
    def _bytes_to_read(self, attachment):
        zipped = (attachment.name or "").lower().endswith(".zip") or "zip" in (attachment.mimetype or "")
        return attachment.file_size * (ARCHIVE_RATIO if zipped else 1)

    @api.model
    def _background_lines(self):
        """:return: the number of movements above which files are imported in the background"""
        # Access: a plain setting.
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param("bank_reconcile_plus.import_background_lines", 1000))

    def _leave_to_background(self):
        """Have the job take it up."""
        self.write({"background": True, "state": "waiting"})
        self.env.ref("bank_reconcile_plus.ir_cron_import_files")._trigger()

    # ------------------------------------------------------------------------------------------------------ background

    @api.model
    def _work(self):
        """Import what waits, oldest first, until nothing is left or the time of the job is over."""
        jobs = self.search([("state", "!=", "done")], order="id")
        progress = Progress(self.env["ir.cron"], sum(job.line_total - job.line_done or 1 for job in jobs))
        for job in jobs:
            if not progress.seconds_left:
                return  # The host runs the job again while something remains.
            left_for_others = max(progress.remaining - (job.line_total - job.line_done or 1), 0)
            try:
                if not job._as_its_user()._work_on(progress):
                    return
            except psycopg2.OperationalError:
                self.env.cr.rollback()
                _logger.info("Import %s met another transaction; it is tried again", job.id, exc_info=True)
            except Exception as error:  # Whatever it is: the other imports go on, and this one says what it was.
                self.env.cr.rollback()
                _logger.exception("Import %s failed", job.id)
                job._fail(error)
            progress.step(0, remaining=left_for_others)

    def _as_its_user(self):
        """:return: the import as who brought the files sees it, with the companies of that moment"""
        user = self.user_id
        companies = self.company_id | self.company_ids
        return self.with_user(user).with_context(allowed_company_ids=companies.ids, lang=user.lang, tz=user.tz)

    def _work_on(self, progress):
        """Read and import what waits of this import.

        :return: whether there is time left
        """
        if not self.try_lock_for_update():
            return True
        self.write({"state": "running", "error": False})
        read = self.result_ids._read_files()
        progress.step(0, remaining=max(progress.remaining, self.line_total - self.line_done))
        for result in self.result_ids.filtered(lambda result: result.status == "waiting"):
            for done in result._import_in_chunks(read.get(result.id)):
                self.line_done += done
                # Its end is work, too: with nothing remaining the host would not run the job again for it.
                if not progress.step(done, remaining=max(progress.remaining - done, 1)):
                    return False
        self.state = "done"
        progress.step(0)
        return True

    def _fail(self, error):
        """End an import that cannot go on: what was committed stays, the rest says why."""
        words = self.env["account.bank.statement.importer"]._error_words(error)
        self.result_ids.filtered(lambda result: result.status == "waiting").write(
            {"status": "refused", "message": words}
        )
        self.write({"state": "done", "error": words})

    # --------------------------------------------------------------------------------------------------------- actions

    def _action_open(self):
        """:return: the action that shows what happened, as a dialog"""
        return dialog_of(self, self.env._("Import Bank Statements"))

    def action_open(self):
        """Show what happened with each file."""
        self.ensure_one()
        return self._action_open()

    def action_match(self):
        """Match what was imported."""
        self.ensure_one()
        lines = self.result_ids.statement_ids.line_ids
        if not lines:
            raise UserError(self.env._("Nothing new was imported."))
        return self.env["account.bank.match.wizard"]._action_open(lines=lines)

    def action_open_lines(self):
        """List the imported lines."""
        self.ensure_one()
        return self.result_ids.statement_ids.line_ids._action_open(self.env._("Imported Lines"))

    def action_again(self):
        """Choose other files."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_account_bank_import_wizard")
        return {**action, "context": {"default_journal_id": self.journal_id.id}}
