from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .reconciliation_common import ReconciliationCase
from .test_batch import BatchCase


@tagged("post_install", "-at_install")
class TestBatchRules(BatchCase, ReconciliationCase):
    """What a batch refuses, who may use it, and what becomes of payments that leave it."""

    def assertMissing(self, batch, words):
        """Posting says what is missing, and so does the form."""
        self.assertRegex(batch.problem_text or "", words)
        with self.assertRaisesRegex(UserError, words):
            batch.action_post()
        self.assertEqual(batch.state, "draft")

    # what is missing

    def test_empty(self):
        self.assertMissing(self.make_batch(), "Nothing is in it yet")

    def test_control_total(self):
        batch = self.make_batch([self.make_payment(100.10)], control_amount=0)
        self.assertMissing(batch, "Enter the control total")
        batch.control_amount = 120.10
        self.assertMissing(batch, r"add up to \$.100\.10: \$.20\.00 less than \$.120\.10")
        self.assertEqual(batch.difference, 20.00)
        batch.control_amount = 90.10
        self.assertMissing(batch, r"\$.10\.00 more than \$.90\.10")
        batch.control_amount = 100.10
        self.assertFalse(batch.problem_text)
        batch.action_post()

    def test_control_total_of_payments_where_there_is_one(self):
        batch = self.make_batch([self.make_payment(-50)], batch_type="outbound", control_amount=51)
        self.assertMissing(batch, "less than")

    def test_lines_that_say_too_little(self):
        open_item = self.open_item(self.make_invoice(80, partner=self.ocean))
        for line, words in (
            ({"kind": "customer", "amount": 80}, "say whose it is"),
            ({"kind": "account", "amount": 80}, "say which account"),
            (self.customer(-80), "must be more than zero"),
            (self.customer(80, application="chosen"), "choose the documents"),
            (
                self.customer(80, application="chosen", settled_item_ids=[Command.set(open_item.ids)]),
                "belongs to another partner",
            ),
        ):
            with self.subTest(words):
                self.assertMissing(self.make_batch(lines=[line]), words)

    def test_document_that_was_paid_meanwhile(self):
        invoice = self.make_invoice(80)
        items = [Command.set(self.open_item(invoice).ids)]
        batch = self.make_batch(lines=[self.customer(80, application="chosen", settled_item_ids=items)])
        self.make_batch(lines=[self.customer(80, application="oldest")]).action_post()
        self.assertMissing(batch, f"{invoice.name} is not open any more")

    def test_payments_that_are_no_money(self):
        draft, cancelled, rejected = (self.make_payment(50) for _each in range(3))
        draft.action_draft()
        cancelled.action_cancel()
        for payment, words in ((draft, "still a draft"), (cancelled, "cancelled or rejected")):
            self.assertMissing(self.make_batch([payment]), words)
        batch = self.make_batch([rejected, self.make_payment(70)])
        rejected.action_reject()
        self.assertEqual((batch.amount, batch.line_count), (70, 1))
        self.assertMissing(batch, "cancelled or rejected")
        rejected.action_remove_from_bank_batch()
        batch.control_amount = 70
        batch.action_post()

    def test_payment_the_bank_has_already(self):
        payment, other = self.make_payment(50), self.make_payment(70)
        line = self.make_line(50)
        self.make_match(line, move_line_id=self.outstanding_item(payment).id, amount=50)
        batch = self.make_batch([payment, other])
        self.assertMissing(batch, "is matched with “.*”. Remove that match first")
        line.action_post_matches()
        self.assertMissing(batch, "is already reconciled with the bank")

    # one bank, one direction, one currency, one batch

    def test_payments_of_one_bank_direction_and_currency(self):
        other_bank = self.bank.copy({"code": "BNK9"})
        other_bank.name = "Second Bank"
        euro = self.setup_other_currency("EUR")
        for payment, words in (
            (self.make_payment(50, journal=other_bank), "is of Second Bank"),
            (self.make_payment(-50), "is money out"),
            (self.make_payment(50, currency_id=euro.id), "is in EUR"),
        ):
            with self.subTest(words), self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self.make_batch([payment])
        with self.assertRaisesRegex(ValidationError, "is money in"), self.cr.savepoint():
            self.make_batch([self.make_payment(50)], batch_type="outbound")
        batch = self.make_batch([self.make_payment(50)])
        with self.assertRaises(ValidationError), self.cr.savepoint():
            batch.journal_id = other_bank

    def test_one_batch_only(self):
        payment = self.make_payment(50)
        first = self.make_batch([payment])
        with self.assertRaisesRegex(UserError, f"is in {first.name} already"), self.cr.savepoint():
            self.make_batch([payment])
        payment.action_remove_from_bank_batch()
        second = self.make_batch([payment])
        self.assertFalse(first.payment_ids)
        second.action_post()
        for leave in (payment.action_remove_from_bank_batch, lambda: second.write({"payment_ids": [Command.clear()]})):
            with self.assertRaisesRegex(UserError, "is posted"), self.cr.savepoint():
                leave()

    def test_a_copied_payment_is_in_no_batch(self):
        payment = self.make_payment(50)
        self.make_batch([payment])
        self.assertFalse(payment.copy().bank_batch_id)

    # a posted batch

    def test_posted_stays_as_it_is(self):
        batch = self.make_batch([self.make_payment(50)], [self.account(5)])
        batch.action_post()
        batch.reference = "0815"
        for change in (
            lambda: batch.write({"date": "2026-03-09"}),
            lambda: batch.line_ids.write({"amount": 6}),
            lambda: batch.write({"line_ids": [Command.create(self.account(5))]}),
            batch.unlink,
            batch.action_post,
        ):
            with self.assertRaisesRegex(UserError, "is posted"), self.cr.savepoint():
                change()

    def test_payment_cancelled_after_posting(self):
        kept, returned = self.make_payment(50.10), self.make_payment(70.20)
        batch = self.make_batch([kept, returned])
        batch.action_post()
        returned.action_reject()
        self.assertEqual((batch.amount, batch.difference), (50.10, 70.20))
        self.assertIn("no longer counts", batch.message_ids[0].body)

    def test_payment_deleted_after_posting(self):
        batch = self.make_batch([self.make_payment(50)], [self.customer(70), self.account(5)])
        batch.action_post()
        made = batch.line_ids.payment_id
        made.action_draft()
        made.unlink()
        self.assertEqual((batch.amount, batch.line_count, batch.difference), (55, 2, 70))
        self.assertEqual(
            [row["amount"] for row in batch._slip_rows()],
            [self.bank.company_id.currency_id.format(50), self.bank.company_id.currency_id.format(5)],
        )
        batch.action_undo()
        self.assertEqual((batch.amount, batch.line_count), (125, 3))

    def test_lump_sum_the_bank_has_part_of(self):
        batch = self.make_batch([self.make_payment(50), self.make_payment(70)], is_lump_sum=True)
        batch.action_post()
        line = self.make_line(100, "part of it")
        self.make_match(line, move_line_id=batch.item_ids.id, amount=100)
        line.action_post_matches()
        self.assertEqual(batch.bank_state, "part")
        with self.assertRaisesRegex(UserError, "is reconciled with “.*”. Undo that line first"):
            batch.action_undo()

    def test_payment_of_a_lump_sum_stays(self):
        payment = self.make_payment(50)
        batch = self.make_batch([payment], is_lump_sum=True)
        batch.action_post()
        for leave in (payment.action_draft, payment.action_cancel, payment.action_reject):
            with self.assertRaisesRegex(UserError, "booked as one sum"), self.cr.savepoint():
                leave()
        batch.action_undo()
        payment.action_draft()
        self.assertEqual(payment.state, "draft")

    def test_check_of_a_lump_sum_waits_for_the_bank(self):
        """Its payment is reconciled in the books into the one sum; the bank has not shown the check yet."""
        check = self.make_payment(50, "2026-03-04", check_number="00417")
        batch = self.make_batch([check], is_lump_sum=True)
        batch.action_post()
        self.bank.check_stale_days = 0
        waiting = [("id", "=", check.id), ("check_state", "=", "outstanding")]
        cleared = [("id", "=", check.id), ("check_state", "=", "cleared")]
        biller = new_test_user(
            self.env, login="check_billing", groups="account.group_account_invoice", company_id=self.env.company.id
        )
        for payment in (check, check.with_user(biller)):
            self.assertEqual((payment.check_state, payment.search(waiting)), ("outstanding", payment))
            self.assertFalse(payment.search(cleared))
        with self.assertRaisesRegex(UserError, f"part of {batch.name}, which is booked as one sum"):
            check.action_open_void_wizard()
        line = self.clear(batch)
        line.match_ids.action_accept()
        line.action_post_matches()
        self.assertEqual((check.check_state, check.search(cleared)), ("cleared", check))
        self.assertFalse(check.search(waiting))

    def test_its_entry_goes_with_the_batch(self):
        batch = self.make_batch([self.make_payment(50)], is_lump_sum=True)
        batch.action_post()
        with self.assertRaisesRegex(UserError, "Undo the batch instead"), self.cr.savepoint():
            batch.move_id.button_draft()
        batch.action_undo()

    def test_locked_period(self):
        """The host dates what is booked after the lock, as it does for any entry; nothing goes into closed books."""
        batch = self.make_batch(lines=[self.account(5)])
        self.lock("2026-12-31")
        batch.action_post()
        self.assertGreater(batch.move_id.date, self.day("2026-12-31"))
        self.assertEqual(batch.item_ids.date, batch.move_id.date)

    # the list of payments

    def test_payments_are_put_in_a_batch_from_their_list(self):
        payments = self.make_payment(50) | self.make_payment(70)
        wizard = self.env["account.bank.batch.wizard"].browse(payments.action_add_to_bank_batch()["res_id"])
        self.assertEqual((wizard.journal_id, wizard.batch_type, wizard.amount), (self.bank, "inbound", 120))
        action = wizard.action_add()
        batch = self.Batch.browse(action["res_id"])
        self.assertEqual((batch.payment_ids, batch.batch_type, batch.state), (payments, "inbound", "draft"))
        third = self.make_payment(90)
        wizard = self.env["account.bank.batch.wizard"].browse(third.action_add_to_bank_batch()["res_id"])
        wizard.batch_id = batch
        wizard.action_add()
        self.assertEqual(batch.amount, 210)

    def test_a_batch_for_each_bank_and_direction(self):
        payments = self.make_payment(50) | self.make_payment(-70)
        batches = self.env["account.bank.batch.wizard"].browse(payments.action_add_to_bank_batch()["res_id"])
        batches.action_add()
        self.assertEqual(payments.bank_batch_id.mapped("batch_type"), ["inbound", "outbound"])

    def test_what_does_not_fit_is_left_out_by_name(self):
        fitting, draft, batched = (self.make_payment(50) for _each in range(3))
        draft.action_draft()
        batch = self.make_batch([batched])
        everything = fitting | draft | batched
        wizard = self.env["account.bank.batch.wizard"].browse(everything.action_add_to_bank_batch()["res_id"])
        self.assertEqual((wizard.payment_ids, wizard.left_ids), (fitting, draft | batched))
        self.assertIn(f"{batched.name} is in {batch.name} already", wizard.words)
        with self.assertRaisesRegex(UserError, "Draft"):
            draft.action_add_to_bank_batch()

    # who

    def test_other_company(self):
        batch = self.make_batch([self.make_payment(50)])
        other = self.setup_other_company(name="Other Company")
        user = new_test_user(
            self.env,
            login="other_company_user",
            groups="bank_reconcile_plus.group_bank_reconcile_manager",
            company_id=other["company"].id,
        )
        self.assertFalse(self.Batch.with_user(user).search([]))
        with self.assertRaises(AccessError):
            batch.with_user(user).read(["name"])
        theirs = self.Batch.with_user(user).create({"date": "2026-03-06"})
        self.assertEqual((theirs.name, theirs.journal_id.company_id), ("DEP/2026/0001", other["company"]))
        payment = self.make_payment(70)
        with self.assertRaises(UserError), self.cr.savepoint():
            theirs.sudo().payment_ids = payment

    def test_readers_and_strangers(self):
        batch = self.make_batch([self.make_payment(50)])
        company = {"company_id": self.env.company.id}
        reader = new_test_user(self.env, login="batch_reader", groups="account.group_account_readonly", **company)
        stranger = new_test_user(self.env, login="batch_stranger", groups="base.group_user", **company)
        seen = batch.with_user(reader)
        self.assertEqual((seen.amount, seen.problem_text), (50, False))
        self.assertTrue(seen._slip_rows())
        for change in (
            seen.action_post,
            seen.action_preview,
            seen.unlink,
            lambda: seen.write({"reference": "x"}),
            lambda: self.Batch.with_user(reader).create({}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                change()
        batch.action_post()
        with self.assertRaises(AccessError), self.cr.savepoint():
            seen.action_undo()
        with self.assertRaises(AccessError):
            batch.with_user(stranger).read(["name"])

    def test_who_invoices_works_as_before(self):
        """Registering, changing and cancelling payments needs no right to see batches."""
        user = new_test_user(
            self.env, login="batch_billing", groups="account.group_account_invoice", company_id=self.env.company.id
        )
        draft, posted, lump = (self.make_payment(50) for _each in range(3))
        self.make_batch([draft])
        self.make_batch([posted]).action_post()
        self.make_batch([lump], is_lump_sum=True).action_post()
        for payment in (draft, posted):
            theirs = payment.with_user(user)
            theirs.action_draft()
            theirs.amount = 60
            theirs.action_post()
            theirs.action_cancel()
            self.assertEqual(payment.state, "canceled")
        with self.assertRaisesRegex(UserError, "booked as one sum"), self.cr.savepoint():
            lump.with_user(user).action_cancel()
        arch = self.env["account.payment"].with_user(user).get_view(view_type="form")["arch"]
        self.assertNotIn("bank_batch_id", arch)

    def test_a_mere_user_does_all_of_it(self):
        user = new_test_user(
            self.env,
            login="batch_user",
            groups="bank_reconcile_plus.group_bank_reconcile_user,account.group_account_invoice",
            company_id=self.env.company.id,
        )
        payment = self.make_payment(50)
        batch = self.make_batch([payment], [self.customer(70), self.account(5)]).with_user(user)
        batch.action_preview()
        batch.action_post()
        self.assertEqual(self.outstanding(batch), [5, 50, 70])
        batch.action_undo()
        self.assertEqual(batch.state, "draft")

    # a bank in another currency

    def test_bank_in_foreign_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        bank = self.bank.copy({"name": "Euro Bank", "code": "BNKE", "currency_id": euro.id})
        for lump in (False, True):
            with self.subTest(lump=lump):
                payments = [self.make_payment(100.10, journal=bank, currency_id=euro.id)]
                batch = self.make_batch(payments, [self.account(9.65)], journal=bank, is_lump_sum=lump)
                self.assertEqual((batch.currency_id, batch.amount), (euro, 109.75))
                batch.action_post()
                self.assertEqual(sum(self.outstanding(batch)), 109.75)
                line = self.clear(batch)
                self.assertEqual(set(line.match_ids.mapped("confidence")), {"high"})
                line.match_ids.action_accept()
                line.action_post_matches()
                self.assertEqual((batch.bank_state, line.is_reconciled), ("cleared", True))
                income = self.env["account.move.line"].search(
                    [("move_id", "=", batch.move_id.id), ("account_id", "=", self.income.id)]
                )
                self.assertRecordValues(income, [{"amount_currency": -9.65, "balance": -4.83}])
                line.action_undo_matches()
                line.match_ids.unlink()
                batch.action_undo()

    # on the page

    def test_draft_batches_are_not_matched_as_one(self):
        batch = self.make_batch([self.make_payment(100.10), self.make_payment(50.25)])
        line = self.clear(batch)
        self.assertFalse(line.match_ids)

    def test_partly_cleared(self):
        first, second = self.make_payment(100.10), self.make_payment(50.25)
        batch = self.make_batch([first, second])
        batch.action_post()
        alone = self.make_line(100.10, f"{first.name} {self.delta.name}", date="2026-03-09")
        alone.action_match_now()
        self.assertEqual(alone.match_ids.move_line_id, self.outstanding_item(first))
        alone.match_ids.action_accept()
        alone.action_post_matches()
        self.assertEqual(batch.bank_state, "part")
        rest = self.clear(batch, 50.25)
        self.assertEqual(rest.match_ids.move_line_id, self.outstanding_item(second))

    def test_the_pane_shows_all_of_a_batch(self):
        payments = [self.make_payment(amount) for amount in (100.10, 50.25, 7.77)]
        batch = self.make_batch(payments)
        batch.action_post()
        self.make_payment(33.33)
        for text in (f"deposit {batch.name}", "no word of it"):
            line = self.make_line(158.12, text, date="2026-03-09")
            rows = self.pane(self.make_statement(line, name=text), [line])
            items = [self.outstanding_item(payment).id for payment in payments]
            self.assertEqual(sorted(row["id"] for row in rows[:3]), sorted(items))
            self.assertEqual({row["bank_candidate_confidence"] for row in rows[:3]}, {"high"})
            self.assertIn(batch.name, rows[0]["bank_candidate_reason"])
        items = self.env["account.move.line"].browse(batch.get_open_item_ids())
        self.assertEqual(items.bank_in_batch_id, batch)
        self.assertEqual(items.payment_id, batch.payment_ids)

    def test_all_of_a_batch_is_matched_by_hand_at_once(self):
        batch = self.make_batch([self.make_payment(100.10)], [self.account(-20.10, self.expense)])
        batch.action_post()
        line = self.make_line(80.00, "by hand", date="2026-03-09")
        statement = self.make_statement(line)
        items = batch.get_open_item_ids()
        self.assertEqual(statement.preview_match(line.ids, items)["difference"], 0)
        statement.match_by_hand(line.ids, items)
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [-20.10, 100.10])
        line.action_post_matches()
        self.assertEqual(batch.bank_state, "cleared")

    def test_slip(self):
        lines = [self.customer(200.00, check_number="00417", memo="order 12"), self.account(12.50, memo="scrap")]
        batch = self.make_batch([self.make_payment(100.10, memo="order 11")], lines, reference="SLIP 7")
        html = self.env["ir.actions.report"]._render_qweb_html("bank_reconcile_plus.report_bank_batch", batch.ids)[0]
        html = html.decode()
        for words in ("Deposit Slip", batch.name, "SLIP 7", "00417", "order 11", "312.60", "Draft: not posted yet"):
            self.assertIn(words, html)
        batch.action_post()
        rows = batch._slip_rows()
        self.assertEqual([row["check"] for row in rows], ["", "00417", ""])
        self.assertEqual(len(rows), 3)
