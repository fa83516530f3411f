"""What the tests of a statement's life share: statements with matched lines, short to write."""

from odoo import Command

from .common import BankReconcileCase


class StatementCase(BankReconcileCase):
    @classmethod
    def make_statement(cls, lines, start=0.0, end=None, journal=None, **values):
        """A statement that adds up, of open lines.

        :param lines: rows of (amount, text, date)
        :param end: ending balance; starting balance and lines where None
        """
        journal = journal or cls.bank
        return cls.env["account.bank.statement"].create(
            {
                "balance_start": start,
                "balance_end_real": start + sum(row[0] for row in lines) if end is None else end,
                "line_ids": [
                    Command.create({"journal_id": journal.id, "amount": amount, "payment_ref": text, "date": date})
                    for amount, text, date in lines
                ],
                **values,
            }
        )

    @classmethod
    def line_of(cls, statement, text):
        return statement.line_ids.filtered(lambda line: line.payment_ref == text)

    @classmethod
    def make_matched_statement(cls, amounts=(100.0, -40.0), start=0.0, date="2026-03-10", journal=None):
        """A statement ready to post: each positive line pays an invoice, each negative one is an expense."""
        statement = cls.make_statement(
            [(amount, f"line {index}", date) for index, amount in enumerate(amounts)], start=start, journal=journal
        )
        for line in statement.line_ids:
            if line.amount > 0:
                cls.make_match(line, move_line_id=cls.open_item(cls.make_invoice(line.amount)).id)
            else:
                cls.make_match(line, account_id=cls.expense.id)
        return statement
