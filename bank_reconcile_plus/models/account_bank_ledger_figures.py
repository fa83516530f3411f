from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class AccountBankLedgerFigures(models.AbstractModel):
    """What the ledger says about a bank at a date, of posted entries.

    Amounts are floats: ``amount`` in the bank's currency, ``company_amount`` in the company's. Positive is money in.
    """

    _name = "account.bank.ledger.figures"
    _description = "Bank Ledger Figures"

    @api.model
    def _posted(self, journal, date):
        """:return: the domain of the journal items that are in the ledger of the bank's company at a date"""
        return (
            Domain("company_id", "child_of", journal.company_id.id)
            & Domain("parent_state", "=", "posted")
            & Domain("date", "<=", date)
        )

    @api.model
    def _in_bank_currency(self, journal, date):
        """:return: function of (currency id, amount in it, company amount) -> amount in the bank's currency"""
        company_currency = journal.company_id.currency_id
        currency = journal.currency_id or company_currency
        rate = company_currency._get_conversion_rate(company_currency, currency, journal.company_id, date)

        def convert(currency_id, amount, company_amount):
            if currency_id == currency.id:
                return amount
            return currency.round(company_amount * rate)

        return convert

    # ------------------------------------------------------------------------------------------- the bank's own account

    @api.model
    def _direct_domain(self, journal, date):
        """:return: the domain of the items on the bank's account that no line of this bank made"""
        of_a_line = Domain("statement_line_id.journal_id", "=", journal.id)
        return self._posted(journal, date) & Domain("account_id", "=", journal.default_account_id.id) & ~of_a_line

    @api.model
    def _direct_postings(self, statement, date, opening_balance):
        """What is on the bank's account and not from the bank.

        :param opening_balance: the bank's balance before its first line, in its currency: entries that booked just
            that, dated no later than the first line, are the opening and no news
        :return: (list of rows, oldest first; the opening; currency revaluations), the last two as dicts of sums
        """
        journal = statement.journal_id
        convert = self._in_bank_currency(journal, date)
        items = self.env["account.move.line"].search(self._direct_domain(journal, date), order="date, id")
        rows = {item: convert(item.currency_id.id, item.amount_currency, item.balance) for item in items}
        revalued = items.filtered(lambda item: not rows[item])
        opening = self._opening_items(statement, {item: rows[item] for item in items - revalued}, opening_balance)
        direct = items - revalued - opening
        moves = direct.move_id
        taken_back = moves.filtered(lambda move: move.reversed_entry_id in moves)
        direct = direct.filtered(lambda item: item.move_id not in taken_back | taken_back.reversed_entry_id)
        return (
            [self._direct_row(item, rows[item]) for item in direct],
            self._sums(opening, rows),
            self._sums(revalued, rows),
        )

    @api.model
    def _opening_items(self, statement, amounts, opening_balance):
        """:return: the items that booked the balance before the bank's first line: one of them, or all together"""
        currency = statement.currency_id
        none = self.env["account.move.line"]
        if currency.is_zero(opening_balance):
            return none
        first = self.env["account.bank.statement.line"].search(
            [("journal_id", "=", statement.journal_id.id), ("state", "=", "posted")], order="internal_index", limit=1
        )
        early = [item for item in amounts if not first or item.date <= first.date]
        for item in early:
            if not currency.compare_amounts(amounts[item], opening_balance):
                return item
        if not currency.compare_amounts(sum(amounts[item] for item in early), opening_balance):
            return none.union(*early)
        return none

    @api.model
    def _sums(self, items, amounts):
        return {
            "amount": sum(amounts[item] for item in items),
            "company_amount": sum(items.mapped("balance")),
            "count": len(items),
        }

    @api.model
    def _direct_row(self, item, amount):
        return {
            "item_id": item.id,
            "date": item.date.isoformat(),
            "name": item.move_id.name or "",
            "journal": item.journal_id.name,
            "partner": item.partner_id.name or "",
            "text": item.name or item.ref or "",
            "amount": amount,
            "company_amount": item.balance,
        }

    # ----------------------------------------------------------------------------------------------------- outstanding

    @api.model
    def _outstanding_domain(self, journal, date):
        """:return: the domain of the bank's entries that wait for the bank, and of its lines that met them

        Entries of the bank's journal on a reconcilable account that is nobody's debt (outstanding receipts and
        payments), and the counterparts of its statement lines on those accounts.
        """
        own = (
            self._posted(journal, date)
            & Domain("journal_id", "=", journal.id)
            & Domain("account_id.reconcile", "=", True)
            & Domain("account_id.account_type", "not in", ("asset_receivable", "liability_payable"))
            & Domain("account_id", "not in", (journal.default_account_id | journal.suspense_account_id).ids)
        )
        entries = own & Domain("statement_line_id", "=", False)
        accounts = [account.id for (account,) in self.env["account.move.line"]._read_group(entries, ["account_id"])]
        return own & Domain("account_id", "in", accounts)

    @api.model
    def _outstanding_residuals(self, statement, date):
        """What each entry had open at a date: reconciliations with entries of a later date do not count yet.

        :return: dict of ``account.move.line`` id -> (amount, company_amount), where something was open
        """
        journal = statement.journal_id
        query = self.env["account.move.line"]._search(self._outstanding_domain(journal, date))
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT item.id,
                       item.currency_id,
                       item.amount_currency - COALESCE(debit.amount_currency, 0) + COALESCE(credit.amount_currency, 0)
                           AS amount_currency,
                       item.balance - COALESCE(debit.amount, 0) + COALESCE(credit.amount, 0) AS company_amount
                  FROM account_move_line AS item
             LEFT JOIN LATERAL (
                        SELECT SUM(partial.amount) AS amount, SUM(partial.debit_amount_currency) AS amount_currency
                          FROM account_partial_reconcile AS partial
                         WHERE partial.debit_move_id = item.id AND partial.max_date <= %(date)s
                       ) AS debit ON TRUE
             LEFT JOIN LATERAL (
                        SELECT SUM(partial.amount) AS amount, SUM(partial.credit_amount_currency) AS amount_currency
                          FROM account_partial_reconcile AS partial
                         WHERE partial.credit_move_id = item.id AND partial.max_date <= %(date)s
                       ) AS credit ON TRUE
                 WHERE item.id IN %(items)s
                """,
                date=date,
                items=query.subselect(),
            )
        )
        convert = self._in_bank_currency(journal, date)
        currency, company_currency = statement.currency_id, statement.company_id.currency_id
        residuals = {}
        for row in rows:
            company_amount = company_currency.round(float(row["company_amount"]))
            amount = currency.round(convert(row["currency_id"], float(row["amount_currency"]), company_amount))
            if amount or company_amount:
                residuals[row["id"]] = (amount, company_amount)
        return residuals

    # -------------------------------------------------------------------------------------------------------- accounts

    @api.model
    def _accounts(self, statement, date):
        """The ledger accounts a bank's money is on, the bank's own first, as the trial balance shows them.

        :return: list of rows: ``account``, ``amount`` (of the bank's own account only) and ``company_amount``, the
            whole balance of the account
        """
        journal = statement.journal_id
        Item = self.env["account.move.line"]
        bank, suspense = journal.default_account_id, journal.suspense_account_id
        waiting = Item._read_group(self._outstanding_domain(journal, date), ["account_id"])
        accounts = bank | suspense | bank.union(*(account for (account,) in waiting))
        convert = self._in_bank_currency(journal, date)
        amounts, balances = dict.fromkeys(accounts, 0.0), dict.fromkeys(accounts, 0.0)
        for account, currency, amount, balance in Item._read_group(
            self._posted(journal, date) & Domain("account_id", "in", accounts.ids),
            ["account_id", "currency_id"],
            ["amount_currency:sum", "balance:sum"],
        ):
            amounts[account] += convert(currency.id, amount, balance)
            balances[account] += balance
        return [
            {
                "kind": "bank" if account == bank else "suspense" if account == suspense else "outstanding",
                "account": account.display_name,
                "amount": statement.currency_id.round(amounts[account]),
                "company_amount": statement.company_id.currency_id.round(balances[account]),
            }
            for account in accounts
        ]
