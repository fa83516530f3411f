from dataclasses import dataclass, field, fields
from decimal import Decimal

from odoo import api, models

from ..formats.types import ParsedTransaction

# Of a parsed transaction: stored in fields of the statement line, or listed by their path.
FIELDS_OF_THEIR_OWN = {
    "date",
    "amount",
    "currency",
    "value_date",
    "account_servicer_reference",
    "end_to_end_id",
    "structured_reference",
    "check_number",
    "mandate_id",
    "batch_id",
    "bank_transaction_code",
    "counterparty_name",
    "counterparty_account",
    "counterparty_bic",
    "counterparty_address",
    "is_direct_debit",
    "entry_number",
    "detail_number",
    "raw",
}

OTHER_NAMES = tuple(field.name for field in fields(ParsedTransaction) if field.name not in FIELDS_OF_THEIR_OWN)

# Reports during the day and notifications: the day's statement takes their lines over when it comes.
PROVISIONAL_FORMATS = frozenset(("camt052", "camt054", "mt942"))

# More pieces than this are one statement: the movements there already are scattered over it.
MOST_PIECES = 12


@dataclass
class Piece:
    """Movements of a file that become one statement: all of them, or those between what other statements hold."""

    movements: list = field(default_factory=list)
    start: Decimal | None = None
    end: Decimal | None = None
    statement_id: int = 0  # the statement that holds some of them already


