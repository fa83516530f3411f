from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from .words import line_words

# Items and statements that a warning names; it counts the others.
NAMED = 3


class AccountBankStatement(models.Model):
    """What somebody who reconciles a statement should know, each with the way to it."""

    _inherit = "account.bank.statement"

    def _reconciliation_warnings(self):
        """What somebody who reconciles this statement should know.

        :return: list of ``{"text": str, "level": "info" | "warning" | "danger", "action": action or False}``; the
            number of queries does not depend on the statement's lines
        """
        self.ensure_one()
        if self.reconciliation_state == "posted":
            return []
        self.env.flush_all()
        warnings = (
            self._warning_of_last_balance(),
            self._warning_of_other_statements(),
            self._warning_of_items_elsewhere(),
            self._warning_of_later_lines(),
            self._warning_of_later_matches(),
            self._warning_of_direct_postings(),
            self._warning_of_void_checks(),
            self._warning_of_duplicates(),
            self._warning_of_shared_account(),
        )
        return [warning for warning in warnings if warning]

    def _warning(self, text, level="warning", action=False):
        return {"text": text, "level": level, "action": action}

    def _list_action(self, name, model, domain, **context):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "view_mode": "list,form",
            "domain": domain,
            "context": {"create": False, **context},
        }

    def _warning_of_last_balance(self):
        previous = self.previous_statement_id
        if not previous or not self.currency_id.compare_amounts(self.balance_start, self.balance_last):
            return None
        return self._warning(
            self.env._(
                "The starting balance %(start)s is not the ending balance %(end)s of statement %(previous)s."
                " A statement in between may be missing.",
                start=self.currency_id.format(self.balance_start),
                end=self.currency_id.format(self.balance_last),
                previous=previous.name,
            ),
            "danger",
            previous._get_records_action(),
        )

    def _warning_of_other_statements(self):
        domain = [
            ("journal_id", "=", self.journal_id.id),
            ("id", "!=", self.id),
            ("reconciliation_state", "=", "open"),
        ]
        count = self.search_count(domain)
        if not count:
            return None
        names = self.search(domain, limit=NAMED, order="date, id").mapped("name")
        return self._warning(
            self.env._(
                "Statements of this bank that are open as well: %(count)s (%(names)s).",
                count=count,
                names=", ".join([*names, *(["…"] if count > NAMED else [])]),
            ),
            "info",
            self._list_action(self.env._("Open Statements"), self._name, domain),
        )

    def _warning_of_items_elsewhere(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT mine.move_line_id, MIN(other_line.statement_id)
                  FROM account_bank_match AS mine
                  JOIN account_bank_statement_line AS line ON line.id = mine.statement_line_id
                  JOIN account_bank_match AS other ON other.move_line_id = mine.move_line_id AND other.id != mine.id
                  JOIN account_bank_statement_line AS other_line ON other_line.id = other.statement_line_id
                 WHERE line.statement_id = %(id)s
                   AND other_line.statement_id IS DISTINCT FROM line.statement_id
                   AND mine.state != 'posted'
                   AND other.state != 'posted'
              GROUP BY mine.move_line_id
              ORDER BY mine.move_line_id
                """,
                id=self.id,
            )
        )
        if not rows:
            return None
        items = self.env["account.move.line"].browse(item_id for item_id, _statement_id in rows)
        statements = self.browse(statement_id for _item_id, statement_id in rows[:NAMED])
        names = []
        for item, statement in zip(items[:NAMED], statements, strict=True):
            place = statement.name if statement.id else self.env._("a line on no statement")
            names.append(self.env._("%(item)s (%(place)s)", item=item.move_id.name, place=place))
        return self._warning(
            self.env._(
                "Matched elsewhere as well: %(count)s of the items matched here, such as %(names)s.",
                count=len(items),
                names=", ".join(names),
            ),
            "warning",
            self._list_action(self.env._("Matched Elsewhere"), "account.move.line", [("id", "in", items.ids)]),
        )

    def _warning_of_later_lines(self):
        if not self.date:
            return None
        domain = [("statement_id", "=", self.id), ("date", ">", self.date)]
        count = self.env["account.bank.statement.line"].search_count(domain)
        if not count:
            return None
        return self._warning(
            self.env._(
                "Lines dated after the statement's date %(date)s: %(count)s.",
                date=format_date(self.env, self.date),
                count=count,
            ),
            "warning",
            self._list_action(self.env._("Lines After the Date"), "account.bank.statement.line", domain),
        )

    def _later_matches_domain(self, date):
        """:return: the domain of the matches not posted, with items dated after a date"""
        return [
            ("statement_line_id.statement_id", "=", self.id),
            ("state", "!=", "posted"),
            ("move_line_id.date", ">", date),
        ]

    def _warning_of_later_matches(self):
        if not self.date:
            return None
        count = self.env["account.bank.match"].search_count(self._later_matches_domain(self.date))
        if not count:
            return None
        return self._warning(
            self.env._(
                "Matches with entries dated after the statement's date %(date)s: %(count)s.",
                date=format_date(self.env, self.date),
                count=count,
            ),
            "warning",
            self.action_change_date(),
        )

    def _warning_of_direct_postings(self):
        date = self.date or fields.Date.context_today(self)
        opening = self.env["account.bank.statement.figures"]._opening_balance(self)
        direct, _opening, _revalued = self.env["account.bank.ledger.figures"]._direct_postings(self, date, opening)
        if not direct:
            return None
        ids = [row["item_id"] for row in direct]
        return self._warning(
            self.env._(
                "Entries on the bank's ledger account that are not from the bank: %(count)s, in all %(amount)s.",
                count=len(direct),
                amount=self.currency_id.format(sum(row["amount"] for row in direct)),
            ),
            "warning",
            self._list_action(self.env._("Not from the Bank"), "account.move.line", [("id", "in", ids)]),
        )

    def _warning_of_void_checks(self):
        if not self.journal_id._void_checks():
            return None
        void = self.line_ids._void_checks()
        lines = self.env["account.bank.statement.line"].union(*(line for line, payment in void.items() if payment))
        if not lines:
            return None
        words = [void[line]._void_words() for line in lines[:NAMED]]
        return self._warning(
            " ".join([*words, *(["…"] if len(lines) > NAMED else [])]),
            "danger",
            self._list_action(self.env._("Void Checks"), lines._name, [("id", "in", lines.ids)]),
        )

    def _warning_of_duplicates(self):
        Line = self.env["account.bank.statement.line"]
        domain = Domain(Line._duplicates_domain(self.journal_id))
        if self.date:
            domain &= Domain("date", "<=", self.date)
        lines = Line.search(domain, limit=NAMED + 1)
        if not lines:
            return None
        return self._warning(
            self.env._(
                "Lines that another importer or a person added may be there twice: %s. Remove them or say that they"
                " are movements of their own.",
                ", ".join([*(line_words(line) for line in lines[:NAMED]), *(["…"] if len(lines) > NAMED else [])]),
            ),
            "warning",
            self.journal_id.action_open_duplicates(),
        )

    def _warning_of_shared_account(self):
        words = self.journal_id._shared_account_words()
        return self._warning(words) if words else None

    def action_change_date(self):
        """Ask for the statement's date, and what happens with matches that are then too late."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement Date"),
            "res_model": "account.bank.date.wizard",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_statement_id": self.id, "default_date": self.date},
        }
