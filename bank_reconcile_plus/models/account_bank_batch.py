from odoo import api, fields, models
from odoo.exceptions import UserError

SEQUENCES = {"inbound": ("Bank Deposits", "DEP"), "outbound": ("Bank Payment Batches", "PAY")}


class AccountBankBatch(models.Model):
    """Several receipts or payments that the bank shows as one line: a deposit, or a batch of payments."""

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
        [("draft", "Draft"), ("posted", "Posted")], required=True, default="draft", copy=False, tracking=True
    )
    payment_ids = fields.One2many("account.payment", "bank_batch_id", string="Payments", copy=False)
    amount = fields.Monetary(
        string="Total", compute="_compute_amount", store=True, help="What the lines add up to, without sign."
    )

    _company_type_name = models.UniqueIndex(
        "(company_id, batch_type, name) WHERE name != '/'", "A batch of this number is there already."
    )

    @api.model
    def _default_journal(self):
        banks = self.env["account.journal"].search(
            [*self.env["account.journal"]._check_company_domain(self.env.company), ("type", "=", "bank")], limit=1
        )
        return banks.id

    @api.depends("journal_id")
    def _compute_currency_id(self):
        for batch in self:
            batch.currency_id = batch.journal_id.currency_id or batch.journal_id.company_id.currency_id

    @api.depends("payment_ids.amount")
    def _compute_amount(self):
        for batch in self:
            batch.amount = sum(batch.payment_ids.mapped("amount"))

    @api.model_create_multi
    def create(self, vals_list):
        batches = super().create(vals_list)
        for batch in batches.filtered(lambda batch: batch.name == "/"):
            batch.name = batch._next_name()
        return batches

    def _next_name(self):
        """:return: the next number of the batch's company and kind"""
        self.ensure_one()
        name, prefix = SEQUENCES[self.batch_type]
        code = f"account.bank.batch.{self.batch_type}"
        # Whoever makes a batch needs a number; setting up sequences is for administrators.
        Sequence = self.env["ir.sequence"].sudo().with_company(self.company_id)
        if not Sequence.search_count([("code", "=", code), ("company_id", "=", self.company_id.id)], limit=1):
            Sequence.create(
                {
                    "name": name,
                    "code": code,
                    "prefix": f"{prefix}/%(range_year)s/",
                    "padding": 4,
                    "use_date_range": True,
                    "company_id": self.company_id.id,
                }
            )
        return Sequence.next_by_code(code, sequence_date=self.date)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        if self.filtered(lambda batch: batch.state == "posted"):
            raise UserError(self.env._("A posted batch cannot be deleted. Undo it first."))
