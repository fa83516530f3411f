from odoo import Command
from odoo.tests import Form, tagged

from .reconciliation_common import ReconciliationCase


@tagged("post_install", "-at_install")
class TestLineApplicationKinds(ReconciliationCase):
    """What one payment may settle, applied on its own page, posted, and taken back again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loss = cls.expense.copy({"name": "Discounts Given", "code": "620095"})
        cls.env.company.account_journal_early_pay_discount_loss_account_id = cls.loss
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "2 % in 15 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 15,
                "early_pay_discount_computation": "included",
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )

    def discounted(self, amount, **values):
        invoice = self.make_invoice(amount, invoice_payment_term_id=self.term.id, **values)
        self.assertTrue(self.open_item(invoice).discount_date)
        return invoice

    def apply(self, line, *documents, amounts=None):
        """Apply the line to the open items of documents, as previewed.

        :return: the words of the preview
        """
        items = self.env["account.move.line"].union(*map(self.open_item, documents))
        preview = line.preview_application(items.ids, amounts)
        self.assertTrue(preview["possible"], preview["words"])
        line.apply_items(items.ids, amounts)
        self.assertEqual(
            sorted((row["item_id"], row["amount"]) for row in preview["rows"]),
            sorted((match.move_line_id.id, match.amount) for match in line.match_ids if match.move_line_id),
        )
        return preview["words"]

    def assertPostedAndBack(self, line, documents, booked, states=("paid",)):
        """Post, look at the ledger, undo: the ledger is as it was, and the matches stand as accepted.

        :param dict booked: account -> what posting adds to its balance; the bank's own accounts are left out
        """
        before, kept = self.trial_balance(), self.kept(line)
        opened = [(move.amount_residual, move.payment_state) for move in documents]
        line.action_post_journal()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        moved = self.trial_balance()
        for account, amount in booked.items():
            self.assertAlmostEqual(
                moved.get(account.code, 0) - before.get(account.code, 0), amount, 2, account.display_name
            )
        self.assertEqual(self.suspense_balance(), 0)
        for move in documents:
            self.assertIn(move.payment_state, (*states, "reversed"), move.name)
        wizard = self.env["account.bank.undo.wizard"].browse(line.action_open_undo()["res_id"])
        with Form(wizard) as form:
            form.reason = "taken back"
            if wizard.manual_count:
                form.include_manual = True
        wizard.action_undo()
        self.assertEqual(line.match_state, "accepted")
        self.assertEqual((self.trial_balance(), self.kept(line)), (before, kept))
        self.assertEqual([(move.amount_residual, move.payment_state) for move in documents], opened)

    # --------------------------------------------------------------------------------------- early payment discounts

    def test_discount_in_time_settles_the_invoice(self):
        invoice = self.discounted(100)
        line = self.make_line(98, "by hand", date="2026-03-16")
        self.assertIn("discount of $\xa02.00, open until 03/16/2026, is taken", self.apply(line, invoice))
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [-2, 100])
        self.assertPostedAndBack(line, invoice, {self.receivable: -100, self.loss: 2})

    def test_discounts_of_several_invoices_and_a_credit_note(self):
        documents = self.discounted(100) + self.discounted(300) + self.make_invoice(50, move_type="out_refund")
        line = self.make_line(98 + 294 - 50, "by hand", date="2026-03-10")
        self.assertIn("discount of $\xa08.00", self.apply(line, *documents))
        self.assertPostedAndBack(line, documents, {self.receivable: -350, self.loss: 8})

    def test_discount_a_little_late_is_for_the_bank_to_grant(self):
        invoice = self.discounted(100)
        line = self.make_line(98, "by hand", date="2026-03-19")
        items = self.open_item(invoice)
        self.assertIn("keeps $\xa02.00 open", line.preview_application(items.ids)["words"])
        self.bank.match_discount_grace_days = 3
        self.assertIn("discount of $\xa02.00 is taken, 3 days late", self.apply(line, invoice))
        self.assertPostedAndBack(line, invoice, {self.receivable: -100, self.loss: 2})

    def test_later_than_that_something_stays_open(self):
        invoice = self.discounted(100)
        self.bank.match_discount_grace_days = 3
        line = self.make_line(98, "by hand", date="2026-03-20")
        self.apply(line, invoice)
        self.assertPostedAndBack(line, invoice, {self.receivable: -98, self.loss: 0}, states=("partial",))

    def test_paid_in_full_although_the_discount_was_open(self):
        invoice = self.discounted(100)
        line = self.make_line(100, "by hand", date="2026-03-10")
        self.apply(line, invoice)
        self.assertFalse(line.match_ids.account_id)
        self.assertPostedAndBack(line, invoice, {self.receivable: -100, self.loss: 0})

    def test_who_edits_the_amount_takes_no_discount(self):
        invoice = self.discounted(100)
        line = self.make_line(98, "by hand", date="2026-03-10")
        self.apply(line, invoice, amounts={f"{line.id}-{self.open_item(invoice).id}": 98})
        self.assertPostedAndBack(line, invoice, {self.receivable: -98, self.loss: 0}, states=("partial",))

    def test_discount_proposed_and_accepted(self):
        invoice = self.discounted(100)
        line = self.make_line(98, f"names {invoice.name}", date="2026-03-12")
        self.matcher._match(line)
        self.assertTrue(line.get_application([])["buttons"]["accept"]["enabled"])
        line.accept_application()
        self.assertPostedAndBack(line, invoice, {self.receivable: -100, self.loss: 2})

    # ----------------------------------------------------------------------------------- several, signs and currencies

    def test_one_payment_over_several_partners_and_accounts(self):
        documents = self.make_invoice(100) + self.make_invoice(60, self.ocean)
        line = self.make_line(175, "for both and a fee", date="2026-03-10")
        self.apply(line, *documents)
        line.apply_account(self.loss.id)
        self.assertEqual(line.match_ids.move_line_id.partner_id, self.delta | self.ocean)
        self.assertPostedAndBack(line, documents, {self.receivable: -160, self.loss: -15})

    def test_several_accounts_of_one_line(self):
        line = self.make_line(-90, "two kinds of cost")
        half = {"account_id": self.loss.id, "amount": -30}
        line.write(
            {"match_ids": [Command.create(half), Command.create({"account_id": self.expense.id, "amount": -60})]}
        )
        self.assertPostedAndBack(line, self.env["account.move"], {self.loss: 30, self.expense: 60})

    def test_credit_note_in_one_match(self):
        documents = self.make_invoice(200) + self.make_invoice(80, move_type="out_refund")
        line = self.make_line(120, "less the credit note")
        self.apply(line, *documents)
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [-80, 200])
        self.assertPostedAndBack(line, documents, {self.receivable: -120})

    def test_vendor_refund_and_bill_in_one_match(self):
        documents = self.make_invoice(200, move_type="in_invoice") + self.make_invoice(50, move_type="in_refund")
        payable = self.company_data["default_account_payable"]
        line = self.make_line(-150, "bill less refund")
        self.apply(line, *documents)
        self.assertPostedAndBack(line, documents, {payable: 150})

    def test_foreign_invoice_paid_in_our_currency(self):
        """A line without a currency of its own settles the invoice at what it is booked at; the rest is booked."""
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 3.0), ("2026-03-09", 2.0)])
        invoice = self.make_invoice(300, currency_id=euro.id)
        line = self.make_line(150, "in our currency", date="2026-03-10")
        self.apply(line, invoice)
        self.assertEqual((line.match_ids.amount, line.match_ids.item_amount), (100, 300))
        gain = self.env.company.income_currency_exchange_account_id
        line.apply_account(gain.id)
        self.assertPostedAndBack(line, invoice, {self.receivable: -100, gain: -50})

    def test_foreign_line_and_the_hosts_exchange_difference(self):
        """Invoiced at three to one, paid at two to one: the host books what the rates make."""
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 3.0), ("2026-03-09", 2.0)])
        invoice = self.make_invoice(300, currency_id=euro.id)
        line = self.make_line(150, "300 euro", date="2026-03-10", foreign_currency_id=euro.id, amount_currency=300)
        self.apply(line, invoice)
        gain = self.env.company.income_currency_exchange_account_id
        self.assertPostedAndBack(line, invoice, {self.receivable: -100, gain: -50})
