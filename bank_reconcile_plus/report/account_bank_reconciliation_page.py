from odoo import api, fields, models
from odoo.tools.misc import format_date, format_datetime


class AccountBankReconciliationPage(models.AbstractModel):
    """Puts the figures of a reconciliation into words and formats of the reader, for the reports.

    Nothing is read from the books here: what the figures do not say is not on the page, so a page made from kept
    figures is the same a year later.
    """

    _name = "account.bank.reconciliation.page"
    _description = "Bank Reconciliation Page"

    @api.model
    def _render(self, figures, with_outstanding=True, preview=None, as_test=False):
        """:return: the page as HTML

        :param dict figures: of ``account.bank.statement.figures``
        :param bool with_outstanding: with the lists of what is outstanding, not only their sums
        :param dict preview: values of ``bank_reconcile_plus.posting_preview``: the entries that posting would make
        :param bool as_test: say that nothing is posted
        """
        return self.env["ir.qweb"]._render(
            "bank_reconcile_plus.reconciliation_page",
            {"page": self._values(figures, with_outstanding), "preview": preview, "as_test": as_test},
        )

    @api.model
    def _values(self, figures, with_outstanding):
        bank, company = self._money(figures["currency_id"]), self._money(figures["company_currency_id"])
        header = {name: value for name, value in figures.items() if isinstance(value, str)}
        account_number, bic = figures["account_number"], figures["bic"]
        differences = figures["differences"]
        return {
            **header,
            "bank_words": ", ".join(dict.fromkeys(filter(None, (figures["bank"], figures["bank_name"])))),
            "account_words": " ".join(filter(None, (account_number, bic and f"({bic})"))),
            "date": self._day(figures["date"]),
            "previous_words": ", ".join(
                filter(None, (figures["previous_number"], self._day(figures["previous_date"])))
            ),
            "posted_words": ", ".join(filter(None, (self._moment(figures["posted_date"]), figures["posted_by"]))),
            "foreign": figures["currency_id"] != figures["company_currency_id"],
            "company_currency": self.env["res.currency"].browse(figures["company_currency_id"]).name,
            "currency": self.env["res.currency"].browse(figures["currency_id"]).name,
            "balances": self._balance_rows(figures, bank),
            "bridge": self._bridge_rows(figures, bank, company),
            "accounts": [
                {
                    **row,
                    "amount": bank(row["amount"]) if row["kind"] == "bank" else "",
                    "company_amount": company(row["company_amount"]),
                }
                for row in figures["accounts"]
            ],
            "revaluation": self._revaluation(figures, company),
            "direct": self._item_rows(figures["direct"], bank),
            "direct_total": bank(sum(row["amount"] for row in figures["direct"])),
            "differences": self._difference_rows(differences, bank),
            "difference_total": bank(sum(row["difference"] for row in differences)),
            "outstanding": self._outstanding(figures, bank, with_outstanding),
            "later": self._item_rows(figures["outstanding"]["later"], bank) if with_outstanding else [],
        }

    # --------------------------------------------------------------------------------------------------------- formats

    @api.model
    def _money(self, currency_id):
        """:return: function of an amount -> text in the reader's format"""
        return self.env["res.currency"].browse(currency_id).format

    @api.model
    def _day(self, text):
        return format_date(self.env, text) if text else ""

    @api.model
    def _moment(self, text):
        return format_datetime(self.env, fields.Datetime.to_datetime(text), dt_format="short") if text else ""

    # ------------------------------------------------------------------------------------------------------------ rows

    @api.model
    def _balance_rows(self, figures, money):
        """:return: rows of (words, amount, kind): how the bank's own figures add up"""
        lines = figures["lines"]
        total = lines["money_in"] + lines["money_out"]
        missing = figures["balance_end"] - figures["balance_start"] - total
        rows = []
        if figures["has_previous"]:
            words = self.env._(
                "Ending balance of the last statement, %(number)s",
                number=figures["previous_number"] or self._day(figures["previous_date"]),
            )
            rows.append((words, money(figures["balance_last"]), "muted"))
        rows += [
            (self.env._("Starting balance"), money(figures["balance_start"]), ""),
            (self.env._("Money in"), money(lines["money_in"]), ""),
            (self.env._("Money out"), money(lines["money_out"]), ""),
        ]
        if round(missing, 6):
            rows.append((self.env._("Missing in the lines"), money(missing), "warning"))
        rows.append((self.env._("Ending balance"), money(figures["balance_end"]), "total"))
        return rows

    @api.model
    def _bridge_words(self):
        """:return: dict of the kinds of bridge rows -> words"""
        return {
            "statement": self.env._("Ending balance of the statement"),
            "opening": self.env._("Opening balance that is not in the ledger as the bank had it"),
            "gap": self.env._("Statements that do not follow on each other"),
            "after": self.env._("Lines of the statement dated after it"),
            "other": self.env._("Lines of the bank on no or a later statement"),
            "direct": self.env._("Entries on the bank's account that are not from the bank"),
            "revalued": self.env._("Currency revaluation"),
            "elsewhere": self.env._("Lines booked on another ledger account"),
            "bank": self.env._("Balance of the bank's ledger account"),
            "receipts": self.env._("Outstanding receipts"),
            "payments": self.env._("Outstanding payments"),
            "checks": self.env._("Outstanding checks"),
            "later": self.env._("Lines matched with entries of a later date"),
            "unposted": self.env._("Lines not posted yet"),
            "ledger": self.env._("Ledger balance"),
        }

    @api.model
    def _bridge_rows(self, figures, bank, company):
        words = self._bridge_words()
        kept = {"statement", "bank", "receipts", "payments", "ledger"}
        kinds = {"statement": "start", "bank": "subtotal", "ledger": "total"}
        return [
            {
                "words": words[row["kind"]],
                "count": row["count"] or "",
                "amount": bank(row["amount"]),
                "company_amount": company(row["company_amount"]),
                "kind": kinds.get(row["kind"], ""),
            }
            for row in figures["bridge"]
            if row["kind"] in kept or row["amount"] or row["company_amount"] or row["count"]
        ]

    @api.model
    def _revaluation(self, figures, company):
        """:return: a sentence: what the ending balance is worth at the day's rate, and how far from the books"""
        booked = figures["bridge"][0]["company_amount"]
        return self.env._(
            "At the rate of the statement date the ending balance is worth %(today)s, %(difference)s more than booked.",
            today=company(figures["revalued_balance"]),
            difference=company(figures["revalued_balance"] - booked),
        )

    @api.model
    def _item_rows(self, rows, money):
        return [{**row, "date": self._day(row["date"]), "amount": money(row["amount"])} for row in rows]

    @api.model
    def _difference_rows(self, rows, money):
        Line = self.env["account.bank.statement.line"]
        states = dict(Line._fields["match_state"]._description_selection(self.env))
        return [
            {
                **row,
                "date": self._day(row["date"]),
                "amount": money(row["amount"]),
                "applied": money(row["applied"]),
                "difference": money(row["difference"]),
                "state": states.get(row["state"], ""),
            }
            for row in rows
        ]

    @api.model
    def _outstanding(self, figures, money, with_rows):
        """:return: a section for each kind that has something: its rows, its sums by age, its total"""
        words = self._bridge_words()
        sections = []
        for kind in ("receipts", "payments", "checks"):
            rows = figures["outstanding"][kind]
            if not rows:
                continue
            sections.append(
                {
                    "words": words[kind],
                    "is_checks": kind == "checks",
                    "rows": self._outstanding_rows(figures, kind, money) if with_rows else [],
                    "count": len(rows),
                    "total": money(sum(row["amount"] for row in rows)),
                    "ages": self._age_rows(figures, rows, money),
                }
            )
        return sections

    @api.model
    def _outstanding_rows(self, figures, kind, money):
        stale_after = figures["stale_check_days"] if kind == "checks" else 0
        return [
            {**row, "stale": 0 < stale_after < raw["age"]}
            for raw, row in zip(
                figures["outstanding"][kind], self._item_rows(figures["outstanding"][kind], money), strict=True
            )
        ]

    @api.model
    def _age_rows(self, figures, rows, money):
        """:return: rows of (words, count, sum): how old what is outstanding is"""
        result, start = [], 0
        for end in [*figures["ages"], None]:
            chosen = [row for row in rows if start <= row["age"] and (end is None or row["age"] <= end)]
            if end is None:
                label = self.env._("Over %s days", start - 1)
            else:
                label = self.env._("%(start)s to %(end)s days", start=start, end=end)
                start = end + 1
            result.append((label, len(chosen), money(sum(row["amount"] for row in chosen))))
        return result
