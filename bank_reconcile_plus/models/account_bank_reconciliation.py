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
            "counts": {name: figures[name] for name in ("lines", "left", "to_review", "accepted", "posted")},
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
                       COUNT(*) FILTER (WHERE NOT done AND proposed > 0 AND accepted = 0) AS to_review,
                       COUNT(*) FILTER (WHERE NOT done AND accepted > 0) AS accepted,
                       COUNT(*) FILTER (WHERE done) AS posted,
                       COUNT(*) FILTER (WHERE NOT done AND accepted = 0 AND proposed > 0 AND sure
                                              AND ABS(amount - matched) < %(cent)s) AS sure,
                       COUNT(*) FILTER (WHERE NOT done AND accepted = 0) AS to_match,
                       COALESCE(SUM(amount), 0) AS amount,
                       COALESCE(SUM(CASE WHEN done AND matches = 0 THEN amount ELSE matched END), 0) AS applied,
                       COALESCE(SUM(CASE WHEN done THEN amount ELSE decided END), 0) AS decided
                  FROM (
                        SELECT line.amount,
                               COALESCE(line.is_reconciled, FALSE) AS done,
                               COUNT(match.id) AS matches,
                               COUNT(match.id) FILTER (WHERE match.state = 'proposed') AS proposed,
                               COUNT(match.id) FILTER (WHERE match.state = 'accepted') AS accepted,
                               COALESCE(SUM(match.amount), 0) AS matched,
                               COALESCE(SUM(match.amount) FILTER (WHERE match.state != 'proposed'), 0) AS decided,
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
        return {
            name: float(value) if name in ("amount", "applied", "decided") else value for name, value in row.items()
        }

    @api.model
    def _totals(self, statement, figures):
        """Totals of the page.

        ``applied`` counts proposals as the lines do; ``balance_to_reconcile`` does not: it is ending minus starting
        balance, less what is accepted or posted, so 0 when nothing is left to do.
        """
        currency = statement.currency_id
        to_explain = statement.balance_end_real - statement.balance_start
        payments, checks = self._outstanding(statement)
        return {
            "lines": figures["amount"],
            "applied": currency.round(figures["applied"]),
            "difference": currency.round(figures["amount"] - figures["applied"]),
            "ledger_balance": self._ledger_balance(statement),
            "outstanding_payments": payments,
            "outstanding_checks": checks,
            "balance_to_reconcile": currency.round(to_explain - figures["decided"]),
        }

    # ---------------------------------------------------------------------------------------------------------- ledger

    @api.model
    def _ledger_balance(self, statement):
        """:return: balance of the bank's own ledger account at the end of the statement's day, of posted entries"""
        journal = statement.journal_id
        domain = Domain("account_id", "=", journal.default_account_id.id) & Domain("parent_state", "=", "posted")
        if statement.date:
            domain &= Domain("date", "<=", statement.date)
        foreign = journal.currency_id and journal.currency_id != journal.company_id.currency_id
        if foreign:
            domain &= Domain("currency_id", "=", journal.currency_id.id)
        ((total,),) = self.env["account.move.line"]._read_group(
            domain, [], ["amount_currency:sum" if foreign else "balance:sum"]
        )
        return statement.currency_id.round(total or 0.0)

    @api.model
    def _outstanding(self, statement):
        """What the books have paid and received that the bank has not shown, up to the statement's date.

        What is accepted on this statement is no longer outstanding, as it will be posted with it.

        :return: (payments and transfers, checks), signed; checks are what has a check number
        """
        journal = statement.journal_id
        domain = self.env["account.bank.pane"]._outstanding_domain(journal)
        domain &= Domain("parent_state", "=", "posted") & Domain("reconciled", "=", False)
        if statement.date:
            domain &= Domain("date", "<=", statement.date)
        if "check_number" not in self.env["account.payment"]._fields:
            return self._open_amount(statement, domain), 0.0
        no_check = Domain("payment_id", "=", False) | Domain("payment_id.check_number", "in", (False, ""))
        return self._open_amount(statement, domain & no_check), self._open_amount(statement, domain & ~no_check)

    @api.model
    def _open_amount(self, statement, domain):
        """:return: what items of a domain have open and not accepted on this statement, in the bank's currency"""
        currency, company_currency = statement.currency_id, statement.company_id.currency_id
        rows = self.env["account.move.line"]._read_group(
            domain, ["currency_id"], ["amount_residual_currency:sum", "amount_residual:sum"]
        )
        total = 0.0
        for item_currency, residual, company_residual in rows:
            if item_currency == currency:
                total += residual
            elif currency == company_currency:
                total += company_residual
            else:
                total += company_currency._convert(company_residual, currency, statement.company_id, statement.date)
        accepted = [
            ("state", "=", "accepted"),
            ("statement_line_id.statement_id", "=", statement.id),
            ("move_line_id", "any", domain),
        ]
        ((matched,),) = self.env["account.bank.match"]._read_group(accepted, [], ["amount:sum"])
        return currency.round(total - (matched or 0.0))

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
