from odoo import api, models
from odoo.tools import SQL, groupby

#: entries and worksheets that a warning names; it counts the others
NAMED = 3


class AccountBankWorksheet(models.Model):
    """What a worksheet shows: the entries waiting for the bank, and the totals of a reconciliation on paper."""

    _inherit = "account.bank.worksheet"

    def _figures(self):
        """Everything a worksheet shows, as plain values: as it stands, or of a posted one as it was posted.

        :return: dict of ``checks`` and ``deposits`` (lists of rows, oldest first), ``adjustments`` and ``totals``
        """
        self.ensure_one()
        return self.snapshot or self._figures_of(self._rows())

    def _figures_of(self, rows):
        """:return: what :meth:`_figures` says, of rows that are read already"""
        adjustments = self._adjustment_rows()
        return {
            "checks": [row for row in rows if row["amount"] < 0],
            "deposits": [row for row in rows if row["amount"] > 0],
            "adjustments": adjustments,
            "totals": self._totals(rows, adjustments),
        }

    # ----------------------------------------------------------------------------------------------------------- rows

    def _unshown_domain(self):
        return self.env["account.bank.statement"]._unshown_domain(self.journal_id, self.date)

    def _rows(self):
        """:return: list of rows, one for what the bank shows as one: an entry, or the payments of a batch"""
        if not self.journal_id or not self.date:
            return []
        entries = self._entries()
        entries.sort(key=lambda row: row["id"])
        groups = groupby(
            entries, lambda row: (row["batch_id"], row["currency_id"]) if row["batch_id"] else (0, row["id"])
        )
        currency, last = self.currency_id, self.date
        rows = [self._row(group, currency, last) for _key, group in groups]
        shown = [row for row in rows if row["amount"]]
        return sorted(shown, key=lambda row: (row["date"], row["id"]))

    def _entries(self):
        """:return: list of dicts, one a ledger entry the bank has not shown, in one query"""
        self.env.flush_all()
        query = self.env["account.move.line"]._search(self._unshown_domain())
        entries = self.env.execute_query_dict(
            SQL(
                """
                SELECT item.id,
                       item.date,
                       item.journal_id != %(journal)s AS transfer,
                       move.name AS number,
                       COALESCE(payment.check_number, '') AS check,
                       COALESCE(partner.complete_name, '') AS partner,
                       COALESCE(NULLIF(payment.memo, ''), NULLIF(item.ref, ''), item.name, '') AS text,
                       item.currency_id,
                       item.amount_residual_currency AS amount,
                       batch.id AS batch_id,
                       batch.name AS batch,
                       kept.cleared IS TRUE AS cleared,
                       COALESCE(kept.comment, '') AS comment
                  FROM account_move_line AS item
                  JOIN account_move AS move ON move.id = item.move_id
             LEFT JOIN res_partner AS partner ON partner.id = item.partner_id
             LEFT JOIN account_payment AS payment ON payment.id = item.payment_id
             LEFT JOIN account_bank_batch AS batch
                    ON batch.id = item.bank_batch_id
                    OR (item.bank_batch_id IS NULL AND batch.id = payment.bank_batch_id AND batch.state = 'posted')
             LEFT JOIN account_bank_worksheet_item AS kept
                    ON kept.move_line_id = item.id AND kept.worksheet_id = %(worksheet)s
                 WHERE item.id IN %(items)s
                """,
                journal=self.journal_id.id,
                worksheet=self._origin.id or 0,
                items=query.subselect(),
            )
        )
        currency = self.currency_id
        foreign = [entry["id"] for entry in entries if entry["currency_id"] != currency.id]
        items = self.env["account.move.line"].browse(foreign)
        amounts = {item.id: item._bank_residual(currency, None) for item in items}
        for entry in entries:
            entry["amount"] = amounts.get(entry["id"], float(entry["amount"]))
        return entries

    @api.model
    def _row(self, entries, currency, last):
        """:param entries: what the bank shows as one
        :param currency: the bank's
        :param date last: the statement date, from which the age counts back
        """
        first = min(entries, key=lambda entry: (entry["date"], entry["id"]))
        date = max(entry["date"] for entry in entries)
        partners = {entry["partner"] for entry in entries}
        alone = len(entries) == 1
        return {
            "id": first["id"],
            "item_ids": [entry["id"] for entry in entries],
            "date": date.isoformat(),
            "age": (last - date).days,
            "number": first["batch"] or first["number"] or "",
            "check": first["check"] if alone else "",
            "check_numbers": [entry["check"] for entry in entries if entry["check"]],
            "partner": first["partner"] if len(partners) == 1 else "",
            "text": first["text"] if alone else "",
            "count": len(entries),
            "transfer": first["transfer"],
            "amount": currency.round(sum(entry["amount"] for entry in entries)),
            "cleared": all(entry["cleared"] for entry in entries),
            "comment": next((entry["comment"] for entry in entries if entry["comment"]), ""),
        }

    def _adjustment_rows(self):
        kinds = dict(self.adjustment_ids._fields["kind"]._description_selection(self.env))
        return [
            {
                "kind": kinds.get(adjustment.kind, ""),
                "date": (adjustment.date or self.date).isoformat() if self.date else "",
                "text": adjustment.name or "",
                "account": adjustment.account_id.display_name or "",
                "partner": adjustment.partner_id.display_name or "",
                "taxes": ", ".join(adjustment.tax_ids.mapped("name")),
                "amount": adjustment.amount,
                "comment": adjustment.comment or "",
            }
            for adjustment in self.adjustment_ids
        ]

    # --------------------------------------------------------------------------------------------------------- totals

    def _totals(self, rows, adjustments):
        """The reconciliation as it is done on paper.

        :return: dict of sums in the bank's currency, positive is money in, and of counts. ``reconciled`` is the
            statement's balance with what is outstanding; ``ledger`` is what the books have now, at the date, and
            ``ledger_after`` what they will have with the adjustments and the ``transfers``: what is ticked that only
            another bank's books have, and this bank's get by posting
        """
        rounded = self.currency_id.round
        totals = {"start": self.balance_start, "end": self.balance_end}
        for side, sign in (("checks", -1), ("deposits", 1)):
            for state, is_cleared in (("cleared", True), ("outstanding", False)):
                chosen = [
                    row
                    for row in rows
                    if row["amount"] * sign > 0
                    and row["cleared"] == is_cleared
                    and (is_cleared or not row["transfer"])  # in no book of this bank yet, nor sure to be its own
                ]
                totals[f"{state}_{side}"] = rounded(sum(row["amount"] for row in chosen))
                totals[f"{state}_{side}_count"] = len(chosen)
        totals["adjustments"] = rounded(sum(row["amount"] for row in adjustments))
        totals["adjustments_count"] = len(adjustments)
        cleared = totals["cleared_checks"] + totals["cleared_deposits"]
        totals["cleared"] = rounded(self.balance_start + cleared + totals["adjustments"])
        totals["difference"] = rounded(totals["cleared"] - self.balance_end) or 0.0
        outstanding = totals["outstanding_checks"] + totals["outstanding_deposits"]
        totals["reconciled"] = rounded(self.balance_end + outstanding)
        totals["ledger"] = rounded(self._ledger_balance())
        totals["transfers"] = rounded(sum(row["amount"] for row in rows if row["transfer"] and row["cleared"]))
        totals["ledger_after"] = rounded(totals["ledger"] + totals["adjustments"] + totals["transfers"])
        return totals

    def _ledger_balance(self):
        """:return: what the books say the bank has at the date: its account, with what waits for the bank"""
        if not self.journal_id or not self.date:
            return 0.0
        return sum(self.env["account.bank.reconciliation"]._ledger_figures(self))

    def _bank_account_balance(self):
        """:return: what the books have on the bank's own account at the date, in its currency"""
        if not self.journal_id.default_account_id or not self.date:
            return 0.0
        balance, _payments, _checks = self.env["account.bank.reconciliation"]._ledger_figures(self)
        return self.currency_id.round(balance)

    # ------------------------------------------------------------------------------------------------------- warnings

    def _gone_items(self, rows):
        """:return: what is ticked and no longer waits for the bank: reconciled, matched or taken back meanwhile"""
        waiting = [item_id for row in rows for item_id in row["item_ids"]]
        return self.item_ids.search(
            [("worksheet_id", "=", self.id), ("cleared", "=", True), ("move_line_id", "not in", waiting)]
        )

    def _warnings(self, rows):
        """What somebody who works on the worksheet should know.

        :param rows: what waits for the bank, as of :meth:`_rows`
        :return: list of ``{"text", "level", "kind"}``
        """
        self.ensure_one()
        if self.state == "posted":
            return []
        found = (
            ("danger", "gone", self._words_of_gone(rows)),
            ("danger", "start", self._words_of_start()),
            ("danger", "next", self._words_of_next()),
            ("warning", "others", self._words_of_others()),
            ("warning", "statements", self._words_of_lines() or self._words_of_statements()),
        )
        return [{"level": level, "kind": kind, "text": text} for level, kind, text in found if text]

    def _words_of_gone(self, rows):
        """:return: a sentence that names what was ticked and is not waiting any more"""
        items = self._gone_items(rows).move_line_id
        if not items:
            return ""
        names = [
            ", ".join(filter(None, (item.move_id.name or item.name, item.partner_id.name))) for item in items[:NAMED]
        ]
        return self.env._(
            "Ticked, but no longer outstanding: %(names)s (%(count)s). It was reconciled, matched or taken back"
            " meanwhile, or is after the date, and does not count any more.",
            names="; ".join([*names, *(["…"] if len(items) > NAMED else [])]),
            count=len(items),
        )

    def _words_of_start(self):
        last = self.last_statement_id
        if not last or not self.currency_id.compare_amounts(self.balance_start, last.balance_end_real):
            return ""
        return self.env._(
            "The starting balance %(start)s is not the ending balance %(end)s of the bank's last statement, %(last)s.",
            start=self.currency_id.format(self.balance_start),
            end=self.currency_id.format(last.balance_end_real),
            last=last.name,
        )

    def _words_of_next(self):
        """:return: a sentence where the bank's later statement does not begin at the ending balance"""
        later = self.env["account.bank.statement"].search(
            [
                ("journal_id", "=", self.journal_id.id),
                ("first_line_index", "!=", False),
                ("date", ">", self.date),
                ("id", "not in", self.statement_id.ids),
            ],
            order="date, first_line_index",
            limit=1,
        )
        if not later or not self.currency_id.compare_amounts(self.balance_end, later.balance_start):
            return ""
        return self.env._(
            "The bank has a later statement, %(later)s, and it begins at %(start)s, not at the ending balance %(end)s.",
            later=later.name,
            start=self.currency_id.format(later.balance_start),
            end=self.currency_id.format(self.balance_end),
        )

    def _words_of_others(self):
        others = self._other_open()
        if not others:
            return ""
        return self.env._(
            "Another worksheet of this bank is open: %s. What both tick can be posted by one of them only.",
            ", ".join([*others[:NAMED].mapped("name"), *(["…"] if len(others) > NAMED else [])]),
        )

    def _other_open(self):
        return self.search(
            [("journal_id", "=", self.journal_id.id), ("state", "=", "draft"), ("id", "not in", self._origin.ids)]
        )

    def _words_of_statements(self):
        last = self.last_statement_id
        if not last or last.reconciliation_state == "posted":
            return ""
        return self.env._("The bank's last statement, %s, is not posted yet: its lines may change.", last.name)

    def _words_of_lines(self):
        """:return: a sentence about statement lines that may show what can be ticked here"""
        count = self.env["account.bank.statement.line"].search_count(
            [
                ("journal_id", "=", self.journal_id.id),
                ("date", "<=", self.date),
                ("state", "=", "posted"),
                ("is_reconciled", "=", False),
                ("statement_id", "not in", self.statement_id.ids),
            ]
        )
        if not count:
            return ""
        return self.env._(
            "The bank has statement lines up to this date that are not reconciled yet: %s. Match them first; what one"
            " of them shows would be booked twice if it was ticked here.",
            count,
        )
