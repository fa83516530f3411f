from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

# Ages of what is outstanding, in days: the end of each bucket; what is older goes to the last one.
AGES = (30, 60, 90)


class AccountBankStatementFigures(models.AbstractModel):
    """The figures of a reconciliation as of the statement's date, as plain values that can be kept and printed again.

    What counts is when something happened, not when it was entered: an entry is in the ledger when it is dated on or
    before the statement's date, and outstanding unless it was reconciled with something dated on or before it too.

    Amounts are floats: ``amount`` in the bank's currency, ``company_amount`` in the company's. Positive is money in.
    """

    _name = "account.bank.statement.figures"
    _description = "Bank Reconciliation Figures"

    @api.model
    def _figures(self, statement):
        """:return: dict of plain values: everything the reports say about a statement"""
        self.env.flush_all()
        ledger = self.env["account.bank.ledger.figures"]
        date = self._date(statement)
        sums = self._line_sums(statement, date)
        start = self._opening_balance(statement)
        direct, opening, revalued = ledger._direct_postings(statement, date, start)
        outstanding = self._outstanding(statement, date)
        unposted = self._unposted(statement, date)
        accounts = ledger._accounts(statement, date)
        sums["start"] = start
        rows = self._bridge(statement, date, sums, (direct, opening, revalued), outstanding, unposted, accounts[0])
        currency, company_currency = statement.currency_id, statement.company_id.currency_id
        ledger_row = rows[-1]
        return {
            **self._header(statement, date),
            "lines": self._line_figures(statement),
            "bridge": rows,
            "accounts": accounts,
            "ledger_balance": ledger_row["amount"],
            "ledger_company_balance": ledger_row["company_amount"],
            "revalued_balance": currency._convert(
                statement.balance_end_real, company_currency, statement.company_id, date
            ),
            "differences": self._differences(statement),
            "direct": direct,
            "outstanding": outstanding,
            "ages": list(AGES),
            "stale_check_days": statement.journal_id.check_stale_days,
        }

    @api.model
    def _date(self, statement):
        """:return: the day the figures are of: the statement's, or today where it has no lines yet"""
        return statement.date or fields.Date.context_today(statement)

    @api.model
    def _header(self, statement, date):
        journal, company = statement.journal_id, statement.company_id
        account = journal.bank_account_id
        previous = statement.previous_statement_id
        return {
            "company": company.name,
            "bank": journal.name,
            "account_number": account.acc_number or "",
            "bank_name": account.bank_id.name or "",
            "bic": account.bank_bic or "",
            "ledger_account": journal.default_account_id.display_name or "",
            "number": statement.name or "",
            "reference": statement.reference or "",
            "date": date.isoformat(),
            "previous_number": previous.name or "",
            "previous_date": previous.date.isoformat() if previous.date else "",
            "balance_last": statement.balance_last,
            "has_previous": bool(previous),
            "balance_start": statement.balance_start,
            "balance_end": statement.balance_end_real,
            "currency_id": statement.currency_id.id,
            "company_currency_id": company.currency_id.id,
            "posted_by": statement.posted_by_id.name or "",
            "posted_date": statement.posted_date.isoformat(sep=" ") if statement.posted_date else "",
        }

    # ----------------------------------------------------------------------------------------------------------- lines

    @api.model
    def _line_figures(self, statement):
        """:return: counts and sums of the statement's own lines"""
        (row,) = self.env.execute_query_dict(
            SQL(
                """
                SELECT COUNT(*) AS count,
                       COALESCE(SUM(line.amount) FILTER (WHERE line.amount > 0), 0) AS money_in,
                       COALESCE(SUM(line.amount) FILTER (WHERE line.amount < 0), 0) AS money_out,
                       COUNT(*) FILTER (WHERE line.is_reconciled) AS reconciled
                  FROM account_bank_statement_line AS line
                  JOIN account_move AS move ON move.id = line.move_id
                 WHERE line.statement_id = %s AND move.state = 'posted'
                """,
                statement.id,
            )
        )
        return {name: value if name in ("count", "reconciled") else float(value) for name, value in row.items()}

    @api.model
    def _differences(self, statement):
        """:return: list of the lines that are not posted, with what is left of them"""
        lines = self.env["account.bank.statement.line"].search(
            [("statement_id", "=", statement.id), ("is_reconciled", "=", False), ("state", "=", "posted")],
            order="internal_index",
        )
        return [
            {
                "date": line.date.isoformat(),
                "text": line.payment_ref or "",
                "partner": line.partner_id.name or line.partner_name or "",
                "amount": line.amount,
                "applied": line.match_amount,
                "difference": line.match_difference,
                "state": line.match_state,
            }
            for line in lines
        ]

    @api.model
    def _unposted(self, statement, date):
        """What the bank's lines have left on the suspense account at a date.

        :return: dict of ``amount`` and ``company_amount``, as the bank shows it, and ``count``
        """
        (row,) = self.env.execute_query_dict(
            SQL(
                """
                SELECT COUNT(DISTINCT line.id) AS count,
                       COALESCE(SUM(
                           CASE WHEN item.currency_id = line.currency_id THEN -item.amount_currency
                                WHEN line.currency_id = item.company_currency_id THEN -item.balance
                                ELSE line.amount * item.balance / NULLIF(booked.balance, 0)
                            END
                       ), 0) AS amount,
                       COALESCE(SUM(-item.balance), 0) AS company_amount
                  FROM account_move_line AS item
                  JOIN account_bank_statement_line AS line ON line.id = item.statement_line_id
                  JOIN LATERAL (
                        SELECT SUM(other.balance) AS balance
                          FROM account_move_line AS other
                         WHERE other.move_id = item.move_id AND other.account_id = item.account_id
                       ) AS booked ON TRUE
                 WHERE line.journal_id = %(journal)s
                   AND item.account_id = %(suspense)s
                   AND item.parent_state = 'posted'
                   AND item.date <= %(date)s
                """,
                journal=statement.journal_id.id,
                suspense=statement.journal_id.suspense_account_id.id,
                date=date,
            )
        )
        return {name: value if name == "count" else float(value) for name, value in row.items()}

    @api.model
    def _opening_balance(self, statement):
        """:return: what the bank had before the first line that is known of it, in its currency"""
        first = self.env["account.bank.statement"].search(
            [("journal_id", "=", statement.journal_id.id), ("first_line_index", "!=", False)],
            order="first_line_index",
            limit=1,
        )
        early = [
            ("journal_id", "=", statement.journal_id.id),
            ("statement_id", "=", False),
            ("internal_index", "<", first.first_line_index or ""),
            ("state", "=", "posted"),
        ]
        ((before,),) = self.env["account.bank.statement.line"]._read_group(early, [], ["amount:sum"])
        return first.balance_start - (before or 0.0)

    @api.model
    def _line_sums(self, statement, date):
        """Where the bank's lines stand to this statement.

        :return: sums in the bank's currency: ``chain`` of this statement, those before, and lines before the first
            statement; of them ``after`` the date; ``other`` lines up to the date, on no or a later statement
        """
        (row,) = self.env.execute_query_dict(
            SQL(
                """
                WITH line AS (
                    SELECT line.amount,
                           move.date,
                           COALESCE(
                               statement.first_line_index <= %(index)s,
                               line.internal_index < (
                                   SELECT MIN(first_line_index)
                                     FROM account_bank_statement
                                    WHERE journal_id = %(journal)s
                               ),
                               FALSE
                           ) AS chained
                      FROM account_bank_statement_line AS line
                      JOIN account_move AS move ON move.id = line.move_id
                 LEFT JOIN account_bank_statement AS statement ON statement.id = line.statement_id
                     WHERE line.journal_id = %(journal)s AND move.state = 'posted'
                )
                SELECT COALESCE(SUM(amount) FILTER (WHERE chained), 0) AS chain,
                       COALESCE(SUM(amount) FILTER (WHERE chained AND date > %(date)s), 0) AS after,
                       COUNT(*) FILTER (WHERE chained AND date > %(date)s) AS after_count,
                       COALESCE(SUM(amount) FILTER (WHERE NOT chained AND date <= %(date)s), 0) AS other,
                       COUNT(*) FILTER (WHERE NOT chained AND date <= %(date)s) AS other_count
                  FROM line
                """,
                journal=statement.journal_id.id,
                index=statement.first_line_index or "",
                date=date,
            )
        )
        return {name: value if name.endswith("count") else float(value) for name, value in row.items()}

    # ----------------------------------------------------------------------------------------------------- outstanding

    @api.model
    def _outstanding(self, statement, date):
        """What the books had and the bank had not shown at a date, oldest first.

        :return: dict of kind (``receipts``, ``payments``, ``checks``, ``later``) -> list of rows; ``later`` are
            lines of the bank matched with entries of a later date
        """
        residuals = self.env["account.bank.ledger.figures"]._outstanding_residuals(statement, date)
        items = self.env["account.move.line"].browse(residuals)
        rows = defaultdict(list)
        for item in items.sorted(lambda item: (item.date, item.id)):
            amount, company_amount = residuals[item.id]
            check = item.payment_id._is_check()
            if item.statement_line_id:
                kind = "later"
            elif check:
                kind = "checks"
            else:
                kind = "receipts" if amount > 0 else "payments"
            rows[kind].append(
                {
                    "date": item.date.isoformat(),
                    "age": (date - item.date).days,
                    "name": item.move_id.name or "",
                    "partner": item.partner_id.name or "",
                    "text": item.payment_id.memo or item.ref or item.name or "",
                    "check": item.payment_id.check_number or "",
                    "amount": amount,
                    "company_amount": company_amount,
                }
            )
        return {kind: rows[kind] for kind in ("receipts", "payments", "checks", "later")}

    # ---------------------------------------------------------------------------------------------------------- bridge

    @api.model
    def _bridge(self, statement, date, sums, postings, outstanding, unposted, bank):
        """The way from the statement's ending balance to the ledger's, each step with its amount.

        :return: list of ``{"kind", "amount", "company_amount", "count"}``; kind ``statement`` comes first, ``bank``
            is the subtotal of the bank's own account, ``ledger`` the total of all its accounts
        """
        direct, opening, revalued = postings
        currency, company_currency = statement.currency_id, statement.company_id.currency_id

        def in_company(amount):
            return currency._convert(amount, company_currency, statement.company_id, date)

        def row(kind, amount, company_amount=None, count=0):
            company_amount = in_company(amount) if company_amount is None else company_amount
            return {
                "kind": kind,
                "amount": currency.round(amount),
                "company_amount": company_currency.round(company_amount),
                "count": count,
            }

        def total(kind, rows):
            return row(
                kind, sum(each["amount"] for each in rows), sum(each["company_amount"] for each in rows), len(rows)
            )

        steps = [
            row("opening", opening["amount"] - sums["start"]),
            row("gap", sums["chain"] + sums["start"] - statement.balance_end_real),
            row("after", -sums["after"], None, sums["after_count"]),
            row("other", sums["other"], None, sums["other_count"]),
            total("direct", direct),
            row("revalued", revalued["amount"], revalued["company_amount"], revalued["count"]),
        ]
        rest = bank["amount"] - statement.balance_end_real - sum(step["amount"] for step in steps)
        steps.append(row("elsewhere", rest))
        booked = bank["company_amount"] - sum(step["company_amount"] for step in steps)
        beyond = [
            total("receipts", outstanding["receipts"]),
            total("payments", outstanding["payments"]),
            total("checks", outstanding["checks"]),
            total("later", outstanding["later"]),
            row("unposted", -unposted["amount"], -unposted["company_amount"], unposted["count"]),
        ]
        ledger = [bank, *beyond]
        shown = [step for step in steps if step["amount"] or step["company_amount"] or step["count"]]
        return [
            row("statement", statement.balance_end_real, booked),
            *shown,
            row("bank", bank["amount"], bank["company_amount"]),
            *beyond,
            row("ledger", sum(each["amount"] for each in ledger), sum(each["company_amount"] for each in ledger)),
        ]
