from odoo import api, fields, models
from odoo.exceptions import UserError

from .account_bank_match_rule import CONFIDENCES
from .account_bank_matcher import PAYMENT
from .evidence_waterfall import evidence_waterfall
from .words import match_words


class AccountBankMatch(models.Model):
    """One application of one statement line to one open item, or to an account.

    Amounts are signed like the line: positive is money in. ``amount`` is in the line's currency, ``item_amount`` in
    the item's. A match is posted exactly while its counterpart journal item stands in the line's entry; deleting that
    journal item, or unreconciling it anywhere, ends the match.
    """

    _name = "account.bank.match"
    _description = "Bank Match"
    _inherit = ["analytic.mixin"]
    _order = "statement_line_id, sequence, id"
    _check_company_auto = True

    statement_line_id = fields.Many2one(
        "account.bank.statement.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="statement_line_id.company_id", store=True, precompute=True)
    journal_id = fields.Many2one(
        related="statement_line_id.journal_id", store=True, precompute=True, index=True, string="Bank"
    )
    currency_id = fields.Many2one(related="statement_line_id.currency_id", string="Line Currency")
    date = fields.Date(related="statement_line_id.date")

    move_line_id = fields.Many2one(
        "account.move.line",
        string="Open Item",
        index="btree_not_null",
        ondelete="cascade",
        domain="['|', ('parent_state', '=', 'posted'), '&', ('parent_state', '=', 'draft'),"
        " ('display_type', '=', 'payment_term'), ('reconciled', '=', False), ('account_id.reconcile', '=', True),"
        " ('company_id', 'child_of', company_id), ('statement_line_id', '!=', statement_line_id)]",
    )
    item_move_id = fields.Many2one(related="move_line_id.move_id", string="Document")
    item_is_draft = fields.Boolean(string="Draft", compute="_compute_item_is_draft", help="Accepting posts it.")
    posted_draft = fields.Boolean(readonly=True, help="Accepting this match posted the document, which was a draft.")
    payment_id = fields.Many2one(
        "account.payment",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        readonly=True,
        help="A payment that has no journal entry, as with Enterprise accounting; posting settles what it pays.",
    )
    item_currency_id = fields.Many2one("res.currency", compute="_compute_item_currency_id")
    account_id = fields.Many2one(
        "account.account",
        check_company=True,
        ondelete="restrict",
        domain="[('account_type', '!=', 'off_balance')]",
        help="Where the amount is booked when it settles no open item.",
    )
    partner_id = fields.Many2one(
        "res.partner", compute="_compute_partner_id", store=True, readonly=False, precompute=True, ondelete="restrict"
    )
    tax_ids = fields.Many2many("account.tax", string="Taxes", check_company=True)
    name = fields.Char(string="Label")
    reconcile_model_id = fields.Many2one(
        "account.reconcile.model", string="Text Mapping", readonly=True, ondelete="set null"
    )
    write_off_reason = fields.Selection(
        [
            ("early_payment_discount", "Early payment discount"),
            ("bank_fee", "Bank fee"),
            ("tolerance", "Payment difference"),
            ("rounding", "Rounding"),
        ],
        readonly=True,
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Signed, in the line's currency. Positive is money in.",
    )
    item_amount = fields.Monetary(
        currency_field="item_currency_id",
        compute="_compute_item_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="What of the item it settles, in the item's currency.",
    )

    origin = fields.Selection(
        [("automatic", "Automatic"), ("mapping", "Text mapping"), ("learned", "Learned"), ("manual", "Manual")],
        required=True,
        readonly=True,
        default="manual",
    )
    state = fields.Selection(
        [("proposed", "Proposed"), ("accepted", "Accepted"), ("posted", "Posted")],
        required=True,
        readonly=True,
        default="accepted",
        index=True,
    )
    counterpart_line_id = fields.Many2one(
        "account.move.line",
        string="Counterpart",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="The journal item this match became when it was posted.",
    )
    confidence = fields.Selection(CONFIDENCES, readonly=True)
    automatic = fields.Boolean(readonly=True, help="Sure and unique enough to be accepted without a person.")
    explanations = fields.Integer(readonly=True, help="How many ways explain the line equally well.")
    rule_id = fields.Many2one("account.bank.match.rule", readonly=True, ondelete="set null")
    score = fields.Integer(readonly=True)
    evidence = fields.Json(readonly=True)
    evidence_html = fields.Html(string="Why", compute="_compute_evidence_html", sanitize=False)
    matched_with = fields.Char(compute="_compute_matched_with")
    run_id = fields.Many2one("account.bank.match.run", string="Proposed By", readonly=True, ondelete="set null")
    post_run_id = fields.Many2one(
        "account.bank.match.run", string="Posted By", readonly=True, ondelete="set null", index="btree_not_null"
    )
    undo_run_id = fields.Many2one(
        "account.bank.match.run", string="Undone By", readonly=True, ondelete="set null", index="btree_not_null"
    )
    accepted_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")

    _one_target = models.Constraint(
        "CHECK (num_nonnulls(move_line_id, payment_id, account_id) <= 1)",
        "A match settles an open item or goes to an account, not both.",
    )
    _some_target = models.Constraint(
        "CHECK (num_nonnulls(move_line_id, payment_id, account_id, write_off_reason) > 0)",
        "A match needs an open item or an account.",
    )
    _posted_has_counterpart = models.Constraint(
        "CHECK ((state = 'posted') = (counterpart_line_id IS NOT NULL))",
        "A match is posted exactly while its journal item stands.",
    )
    _item_once = models.UniqueIndex("(statement_line_id, move_line_id) WHERE move_line_id IS NOT NULL")
    _payment_once = models.UniqueIndex("(statement_line_id, payment_id) WHERE payment_id IS NOT NULL")
    _promised_idx = models.Index("(move_line_id) WHERE state != 'posted' AND move_line_id IS NOT NULL")

    @api.depends("move_line_id.parent_state")
    def _compute_item_is_draft(self):
        for match in self:
            match.item_is_draft = match.move_line_id.parent_state == "draft"

    @api.depends("move_line_id", "payment_id")
    def _compute_item_currency_id(self):
        for match in self:
            match.item_currency_id = match.move_line_id.currency_id or match.payment_id.currency_id

    @api.depends("move_line_id", "payment_id")
    def _compute_partner_id(self):
        for match in self:
            match.partner_id = match.move_line_id.partner_id or match.payment_id.partner_id or match.partner_id

    def _is_complete(self):
        """Whether posting it asks nothing more of a person: an account is there, and a document is no draft."""
        return not self.item_is_draft and bool(self.move_line_id or self.payment_id or self.account_id)

    def _engine_item_id(self):
        """:return: what the matching engine calls the item of this match"""
        return self.move_line_id.id or f"{PAYMENT}{self.payment_id.id}"

    @api.depends("move_line_id", "payment_id", "account_id")
    def _compute_amount(self):
        """What the line has left; of an item, no more than it has open. An account that changes keeps its amount."""
        for match in self:
            if match.account_id and match.amount:
                continue
            line = match.statement_line_id
            left = line.amount - sum((line.match_ids - match - match._origin).mapped("amount"))
            item = match.move_line_id or match.payment_id
            residual = line._residual_in_line_currency(item) if item else left
            same_side = left and (left > 0) == (residual > 0)
            match.amount = left if same_side and abs(left) < abs(residual) else residual

    @api.depends("amount", "move_line_id", "payment_id")
    def _compute_item_amount(self):
        for match in self:
            item = match.move_line_id
            if not item:
                match.item_amount = match.payment_id.amount_signed
                continue
            residual = match.statement_line_id._residual_in_line_currency(item)
            whole = match.currency_id.compare_amounts(match.amount, residual) == 0
            share = 1 if whole or not residual else match.amount / residual
            match.item_amount = item.currency_id.round(item.amount_residual_currency * share)

    @api.depends("move_line_id.parent_state", "payment_id", "account_id", "write_off_reason", "name")
    @api.depends_context("lang")
    def _compute_matched_with(self):
        for match in self:
            match.matched_with = match_words(match)

    @api.depends("matched_with")
    def _compute_display_name(self):
        for match in self:
            match.display_name = match.matched_with

    @api.depends("evidence", "score", "matched_with")
    @api.depends_context("lang")
    def _compute_evidence_html(self):
        for match in self:
            match.evidence_html = evidence_waterfall(self.env, match.matched_with, match.evidence, match.score)

    def _check_not_posted(self):
        if posted := self.filtered(lambda match: match.state == "posted"):
            raise UserError(
                self.env._(
                    "“%(match)s” is posted. Undo the line first; the match is then kept as accepted.",
                    match=posted[0].display_name,
                )
            )

    def write(self, vals):
        """Posted matches say what stands in the ledger, so their content does not change."""
        frozen = {"move_line_id", "payment_id", "account_id", "amount", "item_amount", "statement_line_id", "tax_ids"}
        if frozen & vals.keys() and not self.env.context.get("bank_match_follows_ledger"):
            self._check_not_posted()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        if not self.env.context.get("bank_match_follows_ledger"):
            self._check_not_posted()

    def action_accept(self):
        """Take over proposals as a person's decision; the drafts among their documents are posted.

        :raise UserError: when a draft cannot be posted and nothing else is to accept
        """
        self.check_access("write")
        proposed = self.filtered(lambda match: match.state == "proposed")
        reasons = self.env["account.bank.match.draft"]._post_drafts(proposed.statement_line_id)
        lines = proposed.statement_line_id
        if reasons and len(reasons) == len(lines):
            raise UserError("\n".join(dict.fromkeys(reasons.values())))
        for line, reason in reasons.items():
            line.match_refusal = reason
        accepted = proposed.filtered(lambda match: match.statement_line_id not in reasons)
        accepted.write({"state": "accepted", "accepted_by_id": self.env.uid})
        return True

    def action_remove(self):
        """Remove matches that are not posted."""
        self.unlink()
        return True

    def action_open_item(self):
        """Open the document of the open item."""
        self.ensure_one()
        if self.payment_id:
            return self.payment_id.action_open_business_doc()
        if not self.move_line_id:
            raise UserError(self.env._("This match goes to an account and has no document."))
        return self.move_line_id.action_open_business_doc()
