"""What the tests of the reconciliation page share: a statement of March, and short ways to ask what the page asks."""

from odoo import Command

from .common import BankReconcileCase


class ReconciliationCase(BankReconcileCase):
    @classmethod
    def make_statement(cls, *lines, journal=None, **values):
        """A statement of lines, its balances those of the lines unless given."""
        total = sum(line.amount for line in lines)
        return cls.env["account.bank.statement"].create(
            {
                "name": "BNK/2026/03",
                "journal_id": (journal or cls.bank).id,
                "balance_start": 0,
                "balance_end_real": total,
                "line_ids": [Command.set([line.id for line in lines])],
                **values,
            }
        )

    @classmethod
    def make_waiting(cls, amount, partner=None, date="2026-03-05", journal=None, **values):
        """:return: the journal item of a registered payment that waits for the bank; positive is received"""
        return cls.outstanding_item(cls.make_payment(amount, date, partner, journal, **values))

    def pane(self, statement, lines=(), domain=(), context=None, **arguments):
        """What the right pane shows.

        :return: list of the rows read
        """
        return self.pane_answer(statement, lines, domain, context, **arguments)["records"]

    def pane_answer(self, statement, lines=(), domain=(), context=None, **arguments):
        items = self.env["account.move.line"].with_context(
            bank_statement_id=statement.id,
            bank_candidates_line_ids=[line.id for line in lines],
            **(context or {}),
        )
        names = (
            "bank_candidate_reason",
            "bank_candidate_confidence",
            "bank_candidate_amount",
            "bank_item_residual",
            "bank_match_state",
            "bank_match_statement_id",
        )
        specification = {name: {} for name in names}
        return items.web_search_read([("bank_candidate", "=", True), *domain], specification, **arguments)

    def spread(self, rows):
        """:return: (line, item, amount) of a preview's rows, by ids"""
        return [(row["line_id"], row["item_id"], row["amount"]) for row in rows]

    def kept(self, lines):
        """:return: (line, item, amount) of what is matched, by ids"""
        return [(match.statement_line_id.id, match.move_line_id.id, match.amount) for match in lines.match_ids]
