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
        if not lines:
            return self._ledger_domain(statement)
        linked = Domain("id", "in", lines.match_ids.move_line_id.ids)
        return linked if all(lines.mapped("is_reconciled")) else self._open_domain(statement, lines) | linked

    @api.model
    def _accounts(self, company):
        """:return: the company's accounts that hold open items: those of partners, and the others"""
        Account = self.env["account.account"]
        accounts = Account.search([*Account._check_company_domain(company), ("reconcile", "=", True)], order="id")
        of_partners = accounts.filtered(
            lambda account: account.account_type in ("asset_receivable", "liability_payable")
        )
        return of_partners, accounts - of_partners

    @api.model
    def _open_domain(self, statement, lines):
        """Open items lines of a bank could settle: all but payments of other banks, and what the lines booked."""
        journal = statement.journal_id
        companies = self.env["res.company"].search([("id", "child_of", journal.company_id.id)])
        of_partners, others = self._accounts(journal.company_id)
        documents = Domain("account_id", "in", of_partners.ids) & Domain("payment_id", "=", False)
        own = Domain("account_id", "in", (others - journal.suspense_account_id).ids) & (
            Domain("payment_id", "=", False) | Domain("journal_id", "=", journal.id)
        )
        domain = (
            Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("company_id", "in", companies.ids)
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
        of_partners, _others = self._accounts(statement.company_id)
        documents = Domain("account_id", "in", of_partners.ids)
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
        _of_partners, others = self._accounts(journal.company_id)
        waiting = others - journal.default_account_id - journal.suspense_account_id
        transfer = Domain("account_id", "=", journal.company_id.transfer_account_id.id)
        own = Domain("journal_id", "=", journal.id) & Domain("account_id", "in", waiting.ids)
        transfers = transfer & Domain("journal_id", "!=", journal.id) & Domain("payment_id", "=", False)
        return Domain("statement_line_id", "=", False) & own | transfers

    @api.model
    def _direct_domain(self, journal):
        """Entries on the bank's own ledger account that no statement line made."""
        return Domain("account_id", "=", journal.default_account_id.id) & Domain("statement_line_id", "=", False)
