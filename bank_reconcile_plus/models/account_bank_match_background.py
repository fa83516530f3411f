import logging
from datetime import timedelta
from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

# Lines matched in one transaction. Reading the open items costs the same for one line as for many, so it is large.
# Posting has chunks of its own.
CHUNK = 1000
# A document counts from when its posting began, not from when others could see it.
LONGEST_POSTING = timedelta(minutes=1)
BANKS = ("bank", "credit", "cash")


class Progress:
    """How far a run of the job is: commits each step, and knows when the time is over."""

    def __init__(self, cron, remaining):
        self.cron = cron
        self.remaining = remaining
        self.skipped = 0
        self.seconds_left = float("inf")
        self.step(0)

    def step(self, done, remaining=None):
        """Commit.

        :param int done: lines done since the last step
        :param int remaining: lines left to do, where it is not just fewer by those done
        :return: the seconds left
        """
        self.remaining = max(self.remaining - done, 0) if remaining is None else remaining
        self.seconds_left = self.cron._commit_progress(done, remaining=self.remaining)
        return self.seconds_left


class AccountBankMatchBackground(models.AbstractModel):
    """Matches new lines without a person, bank by bank, as each bank's setting says.

    Whoever adds a line only wakes the job: it looks for open lines nobody has looked at yet, so it needs no memory of
    its own, may stop at any moment and goes on where it was. What one bank refuses does not stop the others. Lines it
    found nothing for are tried again once something newer is open.
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
        progress = Progress(self.env["ir.cron"], sum(len(line_ids) + pending for _bank, line_ids, pending in queue))
        for journal, line_ids, pending in queue:
            if not progress.seconds_left:
                return  # The host runs the job again while something remains.
            left_for_others = progress.remaining - len(line_ids) - pending
            try:
                self._work_bank(journal, line_ids, progress)
            except Exception as error:  # Whatever it is: the other banks go on, and this one says what it was.
                self.env.cr.rollback()
                _logger.exception("Background matching of journal %s failed", journal.id)
                journal.match_last_error = self._error_words(journal, error)
                progress.step(0, remaining=max(left_for_others, 0))
        if progress.skipped:
            self._wake(fields.Datetime.now() + timedelta(minutes=1))

    @api.model
    def _queue(self):
        """:return: list of (journal in its own company, ids of its lines that wait, count of those left to post)"""
        journals = self.env["account.journal"].search([("type", "in", BANKS), ("match_mode", "!=", "off")])
        queue = []
        for journal in map(self._in_own_company, journals):
            Line = journal.env["account.bank.statement.line"]
            line_ids = Line._search(Line._waiting_domain(journal), order="internal_index").get_result_ids()
            line_ids = [*line_ids, *self._worth_another_look(journal)]
            pending = Line.search_count(self._accepted_domain(journal)) if journal.match_mode == "post" else 0
            if line_ids or pending:
                queue.append((journal, line_ids, pending))
        return queue

    @api.model
    def _worth_another_look(self, journal):
        """:return: ids of the lines nothing was found for before the newest open item came, oldest first"""
        Line = journal.env["account.bank.statement.line"]
        domain = Line._looked_at_domain(journal)
        if not Line.search_count(domain, limit=1):
            return []
        newest = journal.env["account.bank.matcher"]._newest_item_date(journal)
        if not newest:
            return []
        before = fields.Domain("match_looked_at", "<", newest + LONGEST_POSTING)
        return list(Line._search(domain & before, order="internal_index").get_result_ids())

    @api.model
    def _wake_for_items(self, moves):
        """Run the job soon when entries that were just posted may settle lines nothing was found for.

        :param moves: ``account.move`` records, just posted
        """
        items = moves.filtered(lambda move: not move.statement_line_id).line_ids
        items = items.filtered(
            lambda item: item.account_id.account_type in ("asset_receivable", "liability_payable") or item.payment_id
        )
        # Access: whoever posts a document need not see banks and their lines, nor the job.
        env = self.sudo().env
        cron = env.ref("bank_reconcile_plus.ir_cron_match_new_lines", raise_if_not_found=False)
        if not items or not cron:
            return
        banks = env["account.journal"].search(
            [("match_mode", "!=", "off"), ("type", "in", BANKS), ("company_id", "parent_of", items.company_id.ids)]
        )
        Line = env["account.bank.statement.line"]
        now = fields.Datetime.now()
        if (
            banks
            and Line.search_count(Line._looked_at_domain(banks), limit=1)
            and not env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id), ("call_at", ">", now)], limit=1)
        ):
            self._wake(now + LONGEST_POSTING)

    @api.model
    def _in_own_company(self, journal):
        """The journal as a person of its company sees it: that company, its branches, its responsible's language."""
        company = journal.company_id
        branches = self.env["res.company"].search([("id", "child_of", company.id), ("id", "!=", company.id)])
        return journal.with_context(
            allowed_company_ids=[company.id, *branches.ids],
            lang=journal.match_responsible_id.lang or company.partner_id.lang,
            bank_match_background=True,
        )

    @api.model
    def _work_bank(self, journal, line_ids, progress):
        """Match the lines of one bank that wait, then post what was accepted where the bank says so.

        :param line_ids: ids, oldest first
        """
        for start in range(0, len(line_ids), CHUNK):
            chunk = line_ids[start : start + CHUNK]
            accepted = self._match_waiting(journal, chunk, progress)
            if not progress.step(len(chunk), remaining=progress.remaining - len(chunk) + accepted):
                journal._update_match_activity()  # Nothing may remain that would bring the job back to do so.
                return
        if journal.match_mode == "post":
            self._post_accepted(journal, progress)
        journal.match_last_error = False
        journal._update_match_activity()
        journal.env.flush_all()
        progress.step(0)

    @api.model
    def _match_waiting(self, journal, line_ids, progress):
        """Match lines nobody took or holds in the meantime; those that go on to be posted are not looked at yet.

        :return: how many go on to be posted
        """
        Line = journal.env["account.bank.statement.line"]
        open_lines = Line._waiting_domain(journal) | Line._looked_at_domain(journal)
        waiting = Line.search(open_lines & fields.Domain("id", "in", line_ids))
        lines = waiting.try_lock_for_update(allow_referencing=True)
        progress.skipped += len(waiting - lines)
        if not lines:
            return 0
        run = journal.env["account.bank.matcher"]._match(lines)
        sure = self._accept_sure(run) if journal.match_mode != "propose" else lines.browse()
        to_post = sure.filtered(lambda line: line.journal_id.match_mode == "post")
        # What is posted from the beginning of this transaction on may have been missed.
        (lines - to_post).match_looked_at = self.env.cr.now()
        to_post.filtered("match_looked_at").match_looked_at = False
        if to_post - lines:
            self._wake()  # Another bank's side of a transfer; that bank's own turn posts it.
        return len(to_post & lines)

    @api.model
    def _accepted_domain(self, journal):
        """:return: the domain of the lines this job accepted and has not posted yet, an undone one not among them"""
        by_this_job = [
            ("state", "=", "accepted"),
            ("automatic", "=", True),
            ("accepted_by_id", "=", self.env.uid),
            ("run_id.background", "=", True),
        ]
        return fields.Domain(
            [
                ("journal_id", "=", journal.id),
                ("is_reconciled", "=", False),
                ("match_looked_at", "=", False),
                ("match_refusal", "=", False),
                ("match_ids", "any", by_this_job),
            ]
        )

    @api.model
    def _post_accepted(self, journal, progress):
        """Post what this job accepted, now or before it was cut short; what is refused is a person's from then on."""
        Line = journal.env["account.bank.statement.line"]
        lines = Line.search(self._accepted_domain(journal), order="internal_index")
        left = iter(lines.ids)

        def commit(done, _left):
            chunk = Line.browse(islice(left, done)).exists()
            handled = chunk.filtered(lambda line: line.is_reconciled or line.match_refusal)
            handled.match_looked_at = fields.Datetime.now()
            progress.skipped += len(chunk - handled)
            return progress.step(done)

        if lines:
            journal.env["account.bank.match.posting"]._post_in_chunks(lines, commit)

    @api.model
    def _accept_sure(self, run):
        """:return: the lines of a matching run whose proposal was accepted without a look"""
        lines = run.match_ids.statement_line_id
        # The other side of a transfer is another bank's line: its own setting says what happens to it.
        others = lines.filtered(lambda line: line.journal_id not in run.journal_ids)
        sure = others.filtered(lambda line: line.journal_id.match_mode in ("accept", "post"))
        return (lines - others | sure)._accept_automatic()

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
        sure = self._accept_sure(runs)
        sure = sure.filtered(lambda line: line in lines or line.journal_id.match_mode == "post")
        if mode == "post" and sure:
            runs |= lines.env["account.bank.match.posting"]._post(sure)
        return runs
