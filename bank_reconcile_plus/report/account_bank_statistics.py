from odoo import fields, models


class AccountBankStatistics(models.Model):
    """Money in and out of banks, a row a statement line, for statistics by period."""

    _name = "account.bank.statistics"
    _description = "Bank Statistics"
    _auto = False
    _order = "date desc, id desc"

    date = fields.Date(readonly=True)
    journal_id = fields.Many2one("account.journal", string="Bank", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    statement_id = fields.Many2one("account.bank.statement", readonly=True)
    statement_line_id = fields.Many2one("account.bank.statement.line", string="Line", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    text = fields.Char(readonly=True)
    is_reconciled = fields.Boolean(string="Posted", readonly=True)
    money_in = fields.Monetary(readonly=True)
    money_out = fields.Monetary(readonly=True)
    amount = fields.Monetary(string="Change", readonly=True)

    @property
    def _table_query(self):
        return """
            SELECT line.id,
                   move.date,
                   line.journal_id,
                   line.company_id,
                   line.currency_id,
                   line.statement_id,
                   line.id AS statement_line_id,
                   line.partner_id,
                   line.payment_ref AS text,
                   line.is_reconciled,
                   GREATEST(line.amount, 0) AS money_in,
                   LEAST(line.amount, 0) AS money_out,
                   line.amount
              FROM account_bank_statement_line AS line
              JOIN account_move AS move ON move.id = line.move_id
             WHERE move.state = 'posted'
        """