class AccountBankImportValues(models.AbstractModel):
    """Turns what was read of a file into values of statements and lines."""

    _name = "account.bank.import.values"
    _description = "Values of Imported Statements"

    # ------------------------------------------------------------------------------------------------------ statements

    @api.model
    def _pieces(self, parsed, movements, own_statement_ids):
        """Cut a statement where other statements hold its movements already, balances carried along.

        :param movements: list of :class:`Movement`
        :param own_statement_ids: statements whose lines belong to this one (it is imported again, or taken over)
        :return: list of :class:`Piece`; those without a balance in the file have none
        """
        balance = parsed.opening_balance
        if balance is None and parsed.closing_balance is not None:
            balance = parsed.closing_balance - sum(movement.transaction.amount for movement in movements)
        pieces, piece = [], None
        for movement in movements:
            elsewhere = movement.statement_id and movement.statement_id not in own_statement_ids
            if elsewhere:
                piece = None
            elif piece is None:
                piece = Piece(start=balance)
                pieces.append(piece)
            balance = None if balance is None else balance + movement.transaction.amount
            if piece:
                piece.movements.append(movement)
                piece.end = balance
                piece.statement_id = piece.statement_id or movement.statement_id
        if piece and parsed.closing_balance is not None:
            piece.end = parsed.closing_balance  # What the bank says, even where its movements do not lead there.
        return pieces if len(pieces) <= MOST_PIECES else [self._joined(pieces, parsed)]

    @api.model
    def _joined(self, pieces, parsed):
        """:return: one piece that ends where the file ends"""
        movements = [movement for piece in pieces for movement in piece.movements]
        end = parsed.closing_balance if parsed.closing_balance is not None else pieces[-1].end
        total = sum(movement.transaction.amount for movement in movements)
        return Piece(movements, None if end is None else end - total, end)

    @api.model
    def _statement_values(self, parsed, journal, piece, format_name):
        values = {
            "name": self._statement_name(parsed, journal),
            "reference": parsed.statement_id or False,
            "import_number": parsed.number or False,
            "import_provisional": format_name in PROVISIONAL_FORMATS or parsed.closing_balance is None,
        }
        if piece.start is not None:
            values |= {"balance_start": float(piece.start), "balance_end_real": float(piece.end)}
        return values

    @api.model
    def _statement_name(self, parsed, journal):
        number = parsed.number or (parsed.closing_date and parsed.closing_date.isoformat()) or parsed.statement_id
        if not number:
            return False
        return self.env._("%(journal)s Statement %(number)s", journal=journal.code, number=number)

    # ----------------------------------------------------------------------------------------------------------- lines

    @api.model
    def _sequences(self, parsed, journal, movements):
        """The place of each new movement in its day; the host sorts a day's lines by falling sequence.

        A day's first movements count down to 1. Those of a day that has lines go below them, or above when the file
        says that what is there comes later.

        :param movements: all of the statement, those that are there already included
        :return: key of the new movements -> sequence
        """
        days = {}
        for movement in movements:
            days.setdefault(movement.transaction.date, []).append(movement)
        held = self._held_sequences(journal, list(days))
        day_above = self._day_that_goes_above(parsed, journal, movements)
        sequences = {}
        for day, of_day in days.items():
            new = [movement for movement in of_day if not movement.line_id]
            lowest, highest = held.get(day, (len(new) + 1, 0))
            above = day in held and (day == day_above or (of_day[-1].line_id and not of_day[0].line_id))
            first = highest + len(new) if above else lowest - 1
            sequences.update({movement.key: first - index for index, movement in enumerate(new)})
        return sequences

    @api.model
    def _held_sequences(self, journal, days):
        """:return: day -> (lowest, highest) sequence of the bank's lines of that day"""
        if not days:
            return {}
        # Access: lines of branches are in the same order.
        rows = (
            self.env["account.bank.statement.line"]
            .sudo()
            ._read_group(
                [("journal_id", "=", journal.id), ("date", "in", days)],
                ["date:day"],
                ["sequence:min", "sequence:max"],
            )
        )
        return {day: (lowest, highest) for day, lowest, highest in rows}

    @api.model
    def _day_that_goes_above(self, parsed, journal, movements):
        """:return: the statement's last day when another one of that day begins with this one's closing balance"""
        if parsed.closing_balance is None or not movements or movements[-1].line_id:
            return None
        last = movements[-1].transaction.date
        # Access: lines of branches are in the same order.
        following = (
            self.env["account.bank.statement"]
            .sudo()
            .search([("journal_id", "=", journal.id), ("line_ids.date", "=", last)])
            .filtered(lambda statement: min(statement.line_ids.mapped("date")) == last)
        )
        currency = journal.currency_id or journal.company_id.currency_id
        closing, opening = float(parsed.closing_balance), parsed.opening_balance
        follows = following.filtered(lambda statement: not currency.compare_amounts(statement.balance_start, closing))
        goes_before = following.filtered(
            lambda statement: (
                opening is not None and not currency.compare_amounts(statement.balance_end_real, float(opening))
            )
        )
        return last if follows and not goes_before else None

    @api.model
    def _line_values(self, journal, movement, sequence, format_name, currencies):
        """:return: values of one statement line"""
        transaction = movement.transaction
        return {
            "journal_id": journal.id,
            "date": transaction.date,
            "amount": float(transaction.amount),
            "sequence": sequence,
            "payment_ref": self._label(transaction),
            "partner_name": transaction.counterparty_name or transaction.ultimate_party_name or False,
            "account_number": transaction.counterparty_account or False,
            "transaction_type": transaction.bank_transaction_code or False,
            **self._bank_values(movement, format_name),
            **self._foreign_values(journal, transaction, currencies),
        }

    @api.model
    def _bank_values(self, movement, format_name):
        """:return: the values only a bank's file has, for a new line or for one that came otherwise"""
        transaction = movement.transaction
        return {
            "bank_value_date": transaction.value_date,
            "bank_entry_reference": transaction.account_servicer_reference or transaction.entry_reference or False,
            "bank_end_to_end_id": transaction.end_to_end_id or False,
            "bank_structured_reference": transaction.structured_reference or False,
            "bank_check_number": transaction.check_number or False,
            "bank_mandate": transaction.mandate_id or False,
            "bank_batch": transaction.batch_id or False,
            "bank_transaction_code": transaction.bank_transaction_code or False,
            "bank_counterparty_bic": transaction.counterparty_bic or False,
            "bank_counterparty_address": transaction.counterparty_address or False,
            "bank_is_direct_debit": transaction.is_direct_debit,
            "bank_import_key": movement.key,
            "transaction_details": {"format": format_name, "fields": self._other_fields(transaction)},
        }

    @api.model
    def _other_fields(self, transaction):
        """What of the file has no field of its own on the line.

        :return: list of [name, text], what the reader named first, then everything else by its path in the file
        """
        named = [
            [name.replace("_", " ").capitalize(), " / ".join(value) if isinstance(value, tuple) else str(value)]
            for name, value in ((name, getattr(transaction, name)) for name in OTHER_NAMES)
            if value not in (None, "", (), False, 0)
        ]
        return named + [list(pair) for pair in transaction.raw]

    @api.model
    def _currencies(self, parsed):
        """:return: ISO code -> ``res.currency`` id of the currencies payments of the statement were made in"""
        names = {transaction.original_currency for transaction in parsed.transactions} - {""}
        found = self.env["res.currency"].search([("name", "in", list(names))]) if names else []
        return {currency.name: currency.id for currency in found}

    @api.model
    def _foreign_values(self, journal, transaction, currencies):
        """:return: the host's foreign currency fields, when the payment was made in a currency the books know"""
        foreign = currencies.get(transaction.original_currency)
        if not foreign or not transaction.original_amount:
            return {}
        if foreign == (journal.currency_id or journal.company_id.currency_id).id:
            return {}
        sign = -1 if transaction.amount < 0 else 1
        return {"foreign_currency_id": foreign, "amount_currency": sign * abs(float(transaction.original_amount))}

    @api.model
    def _label(self, transaction):
        """The line's label: what the payer wrote, or else what the bank says."""
        lines = list(transaction.remittance_lines) or [transaction.structured_reference]
        if not any(lines):
            lines = [transaction.additional_info or transaction.counterparty_name or transaction.bank_transaction_code]
        return " ".join(filter(None, (line.strip() for line in lines))) or self.env._("(no text)")
