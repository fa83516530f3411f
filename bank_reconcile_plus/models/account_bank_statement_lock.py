from datetime import timedelta

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


# What makes a reconciliation; its number and its exchange entry are the host's own bookkeeping about it.
RECONCILIATION_CONTENT = {
    "amount",
    "credit_amount_currency",
    "credit_move_id",
    "debit_amount_currency",
    "debit_move_id",
    "max_date",
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
    def _check_reconciliations(self, partials):
        """Refuse to change reconciliations that belong to posted statements: of what a match settled, and of what was
        reconciled by other means before the posting.

        A counterpart that was booked to an account only (a prepayment, say) may be reconciled and unreconciled later
        with anything: the statement says nothing about that.

        :param partials: ``account.partial.reconcile`` records
        """
        partials = partials.sudo()  # see above
        items = partials.debit_move_id | partials.credit_move_id
        posted = items.filtered(lambda item: item.statement_id.reconciliation_state == "posted")
        if not posted:
            return
        settled = self._settled(posted)
        unmatched = posted.filtered(lambda item: not item.statement_line_id.match_ids)
        for partial in partials:
            for item in (partial.debit_move_id | partial.credit_move_id) & unmatched:
                # The posting's time has no fractions of a second.
                if partial.create_date <= item.statement_id.posted_date + timedelta(seconds=1):
                    settled |= item
        self._check_open(settled.statement_id)

    @api.model
    def _settled(self, items):
        """:return: the items that are counterparts of a match with an open item"""
        matches = items.sudo().statement_line_id.match_ids  # see above
        return items & matches.filtered("move_line_id").counterpart_line_id
