from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain


class AccountBankPane(models.AbstractModel):
    """Which journal items stand in the right pane of the Bank Reconciliation page.

    With lines selected, the open items they could settle; with none, the ledger entries of this bank: payments and
    transfers the bank has not shown yet, entries on its account that no statement line made, and what is matched on
    this statement. The statement's date is the limit of both: what is dated later is not on this statement, but for
    documents within the bank's date tolerance.
    """

    _name = "account.bank.pane"
    _description = "Bank Reconciliation Pane"

    @api.model
    def _domain(self, statement, lines):
        """:return: the domain of ``account.move.line`` for a statement and the selected lines of it"""
        if not statement:
            return Domain.FALSE
        if lines:
            linked = Domain("bank_match_ids.statement_line_id", "in", lines.ids)
            if all(lines.mapped("is_reconciled")):
                return linked
            return self._open_domain(statement, lines) | linked
        return self._ledger_domain(statement)

    @api.model
    def _open_domain(self, statement, lines):
        """Open items lines of a bank could settle: all but payments of other banks, and what the lines booked."""
        journal = statement.journal_id
        companies = self.env["res.company"].search([("id", "child_of", journal.company_id.id)])
        partner_accounts = Domain("account_id.account_type", "in", ("asset_receivable", "liability_payable"))
        documents = partner_accounts & Domain("payment_id", "=", False)
        own = ~partner_accounts & (Domain("payment_id", "=", False) | Domain("journal_id", "=", journal.id))
        domain = (
            Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("company_id", "in", companies.ids)
            & Domain("account_id.reconcile", "=", True)
            & Domain("account_id", "!=", journal.suspense_account_id.id)
            & (documents | own)
            & Domain("statement_line_id", "not in", lines.ids)
        )
        return domain & self._date_domain(statement, lines)

    @api.model
    def _date_domain(self, statement, lines):
        if not statement.date or self.env.context.get("bank_show_later"):
            return Domain.TRUE
        tolerance = timedelta(days=statement.journal_id.match_date_tolerance)
        latest = max([statement.date, *(line.date + tolerance for line in lines)])
        documents = Domain("account_id.account_type", "in", ("asset_receivable", "liability_payable"))
        return Domain("date", "<=", statement.date) | (documents & Domain("date", "<=", latest))

    @api.model
    def _ledger_domain(self, statement):
        journal = statement.journal_id
        entries = self._outstanding_domain(journal)
        if not self.env.context.get("bank_show_all"):
            entries &= Domain("reconciled", "=", False)
        entries |= self._direct_domain(journal)
        if statement.date and not self.env.context.get("bank_show_later"):
            entries &= Domain("date", "<=", statement.date)
        matched = Domain("bank_match_ids.statement_line_id.statement_id", "=", statement.id)
        return (Domain("parent_state", "=", "posted") & entries) | matched

    @api.model
    def _outstanding_domain(self, journal):
        """What a bank's books show and the bank will: its own payments and entries, transfers from other banks."""
        partner_accounts = Domain("account_id.account_type", "in", ("asset_receivable", "liability_payable"))
        no_account = [journal.default_account_id.id, journal.suspense_account_id.id]
        transfer = Domain("account_id", "=", journal.company_id.transfer_account_id.id)
        own = (
            Domain("journal_id", "=", journal.id)
            & Domain("account_id.reconcile", "=", True)
            & Domain("account_id", "not in", no_account)
            & ~partner_accounts
        )
        transfers = transfer & Domain("journal_id", "!=", journal.id) & Domain("payment_id", "=", False)
        return Domain("statement_line_id", "=", False) & own | transfers

    @api.model
    def _direct_domain(self, journal):
        """Entries on the bank's own ledger account that no statement line made."""
        return Domain("account_id", "=", journal.default_account_id.id) & Domain("statement_line_id", "=", False)
