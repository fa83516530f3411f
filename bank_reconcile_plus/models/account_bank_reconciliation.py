from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class AccountBankReconciliation(models.AbstractModel):
    """The state of the Bank Reconciliation page: the figures of a statement and of what is selected on it.

    Everything is asked of the database at once for the whole statement; the number of queries depends neither on its
    lines nor on what is open. Amounts are floats in the bank's currency, positive is money in.
    """

    _name = "account.bank.reconciliation"
    _description = "Bank Reconciliation"

    @api.model
    def _state(self, statement, lines, items):
        """:return: what ``account.bank.statement.get_reconciliation`` returns"""
        figures = self._line_figures(statement)
        return {
            "currency_id": statement.currency_id.id,
            "totals": self._totals(statement, figures) | self._selected(statement, lines, items),
            "counts": {name: figures[name] for name in ("lines", "left", "proposed", "accepted", "posted")},
            "buttons": self.env["account.bank.reconciliation.buttons"]._buttons(statement, lines, items, figures),
            "warnings": statement._reconciliation_warnings(),
            "linked": self._linked(statement, lines, items),
        }

    # ----------------------------------------------------------------------------------------------------------- lines

    @api.model
    def _line_figures(self, statement):
        """:return: dict of counts and sums of the statement's lines, by one query

        A line that is reconciled without a match, on the host's screens, counts as applied in full.
        """
        self.env["account.bank.statement.line"].flush_model(["amount", "is_reconciled", "statement_id"])
        self.env["account.bank.match"].flush_model()
        (row,) = self.env.execute_query_dict(
            SQL(
                """
                SELECT COUNT(*) AS lines,
                       COUNT(*) FILTER (WHERE NOT done) AS left,
                       COUNT(*) FILTER (WHERE NOT done AND proposed > 0 AND accepted = 0) AS proposed,
                       COUNT(*) FILTER (WHERE NOT done AND accepted > 0) AS accepted,
                       COUNT(*) FILTER (WHERE done) AS posted,
                       COUNT(*) FILTER (WHERE NOT done AND accepted = 0 AND proposed > 0 AND sure
                                              AND ABS(amount - matched) < %(cent)s) AS sure,
                       COUNT(*) FILTER (WHERE NOT done AND accepted = 0) AS to_match,
                       COALESCE(SUM(amount), 0) AS amount,
                       COALESCE(SUM(CASE WHEN done AND matches = 0 THEN amount ELSE matched END), 0) AS applied
                  FROM (
                        SELECT line.amount,
                               COALESCE(line.is_reconciled, FALSE) AS done,
                               COUNT(match.id) AS matches,
                               COUNT(match.id) FILTER (WHERE match.state = 'proposed') AS proposed,
                               COUNT(match.id) FILTER (WHERE match.state = 'accepted') AS accepted,
                               COALESCE(SUM(match.amount), 0) AS matched,
                               BOOL_AND(match.automatic) AS sure
                          FROM account_bank_statement_line line
                     LEFT JOIN account_bank_match match ON match.statement_line_id = line.id
                         WHERE line.statement_id = %(statement)s
                      GROUP BY line.id
                       ) AS line
                """,
                statement=statement.id,
                cent=statement.currency_id.rounding / 2,
            )
        )
        return {name: float(value) if name in ("amount", "applied") else value for name, value in row.items()}

    @api.model
    def _totals(self, statement, figures):
        """Totals of the page, as the reports of the statement have them.

        ``applied`` counts proposals as the lines do. Ledger balance less what is outstanding is the balance to
        reconcile: what the books say the bank has shown. It is the ending balance when all is posted.
        """
        currency = statement.currency_id
        bank, payments, checks = self._ledger_figures(statement)
        unposted = self.env["account.bank.statement.figures"]._unposted(statement, self._date(statement))["amount"]
        return {
            "lines": figures["amount"],
            "applied": currency.round(figures["applied"]),
            "difference": currency.round(figures["amount"] - figures["applied"]),
            "ledger_balance": currency.round(bank + payments + checks - unposted),
            "outstanding_payments": currency.round(payments),
            "outstanding_checks": currency.round(checks),
            "balance_to_reconcile": currency.round(bank - unposted),
        }

    # ---------------------------------------------------------------------------------------------------------- ledger

    @api.model
    def _date(self, statement):
        return self.env["account.bank.statement.figures"]._date(statement)

    @api.model
    def _ledger_figures(self, statement):
        """What the ledger has of a bank at the end of the statement's day, of posted entries.

        Only what is open now is added up, and what was reconciled with a later date: never the whole past.

        :return: (balance of the bank's own account, outstanding payments, outstanding checks), in its currency
        """
        journal, date = statement.journal_id, self._date(statement)
        ledger = self.env["account.bank.ledger.figures"]
        own = ledger._posted(journal, date) & Domain("account_id", "=", journal.default_account_id.id)
        waiting = ledger._outstanding_domain(journal, date)
        checks = self._check_domain()
        bank = self._amount(statement, own, "amount_currency", "balance")
        everything, of_checks = (
            self._amount(statement, domain & Domain("reconciled", "=", False))
            + self._reconciled_later(statement, domain, date)
            for domain in (waiting, waiting & checks)
        )
        return bank, everything - of_checks, of_checks

    @api.model
    def _check_domain(self):
        """:return: the domain of journal items of checks"""
        return Domain("payment_id", "any", self.env["account.payment"]._check_domain())

    @api.model
    def _amount(self, statement, domain, amount="amount_residual_currency", company_amount="amount_residual"):
        """:return: sum over the items of a domain, in the bank's currency"""
        convert = self.env["account.bank.ledger.figures"]._in_bank_currency(statement.journal_id, self._date(statement))
        rows = self.env["account.move.line"]._read_group(
            domain, ["currency_id"], [f"{amount}:sum", f"{company_amount}:sum"]
        )
        return sum(convert(currency.id, amount, company_amount) for currency, amount, company_amount in rows)

    @api.model
    def _reconciled_later(self, statement, domain, date):
        """:return: what was taken off the items of a domain by reconciliations that a later date had a part in"""
        later = Domain("max_date", ">", date)
        convert = self.env["account.bank.ledger.figures"]._in_bank_currency(statement.journal_id, date)
        total = 0.0
        for side, sign in (("debit", 1), ("credit", -1)):
            rows = self.env["account.partial.reconcile"]._read_group(
                later & Domain(f"{side}_move_id", "any", domain),
                [f"{side}_currency_id"],
                [f"{side}_amount_currency:sum", "amount:sum"],
            )
            total += sign * sum(convert(currency.id, amount, company) for currency, amount, company in rows)
        return total

    # ------------------------------------------------------------------------------------------------------- selection

    @api.model
    def _selected(self, statement, lines, items):
        """:return: sums of the lines and of what the items have open (or had, where a selected line settled it)"""
        currency = statement.currency_id
        pane = items.with_context(bank_statement_id=statement.id, bank_candidates_line_ids=lines.ids)
        left = sum(lines.mapped("amount"))
        settled = lines.match_ids.filtered(lambda match: match.state == "posted" and match.move_line_id in items)
        opened = sum(pane.mapped("bank_item_residual")) + sum(settled.mapped("amount"))
        return {
            "selected_lines": currency.round(left),
            "selected_items": currency.round(opened),
            "selected_difference": currency.round(left - opened),
        }

    @api.model
    def _linked(self, statement, lines, items):
        """:return: what the selection is matched with on the other side, whatever the state of the match"""
        Match = self.env["account.bank.match"]
        matches = Match.search_fetch([("move_line_id", "in", items.ids)], ["statement_line_id"]) if items else Match
        here = matches.statement_line_id.filtered(lambda line: line.statement_id == statement)
        return {"line_ids": here.ids, "item_ids": lines.match_ids.move_line_id.ids}

    @api.model
    def _next_open_line(self, statement, line_id):
        """:return: id of the next line by date that nobody has decided on, from the start again after the last"""
        after = statement.line_ids.browse(line_id).exists().internal_index or ""
        wanted = Domain("statement_id", "=", statement.id) & Domain("match_state", "in", ("open", "proposed"))
        wanted &= Domain("id", "!=", line_id)
        Line = self.env["account.bank.statement.line"]
        line = Line.search(wanted & Domain("internal_index", ">", after), order="internal_index", limit=1)
        line = line or Line.search(wanted, order="internal_index", limit=1)
        return line.id
