"""What protects the books from being changed: lock dates and who may lift them, hashes, the audit trail."""

from unittest.mock import patch

from odoo import Command
from odoo.tests import new_test_user, tagged

from .test_posting_kinds import PostingKindsCase


@tagged("post_install", "-at_install")
class TestLockDates(PostingKindsCase):
    """A closed period refuses with its date, its lock and who may help; exceptions and later dates go through."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env,
            "clerk",
            name="Carla Clerk",
            groups="bank_reconcile_plus.group_bank_reconcile_user",
            company_id=cls.env.company.id,
        )
        cls.adviser = new_test_user(
            cls.env,
            "adviser",
            name="Anton Adviser",
            groups="account.group_account_manager",
            company_id=cls.env.company.id,
        )

    @classmethod
    def lock_hard(cls, date):
        company = cls.env.company
        with patch.object(type(company), "_validate_locks"):
            company.hard_lock_date = date

    def booked_line(self, date="2026-01-15"):
        line = self.make_line(50, date=date)
        self.make_match(line, account_id=self.expense.id)
        return line

    def test_names_the_day_the_lock_and_the_advisers(self):
        line = self.booked_line()
        self.lock("2026-01-31")
        line.with_user(self.clerk).action_post_matches()
        for words in ("01/15/2026 is in a closed period", "Global Lock Date (01/31/2026)", "Anton Adviser"):
            self.assertRefused(line, words)
        self.assertNotIn("Carla", line.match_refusal)

    def test_undo_is_refused_alike(self):
        line = self.booked_line()
        self.post(line)
        self.lock("2026-01-31")
        run = line._undo_with_reason("wrong")
        self.assertIn("Global Lock Date (01/31/2026)", run.refusal_text)
        self.assertTrue(line.is_reconciled)
        self.assertEqual(line.match_ids.state, "posted")

    def test_hard_lock_says_nobody(self):
        line = self.booked_line()
        self.lock_hard("2026-01-31")
        line.action_post_matches()
        self.assertRefused(line, "Hard Lock Date (01/31/2026)")
        self.assertRefused(line, "Nobody can lift a hard lock")

    def test_tax_lock_holds_for_what_has_taxes(self):
        plain, taxed = self.booked_line(), self.make_line(-115, date="2026-01-15")
        tax = self.company_data["default_tax_purchase"]
        match = self.make_match(taxed, account_id=self.expense.id, tax_ids=[Command.set(tax.ids)])
        self.env.company.tax_lock_date = "2026-01-31"
        (plain + taxed).action_post_matches()
        self.assertTrue(plain.is_reconciled, plain.match_refusal)
        self.assertRefused(taxed, "Tax Return Lock Date (01/31/2026)")
        self.assertRefused(taxed, "Anton Adviser")
        self.assertEqual(match.state, "accepted")

    def test_exception_of_one_user_is_no_other_users(self):
        line = self.booked_line()
        self.lock("2026-01-31")
        self.env["account.lock_exception"].create(
            {
                "company_id": self.env.company.id,
                "user_id": self.clerk.id,
                "fiscalyear_lock_date": "2025-12-31",
                "end_datetime": False,
            }
        )
        line.action_post_matches()
        self.assertRefused(line, "Global Lock Date")
        self.post(line.with_user(self.clerk))

    def test_payments_only_in_a_closed_period(self):
        line = self.make_line(50, date="2026-01-15")
        self.settle(line, self.make_invoice(50, date="2026-01-10"))
        self.lock("2026-01-31")
        self.assertIn("Global Lock Date (01/31/2026)", line.action_post_payments()["params"]["message"])
        self.assertFalse(line.match_ids.move_line_id.payment_id)

    def test_invoice_of_a_closed_period_is_paid_in_an_open_one(self):
        """The host books what follows from the payment, exchange difference and taxes, in the open period."""
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0), ("2026-03-09", 4.0)])
        invoice = self.make_invoice(400, currency_id=currency.id, date="2026-01-10")
        item = self.open_item(invoice)
        line = self.make_line(110)
        self.make_match(line, move_line_id=item.id, amount=110, item_amount=400)
        self.lock("2026-01-31")
        before = self.trial_balance()
        self.post(line)
        exchange = item.matched_credit_ids.exchange_move_id
        self.assertGreater(exchange.date, self.day("2026-01-31"))
        self.assertUndone(line, before)

    def test_tax_due_on_payment_of_a_closed_period(self):
        self.env.company.tax_exigibility = True
        waiting = self.expense.copy({"account_type": "liability_current", "reconcile": True})
        tax = self.company_data["default_tax_sale"].copy(
            {"name": "on payment", "tax_exigibility": "on_payment", "cash_basis_transition_account_id": waiting.id}
        )
        invoice = self.make_invoice(200, taxes=tax, date="2026-01-10")
        line = self.make_line(invoice.amount_residual)
        self.settle(line, invoice)
        self.lock("2026-01-31")
        before = self.trial_balance()
        self.post(line)
        due = self.env["account.move"].search([("tax_cash_basis_origin_move_id", "=", invoice.id)])
        self.assertGreater(due.date, self.day("2026-01-31"))
        self.assertUndone(line, before)

    def test_exchange_entry_of_a_period_closed_since_is_reversed_later(self):
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0), ("2026-03-09", 4.0)])
        invoice = self.make_invoice(400, currency_id=currency.id, date="2026-01-10")
        item = self.open_item(invoice)
        line = self.make_line(110, date="2026-04-10")
        self.make_match(line, move_line_id=item.id, amount=110, item_amount=400)
        before = self.trial_balance()
        self.post(line)
        exchange = item.matched_credit_ids.exchange_move_id
        line.action_undo_matches()
        self.assertFalse(line.is_reconciled, line.match_refusal)
        self.assertEqual(self.trial_balance(), before)
        self.assertFalse(exchange.exists() and exchange.state == "posted" and not exchange.reversal_move_ids)


@tagged("post_install", "-at_install")
class TestProtectedJournals(PostingKindsCase):
    """A bank whose entries are secured by hashes, and a company that keeps an audit trail."""

    def test_hashed_journal_posts_until_an_entry_is_secured(self):
        """With the setting on, the host takes no new lines of a bank; those it has are posted, then secured."""
        first, second = self.make_line(100, date="2026-03-10"), self.make_line(70, date="2026-03-11")
        self.settle(first, self.make_invoice(100))
        self.settle(second, self.make_invoice(70))
        self.bank.restrict_mode_hash_table = True
        self.post(first)
        self.assertFalse(first.move_id.inalterable_hash)
        first.move_id.button_hash()
        self.assertTrue(first.move_id.inalterable_hash)
        before, secured = self.trial_balance(), first.move_id.inalterable_hash
        run = first._undo_with_reason("wrong")
        self.assertIn("secured with a hash", run.refusal_text)
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual((first.match_ids.state, first.is_reconciled), ("posted", True))
        self.assertEqual(first.move_id.inalterable_hash, secured)
        self.post(second)
        self.assertUndone(second, before)
        self.post(second)
        second.move_id.button_hash()
        states = {row["status"] for row in self.env.company._check_hash_integrity()["results"]}
        self.assertIn("verified", states)
        self.assertNotIn("corrupted", states)

    def test_payment_of_a_hashed_journal_cannot_be_cancelled(self):
        line = self.make_line(100)
        self.settle(line, self.make_invoice(100))
        self.bank.restrict_mode_hash_table = True
        self.assertIn("Payments registered: 1", line.action_post_payments()["params"]["message"])
        payment = line.match_ids.move_line_id.payment_id
        self.assertTrue(payment.move_id.inalterable_hash, "the host secures it at once")
        before = self.trial_balance()
        run = line._undo_payments_with_reason("wrong")
        self.assertIn("locked journal entry", run.refusal_text)
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual(line.match_ids.move_line_id.payment_id, payment)
        self.post(line)

    def test_exchange_entry_in_a_hashed_journal_is_reversed(self):
        self.env.company.currency_exchange_journal_id.restrict_mode_hash_table = True
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0), ("2026-03-09", 4.0)])
        item = self.open_item(self.make_invoice(400, currency_id=currency.id))
        line = self.make_line(110)
        self.make_match(line, move_line_id=item.id, amount=110, item_amount=400)
        before = self.trial_balance()
        self.post(line)
        exchange = item.matched_credit_ids.exchange_move_id
        self.assertTrue(exchange.inalterable_hash)
        self.assertUndone(line, before)
        self.assertTrue(exchange.reversal_move_ids)

    def test_audit_trail_company_posts_undoes_and_keeps_the_trail(self):
        self.env.company.restrictive_audit_trail = True
        line = self.make_line(98)
        self.settle(line, self.make_invoice(100))
        self.make_match(line, account_id=self.expense.id, amount=-2)
        before = self.trial_balance()
        self.post(line)
        self.env.cr.flush()
        written = len(line.move_id.message_ids)
        self.assertUndone(line, before)
        self.env.cr.flush()
        self.assertGreater(len(line.move_id.message_ids), written)
        self.assertEqual(len(line.move_id.line_ids), 2)
        self.assertIn("Payments registered: 1", line.action_post_payments()["params"]["message"])
        line._undo_payments_with_reason("wrong")
        self.assertEqual(self.trial_balance(), before)
