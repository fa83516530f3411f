"""What was sent comes back in a statement: the ids of the file lead to the batch and its payments."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .payment_files_common import PaymentFileCase, returned_entry, texts, valid


@tagged("post_install", "-at_install")
class TestPaymentFileReturn(PaymentFileCase):
    """A payment file goes out, a CAMT.053 comes back, and its lines are matched with High and posted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank.match_mode = "off"

    def setUp(self):
        super().setUp()
        self.due = str(self.today() + timedelta(days=9))
        self.bills = [
            self.make_bill(40, self.delta, ref="D-1", due=str(self.today())),
            self.make_bill(40, self.delta, ref="D-2", due=str(self.today())),
            self.make_bill(65.5, self.ocean, ref="O-1", due=self.due),
        ]

    def send(self, **values):
        bills = self.bills[0].union(*self.bills)
        batch = self.pay(bills, **{"group_payment": False, **values})
        batch.action_export()
        return batch

    def bring_back(self, *entries, **values):
        """Import a statement and match its lines; :return: the lines, in the order of the file"""
        lines = self.import_back(*entries, **values)
        self.matcher._match(lines)
        return lines

    def day(self):
        return str(self.today())

    def parts(self, payments):
        return [(payment.bank_end_to_end_id, f"{payment.amount:.2f}") for payment in payments]

    def own(self, batch, line):
        return batch.payment_ids.filtered(lambda payment: payment.bank_end_to_end_id == line.bank_end_to_end_id)

    def assertFound(self, line, payments):
        """The line is matched with these payments, surely."""
        self.assertEqual(set(line.match_ids.mapped("confidence")), {"high"}, line.match_ids.mapped("evidence"))
        self.assertEqual(line.match_ids.move_line_id.payment_id, payments)

    def post(self, lines):
        lines.action_accept_matches()
        lines.action_post_matches()
        self.assertEqual(set(lines.mapped("is_reconciled")), {True}, lines.mapped("match_refusal"))

    def test_one_line_with_the_payment_information_id(self):
        batch = self.send()
        (line,) = self.bring_back(returned_entry("-145.50", [], self.day(), info=batch.payment_file_id.name))
        self.assertEqual(line.bank_batch, batch.reference)
        self.assertFound(line, batch.payment_ids)
        self.post(line)
        self.assertEqual(set(batch.payment_ids.mapped("is_matched")), {True})
        self.assertEqual(batch.bank_state, "cleared")
        self.assertEqual(self.suspense_balance(), 0)

    def test_one_line_with_the_message_id_only(self):
        batch = self.send()
        (line,) = self.bring_back(returned_entry("-145.50", [], self.day(), message=batch.payment_file_id.name))
        self.assertFound(line, batch.payment_ids)

    def test_one_line_for_each_day(self):
        batch = self.send(pay_on="due")
        late = batch.payment_ids.filtered(lambda payment: payment.partner_id == self.ocean)
        early = batch.payment_ids - late
        ids = [early.mapped("bank_payment_information_id")[0], late.bank_payment_information_id]
        self.assertEqual(ids, [f"{batch.reference}-1", f"{batch.reference}-2"])
        lines = self.bring_back(
            returned_entry("-80.00", [], self.day(), info=ids[0]),
            returned_entry("-65.50", [], str(late.date), info=ids[1]),
        )
        self.assertFound(lines.filtered(lambda line: line.amount == -80), early)
        self.assertFound(lines.filtered(lambda line: line.amount == -65.5), late)
        self.post(lines)
        self.assertEqual(batch.bank_state, "cleared")

    def test_one_line_for_each_payment(self):
        batch = self.send()
        payments = batch.payment_ids.sorted("id", reverse=True)
        lines = self.bring_back(
            *(returned_entry(f"-{each.amount:.2f}", self.parts(each), self.day()) for each in payments)
        )
        for line in lines:
            self.assertFound(line, self.own(batch, line))
        self.post(lines)
        self.assertEqual(batch.bank_state, "cleared")

    def test_one_entry_with_its_parts(self):
        batch = self.send()
        entry = returned_entry("-145.50", self.parts(batch.payment_ids), self.day(), info=batch.reference)
        lines = self.bring_back(entry)
        self.assertEqual(len(lines), 3)
        for line in lines:
            self.assertFound(
                line, batch.payment_ids.filtered(lambda p, i=line.bank_end_to_end_id: p.bank_end_to_end_id == i)
            )
        self.post(lines)

    def test_notification_of_the_bank(self):
        batch = self.send()
        entry = returned_entry("-145.50", self.parts(batch.payment_ids), self.day(), info=batch.reference)
        for line in self.bring_back(entry, notification=True):
            self.assertFound(line, self.own(batch, line))

    def test_returned_payment_is_not_the_payment(self):
        batch = self.send()
        payment = batch.payment_ids.filtered(lambda each: each.partner_id == self.ocean)
        back = returned_entry("65.50", self.parts(payment), self.day(), reason="AC04")
        (line,) = self.bring_back(back)
        self.assertFalse(line.match_ids.move_line_id.payment_id & batch.payment_ids)
        self.assertNotIn("high", line.match_ids.mapped("confidence"))
        self.assertFalse(payment.is_matched)

    def test_returned_payment_after_it_was_paid(self):
        batch = self.send()
        payment = batch.payment_ids.filtered(lambda each: each.partner_id == self.ocean)
        others = batch.payment_ids - payment
        lines = self.bring_back(
            returned_entry("-145.50", [], self.day(), info=batch.reference),
            returned_entry("65.50", self.parts(payment), self.day(), info=batch.reference, reason="AC04"),
        )
        paid = lines.filtered(lambda line: line.amount < 0)
        self.assertFound(paid, batch.payment_ids)
        self.assertNotIn("high", (lines - paid).match_ids.mapped("confidence"))
        self.post(paid)
        self.matcher._match(lines - paid)
        self.assertNotIn("high", (lines - paid).match_ids.mapped("confidence"))
        self.assertEqual(set(others.mapped("is_matched")), {True})

    def test_returned_payment_opens_its_bills_again(self):
        batch = self.send()
        payment = batch.payment_ids.filtered(lambda each: each.partner_id == self.ocean)
        bill = self.bills[2]
        lines = self.bring_back(
            returned_entry("-145.50", [], self.day(), info=batch.reference),
            returned_entry("65.50", self.parts(payment), self.day(), reason="AC04"),
        )
        back = lines.filtered(lambda line: line.amount > 0)
        self.post(lines - back)
        for words in (payment.name, "Ocean Trading", "AC04", "O-1"):
            self.assertIn(words, back.returned_payment_words)
            self.assertIn(words, back.match_proposal)
        self.assertFalse((lines - back).returned_payment_words)
        back.action_reopen_returned_bills()
        self.assertFalse(back.returned_payment_words)
        self.assertEqual((bill.amount_residual, bill.payment_state), (65.5, "not_paid"))
        self.assertIn("AC04", bill.message_ids[0].body)
        self.assertIn("AC04", batch.message_ids[0].body)
        back.action_post_matches()
        self.assertTrue(back.is_reconciled)
        self.assertEqual((payment.is_matched, payment.is_reconciled), (True, True))
        self.assertEqual(sum(bill.amount_residual for bill in self.bills), 65.5)
        self.assertEqual(self.suspense_balance(), 0)
        with self.assertRaisesRegex(UserError, "No payment of a file comes back"):
            back.action_reopen_returned_bills()
        again = self.pay(bill)
        self.assertEqual((again.amount, bill.amount_residual), (65.5, 0))
        root = valid(again.action_export().attachment_id.raw)
        self.assertNotEqual(texts(root, "EndToEndId"), [payment.bank_end_to_end_id])

    def test_returned_payment_in_a_posted_statement_less_a_credit_note(self):
        refund = self.make_invoice(15.5, self.ocean, "in_refund", ref="C-1")
        batch = self.pay(self.bills[2] | refund)
        file = batch.action_export()
        lines = self.bring_back(returned_entry("-50.00", [], self.day(), info=file.name))
        self.post(lines)
        back = self.bring_back(returned_entry("50.00", self.parts(batch.payment_ids), self.day(), reason="AC06"))
        back.action_reopen_returned_bills()
        self.post(back)
        self.assertEqual(self.bills[2].amount_residual + refund.amount_residual, 50)
        self.assertTrue(batch.payment_ids.is_reconciled)

    def test_money_in_that_is_no_return(self):
        batch = self.send()
        payment = batch.payment_ids.filtered(lambda each: each.partner_id == self.ocean)
        other, same = self.bring_back(
            returned_entry("65.00", self.parts(payment), self.day()), returned_entry("65.50", [], self.day())
        )
        self.assertFalse(other.returned_payment_id | same.returned_payment_id)

    def test_first_file_after_it_was_exported_again(self):
        batch = self.send(pay_on="due")
        first, parts = batch.payment_file_id, self.parts(batch.payment_ids)
        infos = {payment: payment.bank_payment_information_id for payment in batch.payment_ids}
        second = batch.action_export("The bank did not get it")
        self.assertEqual(self.parts(batch.payment_ids), parts, "ids of the payments stay")
        self.assertNotIn(first.name, [batch.reference, *batch.payment_ids.mapped("bank_payment_information_id")])
        for name in (first.name, second.name):
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                line = self.bring_back(returned_entry("-145.50", [], self.due, message=name))
                self.assertFound(line, batch.payment_ids)
                savepoint.rollback()
        early = batch.payment_ids.filtered(lambda payment: payment.partner_id == self.delta)
        late = batch.payment_ids - early
        lines = self.bring_back(
            returned_entry("-80.00", [], self.day(), info=infos[early[0]]),
            returned_entry("-65.50", self.parts(late), self.due, info=infos[late]),
        )
        self.assertFound(lines.filtered(lambda line: line.amount == -80), early)
        self.assertFound(lines.filtered(lambda line: line.amount == -65.5), late)
        self.post(lines)
        self.assertEqual(batch.bank_state, "cleared")

    def test_first_file_of_a_lump_sum(self):
        batch = self.pay(self.bills[0].union(*self.bills))
        batch.is_lump_sum = True
        first = batch.action_export()
        batch.action_export("Sent to the wrong bank")
        line = self.bring_back(returned_entry("-145.50", [], self.day(), info=first.name))
        self.assertEqual(line.match_ids.mapped("confidence"), ["high"], line.match_ids.evidence)
        self.assertEqual(line.match_ids.move_line_id, batch.item_ids)

    def test_lump_sum(self):
        bills = self.bills[0].union(*self.bills)
        batch = self.pay(bills)
        batch.is_lump_sum = True
        batch.action_export()
        self.assertFalse([each["text"] for each in batch.payment_file_problems() if "paid" in each["text"]])
        (line,) = self.bring_back(returned_entry("-145.50", [], self.day(), info=batch.reference))
        self.assertEqual(line.match_ids.mapped("confidence"), ["high"], line.match_ids.evidence)
        self.assertEqual(line.match_ids.move_line_id, batch.item_ids)
        self.post(line)
        with self.assertRaisesRegex(UserError, "it is in a statement"):
            self.env["account.bank.take.back.wizard"].create(
                {"batch_id": batch.id, "reason": "too late"}
            ).action_take_back()

    def test_less_than_the_file(self):
        batch = self.send()
        left_out = batch.payment_ids.filtered(lambda each: each.partner_id == self.ocean)
        (line,) = self.bring_back(returned_entry("-80.00", [], self.day(), info=batch.reference))
        self.assertFalse(line.match_ids.move_line_id.payment_id & left_out)
