"""Who is paid, and through whose bank: employees, branches, other companies, own banks, and what the host tells."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_posting_kinds import PostingKindsCase


@tagged("post_install", "-at_install")
class TestParties(PostingKindsCase):
    def branch(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.env.company.id})
        self.env.user.company_ids |= branch
        self.delta.with_company(branch).property_account_receivable_id = self.receivable
        return branch

    def invoice_of(self, company, amount):
        invoice = (
            self.env["account.move"]
            .with_company(company)
            .with_context(allowed_company_ids=[company.id, self.env.company.id])
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.delta.id,
                    "invoice_date": "2026-03-01",
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "goods",
                                "price_unit": amount,
                                "tax_ids": False,
                                "account_id": self.company_data["default_account_revenue"].id,
                            }
                        )
                    ],
                }
            )
        )
        invoice.action_post()
        self.assertEqual(invoice.company_id, company)
        return invoice

    def test_branch_invoice_is_proposed_and_paid_on_the_parents_bank_and_undone(self):
        branch = self.branch()
        invoice = self.invoice_of(branch, 90)
        line = self.make_line(90, f"Payment {invoice.name}").with_context(
            allowed_company_ids=[self.env.company.id, branch.id]
        )
        line.env["account.bank.matcher"]._match(line)
        self.assertEqual(line.match_ids.item_move_id, invoice)
        line.action_accept_matches()
        before = self.trial_balance()
        self.post(line)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertUndone(line, before)
        self.assertEqual(invoice.amount_residual, 90)

    def test_parents_invoice_on_a_branchs_bank(self):
        """The host proposes a bank only its own company's documents and its branches'; by hand it is refused."""
        branch = self.branch()
        bank = self.env["account.journal"].create(
            {
                "name": "Branch bank",
                "code": "BRB",
                "type": "bank",
                "company_id": branch.id,
                "suspense_account_id": self.bank.suspense_account_id.id,
            }
        )
        invoice = self.make_invoice(90)
        env = self.env(context={"allowed_company_ids": [branch.id, self.env.company.id]})
        line = self.make_line(90, f"Payment {invoice.name}", journal=bank).with_env(env)
        self.assertEqual(line.company_id, branch)
        env["account.bank.matcher"]._match(line)
        self.assertFalse(line.match_ids)
        item = self.open_item(invoice)
        self.assertNotIn(item, item.search(line._get_default_amls_matching_domain()))
        self.assertFalse(item.company_id in env["res.company"].search([("id", "child_of", branch.id)]))

    def test_other_companys_invoice_is_refused(self):
        other = self.setup_other_company(name="Other Company")
        other_env = self.env(context={"allowed_company_ids": [other["company"].id]})
        invoice = other_env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.delta.id,
                "invoice_date": "2026-03-01",
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create({"name": "goods", "price_unit": 64.2, "tax_ids": False})],
            }
        )
        invoice.action_post()
        both = [self.env.company.id, other["company"].id]
        line = self.make_line(64.2, f"Payment {invoice.name}").with_context(allowed_company_ids=both)
        line.env["account.bank.matcher"]._match(line)
        self.assertFalse(line.match_ids, "another company's documents are not read")
        item = invoice.line_ids.filtered(lambda row: row.account_id.account_type == "asset_receivable")
        before = self.trial_balance()
        try:
            match = self.make_match(line, move_line_id=item.id, amount=64.2, item_amount=64.2)
        except (UserError, AccessError) as refusal:
            self.assertTrue(str(refusal))
        else:
            line.action_post_matches()
            self.assertFalse(line.is_reconciled)
            self.assertTrue(line.match_refusal)
            self.assertEqual(match.state, "accepted")
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual(item.amount_residual, 64.2)

    def test_employee_is_found_and_paid(self):
        employee = self.env["res.partner"].create({"name": "Sanne Jansen", "employee": True})
        payable = self.company_data["default_account_payable"]
        entry = self.env["account.move"].create(
            {
                "date": "2026-03-01",
                "ref": "Expenses February",
                "line_ids": [
                    Command.create({"account_id": self.expense.id, "balance": 75.4}),
                    Command.create({"account_id": payable.id, "balance": -75.4, "partner_id": employee.id}),
                ],
            }
        )
        entry.action_post()
        line = self.make_line(-75.4, "Sanne Jansen", partner_name="Sanne Jansen")
        self.matcher._match(line)
        self.assertEqual(line.match_ids.partner_id, employee)
        line.action_accept_matches()
        before = self.trial_balance()
        self.post(line)
        self.assertEqual(line.partner_id, employee)
        owed = entry.line_ids.filtered(lambda row: row.account_id == payable)
        self.assertTrue(owed.reconciled)
        self.assertUndone(line, before)
        self.assertFalse(owed.reconciled)

    def test_netting_customer_and_vendor_undone_to_the_cent(self):
        invoice, bill = self.make_invoice(100), self.make_invoice(130, move_type="in_invoice")
        line = self.make_line(-30)
        self.settle(line, invoice, bill)
        before = self.trial_balance()
        self.post(line)
        self.assertEqual((invoice.amount_residual, bill.amount_residual), (0, 0))
        self.assertEqual({invoice.payment_state, bill.payment_state}, {"paid"})
        self.assertUndone(line, before)
        self.assertEqual((invoice.amount_residual, bill.amount_residual), (100, 130))
        self.assertEqual({invoice.payment_state, bill.payment_state}, {"not_paid"})


@tagged("post_install", "-at_install")
class TestOwnBanks(PostingKindsCase):
    """A transfer between own banks, over the transfer account, whichever bank tells first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.savings = cls.bank.copy({"name": "Savings", "code": "SAV"})
        cls.transfer = cls.env.company.transfer_account_id

    def lines(self):
        return {
            "out": self.make_line(-500, "To savings"),
            "in": self.make_line(500, "From current account", journal=self.savings, date="2026-03-11"),
        }

    def test_either_order_posted_and_undone_in_either_order(self):
        for first, second in (("out", "in"), ("in", "out")):
            for undone in ((first, second), (second, first)):
                with self.subTest(first=first, undone=undone):
                    self.check_transfer(first, second, undone)

    def check_transfer(self, first, second, undone):
        lines = self.lines()
        before = self.trial_balance()
        self.make_match(lines[first], account_id=self.transfer.id)
        self.post(lines[first])
        waiting = lines[first].match_ids.counterpart_line_id
        self.assertFalse(waiting.reconciled)
        self.matcher._match(lines[second])
        self.assertEqual(lines[second].match_ids.move_line_id, waiting, "the other bank's line finds it")
        lines[second].action_accept_matches()
        self.post(lines[second])
        self.assertTrue(waiting.reconciled)
        self.assertNotIn(self.transfer.code, self.trial_balance())
        lines[undone[0]].action_undo_matches()
        other = lines[undone[1]]
        self.assertTrue(other.is_reconciled, "the other bank's side stays booked on the transfer account")
        self.assertEqual(other.match_ids.state, "posted")
        self.assertEqual(other.match_ids.counterpart_line_id.account_id, self.transfer)
        other.action_undo_matches()
        self.assertEqual([line.is_reconciled for line in lines.values()], [False, False])
        self.assertEqual(self.trial_balance(), before)
        both = lines["out"] + lines["in"]
        self.post(both)
        self.assertUndone(both, before)
        both.unlink()

    def test_transfer_in_another_currency(self):
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0)])
        francs = self.env["account.journal"].create(
            {"name": "CHF bank", "code": "CHFB", "type": "bank", "currency_id": currency.id}
        )
        out, into = self.make_line(-500), self.make_line(980, journal=francs, date="2026-03-11")
        before = self.trial_balance()
        self.make_match(out, account_id=self.transfer.id)
        self.post(out)
        waiting = out.match_ids.counterpart_line_id
        self.make_match(into, move_line_id=waiting.id, amount=1000, item_amount=500)
        self.make_match(into, account_id=self.expense.id, amount=-20)
        self.post(into)
        self.assertTrue(waiting.reconciled)
        self.assertEqual(self.balance_on(into, self.expense), 10)
        self.assertUndone(out + into, before)


