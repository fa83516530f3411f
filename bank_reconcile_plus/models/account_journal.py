import re
from decimal import Decimal, InvalidOperation

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import clean_context, format_date, format_time


class AccountJournal(models.Model):
    _inherit = "account.journal"

    match_mode = fields.Selection(
        [
            ("off", "Off"),
            ("propose", "Propose matches"),
            ("accept", "Accept what is High"),
            ("post", "Post what is High"),
        ],
        string="Background Matching",
        required=True,
        default=lambda self: self._default_match_mode(),
        help="What happens with new lines before a person looks at them. High counts only where it is unique, complete"
        " and no rule asks for review.",
    )
    match_responsible_id = fields.Many2one(
        "res.users",
        string="Responsible",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Gets one activity while lines of this bank need a person.",
    )
    match_last_error = fields.Char(string="Background Matching Failed", readonly=True, copy=False)
    match_last_run_id = fields.Many2one(
        "account.bank.match.run", string="Last Background Run", compute="_compute_match_last_run"
    )
    match_last_run_date = fields.Datetime(string="Last Run", compute="_compute_match_last_run")
    match_review_count = fields.Integer(string="Lines to Review", compute="_compute_match_counts")
    match_ready_count = fields.Integer(string="Lines to Post", compute="_compute_match_counts")
    match_waiting_count = fields.Integer(
        string="Lines Waiting", compute="_compute_match_counts", help="New lines the background matching comes to next."
    )

    match_minimum_score = fields.Integer(
        string="Least Score",
        default=0,
        help="High counts without a person only from this score on. A back-test finds the score that keeps within an"
        " error budget; 0 asks for none.",
    )
    match_customers = fields.Boolean(string="Customers", default=True, help="What customers owe and are owed.")
    match_vendors = fields.Boolean(string="Vendors", default=True, help="What vendors are owed and owe.")
    match_employees = fields.Boolean(
        string="Employees", default=True, help="What is open of partners that are employees: expenses, advances."
    )
    match_bank_entries = fields.Boolean(
        string="Bank Entries", default=True, help="Payments registered in this bank that the statement has not shown."
    )
    match_transfers = fields.Boolean(
        string="Transfers", default=True, help="The other side of transfers between own banks."
    )

    match_date_tolerance = fields.Integer(
        string="Date Tolerance",
        default=3,
        help="Days an open item may be dated after the statement line and still be matched automatically.",
    )
    match_known_fees = fields.Char(
        string="Known Bank Fees",
        help="Fees that banks hold back from payments, in the bank's currency, separated by semicolons: 7.50; 12",
    )

    @api.model
    def _default_match_mode(self):
        """Beside Enterprise accounting, which matches by itself, nothing is matched unless asked."""
        enterprise = self.env["ir.module.module"]._get("account_accountant")
        return "off" if enterprise.state == "installed" else "propose"

    def _compute_match_last_run(self):
        Run = self.env["account.bank.match.run"]
        background = [("journal_ids", "in", self.ids), ("background", "=", True)]
        # Whoever only invoices sees the bank's card as well, and no runs.
        rows = Run._read_group(background, ["journal_ids"], ["id:max"]) if Run.has_access("read") else []
        last = {journal.id: run_id for journal, run_id in rows}
        for journal in self:
            journal.match_last_run_id = last.get(journal._origin.id, False)
            journal.match_last_run_date = journal.match_last_run_id.date

    def _compute_match_counts(self):
        Line = self.env["account.bank.statement.line"]
        for kind in ("review", "ready", "waiting"):
            rows = Line._read_group(getattr(Line, f"_{kind}_domain")(self), ["journal_id"], ["__count"])
            counts = dict(rows)
            for journal in self:
                journal[f"match_{kind}_count"] = counts.get(journal._origin, 0)

    def write(self, vals):
        """EXTENDS account. A bank whose background matching is switched on need not wait for its next line."""
        result = super().write(vals)
        if vals.get("match_mode", "off") != "off":
            self.env["account.bank.match.background"]._wake()
        return result

    @api.constrains("match_date_tolerance")
    def _check_match_date_tolerance(self):
        for journal in self:
            if journal.match_date_tolerance < 0:
                raise ValidationError(self.env._("Tolerances of %s cannot be negative.", journal.display_name))

    @api.constrains("match_known_fees")
    def _check_match_known_fees(self):
        for journal in self:
            journal._known_fees()

    def _known_fees(self):
        """:return: tuple of positive :class:`Decimal`, in the bank's currency

        :raise ValidationError: when the text is not a list of amounts
        """
        self.ensure_one()
        fees = []
        for word in re.split(r"[;\s]+", self.match_known_fees or ""):
            if not word:
                continue
            try:
                fee = Decimal(word.replace(",", "."))
            except InvalidOperation:
                fee = Decimal(-1)
            if not fee.is_finite() or fee <= 0:
                raise ValidationError(
                    self.env._("“%(word)s” is not a fee. Write amounts like this: 7.50; 12", word=word)
                )
            fees.append(fee)
        return tuple(fees)

    # ---------------------------------------------------------------------------------------------------- background

    def _update_match_activity(self):
        """Keep one activity a bank while lines need its responsible, and end it when none does."""
        for journal in self.sudo():  # The activity follows the lines, whatever the user may do with journals.
            count, user = journal.match_review_count, journal.match_responsible_id
            journal._keep_activity(
                "bank_reconcile_plus.mail_activity_type_bank_review",
                user if count else user.browse(),
                lambda env, count=count: env._("Lines to review: %s", count),
            )

    def _keep_activity(self, type_xml_id, user, summary, note=None):
        """Keep one activity of a type on a bank for a user, and end it where there is no user.

        :param summary: makes the summary of an environment in the user's language; ``note`` the same, or None
        """
        self.ensure_one()
        kind = self.env.ref(type_xml_id, raise_if_not_found=False)
        if not kind:
            return
        # Access: the activity follows the books, whatever the user who works on them may do with journals.
        journal = self.sudo()
        known = journal.env["mail.activity"].search(
            [("res_model", "=", self._name), ("res_id", "=", journal.id), ("activity_type_id", "=", kind.id)]
        )
        if not user:
            known.action_feedback()
            return
        env = journal.with_context(lang=user.lang).env
        values = {"summary": summary(env), "user_id": user.id}
        if note:
            values["note"] = note(env)
        if not known:
            journal.activity_schedule(activity_type_id=kind.id, **values)
        elif any(known[0][name] != value for name, value in values.items() if name != "user_id") or (
            known[0].user_id != user
        ):
            known[0].write(values)

    def action_open_review(self):
        """List the lines of this bank that need a person."""
        self.ensure_one()
        Line = self.env["account.bank.statement.line"]
        action = Line._action_open(self.env._("To Review at %s", self.name))
        return {**action, "domain": list(Line._review_domain(self)), "context": {"default_journal_id": self.id}}

    def action_open_ready(self):
        """List the lines of this bank that are accepted and wait to be posted."""
        self.ensure_one()
        Line = self.env["account.bank.statement.line"]
        action = Line._action_open(self.env._("To Post at %s", self.name))
        return {**action, "domain": list(Line._ready_domain(self)), "context": {"default_journal_id": self.id}}

    def action_open_undo(self):
        """Ask which days of this bank to undo, and why."""
        self.ensure_one()
        return self.env["account.bank.undo.wizard"]._action_open(journal=self)

    def action_open_last_run(self):
        """Open the last background run of this bank."""
        self.ensure_one()
        return self.match_last_run_id._get_records_action()

    # ----------------------------------------------------------------------------------------------------- dashboard

    def _fill_bank_cash_dashboard_data(self, dashboard_data):
        """EXTENDS account. What the background matching did, and what it leaves to a person."""
        result = super()._fill_bank_cash_dashboard_data(dashboard_data)
        banks = self.filtered(lambda journal: journal.type in ("bank", "cash", "credit"))
        for journal in banks:
            dashboard_data[journal.id].update(
                match_mode=journal.match_mode,
                match_error=journal.match_last_error,
                match_last_run=self._moment_words(journal.match_last_run_date),
                match_review_count=journal.match_review_count,
                match_ready_count=journal.match_ready_count,
                match_waiting_count=journal.match_waiting_count if journal.match_mode != "off" else 0,
            )
        return result

    @api.model
    def _moment_words(self, moment):
        """:return: the time when it is of today, else the date, in the user's zone and format"""
        if not moment:
            return False
        local = fields.Datetime.context_timestamp(self, moment)
        if local.date() == fields.Date.context_today(self):
            return format_time(self.env, local.time(), time_format="short")
        return format_date(self.env, local.date())

    def action_open_reconcile(self):
        """Open where the bank is reconciled: its open statement, the list of several, or lines without a statement."""
        self.ensure_one()
        lines = [("is_reconciled", "=", False), ("state", "=", "posted")]
        statements = self.env["account.bank.statement"].search(
            [("journal_id", "=", self.id), ("reconciliation_state", "=", "open"), ("line_ids", "any", lines)]
        )
        loose = self.env["account.bank.statement.line"].search_count(
            [("journal_id", "=", self.id), ("statement_id", "=", False), *lines], limit=1
        )
        if statements and not loose:
            return statements._action_open_reconciliation()
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_bank_reconcile_lines")
        return {
            **action,
            "name": self.env._("Reconcile %s", self.name),
            "domain": [("journal_id", "=", self.id)],
            "context": {"search_default_left": 1, "default_journal_id": self.id},
        }

    def action_open_import(self):
        """Open the import of bank files for this bank."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_account_bank_import_wizard")
        return {**action, "context": {"default_journal_id": self.id}}

    def create_document_from_attachment(self, attachment_ids):
        """EXTENDS account. Files dropped on a bank's card are bank statements; the card names itself in the context."""
        journal = self or self.browse(self.env.context.get("default_journal_id", ()))
        if journal.type not in ("bank", "credit", "cash"):
            return super().create_document_from_attachment(attachment_ids)
        env = self.env(context=clean_context(self.env.context))
        wizard = env["account.bank.import.wizard"]
        return wizard.create({"journal_id": journal.id, "attachment_ids": [(6, 0, attachment_ids)]}).action_import()
