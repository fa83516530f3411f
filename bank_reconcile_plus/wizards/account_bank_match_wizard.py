from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.dialogs import dialog_of

CONFIDENCE_RANK = {"high": 3, "medium": 2, "low": 1, False: 0}


class AccountBankMatchWizard(models.TransientModel):
    """Matches lines automatically, shows what was found and why, and posts what a person accepts."""

    _name = "account.bank.match.wizard"
    _description = "Match Automatically"

    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        domain="[('type', 'in', ('bank', 'credit', 'cash'))]",
        default=lambda self: self._default_journal_id(),
    )
    statement_id = fields.Many2one(
        "account.bank.statement", domain="[('journal_id', '=', journal_id)]", help="Empty: all open lines of the bank."
    )
    selected_line_ids = fields.Many2many(
        "account.bank.statement.line", "account_bank_match_wizard_selected_rel", string="Selected Lines"
    )
    selected_count = fields.Integer(compute="_compute_selected_count")
    date_tolerance = fields.Integer(
        compute="_compute_date_tolerance",
        store=True,
        readonly=False,
        help="Days an open item may be dated after the statement line.",
    )
    minimum_confidence = fields.Selection(
        [("high", "High"), ("medium", "Medium and better"), ("low", "Low and better")],
        string="Show",
        required=True,
        default="low",
    )
    state = fields.Selection([("ask", "Ask"), ("result", "Result")], default="ask", required=True)
    run_id = fields.Many2one("account.bank.match.run", readonly=True)
    line_ids = fields.Many2many("account.bank.statement.line", compute="_compute_line_ids", string="Lines")
    high_count = fields.Integer(string="High", compute="_compute_line_ids")
    sure_count = fields.Integer(
        string="Ready to Accept", compute="_compute_line_ids", help="High, unique, complete, and no review asked for."
    )
    medium_count = fields.Integer(string="Medium", compute="_compute_line_ids")
    low_count = fields.Integer(string="Low", compute="_compute_line_ids")
    none_count = fields.Integer(string="Without Proposal", compute="_compute_line_ids")
    accepted_count = fields.Integer(string="Accepted", compute="_compute_line_ids")
    posted_count = fields.Integer(string="Posted", compute="_compute_line_ids")
    left_count = fields.Integer(string="Left", compute="_compute_line_ids")

    @api.model
    def _default_journal_id(self):
        """:return: the bank with the oldest line that is left, of the user's company"""
        line = self.env["account.bank.statement.line"].search(
            [("company_id", "=", self.env.company.id), ("is_reconciled", "=", False)], order="internal_index", limit=1
        )
        return line.journal_id

    @api.depends("selected_line_ids")
    def _compute_selected_count(self):
        for wizard in self:
            wizard.selected_count = len(wizard.selected_line_ids)

    @api.depends("journal_id")
    def _compute_date_tolerance(self):
        for wizard in self:
            wizard.date_tolerance = wizard.journal_id.match_date_tolerance

    @api.depends("journal_id", "statement_id", "selected_line_ids", "minimum_confidence", "run_id")
    def _compute_line_ids(self):
        for wizard in self:
            lines = wizard._lines_in_scope()
            by_state = lines.grouped("match_state")
            proposed = by_state.get("proposed", lines.browse())
            for name in ("high", "medium", "low"):
                wizard[f"{name}_count"] = len(proposed.filtered(lambda line, name=name: line.match_confidence == name))
            wizard.sure_count = len(proposed._sure_enough())
            wizard.none_count = len(by_state.get("open", ()))
            wizard.accepted_count = len(by_state.get("accepted", ()))
            wizard.posted_count = len(lines.filtered(lambda line: "posted" in line.match_ids.mapped("state")))
            wizard.left_count = len(lines.filtered(lambda line: not line.is_reconciled))
            wizard.line_ids = wizard._shown(lines) if wizard.state == "result" else lines.browse()

    def _lines_in_scope(self):
        """:return: the statement lines the wizard is about; those posted from here stay in sight"""
        self.ensure_one()
        if self.selected_line_ids:
            return self.selected_line_ids
        if self.statement_id:
            return self.statement_id.line_ids
        return self.env["account.bank.statement.line"].search(
            [("journal_id", "=", self.journal_id.id), ("is_reconciled", "=", False)]
        )

    def _shown(self, lines):
        """The lines with a match at least as sure as asked for: what needs a look first, then by date."""
        least = CONFIDENCE_RANK[self.minimum_confidence]
        shown = lines.filtered(
            lambda line: (
                (line.match_ids and CONFIDENCE_RANK[line.match_confidence] >= least) or line.match_state == "accepted"
            )
        )
        return shown.sorted(
            lambda line: (
                line.match_state == "posted",
                -CONFIDENCE_RANK[line.match_confidence],
                line.date,
                line.id,
            )
        )

    @api.model
    def _action_open(self, lines=None, statement=None, journal=None):
        """:return: the action that opens the wizard on lines, a statement or a bank"""
        if lines is not None:
            values = {"journal_id": lines.journal_id[:1].id, "selected_line_ids": [(6, 0, lines.ids)]}
        elif statement:
            values = {"journal_id": statement.journal_id.id, "statement_id": statement.id}
        else:
            values = {"journal_id": journal.id} if journal else {}
        return self.create(values)._reopen()

    def _reopen(self):
        return dialog_of(self, self.env._("Match Automatically"))

    def action_match(self):
        """Propose matches for the open lines in scope."""
        self.ensure_one()
        lines = self._lines_in_scope().filtered(lambda line: not line.is_reconciled)
        if not lines:
            raise UserError(self.env._("There is no open line to match."))
        self.run_id = self.env["account.bank.matcher"]._match(lines, date_tolerance=self.date_tolerance)
        if not self.statement_id:
            self.selected_line_ids = lines
        self.state = "result"
        return self._reopen()

    def action_accept_high(self):
        """Accept every proposal that is High, unique, complete and needs no review."""
        self.ensure_one()
        self._lines_in_scope()._accept_automatic()
        return self._reopen()

    def action_accept_shown(self):
        """Accept every proposal on the list."""
        self.ensure_one()
        self.line_ids.filtered(lambda line: line.match_state == "proposed").action_accept_matches()
        return self._reopen()

    def action_post(self):
        """Post what is accepted; lines that cannot be posted say why."""
        self.ensure_one()
        accepted = self._lines_in_scope().filtered(lambda line: line.match_state == "accepted")
        if not accepted:
            raise UserError(self.env._("Accept a proposal first: only what is accepted is posted."))
        notification = accepted.action_post_matches()
        notification["params"]["next"] = self._reopen()
        return notification

    def action_post_payments(self):
        """Register payments for what is accepted; the lines are posted later, and recognise them."""
        self.ensure_one()
        accepted = self._lines_in_scope().filtered(lambda line: line.match_state == "accepted")
        if not accepted:
            raise UserError(self.env._("Accept a proposal first: payments are made of what is accepted."))
        notification = accepted.action_post_payments()
        notification["params"]["next"] = self._reopen()
        return notification

    def action_preview(self):
        """Show the journal entries that posting would make."""
        self.ensure_one()
        return self.env["account.bank.preview.wizard"]._action_open(self._lines_in_scope(), match_wizard=self)

    def action_open_list(self):
        """Leave the wizard for the full list of lines."""
        self.ensure_one()
        return self._lines_in_scope()._action_open(self.env._("Lines to Reconcile"))
