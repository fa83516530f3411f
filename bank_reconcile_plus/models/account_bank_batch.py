from odoo import api, fields, models
from odoo.exceptions import UserError

SEQUENCES = {"inbound": ("Bank Deposits", "DEP"), "outbound": ("Bank Payment Batches", "PAY")}
#: payments in these states are no money any more
GONE = ("canceled", "rejected")


class AccountBankBatch(models.Model):
    """Several receipts or payments that the bank shows as one line: a deposit, or a batch of payments.

    A batch gathers payments that are registered already, and lines typed for customers, vendors and accounts, which
    become payments and an entry when the batch is posted. From then on the bank's line is matched with all of it as
    one.
    """

    _name = "account.bank.batch"
    _description = "Bank Batch"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Number",
        required=True,
        copy=False,
        default="/",
        tracking=True,
        help="Also found in the text of a statement line.",
    )
    reference = fields.Char(
        copy=False,
        tracking=True,
        help="What the bank calls it: the number of the slip or of the file. Found in the text of a statement line.",
    )
    batch_type = fields.Selection(
        [("inbound", "Deposit"), ("outbound", "Payment Batch")], string="Type", required=True, default="inbound"
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash', 'credit'))]",
        default=lambda self: self._default_journal(),
        tracking=True,
    )
    company_id = fields.Many2one("res.company", related="journal_id.company_id", store=True, precompute=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id", store=True, precompute=True)
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted")],
        required=True,
        default="draft",
        copy=False,
        readonly=True,
        tracking=True,
    )
    is_lump_sum = fields.Boolean(
        string="Lump Sum",
        copy=True,
        help="Book the whole batch as one outstanding entry, into which its payments are reconciled. Without it every"
        " line stays an outstanding entry of its own.",
    )
    payment_ids = fields.One2many("account.payment", "bank_batch_id", string="Payments", copy=False)
    line_ids = fields.One2many("account.bank.batch.line", "batch_id", string="New Lines", copy=True)
    item_ids = fields.One2many("account.move.line", "bank_batch_id", string="Outstanding Entries", readonly=True)
    move_id = fields.Many2one("account.move", string="Journal Entry", readonly=True, copy=False, index="btree_not_null")
    control_amount = fields.Monetary(
        string="Control Total", copy=False, tracking=True, help="What the slip, or the bank, says the total is."
    )
    amount = fields.Monetary(
        string="Total",
        compute="_compute_amount",
        store=True,
        help="What the lines add up to. Cancelled and rejected payments do not count.",
    )
    difference = fields.Monetary(compute="_compute_amount", store=True, help="Control total less total.")
    line_count = fields.Integer(string="Lines", compute="_compute_amount", store=True)
    bank_state = fields.Selection(
        [("open", "Outstanding"), ("part", "Partly Cleared"), ("cleared", "Cleared")],
        string="At the Bank",
        compute="_compute_bank_state",
        store=True,
        help="Whether the bank has shown it: no line of it, some, or all are reconciled with statement lines.",
    )

    _company_name = models.UniqueIndex("(company_id, name) WHERE name != '/'", "A batch of this number exists already.")

    @api.model
    def _default_journal(self):
        Journal = self.env["account.journal"]
        domain = [*Journal._check_company_domain(self.env.company), ("type", "=", "bank")]
        return Journal.search(domain, limit=1).id

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = batch.name if batch.name != "/" else self.env._("New")

    @api.depends("journal_id")
    def _compute_currency_id(self):
        for batch in self:
            batch.currency_id = batch.journal_id.currency_id or batch.journal_id.company_id.currency_id

    @api.depends(
        "control_amount",
        "currency_id",
        "state",
        "payment_ids.amount",
        "payment_ids.state",
        "line_ids.amount",
        "line_ids.kind",
        "line_ids.payment_id",
    )
    def _compute_amount(self):
        for batch in self:
            payments = batch.payment_ids.filtered(lambda payment: payment.state not in GONE)
            typed = batch.line_ids._without_payment()
            batch.amount = sum(payments.mapped("amount")) + sum(typed.mapped("amount"))
            batch.line_count = len(payments) + len(typed)
            batch.difference = batch.control_amount - batch.amount

    @api.depends(
        "state",
        "is_lump_sum",
        "payment_ids.is_matched",
        "payment_ids.state",
        "item_ids.reconciled",
        "item_ids.amount_residual",
    )
    def _compute_bank_state(self):
        for batch in self:
            if batch.state == "draft":
                batch.bank_state = False
                continue
            cleared = batch.item_ids.mapped("reconciled")
            begun = any(item.matched_debit_ids or item.matched_credit_ids for item in batch.item_ids)
            if not batch.is_lump_sum:
                payments = batch.payment_ids.filtered(lambda payment: payment.state not in GONE)
                cleared += payments.mapped("is_matched")
            batch.bank_state = "cleared" if cleared and all(cleared) else "part" if begun or any(cleared) else "open"

    # ------------------------------------------------------------------------------------------------------- numbers

    @api.model_create_multi
    def create(self, vals_list):
        for values in vals_list:
            if values.get("name", "/") == "/":
                known = {**self.default_get(["journal_id", "batch_type", "date"]), **values}
                journal = self.env["account.journal"].browse(known["journal_id"])
                values["name"] = self._next_name(journal.company_id, known["batch_type"], known["date"])
        return super().create(vals_list)

    @api.model
    def _next_name(self, company, batch_type, date):
        """:return: the next number of a company and kind"""
        name, prefix = SEQUENCES[batch_type]
        code = f"account.bank.batch.{batch_type}"
        # Access: whoever makes a batch needs a number; setting up sequences is for administrators.
        Sequence = self.env["ir.sequence"].sudo().with_company(company)
        if not Sequence.search_count([("code", "=", code), ("company_id", "=", company.id)], limit=1):
            Sequence.create(
                {
                    "name": name,
                    "code": code,
                    "prefix": f"{prefix}/%(range_year)s/",
                    "padding": 4,
                    "use_date_range": True,
                    "company_id": company.id,
                }
            )
        return Sequence.next_by_code(code, sequence_date=date)

    # ---------------------------------------------------------------------------------------------- what is refused

    @api.constrains("journal_id", "batch_type", "currency_id")
    def _check_payments(self):
        self.payment_ids._check_bank_batch()

    def write(self, vals):
        """A posted batch keeps its bank, date, lines and payments; the bank's reference may still come."""
        fixed = {"journal_id", "batch_type", "date", "is_lump_sum", "line_ids", "payment_ids", "control_amount", "name"}
        posted = self.filtered(lambda batch: batch.state == "posted")
        if posted and fixed & vals.keys():
            raise UserError(self.env._("%s is posted. Undo it first.", posted[0].name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        if posted := self.filtered(lambda batch: batch.state == "posted"):
            raise UserError(self.env._("%s is posted. Undo it first.", posted[0].name))
