"""Every kind of match, posted and taken back: what an accountant would look at afterwards."""

from odoo import Command
from odoo.tests import tagged

from .common import BankReconcileCase


class PostingKindsCase(BankReconcileCase):
    @classmethod
    def settle(cls, line, *moves, **values):
        """One match a document, each for all it has open."""
        for move in moves:
            item = cls.open_item(move)
            amount = line._residual_in_line_currency(item)
            item_amount = item.amount_residual_currency
            cls.make_match(line, move_line_id=item.id, amount=amount, item_amount=item_amount, **values)

    def post(self, lines):
        """Post, and see that every line went through and every entry balances."""
        lines.action_post_matches()
        for line in lines:
            self.assertTrue(line.is_reconciled, line.match_refusal)
            self.assertAlmostEqual(sum(line.move_id.line_ids.mapped("balance")), 0)
            self.assertFalse(line._seek_for_lines()[1], "nothing is left in suspense")

    def assertUndone(self, lines, before):
        """Undo gives the accounts the balances they had."""
        lines.action_undo_matches()
        self.assertFalse(any(lines.mapped("is_reconciled")), lines.mapped("match_refusal"))
        self.assertEqual(self.trial_balance(), before)

    def balance_on(self, line, account):
        return sum(line.move_id.line_ids.filtered(lambda item: item.account_id == account).mapped("balance"))


@tagged("post_install", "-at_install")
class TestSeveralDocuments(PostingKindsCase):
    """Lines and documents that are not one to one."""

    def test_two_payments_over_two_invoices(self):
        first, second = self.make_invoice(60), self.make_invoice(90)
        lines = self.make_line(100) + self.make_line(50, date="2026-03-12")
        self.settle(lines[0], first)
        for line, amount in zip(lines, (40, 50), strict=True):
            self.make_match(line, move_line_id=self.open_item(second).id, amount=amount, item_amount=amount)
        before = self.trial_balance()
        self.post(lines)
        self.assertEqual((first.amount_residual, second.amount_residual), (0, 0))
        self.assertEqual(len(second.line_ids.matched_credit_ids), 2)
        self.assertUndone(lines, before)
        self.assertEqual((first.amount_residual, second.amount_residual), (60, 90))

    def test_customer_who_is_a_vendor_too_pays_the_difference(self):
        invoice = self.make_invoice(100)
        bill = self.make_invoice(30, move_type="in_invoice")
        line = self.make_line(70)
        self.settle(line, invoice, bill)
        self.post(line)
        self.assertEqual((invoice.amount_residual, bill.amount_residual), (0, 0))
        self.assertEqual(self.balance_on(line, self.company_data["default_account_payable"]), 30)

    def test_refund_and_invoice_of_equal_amounts_cancel_in_a_line_of_nothing(self):
        invoice, refund = self.make_invoice(80), self.make_invoice(80, move_type="out_refund")
        line = self.make_line(0, "settled between us")
        self.settle(line, invoice, refund)
        run = line._post_accepted_matches()
        self.assertEqual(run.refused_count, 1, "the host holds a line of nothing for reconciled from the start")

    def test_several_customers_paid_by_one_transfer(self):
        invoices = self.make_invoice(110) + self.make_invoice(40, partner=self.ocean)
        line = self.make_line(150)
        self.settle(line, *invoices)
        self.post(line)
        self.assertFalse(line.partner_id, "no one partner is the line's")
        counterparts = line.match_ids.counterpart_line_id
        self.assertEqual(counterparts.partner_id, self.delta + self.ocean)

    def test_employee_is_paid_out_of_a_misc_entry(self):
        payable = self.company_data["default_account_payable"]
        entry = self.env["account.move"].create(
            {
                "date": "2026-03-01",
                "line_ids": [
                    Command.create({"account_id": self.expense.id, "balance": 75}),
                    Command.create({"account_id": payable.id, "balance": -75, "partner_id": self.ocean.id}),
                ],
            }
        )
        entry.action_post()
        line = self.make_line(-75)
        self.settle(line, entry)
        self.post(line)
        self.assertTrue(all(entry.line_ids.filtered(lambda item: item.account_id == payable).mapped("reconciled")))

    def test_overpayment_stays_open_on_the_partner_and_pays_the_next_invoice(self):
        invoice = self.make_invoice(100)
        line = self.make_line(120)
        self.settle(line, invoice)
        rest = self.make_match(line, account_id=self.receivable.id, partner_id=self.delta.id, amount=20)
        self.post(line)
        self.assertEqual(invoice.amount_residual, 0)
        credit = rest.counterpart_line_id
        self.assertEqual((credit.account_id, credit.partner_id), (self.receivable, self.delta))
        self.assertEqual(credit.amount_residual, -20)
        later = self.make_invoice(50)
        (credit + self.open_item(later)).reconcile()
        self.assertEqual(later.amount_residual, 30)


