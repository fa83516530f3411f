"""Somebody who only makes invoices and registers payments meets nothing of the bank's that he may not read."""

from odoo import Command
from odoo.tests import Form, new_test_user, tagged

from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestBillingUser(BankReconcileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.biller = new_test_user(
            cls.env, "bank-biller", groups="account.group_account_invoice", company_id=cls.env.company.id
        )

    def paid_invoice(self):
        invoice = self.make_invoice(100).with_user(self.biller)
        register = self.env["account.payment.register"].with_user(self.biller)
        wizard = Form(register.with_context(active_model="account.move", active_ids=invoice.ids))
        wizard.journal_id = self.bank
        payment = wizard.save()._create_payments()
        return invoice, payment

    def test_invoices_and_payments_come_and_go(self):
        invoice, payment = self.paid_invoice()
        Form(payment)
        payment.action_draft()
        payment.action_cancel()
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual((invoice.state, payment.state), ("cancel", "canceled"))

    def test_payments_of_a_deposit(self):
        _invoice, payment = self.paid_invoice()
        batch = self.env["account.bank.batch"].create(
            {"journal_id": self.bank.id, "control_amount": 100, "payment_ids": [Command.link(payment.id)]}
        )
        batch.action_post()
        self.env.invalidate_all()
        Form(payment)
        self.assertEqual(payment.bank_batch_id.display_name, batch.name)
        self.assertTrue(payment.search([("bank_batch_id", "=", batch.id)]))
        self.assertTrue(payment.read())
        payment.action_draft()
        self.assertEqual(payment.state, "draft")

    def test_bank_lines_and_matches(self):
        """An invoice that a line is matched with goes back to draft and comes again."""
        invoice = self.make_invoice(100)
        line = self.make_line(100, invoice.name)
        self.matcher._match(line)
        self.assertTrue(line.match_ids)
        own = invoice.with_user(self.biller)
        own.button_draft()
        own.action_post()
        Form(own)
        self.assertTrue(own.line_ids.read())
        card = self.bank.with_user(self.biller)._get_journal_dashboard_data_batched()
        self.assertIn(self.bank.id, card)
