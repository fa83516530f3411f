from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountBankSuggestLinesWizard(models.TransientModel):
    """Makes statement lines of ledger entries the bank has not shown yet, each matched with its entry at once.

    For a bank whose statement is on paper: what was paid and received is in the books already, and is ticked off.
    """

    _name = "account.bank.suggest.lines.wizard"
    _description = "Suggest Lines"

    statement_id = fields.Many2one("account.bank.statement", required=True, readonly=True)
    currency_id = fields.Many2one(related="statement_id.currency_id")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To", required=True)
    exclude_reversed = fields.Boolean(string="Leave out reversed entries", default=True)
    item_ids = fields.Many2many(
        "account.move.line", compute="_compute_item_ids", store=True, readonly=False, string="Ledger Entries"
    )
    item_count = fields.Integer(string="Lines", compute="_compute_total")
    total = fields.Monetary(compute="_compute_total", help="Signed: positive is money in.")
    missing = fields.Monetary(
        string="Missing on the Statement",
        compute="_compute_total",
        help="Ending minus starting balance, less the lines there are.",
    )

    @api.depends("statement_id", "date_from", "date_to", "exclude_reversed")
    def _compute_item_ids(self):
        for wizard in self:
            wizard.item_ids = self.env["account.move.line"].search(wizard._domain(), order="date, id")

    def _domain(self):
        """:return: the domain of what this bank's books show, the bank does not, and nothing is matched with"""
        self.ensure_one()
        return self.statement_id._unshown_domain(
            self.statement_id.journal_id, self.date_to, self.date_from, self.exclude_reversed
        )

    @api.depends("item_ids", "statement_id")
    def _compute_total(self):
        for wizard in self:
            statement = wizard.statement_id
            items = wizard.item_ids._origin.with_context(bank_statement_id=statement.id)
            wizard.item_count = len(items)
            wizard.total = sum(items.mapped("bank_item_residual"))
            there = sum(statement.line_ids.mapped("amount"))
            wizard.missing = statement.balance_end_real - statement.balance_start - there

    @api.model
    def _action_open(self, statement):
        """:return: the action that asks which entries of a period become lines of a statement"""
        if statement.reconciliation_state == "posted":
            raise UserError(self.env._("Statement “%s” is posted. Reopen it first.", statement.name))
        wizard = self.create(
            {"statement_id": statement.id, "date_to": statement.date or fields.Date.context_today(self)}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Suggest Lines"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "large", "bank_statement_id": statement.id},
        }

    def action_suggest(self):
        """Make the lines, matched and accepted."""
        self.ensure_one()
        self.statement_id._lock_row()  # pressed twice, the second finds what the first has made
        items = self.item_ids & self.item_ids.search(self._domain())
        if not items:
            raise UserError(self.env._("There is no ledger entry to make a line of."))
        self.statement_id._make_lines_of_items(items)
        return {"type": "ir.actions.act_window_close"}