@tagged("post_install", "-at_install")
class TestWriteOffs(PostingKindsCase):
    """What a payment lacks or has too much, booked to an account."""

    def analytic_account(self, applicability="optional"):
        plan = self.env["account.analytic.plan"].create({"name": "Projects", "default_applicability": applicability})
        return self.env["account.analytic.account"].create({"name": "Quay 7", "plan_id": plan.id})

    def test_write_off_carries_the_analytic_distribution(self):
        project = self.analytic_account()
        line = self.make_line(-40)
        match = self.make_match(line, account_id=self.expense.id, analytic_distribution={str(project.id): 100})
        self.post(line)
        self.assertEqual(match.counterpart_line_id.analytic_distribution, {str(project.id): 100})
        analytic_line = match.counterpart_line_id.analytic_line_ids
        self.assertEqual(analytic_line.amount, -40)
        line.action_undo_matches()
        self.assertFalse(analytic_line.exists())

    def test_account_with_a_default_tax_takes_the_amount_as_it_is(self):
        account = self.expense.copy({"tax_ids": [Command.set(self.company_data["default_tax_purchase"].ids)]})
        line = self.make_line(-115)
        match = self.make_match(line, account_id=account.id)
        self.post(line)
        self.assertEqual(match.counterpart_line_id.balance, 115)
        self.assertFalse(line.move_id.line_ids.tax_ids)

    def test_mandatory_analytic_plan_is_heeded(self):
        project = self.analytic_account("mandatory")
        bare, coded = self.make_line(-40), self.make_line(-50)
        self.make_match(bare, account_id=self.expense.id)
        self.make_match(coded, account_id=self.expense.id, analytic_distribution={str(project.id): 100})
        (bare + coded).action_post_matches()
        self.assertRefused(bare, "100% analytic distribution")
        self.assertTrue(coded.is_reconciled, coded.match_refusal)

    def test_bank_fee_and_tolerance_close_the_invoice(self):
        for reason, paid in (("bank_fee", 93), ("tolerance", 99.5), ("rounding", 100.01)):
            with self.subTest(reason):
                invoice = self.make_invoice(100)
                line = self.make_line(paid)
                self.settle(line, invoice)
                self.make_match(line, account_id=self.expense.id, amount=paid - 100, write_off_reason=reason)
                before = self.trial_balance()
                self.post(line)
                self.assertEqual(invoice.amount_residual, 0)
                self.assertAlmostEqual(self.balance_on(line, self.expense), 100 - paid)
                self.assertUndone(line, before)
                self.post(line)

    def test_account_kept_in_another_currency(self):
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0)])
        account = self.expense.copy({"currency_id": currency.id})
        line = self.make_line(-40)
        match = self.make_match(line, account_id=account.id)
        self.post(line)
        counterpart = match.counterpart_line_id
        self.assertEqual(
            (counterpart.balance, counterpart.amount_currency, counterpart.currency_id), (40, 80, currency)
        )

    def discounted_invoice(self, amount):
        self.env.company.account_journal_early_pay_discount_loss_account_id = self.expense
        term = self.env["account.payment.term"].search([("name", "=", "2/15 net 30")]) or self.env[
            "account.payment.term"
        ].create(
            {
                "name": "2/15 net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 15,
                "early_pay_discount_computation": "included",
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )
        tax = self.company_data["default_tax_sale"]
        return self.make_invoice(amount, taxes=tax, invoice_payment_term_id=term.id)

    def post_discounted(self, invoices, taking):
        """Pay the invoices in one line, with the discount of some of them."""
        taken = sum(item.amount_residual - item.discount_amount_currency for item in map(self.open_item, taking))
        line = self.make_line(sum(invoice.amount_residual for invoice in invoices) - taken)
        self.settle(line, *invoices)
        self.make_match(line, account_id=self.expense.id, amount=-taken, write_off_reason="early_payment_discount")
        before = self.trial_balance()
        self.post(line)
        self.assertEqual([invoice.amount_residual for invoice in invoices], [0] * len(invoices))
        corrected = line.move_id.line_ids.filtered("tax_repartition_line_id")
        self.assertAlmostEqual(
            sum(corrected.mapped("balance")), 0.02 * sum(invoice.amount_tax for invoice in taking), 2
        )
        self.assertUndone(line, before)

    def test_discounts_of_several_invoices_in_one_line(self):
        invoices = [self.discounted_invoice(1000), self.discounted_invoice(300)]
        self.post_discounted(invoices, invoices)

    def test_discount_of_one_of_two_invoices(self):
        invoices = [self.discounted_invoice(1000), self.discounted_invoice(300)]
        self.post_discounted(invoices, invoices[1:])


@tagged("post_install", "-at_install")
class TestCurrencies(PostingKindsCase):
    """Company, bank, item and line in the same or in different currencies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_currency = cls.env.company.currency_id
        # Units of the currency for one of the company's: worth less when the line comes than when it was invoiced.
        rates = {"CHF": [("2026-01-01", 2.0), ("2026-03-09", 2.5)], "GBP": [("2026-01-01", 4.0), ("2026-03-09", 5.0)]}
        cls.currencies = {name: cls.setup_other_currency(name, rates=steps) for name, steps in rates.items()}
        cls.currencies["company"] = cls.company_currency
        cls.foreign_bank = cls.env["account.journal"].create(
            {"name": "CHF bank", "code": "CHFB", "type": "bank", "currency_id": cls.currencies["CHF"].id}
        )
        cls.banks = {"company": cls.bank, "CHF": cls.foreign_bank}

    def pay(self, bank, item_currency, said_currency, move_type="out_invoice"):
        """Pay a document of 1,000 in its currency by one line at the rate of the line's day.

        :param said_currency: the foreign currency the bank names on the line, or None
        """
        sign = 1 if move_type == "out_invoice" else -1
        currency = self.currencies[item_currency]
        document = self.make_invoice(1000, move_type=move_type, currency_id=currency.id)
        item = self.open_item(document)
        journal = self.banks[bank]
        bank_currency = journal.currency_id or self.company_currency
        amount = currency._convert(sign * 1000, bank_currency, self.env.company, self.day("2026-03-10"))
        values = {}
        if said_currency and self.currencies[said_currency] != bank_currency:
            said = self.currencies[said_currency]
            said_amount = currency._convert(sign * 1000, said, self.env.company, self.day("2026-03-10"))
            values = {"foreign_currency_id": said.id, "amount_currency": said_amount}
        line = self.make_line(amount, journal=journal, **values)
        self.make_match(line, move_line_id=item.id, amount=amount, item_amount=sign * 1000)
        return document, item, line

    def test_all_combinations_close_the_item_and_undo(self):
        for bank in self.banks:
            for item_currency in self.currencies:
                for said in {None, item_currency}:
                    for move_type in ("out_invoice", "in_invoice"):
                        with self.subTest(bank=bank, item=item_currency, said=said, move_type=move_type):
                            self.check_combination(bank, item_currency, said, move_type)

    def check_combination(self, bank, item_currency, said, move_type):
        document, item, line = self.pay(bank, item_currency, said, move_type)
        before, booked = self.trial_balance(), item.balance
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        self.assertTrue(item.reconciled)
        self.assertEqual(document.amount_residual, 0)
        self.assertFalse(line._seek_for_lines()[1])
        partials = item.matched_debit_ids | item.matched_credit_ids
        paid = sum(line._seek_for_lines()[0].mapped("balance"))
        difference = self.company_currency.round(booked - paid)
        exchange = partials.exchange_move_id.line_ids.filtered(lambda row: row.account_id == item.account_id)
        self.assertAlmostEqual(sum(exchange.mapped("balance")), -difference, 2)
        self.assertUndone(line, before)
        self.assertFalse(item.reconciled)
        self.assertEqual(item.amount_residual, booked)

    def test_partial_payment_in_a_foreign_currency(self):
        invoice = self.make_invoice(1000, currency_id=self.currencies["CHF"].id)
        item = self.open_item(invoice)
        line = self.make_line(160)  # 400 francs on that day
        self.make_match(line, move_line_id=item.id, amount=160, item_amount=400)
        before = self.trial_balance()
        self.post(line)
        self.assertEqual(invoice.amount_residual, 600)
        self.assertEqual(item.amount_residual, 300, "what is open keeps the rate it was invoiced at")
        self.assertUndone(line, before)


@tagged("post_install", "-at_install")
class TestLedgerRules(PostingKindsCase):
    """What the host wants of payments stays the host's: taxes due on payment, hashes, companies, states."""

    def test_tax_due_on_payment_becomes_due(self):
        company = self.env.company
        company.tax_exigibility = True
        waiting = self.expense.copy({"account_type": "liability_current", "reconcile": True})
        tax = self.company_data["default_tax_sale"].copy(
            {"name": "on payment", "tax_exigibility": "on_payment", "cash_basis_transition_account_id": waiting.id}
        )
        invoice = self.make_invoice(200, taxes=tax)
        self.assertTrue(invoice.line_ids.filtered(lambda row: row.account_id == waiting))
        line = self.make_line(invoice.amount_residual)
        self.settle(line, invoice)
        before = self.trial_balance()
        self.post(line)
        moved = self.env["account.move"].search([("tax_cash_basis_origin_move_id", "=", invoice.id)])
        self.assertEqual(moved.state, "posted")
        self.assertAlmostEqual(
            abs(sum(moved.line_ids.filtered(lambda row: row.account_id == waiting).mapped("balance"))),
            invoice.amount_tax,
        )
        self.assertUndone(line, before)

    def test_hashed_entry_is_left_with_the_hosts_words(self):
        hashed, free = self.make_line(10), self.make_line(20)
        for line in hashed + free:
            self.make_match(line, account_id=self.expense.id)
        hashed.move_id.inalterable_hash = "$4$abc"
        (hashed + free).action_post_matches()
        self.assertRefused(hashed, "hash")
        self.assertEqual(len(hashed.move_id.line_ids), 2)
        self.assertTrue(free.is_reconciled)

    def test_lock_exception_lets_post(self):
        line = self.make_line(50, date="2026-01-15")
        self.make_match(line, account_id=self.expense.id)
        self.lock("2026-01-31")
        line.action_post_matches()
        self.assertRefused(line, "01/31/2026")
        self.env["account.lock_exception"].create(
            {
                "company_id": self.env.company.id,
                "user_id": self.env.user.id,
                "fiscalyear_lock_date": "2025-12-31",
                "end_datetime": False,
            }
        )
        self.post(line)

    def test_branch_invoice_is_paid_on_the_parents_bank(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.env.company.id})
        self.env.user.company_ids |= branch
        companies = [self.env.company.id, branch.id]
        self.delta.with_company(branch).property_account_receivable_id = self.receivable
        revenue = self.company_data["default_account_revenue"].id
        invoice = (
            self.env["account.move"]
            .with_company(branch)
            .with_context(allowed_company_ids=[branch.id, self.env.company.id])
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.delta.id,
                    "invoice_date": "2026-03-01",
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create({"name": "goods", "price_unit": 90, "tax_ids": False, "account_id": revenue})
                    ],
                }
            )
        )
        invoice.action_post()
        self.assertEqual(invoice.company_id, branch)
        line = self.make_line(90).with_context(allowed_company_ids=companies)
        self.settle(line, invoice)
        self.post(line)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(line.move_id.line_ids.company_id, self.bank.company_id)

    def test_transfer_between_own_banks(self):
        other = self.bank.copy({"name": "Savings", "code": "SAV"})
        transfer = self.env.company.transfer_account_id
        out, into = self.make_line(-500), self.make_line(500, journal=other, date="2026-03-11")
        self.make_match(out, account_id=transfer.id)
        self.post(out)
        waiting = out.match_ids.counterpart_line_id
        self.assertFalse(waiting.reconciled)
        self.make_match(into, move_line_id=waiting.id)
        self.post(into)
        self.assertTrue(waiting.reconciled)
        self.assertNotIn(transfer.code, self.trial_balance())

    def test_two_registered_payments_in_one_line(self):
        bills = [self.make_invoice(amount, move_type="in_invoice") for amount in (70, 55)]
        payments = self.env["account.payment"]
        for bill in bills:
            payments |= (
                self.env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=bill.ids)
                .create({"payment_date": "2026-03-05", "journal_id": self.bank.id})
                ._create_payments()
            )
        waiting_state = bills[0]._get_invoice_in_payment_state()
        self.assertEqual({bill.payment_state for bill in bills}, {waiting_state})
        line = self.make_line(-125)
        for payment in payments:
            item = payment._seek_for_lines()[0]
            self.make_match(line, move_line_id=item.id, amount=item.amount_residual, item_amount=item.amount_residual)
        self.post(line)
        self.assertEqual(payments.mapped("state"), ["paid", "paid"])
        self.assertEqual(payments.mapped("is_matched"), [True, True])
        self.assertEqual({bill.payment_state for bill in bills}, {"paid"})
        line.action_undo_matches()
        self.assertEqual(payments.mapped("state"), ["in_process", "in_process"])
        self.assertEqual({bill.payment_state for bill in bills}, {waiting_state})

    def test_no_message_for_each_rewritten_item(self):
        line = self.make_line(100)
        self.settle(line, self.make_invoice(100))
        self.env.cr.flush()
        before = len(line.move_id.message_ids)
        self.post(line.with_context(tracking_disable=False))
        self.env.cr.flush()
        self.assertEqual(len(line.move_id.message_ids), before)

    def test_audit_trail_keeps_what_was_rewritten(self):
        self.env.company.restrictive_audit_trail = True
        line = self.make_line(100)
        self.make_match(line, account_id=self.expense.id)
        self.env.cr.flush()
        before = len(line.move_id.message_ids)
        self.post(line)
        self.env.cr.flush()
        self.assertGreater(len(line.move_id.message_ids), before)
