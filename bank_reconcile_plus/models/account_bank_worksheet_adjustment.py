from odoo import Command, api, fields, models


class AccountBankWorksheetAdjustment(models.Model):
    """What the bank's statement shows and the books do not have yet: a fee, interest, a correction.

    The amount is signed, in the bank's currency: positive is money in. Posting makes a statement line of it.
    """

    _name = "account.bank.worksheet.adjustment"
    _description = "Bank Worksheet Adjustment"
    _inherit = ["analytic.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    worksheet_id = fields.Many2one("account.bank.worksheet", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="worksheet_id.company_id", store=True, precompute=True)
    currency_id = fields.Many2one(related="worksheet_id.currency_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("fee", "Fee"), ("interest", "Interest"), ("correction", "Correction")], required=True, default="fee"
    )
    date = fields.Date(
        compute="_compute_date", store=True, readonly=False, precompute=True, help="When the bank booked it."
    )
    name = fields.Char(string="Text", help="What the bank says it is.")
    account_id = fields.Many2one(
        "account.account",
        compute="_compute_account_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        domain="[('account_type', '!=', 'off_balance')]",
    )
    partner_id = fields.Many2one("res.partner", check_company=True, ondelete="restrict")
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        check_company=True,
        help="Taken out of the amount.",
    )
    amount = fields.Monetary(help="As it changes the bank's balance: a fee is less than zero, interest received more.")
    comment = fields.Char()

    @api.depends("worksheet_id.date")
    def _compute_date(self):
        for adjustment in self:
            last = adjustment.worksheet_id.date
            if not adjustment.date or (last and adjustment.date > last):
                adjustment.date = last

    @api.depends("kind", "worksheet_id.journal_id")
    def _compute_account_id(self):
        """A fee goes where the bank's fees go; anything else where the bank's last one of its kind went."""
        for adjustment in self.filtered(lambda each: not each.account_id):
            journal = adjustment.worksheet_id.journal_id
            fees = journal.match_fee_account_id or journal.company_id.match_fee_account_id
            of_kind = [("worksheet_id.journal_id", "=", journal.id), ("kind", "=", adjustment.kind)]
            before = [*of_kind, ("worksheet_id.state", "=", "posted")]
            adjustment.account_id = (adjustment.kind == "fee" and fees) or self.search(
                before, order="date desc, id desc", limit=1
            ).account_id

    @api.depends("account_id")
    def _compute_tax_ids(self):
        for adjustment in self:
            taxes = adjustment.account_id.tax_ids
            adjustment.tax_ids = taxes.filtered_domain(taxes._check_company_domain(adjustment.company_id))

    # ----------------------------------------------------------------------------------------------- what may be done

    @api.model_create_multi
    def create(self, vals_list):
        """A posted worksheet gets no more adjustments."""
        adjustments = super().create(vals_list)
        adjustments.worksheet_id._check_draft()
        return adjustments

    def write(self, vals):
        """Adjustments of a posted worksheet stay as they are."""
        self.worksheet_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self.worksheet_id._check_draft()

    # -------------------------------------------------------------------------------------------------------- posting

    def _missing(self):
        """:return: list of sentences: why these cannot be posted yet"""
        return [words for adjustment in self if (words := adjustment._missing_words())]

    def _missing_words(self):
        named = self.name or dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        if self.currency_id.is_zero(self.amount):
            return self.env._("Adjustment “%s” has no amount.", named)
        if not self.account_id:
            return self.env._("Adjustment “%s” has no account.", named)
        if self.account_id == self.worksheet_id.journal_id.default_account_id:
            return self.env._("Adjustment “%s” is on the bank's own account. Choose where the money went.", named)
        of_partners = self.account_id.account_type in ("asset_receivable", "liability_payable")
        if of_partners and not self.partner_id:
            return self.env._("Adjustment “%s” is on account and says not whose.", named)
        if self.date and self.date > self.worksheet_id.date:
            return self.env._("Adjustment “%s” is dated after the statement date.", named)
        return None

    def _make_lines(self, statement):
        """Make lines of a statement of the adjustments, each matched with its account and accepted.

        :return: ``account.bank.statement.line`` records
        """
        lines = self.env["account.bank.statement.line"].create(
            [adjustment._line_values(statement) for adjustment in self]
        )
        self.env["account.bank.match"].create(
            [adjustment._match_values(line) for adjustment, line in zip(self, lines, strict=True)]
        )
        return lines

    def _line_values(self, statement):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "statement_id": statement.id,
            "journal_id": statement.journal_id.id,
            "date": statement._date_of_line(self.date or statement.date),
            "amount": self.amount,
            "payment_ref": self.name or kinds[self.kind],
            "partner_id": self.partner_id.id,
            "narration": self.comment or False,
        }

    def _match_values(self, line):
        return {
            "statement_line_id": line.id,
            "account_id": self.account_id.id,
            "partner_id": self.partner_id.id,
            "amount": line.amount,
            "tax_ids": [Command.set(self.tax_ids.ids)],
            "analytic_distribution": self.analytic_distribution or False,
            "name": line.payment_ref,
            "state": "accepted",
            "accepted_by_id": self.env.uid,
        }
