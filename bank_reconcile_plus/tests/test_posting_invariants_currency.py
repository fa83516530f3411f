"""Random worlds in several currencies: posting and taking it back leaves every row of the ledger as it was."""

import json
import random

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import BankReconcileCase

WORLDS = 3
DOCUMENTS = 12
LINES = 8
# Who wrote a row, when, and under which key says nothing about the books.
NOT_COMPARED = ("id", "create_date", "write_date", "create_uid", "write_uid")


@tagged("post_install", "-at_install")
class TestInvariantsInCurrencies(BankReconcileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rates = {"CHF": [("2026-01-01", 2.0), ("2026-03-09", 2.5)], "GBP": [("2026-01-01", 4.0), ("2026-03-09", 3.7)]}
        cls.currencies = [cls.env.company.currency_id]
        cls.currencies += [cls.setup_other_currency(name, rates=steps) for name, steps in rates.items()]
        cls.foreign_bank = cls.env["account.journal"].create(
            {"name": "CHF bank", "code": "CHFB", "type": "bank", "currency_id": cls.currencies[1].id}
        )
        cls.transition = cls.expense.copy({"account_type": "liability_current", "reconcile": True})

    # ------------------------------------------------------------------------------------------------ a random world

    def make_world(self, seed):
        """Documents in several currencies, some paid by registered payments, and lines of two banks for them.

        :return: lines with accepted matches, and the documents
        """
        chance = random.Random(seed)
        documents = self.env["account.move"].create([self.document_values(chance) for _number in range(DOCUMENTS)])
        documents.action_post()
        left = {self.open_item(document): self.open_item(document).amount_residual_currency for document in documents}
        for item in chance.sample(list(left), 3):
            self.register_payment(item, left)
        lines = self.env["account.bank.statement.line"]
        for number in range(LINES):
            lines |= self.random_line(chance, left, number)
        return lines, documents

    def document_values(self, chance):
        return {
            "move_type": chance.choice(["out_invoice", "out_invoice", "in_invoice", "out_refund", "in_refund"]),
            "partner_id": chance.choice(self.delta + self.ocean).id,
            "invoice_date": "2026-03-01",
            "date": "2026-03-01",
            "currency_id": chance.choice(self.currencies).id,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                Command.create(
                    {"name": "goods", "price_unit": chance.randint(1000, 99999) / 100, "tax_ids": [Command.clear()]}
                )
            ],
        }

    def register_payment(self, item, left):
        """Pay a document ahead of the bank: what then waits for the bank takes its place."""
        payment = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=item.move_id.ids)
            .create({"payment_date": "2026-03-05", "journal_id": self.bank.id, "currency_id": item.currency_id.id})
            ._create_payments()
        )
        waiting = payment._seek_for_lines()[0]
        left[item] = 0
        left[waiting] = waiting.amount_residual_currency

    def random_line(self, chance, left, number):
        """A line of either bank that takes something of one or two items, at the rate of its own day."""
        bank = chance.choice([self.bank, self.bank, self.foreign_bank])
        currency = bank.currency_id or self.env.company.currency_id
        rows = []
        for item in chance.sample([item for item in left if left[item]], chance.randint(1, 2)):
            if item.payment_id and item.payment_id.journal_id != bank:
                continue
            taken = left[item] if chance.random() < 0.7 else item.currency_id.round(left[item] * chance.random())
            amount = item.currency_id._convert(taken, currency, self.env.company, self.day("2026-03-10"))
            if not taken or currency.is_zero(amount):
                continue
            rows.append({"move_line_id": item.id, "amount": amount, "item_amount": taken})
            left[item] = item.currency_id.round(left[item] - taken)
        if not rows or chance.random() < 0.4:
            rows.append({"account_id": self.expense.id, "amount": chance.randint(1, 5000) / 100})
        total = currency.round(sum(row["amount"] for row in rows))
        if currency.is_zero(total):
            rows.append({"account_id": self.expense.id, "amount": 1})
            total = currency.round(total + 1)
        line = self.make_line(total, f"line {number}", date="2026-03-10", journal=bank)
        for row in rows:
            self.make_match(line, **row)
        return line

    # ------------------------------------------------------------------------------------------------- what must hold

    def rows(self, table, condition, ids, left_out=()):
        """:return: rows of a table as text, sorted, without what says nothing about the books"""
        self.env.cr.execute(SQL("SELECT to_jsonb(t) FROM %s t WHERE %s", SQL.identifier(table), SQL(condition, ids)))
        return sorted(
            json.dumps({key: value for key, value in row.items() if key not in left_out}, sort_keys=True)
            for (row,) in self.env.cr.fetchall()
        )

    def photograph(self, lines, documents, moves):
        """Rows of the ledger, and the states that hang on them."""
        self.env.flush_all()
        self.env.invalidate_all()
        payments = self.env["account.payment"].search([])
        return {
            "items": self.rows("account_move_line", "move_id = ANY(%s)", moves.ids, NOT_COMPARED),
            "partial": self.rows(
                "account_partial_reconcile",
                "EXISTS (SELECT FROM account_move_line item"
                " WHERE item.id IN (t.debit_move_id, t.credit_move_id) AND item.move_id = ANY(%s))",
                moves.ids,
            ),
            "documents": documents.mapped(
                lambda move: (
                    move.id,
                    move.state,
                    move.payment_state,
                    move.amount_residual,
                    move.amount_residual_signed,
                )
            ),
            "payments": payments.mapped(lambda payment: (payment.id, payment.state, payment.is_matched)),
            "lines": lines.mapped(lambda line: (line.id, line.partner_id.id, line.is_reconciled, line.amount_residual)),
        }

    def check_posted(self, lines):
        company = self.env.company.currency_id
        self.assertEqual(lines.mapped("is_reconciled"), [True] * len(lines), lines.mapped("match_refusal"))
        self.assertEqual((self.suspense_balance(), self.suspense_balance(self.foreign_bank)), (0, 0))
        for line in lines:
            liquidity, suspense, _others = line._seek_for_lines()
            self.assertEqual((len(liquidity), len(suspense)), (1, 0))
            self.assertTrue(company.is_zero(sum(line.move_id.line_ids.mapped("balance"))))
            self.assertEqual(sum(liquidity.mapped("amount_currency")), line.amount)

    def test_post_then_undo_changes_no_row(self):
        for seed in range(WORLDS):
            with self.subTest(seed=seed):
                lines, documents = self.make_world(seed)
                moves = self.env["account.move"].search([])
                before, balances = self.photograph(lines, documents, moves), self.trial_balance()
                lines.action_post_matches()
                self.check_posted(lines)
                lines.action_undo_matches()
                after = self.photograph(lines, documents, moves)
                for part, value in before.items():
                    self.assertEqual(after[part], value, part)
                self.check_new_entries(self.env["account.move"].search([]) - moves)
                self.assertEqual(self.trial_balance(), balances)
                lines.unlink()

    def check_new_entries(self, entries):
        """The host reverses the exchange differences it booked: what is new comes to nothing."""
        self.assertEqual(
            entries.journal_id - self.env.company.currency_exchange_journal_id, entries.journal_id.browse()
        )
        for account, items in entries.line_ids.grouped("account_id").items():
            self.assertAlmostEqual(sum(items.mapped("balance")), 0, 2, account.display_name)
        waiting = entries.line_ids.filtered(lambda item: item.account_id.reconcile)
        self.assertTrue(all(waiting.mapped("reconciled")))
