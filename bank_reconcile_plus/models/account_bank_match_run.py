from odoo import api, fields, models
from odoo.exceptions import UserError

from .words import line_words


class AccountBankMatchRun(models.Model):
    """Who matched or posted what, when, and with what result. A whole posting run can be undone."""

    _name = "account.bank.match.run"
    _description = "Bank Match Run"
    _order = "id desc"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("match", "Match"),
            ("post", "Post"),
            ("pay", "Post Payments"),
            ("undo", "Undo"),
            ("unpay", "Undo Payments"),
        ],
        required=True,
        readonly=True,
        default="match",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    journal_ids = fields.Many2many("account.journal", string="Banks", readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, default=lambda self: self.env.user)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    background = fields.Boolean(
        readonly=True,
        default=lambda self: self.env.context.get("bank_match_background", False),
        help="Made by the background matching, not by a person.",
    )
    duration = fields.Float(string="Seconds", readonly=True, digits=(12, 2))
    line_count = fields.Integer(string="Lines", readonly=True)
    high_count = fields.Integer(string="High", readonly=True)
    medium_count = fields.Integer(string="Medium", readonly=True)
    low_count = fields.Integer(string="Low", readonly=True)
    none_count = fields.Integer(string="No Proposal", readonly=True)
    done_count = fields.Integer(string="Done", readonly=True, help="Lines posted, or put back by an undo.")
    refused_count = fields.Integer(string="Refused", readonly=True, help="Lines left as they were, with the reason.")
    refusals = fields.Json(readonly=True, help="Pairs of line and reason, for the lines that were refused.")
    refusal_text = fields.Text(string="Reasons", compute="_compute_refusal_text")
    reason = fields.Char(readonly=True, help="Why it was undone, in the words of who did it.")
    undone_run_ids = fields.Many2many(
        "account.bank.match.run",
        "account_bank_match_run_undone_rel",
        "undo_run_id",
        "post_run_id",
        string="Takes Back",
        readonly=True,
    )
    undone_by_run_ids = fields.Many2many(
        "account.bank.match.run",
        "account_bank_match_run_undone_rel",
        "post_run_id",
        "undo_run_id",
        string="Undone By",
        readonly=True,
    )
    payment_ids = fields.Many2many("account.payment", string="Payments", readonly=True, help="Registered or cancelled.")
    match_ids = fields.One2many("account.bank.match", "run_id", string="Matches Proposed")
    undone_match_ids = fields.One2many("account.bank.match", "undo_run_id", string="Matches Undone")
    posted_match_ids = fields.One2many("account.bank.match", "post_run_id", string="Matches Posted")

    @api.depends("kind", "date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for run in self:
            moment = fields.Datetime.context_timestamp(run, run.date) if run.date else None
            run.display_name = self.env._(
                "%(kind)s %(moment)s",
                kind=kinds.get(run.kind, ""),
                moment=moment.strftime("%Y-%m-%d %H:%M") if moment else "",
            )

    @api.depends("refusals")
    def _compute_refusal_text(self):
        for run in self:
            rows = run.refusals or []
            run.refusal_text = "\n".join(f"{name}: {reason}" for name, reason in rows) or False

    def _note_refusals(self, reasons):
        """Keep why lines were left.

        :param dict reasons: statement line record -> sentence
        """
        self.ensure_one()
        self.write(
            {
                "refused_count": len(reasons),
                "refusals": [(line_words(line), reason) for line, reason in reasons.items()],
            }
        )

    def _notify(self):
        """Tell the user how the run went.

        :return: a notification action; lines that were left are named with their reasons
        """
        self.ensure_one()
        done = {
            "post": self.env._("%s lines posted.", self.done_count),
            "pay": self.env._(
                "Payments registered: %(payments)s, for %(lines)s lines. The lines themselves are still to be posted.",
                payments=len(self.payment_ids),
                lines=self.done_count,
            ),
            "undo": self.env._("%s lines put back. Their matches are kept as accepted.", self.done_count),
            "unpay": self.env._(
                "Payments cancelled: %(payments)s, of %(lines)s lines. Their documents are open again.",
                payments=len(self.payment_ids),
                lines=self.done_count,
            ),
        }[self.kind]
        drafts = self._posted_drafts_words()
        left = self.env._("%s lines were left:", self.refused_count) if self.refused_count else ""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if not self.refused_count else "warning" if self.done_count else "danger",
                "sticky": bool(self.refused_count),
                "message": "\n".join(filter(None, [done, drafts, left, self.refusal_text or ""])),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _posted_drafts_words(self):
        """:return: after an undo, which documents stay posted though they were drafts before"""
        if self.kind != "undo":
            return ""
        kept = self.undone_match_ids.filtered("posted_draft").move_line_id.move_id
        names = ", ".join(kept.mapped("display_name"))
        return self.env._("Still posted, though they were drafts before: %s.", names) if kept else ""

    def _notify_matched(self):
        """Tell the user what matching found.

        :return: a notification action about these runs together
        """
        matched = self.filtered(lambda run: run.kind == "match")
        posted = self.filtered(lambda run: run.kind == "post")
        words = [
            self.env._(
                "Lines matched: %(lines)s. %(high)s High, %(medium)s Medium, %(low)s Low, %(none)s without proposal.",
                lines=sum(matched.mapped("line_count")),
                high=sum(matched.mapped("high_count")),
                medium=sum(matched.mapped("medium_count")),
                low=sum(matched.mapped("low_count")),
                none=sum(matched.mapped("none_count")),
            )
        ]
        if posted:
            words.append(self.env._("Lines posted: %s.", sum(posted.mapped("done_count"))))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": "\n".join(words),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_undo(self):
        """Ask why, then undo what this run posted."""
        self.ensure_one()
        return self.posted_match_ids.statement_line_id.action_open_undo()

    def action_undo(self):
        """Put back every line this run posted; the matches stay as accepted."""
        self.ensure_one()
        if self.kind != "post":
            raise UserError(self.env._("Only a posting can be undone."))
        lines = self.posted_match_ids.statement_line_id
        if not lines:
            raise UserError(self.env._("Nothing of this posting is left to undo."))
        return lines.action_undo_matches()

    def action_open_lines(self):
        """Open the statement lines this run looked at."""
        self.ensure_one()
        lines = (self.match_ids | self.posted_match_ids).statement_line_id
        return lines._action_open(self.env._("Lines of %(run)s", run=self.display_name))
