from odoo import api, fields, models


class AccountBankDryRunRow(models.TransientModel):
    """One line in a dry run: what it is now, and what it would be."""

    _name = "account.bank.dry.run.row"
    _description = "Line of a Dry Run"

    dry_run_id = fields.Many2one("account.bank.dry.run", required=True, ondelete="cascade", index=True)
    statement_line_id = fields.Many2one(
        "account.bank.statement.line", string="Line", required=True, ondelete="cascade", readonly=True
    )
    date = fields.Date(related="statement_line_id.date")
    payment_ref = fields.Char(related="statement_line_id.payment_ref", string="Bank Text")
    amount = fields.Monetary(related="statement_line_id.amount")
    currency_id = fields.Many2one(related="statement_line_id.currency_id")
    is_open = fields.Boolean(string="Open", readonly=True)
    outcome = fields.Selection(
        [
            ("contradiction", "People decided otherwise"),
            ("change", "Would change"),
            ("same", "As it is"),
            ("stays", "Stays"),
        ],
        readonly=True,
    )
    now = fields.Char(readonly=True)
    would = fields.Char(string="Would Be", readonly=True)
    why = fields.Char(readonly=True)
    url = fields.Char(string="Link", compute="_compute_url")

    @api.depends("statement_line_id")
    def _compute_url(self):
        for row in self:
            row.url = f"/odoo/action-bank_reconcile_plus.action_bank_reconcile_lines/{row.statement_line_id.id}"
