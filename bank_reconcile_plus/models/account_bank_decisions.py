from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models
from odoo.tools import SQL


@dataclass
class Decision:
    """What was posted of a statement line, as the ledger says it now.

    :ivar items: id of a settled journal item -> unsigned amount in company currency
    :ivar accounts: id of an account -> amount in company currency, signed like the line; what settles nothing that
        was there on the line's day, taxes left out
    :ivar by_machine: posted in the background without a person; says nothing about what people decide
    """

    items: dict = field(default_factory=lambda: defaultdict(float))
    accounts: dict = field(default_factory=lambda: defaultdict(float))
    by_machine: bool = False

    def __bool__(self):
        return bool(self.items or self.accounts)


class AccountBankDecisions(models.AbstractModel):
    """Reads what people decided about lines from the ledger: partial reconciles and accounts, by three queries."""

    _name = "account.bank.decisions"
    _description = "Decisions on Bank Lines"

    @api.model
    def _read(self, lines):
        """:param lines: ``account.bank.statement.line`` records
        :return: dict line id -> :class:`Decision`; a line with nothing posted has none
        """
        decisions = {}
        if not lines:
            return decisions
        lines.check_access("read")
        self.env["account.move.line"].flush_model()
        self.env["account.partial.reconcile"].flush_model()
        counterparts = self._counterparts(lines)
        settled = self._settled([row[1] for row in counterparts])
        machine = self._posted_by_machine(lines)
        for line_id, item_id, account_id, balance, is_tax in counterparts:
            decision = decisions.setdefault(line_id, Decision(by_machine=line_id in machine))
            left = -float(balance)
            for settled_id, amount in settled.get(item_id, {}).items():
                decision.items[settled_id] += amount
                left -= amount if left > 0 else -amount
            if not is_tax and (item_id not in settled or abs(left) >= 0.005):
                decision.accounts[account_id] += left
        return {line_id: decision for line_id, decision in decisions.items() if decision}

    @api.model
    def _counterparts(self, lines):
        """:return: rows of line id, journal item id, account id, balance, whether it is a tax"""
        own = lines.journal_id.default_account_id | lines.journal_id.suspense_account_id
        return self.env.execute_query(
            SQL(
                """
                SELECT line.id, item.id, item.account_id, item.balance, item.tax_line_id IS NOT NULL
                  FROM account_bank_statement_line line
                  JOIN account_move_line item ON item.move_id = line.move_id
                 WHERE line.id = ANY(%(lines)s) AND item.account_id != ALL(%(own)s)
                """,
                lines=lines.ids,
                own=own.ids,
            )
        )

    @api.model
    def _settled(self, item_ids):
        """:return: counterpart id -> (settled item id -> unsigned company amount); exchange differences left out, and
        what is dated after the line: it was not there to decide upon
        """
        settled = defaultdict(lambda: defaultdict(float))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT counterpart.id, other.id, partial.amount
                  FROM account_partial_reconcile partial
                  JOIN account_move_line counterpart
                    ON counterpart.id IN (partial.debit_move_id, partial.credit_move_id)
                  JOIN account_move_line other
                    ON other.id IN (partial.debit_move_id, partial.credit_move_id) AND other.id != counterpart.id
                 WHERE (partial.debit_move_id = ANY(%(items)s) OR partial.credit_move_id = ANY(%(items)s))
                   AND counterpart.id = ANY(%(items)s)
                   AND other.date <= counterpart.date
                   AND NOT EXISTS (SELECT 1 FROM account_partial_reconcile main
                                    WHERE main.exchange_move_id = other.move_id)
                """,
                items=item_ids,
            )
        )
        for counterpart_id, other_id, amount in rows:
            settled[counterpart_id][other_id] += float(amount)
        return settled

    @api.model
    def _posted_by_machine(self, lines):
        """:return: set of the ids of lines whose posting nobody decided"""
        matches = self.env["account.bank.match"].search_fetch(
            [
                ("statement_line_id", "in", lines.ids),
                ("state", "=", "posted"),
                ("automatic", "=", True),
                ("post_run_id.background", "=", True),
            ],
            ["statement_line_id"],
        )
        return set(matches.statement_line_id.ids)

    @api.model
    def _words(self, targets):
        """Put what lines were booked to, or would be, into words.

        :param targets: list of (ids of journal items, ids of accounts)
        :return: list of str, in the same order
        """
        item_ids = {item_id for items, _accounts in targets for item_id in items if isinstance(item_id, int)}
        account_ids = {account_id for _items, accounts in targets for account_id in accounts}
        items = self.env["account.move.line"].search_fetch([("id", "in", list(item_ids))], ["move_id", "partner_id"])
        accounts = self.env["account.account"].search_fetch([("id", "in", list(account_ids))], ["name", "code_store"])
        item_words = {
            item.id: " ".join(filter(None, (item.move_id.name or item.move_id.ref, item.partner_id.name)))
            for item in items
        }
        account_words = {account.id: account.display_name for account in accounts}
        return [
            "; ".join(
                [item_words.get(item_id, self.env._("a payment")) for item_id in of_items]
                + [account_words.get(account_id, "") for account_id in of_accounts]
            )
            for of_items, of_accounts in targets
        ]
