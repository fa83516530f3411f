"""Payments: registered from accepted lines with the bank's side left open, and those that have no entry."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_posting_kinds import PostingKindsCase


@tagged("post_install", "-at_install")
class TestPaymentsOnly(PostingKindsCase):
    """Payments are registered and applied; the line stays open and is booked once, later."""

    def pay(self, lines):
        action = lines.action_post_payments()
        self.assertNotIn("were left", action["params"]["message"])
        return action

    def assertNotPaid(self, lines, *words):
        """No payment is made, and the answer says why."""
        message = lines.action_post_payments()["params"]["message"]
        for word in words:
            self.assertIn(word, message)
        self.assertFalse(any(lines.mapped("match_refusal")), "the line itself may still be posted")

    def test_customer_payment_and_later_posting(self):
        invoice = self.make_invoice(121)
        line = self.make_line(121, f"Payment {invoice.name}")
        self.matcher._match(line)
        why = line.match_ids.evidence
        line.action_accept_matches()
        before = self.trial_balance()
        action = self.pay(line)
        self.assertIn("Payments registered: 1, for 1 lines", action["params"]["message"])
        payment = self.env["account.payment"].search([("bank_line_id", "=", line.id)])
        self.assertEqual(
            (payment.amount, payment.payment_type, payment.partner_type, payment.date, payment.is_matched),
            (121, "inbound", "customer", self.day("2026-03-10"), False),
        )
        self.assertEqual(payment.reconciled_invoice_ids, invoice)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(invoice.payment_state, invoice._get_invoice_in_payment_state())
        self.assertFalse(line.is_reconciled, "the bank's side is open")
        match = line.match_ids
        self.assertEqual((match.state, match.move_line_id), ("accepted", payment._seek_for_lines()[0]))
        self.assertEqual((match.evidence, match.origin, match.amount), (why, "automatic", 121))
        self.assertEqual(self.suspense_balance(), -121)
        self.post(line)
        self.assertTrue(payment.is_matched)
        self.assertEqual((payment.state, invoice.payment_state), ("paid", "paid"))
        self.assertEqual(self.suspense_balance(), 0)
        self.assertEqual(self.balance_on(line, self.receivable), 0, "the receivable is booked by the payment only")
        line.action_undo_matches()
        self.assertFalse(payment.is_matched)
        line._undo_payments_with_reason("not ours")
        self.assertEqual(self.trial_balance(), before)

    def test_payment_is_made_once(self):
        invoice = self.make_invoice(121)
        line = self.make_line(121)
        self.settle(line, invoice)
        self.pay(line)
        self.assertNotPaid(line, "Nothing of this line settles a document")
        self.assertEqual(len(self.env["account.payment"].search([("bank_line_id", "=", line.id)])), 1)
        line.match_ids.action_remove()
        self.matcher._match(line)
        self.assertTrue(line.match_ids.move_line_id.payment_id, "matched again, it finds the payment")

    def test_grouped_by_party_with_fee_left_on_the_line(self):
        bills = [self.make_invoice(amount, move_type="in_invoice") for amount in (70, 55)]
        other = self.make_invoice(30, move_type="in_invoice", partner=self.ocean)
        line = self.make_line(-160)
        self.settle(line, *bills, other)
        self.make_match(line, account_id=self.expense.id, amount=-5, write_off_reason="bank_fee")
        before = self.trial_balance()
        items = {match.move_line_id: match.item_amount for match in line.match_ids if match.move_line_id}
        self.pay(line)
        payments = self.env["account.payment"].search([("bank_line_id", "=", line.id)])
        self.assertEqual(
            sorted(payments.mapped(lambda payment: (payment.partner_id.name, payment.amount))),
            [("Delta Bouw", 125), ("Ocean Trading", 30)],
        )
        self.assertEqual({move.amount_residual for move in [*bills, other]}, {0})
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [-125, -30, -5])
        self.post(line)
        self.assertEqual(self.balance_on(line, self.expense), 5)
        self.assertEqual(payments.mapped("state"), ["paid", "paid"])
        line.action_undo_matches()
        run = line._undo_payments_with_reason("paid twice")
        self.assertEqual(payments.mapped("state"), ["canceled", "canceled"])
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual(
            {match.move_line_id: match.item_amount for match in line.match_ids if match.move_line_id}, items
        )
        self.assertEqual(line.match_difference, 0)
        self.assertEqual((run.kind, run.done_count, run.reason), ("unpay", 1, "paid twice"))
        self.assertIn("paid twice", payments[0].message_ids[0].body)
        self.post(line)

    def test_part_of_an_invoice(self):
        invoice = self.make_invoice(500)
        line = self.make_line(200)
        self.make_match(line, move_line_id=self.open_item(invoice).id)
        self.pay(line)
        self.assertEqual(invoice.amount_residual, 300)
        line._undo_payments_with_reason("wrong")
        self.assertEqual(invoice.amount_residual, 500)
        self.assertEqual((line.match_ids.amount, line.match_ids.item_amount), (200, 200))

    def test_discount_is_taken_by_the_payment(self):
        self.env.company.account_journal_early_pay_discount_loss_account_id = self.expense
        term = self.env["account.payment.term"].create(
            {
                "name": "2/15 net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 15,
                "early_pay_discount_computation": "included",
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )
        invoice = self.make_invoice(1000, invoice_payment_term_id=term.id)
        line = self.make_line(980)
        self.settle(line, invoice)
        self.make_match(line, account_id=self.expense.id, amount=-20, write_off_reason="early_payment_discount")
        self.pay(line)
        payment = self.env["account.payment"].search([("bank_line_id", "=", line.id)])
        self.assertEqual((payment.amount, invoice.amount_residual), (980, 0))
        self.assertEqual(line.match_ids.amount, 980)
        line._undo_payments_with_reason("wrong")
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [-20, 1000])
        self.assertEqual(invoice.amount_residual, 1000)
        self.post(line)
        late = self.make_invoice(1000, invoice_payment_term_id=term.id)
        line = self.make_line(980, date="2026-03-25")
        self.settle(line, late)
        self.make_match(line, account_id=self.expense.id, amount=-20, write_off_reason="early_payment_discount")
        self.assertNotPaid(line, "no longer gets the discount")
        self.assertFalse(self.env["account.payment"].search([("bank_line_id", "=", line.id)]))

    def test_foreign_currency(self):
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0), ("2026-03-09", 4.0)])
        bill = self.make_invoice(400, move_type="in_invoice", currency_id=currency.id)
        line = self.make_line(-110)
        self.make_match(line, move_line_id=self.open_item(bill).id, amount=-110, item_amount=-400)
        before = self.trial_balance()
        self.pay(line)
        payment = self.env["account.payment"].search([("bank_line_id", "=", line.id)])
        self.assertEqual((payment.currency_id, payment.amount, bill.amount_residual), (currency, 400, 0))
        self.post(line)
        self.assertTrue(payment.is_matched)
        line.action_undo_matches()
        line._undo_payments_with_reason("wrong")
        self.assertEqual(self.trial_balance(), before)

    def test_refusals_leave_the_others(self):
        invoice = self.make_invoice(10)
        lines = self.make_line(10) + self.make_line(20) + self.make_line(30)
        self.settle(lines[0], invoice)
        self.make_match(lines[1], account_id=self.expense.id)
        self.make_match(lines[2], account_id=self.expense.id, state="proposed")
        self.assertNotPaid(lines, "Payments registered: 1", "Nothing of this line settles", "not accepted")
        self.post(lines[1])
        self.assertEqual(invoice.amount_residual, 0)

    def test_method_booked_on_the_bank_itself(self):
        self.bank.inbound_payment_method_line_ids.payment_account_id = self.bank.default_account_id
        invoice = self.make_invoice(10)
        line = self.make_line(10)
        self.settle(line, invoice)
        self.assertNotPaid(line, "booked twice")
        self.assertEqual(invoice.amount_residual, 10)

    def test_a_bank_user_may_and_a_reader_may_not(self):
        clerk = new_test_user(
            self.env, "clerk", groups="bank_reconcile_plus.group_bank_reconcile_user", company_id=self.env.company.id
        )
        reader = new_test_user(
            self.env, "reader", groups="account.group_account_readonly", company_id=self.env.company.id
        )
        line = self.make_line(10)
        self.settle(line, self.make_invoice(10))
        with self.assertRaises(AccessError):
            line.with_user(reader).action_post_payments()
        self.pay(line.with_user(clerk))
        self.assertEqual(line.match_ids.move_line_id.payment_id.create_uid, clerk)
        line.with_user(clerk)._undo_payments_with_reason("wrong")
        self.assertEqual(line.match_ids.item_move_id.move_type, "out_invoice")

    def test_undo_through_the_dialog(self):
        line = self.make_line(10)
        self.settle(line, self.make_invoice(10))
        with self.assertRaisesRegex(UserError, "No payment was registered"):
            line.action_open_undo_payments()
        self.pay(line)
        action = line.action_open_undo_payments()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        payment = self.env["account.payment"].search([("bank_line_id", "=", line.id)])
        self.assertIn(payment.name, wizard.content)
        wizard.reason = "bounced"
        wizard.action_undo()
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(line.match_state, "accepted")

    def test_posted_line_is_undone_first(self):
        line = self.make_line(10)
        self.settle(line, self.make_invoice(10))
        self.pay(line)
        self.post(line)
        run = line._undo_payments_with_reason("wrong")
        self.assertIn("The line is posted", run.refusal_text)
        self.assertTrue(line.is_reconciled)


@tagged("post_install", "-at_install")
class TestPaymentsWithoutEntry(PostingKindsCase):
    """Payments as Enterprise accounting makes them: no entry until the bank shows them."""

    def setUp(self):
        super().setUp()
        move = type(self.env["account.move"])
        self.startPatcher(patch.object(move, "_get_invoice_in_payment_state", lambda _move: "in_payment"))
        methods = self.bank.inbound_payment_method_line_ids + self.bank.outbound_payment_method_line_ids
        methods.payment_account_id = False

    def register(self, *moves):
        documents = moves[0].union(*moves)
        return (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=documents.ids)
            .create({"payment_date": "2026-03-05", "journal_id": self.bank.id, "group_payment": True})
            ._create_payments()
        )

    def test_found_settled_and_paid(self):
        invoice = self.make_invoice(242)
        payment = self.register(invoice)
        self.assertFalse(payment.move_id)
        self.assertEqual((payment.state, invoice.payment_state), ("in_process", "in_payment"))
        line = self.make_line(242, f"Payment {invoice.name}")
        self.matcher._match(line)
        match = line.match_ids
        self.assertEqual((match.payment_id, match.amount, match.confidence), (payment, 242, "high"))
        self.assertIn(payment.name, match.matched_with)
        before = self.trial_balance()
        line.action_accept_matches()
        self.post(line)
        self.assertEqual((payment.state, invoice.payment_state, invoice.amount_residual), ("paid", "paid", 0))
        self.assertTrue(payment.is_matched)
        self.assertUndone(line, before)
        self.assertEqual((payment.state, invoice.payment_state), ("in_process", "in_payment"))
        self.assertFalse(payment.is_matched)
        self.post(line)

    def test_one_payment_of_several_bills(self):
        bills = [self.make_invoice(amount, move_type="in_invoice") for amount in (70, 55)]
        payment = self.register(*bills)
        self.assertEqual(payment.amount, 125)
        line = self.make_line(-125, "Delta Bouw", partner_name="Delta Bouw")
        self.matcher._match(line)
        self.assertEqual(line.match_ids.payment_id, payment)
        before = self.trial_balance()
        line.action_accept_matches()
        self.post(line)
        self.assertEqual(payment.state, "paid")
        self.assertEqual([bill.payment_state for bill in bills], ["paid", "paid"])
        self.assertUndone(line, before)
        self.assertEqual(payment.state, "in_process")

    def test_payment_of_no_document_stays_on_the_partner(self):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.delta.id,
                "amount": 80,
                "journal_id": self.bank.id,
                "date": "2026-03-05",
            }
        )
        payment.action_post()
        line = self.make_line(80)
        match = self.make_match(line, payment_id=payment.id)
        self.assertEqual((match.amount, match.item_amount), (80, 80))
        self.post(line)
        self.assertEqual(self.balance_on(line, self.receivable), -80)
        self.assertEqual(payment.state, "paid")
        other = self.make_line(80)
        self.make_match(other, payment_id=payment.id)
        other.action_post_matches()
        self.assertRefused(other, "is not open any more")

    def test_payments_only_points_to_the_payment(self):
        invoice = self.make_invoice(50)
        line = self.make_line(50)
        self.settle(line, invoice)
        self.assertIn("Payments registered: 1", line.action_post_payments()["params"]["message"])
        payment = line.match_ids.payment_id
        self.assertEqual((payment.amount, invoice.payment_state), (50, "in_payment"))
        line._undo_payments_with_reason("wrong")
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(line.match_ids.move_line_id, self.open_item(invoice))
        self.post(line)
