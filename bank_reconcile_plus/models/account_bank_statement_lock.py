from odoo import api, models
from odoo.exceptions import UserError

# What may still be written on a posted statement and on its lines: what people say about them, and working notes.
OPEN_PREFIXES = ("message_", "activity_", "website_message_", "rating_")
OPEN_FIELDS = {"attachment_ids", "checked", "match_looked_at", "match_refusal"}

# What makes the content of an entry and of its items; the rest (payment state, hashes, numbers of a reconciliation)
# is the host's own bookkeeping about them.
ENTRY_CONTENT = {
    "amount_total",
    "company_id",
    "currency_id",
    "date",
    "invoice_line_ids",
    "journal_id",
    "line_ids",
    "move_type",
    "name",
    "partner_id",
    "payment_reference",
    "ref",
    "state",
    "statement_line_id",
    "statement_line_ids",
}
ITEM_CONTENT = {
    "account_id",
    "amount_currency",
    "analytic_distribution",
    "balance",
    "credit",
    "currency_id",
    "date",
    "debit",
    "move_id",
    "name",
    "partner_id",
    "statement_line_id",
    "tax_ids",
    "tax_line_id",
    "tax_repartition_line_id",
    "tax_tag_ids",
}


class AccountBankStatementLock(models.AbstractModel):
    """Keeps a posted statement, its lines, their entries and their matches as they are, whoever asks.

    There is no switch that lets somebody by: reopening opens the statement first, then works on it.
    """

    _name = "account.bank.statement.lock"
    _description = "Bank Statement Lock"

    @api.model
    def _check_open(self, statements):
        """Refuse to go on when one of the statements is posted.

        :raise UserError: names the statement, and what to do
        """
        # Access: who edits an entry may not see statements, and is still held to their lock.
        posted = statements.sudo().filtered(lambda statement: statement.reconciliation_state == "posted")[:1]
        if posted:
            raise UserError(self._words(posted))

    @api.model
    def _words(self, statement):
        """:return: why nothing of a posted statement can be changed, and what to do"""
        return self.env._(
            "Statement “%(statement)s” of %(bank)s is posted, and what belongs to it cannot be changed. A manager can"
            " open it again: Bank > Statements, Reopen.",
            statement=statement.name,
            bank=statement.journal_id.name,
        )

    @api.model
    def _is_content(self, names):
        """:return: whether fields of a statement or of its lines are more than notes about it"""
        return any(name not in OPEN_FIELDS and not name.startswith(OPEN_PREFIXES) for name in names)

    @api.model
    def _check_items(self, items):
        """Refuse to take back reconciliations that belong to posted statements.

        A counterpart that was booked to an account only (a prepayment, say) may be reconciled and unreconciled later
        with anything: the statement says nothing about that.

        :param items: ``account.move.line`` records whose reconciliation would end
        """
        posted = items.sudo().filtered(lambda item: item.statement_id.reconciliation_state == "posted")  # see above
        if posted:
            lines = posted.statement_line_id
            on_account = lines.match_ids.filtered(lambda match: not match.move_line_id).counterpart_line_id
            self._check_open((posted - on_account).statement_id)
