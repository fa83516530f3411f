from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import BankReconcileCase


class BatchCase(BankReconcileCase):
    """A bank, payments registered on it, and short ways to make batches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Batch = cls.env["account.bank.batch"]
        cls.income = cls.company_data["default_account_revenue"]

    @classmethod
    def make_batch(cls, payments=(), lines=(), batch_type="inbound", date="2026-03-06", journal=None, **values):
        """A batch of registered payments and typed lines, its control total what they add up to."""
        total = sum(payment.amount for payment in payments) + sum(line["amount"] for line in lines)
        return cls.Batch.create(
            {
                "batch_type": batch_type,
                "journal_id": (journal or cls.bank).id,
                "date": date,
                "payment_ids": [Command.link(payment.id) for payment in payments],
                "line_ids": [Command.create(line) for line in lines],
                "control_amount": total,
                **values,
            }
        )

    @classmethod
    def customer(cls, amount, **values):
        return {"kind": "customer", "partner_id": cls.delta.id, "amount": amount, **values}

    @classmethod
    def account(cls, amount, account=None, **values):
        return {"kind": "account", "account_id": (account or cls.income).id, "amount": amount, **values}

    @classmethod
    def outstanding(cls, batch):
        """What the batch has waiting for the bank: signed amounts, in order."""
        return sorted(batch._outstanding_items().mapped("amount_residual_currency"))

    @classmethod
    def clear(cls, batch, amount=None, text="", date="2026-03-09"):
        """A line of the bank for a batch, matched automatically."""
        line = cls.make_line(
            amount or batch.amount, text or f"DEPOSIT {batch.name}", date=date, journal=batch.journal_id
        )
        line.action_match_now()
        return line


@tagged("post_install", "-at_install")
class TestBatch(BatchCase):
    """A deposit from its lines to the bank, and back."""

    def test_numbers_by_kind_and_company(self):
        deposit, batch = self.make_batch(), self.make_batch(batch_type="outbound")
        self.assertEqual([deposit.name, batch.name], ["DEP/2026/0001", "PAY/2026/0001"])
        self.assertEqual(self.make_batch(date="2027-01-04").name, "DEP/2027/0001")
        self.assertEqual(self.make_batch().name, "DEP/2026/0002")
        self.assertEqual(self.Batch.create([{}, {}]).mapped("state"), ["draft", "draft"])

    def test_payments_stay_outstanding_one_by_one(self):
        before = self.trial_balance()
        batch = self.make_batch([self.make_payment(100.10), self.make_payment(50.25, partner=self.ocean)])
        registered = self.trial_balance()
        batch.action_post()
        self.assertEqual((batch.state, batch.bank_state, batch.amount), ("posted", "open", 150.35))
        self.assertEqual(self.trial_balance(), registered)
        self.assertFalse(batch.move_id)
        self.assertEqual(self.outstanding(batch), [50.25, 100.10])
        self.assertNotEqual(before, registered)

    def test_the_bank_line_clears_all_of_it(self):
        batch = self.make_batch([self.make_payment(100.10), self.make_payment(50.25, partner=self.ocean)])
        batch.action_post()
        line = self.clear(batch)
        self.assertEqual(line.match_ids.mapped("confidence"), ["high", "high"])
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [50.25, 100.10])
        line.match_ids.action_accept()
        line.action_post_matches()
        self.assertTrue(line.is_reconciled)
        self.assertEqual(batch.bank_state, "cleared")
        self.assertEqual(batch.payment_ids.mapped("is_matched"), [True, True])
        self.assertEqual(batch.bank_line_count, 1)
        line.action_undo_matches()
        self.assertEqual(batch.bank_state, "open")

    def test_lines_become_payments_and_an_entry(self):
        lines = [
            self.customer(200.00, check_number="00417", memo="order 12"),
            {"kind": "supplier", "partner_id": self.ocean.id, "amount": 30.00, "memo": "refund"},
            self.account(12.50, memo="sold scrap"),
        ]
        batch = self.make_batch(lines=lines)
        batch.action_post()
        first, second = batch.line_ids[:2].payment_id
        self.assertEqual((first.amount, first.partner_id, first.check_number), (200.00, self.delta, "00417"))
        self.assertEqual((first.payment_type, first.partner_type), ("inbound", "customer"))
        self.assertEqual((second.payment_type, second.partner_type), ("inbound", "supplier"))
        self.assertEqual(batch.payment_ids, first | second)
        entry = batch.move_id
        self.assertEqual(entry.state, "posted")
        self.assertRecordValues(
            entry.line_ids.sorted("balance"),
            [
                {"account_id": self.income.id, "balance": -12.50, "bank_batch_id": False},
                {"account_id": first.outstanding_account_id.id, "balance": 12.50, "bank_batch_id": batch.id},
            ],
        )
        self.assertEqual(self.outstanding(batch), [12.50, 30.00, 200.00])
        line = self.clear(batch)
        self.assertEqual(len(line.match_ids), 3)
        line.match_ids.action_accept()
        line.action_post_matches()
        self.assertEqual((batch.bank_state, line.is_reconciled), ("cleared", True))

    def test_lump_sum_is_one_entry(self):
        payments = self.make_payment(100.10) | self.make_payment(50.25, partner=self.ocean)
        batch = self.make_batch(payments, [self.account(9.65)], is_lump_sum=True)
        batch.action_post()
        self.assertEqual(self.outstanding(batch), [160.00])
        self.assertEqual([self.outstanding_item(payment).reconciled for payment in payments], [True, True])
        self.assertEqual(batch.bank_state, "open")
        line = self.clear(batch)
        self.assertEqual(line.match_ids.move_line_id, batch.item_ids)
        self.assertEqual(line.match_ids.confidence, "high")
        line.match_ids.action_accept()
        line.action_post_matches()
        self.assertEqual(batch.bank_state, "cleared")

    def test_taxes_of_an_account_line(self):
        tax = self.company_data["default_tax_sale"]
        batch = self.make_batch(lines=[self.account(115.00, tax_ids=[Command.set(tax.ids)], memo="counter sale")])
        batch.action_post()
        net = round(115.00 / (1 + tax.amount / 100), 2)
        self.assertEqual(
            sorted(batch.move_id.line_ids.mapped("balance")), sorted([-net, round(net - 115.00, 2), 115.00])
        )
        self.assertEqual(batch.move_id.line_ids.tax_line_id, tax)

    def test_cash_kept_back(self):
        batch = self.make_batch([self.make_payment(100.00)], [self.account(-20.00, self.expense, memo="cash back")])
        batch.action_post()
        self.assertEqual(batch.amount, 80.00)
        line = self.clear(batch)
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [-20.00, 100.00])
        line.match_ids.action_accept()
        line.action_post_matches()
        self.assertTrue(line.is_reconciled)

    def test_outbound_batch_needs_no_control_total(self):
        payments = self.make_payment(-100.10) | self.make_payment(-50.25, partner=self.ocean)
        batch = self.make_batch(payments, batch_type="outbound", control_amount=0)
        batch.action_post()
        self.assertEqual(self.outstanding(batch), [-100.10, -50.25])
        line = self.clear(batch, -150.35, "SEPA BATCH " + batch.name)
        self.assertEqual(line.match_ids.mapped("confidence"), ["high", "high"])

    # what is applied

    def test_oldest_documents_first(self):
        late = self.make_invoice(80.00, date="2026-02-10")
        early = self.make_invoice(80.00, date="2026-01-10")
        untouched = self.make_invoice(80.00, date="2026-02-20")
        batch = self.make_batch(lines=[self.customer(120.00, application="oldest")])
        batch.action_post()
        self.assertEqual([invoice.amount_residual for invoice in early | late | untouched], [0.00, 40.00, 80.00])

    def test_chosen_documents(self):
        early, chosen = self.make_invoice(80.00, date="2026-01-10"), self.make_invoice(70.00, date="2026-02-10")
        items = [Command.set(self.open_item(chosen).ids)]
        batch = self.make_batch(lines=[self.customer(70.00, application="chosen", settled_item_ids=items)])
        batch.action_post()
        self.assertEqual([early.amount_residual, chosen.amount_residual], [80.00, 0.00])
        batch.action_undo()
        self.assertEqual([early.amount_residual, chosen.amount_residual], [80.00, 70.00])
        self.assertEqual(batch.line_ids.settled_item_ids, self.open_item(chosen))
        batch.action_post()
        self.assertEqual(chosen.amount_residual, 0.00)

    def test_on_account(self):
        invoice = self.make_invoice(80.00)
        self.make_batch(lines=[self.customer(80.00)]).action_post()
        self.assertEqual(invoice.amount_residual, 80.00)

    # undo

    def test_undo_gives_back_the_ledger(self):
        invoice = self.make_invoice(80.00)
        payments = self.make_payment(100.10) | self.make_payment(50.25, partner=self.ocean)
        for lump in (False, True):
            before = self.trial_balance()
            batch = self.make_batch(
                payments, [self.customer(80.00, application="oldest"), self.account(9.65)], is_lump_sum=lump
            )
            batch.action_post()
            self.assertNotEqual(self.trial_balance(), before)
            batch.action_undo()
            self.assertEqual(self.trial_balance(), before)
            self.assertEqual((batch.state, batch.amount, batch.bank_state), ("draft", 240.00, False))
            self.assertEqual(batch.payment_ids, payments)
            self.assertEqual([self.outstanding_item(payment).reconciled for payment in payments], [False, False])
            self.assertEqual(invoice.amount_residual, 80.00)
            self.assertFalse(batch.move_id or batch.item_ids or batch.line_ids.payment_id)
            batch.action_post()
            self.assertEqual(batch.amount, 240.00)
            batch.action_undo()
            batch.payment_ids = [Command.clear()]
            batch.unlink()

    def test_undo_is_refused_when_the_bank_has_it(self):
        for lump in (False, True):
            batch = self.make_batch([self.make_payment(100.10), self.make_payment(50.25)], is_lump_sum=lump)
            batch.action_post()
            line = self.clear(batch)
            line.match_ids.action_accept()
            with self.assertRaisesRegex(UserError, "is matched with .*Remove that match first"):
                batch.action_undo()
            line.action_post_matches()
            with self.assertRaisesRegex(UserError, "is reconciled with .*Undo that line first"):
                batch.action_undo()
            line.action_undo_matches()
            line.match_ids.unlink()
            batch.action_undo()
            self.assertEqual(batch.state, "draft")

    def test_undo_drops_proposals(self):
        batch = self.make_batch([self.make_payment(100.10), self.make_payment(50.25)])
        batch.action_post()
        line = self.clear(batch)
        self.assertEqual(line.match_state, "proposed")
        batch.action_undo()
        self.assertFalse(line.match_ids)

    # preview

    def test_preview_posts_nothing(self):
        payment = self.make_payment(100.10)
        batch = self.make_batch([payment], [self.customer(80.00), self.account(9.65)], is_lump_sum=True)
        before = (self.trial_balance(), self.env["account.payment"].search_count([]))
        wizard = self.env["account.bank.preview.wizard"].browse(batch.action_preview()["res_id"])
        self.assertEqual((self.trial_balance(), self.env["account.payment"].search_count([])), before)
        self.assertEqual((batch.state, batch.move_id.id), ("draft", False))
        self.assertFalse(self.outstanding_item(payment).reconciled)
        entries = wizard.result["entries"]
        self.assertEqual(len(entries), 2)
        debits = [[item["debit"] for item in entry["items"] if item["debit"]] for entry in entries]
        self.assertEqual(sorted(debits), [[80.00], [189.75]])
        self.assertIn("189.75", wizard.content)
        batch.action_post()
        self.assertEqual(batch.amount, 189.75)

    def test_preview_says_that_the_total_is_wrong(self):
        batch = self.make_batch(lines=[self.customer(80.00)], control_amount=81)
        wizard = self.env["account.bank.preview.wizard"].browse(batch.action_preview()["res_id"])
        self.assertIn("less than", wizard.content)
