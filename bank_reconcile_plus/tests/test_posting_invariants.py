"""What holds whatever is posted: seeded random worlds, small enough for every run of the tests."""

import random

from odoo import Command
from odoo.tests import tagged

from .common import BankReconcileCase

WORLDS = 3
LINES = 14


@tagged("post_install", "-at_install")
class TestInvariants(BankReconcileCase):
    """After posting, and after taking it back, the books say what an auditor expects."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.delta + cls.ocean
        cls.tax = cls.company_data["default_tax_purchase"]

    # ------------------------------------------------------------------------------------------------- a random world

    def make_world(self, seed):
        """Invoices, bills, credit notes, and lines that settle them whole, in part, together, or go to accounts.

        :return: lines with accepted matches, and the documents
        """
        chance = random.Random(seed)
        documents = self.env["account.move"].create([self.document_values(chance, index) for index in range(2 * LINES)])
        documents.action_post()
        left = {self.open_item(document): self.open_item(document).amount_residual for document in documents}
        lines = self.env["account.bank.statement.line"]
        for index in range(LINES):
            lines |= self.random_line(chance, left, index)
        return lines, documents

    def document_values(self, chance, index):
        return {
            "move_type": chance.choice(["out_invoice", "out_invoice", "in_invoice", "out_refund", "in_refund"]),
            "partner_id": chance.choice(self.partners).id,
            "invoice_date": "2026-03-01",
            "date": "2026-03-01",
            "ref": f"document {index}",
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                Command.create(
                    {"name": "goods", "price_unit": chance.randint(100, 99999) / 100, "tax_ids": [Command.clear()]}
                )
            ],
        }

    def random_line(self, chance, left, index):
        """A line whose matches take something of up to three documents, and perhaps something of an account."""
        rows = []
        for item in chance.sample([item for item in left if left[item]], chance.randint(0, 3)):
            taken = left[item] if chance.random() < 0.7 else round(left[item] * chance.random(), 2)
            if taken:
                rows.append({"move_line_id": item.id, "amount": taken, "item_amount": taken})
                left[item] = round(left[item] - taken, 2)
        if not rows or chance.random() < 0.4:
            tax = chance.random() < 0.5
            amount = chance.choice([-1, 1]) * chance.randint(1, 50000) / 100
            rows.append(
                {
                    "account_id": self.expense.id,
                    "amount": amount,
                    "tax_ids": [Command.set(self.tax.ids)] if tax else False,
                }
            )
        amount = round(sum(row["amount"] for row in rows), 2)
        if not amount:  # the host holds a line of nothing for reconciled
            rows.append({"account_id": self.company_data["default_account_revenue"].id, "amount": 1})
            amount = 1
        # Every fifth line is short of something and has to stay where it is.
        wrong = 0.5 if index % 5 == 4 and amount + 0.5 else 0
        line = self.make_line(amount + wrong, f"line {index}", date=f"2026-03-{10 + index % 9}")
        for row in rows:
            self.make_match(line, **row)
        return line

    # -------------------------------------------------------------------------------------------------- what must hold

    def photograph(self, lines, documents):
        """The ledger by values, and the states that hang on it."""
        self.env.flush_all()
        self.env.invalidate_all()
        items = self.env["account.move.line"].search([("company_id", "=", self.env.company.id)])
        fields = ["move_id", "account_id", "partner_id", "currency_id", "amount_currency", "balance"]
        fields += ["amount_residual", "amount_residual_currency", "reconciled", "name", "tax_ids", "tax_tag_ids"]
        return {
            "items": sorted(map(repr, ([item[field] for field in fields] for item in items))),
            "partial": sorted(self.env["account.partial.reconcile"].search([]).ids),
            "full": sorted(self.env["account.full.reconcile"].search([]).ids),
            "documents": documents.mapped(lambda move: (move.id, move.state, move.payment_state, move.amount_residual)),
            "lines": lines.mapped(lambda line: (line.id, line.partner_id.id, line.is_reconciled, line.amount_residual)),
            "moves": lines.move_id.mapped(lambda move: (move.id, move.name, move.state, move.partner_id.id)),
        }

    def check_books(self, lines, residual_before):
        """Suspense, bank, entries and open items after posting."""
        company = self.env.company.currency_id
        unposted = lines.filtered(lambda line: not line.is_reconciled)
        self.assertAlmostEqual(self.suspense_balance(), -sum(unposted.mapped("amount")), 2)
        bank = self.env["account.move.line"].search(
            [("account_id", "=", self.bank.default_account_id.id), ("move_id", "in", lines.move_id.ids)]
        )
        self.assertAlmostEqual(sum(bank.mapped("balance")), sum(lines.mapped("amount")), 2)
        for line in lines:
            self.assertTrue(company.is_zero(sum(line.move_id.line_ids.mapped("balance"))))
            self.assertEqual(len(line._seek_for_lines()[0]), 1)
        taken = dict.fromkeys(residual_before, 0.0)
        for match in (lines - unposted).match_ids.filtered("move_line_id"):
            taken[match.move_line_id] += match.item_amount
        for item, before in residual_before.items():
            self.assertAlmostEqual(item.amount_residual, before - taken[item], 2)
            self.assertEqual(item.reconciled, company.is_zero(item.amount_residual))

    def test_random_worlds(self):
        for seed in range(WORLDS):
            with self.subTest(seed=seed):
                lines, documents = self.make_world(seed)
                suspense, items = self.suspense_balance(), self.open_item(documents)
                self.assertAlmostEqual(suspense, -sum(lines.mapped("amount")), 2)
                before = self.photograph(lines, documents)
                residuals = {item: item.amount_residual for item in items}
                run = lines._post_accepted_matches()
                self.assertEqual(run.done_count, len(lines.filtered("is_reconciled")))
                self.assertEqual(run.refused_count, LINES // 5)
                self.check_books(lines, residuals)
                again = lines._post_accepted_matches()
                self.assertEqual(again.done_count, 0, "nothing is posted twice")
                self.check_books(lines, residuals)
                lines.action_undo_matches()
                self.assertEqual(self.photograph(lines, documents), before)
                lines.unlink()

    def test_half_of_a_posting_taken_back(self):
        lines, documents = self.make_world(99)
        lines._post_accepted_matches()
        posted = lines.filtered("is_reconciled")
        kept, back = posted[::2], posted[1::2]
        residuals = {item: item.amount_residual for item in self.open_item(documents)}
        before = self.photograph(kept, documents)["lines"]
        back.action_undo_matches()
        self.assertFalse(any(back.mapped("is_reconciled")))
        self.assertEqual(self.photograph(kept, documents)["lines"], before)
        back._post_accepted_matches()
        self.assertTrue(all(back.mapped("is_reconciled")))
        self.assertEqual({item: item.amount_residual for item in residuals}, residuals)

    def test_chunks_commit_one_by_one_and_stop_when_asked(self):
        lines = self.env["account.bank.statement.line"]
        for amount in range(1, 8):
            lines |= self.make_line(amount)
            self.make_match(lines[-1], account_id=self.expense.id)
        committed = []

        def commit(done, left):
            committed.append((done, left, len(lines.filtered("is_reconciled"))))
            return 0 if len(committed) == 3 else 60

        self.patch_chunk(2)
        run = self.poster._post_in_chunks(lines, commit)
        self.assertEqual(committed, [(0, 7, 0), (2, 5, 2), (2, 3, 4)])
        self.assertEqual((run.line_count, run.done_count, run.refused_count), (7, 4, 0))
        self.poster._post_in_chunks(lines - lines.filtered("is_reconciled"), lambda _done, _left: None)
        self.assertTrue(all(lines.mapped("is_reconciled")))
        committed.clear()
        undo = self.poster._undo_in_chunks(lines, commit)
        self.assertEqual(committed, [(0, 7, 7), (2, 5, 5), (2, 3, 3)])
        self.assertEqual((undo.kind, undo.done_count), ("undo", 4))
        self.assertEqual(sorted(lines.mapped("match_state")), ["accepted"] * 4 + ["posted"] * 3)
        self.poster._undo_in_chunks(lines, lambda _done, _left: None)
        self.assertFalse(any(lines.mapped("is_reconciled")))

    def patch_chunk(self, size):
        from ..models import account_bank_match_posting

        self.patch(account_bank_match_posting, "CHUNK", size)
