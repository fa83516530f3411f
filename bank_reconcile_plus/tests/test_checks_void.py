from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestChecksVoid(BankReconcileCase):
    """Void checks: what they paid is open again, and nothing of them is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank.check_stale_days = 0

    def pay_bill(self, amount, number, date="2026-03-05", **values):
        bill = self.make_invoice(amount, move_type="in_invoice", **values)
        register = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=bill.ids)
        payment = register.create(
            {"journal_id": self.bank.id, "check_number": number, "payment_date": date}
        )._create_payments()
        return bill, payment

    def void(self, payments, date="2026-03-20", reason="Lost in the mail", **values):
        action = payments.action_open_void_wizard()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.write({"date": date, "reason": reason, **values})
        return wizard.action_void()

    def test_void_opens_the_bill_again_and_keeps_the_number(self):
        before = self.trial_balance()
        bill, payment = self.pay_bill(120, "1001")
        self.assertEqual(bill.payment_state, "paid")
        self.void(payment)
        self.assertEqual((bill.payment_state, bill.amount_residual), ("not_paid", 120))
        self.assertEqual((payment.check_state, payment.check_number), ("void", "1001"))
        self.assertEqual(payment.check_void_date, fields.Date.to_date("2026-03-20"))
        for record in (payment, bill):
            self.assertIn("Lost in the mail", "".join(map(str, record.message_ids.mapped("body"))))
        after = self.trial_balance()
        self.assertEqual(
            {code: after.get(code, 0) - before.get(code, 0) for code in after if after[code] != before.get(code)},
            {
                self.expense.code: 120,
                bill.line_ids.account_id.filtered(
                    lambda account: account.account_type == "liability_payable"
                ).code: -120,
            },
        )
        again = self.env["account.payment"].new(
            {"journal_id": self.bank.id, "payment_type": "outbound", "check_number": "1001"}
        )
        self.assertIn("(void)", again.check_number_warning)

    def test_void_in_a_closed_period_is_a_reversal(self):
        bill, payment = self.pay_bill(120, "1001")
        entry = payment.move_id
        lines = [(line.account_id, line.balance) for line in entry.line_ids]
        self.lock("2026-03-10")
        self.void(payment)
        self.assertEqual((bill.payment_state, bill.amount_residual), ("not_paid", 120))
        self.assertEqual((entry.state, payment.check_state), ("posted", "void"))
        self.assertEqual([(line.account_id, line.balance) for line in entry.line_ids], lines)
        reversal = entry.reversal_move_ids
        self.assertEqual((reversal.state, reversal.date), ("posted", fields.Date.to_date("2026-03-20")))
        self.assertIn("1001", reversal.ref)
        self.assertEqual(self.outstanding_item(payment).amount_residual, 0)
        self.assertTrue(all((entry | reversal).line_ids.filtered("account_id.reconcile").mapped("reconciled")))

    def test_void_of_a_hashed_entry_is_a_reversal(self):
        self.bank.restrict_mode_hash_table = True
        bill, payment = self.pay_bill(120, "1001")
        self.assertTrue(payment.move_id.inalterable_hash)
        self.void(payment)
        self.assertEqual((payment.move_id.state, bill.payment_state), ("posted", "not_paid"))
        self.assertEqual(payment.check_state, "void")

    def test_open_period_can_be_reversed_on_wish(self):
        bill, payment = self.pay_bill(120, "1001")
        self.void(payment, reverse=True)
        self.assertEqual((payment.move_id.state, bill.payment_state), ("posted", "not_paid"))
        self.assertEqual(payment.move_id.reversal_move_ids.state, "posted")

    def test_check_the_bank_cleared_is_refused(self):
        bill, payment = self.pay_bill(120, "1001")
        line = self.make_line(-120, "CHECK 1001")
        self.make_match(line, move_line_id=self.outstanding_item(payment).id)
        with self.assertRaisesRegex(UserError, "Check 1001 is matched with the bank's line of"):
            self.void(payment)
        line.action_post_matches()
        with self.assertRaisesRegex(UserError, "The bank cleared check 1001 on 03/10/2026"):
            self.void(payment)
        self.assertEqual((bill.payment_state, payment.check_state), ("paid", "cleared"))

    def test_several_are_voided_together_or_none(self):
        (bill, payment), (other_bill, other) = self.pay_bill(120, "1001"), self.pay_bill(80, "1002")
        void_bill, void_payment = self.pay_bill(50, "1003")
        self.void(void_payment)
        action = (payment | other | void_payment).action_open_void_wizard()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertIn("Check 1003 is void already", wizard.refusal)
        wizard.reason = "Stolen"
        with self.assertRaisesRegex(UserError, "1003"), self.cr.savepoint():
            wizard.action_void()
        self.assertEqual(payment.check_state, "outstanding")
        action = wizard.action_leave_out_refused()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.write({"reason": "Stolen", "date": "2026-03-20"})
        wizard.action_void()
        self.assertEqual((payment | other).mapped("check_state"), ["void", "void"])
        self.assertEqual((bill | other_bill | void_bill).mapped("payment_state"), ["not_paid"] * 3)

    def test_void_needs_a_reason_and_a_day_not_before_the_check(self):
        _bill, payment = self.pay_bill(120, "1001")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.void(payment, reason=" ")
        with self.assertRaisesRegex(UserError, "cannot be void before"):
            self.void(payment, date="2026-03-04")
        self.assertEqual(payment.check_state, "outstanding")

    def test_payment_without_a_check_is_refused(self):
        with self.assertRaisesRegex(UserError, "has no check number"):
            self.void(self.make_payment(-10))

    def test_void_check_that_is_worked_on_again_is_none_any_more(self):
        _bill, payment = self.pay_bill(120, "1001")
        self.void(payment)
        payment.action_draft()
        self.assertEqual((payment.check_state, payment.check_void_reason), (False, False))
        self.assertIn("Lost in the mail", "".join(map(str, payment.message_ids.mapped("body"))))
        payment.action_post()
        self.assertEqual(payment.check_state, "outstanding")

    def test_proposals_for_a_void_check_are_gone(self):
        _bill, payment = self.pay_bill(120, "1001")
        line = self.make_line(-120, "CHECK 1001")
        self.matcher._match(line)
        self.assertEqual(line.match_ids.move_line_id, self.outstanding_item(payment))
        self.void(payment)
        self.assertFalse(line.match_ids.filtered(lambda match: match.move_line_id.payment_id))

    def test_reader_cannot_void(self):
        _bill, payment = self.pay_bill(120, "1001")
        reader = new_test_user(self.env, "check_reader", "account.group_account_readonly")
        with self.assertRaises(AccessError):
            payment.with_user(reader).action_open_void_wizard()

    def test_user_of_another_company_cannot_void(self):
        _bill, payment = self.pay_bill(120, "1001")
        company = self.env["res.company"].create({"name": "Elsewhere"})
        user = new_test_user(
            self.env,
            "check_stranger",
            "bank_reconcile_plus.group_bank_reconcile_user",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        with self.assertRaises(AccessError):
            payment.with_user(user).action_open_void_wizard()
        self.assertFalse(self.env["account.payment"].with_user(user).search([("check_state", "!=", False)]))

    def test_bank_user_voids(self):
        bill, payment = self.pay_bill(120, "1001")
        user = new_test_user(self.env, "check_user", "bank_reconcile_plus.group_bank_reconcile_user")
        self.void(payment.with_user(user))
        self.assertEqual((bill.payment_state, payment.check_state), ("not_paid", "void"))
