import hashlib
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..payment_files.identifiers import is_identifier
from ..payment_files.sepa import next_bank_day
from .payment_files_common import IBANS, PaymentFileCase, texts, valid


@tagged("post_install", "-at_install")
class TestPaymentFileExport(PaymentFileCase):
    """A batch of payments becomes a file the bank takes; what was sent stays as it was sent."""

    def send(self, *bills, **values):
        batch = self.pay(bills[0].union(*bills), **values)
        return batch, batch.action_export()

    def root(self, file):
        return valid(file.attachment_id.raw)

    def test_bills_become_a_file(self):
        first = self.make_bill(100.10, self.delta, ref="D-1")
        second = self.make_bill(50.00, self.delta, ref="D-2")
        third = self.make_bill(70.05, self.ocean, ref="O-7", payment_reference="+++010/8068/17183+++")
        batch = self.pay(first | second | third)
        self.assertEqual(len(batch.payment_ids), 2)
        self.assertEqual(set((first | second | third).mapped("payment_state")), {"paid"})

        file = batch.action_export()
        root = self.root(file)
        self.assertEqual(batch.state, "posted")
        self.assertEqual((batch.payment_file_id, batch.exported_by_id), (file, self.env.user))
        self.assertEqual(texts(root, "GrpHdr/MsgId"), [file.name])
        self.assertEqual(batch.reference, file.name)
        self.assertEqual(texts(root, "GrpHdr/CtrlSum"), ["220.15"])
        self.assertEqual(texts(root, "EndToEndId"), batch.payment_ids.sorted("id").mapped("bank_end_to_end_id"))
        self.assertEqual(texts(root, "RmtInf/Ustrd"), ["D-1, D-2"])
        self.assertEqual(texts(root, "CdtrRefInf/Ref"), ["010806817183"])
        self.assertEqual(texts(root, "Cdtr/Nm"), ["Delta Bouw", "Ocean Trading"])
        self.assertEqual(texts(root, "PmtInf/Dbtr/Nm"), [self.env.company.name.replace("_", "-")])
        self.assertEqual(texts(root, "PmtInf/Dbtr/PstlAdr/TwnNm"), ["Utrecht"])
        self.assertEqual(file.checksum, hashlib.sha256(file.attachment_id.raw).hexdigest())
        self.assertIn(file.checksum, batch.message_ids[0].body)
        self.assertTrue(all(batch.payment_ids.mapped("is_sent")))

    def test_bank_settings_are_in_the_file(self):
        self.bank.write(
            {
                "payment_file_format": "pain.001.001.03",
                "payment_file_batch_booking": False,
                "payment_file_party_id": "0468651441",
                "payment_file_party_issuer": "KBO-BCE",
            }
        )
        self.delta_account.bank_id = self.env["res.bank"].create({"name": "Rabo", "bic": "RABONL2U"})
        root = self.root(self.send(self.make_bill(10, self.delta))[1])
        self.assertIn("pain.001.001.03", root.tag)
        self.assertEqual(texts(root, "BtchBookg"), ["false"])
        self.assertEqual(texts(root, "InitgPty/Id/OrgId/Othr/Id"), ["0468651441"])
        self.assertEqual(texts(root, "CdtrAgt/FinInstnId/BIC"), ["RABONL2U"])

    def test_bills_are_paid_when_due(self):
        today = self.today()
        bills = [
            self.make_bill(10, self.delta, due=str(today - timedelta(days=30)), ref="late"),
            self.make_bill(20, self.delta, due=str(today + timedelta(days=20)), ref="soon"),
            self.make_bill(30, self.ocean, due=str(today + timedelta(days=20)), ref="soon too"),
        ]
        batch, file = self.send(*bills, pay_on="due")
        self.assertEqual(sorted(batch.payment_ids.mapped("amount")), [10, 20, 30])
        root = self.root(file)
        days = [str(next_bank_day(today)), str(next_bank_day(today + timedelta(days=20)))]
        self.assertEqual(texts(root, "ReqdExctnDt/Dt"), days)
        self.assertEqual(texts(root, "PmtInf/CtrlSum"), ["10.00", "50.00"])
        self.assertEqual(texts(root, "PmtInf/PmtInfId"), [f"{file.name}-1", f"{file.name}-2"])

    def test_bills_that_cannot_be_paid_are_named(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        paid = self.make_bill(10, self.delta, ref="paid")
        self.pay(paid)
        good = self.make_bill(10, self.delta, ref="good")
        bills = paid | good
        bills |= self.make_bill(10, self.delta, ref="dollars", currency_id=dollar.id)
        bills |= self.make_invoice(10, self.ocean, "in_refund")
        bills |= self.make_invoice(10, self.delta)
        draft = good.copy({"invoice_date": "2026-03-01"})
        wizard = self.env["account.bank.pay.bills.wizard"].browse((bills | draft).action_pay_in_batch()["res_id"])
        self.assertEqual(wizard.bill_ids, good)
        for words in ("paid already", "in USD", "credit notes are more", "no vendor bill", "not posted"):
            self.assertIn(words, wizard.left_out)
        self.assertEqual(self.env["account.bank.batch"].browse(wizard.action_pay()["res_id"]).amount, 10)
        with self.assertRaisesRegex(UserError, "paid already"):
            paid.action_pay_in_batch()

    def test_dialog_begins_with_a_bank_of_the_bills_currency(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        bank = self.bank.copy({"currency_id": dollar.id, "bank_account_id": False, "code": "PBUSD"})
        bill = self.make_bill(10, self.delta, currency_id=dollar.id)
        wizard = self.env["account.bank.pay.bills.wizard"].browse(bill.action_pay_in_batch()["res_id"])
        self.assertEqual((wizard.journal_id, wizard.bill_ids, wizard.amount), (bank, bill, 10))

    # ------------------------------------------------------------------------------------------------- credit notes

    def refund(self, amount, partner, **values):
        return self.make_invoice(amount, partner, "in_refund", **values)

    def dialog(self, *moves, **values):
        action = moves[0].union(*moves).action_pay_in_batch()
        wizard = self.env["account.bank.pay.bills.wizard"].browse(action["res_id"])
        wizard.write({"journal_id": self.bank.id, **values})
        return wizard

    def test_credit_notes_are_taken_off_one_payment(self):
        company_account = self.bank.bank_account_id
        other = self.make_account(self.env.company.partner_id, IBANS["DE"])
        bills = self.make_bill(100, self.delta, ref="D-1") | self.make_bill(50, self.delta, ref="D-2")
        refunds = self.refund(30, self.delta, ref="C-1", partner_bank_id=company_account.id)
        refunds |= self.refund(20.5, self.delta, ref="C-2", partner_bank_id=other.id)
        refunds |= self.refund(60, self.delta, ref="C-3")
        wizard = self.dialog(refunds, bills, self.make_bill(7, self.ocean, ref="O-1", partner_bank_id=False))
        self.assertFalse(wizard.left_out)
        self.assertEqual((wizard.payment_count, wizard.amount), (2, 46.5))
        self.assertEqual(sum(wizard.bill_ids.mapped("bank_amount_to_pay")), 46.5)
        batch = self.env["account.bank.batch"].browse(wizard.action_pay()["res_id"])
        payment = batch.payment_ids.filtered(lambda each: each.partner_id == self.delta)
        self.assertEqual((payment.amount, payment.payment_type), (39.5, "outbound"))
        self.assertEqual(payment.partner_bank_id, self.delta_account)
        self.assertEqual(set((bills | refunds).mapped("amount_residual")), {0})
        self.assertTrue(payment.is_reconciled)
        root = self.root(batch.action_export())
        self.assertEqual(texts(root, "Amt/InstdAmt"), ["39.50", "7.00"])
        self.assertEqual(texts(root, "Ustrd"), ["C-1, C-2, C-3, D-1, D-2", "O-1"])

    def test_net_payment_carries_no_single_reference(self):
        bill = self.make_bill(100, self.ocean, ref="O-1", payment_reference="+++010/8068/17183+++")
        batch, file = self.send(bill, self.refund(40, self.ocean, ref="C-1"))
        self.assertEqual(batch.amount, 60)
        root = self.root(file)
        self.assertEqual(texts(root, "CdtrRefInf/Ref"), [])
        self.assertEqual(texts(root, "Ustrd"), ["+++010/8068/17183+++, C-1"])

    def test_nothing_left_to_pay_a_vendor(self):
        bills = [self.make_bill(30, self.delta, ref="D-1"), self.refund(30, self.delta, ref="C-1")]
        with self.assertRaisesRegex(UserError, "cover his bills"):
            self.dialog(*bills)
        bills.append(self.refund(5, self.delta, ref="C-2"))
        with self.assertRaisesRegex(UserError, "owes you.*5.00"):
            self.dialog(*bills)
        wizard = self.dialog(*bills, self.make_bill(9, self.ocean))
        self.assertIn("D-1", wizard.left_out)
        self.assertEqual((wizard.payment_count, wizard.amount), (1, 9))
        batch = self.env["account.bank.batch"].browse(wizard.action_pay()["res_id"])
        self.assertEqual(batch.payment_ids.partner_id, self.ocean)
        self.assertEqual([bill.amount_residual for bill in bills], [30, 30, 5])

    def test_credit_note_goes_to_a_payment_it_leaves_something_of(self):
        today = self.today()
        bills = [
            self.make_bill(10, self.delta, due=str(today), ref="small"),
            self.make_bill(90, self.delta, due=str(today + timedelta(days=9)), ref="large"),
            self.refund(40, self.delta, ref="C-1"),
        ]
        wizard = self.dialog(*bills, pay_on="due")
        self.assertEqual((wizard.payment_count, wizard.amount), (2, 60))
        batch = self.env["account.bank.batch"].browse(wizard.action_pay()["res_id"])
        self.assertEqual(sorted(batch.payment_ids.mapped("amount")), [10, 50])
        self.assertEqual({bill.amount_residual for bill in bills}, {0})

    def test_credit_note_too_large_for_each_payment(self):
        today = self.today()
        bills = [self.make_bill(50, self.delta, due=str(today + timedelta(days=day))) for day in (1, 20)]
        refund = self.refund(60, self.delta, ref="C-60")
        wizard = self.dialog(*bills, refund, pay_on="due")
        self.assertIn("more than any one payment", wizard.left_out)
        self.assertEqual((wizard.amount, refund.amount_residual), (100, 60))
        wizard.pay_on = "date"
        self.assertEqual((wizard.left_out, wizard.amount, wizard.payment_count), (False, 40, 1))
        wizard.group_payment = False
        self.assertIn("C-60", wizard.left_out)
        self.assertEqual((wizard.amount, wizard.payment_count), (100, 2))

    def test_discount_and_credit_note(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2% within 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "early_pay_discount_computation": "included",
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )
        today = str(self.today())
        bill = self.make_bill(100, self.delta, invoice_payment_term_id=term.id, invoice_date=today, due=False)
        refund = self.refund(30, self.delta)
        wizard = self.dialog(bill, refund)
        self.assertEqual((wizard.amount, wizard.discount), (68, 2))
        batch = self.env["account.bank.batch"].browse(wizard.action_pay()["res_id"])
        self.assertEqual((batch.amount, bill.amount_residual, refund.amount_residual), (68, 0, 0))

    def test_all_instalments_of_a_bill_are_paid(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "half now",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 60}),
                ],
            }
        )
        bill = self.make_bill(100, self.delta, invoice_payment_term_id=term.id)
        other = self.make_bill(40, self.ocean)
        batch, __ = self.send(bill, other)
        self.assertEqual(sorted(batch.payment_ids.mapped("amount")), [40, 100])
        self.assertEqual(bill.amount_residual, 0)

    def test_ids_are_unique_and_stay(self):
        batch, file = self.send(self.make_bill(10, self.delta), self.make_bill(10, self.delta), group_payment=False)
        ids = batch.payment_ids.mapped("bank_end_to_end_id")
        self.assertEqual(len(set(ids)), 2)
        self.assertTrue(all(map(is_identifier, [*ids, file.name])))
        again = batch.action_export("The bank lost it")
        self.assertEqual(batch.payment_ids.mapped("bank_end_to_end_id"), ids)
        self.assertNotEqual(again.name, file.name)
        self.assertEqual((file.state, again.state, batch.payment_file_id), ("replaced", "exported", again))
        self.assertEqual(again.reason, "The bank lost it")
        self.assertIn("The bank lost it", batch.message_ids[0].body)

    def test_exported_again_only_with_a_reason(self):
        batch, file = self.send(self.make_bill(10, self.delta))
        for reason in ("", "  "):
            with self.assertRaisesRegex(UserError, "Say why"):
                batch.action_export(reason)
        wizard = self.env["account.bank.export.wizard"].browse(batch.action_open_export()["res_id"])
        self.assertEqual(wizard.exported_file_id, file)
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_export()
        wizard.reason = "Wrong folder"
        action = wizard.action_export()
        self.assertIn(str(batch.payment_file_id.attachment_id.id), action["url"])
        self.assertEqual(len(batch.payment_file_ids), 2)

    def test_sent_payments_stay_as_they_are(self):
        batch, file = self.send(self.make_bill(10, self.delta))
        payment = batch.payment_ids
        attempts = [
            lambda: payment.action_draft(),
            lambda: payment.action_cancel(),
            lambda: payment.action_reject(),
            lambda: payment.move_id.button_draft(),
            lambda: payment.move_id.button_cancel(),
            lambda: payment.unlink(),
            lambda: payment.write({"partner_bank_id": self.make_account(self.delta, IBANS["DE"]).id}),
            lambda: payment.write({"bank_batch_id": False}),
            lambda: payment.write({"bank_payment_file_id": False}),
            lambda: payment.write({"bank_end_to_end_id": "X"}),
            lambda: batch.action_undo(),
        ]
        for attempt in attempts:
            with self.assertRaisesRegex(UserError, "ake .* back"), self.env.cr.savepoint():
                attempt()
        payment.write({"amount": payment.amount, "state": payment.state})
        self.assertEqual((payment.state, payment.bank_payment_file_id), ("in_process", file))

    def test_file_taken_back_with_a_reason(self):
        batch, file = self.send(self.make_bill(10, self.delta))
        wizard = self.env["account.bank.take.back.wizard"].browse(batch.action_open_take_back()["res_id"])
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_take_back()
        wizard.reason = "Refused: wrong debtor account"
        wizard.action_take_back()
        self.assertEqual(file.state, "taken_back")
        self.assertFalse(batch.payment_file_id)
        self.assertFalse(batch.payment_ids.is_sent)
        self.assertIn("wrong debtor account", batch.message_ids[0].body)
        self.assertIn("wrong debtor account", batch.payment_ids.message_ids[0].body)
        self.assertNotEqual(batch.action_export().name, file.name)
        with self.assertRaises(UserError):
            batch.action_undo()

    def test_some_payments_cancelled_as_the_bank_refused_them(self):
        bill, other = self.make_bill(10, self.delta), self.make_bill(25, self.ocean)
        batch, file = self.send(bill, other)
        refused = batch.payment_ids.filtered(lambda payment: payment.partner_id == self.delta)
        wizard = self.env["account.bank.take.back.wizard"].browse(batch.action_open_take_back()["res_id"])
        wizard.write({"scope": "payments", "payment_ids": [Command.set(refused.ids)], "reason": "Account closed"})
        wizard.action_take_back()
        self.assertEqual((refused.state, bill.amount_residual), ("canceled", 10))
        self.assertEqual((batch.amount, batch.payment_file_id), (25, file))
        self.assertEqual((other.amount_residual, file.state), (0, "exported"))
        root = self.root(batch.action_export("Without the closed account"))
        self.assertEqual(texts(root, "GrpHdr/CtrlSum"), ["25.00"])

    def test_only_who_may_pay_exports(self):
        batch, file = self.send(self.make_bill(10, self.delta))
        reader = new_test_user(
            self.env, "file_reader", "account.group_account_readonly", company_id=self.env.company.id
        )
        self.assertEqual(file.with_user(reader).name, file.name)
        self.assertTrue(file.with_user(reader).action_download()["url"])
        for attempt in (
            lambda: batch.with_user(reader).action_export("me too"),
            lambda: batch.with_user(reader).action_open_export(),
            lambda: batch.with_user(reader).action_open_take_back(),
        ):
            with self.assertRaises(AccessError):
                attempt()
        user = new_test_user(
            self.env, "file_user", "bank_reconcile_plus.group_bank_reconcile_user", company_id=self.env.company.id
        )
        with self.assertRaises(AccessError):
            file.with_user(user).write({"checksum": "forged"})
        with self.assertRaises(AccessError):
            file.attachment_id.with_user(user).write({"raw": b"forged"})
        self.assertEqual(batch.with_user(user).action_export("mine").user_id, user)

    def test_ids_are_unique_over_companies(self):
        company = self.env["res.company"].create({"name": "Sister"})
        self.env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        company.currency_id = self.euro
        self.env.user.company_ids |= company
        sister = self.env["account.journal"].create(
            {"name": "Sister's Bank", "code": "SIS", "type": "bank", "company_id": company.id}
        )
        first, file = self.send(self.make_bill(10, self.delta))
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.delta.id,
                "amount": 10,
                "journal_id": sister.id,
                "partner_bank_id": self.delta_account.id,
            }
        )
        sister.write(
            {
                "payment_file_format": "pain.001.001.09",
                "bank_account_id": self.make_account(company.partner_id, IBANS["DE"]).id,
            }
        )
        payment.action_post()
        payment.name = first.payment_ids.name
        batch = self.env["account.bank.batch"].create({"batch_type": "outbound", "journal_id": sister.id})
        payment.bank_batch_id = batch
        user = new_test_user(
            self.env, "sister_user", "bank_reconcile_plus.group_bank_reconcile_user", company_id=company.id
        )
        other = batch.with_user(user).action_export()
        self.assertEqual(batch.name, first.name)
        self.assertNotEqual(other.name, file.name)
        self.assertNotEqual(payment.bank_end_to_end_id, first.payment_ids.bank_end_to_end_id)
        self.assertTrue(is_identifier(payment.bank_end_to_end_id))

    def test_file_that_was_changed_is_not_sent(self):
        __, file = self.send(self.make_bill(10, self.delta))
        file.attachment_id.sudo().raw = file.attachment_id.raw.replace(b"10.00", b"99.00")
        with self.assertRaisesRegex(UserError, "SHA-256 differs"):
            file.action_download()

    def test_who_may_not_see_payments_gets_no_file(self):
        __, file = self.send(self.make_bill(10, self.delta))
        outsider = new_test_user(self.env, "file_outsider", "base.group_user", company_id=self.env.company.id)
        for attempt in (
            lambda: file.with_user(outsider).action_download(),
            lambda: file.line_ids.with_user(outsider).read(["account_number"]),
            lambda: file.attachment_id.with_user(outsider).raw,
        ):
            with self.assertRaises(AccessError):
                attempt()
        user = new_test_user(
            self.env, "file_user", "bank_reconcile_plus.group_bank_reconcile_user", company_id=self.env.company.id
        )
        for attempt in (
            lambda: file.line_ids.with_user(user).write({"amount": 1}),
            lambda: file.line_ids.with_user(user).unlink(),
            lambda: file.with_user(user).unlink(),
            lambda: file.attachment_id.with_user(user).unlink(),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_what_was_sent_is_kept(self):
        batch, file = self.send(self.make_bill(10, self.delta, ref="D-1"))
        payment = batch.payment_ids
        batch._take_back("Wrong day")
        sent = file.line_ids
        self.assertEqual((sent.payment_id, sent.amount, sent.remittance), (payment, 10, "D-1"))
        self.assertEqual((sent.account_number, sent.end_to_end_id), (IBANS["NL"], payment.bank_end_to_end_id))

    def test_other_company_sees_nothing(self):
        __, file = self.send(self.make_bill(10, self.delta))
        company = self.env["res.company"].create({"name": "Elsewhere"})
        other = new_test_user(
            self.env, "file_other", "bank_reconcile_plus.group_bank_reconcile_user", company_id=company.id
        )
        self.assertFalse(self.env["account.bank.payment.file"].with_user(other).search([("id", "=", file.id)]))
        with self.assertRaises(AccessError):
            file.with_user(other).read(["name"])
