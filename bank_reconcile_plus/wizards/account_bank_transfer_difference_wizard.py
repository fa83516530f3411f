from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class AccountBankTransferDifferenceWizard(models.TransientModel):
    """Books what is left of statement lines, or all of them, to an account or to another bank, matched at once.

    What is left is what neither a match nor the proposal covers, so a proposal is accepted with it. Amounts are gross:
    taxes are taken out of them, whether the tax is included in prices or not.
    """

    _name = "account.bank.transfer.difference.wizard"
    _description = "Transfer Difference"
    _inherit = ["analytic.mixin"]
    _check_company_auto = True

    line_ids = fields.Many2many(
        "account.bank.statement.line", "account_bank_transfer_wizard_line_rel", readonly=True, required=True
    )
    company_id = fields.Many2one("res.company", compute="_compute_lines")
    journal_id = fields.Many2one("account.journal", compute="_compute_lines", string="Bank")
    currency_id = fields.Many2one("res.currency", compute="_compute_lines")
    scope = fields.Selection(
        [("rest", "What is left"), ("line", "The whole line")],
        string="Book",
        required=True,
        default="rest",
        help="The whole line: its matches and its proposal are removed.",
    )
    target = fields.Selection(
        [("account", "An account"), ("bank", "Another bank")], string="To", required=True, default="account"
    )
    amount = fields.Monetary(compute="_compute_amount", help="Signed: positive is money in.")
    account_id = fields.Many2one(
        "account.account", check_company=True, domain="[('account_type', '!=', 'off_balance')]"
    )
    other_journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        string="Other Bank",
        domain="[('type', 'in', ('bank', 'cash', 'credit')), ('id', '!=', journal_id)]",
        help="Waits on the account for transfers until the other bank shows it; taken from there when it already has.",
    )
    partner_id = fields.Many2one("res.partner", compute="_compute_partner_id", store=True, readonly=False)
    tax_ids = fields.Many2many(
        "account.tax",
        "account_bank_transfer_wizard_tax_rel",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        check_company=True,
        string="Taxes",
    )
    name = fields.Char(string="Text", help="Empty: each line's own text.")
    words = fields.Text(compute="_compute_words")

    # -------------------------------------------------------------------------------------------------------- computes

    @api.depends("line_ids")
    def _compute_lines(self):
        for wizard in self:
            wizard.company_id = wizard.line_ids.company_id[:1]
            wizard.journal_id = wizard.line_ids.journal_id[:1]
            wizard.currency_id = wizard.line_ids.currency_id[:1]

    @api.depends("line_ids", "scope")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(wizard._amounts().values())

    def _amounts(self):
        """:return: line -> what of it would be booked, signed, in the bank's currency"""
        return {line: line.amount if self.scope == "line" else line.match_difference for line in self.line_ids}

    @api.depends("line_ids")
    def _compute_partner_id(self):
        for wizard in self:
            partners = wizard.line_ids.partner_id | wizard.line_ids.match_ids.partner_id
            wizard.partner_id = partners if len(partners) == 1 else False

    @api.depends("account_id", "target")
    def _compute_tax_ids(self):
        for wizard in self:
            taxes = wizard.account_id.tax_ids if wizard.target == "account" else wizard.account_id.tax_ids.browse()
            wizard.tax_ids = taxes.filtered_domain(taxes._check_company_domain(wizard.company_id))

    @api.depends("line_ids", "scope", "target", "account_id", "other_journal_id", "tax_ids", "partner_id")
    @api.depends_context("lang")
    def _compute_words(self):
        for wizard in self:
            wizard.words = "\n".join(filter(None, wizard._sentences())) or False

    def _sentences(self):
        """What would happen, a sentence each."""
        matches = self.line_ids.match_ids.filtered(lambda match: match.state != "posted")
        if self.scope == "line" and matches:
            yield self.env._("Removed: %s.", self._names(matches))
        if self.scope == "rest" and (proposed := matches.filtered(lambda match: match.state == "proposed")):
            yield self.env._("Accepted with it: %s.", self._names(proposed))
        if self.tax_ids and self.target == "account":
            yield self._tax_words()
        if self.target == "bank" and self.other_journal_id:
            found = self._transfer_items().values()
            yield (
                self.env._("The other side is already booked: %s.", ", ".join(item.move_id.name for item in found))
                if found
                else self.env._(
                    "It waits on %s until the other bank shows it.", self.company_id.transfer_account_id.display_name
                )
            )
        if self._is_on_account():
            yield self.env._("It stays open on %s until somebody matches it.", self.account_id.display_name)

    def _names(self, matches):
        return "; ".join(matches.mapped("matched_with")).rstrip(".")

    def _tax_words(self):
        computed = self.tax_ids.with_context(force_price_include=True).compute_all(
            self.amount, self.currency_id, partner=self.partner_id
        )
        parts = [self.env._("Base %s", self.currency_id.format(computed["total_excluded"]))]
        parts += [f"{tax['name']} {self.currency_id.format(tax['amount'])}" for tax in computed["taxes"]]
        return ", ".join(parts)

    def _is_on_account(self):
        return self.target == "account" and self.account_id.account_type in ("asset_receivable", "liability_payable")

    # ---------------------------------------------------------------------------------------------------------- action

    @api.model
    def _action_open(self, lines):
        """:return: the action that asks where the difference of lines goes

        :raise UserError: when no line is given, or one is reconciled
        """
        if reason := self.env["account.bank.hand.match"]._line_refusal(lines):
            raise UserError(reason)
        rest = any(not line.currency_id.is_zero(line.match_difference) for line in lines)
        wizard = self.create({"line_ids": [Command.set(lines.ids)], "scope": "rest" if rest else "line"})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfer Difference"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def action_transfer(self):
        """Book it: one accepted match a line."""
        self.ensure_one()
        hand = self.env["account.bank.hand.match"]
        self._check()
        lines = hand._lock(self.line_ids)
        if self.scope == "line":
            lines.match_ids.unlink()
        lines.match_ids.action_accept()
        amounts = {line: amount for line, amount in self._amounts().items() if not line.currency_id.is_zero(amount)}
        if not amounts:
            raise UserError(self.env._("Nothing of the lines is left to transfer."))
        items = self._transfer_items() if self.target == "bank" else {}
        self.env["account.bank.match"].create(
            [self._match_values(line, amount, items) for line, amount in amounts.items()]
        )
        hand._after(lines)
        return {"type": "ir.actions.act_window_close"}

    def _check(self):
        if reason := self.env["account.bank.hand.match"]._line_refusal(self.line_ids):
            raise UserError(reason)
        if self.target == "bank":
            if not self.other_journal_id:
                raise UserError(self.env._("Choose the other bank."))
            if not self.company_id.transfer_account_id:
                raise UserError(self.env._("Set the account for transfers between banks in the settings first."))
        elif not self.account_id:
            raise UserError(self.env._("Choose an account."))
        if self._is_on_account() and not self.partner_id:
            raise UserError(self.env._("Say whose money it is: an amount on account belongs to a partner."))

    def _match_values(self, line, amount, items):
        """:param dict items: line -> the open item that the other bank's statement has already booked of it"""
        values = {
            "statement_line_id": line.id,
            "amount": amount,
            "state": "accepted",
            "accepted_by_id": self.env.uid,
            "name": self.name or line.payment_ref,
            "sequence": 100,
        }
        if self.target == "bank":
            if line in items:
                return {**values, "move_line_id": items[line].id}
            label = self.name or self.env._("Transfer, %s", self.other_journal_id.name)
            return {**values, "account_id": self.company_id.transfer_account_id.id, "name": label}
        return {
            **values,
            "account_id": self.account_id.id,
            "partner_id": self.partner_id.id,
            "tax_ids": [Command.set(self.tax_ids.ids)],
            "analytic_distribution": self.analytic_distribution or False,
        }

    def _transfer_items(self):
        """:return: line -> the open item of its amount that the other bank's statement left on the transfer account"""
        account = self.company_id.transfer_account_id
        if not self.other_journal_id or not account:
            return {}
        matched = [("state", "=", "accepted"), ("statement_line_id", "not in", self.line_ids.ids)]
        items = self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("journal_id", "=", self.other_journal_id.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                "!",
                ("bank_match_ids", "any", matched),
            ],
            order="date, id",
        )
        found = {}
        for line, amount in self._amounts().items():
            for item in items:
                if not line.currency_id.compare_amounts(line._residual_in_line_currency(item), amount):
                    found[line] = item
                    items -= item
                    break
        return found
