from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestPosting(BankReconcileCase):
    """Posting accepted matches into the host ledger."""

    def test_full_payment_closes_the_invoice(self):
        invoice = self.make_invoice(121)
        line = self.make_line(121, invoice.name)
        match = self.make_match(line, move_line_id=self.open_item(invoice).id)
        line.action_post_matches()
        self.assertTrue(line.is_reconciled)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(match.state, "posted")
        self.assertEqual(match.counterpart_line_id.account_id, self.open_item(invoice).account_id or self.receivable)
        self.assertEqual(self.suspense_balance(), 0)
        self.assertEqual(line.partner_id, self.delta)
        self.assertRecordValues(
            line.move_id.line_ids.sorted("balance"),
            [
                {"account_id": self.receivable.id, "balance": -121, "partner_id": self.delta.id},
                {"account_id": self.bank.default_account_id.id, "balance": 121, "partner_id": self.delta.id},
            ],
        )

    def test_partial_payment_leaves_the_rest_open(self):
        invoice = self.make_invoice(500)
        line = self.make_line(200)
        match = self.make_match(line, move_line_id=self.open_item(invoice).id)
        self.assertEqual((match.amount, match.item_amount), (200, 200))
        line.action_post_matches()
        self.assertEqual(invoice.payment_state, "partial")
        self.assertEqual(invoice.amount_residual, 300)

    def test_one_line_several_invoices_and_a_credit_note(self):
        invoices = self.make_invoice(300) + self.make_invoice(250)
        credit = self.make_invoice(50, move_type="out_refund")
        line = self.make_line(500)
        for move in invoices + credit:
            self.make_match(line, move_line_id=self.open_item(move).id, amount=self.open_item(move).amount_residual)
        self.assertEqual(line.match_difference, 0)
        line.action_post_matches()
        self.assertEqual(set((invoices + credit).mapped("payment_state")) - {"in_payment"}, {"paid"})

    def test_several_lines_one_invoice(self):
        invoice = self.make_invoice(900)
        lines = self.make_line(400) + self.make_line(500, date="2026-03-11")
        for line in lines:
            self.make_match(line, move_line_id=self.open_item(invoice).id, amount=line.amount, item_amount=line.amount)
        lines.action_post_matches()
        self.assertEqual(lines.mapped("is_reconciled"), [True, True])
        self.assertEqual(invoice.amount_residual, 0)

    def test_difference_to_an_account(self):
        invoice = self.make_invoice(100)
        line = self.make_line(98)
        self.make_match(line, move_line_id=self.open_item(invoice).id, amount=100, item_amount=100)
        self.assertEqual(line.match_difference, -2)
        line.action_post_matches()
        self.assertRefused(line, "not explained")
        self.make_match(line, account_id=self.expense.id, amount=-2)
        line.action_post_matches()
        self.assertTrue(line.is_reconciled)
        self.assertFalse(line.match_refusal)
        self.assertEqual(invoice.amount_residual, 0)
        fee = line.move_id.line_ids.filtered(lambda item: item.account_id == self.expense)
        self.assertEqual(fee.balance, 2)

    def test_account_with_purchase_tax_splits_gross_amount(self):
        tax = self.company_data["default_tax_purchase"]
        line = self.make_line(-115, "Telecom October")
        self.make_match(line, account_id=self.expense.id, amount=-115, tax_ids=[Command.set(tax.ids)])
        line.action_post_matches()
        self.assertTrue(line.is_reconciled)
        items = line.move_id.line_ids
        base = items.filtered(lambda item: item.account_id == self.expense)
        tax_item = items.filtered("tax_line_id")
        self.assertAlmostEqual(base.balance + tax_item.balance, 115)
        self.assertAlmostEqual(tax_item.balance, round(115 - 115 / (1 + tax.amount / 100), 2))
        self.assertEqual(base.tax_ids, tax)
        self.assertTrue(tax_item.tax_repartition_line_id)
        line.action_undo_matches()
        self.assertEqual(len(line.move_id.line_ids), 2)
        self.assertEqual(line.match_ids.tax_ids, tax)

    def test_registered_payment_on_the_outstanding_account(self):
        invoice = self.make_invoice(242)
        payment = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"payment_date": "2026-03-05", "journal_id": self.bank.id})
            ._create_payments()
        )
        outstanding = payment.move_id.line_ids.filtered(
            lambda item: item.account_id.reconcile and item.account_id.account_type != "asset_receivable"
        )
        self.assertTrue(outstanding)
        line = self.make_line(242)
        self.make_match(line, move_line_id=outstanding.id)
        line.action_post_matches()
        self.assertTrue(outstanding.reconciled)
        self.assertTrue(payment.is_matched)
        self.assertEqual(invoice.payment_state, "paid")
        line.action_undo_matches()
        self.assertFalse(outstanding.reconciled)
        self.assertFalse(payment.is_matched)

    def test_early_payment_discount_is_booked_as_the_term_says(self):
        self.env.company.account_journal_early_pay_discount_loss_account_id = self.expense
        term = self.env["account.payment.term"].create(
            {
                "name": "2/7 net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 15,
                "early_pay_discount_computation": "included",
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )
        tax = self.company_data["default_tax_sale"]
        invoice = self.make_invoice(1000, taxes=tax, invoice_payment_term_id=term.id)
        item = self.open_item(invoice)
        paid = item.discount_amount_currency
        self.assertLess(paid, item.amount_residual)
        line = self.make_line(paid)
        self.make_match(line, move_line_id=item.id, amount=item.amount_residual, item_amount=item.amount_residual)
        self.make_match(
            line,
            account_id=self.expense.id,
            amount=paid - item.amount_residual,
            write_off_reason="early_payment_discount",
        )
        before = self.trial_balance()
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        self.assertEqual(invoice.amount_residual, 0)
        tax_item = line.move_id.line_ids.filtered("tax_repartition_line_id")
        self.assertAlmostEqual(tax_item.balance, round(0.02 * invoice.amount_tax, 2))
        line.action_undo_matches()
        self.assertEqual(self.trial_balance(), before)

    def test_foreign_bill_leaves_an_exchange_difference(self):
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0), ("2026-03-09", 4.0)])
        bill = self.make_invoice(
            400, partner=self.ocean, move_type="in_invoice", currency_id=currency.id, date="2026-03-01"
        )
        item = self.open_item(bill)
        self.assertEqual(item.amount_residual, -200)
        line = self.make_line(-110)
        self.make_match(line, move_line_id=item.id, amount=-110, item_amount=-400)
        before = self.trial_balance()
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        self.assertEqual(bill.amount_residual, 0)
        self.assertTrue(item.matched_debit_ids.exchange_move_id)
        line.action_undo_matches()
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual(item.amount_residual_currency, -400)

    def test_bank_in_another_currency(self):
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0)])
        bank = self.env["account.journal"].create(
            {"name": "CHF bank", "code": "CHFB", "type": "bank", "currency_id": currency.id}
        )
        invoice = self.make_invoice(400, currency_id=currency.id)
        line = self.make_line(400, journal=bank)
        match = self.make_match(line, move_line_id=self.open_item(invoice).id)
        self.assertEqual((match.amount, match.item_amount), (400, 400))
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(match.counterpart_line_id.balance, -200)

    def test_undo_gives_the_ledger_back(self):
        invoice = self.make_invoice(121)
        line = self.make_line(121)
        match = self.make_match(line, move_line_id=self.open_item(invoice).id)
        before = self.trial_balance()
        line.action_post_matches()
        self.assertNotEqual(self.trial_balance(), before)
        line.action_undo_matches()
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual(match.state, "accepted")
        self.assertFalse(match.counterpart_line_id)
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertFalse(line.partner_id, "a partner that posting filled goes with the undo")
        self.assertRecordValues(
            line.move_id.line_ids.sorted("balance"),
            [
                {"account_id": self.bank.suspense_account_id.id, "balance": -121},
                {"account_id": self.bank.default_account_id.id, "balance": 121},
            ],
        )
        line.action_post_matches()
        self.assertTrue(line.is_reconciled)

    def test_partners_only_the_match_knows_are_filled_in_and_taken_back(self):
        """Each line has a partner of its own; a contact stays who was written, an invoice's is its company."""
        contact = self.env["res.partner"].create({"name": "Their Clerk", "parent_id": self.ocean.id})
        invoice = self.make_invoice(121)
        paid, booked, alone = self.make_line(121, "one"), self.make_line(-9, "two"), self.make_line(-8, "three")
        self.make_match(paid, move_line_id=self.open_item(invoice).id)
        self.make_match(booked, account_id=self.expense.id, partner_id=contact.id)
        self.make_match(alone, account_id=self.expense.id)
        lines = paid | booked | alone
        before = self.trial_balance()
        lines._post_accepted_matches()
        self.assertEqual([line.partner_id for line in lines], [self.delta, contact, contact.browse()])
        for line in lines:
            self.assertEqual(line.move_id.partner_id, line.partner_id)
            self.assertEqual([item.partner_id for item in line.move_id.line_ids], [line.partner_id] * 2)
        lines.action_undo_matches()
        self.assertFalse(lines.partner_id | lines.move_id.partner_id | lines.move_id.line_ids.partner_id)
        self.assertEqual(self.trial_balance(), before)

    def test_undo_of_a_run(self):
        invoices = self.make_invoice(10) + self.make_invoice(20)
        lines = self.make_line(10) + self.make_line(20)
        for line, invoice in zip(lines, invoices, strict=True):
            self.make_match(line, move_line_id=self.open_item(invoice).id)
        before = self.trial_balance()
        run = lines._post_accepted_matches()
        self.assertEqual((run.done_count, run.refused_count), (2, 0))
        run.action_undo()
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual(lines.mapped("match_state"), ["accepted", "accepted"])


