import time
from collections import defaultdict
from contextlib import contextmanager
from copy import copy

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

CHUNK = 500
TRIES = 3

# A suspense item can become the counterpart where this is all the counterpart is.
REWRITABLE = {
    "move_id",
    "name",
    "partner_id",
    "balance",
    "account_id",
    "currency_id",
    "amount_currency",
    "reconcile_model_id",
}


class AccountBankMatchPosting(models.AbstractModel):
    """Puts accepted matches into the host ledger, and takes them back.

    A line's entry keeps its liquidity journal item; the suspense item becomes the counterpart where one item of the
    same amount takes its place, and is replaced by one counterpart a match otherwise (with the taxes the host
    computes). All counterparts of a chunk are reconciled with their items by one call of the host. Lock dates, hashes,
    archived accounts and access rules are the host's to judge and never gone round.
    """

    _name = "account.bank.match.posting"
    _description = "Bank Match Posting"

    # -------------------------------------------------------------------------------------------------------- public

    @api.model
    def _post(self, lines):
        """Post the accepted matches of lines, all in the transaction that runs.

        A line that cannot be posted is left as it was, with its reason; the others are posted.

        :param lines: ``account.bank.statement.line`` records
        :return: ``account.bank.match.run`` record of the posting
        """
        return self._run("post", lines)

    @api.model
    def _post_in_chunks(self, lines, commit):
        """Post the accepted matches of lines, chunk by chunk, each in a transaction of its own.

        For crons and scripts. What was committed is whole and the rest as before, whenever the process dies; posting
        the same lines again does the rest. A chunk that collides with another transaction is tried again.

        :param lines: ``account.bank.statement.line`` records
        :param commit: called as ``commit(done, left)`` with the lines of the last chunk and those to come; has to
            commit. Posting stops when it returns 0: as ``ir.cron._commit_progress`` does when the time is up
        :return: ``account.bank.match.run`` record of the posting
        """
        return self._run("post", lines, commit)

    # ---------------------------------------------------------------------------------------------------------- chunks

    @api.model
    def _run(self, kind, lines, commit=None):
        started = time.monotonic()
        lines = lines.search([("id", "in", lines.ids)], order="internal_index")  # oldest first
        run = self.env["account.bank.match.run"].create(
            {
                "kind": kind,
                "company_id": (lines.company_id[:1] or self.env.company).id,
                "journal_ids": [(6, 0, lines.journal_id.ids)],
                "line_count": len(lines),
            }
        )
        if commit:
            commit(0, len(lines))
        reasons, done = {}, 0
        for start in range(0, len(lines), CHUNK):
            chunk = lines.browse(lines.ids[start : start + CHUNK])
            refused = self._retried(run, chunk) if commit else self._work_on(run, chunk)
            reasons |= refused
            done += len(chunk)
            if refused:
                run._note_refusals(reasons)
            run.write({"done_count": done - len(reasons), "duration": time.monotonic() - started})
            self.env.flush_all()
            self.env.invalidate_all(flush=False)  # memory stays that of one chunk
            if commit and commit(len(chunk), len(lines) - done) == 0:
                break
        return run

    @api.model
    def _retried(self, run, lines):
        """Work on a chunk that is a transaction of its own; again when it collides with another one."""
        for attempt in range(TRIES):
            try:
                refused = self._work_on(run, lines)
                self.env.flush_all()
                return refused
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                if attempt + 1 == TRIES:
                    raise
        return None

    @api.model
    def _work_on(self, run, lines):
        """Lock, check, do and note the refusals of one chunk.

        :return: line -> reason for the lines that were refused
        """
        refusal = self.env["account.bank.match.refusal"]
        drafts = self.env["account.bank.match.draft"]
        payment = self.env["account.bank.match.payment"]
        steps, work = {
            "post": ((refusal._of_lines, drafts._post_drafts, refusal._of_items), self._post_chunk),
            "pay": ((refusal._of_lines, drafts._post_drafts, refusal._of_items, payment._refusals), payment._pay_chunk),
            "undo": ((refusal._of_undo,), self._undo_chunk),
            "unpay": ((payment._refusals_of_undo,), payment._unpay_chunk),
        }[run.kind]
        locked, reasons = self._lock(lines.exists())
        for step in steps:
            reasons |= step(locked - locked.browse().union(*reasons))
        ready = locked - locked.browse().union(*reasons)
        reasons |= self._each_or_halves(ready, lambda chunk: work(run, chunk))
        if run.kind in ("post", "undo"):  # a line that no payment was made of may well be posted
            self._keep_refusals(locked, reasons)
        return reasons

    @api.model
    def _lock(self, lines):
        """Lock the lines and the items they settle; whoever comes second is told so.

        :return: the locked lines, freshly read, and line -> reason for the others
        """
        locked = lines.try_lock_for_update()
        items = locked.match_ids.move_line_id
        payments = locked.match_ids.payment_id
        locked_payments = payments.try_lock_for_update()
        locked_items = items.try_lock_for_update(allow_referencing=True)
        reasons = {line: self.env._("Somebody else is working on this line just now.") for line in lines - locked}
        if items != locked_items or payments != locked_payments:
            for line in locked:
                busy = line.match_ids.move_line_id - locked_items or line.match_ids.payment_id - locked_payments
                if busy:
                    reasons[line] = self.env._("Somebody else is posting %s just now.", busy[0].display_name)
        self.env.flush_all()
        self.env.invalidate_all(flush=False)
        return locked, reasons

    @contextmanager
    def _all_or_nothing(self):
        """A savepoint that leaves the host's chatter messages to the end of the transaction, where they are one work.

        What the host has noted for them is put back with the rest when the work fails, but for the sequence numbers it
        has in mind: they are read anew, so that no number is skipped.
        """
        cr = self.env.cr
        self.env.flush_all()
        noted = {key: copy(value) for key, value in cr.precommit.data.items() if key != "sequence.mixin"}
        try:
            with cr.savepoint(flush=False):
                yield
                self.env.flush_all()
        except Exception:
            self.env.clear()
            cr.precommit.data.clear()
            cr.precommit.data.update(noted)
            raise

    @api.model
    def _each_or_halves(self, lines, work):
        """Do the work on all lines at once; where the host refuses, on halves, down to the line it refuses.

        :return: line -> reason for the lines that were refused; nothing of them remains
        """
        if not lines:
            return {}
        try:
            with self._all_or_nothing():
                work(lines)
            return {}
        except (UserError, RedirectWarning) as error:
            if len(lines) == 1:
                return {lines: str(error.args[0])}
        half = len(lines) // 2
        return self._each_or_halves(lines[:half], work) | self._each_or_halves(lines[half:], work)

    @api.model
    def _keep_refusals(self, locked, reasons):
        """Leave the reason on each line that was refused; a line somebody else has locked is not touched."""
        for line in locked:
            reason = reasons.get(line, False)
            if line.match_refusal != reason:
                line.match_refusal = reason

    # ------------------------------------------------------------------------------------------------------- posting

    @api.model
    def _ledger_env(self, records):
        """The records with the host's switches for rewriting posted entries of statement lines.

        Each changed journal item leaves a message in the chatter only where the company keeps an audit trail.
        """
        # Access: whether there are any at all, whoever may see them; the host's own search says which ones hold.
        distribution_models = self.env["account.analytic.distribution.model"].sudo().search_count([], limit=1)
        return records.with_context(
            skip_account_move_synchronization=True,
            skip_readonly_check=True,
            force_delete=True,
            dynamic_unlink=True,
            skip_is_manually_modified=True,
            bank_match_no_distribution_models=not distribution_models,
            tracking_disable=not any(records.company_id.mapped("restrictive_audit_trail")),
        )

    @api.model
    def _post_chunk(self, run, lines):
        """Rewrite the entries of the lines and reconcile, all at once."""
        moves = self._ledger_env(lines.move_id)
        container = {"records": moves}
        with moves._check_balanced(container), moves._sync_dynamic_lines(container):
            self._fill_partners(lines)
            counterparts = self._replace_suspense(lines)
        matches = lines.match_ids
        matches.write({"state": "posted", "post_run_id": run.id, "undo_run_id": False})
        entry = self.env["account.bank.match.entry"]
        plan = []
        for match, items in counterparts:
            match.counterpart_line_id = items[0]
            settled = entry._settled_items(match)
            plan += zip(items, settled, strict=False)
        self.env["account.move.line"]._reconcile_plan(self._reconciliations(plan))
        self._set_paid(matches.payment_id, "paid")

    @api.model
    def _reconciliations(self, pairs):
        """:return: what the host is to reconcile, a pair each; lines that pay too much and give back go together

        :param pairs: (counterpart, settled item) records
        """
        of_item = defaultdict(self.env["account.move.line"].browse)
        for counterpart, item in pairs:
            of_item[item] |= counterpart
        plan = []
        for item, counterparts in of_item.items():
            if any(counterpart.balance * item.balance > 0 for counterpart in counterparts):
                plan.append(counterparts | item)
            else:
                plan += [counterpart | item for counterpart in counterparts]
        return plan

    @api.model
    def _set_paid(self, payments, state):
        """Give payments without entry the state the bank proves; the host does so for one document of their amount."""
        payments.filtered(lambda payment: payment.state != state).state = state
        # Where the host did, it derived this from the state before.
        self.env.add_to_compute(payments._fields["is_matched"], payments)

    @api.model
    def _replace_suspense(self, lines):
        """Put the counterparts of the matches in the place of the suspense items.

        :return: list of (match, its ``account.move.line`` records, its counterpart first)
        """
        entry = self.env["account.bank.match.entry"]
        changes = defaultdict(self.env["account.move.line"].browse)
        to_delete = self.env["account.move.line"]
        to_create, counterparts, created_of = [], [], []
        for line in lines:
            _liquidity, suspense, _others = line._seek_for_lines()
            rows = entry._counterpart_values(line)
            kept = self._same_item(suspense, rows)
            if kept is not None:
                for name, value in kept.items():
                    changes[name, value] |= suspense
                counterparts.append((rows[0][0], suspense))
                continue
            to_delete |= suspense
            for match, values in rows:
                created_of.append((match, len(to_create), len(to_create) + len(values)))
                to_create += values
        self._write_by_field(changes)
        if to_delete:
            self._ledger_env(to_delete).unlink()
            created = self._ledger_env(lines.move_id.line_ids).browse().create(to_create)
            counterparts += [(match, created[start:end]) for match, start, end in created_of]
        self._check_analytic(counterparts)
        return counterparts

    @api.model
    def _write_by_field(self, changes):
        """Write each value once on all items that get it; the account last, as the host derives most from it.

        :param dict changes: (field name, value) -> ``account.move.line`` records
        """
        for name, value in sorted(changes, key=lambda change: change[0] == "account_id"):
            self._ledger_env(changes[name, value]).write({name: value})

    @api.model
    def _check_analytic(self, counterparts):
        """Let the host check what was booked to an account against the analytic plans that are mandatory."""
        Applicability = self.env["account.analytic.applicability"].sudo()  # settings; whoever posts must heed them
        Plan = self.env["account.analytic.plan"].sudo()
        if Applicability.search_count([("applicability", "=", "mandatory")], limit=1) or Plan.search_count(
            [("default_applicability", "=", "mandatory")], limit=1
        ):
            items = [items[0].id for match, items in counterparts if match.account_id]
            self.env["account.move.line"].browse(items).with_context(
                validate_analytic=True
            )._validate_analytic_distribution()

    @api.model
    def _same_item(self, suspense, rows):
        """What to change on the suspense item when it can become the one counterpart: its amounts stay.

        :return: dict of the values that differ, hashable; None when the item has to be replaced
        """
        if len(suspense) != 1 or len(rows) != 1 or len(rows[0][1]) != 1:
            return None
        (_match, (values,)) = rows[0]
        if values["currency_id"] != suspense.currency_id.id or values.keys() - REWRITABLE:
            return None
        if suspense.currency_id.compare_amounts(values["amount_currency"], suspense.amount_currency):
            return None
        if suspense.company_currency_id.compare_amounts(values["balance"], suspense.balance):
            return None
        wanted = {
            "account_id": (values["account_id"], suspense.account_id.id),
            "partner_id": (values["partner_id"], suspense.partner_id.id),
            "name": (values["name"] or False, suspense.name or False),
            "reconcile_model_id": (values.get("reconcile_model_id", False), suspense.reconcile_model_id.id),
        }
        return {name: new for name, (new, old) in wanted.items() if new != old}

    @api.model
    def _fill_partners(self, lines):
        """Put the partner of the matches on lines that have none, when it is one partner; undo takes it back."""
        by_partner = defaultdict(lines.browse)
        for line in lines:
            partner = line.match_ids.partner_id
            if not line.partner_id and len(partner) == 1:
                by_partner[partner] |= line
        self._set_partners(by_partner, by_match=True)

    @api.model
    def _set_partners(self, by_partner, by_match):
        """:param dict by_partner: ``res.partner`` record, empty to take it away -> statement lines"""
        if not by_partner:
            return
        lines = self._ledger_env(self.env["account.bank.statement.line"].union(*by_partner.values()))
        items = lines.move_id.line_ids
        self._read_for_partners(items, self.env["res.partner"].union(*by_partner))
        for partner, partner_lines in by_partner.items():
            values = {"partner_id": partner.id}
            partner_lines = partner_lines.with_env(lines.env)
            partner_lines.write({**values, "match_set_partner": by_match})
            partner_lines.move_id.write(values)
            partner_lines.move_id.line_ids.write(values)

    @api.model
    def _read_for_partners(self, items, partners):
        """Read for all lines what the host looks at one by one where each has a partner of its own."""
        # Access: read ahead as the system, so that nothing is refused that the host does not refuse; nothing is shown.
        partners, items = partners.sudo(), items.sudo()
        partners.mapped("commercial_partner_id")
        for company in items.company_id:
            partners.with_company(company).mapped("property_account_position_id")
        items.mapped("analytic_line_ids")
