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
        batch = self.batch()
        line = self.make_line(-10, "paid by hand")
        batch.action_post()
        self.make_match(line, move_line_id=self.outstanding_item(batch.payment_ids).id, amount=-10)
        line.action_post_matches()
        self.assertProblem(batch, "it is paid", batch.payment_ids, "warning")

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
