from collections import Counter, defaultdict
from decimal import Decimal

import psycopg2

from odoo import api, models
from odoo.tools import SQL, mute_logger

from ..formats.types import ParsedTransaction

# Other importers' own key, where such a module is installed.
OTHER_KEY = "unique_import_id"


class AccountBankArrivals(models.AbstractModel):
    """Tells apart the lines that came otherwise than by a file of ours: another importer, RPC, a person.

    Each gets a key as a movement of a file has one. Whoever brought it wants it kept, so nothing is refused; a line
    that is one already there is said to be its duplicate, gets no key, and is left out of automation until a person
    has decided.
    """

    _name = "account.bank.arrivals"
    _description = "Lines from Other Importers"

    @api.model
    def _tell_apart(self, lines):
        """Give keys to lines that have none, or say which line each may be the same as.

        :param lines: ``account.bank.statement.line`` records; those with a key or a decision to wait for are left alone
        """
        new = lines.filtered(
            lambda line: (
                not line.bank_import_key
                and not line.bank_duplicate_of_id
                and line.journal_id.type in ("bank", "credit")
                and line.date
            )
        )
        for journal, arrived in new.grouped("journal_id").items():
            self._tell_apart_of(journal, arrived.sorted("id"))

    @api.model
    def _tell_apart_of(self, journal, lines):
        transactions = {line: self._transaction(line) for line in lines}
        keys = self.env["account.bank.import.keys"]
        bases = {line: keys._key_base(transaction) for line, transaction in transactions.items()}
        there = self._rows_there(journal, lines)
        taken = {row["duplicate_of_id"] for rows in there.values() for row in rows} - {None}
        given = {row["key"] for rows in there.values() for row in rows}
        seen = Counter()
        new_keys, duplicates = [], []
        for line in lines:
            rows = there[line.date, journal_round(journal, line.amount)]
            base = bases[line]
            seen[base] += 1
            number = seen[base] + self._counted_with(line, base, rows)
            key = f"{base}:{number}"
            earlier = [row for row in rows if row["id"] < line.id and row["id"] not in taken]
            same = next((row for row in earlier if self._is_there(transactions[line], key, row)), None)
            if same:
                taken.add(same["id"])
                duplicates.append((line.id, same["id"]))
                continue
            while key in given:
                number += 1
                key = f"{base}:{number}"
            given.add(key)
            new_keys.append((line.id, key))
        self._keep(lines, new_keys, duplicates)

    @api.model
    def _transaction(self, line):
        """:return: the line as :class:`ParsedTransaction`, with what a key is made of"""
        other_id = line[OTHER_KEY] if OTHER_KEY in line._fields else ""
        return ParsedTransaction(
            date=line.date,
            amount=Decimal(repr(line.currency_id.round(line.amount))),
            currency=line.currency_id.name,
            account_servicer_reference=line.bank_entry_reference or other_id or "",
            end_to_end_id=line.bank_end_to_end_id or "",
            structured_reference=line.bank_structured_reference or "",
            counterparty_name=line.partner_name or line.partner_id.name or "",
            counterparty_account=line.account_number or "",
            remittance_lines=(line.payment_ref or "",),
        )

    @api.model
    def _rows_there(self, journal, lines):
        """:return: (date, amount) -> rows of the lines of those days and amounts that are not among these"""
        days = lines.mapped("date")
        condition = SQL("line.amount IN %s AND line.id NOT IN %s", tuple(set(lines.mapped("amount"))), tuple(lines.ids))
        rows = self.env["account.bank.import.keys"]._rows_of_days(journal, min(days), max(days), condition)
        return defaultdict(list, rows)

    @api.model
    def _counted_with(self, line, base, rows):
        """:return: how many equal rows came with the line before: in its statement, or in the same transaction"""
        return sum(
            1
            for row in rows
            if (row["key"] or "").rpartition(":")[0] == base
            and (
                row["created"] == line.create_date
                or (line.statement_id and row["statement_id"] == line.statement_id.id)
            )
        )

    @api.model
    def _is_there(self, transaction, key, row):
        """Whether a line that is there is this one: its key is the same, or our file says the same of it."""
        if row["key"] == key:
            return True
        details = row["details"] if isinstance(row["details"], dict) else {}
        return bool(details.get("format")) and self.env["account.bank.import.keys"]._is_same(transaction, row)

    @api.model
    def _keep(self, lines, new_keys, duplicates):
        """Write keys and duplicates at once; a key somebody else gives at the same moment is given later."""
        Line = self.env["account.bank.statement.line"]
        for column, pairs, cast in (
            ("bank_import_key", new_keys, "varchar"),
            ("bank_duplicate_of_id", duplicates, "integer"),
        ):
            if not pairs:
                continue
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    self.env.cr.execute(
                        SQL(
                            "UPDATE account_bank_statement_line line SET %s = given.value"
                            " FROM (SELECT UNNEST(%s) AS id, UNNEST(%s) AS value) given WHERE line.id = given.id",
                            SQL.identifier(column),
                            SQL("%s::integer[]", [line_id for line_id, _value in pairs]),
                            SQL("%s::" + cast + "[]", [value for _line_id, value in pairs]),
                        )
                    )
            except psycopg2.errors.UniqueViolation:
                continue  # The next matching looks at lines without key again.
        lines.invalidate_recordset(["bank_import_key", "bank_duplicate_of_id"], flush=False)
        if duplicates:
            Line.browse([line_id for line_id, _of in duplicates]).modified(["bank_duplicate_of_id"])

    @api.model
    def _next_key(self, line):
        """:return: the key of a line that is another movement than the one it looks like: the next equal row"""
        base = self.env["account.bank.import.keys"]._key_base(self._transaction(line))
        # Access: a line the user may not see (another branch) has its key all the same.
        known = line.sudo().search([("journal_id", "=", line.journal_id.id), ("bank_import_key", "=like", f"{base}:%")])
        numbers = [int(key.rpartition(":")[2]) for key in known.mapped("bank_import_key")]
        return f"{base}:{max(numbers, default=0) + 1}"


def journal_round(journal, amount):
    """:return: the amount in the bank's currency, rounded as the currency is"""
    return (journal.currency_id or journal.company_id.currency_id).round(amount)