@tagged("post_install", "-at_install")
class TestWhatTheHostTells(PostingKindsCase):
    """Posting in bulk leaves what the host leaves: its messages, hooks and states."""

    def test_paid_hook_and_message_come_for_each_invoice(self):
        invoices = [self.make_invoice(100), self.make_invoice(40), self.make_invoice(300)]
        subtype = self.env.ref("account.mt_invoice_paid")
        lines = self.make_line(100) + self.make_line(40) + self.make_line(150)
        for line, invoice in zip(lines[:2], invoices, strict=False):
            self.settle(line, invoice)
        self.make_match(lines[2], move_line_id=self.open_item(invoices[2]).id, amount=150, item_amount=150)
        self.env.cr.flush()
        hooked = []
        move = type(self.env["account.move"])
        hook = move._invoice_paid_hook

        def paid(moves):
            hooked.extend(moves)
            return hook(moves)

        with patch.object(move, "_invoice_paid_hook", paid):
            self.post(lines)
        self.assertEqual(set(hooked), set(invoices[:2]), "once for each invoice that is paid")
        self.assertEqual(len(hooked), 2)
        self.env.cr.flush()
        told = [
            bool(invoice.message_ids.filtered(lambda message: message.subtype_id == subtype)) for invoice in invoices
        ]
        by_hand = self.paid_by_the_host(subtype)
        self.assertEqual(told, [by_hand, by_hand, False], "as when the host itself reconciles")

    def paid_by_the_host(self, subtype):
        """:return: whether the host leaves the message on an invoice it reconciles by its own screen"""
        invoice = self.make_invoice(60)
        self.env.cr.flush()
        line = self.make_line(60, counterpart_account_id=self.receivable.id, partner_id=self.delta.id)
        other = line.move_id.line_ids.filtered(lambda item: item.account_id == self.receivable)
        (other + self.open_item(invoice)).reconcile()
        self.env.cr.flush()
        return bool(invoice.message_ids.filtered(lambda message: message.subtype_id == subtype))

    def test_registered_payment_states_come_back(self):
        for kind, sign in (("out_invoice", 1), ("in_invoice", -1)):
            with self.subTest(kind):
                document = self.make_invoice(242, move_type=kind)
                payment = (
                    self.env["account.payment.register"]
                    .with_context(active_model="account.move", active_ids=document.ids)
                    .create({"payment_date": "2026-03-05", "journal_id": self.bank.id})
                    ._create_payments()
                )
                states = (payment.state, payment.is_matched, document.payment_state)
                line = self.make_line(242 * sign)
                waiting = payment._seek_for_lines()[0]
                self.make_match(line, move_line_id=waiting.id)
                before = self.trial_balance()
                self.post(line)
                self.assertEqual((payment.state, payment.is_matched, document.payment_state), ("paid", True, "paid"))
                self.assertUndone(line, before)
                self.assertEqual((payment.state, payment.is_matched, document.payment_state), states)
