from odoo.tests import HttpCase, tagged

from .camt import IBAN, camt053, entry
from .reconciliation_common import ReconciliationCase


@tagged("post_install", "-at_install")
class TestPaymentJournalTours(ReconciliationCase, HttpCase):
    """The Payment Reconciliation Journal in a browser, as a person uses it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.courier = cls.env["account.account"].create(
            {"name": "Courier and Bank", "code": "620099", "account_type": "expense"}
        )

    def walk(self, name, address="bank-reconcile"):
        self.start_tour(
            f"/odoo/{address}", f"bank_reconcile_plus_journal_{name}", login=self.env.user.login, timeout=90
        )

    def test_from_import_to_posted(self):
        invoice = self.make_invoice(121)
        self.make_invoice(99, partner=self.ocean)
        self.bank.name = "Harbour Bank"
        self.bank.bank_account_id = self.env["res.partner.bank"].create(
            {"acc_number": IBAN, "partner_id": self.env.company.partner_id.id}
        )
        entries = [
            entry("121.00", f"names its invoice {invoice.name}", name="Delta Bouw"),
            entry("60.00", "by hand", name="Ocean Trading"),
            entry("-5.00", "bank fee"),
        ]
        content = camt053(entries, opening="0.00", closing="176.00").replace(b'Ccy="EUR"', b'Ccy="USD"')
        content = content.replace(b"<Ccy>EUR</Ccy>", b"<Ccy>USD</Ccy>")
        self.env["ir.attachment"].sudo().create(
            {
                "name": "journal.xml",
                "raw": content,
                "url": "/bank_reconcile_plus/test/journal.xml",
                "public": True,
            }
        )
        self.walk("to_posted", "accounting")
        lines = self.env["account.bank.statement.line"].search([("journal_id", "=", self.bank.id)])
        self.assertEqual(lines.mapped("is_reconciled"), [True, True, True])
        self.assertEqual({line.amount: line.match_ids.origin for line in lines}[60], "manual")
        self.assertEqual(lines.filtered(lambda line: line.amount < 0).match_ids.account_id, self.courier)
        self.assertEqual(invoice.payment_state, "paid")

    def test_guided_review_by_keyboard(self):
        invoice = self.make_invoice(121)
        self.make_invoice(77, partner=self.ocean)
        lines = [
            self.make_line(121, f"first {invoice.name}", partner_name="Delta Bouw", date="2026-03-09"),
            self.make_line(77, "second", partner_id=self.ocean.id),
            self.make_line(-3, "third", date="2026-03-11"),
        ]
        self.matcher._match(lines[0])
        self.walk("review")
        self.assertEqual([line.match_state for line in lines], ["accepted"] * 3)
        self.assertEqual(lines[0].match_ids.move_line_id.move_id, invoice)
        self.assertEqual(lines[2].match_ids.account_id, self.courier)

    def test_ten_lines_coded_down_the_column(self):
        invoice = self.make_invoice(121)
        with_document = self.make_line(121, f"has a document {invoice.name}", partner_name="Delta Bouw")
        self.matcher._match(with_document)
        lines = self.env["account.bank.statement.line"].union(
            *(self.make_line(-1 - number, f"fee {number}") for number in range(10))
        )
        self.walk("coding", "bank-code")
        self.assertTrue(all(lines.mapped("is_reconciled")))
        self.assertEqual(lines.match_ids.account_id, self.courier)
        self.assertFalse(with_document.is_reconciled)

    def test_a_mapping_made_from_a_line_and_applied_to_others(self):
        lines = self.env["account.bank.statement.line"].union(
            *(self.make_line(-80, f"Stadtwerke Strom {month}") for month in ("0426", "0526", "0626"))
        )
        unlike = self.make_line(-80, "something else")
        self.walk("mapping")
        mapping = self.env["account.reconcile.model"].search([("match_label_param", "=", "Stadtwerke Strom")])
        self.assertEqual(mapping.line_ids.account_id, self.courier)
        self.assertEqual([line.match_ids.origin for line in lines], ["mapping"] * 3)
        self.assertEqual([line.match_ids.account_id for line in lines], [self.courier] * 3)
        self.assertFalse(unlike.match_ids)

    def test_a_run_reversed(self):
        invoices = [self.make_invoice(121), self.make_invoice(64)]
        lines = self.env["account.bank.statement.line"].union(
            *(
                self.make_line(invoice.amount_total, f"pays {invoice.name}", partner_name="Delta Bouw")
                for invoice in invoices
            )
        )
        self.matcher._match(lines)
        lines.action_accept_matches()
        lines.action_post_journal()
        run = lines.match_ids.post_run_id
        self.walk("reverse", f"action-bank_reconcile_plus.action_account_bank_match_run/{run.id}")
        self.assertEqual(set(lines.mapped("match_state")), {"accepted"})