@tagged("post_install", "-at_install")
class TestRefusals(BankReconcileCase):
    """What cannot be posted says why, and stops nothing else."""

    def test_two_lines_for_one_invoice(self):
        invoice = self.make_invoice(100)
        lines = self.make_line(100, date="2026-03-02") + self.make_line(100, date="2026-03-03") + self.make_line(7)
        for line in lines[:2]:
            self.make_match(line, move_line_id=self.open_item(invoice).id, amount=100, item_amount=100)
        self.make_match(lines[2], account_id=self.expense.id)
        run = lines._post_accepted_matches()
        self.assertEqual((run.done_count, run.refused_count), (2, 1))
        self.assertTrue(lines[0].is_reconciled and lines[2].is_reconciled)
        self.assertRefused(lines[1], "has only $\N{NO-BREAK SPACE}0.00 open")
        self.assertEqual(lines[1].match_state, "accepted")

    def test_locked_period_names_the_date(self):
        early = self.make_line(50, date="2026-01-15")
        late = self.make_line(60, date="2026-03-15")
        for line in early + late:
            self.make_match(line, account_id=self.expense.id)
        self.lock("2026-01-31")
        run = (early + late)._post_accepted_matches()
        self.assertEqual((run.done_count, run.refused_count), (1, 1))
        self.assertRefused(early, "01/31/2026")
        self.assertTrue(late.is_reconciled)

    def test_locked_period_cannot_be_undone(self):
        line = self.make_line(50, date="2026-01-15")
        self.make_match(line, account_id=self.expense.id)
        line.action_post_matches()
        self.lock("2026-01-31")
        before = self.trial_balance()
        run = self.poster._undo(line)
        self.assertEqual(run.refused_count, 1)
        self.assertTrue(line.is_reconciled)
        self.assertEqual(line.match_ids.state, "posted")
        self.assertEqual(self.trial_balance(), before)

    def test_archived_account(self):
        account = self.expense.copy()
        lines = self.make_line(50) + self.make_line(60)
        self.make_match(lines[0], account_id=account.id)
        self.make_match(lines[1], account_id=self.expense.id)
        account.active = False
        lines.action_post_matches()
        self.assertRefused(lines[0], "archived")
        self.assertTrue(lines[1].is_reconciled)

    def test_item_paid_elsewhere_between_proposal_and_posting(self):
        invoice = self.make_invoice(80)
        line = self.make_line(80)
        self.make_match(line, move_line_id=self.open_item(invoice).id)
        other = self.make_line(80)
        other._match_with_item(self.open_item(invoice))
        other.action_post_matches()
        line.action_post_matches()
        self.assertRefused(line, "has only")

    def test_proposals_are_not_posted(self):
        line = self.make_line(80)
        self.make_match(line, account_id=self.expense.id, state="proposed")
        line.action_post_matches()
        self.assertRefused(line, "not accepted")

    def test_no_account_for_fees(self):
        invoice = self.make_invoice(100)
        line = self.make_line(93)
        self.make_match(line, move_line_id=self.open_item(invoice).id, amount=100, item_amount=100)
        self.make_match(line, amount=-7, write_off_reason="bank_fee")
        line.action_post_matches()
        self.assertRefused(line, "No account is set for “Bank fee”")


