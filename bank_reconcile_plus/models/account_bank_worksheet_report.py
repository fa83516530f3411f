from odoo import models
from odoo.tools.misc import format_date, format_datetime


class AccountBankWorksheet(models.Model):
    """The reports of a worksheet: how it stands, and how it was when it was posted."""

    _inherit = "account.bank.worksheet"

    def action_test_report(self):
        """Show the test report: how the worksheet stands. Nothing is posted."""
        self.ensure_one()
        return self.env["account.bank.worksheet.report.wizard"]._action_open(self)

    def action_print(self):
        """Print the worksheet: as it was posted, or as it stands."""
        return self.env.ref("bank_reconcile_plus.action_report_worksheet").report_action(self, config=False)

    def _header(self):
        """:return: dict of plain values that the reports say about the bank and the worksheet"""
        journal, account, statement = self.journal_id, self.journal_id.bank_account_id, self.statement_id
        posted = statement.reconciliation_state == "posted"
        last = self.last_statement_id
        return {
            "company": self.company_id.name,
            "bank": ", ".join(dict.fromkeys(filter(None, (journal.name, account.bank_id.name)))),
            "account_number": account.acc_number or "",
            "ledger_account": journal.default_account_id.display_name or "",
            "number": self.name or "",
            "statement": (statement.name if posted else self.statement_number) or "",
            "date": self.date.isoformat(),
            "previous_number": last.name or "",
            "previous_date": last.date.isoformat() if last.date else "",
            "posted_by": statement.posted_by_id.name or "",
            "posted_date": statement.posted_date.isoformat(sep=" ") if posted else "",
            "currency_id": self.currency_id.id,
        }

    # -------------------------------------------------------------------------------------------------- for the report

    def _report_title(self):
        return self.env._("Bank Reconciliation Worksheet")

    def _report_file_name(self):
        return self.env._("Worksheet - %(worksheet)s", worksheet=(self.name or "").replace("/", "-"))

    def _report_page(self, as_test=False):
        """:return: the worksheet as HTML: of a posted one what was kept at its posting"""
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            "bank_reconcile_plus.worksheet_page", {"page": self._page(self._figures()), "as_test": as_test}
        )

    def _page(self, figures):
        """:return: dict of the figures in the reader's words and formats"""
        header = figures.get("header") or self._header()
        money = self.env["res.currency"].browse(header["currency_id"]).format
        return {
            **header,
            "date": format_date(self.env, header["date"]),
            "previous": ", ".join(
                filter(None, (header["previous_number"], format_date(self.env, header["previous_date"] or False)))
            ),
            "posted": ", ".join(filter(None, (self._moment_words(header["posted_date"]), header["posted_by"]))),
            "currency": self.env["res.currency"].browse(header["currency_id"]).name,
            "bank_side": self._bank_side(figures["totals"], money),
            "book_side": self._book_side(figures["totals"], money),
            "sections": self._sections(figures, money),
            "adjustments": [
                {**row, "date": format_date(self.env, row["date"]), "amount": money(row["amount"])}
                for row in figures["adjustments"]
            ],
            "adjustments_total": money(figures["totals"]["adjustments"]),
        }

    def _moment_words(self, moment):
        return format_datetime(self.env, moment, dt_format="short") if moment else ""

    def _bank_side(self, totals, money):
        """:return: rows of (words, count, amount, kind): from the last balance to the one the bank's statement says"""
        rows = [
            (self.env._("Starting balance"), "", totals["start"], ""),
            (self.env._("Cleared checks and payments"), totals["cleared_checks_count"], totals["cleared_checks"], ""),
            (self.env._("Cleared deposits"), totals["cleared_deposits_count"], totals["cleared_deposits"], ""),
            (self.env._("Adjustments"), totals["adjustments_count"], totals["adjustments"], ""),
            (self.env._("Cleared balance"), "", totals["cleared"], "subtotal"),
            (self.env._("Balance of the bank's statement"), "", totals["end"], ""),
            (self.env._("Difference"), "", totals["difference"], "warning" if totals["difference"] else "total"),
        ]
        return [(words, count, money(amount), kind) for words, count, amount, kind in rows]

    def _book_side(self, totals, money):
        """:return: rows as of :meth:`_bank_side`: from the bank's balance to the ledger's"""
        unexplained = self.currency_id.round(totals["ledger_after"] - totals["reconciled"])
        rows = [
            (self.env._("Balance of the bank's statement"), "", totals["end"], ""),
            (
                self.env._("Outstanding deposits"),
                totals["outstanding_deposits_count"],
                totals["outstanding_deposits"],
                "",
            ),
            (
                self.env._("Outstanding checks and payments"),
                totals["outstanding_checks_count"],
                totals["outstanding_checks"],
                "",
            ),
            (self.env._("Reconciled balance"), "", totals["reconciled"], "subtotal"),
            (self.env._("Ledger balance"), "", totals["ledger"], ""),
            (self.env._("Adjustments"), totals["adjustments_count"], totals["adjustments"], ""),
        ]
        if totals.get("transfers"):
            rows.append((self.env._("Cleared transfers from other banks"), "", totals["transfers"], ""))
        rows.append((self.env._("Ledger balance with adjustments"), "", totals["ledger_after"], "subtotal"))
        if unexplained:
            words = self.env._(
                "Ledger other than reconciled: entries that are not from the bank, or statement lines not posted yet"
            )
            rows.append((words, "", unexplained, "warning"))
        return [(words, count, money(amount), kind) for words, count, amount, kind in rows]

    def _sections(self, figures, money):
        """:return: lists of outstanding and of cleared entries, each with its total; those that are empty say so"""
        kinds = (
            ("checks", False, self.env._("Outstanding Checks and Payments")),
            ("deposits", False, self.env._("Outstanding Deposits")),
            ("checks", True, self.env._("Cleared Checks and Payments")),
            ("deposits", True, self.env._("Cleared Deposits")),
        )
        sections = []
        for side, cleared, words in kinds:
            rows = [
                row
                for row in figures[side]
                if row["cleared"] == cleared and (cleared or not row.get("transfer"))  # as the totals
            ]
            sections.append(
                {
                    "words": words,
                    "side": side,
                    "cleared": cleared,
                    "rows": [
                        {**row, "date": format_date(self.env, row["date"]), "amount": money(row["amount"])}
                        for row in rows
                    ],
                    "total": money(sum(row["amount"] for row in rows)),
                }
            )
        return sections
