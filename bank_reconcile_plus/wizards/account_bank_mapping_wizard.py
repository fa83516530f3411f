from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..matching.telling import Sample, telling_text
from ..matching.text import fold
from ..models.dialogs import dialog_of

#: earlier lines the telling part of a text is found by
MOST_SAMPLES = 1_000


class AccountBankMappingWizard(models.TransientModel):
    """Makes a text mapping from a statement line: the telling part of its text leads to an account or a partner.

    Everything a person would type is proposed: the part of the text that recurs, and what lines of it were booked to.
    A mapping is a reconciliation model of the host; one for the same text is changed, not made a second time.
    """

    _name = "account.bank.mapping.wizard"
    _description = "Map Text"
    _inherit = ["analytic.mixin"]
    _check_company_auto = True

    line_id = fields.Many2one("account.bank.statement.line", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="line_id.company_id")
    journal_id = fields.Many2one(related="line_id.journal_id", string="Bank")
    payment_ref = fields.Char(related="line_id.payment_ref", string="Bank Text")
    text = fields.Char(string="Text to Look For", required=True, help="Found in any case, with or without accents.")
    target = fields.Selection(
        [("account", "Book to an account"), ("partner", "Only say who it is")],
        required=True,
        default="account",
        help="Who it is: the line is then matched with what is open of that partner.",
    )
    account_id = fields.Many2one(
        "account.account",
        check_company=True,
        domain="[('account_type', '!=', 'off_balance')]",
        help="Debited by money out; money in goes there, too, unless another account is set.",
    )
    credit_account_id = fields.Many2one(
        "account.account",
        string="Account for Money In",
        check_company=True,
        domain="[('account_type', '!=', 'off_balance')]",
        help="Credited by money in. Empty: the same account.",
    )
    partner_id = fields.Many2one("res.partner")
    tax_ids = fields.Many2many(
        "account.tax",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        check_company=True,
        string="Taxes",
    )
    automatic = fields.Boolean(
        string="Needs No Look", help="Its lines count as sure: background matching may accept and post them."
    )
    only_this_bank = fields.Boolean(string="Only in This Bank")
    apply_to_open = fields.Boolean(string="Propose It for the Other Open Lines", default=True)
    mapping_id = fields.Many2one("account.reconcile.model", compute="_compute_counts", string="Existing Mapping")
    open_count = fields.Integer(compute="_compute_counts", string="Other Open Lines")
    past_count = fields.Integer(compute="_compute_counts", string="Lines of the Last Year")
    contradiction_count = fields.Integer(compute="_compute_counts", string="Booked Otherwise")
    words = fields.Char(compute="_compute_counts")

    # ------------------------------------------------------------------------------------------------ what is proposed

    @api.model
    def _action_open(self, line):
        """:param line: one ``account.bank.statement.line`` record
        :return: the action that asks for the mapping
        :raise UserError: when several lines are given, or nothing of the text can be told by
        """
        if len(line) != 1:
            raise UserError(self.env._("Select one statement line to make a text mapping from."))
        wizard = self.create({"line_id": line.id, **self._proposed_values(line)})
        wizard.automatic = wizard.mapping_id.trigger == "auto_reconcile"
        wizard.only_this_bank = bool(wizard.mapping_id.match_journal_ids)
        return wizard._reopen()

    def _reopen(self):
        self.ensure_one()
        return dialog_of(self, self.env._("Map Text"), size=None)

    @api.model
    def _proposed_values(self, line):
        """The line's own accounts first, else what lines of its text were booked to."""
        booked = self._booked_before(line)
        own = line.match_ids.filtered(lambda match: match.account_id and not match.write_off_reason)
        account = line.match_offer_account_id or own.account_id[:1] or booked.get(line, line.browse().journal_id)
        if not account or account._name != "account.account":
            account = self.env["account.account"]
        samples = [
            Sample(f"{other.payment_ref or ''} {other.partner_name or ''}", target.id if target else None)
            for other, target in booked.items()
            if other != line
        ]
        wanted = (account or booked.get(line) or account).id or None
        text = telling_text(line.payment_ref or "", samples, wanted, line.partner_name or "")
        if not account:
            account = self._account_of_text(text, booked)
        partner = line.match_offer_partner_id
        return {
            "text": text or (line.payment_ref or "").strip(),
            "target": "partner" if partner and not account else "account",
            "account_id": account.id,
            "partner_id": (partner or own.partner_id or line.partner_id)[:1].id,
            "tax_ids": [Command.set(own.tax_ids.ids)] if own.tax_ids else [],
            "analytic_distribution": own[:1].analytic_distribution,
        }

    @api.model
    def _booked_before(self, line):
        """:return: line -> the one account it was booked to, empty where none, of the bank's latest lines"""
        lines = line.search_fetch(
            [("journal_id", "=", line.journal_id.id), ("state", "=", "posted")],
            ["payment_ref", "partner_name", "amount"],
            order="internal_index desc",
            limit=MOST_SAMPLES,
        )
        decisions = self.env["account.bank.decisions"]._read(lines)
        Account = self.env["account.account"]
        booked = {}
        for other in lines:
            decision = decisions.get(other.id)
            suspense = other.journal_id.suspense_account_id
            only = decision and not decision.items and len(decision.accounts) == 1
            account = Account.browse(decision.accounts) if only else Account
            booked[other] = account - suspense
        for other, account in list(booked.items()):
            if not account and other.match_ids.account_id:
                booked[other] = other.match_ids.account_id[:1]
        return booked

    @api.model
    def _account_of_text(self, text, booked):
        """:return: the account that lines of a text were booked to, where they agree"""
        folded = fold(text)
        accounts = self.env["account.account"]
        for line, account in booked.items():
            if folded and (folded in fold(line.payment_ref or "") or folded in fold(line.partner_name or "")):
                accounts |= account
        return accounts if len(accounts) == 1 else accounts.browse()

    @api.depends("account_id")
    def _compute_tax_ids(self):
        for wizard in self:
            taxes = wizard.account_id.tax_ids
            wizard.tax_ids = taxes.filtered_domain(taxes._check_company_domain(wizard.company_id))

    # ------------------------------------------------------------------------------------------- what it would come to

    @api.depends("text", "target", "account_id", "credit_account_id", "partner_id", "only_this_bank", "line_id")
    @api.depends_context("lang")
    def _compute_counts(self):
        for wizard in self:
            wizard.mapping_id = wizard._same_mapping()
            rows = []
            if (wizard.text or "").strip():
                mapping = self.env["account.reconcile.model"].new(
                    wizard._mapping_values(), origin=wizard.mapping_id or None
                )
                rows = self.env["account.bank.dry.runner"]._rows_of_mapping(mapping)
            others = [row for row in rows if row["is_open"] and row["line_id"] != wizard.line_id._origin.id]
            past = [row for row in rows if not row["is_open"]]
            wizard.open_count = sum(row["outcome"] == "change" for row in others)
            wizard.past_count = len(past)
            wizard.contradiction_count = sum(row["outcome"] == "contradiction" for row in past)
            wizard.words = wizard._words(len(others))

    def _words(self, open_lines):
        """:return: in how many lines the text stands, and what people did with them"""
        if not (self.text or "").strip():
            return False
        words = self.env._(
            "Found in %(open)s other open lines and %(past)s lines of the last twelve months.",
            open=open_lines,
            past=self.past_count,
        )
        if self.past_count and (self.account_id or self.target == "partner") and not self.contradiction_count:
            words += " " + self.env._("All of these were booked just so.")
        return words

    def _same_mapping(self):
        """:return: the mapping of the same text, in any case and with or without accents, which is changed"""
        self.ensure_one()
        text = fold((self.text or "").strip())
        Mapping = self.env["account.reconcile.model"]
        if not text:
            return Mapping
        mappings = Mapping.search([*Mapping._check_company_domain(self.company_id), ("match_label", "=", "contains")])
        return mappings.filtered(
            lambda model: (
                fold((model.match_label_param or "").strip()) == text
                and (not model.match_journal_ids or self.journal_id in model.match_journal_ids)
            )
        )[:1]

    def _mapping_values(self):
        """:return: values of the reconciliation model"""
        self.ensure_one()
        line = {"partner_id": self.partner_id.id, "sequence": 10}
        if self.target == "account":
            line.update(
                account_id=self.account_id.id,
                credit_account_id=self.credit_account_id.id if self.credit_account_id != self.account_id else False,
                tax_ids=[Command.set(self.tax_ids._origin.ids)],
                analytic_distribution=self.analytic_distribution or False,
                amount_type="percentage",
                amount_string="100",
            )
        text = (self.text or "").strip()
        return {
            "name": self.mapping_id.name or text,
            "company_id": self.company_id.id,
            "match_label": "contains",
            "match_label_param": text,
            "match_journal_ids": [Command.set(self.journal_id.ids if self.only_this_bank else [])],
            "trigger": "auto_reconcile" if self.automatic else "manual",
            "line_ids": [Command.clear(), Command.create(line)],
        }

    def action_dry_run(self):
        """List the lines the mapping would hit, and where people decided otherwise; nothing is saved."""
        self.ensure_one()
        mapping = self.env["account.reconcile.model"].new(self._mapping_values(), origin=self.mapping_id or None)
        rows = self.env["account.bank.dry.runner"]._rows_of_mapping(mapping)
        return self.env["account.bank.dry.run"]._action_open(self.text, rows, wizard=self)

    # ---------------------------------------------------------------------------------------------------------- action

    def action_map(self):
        """Save the mapping, and propose it for the line and, where asked, for the other open lines of its text."""
        self.ensure_one()
        self._check()
        values = self._mapping_values()
        mapping = self.mapping_id
        if mapping:
            mapping.write(values)
        else:
            mapping = self.env["account.reconcile.model"].create(values)
        lines = self.line_id if not self.line_id.is_reconciled else self.line_id.browse()
        if self.apply_to_open:
            open_lines, _past = self.env["account.bank.dry.runner"]._hits(mapping)
            lines |= open_lines
        free = lines.filtered(lambda line: line.match_state in ("open", "proposed"))
        if free:
            self.env["account.bank.matcher"]._match(free)
            free.journal_id._update_match_activity()
        proposed = free.filtered(lambda line: mapping in line.match_ids.reconcile_model_id)
        return self._notify(mapping, len(proposed))

    def _check(self):
        if not (self.text or "").strip():
            raise UserError(self.env._("Say which text to look for."))
        if len(self.mapping_id.line_ids) > 1:
            raise UserError(
                self.env._("“%s” books to several accounts. Change it on its own form.", self.mapping_id.display_name)
            )
        if self.target == "account" and not self.account_id:
            raise UserError(self.env._("Choose the account lines of this text are booked to."))
        if self.target == "partner" and not self.partner_id:
            raise UserError(self.env._("Choose the partner lines of this text belong to."))

    def _notify(self, mapping, proposed):
        message = self.env._(
            "“%(text)s” is mapped. Open lines it is proposed for: %(count)s.", text=self.text, count=proposed
        )
        if self.target == "partner":
            message = self.env._("“%(text)s” now means %(partner)s.", text=self.text, partner=self.partner_id.name)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
