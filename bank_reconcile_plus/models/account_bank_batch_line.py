from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountBankBatchLine(models.Model):
    """A receipt or payment typed in a batch: it becomes a payment, or part of an entry, when the batch is posted."""

    _name = "account.bank.batch.line"
    _description = "Bank Batch Line"
    _inherit = ["analytic.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    batch_id = fields.Many2one("account.bank.batch", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True, precompute=True)
    currency_id = fields.Many2one(related="batch_id.currency_id")
    state = fields.Selection(related="batch_id.state", string="Batch State")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("customer", "Customer"), ("supplier", "Vendor"), ("account", "Account")],
        string="For",
        required=True,
        default="customer",
    )
    partner_id = fields.Many2one(
        "res.partner",
        check_company=True,
        help="Whose receipt or payment it is; on the check, its payer.",
    )
    commercial_partner_id = fields.Many2one(related="partner_id.commercial_partner_id")
    account_id = fields.Many2one(
        "account.account",
        compute="_compute_account_id",
        store=True,
        readonly=False,
        check_company=True,
        domain="[('account_type', 'not in', ('off_balance', 'asset_receivable', 'liability_payable'))]",
        help="Where a line without customer or vendor is booked.",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        check_company=True,
        help="Taken out of the amount.",
    )
    amount = fields.Monetary(
        required=True,
        help="What the slip says of this line. On an account less than zero is allowed: cash that was kept back.",
    )
    check_number = fields.Char(copy=False)
    memo = fields.Char(string="Label")
    date = fields.Date(help="When it was received or made; the date of the batch where empty.", copy=False)
    application = fields.Selection(
        [("none", "On Account"), ("oldest", "Oldest First"), ("chosen", "Chosen Documents")],
        string="Applied To",
        required=True,
        default="none",
        help="Which open documents of the partner it settles. On account: none, it stays open.",
    )
    settled_item_ids = fields.Many2many(
        "account.move.line",
        string="Documents",
        copy=False,
        check_company=True,
        domain="[('parent_state', '=', 'posted'), ('reconciled', '=', False), ('currency_id', '=', currency_id),"
        " ('partner_id', '=', commercial_partner_id), ('payment_id', '=', False),"
        " ('account_id.account_type', 'in', ('asset_receivable', 'liability_payable'))]",
    )
    payment_id = fields.Many2one("account.payment", readonly=True, copy=False, index="btree_not_null")

    @api.depends("kind")
    def _compute_account_id(self):
        self.filtered(lambda line: line.kind != "account").account_id = False

    @api.depends("account_id")
    def _compute_tax_ids(self):
        for line in self:
            taxes = line.account_id.tax_ids
            line.tax_ids = taxes.filtered(lambda tax, line=line: tax.company_id in line.company_id.parent_ids)

    @api.depends("kind", "partner_id", "account_id", "amount")
    def _compute_display_name(self):
        for line in self:
            whose = line.partner_id.display_name or line.account_id.display_name or ""
            line.display_name = " ".join(
                [whose, line.currency_id.format(line.amount) if line.currency_id else ""]
            ).strip()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        if vals.keys() - {"payment_id", "sequence"}:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_draft()

    def _check_draft(self):
        if posted := self.batch_id.filtered(lambda batch: batch.state == "posted"):
            raise UserError(self.env._("%s is posted. Undo it first.", posted[0].name))

    # ------------------------------------------------------------------------------------------------ what is missing

    def _problems(self):
        """:return: list of sentences: what the lines lack to be posted"""
        problems = []
        for line in self:
            if reason := line._problem():
                problems.append(self.env._("Line of %(amount)s: %(reason)s", amount=line._money(), reason=reason))
        return problems

    def _money(self):
        return self.currency_id.format(self.amount)

    def _problem(self):
        self.ensure_one()
        if self.kind == "account":
            if not self.account_id:
                return self.env._("say which account it is booked to.")
            return self.env._("an amount is missing.") if self.currency_id.is_zero(self.amount) else None
        if not self.partner_id:
            return self.env._("say whose it is.")
        if self.currency_id.compare_amounts(self.amount, 0) <= 0:
            return self.env._("the amount must be more than zero.")
        return self._application_problem()

    def _application_problem(self):
        if self.application != "chosen":
            return None
        items = self.settled_item_ids
        if not items:
            return self.env._("choose the documents it settles.")
        if closed := items.filtered(lambda item: item.reconciled or item.parent_state != "posted"):
            return self.env._("%s is not open any more.", closed[0].move_id.name)
        if strange := items.filtered(lambda item: item.partner_id != self.commercial_partner_id):
            return self.env._("%s belongs to another partner.", strange[0].move_id.name)
        if len(items.account_id) > 1:
            return self.env._("the documents are on different accounts; use a line for each.")
        if wrong := items.filtered(lambda item: item.amount_residual * self._sign() <= 0):
            return self.env._("%s runs the other way.", wrong[0].move_id.name)
        return None

    def _without_payment(self):
        """:return: the lines that count by themselves: not yet posted, or on an account; the others are payments"""
        return self.filtered(lambda line: not line.payment_id and (line.state == "draft" or line.kind == "account"))

    def _sign(self):
        """:return: 1 where the line is money in, -1 where it is money out"""
        return 1 if self.batch_id.batch_type == "inbound" else -1

    # ------------------------------------------------------------------------------------------------------- payments

    def _payment_values(self):
        self.ensure_one()
        batch = self.batch_id
        values = {
            "payment_type": batch.batch_type,
            "partner_type": self.kind,
            "partner_id": self.partner_id.id,
            "amount": self.amount,
            "currency_id": batch.currency_id.id,
            "journal_id": batch.journal_id.id,
            "date": self.date or batch.date,
            "memo": self.memo or batch.name,
            "check_number": self.check_number,
            "bank_batch_id": batch.id,
        }
        if self.application == "chosen":
            values["destination_account_id"] = self.settled_item_ids.account_id.id
            values["invoice_ids"] = [(6, 0, self.settled_item_ids.move_id.ids)]
        return values

    def _apply(self):
        """Let the payment of a line settle what the line says."""
        self.ensure_one()
        account = self.payment_id.destination_account_id
        open_item = self.payment_id.move_id.line_ids.filtered(
            lambda item: item.account_id == account and not item.reconciled
        )
        items = self.settled_item_ids if self.application == "chosen" else self._oldest_items(account)
        if open_item and items:
            (open_item | items).reconcile()

    def _oldest_items(self, account):
        """:return: the open documents of the partner that the line's amount reaches, the oldest due first"""
        if self.application != "oldest":
            return self.env["account.move.line"]
        sign = self._sign()
        items = self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("partner_id", "=", self.commercial_partner_id.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("currency_id", "=", self.currency_id.id),
                ("payment_id", "=", False),
                ("amount_residual_currency", ">" if sign > 0 else "<", 0),
            ],
            order="date_maturity, date, id",
        )
        reached, rest = items.browse(), self.amount
        for item in items:
            if self.currency_id.compare_amounts(rest, 0) <= 0:
                break
            reached |= item
            rest -= abs(item.amount_residual_currency)
        return reached