@tagged("post_install", "-at_install")
class TestFollowsLedger(BankReconcileCase):
    """The ledger is the truth: no match outlives what it stands for."""

    def setUp(self):
        super().setUp()
        self.invoice = self.make_invoice(121)
        self.line = self.make_line(121)
        self.match = self.make_match(self.line, move_line_id=self.open_item(self.invoice).id)
        self.line.action_post_matches()

    def test_unreconciled_from_the_invoice(self):
        self.invoice.line_ids.remove_move_reconcile()
        self.assertFalse(self.match.exists())
        self.assertEqual(self.invoice.payment_state, "not_paid")

    def test_undone_on_the_hosts_screen(self):
        self.line.action_undo_reconciliation()
        self.assertFalse(self.match.exists())
        self.assertEqual(self.line.match_state, "open")

    def test_line_deleted(self):
        self.line.unlink()
        self.assertFalse(self.match.exists())
        self.assertEqual(self.invoice.payment_state, "not_paid")

    def test_invoice_reset_to_draft_stays_paid_and_matched(self):
        self.invoice.button_draft()
        self.assertTrue(self.match.counterpart_line_id.reconciled)
        self.assertEqual(self.match.state, "posted")

    def test_invoice_deleted(self):
        self.invoice.button_draft()
        self.invoice.with_context(force_delete=True).unlink()
        self.assertFalse(self.match.exists())

    def test_posted_match_cannot_be_changed_or_removed(self):
        with self.assertRaisesRegex(UserError, "is posted"):
            self.match.amount = 1
        with self.assertRaisesRegex(UserError, "is posted"):
            self.match.unlink()
