import datetime

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import groupby

from .spread import item_words


class AccountBankStatement(models.Model):
    """Lines made of what the books show and the bank will: each matched with its entries at once.

    For a bank whose statement is on paper: what was paid and received is in the books already, and is ticked off.
    """

    _inherit = "account.bank.statement"

    @api.model
    def _unshown_domain(self, journal, date_to=None, date_from=None, exclude_reversed=True):
        """:return: the domain of what a bank's books show, the bank does not, and nothing is matched with"""
        domain = (
            self.env["account.bank.pane"]._outstanding_domain(journal)
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("bank_match_ids", "=", False)
        )
        if date_from:
            domain &= Domain("date", ">=", date_from)
        if date_to:
            domain &= Domain("date", "<=", date_to)
        if exclude_reversed:
            domain &= Domain("move_id.reversal_move_ids", "=", False) & Domain("move_id.reversed_entry_id", "=", False)
        return domain

    def _make_lines_of_items(self, items, notes=None):
        """Make the statement's lines of ledger entries, matched with them and accepted.

        What the bank shows as one, the payments of a posted batch, becomes one line with a match for each.

        :param items: ``account.move.line`` records that are open
        :param dict notes: item -> what a person said about it, kept on the line
        :return: ``account.bank.statement.line`` records
        """
        self.ensure_one()
        groups = self._groups_of_items(items)
        lines = self.env["account.bank.statement.line"].create(
            [self._line_values_of_items(group, notes or {}) for group in groups]
        )
        self.env["account.bank.match"].create(
            [
                self._match_values_of_item(line, group, item)
                for line, group in zip(lines, groups, strict=True)
                for item in group
            ]
        )
        return lines

    @api.model
    def _groups_of_items(self, items):
        """:return: list of the items the bank shows as one, oldest first"""

        def key(item):
            batch = item.bank_in_batch_id
            return (batch.id, item.currency_id.id) if batch else (0, item.id)

        groups = [items.browse([item.id for item in group]) for _key, group in groupby(items.sorted("id"), key)]
        return sorted(groups, key=lambda group: (max(group.mapped("date")), group.ids))

    def _line_values_of_items(self, items, notes):
        """:return: values of the statement line that shows ledger entries"""
        item, batch = items[0], items[0].bank_in_batch_id
        values = {
            "statement_id": self.id,
            "journal_id": self.journal_id.id,
            "date": self._date_of_line(max(items.mapped("date"))),
            "amount": sum(each._bank_residual(self.currency_id, None) for each in items),
            "payment_ref": item.payment_id.memo or item.ref or item_words(item),
            "partner_id": item.partner_id.id,
            "bank_check_number": item.payment_id.check_number,
        }
        if batch:
            values["payment_ref"] = " ".join(filter(None, (batch.name, batch.reference)))
        if len(items) > 1:
            values["partner_id"] = items.partner_id.id if len(items.partner_id) == 1 else False
            values["bank_check_number"] = False
        if words := " ".join(notes[each] for each in items if notes.get(each)):
            values["narration"] = words
        if item.currency_id != self.currency_id:
            values["foreign_currency_id"] = item.currency_id.id
            values["amount_currency"] = sum(items.mapped("amount_residual_currency"))
        return values

    def _date_of_line(self, date):
        """:return: a date as a line of the statement can have it: not on a day that the last statement has shown
        already, or that is closed
        """
        before = self.previous_statement_id if self.first_line_index else self._last_before(self.journal_id, self.date)
        shown = before.date or datetime.date.min
        closed = self.company_id._get_user_fiscal_lock_date(self.journal_id)
        first = max(shown, closed) + datetime.timedelta(days=1)
        if date >= first:
            return date
        return min(first, max(self.date, date)) if self.date else first

    @api.model
    def _last_before(self, journal, date):
        """:return: the last statement of a bank that has lines and ends no later than a date"""
        domain = [("journal_id", "=", journal.id), ("first_line_index", "!=", False)]
        if date:
            domain.append(("date", "<=", date))
        return self.search(domain, order="date desc, first_line_index desc", limit=1)

    @api.model
    def _match_values_of_item(self, line, items, item):
        """:param items: all the items of the line"""
        return {
            "statement_line_id": line.id,
            "move_line_id": item.id,
            "amount": line.amount if len(items) == 1 else item._bank_residual(line.currency_id, None),
            "item_amount": item.amount_residual_currency,
            "state": "accepted",
            "accepted_by_id": self.env.uid,
        }
