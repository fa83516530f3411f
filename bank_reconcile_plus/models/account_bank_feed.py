import hashlib
import logging
from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import config, email_normalize

from ..feeds import PROVIDERS, FeedError, FeedSettings, FetchedFile
from .words import translated

_logger = logging.getLogger(__name__)

MANAGER = "bank_reconcile_plus.group_bank_reconcile_manager"
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)
# Days fetched again before the last success: files may arrive late, and what is known is not doubled.
OVERLAP = timedelta(days=3)


class AccountBankFeed(models.Model):
    """Fetches the files of one bank on a schedule, or takes them from e-mails, and hands them to the import.

    A feed that fails is tried again after pauses that grow, says so on the bank's card, and asks the bank's responsible
    once. What it fetches goes the same way as a file a person drops.
    """

    _name = "account.bank.feed"
    _inherit = ["mail.thread", "mail.activity.mixin", "mail.alias.mixin.optional"]
    _description = "Bank Feed"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('type', 'in', ('bank', 'credit', 'cash'))]",
    )
    company_id = fields.Many2one(related="journal_id.company_id", store=True, index=True)
    provider = fields.Selection("_selection_provider", required=True, default="folder", string="Comes By")
    interval_hours = fields.Float(string="Every", default=6, help="Hours between two fetches that work.")
    pattern = fields.Char(string="File Names", default="*", help="With * and ?, for example *.xml")
    folder = fields.Char(help="Below the server's folder for bank files, or on the SFTP server.")
    host = fields.Char()
    port = fields.Integer(default=22)
    username = fields.Char(string="User Name")
    host_key = fields.Char(help="The SFTP server's public key, type and base64, as the bank publishes it.")
    url = fields.Char(string="URL", groups=MANAGER, help="https only. {since} and {until} stand for dates.")
    token_header = fields.Char(default="Authorization", groups=MANAGER)
    certificate = fields.Text(string="Authority", help="PEM of the bank's own authority, where it has one.")
    password = fields.Char(copy=False, groups=MANAGER)
    private_key = fields.Text(copy=False, groups=MANAGER)
    token = fields.Char(copy=False, groups=MANAGER)
    allowed_senders = fields.Text(help="Addresses or @domains whose attachments are taken, one a line.")

    state = fields.Selection(
        [("new", "Not Fetched Yet"), ("ok", "Works"), ("failing", "Fails")], default="new", readonly=True, copy=False
    )
    last_success = fields.Datetime(readonly=True, copy=False)
    last_error = fields.Char(readonly=True, copy=False)
    failure_count = fields.Integer(string="Failures in a Row", readonly=True, copy=False)
    next_try = fields.Datetime(default=fields.Datetime.now, readonly=True, copy=False, index=True)
    log_ids = fields.One2many("account.bank.feed.log", "feed_id", readonly=True)
    date_from = fields.Date(string="Fetch From", copy=False, help="For Fetch Now; empty: since the last success.")
    date_to = fields.Date(string="Fetch To", copy=False)

    @api.model
    def _selection_provider(self):
        labels = [(name, translated(self.env, provider.label, {})) for name, provider in PROVIDERS.items()]
        return [*labels, ("email", self.env._("E-mail address"))]

    @api.constrains("interval_hours", "port")
    def _check_numbers(self):
        for feed in self:
            if feed.interval_hours < 0.25 or not 0 < feed.port < 65536:
                raise ValidationError(
                    self.env._("A feed comes at most every quarter of an hour, by a port that exists.")
                )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for feed in self:
            if feed.date_from and feed.date_to and feed.date_from > feed.date_to:
                raise ValidationError(self.env._("The range ends before it begins."))

    # ----------------------------------------------------------------------------------------------------------- fetch

    @api.model
    def _fetch_due(self):
        """Fetch what is due, one feed after the other, each committed by itself."""
        due = self.search([("provider", "!=", "email"), ("next_try", "<=", fields.Datetime.now())], order="next_try")
        cron = self.env["ir.cron"]
        seconds = cron._commit_progress(0, remaining=len(due))
        for done, feed in enumerate(due, start=1):
            if not seconds:
                return
            if feed.try_lock_for_update():
                feed._fetch(*feed._scheduled_range())
            seconds = cron._commit_progress(1, remaining=len(due) - done)

    def _scheduled_range(self):
        """:return: the first day to fetch, None for all there is, and the last, None for no end"""
        self.ensure_one()
        return (self.last_success - OVERLAP).date() if self.last_success else None, None

    def action_fetch(self):
        """Fetch now, of the days named or since the last success, and show what came of it.

        Whoever may import files may fetch them; setting up a feed, and its secrets, are a manager's.
        """
        self.ensure_one()
        self.check_access("read")
        self.env["account.bank.statement"].check_access("create")
        if self.provider == "email":
            raise UserError(self.env._("An e-mail address waits for e-mails; there is nothing to fetch."))
        since, until = (self.date_from, self.date_to) if self.date_from or self.date_to else self._scheduled_range()
        job = self._fetch(since or None, until or None)
        return job._action_open() if job else True

    def _fetch(self, since, until):
        """Fetch and import; an error is written down, not raised.

        :return: the ``account.bank.import`` record, empty when nothing came
        """
        provider = PROVIDERS[self.provider]
        settings = self._settings()
        # Access: what came of it is written down whoever fetches; the import itself is done with that person's rights.
        told = self.sudo()
        jobs = self.env["account.bank.import"]
        try:
            files = provider.fetch(settings, since, until)
            with self.env.cr.savepoint():
                jobs = self._import(files)
        except FeedError as error:
            told._failed(translated(self.env, error.message_template, error.values))
            return jobs
        except Exception as error:  # Its text may hold what nobody should read: only its kind is told.
            _logger.warning("Feed %s failed with %s", self.id, type(error).__name__)
            told._failed(self.env._("Unexpected %s while fetching.", type(error).__name__))
            return jobs
        told._succeeded(files, jobs)
        if provider.done and files:
            # Only when the files are safely imported may they be moved away.
            self.env.cr.postcommit.add(partial(provider.done, settings, [file.name for file in files]))
        return jobs

    def _settings(self):
        """:return: :class:`FeedSettings`"""
        # Access: who may fetch needs not see the secrets that are needed for it.
        feed = self.sudo()
        names = (
            "folder", "pattern", "host", "port", "username", "password", "private_key", "host_key", "url",
            "token_header", "token", "certificate",
        )  # fmt: skip
        seen = feed.log_ids.filtered("key").mapped("key")
        return FeedSettings(
            root=config.get("bank_feed_root") or "",
            megabytes=self.env["account.bank.statement.importer"]._file_megabytes(),
            seen=frozenset(seen),
            **{name: feed[name] or ("" if name != "port" else 22) for name in names},
        )

    def _import(self, files):
        if not files:
            return self.env["account.bank.import"]
        feed = self.with_company(self.company_id)
        attachments = feed.env["ir.attachment"].create([{"name": file.name, "raw": file.content} for file in files])
        return feed.env["account.bank.import"]._start(attachments, feed.journal_id)

    # ---------------------------------------------------------------------------------------------------------- result

    def _succeeded(self, files, job):
        now = fields.Datetime.now()
        self.write(
            {
                "state": "ok",
                "last_success": now,
                "last_error": False,
                "failure_count": 0,
                "next_try": now + timedelta(hours=self.interval_hours),
                "log_ids": [
                    (0, 0, {"name": file.name, "key": file.key, "size": len(file.content), "import_id": job.id})
                    for file in files
                ],
            }
        )
        self._error_activities().unlink()

    def _failed(self, words):
        """Write down what went wrong, wait longer each time, and ask the responsible once."""
        pause = min(FIRST_PAUSE * 2 ** min(self.failure_count, 10), LONGEST_PAUSE)
        self.write(
            {
                "state": "failing",
                "last_error": words,
                "failure_count": self.failure_count + 1,
                "next_try": fields.Datetime.now() + pause,
                "log_ids": [(0, 0, {"name": words, "is_error": True})],
            }
        )
        user = self.journal_id.match_responsible_id or self.create_uid
        if not self._error_activities() and user.active:
            self.activity_schedule(
                "mail.mail_activity_data_warning", summary=self.env._("Bank feed fails"), note=words, user_id=user.id
            )

    def _error_activities(self):
        # Access: the activity follows the feed, whoever's it is.
        kind = self.env.ref("mail.mail_activity_data_warning", raise_if_not_found=False)
        return self.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

    # ---------------------------------------------------------------------------------------------------------- e-mail

    def _alias_get_creation_values(self):
        """EXTENDS mail. E-mails to the address come to this very feed."""
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id(self._name)
        if self:
            values["alias_force_thread_id"] = self.id
        return values

    @api.model_create_multi
    def create(self, vals_list):
        """EXTENDS mail. The address leads to the feed that was made with it."""
        feeds = super().create(vals_list)
        for feed in feeds.filtered("alias_id"):
            feed.alias_id.sudo().alias_force_thread_id = feed.id  # Access: as the mixin, which makes it so.
        return feeds

    def write(self, vals):
        """EXTENDS mail. An address given later leads to its feed as well."""
        result = super().write(vals)
        for feed in self.filtered(lambda feed: feed.alias_id and not feed.alias_id.alias_force_thread_id):
            feed.alias_id.sudo().alias_force_thread_id = feed.id  # Access: as the mixin, which makes it so.
        return result

    def message_update(self, msg_dict, update_vals=None):
        """EXTENDS mail. The attachments of an e-mail from an allowed sender are bank files."""
        result = super().message_update(msg_dict, update_vals)
        for feed in self.filtered(lambda feed: feed.provider == "email"):
            feed._take_mail(msg_dict)
        return result

    def _take_mail(self, msg_dict):
        sender = email_normalize(msg_dict.get("email_from") or "") or ""
        if not self._is_allowed(sender):
            words = self.env._("An e-mail of %s was left alone: it is not among the allowed senders.", sender or "?")
            self.log_ids = [(0, 0, {"name": words, "is_error": True})]
            return
        files = [
            FetchedFile(attachment.fname, content, hashlib.sha256(content).hexdigest())
            for attachment in msg_dict.get("attachments") or ()
            if (content := self._bytes(attachment.content))
        ]
        known = set(self.log_ids.mapped("key"))
        new = [file for file in files if file.key not in known]
        if new:
            self._succeeded(new, self._import(new))

    @api.model
    def _bytes(self, content):
        return content.encode() if isinstance(content, str) else bytes(content or b"")

    def _is_allowed(self, sender):
        """:return: whether an address, or its domain, is among the allowed ones; none is where none is named"""
        allowed = (self.allowed_senders or "").lower().split()
        return bool(sender) and (sender in allowed or f"@{sender.rpartition('@')[2]}" in allowed)
