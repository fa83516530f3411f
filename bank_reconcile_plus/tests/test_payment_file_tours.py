from odoo.tests import HttpCase, tagged

from .payment_files_common import PaymentFileCase, returned_entry


@tagged("post_install", "-at_install")
class TestPaymentFileTours(PaymentFileCase, HttpCase):
    """Bills go to the bank as a file and come back as one line, in a browser."""

    def walk(self, name, address):
        self.start_tour(address, f"bank_reconcile_plus_payment_file_{name}", login=self.env.user.login, timeout=90)

    def test_from_bills_to_the_statement(self):
        self.bank.match_mode = "off"
        self.ocean_account.allow_out_payment = False
        bills = self.make_bill(121, self.delta, ref="D-121") | self.make_bill(60.5, self.ocean, ref="O-60")
        self.walk("export", "/odoo/bills")
        batch = self.env["account.bank.batch"].search([("journal_id", "=", self.bank.id)])
        self.assertEqual(batch.payment_ids.reconciled_bill_ids, bills)
        self.assertTrue(batch.payment_file_id)
        line = self.import_back(
            returned_entry("-181.50", [], self.today(), info=batch.reference, text="SEPA batch of today")
        )
        self.walk("return", "/odoo/bank-reconcile")
        self.assertTrue(line.is_reconciled)
        self.assertEqual(batch.bank_state, "cleared")
