from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountBankWorksheet(models.Model):
    """The reconciliation of a bank that sends no file, as it is done on paper.

    What the books have waiting for the bank is ticked off against the paper statement; what the paper has and the
    books have not is added as an adjustment. A worksheet can be left and taken up again. Posting makes the statement
    of it, its lines and their matches, and posts them as any statement's.

    Amounts are floats in the bank's currency, positive is money in.
    """

    _name = "account.bank.worksheet"
    _description = "Bank Worksheet"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", compute="_compute_name", store=True, precompute=True)
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
    date = fields.Date(
        string="Statement Date",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="Of the bank's paper statement. What the books have up to this day can be ticked.",
    )
    statement_number = fields.Char(
        copy=False, tracking=True, help="The number of the statement this becomes; the bank's next one where empty."
    )
    last_statement_id = fields.Many2one("account.bank.statement", compute="_compute_last_statement_id")
    balance_start = fields.Monetary(
        string="Starting Balance",
        compute="_compute_balance_start",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Where the bank's last statement ended; before its first one what the bank's account has in the books.",
    )
    balance_end = fields.Monetary(
        string="Ending Balance", copy=False, tracking=True, help="As the bank's paper statement says."
    )
    state = fields.Selection(
        [("draft", "Open"), ("posted", "Posted")],
        required=True,
        default="draft",
        copy=False,
        readonly=True,
        index=True,
        tracking=True,
    )
    item_ids = fields.One2many("account.bank.worksheet.item", "worksheet_id", string="Ticks", readonly=True)
    adjustment_ids = fields.One2many(
        "account.bank.worksheet.adjustment", "worksheet_id", string="Adjustments", copy=False
    )
    difference = fields.Monetary(
        compute="_compute_difference",
        help="Starting balance, what is ticked and adjustments, less the ending balance. Posted only when it is zero.",
    )
    statement_id = fields.Many2one(
        "account.bank.statement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    snapshot = fields.Json(readonly=True, copy=False, help="What the worksheet showed when it was posted.")

    @api.model
    def _default_journal(self):
        Journal = self.env["account.journal"]
        domain = [*Journal._check_company_domain(self.env.company), ("type", "=", "bank")]
        return Journal.search(domain, limit=1).id

    @api.depends("journal_id", "date")
    def _compute_name(self):
        """Bank and date; a second worksheet of the day says so."""
        given = set()
        for worksheet in self:
            journal, date = worksheet.journal_id, worksheet.date
            if not journal or not date:
                worksheet.name = False
                continue
            others = [("journal_id", "=", journal.id), ("date", "=", date), ("id", "not in", worksheet._origin.ids)]
            taken = given | set(self.search(others).mapped("name"))
            base, number = f"{journal.code}/{date.isoformat()}", 1
            name = base
            while name in taken:
                number += 1
                name = f"{base}/{number}"
            worksheet.name = name
            given.add(name)

    @api.depends("journal_id")
    def _compute_currency_id(self):
        for worksheet in self:
            worksheet.currency_id = worksheet.journal_id.currency_id or worksheet.journal_id.company_id.currency_id

    @api.depends("journal_id", "date", "statement_id")
    def _compute_last_statement_id(self):
        """The bank's last statement up to the date; of a posted worksheet the one before its own."""
        for worksheet in self:
            own = worksheet.statement_id
            worksheet.last_statement_id = (
                own.previous_statement_id
                if own.first_line_index
                else own._last_before(worksheet.journal_id, worksheet.date)
            )

    @api.depends("journal_id", "date")
    def _compute_balance_start(self):
        """Where the bank's last statement ended. Before its first one what its account has at the date; a person may
        know better, and what was said stays.
        """
        for worksheet in self.filtered(lambda each: each.state != "posted"):
            last = worksheet.last_statement_id
            if last:
                worksheet.balance_start = last.balance_end_real
            elif worksheet._origin.journal_id != worksheet.journal_id:
                worksheet.balance_start = worksheet._bank_account_balance()

    @api.depends("balance_start", "balance_end", "date", "journal_id", "adjustment_ids.amount", "item_ids.cleared")
    def _compute_difference(self):
        for worksheet in self:
            worksheet.difference = worksheet._figures()["totals"]["difference"]

    # ---------------------------------------------------------------------------------------------- what is refused

    def _check_draft(self):
        """:raise UserError: when one of the worksheets is posted"""
        if posted := self.filtered(lambda worksheet: worksheet.state == "posted")[:1]:
            raise UserError(
                self.env._("Worksheet %s is posted, and stays as it is. Undo it to change something.", posted.name)
            )

    def write(self, vals):
        """A posted worksheet stays as it is; the bank of one that was posted once is that of its statement."""
        fixed = {"journal_id", "date", "statement_number", "balance_start", "balance_end", "adjustment_ids", "item_ids"}
        if {"state", "snapshot", "statement_id"} & vals.keys():
            raise UserError(self.env._("A worksheet is posted and undone by its buttons, not by writing its state."))
        if fixed & vals.keys():
            self._check_draft()
        banks = self.statement_id.journal_id.ids
        if banks and vals.get("journal_id", banks[0]) not in banks:
            raise UserError(self.env._("The worksheet was posted once, and has the statement of its bank."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """A worksheet begins open."""
        if any({"state", "snapshot", "statement_id"} & vals.keys() for vals in vals_list):
            raise UserError(self.env._("A worksheet is posted and undone by its buttons, not by writing its state."))
        return super().create(vals_list)

    def _write_life(self, vals):
        """Write past the lock: for posting and undoing."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_draft()

    def unlink(self):
        """With it goes the empty statement of a worksheet that was posted and undone."""
        statements = self.statement_id
        result = super().unlink()
        statements.exists().filtered(lambda statement: not statement.line_ids).unlink()
        return result
