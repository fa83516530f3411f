"""Transfers between own banks, registered with the wizard: made, shown by the banks, taken back."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_posting_kinds import PostingKindsCase


class TransferCase(PostingKindsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.transfer_account = cls.env.company.transfer_account_id
        cls.savings = cls.make_bank("Savings", "SAV", "NL91ABNA0417164300")
        cls.bank.bank_account_id = cls.own_account("BE71096123456769")
        cls.francs = cls.setup_other_currency("CHF", rates=[("2026-01-01", 2.0)])
        cls.swiss = cls.make_bank("Swiss francs", "CHFB", "CH9300762011623852957", currency_id=cls.francs.id)

    @classmethod
    def own_account(cls, number):
        return cls.env["res.partner.bank"].create(
            {"acc_number": number, "partner_id": cls.env.company.partner_id.id, "allow_out_payment": True}
        )

    @classmethod
    def make_bank(cls, name, code, number, **values):
        bank = cls.env["account.journal"].create({"name": name, "code": code, "type": "bank", **values})
        bank.bank_account_id = cls.own_account(number)
        return bank

    def wizard(self, **values):
        return self.env["account.bank.transfer.wizard"].create(
            {
                "from_journal_id": self.bank.id,
                "to_journal_id": self.savings.id,
                "date": "2026-03-10",
                "amount_out": 500,
                **values,
            }
        )

    def transfer(self, **values):
        """The payment out of a transfer that was made with the wizard."""
        wizard = self.wizard(**values)
        before = self.env["account.payment"].search([])
        wizard.action_transfer()
        made = self.env["account.payment"].search([]) - before
        self.assertEqual(len(made), 2)
        return made.filtered(lambda payment: payment.payment_type == "outbound")

    def balance_of(self, account):
        return self.trial_balance().get(account.code, 0)

    def exchange_accounts(self):
        company = self.env.company
        return company.expense_currency_exchange_account_id | company.income_currency_exchange_account_id

    def assertWords(self, words, **values):
        with self.assertRaises(UserError) as caught:
            self.wizard(**values).action_transfer()
        self.assertIn(words, str(caught.exception))


@tagged("post_install", "-at_install")
class TestTransferWizard(TransferCase):
    def test_both_sides_wait_for_their_bank_and_are_matched_with_each_other(self):
        out = self.transfer(memo="To savings")
        into = out.paired_internal_transfer_payment_id
        self.assertEqual((out.journal_id, into.journal_id), (self.bank, self.savings))
        self.assertEqual((out.amount, into.amount), (500, 500))
        self.assertEqual(into.paired_internal_transfer_payment_id, out)
        self.assertEqual(self.balance_of(self.transfer_account), 0)
        sides = (out | into).move_id.line_ids.filtered(lambda item: item.account_id == self.transfer_account)
        self.assertEqual(sides.mapped("reconciled"), [True, True])
        self.assertEqual(len(sides.full_reconcile_id), 1, "the sides are matched with each other")
        self.assertEqual(out.bank_transfer_state, "waiting")
        self.assertEqual([payment.state for payment in out | into], ["in_process"] * 2)

    def test_statements_show_it_on_different_days(self):
        out = self.transfer(memo="To savings")
        into = out.paired_internal_transfer_payment_id
        lines = self.make_line(-500, "To savings", date="2026-03-10")
        lines += self.make_line(500, "To savings", date="2026-03-13", journal=self.savings)
        for line, payment in zip(lines, (out, into), strict=True):
            self.matcher._match(line)
            self.assertEqual(line.match_ids.move_line_id, self.outstanding_item(payment))
            line.action_accept_matches()
        self.post(lines[1])
        self.assertEqual(out.bank_transfer_state, "part")
        self.post(lines[0])
        self.assertEqual(out.bank_transfer_state, "done")
        self.assertEqual([payment.is_matched for payment in out | into], [True, True])
        with self.assertRaises(UserError) as caught:
            out.action_cancel_transfer()
        self.assertIn("has shown", str(caught.exception))
        lines[0].action_undo_matches()
        lines[1].action_undo_matches()
        self.assertEqual(out.bank_transfer_state, "waiting")
        with self.assertRaises(UserError) as caught:
            out.action_cancel_transfer()
        self.assertIn("Remove that match first", str(caught.exception))

    def test_cancelled_from_either_side_while_no_bank_has_shown_it(self):
        before = self.trial_balance()
        for side in ("out", "into"):
            out = self.transfer()
            into = out.paired_internal_transfer_payment_id
            line = self.make_line(-500)
            self.matcher._match(line)
            (out if side == "out" else into).action_cancel()
            self.assertEqual([payment.state for payment in out | into], ["canceled"] * 2)
            self.assertEqual(out.bank_transfer_state, "canceled")
            self.assertFalse(line.match_ids, "what was proposed is gone with it")
            line.unlink()
        self.assertEqual(self.trial_balance(), before)

    def test_deleted_from_either_side_while_no_bank_has_shown_it(self):
        before = self.trial_balance()
        out = self.transfer()
        into = out.paired_internal_transfer_payment_id
        line = self.make_line(-500)
        self.matcher._match(line)
        line.action_accept_matches()
        with self.assertRaises(UserError) as caught:
            into.unlink()
        self.assertIn("Remove that match first", str(caught.exception))
        line.action_remove_matches()
        line.unlink()
        into.unlink()
        self.assertFalse(out.exists(), "both or none")
        self.assertEqual(self.trial_balance(), before)

    def test_sides_of_one_currency_are_posted_with_one_amount(self):
        out = self.transfer()
        into = out.paired_internal_transfer_payment_id
        into.action_draft()
        into.amount = 400
        with self.assertRaises(UserError) as caught:
            out.action_post()
        self.assertIn("correct both payments", str(caught.exception))

    def test_reset_and_posted_again_together(self):
        out = self.transfer()
        into = out.paired_internal_transfer_payment_id
        into.action_draft()
        self.assertEqual([payment.state for payment in out | into], ["draft"] * 2)
        out.action_post()
        self.assertEqual([payment.state for payment in out | into], ["in_process"] * 2)
        self.assertTrue(self.env["account.bank.transfer"]._side(out).reconciled)

    def test_fee_is_part_of_what_goes_out(self):
        out = self.transfer(amount_out=505, fee_amount=5, fee_account_id=self.expense.id)
        self.assertEqual((out.amount, out.bank_transfer_amount_in), (505, 500))
        self.assertEqual(self.balance_of(self.expense), 5)
        self.assertEqual(self.balance_of(self.transfer_account), 0)
        line = self.make_line(-505)
        self.matcher._match(line)
        self.assertEqual(line.match_ids.move_line_id, self.outstanding_item(out))

    def test_another_currency_at_the_days_rate(self):
        wizard = self.wizard(to_journal_id=self.swiss.id)
        self.assertEqual((wizard.amount_in, wizard.day_rate, wizard.exchange_difference), (1000, 2, 0))
        self.assertIn("01/01/2026", wizard.rate_words)
        out = self.transfer(to_journal_id=self.swiss.id)
        self.assertEqual(out.bank_transfer_amount_in, 1000)
        self.assertTrue(self.env["account.bank.transfer"]._side(out).reconciled)
        self.assertFalse(any(map(self.balance_of, self.exchange_accounts())))

    def test_the_banks_own_rate_leaves_an_exchange_difference(self):
        before = self.trial_balance()
        wizard = self.wizard(to_journal_id=self.swiss.id, amount_in=980)
        self.assertEqual((wizard.effective_rate, wizard.exchange_difference), (1.96, -10))
        out = self.transfer(to_journal_id=self.swiss.id, amount_in=980)
        self.assertEqual(self.balance_of(self.env.company.expense_currency_exchange_account_id), 10)
        self.assertEqual(self.balance_of(self.transfer_account), 0)
        sides = self.env["account.bank.transfer"]._side(out) | self.env["account.bank.transfer"]._side(
            out.paired_internal_transfer_payment_id
        )
        self.assertEqual(sides.mapped("reconciled"), [True, True])
        out.action_cancel()
        self.assertEqual(self.trial_balance(), before, "the host reverses its exchange entry")

    def test_a_gain_between_two_foreign_currencies(self):
        crowns = self.setup_other_currency("SEK", rates=[("2026-01-01", 10.0)])
        swedish = self.make_bank("Swedish", "SEKB", "SE3550000000054910000003", currency_id=crowns.id)
        values = {"from_journal_id": self.swiss.id, "to_journal_id": swedish.id, "amount_out": 1000}
        self.assertEqual(self.wizard(**values).amount_in, 5000)
        before = self.trial_balance()
        out = self.transfer(**values, amount_in=5100)
        self.assertEqual(self.balance_of(self.env.company.income_currency_exchange_account_id), -10)
        self.assertEqual(self.balance_of(self.transfer_account), 0)
        transfer = self.env["account.bank.transfer"]
        sides = transfer._side(out) | transfer._side(out.paired_internal_transfer_payment_id)
        self.assertEqual(sides.mapped("reconciled"), [True, True])
        out.action_cancel()
        self.assertEqual(self.trial_balance(), before)

    def test_made_from_a_line_and_matched_with_it(self):
        line = self.make_line(-500, "Umbuchung", account_number="NL91 ABNA 0417 1643 00")
        action = line.action_open_transfer()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((wizard.from_journal_id, wizard.to_journal_id), (self.bank, self.savings))
        self.assertEqual((wizard.amount_out, wizard.date, wizard.memo), (500, line.date, "Umbuchung"))
        wizard.action_transfer()
        self.assertEqual(line.match_state, "accepted")
        self.post(line)
        into = self.make_line(1000, "from us", journal=self.swiss)
        action = into.action_open_transfer()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertFalse(wizard.from_journal_id)
        wizard.from_journal_id = self.bank
        wizard.write({"amount_out": 510, "amount_in": 990})
        with self.assertRaises(UserError) as caught:
            wizard.action_transfer()
        self.assertIn("The line is", str(caught.exception))
        wizard.amount_in = 1000
        wizard.action_transfer()
        self.post(into)
        self.assertEqual(self.balance_of(self.transfer_account), 0)

    def opened(self, line):
        """The wizard's form as it opens on a line."""
        action = line.action_open_transfer()
        return Form(self.env[action["res_model"]].browse(action["res_id"]))

    def test_what_a_line_shows_as_arrived_stays(self):
        self.env.company.match_fee_account_id = self.expense
        form = self.opened(self.make_line(495, "from us", journal=self.savings))
        self.assertFalse(form.refusal, "nothing is wrong before the other bank is chosen")
        form.from_journal_id = self.bank
        form.fee_amount = 5
        self.assertEqual((form.amount_out, form.amount_in, form.fee_account_id), (500, 495, self.expense))
        form.save().action_transfer()
        self.assertEqual(self.balance_of(self.expense), 5)
        form = self.opened(self.make_line(1000, "from us", journal=self.swiss))
        self.assertFalse(form.refusal)
        form.from_journal_id = self.bank
        self.assertEqual((form.amount_out, form.amount_in), (500, 1000))
        form.amount_out = 510
        self.assertEqual((form.amount_in, form.exchange_difference), (1000, -10))
        into = self.make_line(500, "from us")
        form = self.opened(into)
        form.from_journal_id = self.swiss
        self.assertEqual((form.amount_out, form.amount_in), (1000, 500))
        form.save().action_transfer()
        self.assertEqual(into.match_state, "accepted")

    def test_payments_booked_straight_to_the_bank_cannot_meet_a_line(self):
        self.bank.outbound_payment_method_line_ids.payment_account_id = self.bank.default_account_id
        line = self.make_line(-33)
        form = self.opened(line)
        form.to_journal_id = self.savings
        with self.assertRaises(UserError) as caught:
            form.save().action_transfer()
        self.assertIn("booked straight to", str(caught.exception))

    def test_bank_of_a_branch(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.env.company.id})
        bank = self.env["account.journal"].create(
            {"name": "Bank of the branch", "code": "BRB", "type": "bank", "company_id": branch.id}
        )
        self.assertWords("Between branches", to_journal_id=bank.id)

    def test_what_cannot_be_done_is_said(self):
        self.assertWords("cannot send money to itself", to_journal_id=self.bank.id)
        self.assertWords("Choose the bank", to_journal_id=False)
        self.assertWords("transfer of nothing", amount_out=0)
        self.assertWords("Amounts are positive", amount_out=-5)
        self.assertWords("as much as the whole", fee_amount=500)
        self.assertWords("Choose the account of the fee", fee_amount=5, fee_account_id=False)
        self.assertWords("same amount", amount_in=400)
        self.assertWords("is no bank", to_journal_id=self.company_data["default_journal_misc"].id)
        other = self.setup_other_company()["default_journal_bank"]
        self.assertWords("between banks of one company", to_journal_id=other.id)
        self.lock("2026-03-31")
        self.assertWords("closed period", date="2026-03-10")
        self.env.company.fiscalyear_lock_date = False
        self.env.company.transfer_account_id = False
        self.assertWords("Internal Transfer")

    def test_form_shows_what_would_happen(self):
        form = Form(self.env["account.bank.transfer.wizard"])
        form.from_journal_id = self.bank
        form.to_journal_id = self.swiss
        form.date = "2026-03-10"
        form.amount_out = 100
        self.assertEqual((form.amount_in, form.effective_rate), (200, 2))
        form.amount_in = 190
        self.assertEqual(form.exchange_difference, -5)
        form.to_journal_id = self.bank
        self.assertIn("itself", form.refusal)

    def test_who_may(self):
        reader = self.env["res.users"].create(
            {
                "name": "Reader",
                "login": "transfer_reader",
                "group_ids": [Command.set(self.env.ref("account.group_account_readonly").ids)],
                "company_ids": [Command.set(self.env.company.ids)],
                "company_id": self.env.company.id,
            }
        )
        with self.assertRaises(AccessError):
            self.env["account.bank.transfer.wizard"].with_user(reader).create({})
        line = self.make_line(-500)
        with self.assertRaises(AccessError):
            line.with_user(reader).action_open_transfer()
        out = self.transfer()
        self.matcher._match(line)
        with self.assertRaises(AccessError):
            out.with_user(reader).action_cancel_transfer()
        self.assertTrue(line.match_ids)
        reader.group_ids = self.env.ref("account.group_account_invoice")
        out.with_user(reader).action_cancel_transfer()
        self.assertEqual((out.bank_transfer_state, len(line.match_ids)), ("canceled", 0))
