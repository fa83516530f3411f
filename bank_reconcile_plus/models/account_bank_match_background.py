import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

# Lines matched, and posted where the bank says so, in one transaction. Reading the open items costs the same for one
# line as for many, so the chunk is large; it is also what a crash makes the next run do again.
CHUNK = 1000


class AccountBankMatchBackground(models.AbstractModel):
    """Matches new lines without a person, bank by bank, as each bank's setting says.

    Whoever adds a line only wakes the job: it looks for open lines nobody has looked at yet, so it needs no memory of
    its own, may stop at any moment and goes on where it was. What one bank refuses does not stop the others.
    """

    _name = "account.bank.match.background"
    _description = "Background Matching"

    @api.model
    def _wake(self, at=None):
        """Run the job soon.

        :param datetime at: not before this moment, in UTC; at once where None
        """
        cron = self.env.ref("bank_reconcile_plus.ir_cron_match_new_lines", raise_if_not_found=False)
        if cron:
            cron._trigger(at)

    @api.model
    def _match_new_lines(self):
        """Match the lines that wait, until none is left or the time of the job is over."""
        queue = self._queue()
        remaining = sum(len(line_ids) for _journal, line_ids in queue)
        seconds_left = self.env["ir.cron"]._commit_progress(remaining=remaining)
        skipped = 0
        for journal, line_ids in queue:
            for start in range(0, len(line_ids), CHUNK):
                if not seconds_left:
                    return  # The host runs the job again while something remains.
                chunk = line_ids[start : start + CHUNK]
                looked_at = self._work_chunk(journal, chunk)
                failed = looked_at is None
                remaining -= len(line_ids) - start if failed else len(chunk)
                skipped += 0 if failed else len(chunk) - looked_at
                seconds_left = self.env["ir.cron"]._commit_progress(looked_at or 0, remaining=remaining)
                if failed:
                    break
        if skipped:
            self._wake(fields.Datetime.now() + timedelta(minutes=1))

    @api.model
    def _queue(self):
        """:return: list of (journal in its own company, ids of its lines that wait, oldest first)"""
        journals = self.env["account.journal"].search(
            [("type", "in", ("bank", "credit", "cash")), ("match_mode", "!=", "off")]
        )
        queue = []
        for journal in map(self._in_own_company, journals):
            Line = journal.env["account.bank.statement.line"]
            line_ids = Line._search(Line._waiting_domain(journal), order="internal_index").get_result_ids()
            if line_ids:
                queue.append((journal, line_ids))
        return queue

    @api.model
    def _in_own_company(self, journal):
        """The journal as a person of its company sees it: that company, its branches, its responsible's language."""
        company = journal.company_id
        branches = self.env["res.company"].search([("id", "child_of", company.id), ("id", "!=", company.id)])
        return journal.with_context(
            allowed_company_ids=[company.id, *branches.ids],
            lang=journal.match_responsible_id.lang or company.partner_id.lang,
        )

    @api.model
    def _work_chunk(self, journal, line_ids):
        """Match lines of one bank, and keep what went wrong on the bank.

        :return: how many were looked at; None when it went wrong, and then nothing of the chunk remains
        """
        try:
            looked_at = self._match_waiting(journal, line_ids)
            journal.match_last_error = False
            journal._update_match_activity()
            journal.env.flush_all()
        except Exception as error:  # Whatever it is: the other banks go on, and this one says what it was.
            self.env.cr.rollback()
            _logger.exception("Background matching of journal %s failed", journal.id)
            journal.match_last_error = self._error_words(journal, error)
            return None
        return looked_at

    @api.model
    def _match_waiting(self, journal, line_ids):
        """:return: how many of the lines were looked at: not those a person took or holds in the meantime"""
        Line = journal.env["account.bank.statement.line"]
        lines = Line.search(Line._waiting_domain(journal) & fields.Domain("id", "in", line_ids))
        gone = len(line_ids) - len(lines)
        lines = lines.try_lock_for_update(allow_referencing=True)
        if lines:
            runs = self._match_as_set(lines, journal.match_mode)
            runs.background = True
            lines.match_looked_at = fields.Datetime.now()
        return len(lines) + gone

    @api.model
    def _error_words(self, journal, error):
        if isinstance(error, UserError):
            return str(error)
        return journal.env._("Unexpected %s; the server's log says more.", type(error).__name__)

    @api.model
    def _match_as_set(self, lines, mode):
        """Match lines, and accept or post what is sure where the mode says so.

        :param lines: ``account.bank.statement.line`` records
        :param str mode: a value of the bank's ``match_mode``; proposals are made in each
        :return: the ``account.bank.match.run`` records of the matching and of the posting
        """
        runs = lines.env["account.bank.matcher"]._match(lines)
        if mode not in ("accept", "post"):
            return runs
        sure = runs.match_ids.statement_line_id._accept_automatic()
        if mode == "post" and sure:
            runs |= lines.env["account.bank.match.posting"]._post(sure)
        return runs
