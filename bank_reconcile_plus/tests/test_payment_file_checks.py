from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..payment_files.sepa import next_bank_day
from .payment_files_common import IBANS, PaymentFileCase, texts, valid


@tagged("post_install", "-at_install")
class TestPaymentFileChecks(PaymentFileCase):
    """Before payments go to the bank, what is wrong is named with the place where it is mended."""

    def problems(self, batch, level):
        return [(each["text"], each["record"]) for each in batch.payment_file_problems() if each["level"] == level]

    def assertProblem(self, batch, words, record, level="error"):
        """The problem is named, at this record; an error keeps the file from being made."""
        found = self.problems(batch, level)
        self.assertIn(record, [place for text, place in found if words in text], found)
        if level == "error":
            with self.assertRaisesRegex(UserError, words):
                batch.action_export()
            self.assertFalse(batch.payment_file_ids)

    def batch(self, partner=None, amount=10, **values):
        return self.pay(self.make_bill(amount, partner or self.delta, **values))

    def vendor(self, *numbers, **values):
        vendor = self.env["res.partner"].create({"name": "Vendor", **values})
        for number in numbers:
            self.make_account(vendor, number)
        return vendor

    def test_nothing_wrong(self):
        batch = self.pay(self.make_bill(10, self.delta), date=next_bank_day(self.today()))
        self.assertEqual(batch.payment_file_problems(), [])

    def test_account_of_the_vendor(self):
        nobody = self.vendor()
        self.assertProblem(self.batch(nobody), "has no bank account", nobody)
        wrong = self.vendor("NL44 RABO 0123 4567 80")
        self.assertProblem(self.batch(wrong), "is not an IBAN", wrong.bank_ids)
        self.delta_account.allow_out_payment = False
        self.assertProblem(self.batch(), "is not trusted", self.delta_account)
        self.delta_account.allow_out_payment = True
        self.delta_account.bank_id = self.env["res.bank"].create({"name": "Odd", "bic": "RABO"})
        self.assertProblem(self.batch(), "is not the BIC", self.delta_account)

    def test_account_of_ours(self):
        batch = self.batch()
        self.bank.payment_file_format = False
        self.assertProblem(batch, "No payment file format", self.bank)
        self.bank.payment_file_format = "pain.001.001.09"
        self.bank.bank_account_id = False
        self.assertProblem(batch, "has no bank account", self.bank)

    def test_only_sepa_unless_the_bank_takes_more(self):
        america = self.vendor("000123456789")
        batch = self.batch(america)
        self.assertProblem(batch, "is no SEPA payment", batch.payment_ids)
        self.bank.payment_file_scope = "any"
        self.assertProblem(batch, "needs a BIC", america.bank_ids)
        america.bank_ids.bank_id = self.env["res.bank"].create({"name": "Chase", "bic": "CHASUS33"})
        root = valid(batch.action_export().attachment_id.raw)
        self.assertEqual(texts(root, "SvcLvl/Cd"), [])
        self.assertEqual(texts(root, "ChrgBr"), ["SHAR"])
        self.assertEqual(len(texts(root, "UETR")), 1)

    def test_swiss_qr_reference(self):
        swiss = self.vendor(IBANS["CH-QR"])
        self.bank.payment_file_scope = "any"
        batch = self.batch(swiss, payment_reference="4711")
        self.assertProblem(batch, "QR-IBAN takes a QR reference", batch.payment_ids)
        batch = self.batch(swiss, payment_reference="21 00000 00003 13947 14300 09017")
        root = valid(batch.action_export().attachment_id.raw)
        self.assertEqual(texts(root, "CdtrRefInf/Tp/CdOrPrtry/Prtry"), ["QRR"])

    def test_name_a_bank_cannot_read(self):
        tokyo = self.vendor(IBANS["DE"], name="東京")
        tokyo.bank_ids.acc_holder_name = "東京"
        self.assertProblem(self.batch(tokyo), "cannot be written in Latin letters", tokyo.bank_ids)
        tokyo.bank_ids.acc_holder_name = "Tokyo 東"
        self.assertProblem(self.batch(tokyo), "東", tokyo.bank_ids, "warning")
        tokyo.bank_ids.acc_holder_name = "Tokyo GmbH"
        self.assertEqual(self.problems(self.batch(tokyo), "error"), [])

    def test_draft_and_cancelled_payments(self):
        batch = self.batch()
        batch.payment_ids.action_draft()
        self.assertProblem(batch, "still a draft", batch)
        batch.payment_ids.action_cancel()
        self.assertProblem(batch, "cancelled or rejected", batch)
        empty = self.env["account.bank.batch"].create({"batch_type": "outbound", "journal_id": self.bank.id})
        self.assertProblem(empty, "Nothing is in it", empty)

    def test_deposit_is_no_payment_file(self):
        receipt = self.make_payment(20)
        batch = self.env["account.bank.batch"].create(
            {"batch_type": "inbound", "journal_id": self.bank.id, "control_amount": 20}
        )
        receipt.bank_batch_id = batch
        self.assertProblem(batch, "Only payments go", batch)

    def test_day_in_the_past_or_closed(self):
        batch = self.pay(self.make_bill(10, self.delta), date=self.today() - timedelta(days=40))
        self.assertProblem(batch, "a day banks are open", batch.payment_ids, "warning")
        root = valid(batch.action_export().attachment_id.raw)
        self.assertEqual(texts(root, "ReqdExctnDt/Dt"), [str(next_bank_day(self.today()))])

    def test_paid_twice(self):
        first = self.batch(ref="F-77")
        first.action_export()
        second = self.batch(ref="f-77", invoice_date="2026-02-01")
        name = first.payment_file_id.name
        self.assertProblem(second, name, second.payment_ids, "warning")
        self.assertEqual(second.action_export().batch_id, second, "a warning keeps nothing back")
        within = self.pay(
            self.make_bill(5, self.ocean, ref="O-1")
            | self.make_bill(6, self.ocean, ref="O-1", invoice_date="2026-02-02"),
            group_payment=False,
        )
        self.assertIn("in this batch twice", "".join(text for text, __ in self.problems(within, "warning")))
        self.assertFalse(
            [text for text, __ in self.problems(self.batch(self.ocean, ref="F-77"), "warning") if name in text]
        )

    def test_more_documents_than_the_text_has_room_for(self):
        bills = [self.make_bill(1, self.delta, ref=f"INVOICE-2026-{number:05}") for number in range(12)]
        batch = self.pay(bills[0].union(*bills))
        self.assertProblem(batch, "no room for", batch.payment_ids, "warning")
        (text,) = texts(valid(batch.action_export().attachment_id.raw), "Ustrd")
        self.assertEqual(text.count("INVOICE-2026-") + int(text.split("+ ")[1].split()[0]), 12)

    def test_already_in_the_statement(self):
        batch = self.pay(self.make_bill(10, self.delta) | self.make_bill(25, self.ocean))
        batch.action_post()
        paid, open_payment = batch.payment_ids.sorted("amount")
        self.show(paid)
        self.assertProblem(batch, "it is paid, and left out", paid, "warning")
        file = batch.action_export()
        root = valid(file.attachment_id.raw)
        self.assertEqual(texts(root, "PmtInf/CtrlSum"), ["25.00"])
        self.assertEqual((file.line_ids.payment_id, paid.bank_payment_file_id.id), (open_payment, False))
        self.show(open_payment)
        with self.assertRaisesRegex(UserError, "no payment in the batch that the bank has not shown"):
            batch.action_export("again")

    def show(self, payment):
        """Let the bank show a payment, matched by hand."""
        line = self.make_line(-payment.amount, "paid by hand")
        self.make_match(line, move_line_id=self.outstanding_item(payment).id, amount=-payment.amount)
        line.action_post_matches()

    def test_exported_again_without_what_the_bank_has_paid(self):
        batch = self.pay(self.make_bill(10, self.delta) | self.make_bill(25, self.ocean))
        first = batch.action_export()
        paid, open_payment = batch.payment_ids.sorted("amount")
        self.show(paid)
        second = batch.action_export("The bank lost the rest")
        self.assertEqual(texts(valid(second.attachment_id.raw), "EndToEndId"), [open_payment.bank_end_to_end_id])
        self.assertEqual((paid.bank_payment_file_id, open_payment.bank_payment_file_id), (first, second))
        with self.assertRaisesRegex(UserError, "Take it back"):
            paid.action_draft()

    def test_bill_paid_otherwise_meanwhile(self):
        bill = self.make_bill(10, self.delta, ref="F-9")
        batch = self.pay(bill)
        payment = batch.payment_ids
        payment.move_id.line_ids.remove_move_reconcile()
        self.assertEqual(self.problems(batch, "error"), [], "the bill is open: it is what is paid")
        line = self.make_line(-10, "paid at the counter")
        item = bill.line_ids.filtered(lambda item: item.account_type == "liability_payable")
        self.make_match(line, move_line_id=item.id, amount=-10)
        line.action_post_matches()
        self.assertProblem(batch, "was paid otherwise meanwhile", payment)

    def test_bill_that_is_not_to_be_paid(self):
        bill = self.make_bill(10, self.delta, ref="F-9")
        batch = self.pay(bill)
        batch.payment_ids.move_id.line_ids.remove_move_reconcile()
        bill.action_toggle_block_payment()
        self.assertProblem(batch, "is blocked for payment", bill)
        bill.action_toggle_block_payment()
        bill.button_draft()
        self.assertProblem(batch, "is not posted any more", bill)
        with self.assertRaisesRegex(UserError, "not posted"):
            bill.action_pay_in_batch()

    def test_blocked_bill_is_not_paid(self):
        bill = self.make_bill(10, self.delta)
        bill.action_toggle_block_payment()
        with self.assertRaisesRegex(UserError, "blocked for payment"):
            bill.action_pay_in_batch()

    def test_archived_account_and_employee(self):
        batch = self.batch()
        self.delta_account.active = False
        self.assertProblem(batch, "is archived", self.delta_account)
        worker = self.vendor(IBANS["FR"], name="Zoé Dupré", employee=True)
        root = valid(self.batch(worker).action_export().attachment_id.raw)
        self.assertEqual(texts(root, "Cdtr/Nm"), ["Zoe Dupre"])

    def test_account_outside_sepa(self):
        turkey = self.vendor("TR330006100519786457841326")
        batch = self.batch(turkey)
        self.assertProblem(batch, "is no SEPA payment", batch.payment_ids)

    def test_bank_in_another_currency(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.bank.currency_id = dollar
        bill = self.make_bill(10, self.delta, currency_id=dollar.id)
        batch = self.pay(bill)
        self.assertProblem(batch, "is no SEPA payment", batch.payment_ids)
        self.bank.payment_file_scope = "any"
        root = valid(batch.action_export().attachment_id.raw)
        self.assertEqual(texts(root, "DbtrAcct/Ccy") + texts(root, "SvcLvl/Cd"), ["USD"])
        self.assertEqual([amount.get("Ccy") for amount in root.iterfind(".//{*}InstdAmt")], ["USD"])

    def test_lines_to_mend_are_shown_with_the_way_there(self):
        self.delta_account.allow_out_payment = False
        batch = self.batch()
        wizard = self.env["account.bank.export.wizard"].browse(batch.action_open_export()["res_id"])
        line = wizard.line_ids.filtered(lambda line: line.level == "error")
        self.assertEqual(
            (line.partner_id, wizard.error_count, wizard.payment_count, wizard.amount), (self.delta, 1, 1, 10)
        )
        action = line.action_open()
        self.assertEqual((action["res_model"], action["res_id"]), ("res.partner.bank", self.delta_account.id))
        self.delta_account.allow_out_payment = True
        wizard.action_check()
        self.assertEqual(wizard.error_count, 0)
        self.assertIn("download=true", wizard.action_export()["url"])
