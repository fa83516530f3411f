from datetime import datetime, time, timedelta

import pytz
from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_datetime

from ..models.dialogs import dialog_of


class AccountBankUndoWizard(models.TransientModel):
    """Says what an undo would take back, asks why, and takes it back."""

    _name = "account.bank.undo.wizard"
    _description = "Undo Posting"

    scope = fields.Selection(
        [("lines", "Lines"), ("period", "Period"), ("payments", "Payments of Lines")], required=True, default="lines"
    )
    line_ids = fields.Many2many("account.bank.statement.line", readonly=True)
    journal_id = fields.Many2one(
        "account.journal", string="Bank", domain="[('type', 'in', ('bank', 'credit', 'cash'))]"
    )
    date_basis = fields.Selection(
        [("posting", "Posted on"), ("line", "Dated")], string="Lines", required=True, default="posting"
    )
    date_from = fields.Date(string="From", default=fields.Date.context_today)
    date_to = fields.Date(string="To", default=fields.Date.context_today)
    include_manual = fields.Boolean(
        string="Also lines matched by hand", help="Lines with a match somebody made by hand are left alone otherwise."
    )
    reason = fields.Char(help="Kept with each line's entry, and with the run.")

    undo_count = fields.Integer(compute="_compute_undo")
    manual_count = fields.Integer(compute="_compute_undo")
    content = fields.Html(compute="_compute_undo", sanitize=False)

    @api.depends("scope", "line_ids", "journal_id", "date_basis", "date_from", "date_to", "include_manual")
    @api.depends_context("lang", "tz")
    def _compute_undo(self):
        for wizard in self:
            posted = wizard._posted_lines()
            lines = wizard._lines_to_undo()
            wizard.undo_count = len(lines)
            wizard.manual_count = 0 if wizard.scope == "payments" else len(wizard._matched_by_hand(posted))
            wizard.content = wizard._summary(lines)

    @api.model
    def _action_open(self, lines=None, journal=None):
        """:return: the action that asks about lines, or about a period of a bank

        A single line is somebody's choice, so it is taken even when it was matched by hand.

        :raise UserError: when nothing of the lines was posted from a match
        """
        if lines is None:
            wizard = self.create({"scope": "period", "journal_id": journal.id})
        else:
            wizard = self.create({"line_ids": [Command.set(lines.ids)], "include_manual": len(lines) == 1})
            if not wizard._posted_lines():
                raise UserError(self.env._("Nothing of these lines was posted from a match."))
        return wizard._reopen(self.env._("Undo Posting"))

    @api.model
    def _action_open_payments(self, lines):
        """:return: the action that asks about the payments registered from lines

        :raise UserError: when no payment was registered from them
        """
        wizard = self.create({"scope": "payments", "line_ids": [Command.set(lines.ids)], "include_manual": True})
        if not wizard._posted_lines():
            raise UserError(self.env._("No payment was registered from these lines."))
        return wizard._reopen(self.env._("Undo Payments"))

    def _reopen(self, name):
        return dialog_of(self, name, size=None)

    def _posted_lines(self):
        """:return: the lines in scope that were posted from matches, or that payments were registered from"""
        self.ensure_one()
        if self.scope == "payments":
            return self.env["account.bank.match.payment"]._payments_of(self.line_ids._origin).bank_line_id
        if self.scope == "lines":
            return self.line_ids._origin.filtered(lambda line: "posted" in line.match_ids.mapped("state"))
        if not (self.journal_id and self.date_from and self.date_to):
            return self.line_ids.browse()
        posted = Domain("state", "=", "posted")
        dated = Domain.TRUE
        if self.date_basis == "posting":
            start, end = self._moment(self.date_from), self._moment(self.date_to + timedelta(days=1))
            posted &= Domain("post_run_id.date", ">=", start) & Domain("post_run_id.date", "<", end)
        else:
            dated = Domain("date", ">=", self.date_from) & Domain("date", "<=", self.date_to)
        return self.line_ids.search(
            Domain("journal_id", "=", self.journal_id.id) & dated & Domain("match_ids", "any", posted)
        )

    def _moment(self, day):
        """:return: the beginning of a day of the user, in UTC"""
        zone = pytz.timezone(self.env.user.tz or self.env.context.get("tz") or "UTC")
        return zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _matched_by_hand(self, lines):
        return lines.filtered(lambda line: "manual" in line.match_ids.mapped("origin"))

    def _lines_to_undo(self):
        posted = self._posted_lines()
        return posted if self.include_manual else posted - self._matched_by_hand(posted)

    def action_undo(self):
        """Undo the lines, and keep the reason."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why: the reason is kept with each line."))
        lines = self._lines_to_undo()
        if not lines:
            raise UserError(self.env._("Nothing is left to undo. Include the lines matched by hand, or close."))
        payments = self.scope == "payments"
        run = lines._undo_payments_with_reason(reason) if payments else lines._undo_with_reason(reason)
        notification = run._notify()
        notification["params"]["next"] = {"type": "ir.actions.act_window_close"}
        return notification

    # -------------------------------------------------------------------------------------------------- for the page

    def _summary(self, lines):
        """:return: HTML: what would be undone, a row a posting"""
        if not lines:
            return False
        if self.scope == "payments":
            return self._payments_summary(self.env["account.bank.match.payment"]._payments_of(lines))
        rows = []
        matches = lines.match_ids.filtered(lambda match: match.state == "posted")
        for run, run_matches in matches.grouped("post_run_id").items():
            run_lines = run_matches.statement_line_id
            rows.append(
                (
                    format_datetime(self.env, run.date, dt_format="short") if run else "",
                    self.env._("In the background") if run.background else run.user_id.name or "",
                    len(run_lines),
                    self._total(run_lines),
                )
            )
        rows.sort()
        documents = matches.move_line_id.move_id
        return self._summary_table(rows, len(lines), self._total(lines), len(documents))

    @api.model
    def _payments_summary(self, payments):
        """:return: HTML: which payments would be cancelled, and what they settle"""
        rows = Markup().join(
            Markup("<tr><td>%s</td><td>%s</td><td class='text-end text-nowrap'>%s</td></tr>")
            % (
                payment.display_name,
                ", ".join((payment.reconciled_invoice_ids | payment.reconciled_bill_ids).mapped("display_name")),
                payment.currency_id.format(payment.amount_signed),
            )
            for payment in payments
        )
        words = self.env._(
            "These payments are cancelled. What they settle is open again, and the lines are matched with it as before."
        )
        return Markup("<p>%s</p><table class='table table-sm mb-0'><tbody>%s</tbody></table>") % (words, rows)

    @api.model
    def _total(self, lines):
        """:return: the sum of the lines, one amount a currency"""
        return ", ".join(
            currency.format(sum(of_currency.mapped("amount")))
            for currency, of_currency in lines.grouped("currency_id").items()
        )

    @api.model
    def _summary_table(self, rows, line_count, total, document_count):
        heads = (self.env._("Posted"), self.env._("By"), self.env._("Lines"), self.env._("Total"))
        align = ("", "", "text-end", "text-end text-nowrap")
        cells = Markup("<td class='%s'>%s</td>")
        head = Markup().join(
            Markup("<th class='%s'>%s</th>") % (side, word) for side, word in zip(align, heads, strict=True)
        )
        body = Markup().join(
            Markup("<tr>%s</tr>") % Markup().join(cells % (side, value) for side, value in zip(align, row, strict=True))
            for row in rows
        )
        words = self.env._(
            "Lines that go back to how they were before posting: %(lines)s, in all %(total)s. Documents and payments"
            " that are open again: %(documents)s. The matches are kept as accepted.",
            lines=line_count,
            total=total,
            documents=document_count,
        )
        table = Markup("<table class='table table-sm mb-0'><thead><tr>%s</tr></thead><tbody>%s</tbody></table>")
        return Markup("<p>%s</p>") % words + table % (head, body)
