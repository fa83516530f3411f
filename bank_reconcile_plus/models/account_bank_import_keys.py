import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from odoo import api, models
from odoo.tools import SQL

from ..formats.account_numbers import same_account
from ..formats.types import ParsedTransaction

# Letters and digits two texts must share before one within the other says they are the same movement.
SHORTEST_TEXT = 6

NO_ID = frozenset(("", "notprovided", "nonref", "none", "notavailable"))


@dataclass
class Movement:
    """One movement of a file, and the line that is it already, if any."""

    transaction: ParsedTransaction
    key: str
    line_id: int = 0
    statement_id: int = 0  # of that line
    recognised: bool = False  # the line came otherwise, or by another format
    twin_ids: list[int] = field(default_factory=list)  # lines of the same day and amount that may be it


class AccountBankImportKeys(models.AbstractModel):
    """Tells the movements of a file that are new from those that are there already.

    A movement has a key: the bank's id with date and amount (banks use ids again), or without id the N-th equal row of
    the day. Files that overlap count alike and so give the same keys. A statement that goes on where another one of the
    same day ended counts on from it: its equal rows are others. Lines that came otherwise (by hand, another importer,
    another format) have no such key and are recognised by what they say, one line for one movement.
    """

    _name = "account.bank.import.keys"
    _description = "Duplicate Detection of Bank Imports"

    @api.model
    def _movements(self, parsed, journal, format_name=""):
        """What of a statement is there already.

        :param parsed: :class:`ParsedStatement`
        :return: list of :class:`Movement`, as long as ``parsed.transactions``
        """
        bases = [self._key_base(transaction) for transaction in parsed.transactions]
        seen = self._counted_before(parsed, journal, bases)
        movements = []
        for base, transaction in zip(bases, parsed.transactions, strict=True):
            seen[base] += 1
            movements.append(Movement(transaction, f"{base}:{seen[base]}"))
        self._find_known(movements, journal)
        self._recognise(movements, journal, format_name)
        return movements

    @api.model
    def _key_base(self, transaction):
        """:return: the key without its count"""
        bank_id = transaction.account_servicer_reference or transaction.entry_reference
        parts = [transaction.date.isoformat(), f"{transaction.amount.normalize():f}", transaction.currency]
        parts += (
            [bank_id, transaction.transaction_id, transaction.end_to_end_id]
            if bank_id
            else [
                transaction.counterparty_name,
                transaction.counterparty_account,
                transaction.end_to_end_id,
                transaction.structured_reference,
                *transaction.remittance_lines,
                transaction.additional_info,
            ]
        )
        digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
        return f"{'id' if bank_id else 'row'}:{digest}"

    # ------------------------------------------------------------------------------- statements that go on one another

    @api.model
    def _counted_before(self, parsed, journal, bases):
        """How many equal rows the statement before or after holds on the day it shares with this one.

        :return: Counter of key bases
        """
        counts = Counter()
        neighbours = self._neighbours(parsed, journal)
        if not neighbours:
            return counts
        wanted = set(bases)
        days = {parsed.transactions[0].date, parsed.transactions[-1].date}
        # Access: a line the user may not see (another branch) is still a movement of the account.
        for line in neighbours.sudo().line_ids.filtered(lambda line: line.bank_import_key and line.date in days):
            base = line.bank_import_key.rpartition(":")[0]
            if base in wanted:
                counts[base] += 1
        return counts

    @api.model
    def _neighbours(self, parsed, journal):
        """:return: the statements this one continues, or is continued by, within a day"""
        statements = self.env["account.bank.statement"]
        if not parsed.transactions or parsed.opening_balance is None or parsed.closing_balance is None:
            return statements
        opening, closing = float(parsed.opening_balance), float(parsed.closing_balance)
        first, last = parsed.transactions[0].date, parsed.transactions[-1].date
        currency = journal.currency_id or journal.company_id.currency_id
        # Access: see above.
        near = statements.sudo().search(
            [("journal_id", "=", journal.id), ("line_ids", "any", [("date", "in", (first, last))])]
        )

        def continues(statement):
            start, end = statement.balance_start, statement.balance_end_real
            if not currency.compare_amounts(start, opening) or not currency.compare_amounts(end, closing):
                return False  # Begins or ends with this one: the same movements again, or an overlap.
            before = statement.date == first and not currency.compare_amounts(end, opening)
            days = statement.line_ids.mapped("date")
            return before or (min(days) == last and not currency.compare_amounts(start, closing))

        return near.filtered(continues)

    # ---------------------------------------------------------------------------------------------------- known by key

    @api.model
    def _find_known(self, movements, journal):
        # Access: a line the user may not see (another branch) is still the same movement.
        lines = self.env["account.bank.statement.line"].sudo()
        known = lines.search_fetch(
            [("journal_id", "=", journal.id), ("bank_import_key", "in", [movement.key for movement in movements])],
            ["bank_import_key", "statement_id", "transaction_details", "date", "amount"],
        )
        by_key = {line.bank_import_key: line for line in known - self._free_outdated(known, movements)}
        for movement in movements:
            if line := by_key.get(movement.key):
                movement.line_id, movement.statement_id = line.id, line.statement_id.id
                movement.recognised = not line._is_of_file()

    @api.model
    def _free_outdated(self, known, movements):
        """Take the key from lines that came otherwise and whose day or amount was corrected since.

        :return: those lines
        """
        by_key = {movement.key: movement.transaction for movement in movements}

        def is_outdated(line):
            said = by_key[line.bank_import_key]
            differs = line.date != said.date or line.currency_id.compare_amounts(line.amount, float(said.amount))
            return differs and not line._is_of_file()

        outdated = known.filtered(is_outdated)
        if outdated:
            outdated.bank_import_key = False
            outdated.flush_recordset(["bank_import_key"])  # Before the movement that has the key is created.
        return outdated

    # ---------------------------------------------------------------------------------------------- known by its words

    @api.model
    def _recognise(self, movements, journal, format_name):
        """Find the lines that came otherwise and are movements of this file, one line for one movement."""
        new = [movement for movement in movements if not movement.line_id]
        others = self._lines_that_came_otherwise(new, journal, format_name) if new else {}
        if not others:
            return
        known = {movement.line_id for movement in movements}
        for rows in others.values():
            rows[:] = [row for row in rows if row["id"] not in known]
        currency = journal.currency_id or journal.company_id.currency_id
        for movement in new:
            same_amount = others.get(
                (movement.transaction.date, currency.round(float(movement.transaction.amount))), []
            )
            same = next((row for row in same_amount if self._is_same(movement.transaction, row)), None)
            if same:
                same_amount.remove(same)
                movement.line_id, movement.statement_id = same["id"], same["statement_id"] or 0
                movement.recognised = True
        for movement in new:
            if not movement.line_id:
                amount = currency.round(float(movement.transaction.amount))
                movement.twin_ids = [row["id"] for row in others.get((movement.transaction.date, amount), [])]

    @api.model
    def _lines_that_came_otherwise(self, movements, journal, format_name):
        """Lines of the file's days that have no key of ours, or one of another format.

        :return: (date, amount) -> list of rows
        """
        days = [movement.transaction.date for movement in movements]
        came_otherwise = SQL(
            "line.bank_import_key IS NULL OR COALESCE(line.transaction_details->>'format', '') != %s", format_name
        )
        return self._rows_of_days(journal, min(days), max(days), came_otherwise)

    @api.model
    def _rows_of_days(self, journal, first, last, condition):
        """The standing lines of a bank in some days, oldest first, with what tells whether they are a movement.

        :param condition: :class:`SQL` on ``line``
        :return: (date, amount) -> list of rows
        """
        lines = self.env["account.bank.statement.line"]
        lines.flush_model()
        lines.move_id.flush_model(["date", "state"])
        other_key = SQL(", line.unique_import_id") if "unique_import_id" in lines._fields else SQL(", NULL")
        self.env.cr.execute(
            SQL(
                """
                SELECT line.id, line.statement_id, move.date, line.amount, line.payment_ref, line.partner_name,
                       line.account_number, line.bank_entry_reference, line.bank_end_to_end_id,
                       line.bank_structured_reference, line.transaction_details, line.bank_import_key,
                       line.bank_duplicate_of_id, line.create_date %(other_key)s
                  FROM account_bank_statement_line line
                  JOIN account_move move ON move.id = line.move_id
                 WHERE line.journal_id = %(journal)s
                   AND move.date BETWEEN %(first)s AND %(last)s
                   AND move.state = 'posted'
                   AND (%(condition)s)
                 ORDER BY line.internal_index
                """,
                other_key=other_key,
                journal=journal.id,
                first=first,
                last=last,
                condition=condition,
            )
        )
        names = (
            "id statement_id date amount label name account reference end_to_end structured details key duplicate_of_id"
            " created other_id"
        )
        rows = defaultdict(list)
        currency = journal.currency_id or journal.company_id.currency_id
        for values in self.env.cr.fetchall():
            row = dict(zip(names.split(), values, strict=True))
            rows[row["date"], currency.round(row["amount"])].append(row)
        return rows

    @api.model
    def _is_same(self, transaction, row):
        """Whether a line of the same day and amount is this movement: the same id, or what one says is in the other."""
        bank_id = self._plain(transaction.account_servicer_reference or transaction.entry_reference)
        if row["other_id"] and bank_id not in NO_ID:
            return self._plain(row["other_id"]).endswith(bank_id)
        pairs = (
            (transaction.account_servicer_reference, row["reference"]),
            (transaction.end_to_end_id, row["end_to_end"]),
            (transaction.structured_reference, row["structured"]),
        )
        pairs = [(self._plain(one), self._plain(two)) for one, two in pairs]
        if any(one == two and one not in NO_ID for one, two in pairs):
            return True
        accounts = transaction.counterparty_account, row["account"]
        if all(accounts) and not same_account(*accounts):
            return False
        label = self._plain(" ".join(transaction.remittance_lines) or transaction.additional_info)
        own = self._plain(row["label"])
        if own and own == (label or self._plain(transaction.counterparty_name)):
            return True
        return self._within(own, self._all_words(transaction)) or self._within(label, self._row_words(row))

    @api.model
    def _plain(self, text):
        return "".join(character for character in (text or "").casefold() if character.isalnum())

    @api.model
    def _within(self, short, long):
        return len(short) >= SHORTEST_TEXT and short in long

    @api.model
    def _all_words(self, transaction):
        parts = (
            transaction.counterparty_name,
            transaction.counterparty_account,
            transaction.structured_reference,
            *transaction.remittance_lines,
            transaction.additional_info,
            transaction.counterparty_name,
        )
        return self._plain(" ".join(parts))

    @api.model
    def _row_words(self, row):
        details = row["details"] if isinstance(row["details"], dict) else {}
        values = [str(pair[1]) for pair in details.get("fields") or () if len(pair) == 2]
        return self._plain(" ".join([row["label"] or "", row["name"] or "", *values]))
