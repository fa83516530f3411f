from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..matching.differences import Entry, Side, explain
from ..matching.money import Minor

# Days around the statement in which other banks' lines are looked at.
OTHER_BANK_DAYS = 31
SHOWN = 40


class AccountBankErrorWizard(models.TransientModel):
    """Looks for what explains a difference: swapped digits, a wrong sign, a doubled entry, the wrong bank."""

    _name = "account.bank.error.wizard"
    _description = "Find the Error"

    statement_id = fields.Many2one("account.bank.statement", required=True, readonly=True)
    currency_id = fields.Many2one(related="statement_id.currency_id")
    difference = fields.Monetary(
        required=True, help="What is missing in the statement's lines; negative where they have too much."
    )
    searched = fields.Boolean(readonly=True)
    finding_ids = fields.One2many("account.bank.error.finding", "wizard_id", readonly=True)

    @api.model
    def _action_open(self, statement):
        """:return: the action that shows what explains the statement's difference"""
        wizard = self.create({"statement_id": statement.id, "difference": self._difference(statement)})
        if wizard.difference:
            wizard._search_findings()
        return wizard._show()

    @api.model
    def _difference(self, statement):
        """The first difference that a person would look for.

        :return: what the lines lack to the balances; else by how much the statement does not follow on the last one;
            else what of the lines is not matched
        """
        currency = statement.currency_id
        lines = statement._line_totals()
        missing = currency.round(statement.balance_end_real - statement.balance_start - lines["amount"])
        if not missing and statement.previous_statement_id:
            missing = currency.round(statement.balance_start - statement.balance_last)
        return missing or currency.round(lines["open_amount"] + lines["difference_amount"])

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Find the Error"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "large"},
        }

    def action_search(self):
        """Look for what explains the difference."""
        self.ensure_one()
        if not self.difference:
            raise UserError(self.env._("Enter the difference to look for."))
        self._search_findings()
        return self._show()

    # ---------------------------------------------------------------------------------------------------------- search

    def _search_findings(self):
        currency = self.currency_id
        minor = Minor([(currency.name, currency.decimal_places)])

        def units(amount):
            return minor.units(Decimal(str(currency.round(amount))), currency.name)

        records = [*self._lines(), *self._items(), *self._lines_of_other_banks()]
        entries = [
            Entry(index, side, units(amount), day, text, is_open)
            for index, (_record, side, amount, day, text, is_open) in enumerate(records)
            if day
        ]
        findings = explain(units(self.difference), entries)[:SHOWN]
        self.searched = True
        self.finding_ids = [Command.clear()] + [
            Command.create(self._finding_values(finding, records, minor)) for finding in findings
        ]

    def _finding_values(self, finding, records, minor):
        first, *others = [records[entry.id][0] for entry in finding.entries]
        expected = False if finding.expected is None else float(minor.amount(finding.expected, self.currency_id.name))
        return {
            "kind": finding.kind.value,
            "weight": finding.weight,
            "res_model": first._name,
            "res_id": first.id,
            "other_model": others[0]._name if others else False,
            "other_id": others[0].id if others else False,
            "amount": records[finding.entries[0].id][2],
            "expected": expected,
        }

    def _lines(self):
        """:return: rows of (record, side, amount, date, text, open) of the statement's lines"""
        lines = self.statement_id.line_ids.filtered(lambda line: line.state == "posted")
        return [
            (line, Side.LINE, line.amount, line.date, line.payment_ref or "", not line.is_reconciled) for line in lines
        ]

    def _items(self):
        """:return: the same of what is outstanding at this bank, and of open documents of just that amount"""
        statement = self.statement_id
        date = self.env["account.bank.statement.figures"]._date(statement)
        ledger = self.env["account.bank.ledger.figures"]
        residuals = ledger._outstanding_residuals(statement, date)
        items = self.env["account.move.line"].browse(residuals).filtered(lambda item: not item.statement_line_id)
        rows = [
            (item, Side.ITEM, residuals[item.id][0], item.date, item.payment_id.memo or item.name or "", True)
            for item in items
        ]
        direct, _opening, _revalued = ledger._direct_postings(
            statement, date, self.env["account.bank.statement.figures"]._opening_balance(statement)
        )
        rows += [
            (
                self.env["account.move.line"].browse(row["item_id"]),
                Side.ITEM,
                row["amount"],
                fields.Date.to_date(row["date"]),
                row["text"],
                True,
            )
            for row in direct
        ]
        documents = self.env["account.move.line"].search(
            [
                ("company_id", "child_of", statement.company_id.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("currency_id", "=", statement.currency_id.id),
                ("account_id.account_type", "in", ("asset_receivable", "liability_payable")),
                ("amount_residual_currency", "in", (self.difference, -self.difference)),
            ],
            limit=SHOWN,
        )
        rows += [
            (item, Side.ITEM, item.amount_residual_currency, item.date, item.name or "", True) for item in documents
        ]
        return rows

    def _lines_of_other_banks(self):
        """:return: the same of other banks' open lines of just that amount, around the statement's time"""
        statement = self.statement_id
        days = [line.date for line in statement.line_ids] or [fields.Date.context_today(self)]
        lines = self.env["account.bank.statement.line"].search(
            [
                ("company_id", "child_of", statement.company_id.id),
                ("journal_id", "!=", statement.journal_id.id),
                ("is_reconciled", "=", False),
                ("amount", "in", (self.difference, -self.difference)),
                ("date", ">=", fields.Date.subtract(min(days), days=OTHER_BANK_DAYS)),
                ("date", "<=", fields.Date.add(max(days), days=OTHER_BANK_DAYS)),
                ("state", "=", "posted"),
            ],
            limit=SHOWN,
        )
        return [(line, Side.OTHER_BANK, line.amount, line.date, line.payment_ref or "", True) for line in lines]
