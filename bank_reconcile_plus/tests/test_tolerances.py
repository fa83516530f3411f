from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestTolerances(BankReconcileCase):
    """Small differences: of the company or of the bank, silent or asked, booked where they belong."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.loss, cls.gain, cls.fee, cls.bank_loss = cls.env["account.account"].create(
            [
                {"name": name, "code": code, "account_type": kind}
                for name, code, kind in (
                    ("Payment losses", "658801", "expense"),
                    ("Payment gains", "758801", "income_other"),
                    ("Bank fees", "658802", "expense"),
                    ("Losses of the bank", "658803", "expense"),
                )
            ]
        )
        cls.company.write(
            {
                "match_tolerance_amount": 5,
                "match_tolerance_percent": 1,
                "match_difference_account_id": cls.loss.id,
                "match_gain_account_id": cls.gain.id,
                "match_fee_account_id": cls.fee.id,
            }
        )

    def propose(self, document, amount, **values):
        line = self.make_line(amount, f"{document.ref or document.name}", **values)
        self.matcher._match(line)
        return line

    def difference(self, line):
        """:return: (account, amount) of what the proposal writes off"""
        match = line.match_ids.filtered("write_off_reason")
        return match.account_id, match.amount

    def post(self, line):
        line.match_ids.action_accept()
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)

    def document(self, kind, amount=1000, **values):
        reference = f"F-2026-{self.env['account.move'].search_count([]) + 70000}"
        extra = {"ref": reference} if kind.startswith("in_") else {}
        return self.make_invoice(amount, move_type=kind, **extra, **values)

    # both directions, posted and undone

    def test_differences_go_to_losses_and_gains_and_come_back(self):
        cases = (
            ("out_invoice", 996, self.loss, 4),
            ("out_invoice", 1004, self.gain, -4),
            ("in_invoice", -996, self.gain, -4),
            ("in_invoice", -1004, self.loss, 4),
        )
        for kind, paid, account, balance in cases:
            with self.subTest(kind=kind, paid=paid):
                document = self.document(kind)
                line = self.make_line(paid, document.ref or document.name)
                before = self.trial_balance()
                self.matcher._match(line)
                self.assertEqual(self.difference(line), (account, -balance))
                self.assertEqual((line.match_confidence, line._sure_enough()), ("high", line))
                self.post(line)
                self.assertEqual((document.payment_state, document.amount_residual), ("paid", 0))
                after = self.trial_balance()
                self.assertEqual(round(after[account.code] - before.get(account.code, 0), 2), balance)
                line._undo_with_reason("wrong")
                self.assertEqual((self.trial_balance(), document.amount_residual), (before, 1000))
                self.assertEqual(line.match_state, "accepted")
                line.action_remove_matches()

    def test_limits_are_percent_and_maximum(self):
        for amount, paid, within in (
            (1000, 995, True),
            (1000, 994.99, False),  # more than the maximum
            (300, 297, True),
            (300, 296.99, False),  # more than the share
        ):
            with self.subTest(amount=amount, paid=paid):
                line = self.propose(self.document("out_invoice", amount), paid)
                self.assertEqual(bool(self.difference(line)[0]), within)
                line.unlink()

    def test_one_limit_alone_holds(self):
        self.company.write({"match_tolerance_amount": 0, "match_tolerance_percent": 1})
        self.assertEqual(self.difference(self.propose(self.document("out_invoice", 2000), 1980)), (self.loss, -20))
        self.company.write({"match_tolerance_amount": 5, "match_tolerance_percent": 0})
        self.assertEqual(self.difference(self.propose(self.document("out_invoice", 40), 35.5)), (self.loss, -4.5))
        # but an amount is no reason to write off most of a small item
        self.assertFalse(self.difference(self.propose(self.document("out_invoice", 10), 5.5))[0])
        self.company.match_tolerance_amount = 0
        self.assertFalse(self.difference(self.propose(self.document("out_invoice", 40), 39))[0])

    # silent or asked

    def test_warning_leaves_the_difference_to_a_person(self):
        self.company.match_tolerance_mode = "warning"
        document = self.document("out_invoice")
        line = self.propose(document, 996)
        self.assertEqual((line.match_confidence, self.difference(line)), ("medium", (self.loss, -4)))
        self.assertFalse(line._sure_enough())
        self.assertIn("a person has to accept it", str(line.match_evidence_html))
        self.assertIn(self.loss.name, line.match_words)
        self.post(line)
        self.assertEqual(document.payment_state, "paid")
        cents = self.propose(self.document("out_invoice"), 999.98)
        self.assertEqual((cents.match_confidence, self.difference(cents)), ("medium", (self.loss, -0.02)))

    def test_silent_difference_of_two_equal_invoices_is_not_sure(self):
        first, second = self.document("out_invoice"), self.document("out_invoice")
        line = self.make_line(996, "payment of your invoice", partner_name=first.partner_id.name)
        self.matcher._match(line)
        self.assertFalse(line._sure_enough())
        self.assertNotEqual(first, second)

    def test_item_of_just_the_amount_keeps_a_difference_from_being_sure(self):
        named, _other = self.document("out_invoice"), self.document("out_invoice", 996)
        line = self.propose(named, 996)
        self.assertEqual((line.match_confidence, bool(line._sure_enough())), ("medium", False))
        self.assertIn("fits the amount exactly", str(line.match_evidence_html))

    # by hand

    def by_hand(self, amount, items, amounts=None):
        """:return: the line and what the page is told of it"""
        line = self.make_line(amount, "no number")
        return line, line.preview_application(items.ids, amounts)

    def test_by_hand_a_difference_is_written_off_unless_the_person_says_no(self):
        for kind, paid, account in (
            ("out_invoice", 996, self.loss),
            ("out_invoice", 1004, self.gain),
            ("in_invoice", -996, self.gain),
        ):
            with self.subTest(kind=kind, paid=paid):
                document = self.document(kind)
                item = self.open_item(document)
                line, preview = self.by_hand(paid, item)
                self.assertTrue(preview["tolerance"]["taken"])
                self.assertIn(account.name, preview["tolerance"]["words"])
                self.assertEqual((preview["difference"], preview["rows"][0]["open_after"]), (0, 0))
                line.apply_items(item.ids)
                self.assertEqual(self.difference(line), (account, paid - item.balance))
                before = self.trial_balance()
                self.post(line)
                self.assertEqual(document.payment_state, "paid")
                line._undo_with_reason("wrong")
                self.assertEqual(self.trial_balance(), before)
                line.action_remove_matches()
                kept = line.preview_application(item.ids, {"tolerance": False})
                self.assertFalse(kept["tolerance"]["taken"])
                line.apply_items(item.ids, {"tolerance": False})
                self.assertFalse(self.difference(line)[0], "the person said no")

    def test_by_hand_a_person_is_asked_where_one_has_to_accept(self):
        self.company.match_tolerance_mode = "warning"
        item = self.open_item(self.document("out_invoice"))
        line, preview = self.by_hand(996, item)
        self.assertEqual((preview["tolerance"]["taken"], preview["rows"][0]["open_after"]), (False, 4))
        self.assertEqual(line.preview_application(item.ids, {"tolerance": True})["rows"][0]["open_after"], 0)
        line.apply_items(item.ids, {"tolerance": True})
        self.assertEqual(self.difference(line), (self.loss, -4))

    def test_by_hand_only_within_the_limits_and_with_an_account(self):
        item = self.open_item(self.document("out_invoice"))
        self.assertFalse(self.by_hand(994.99, item)[1]["tolerance"])
        edited = self.make_line(996)
        key = f"{edited.id}-{item.id}"
        self.assertFalse(edited.preview_application(item.ids, {key: 990})["tolerance"], "an amount was chosen")
        together = item | self.open_item(self.document("out_invoice", 500))
        _line, preview = self.by_hand(1497, together)
        self.assertEqual([row["open_after"] for row in preview["rows"]], [0, 0])
        self.company.write({"match_difference_account_id": False, "match_gain_account_id": False})
        _line, preview = self.by_hand(996, item)
        self.assertFalse(preview["tolerance"])
        self.assertIn("set the account of differences", preview["words"])

    # company or bank

    def test_bank_takes_the_company_s_limits_until_it_has_its_own(self):
        other = self.bank.copy({"name": "Second Bank"})
        self.assertEqual((self.bank.match_tolerance_source, self.bank._tolerances()["amount"]), ("company", 5))
        self.company.match_tolerance_amount = 6
        self.assertEqual(self.bank._tolerances()["amount"], 6)
        self.bank.match_tolerance_amount = 2
        self.assertEqual(self.bank.match_tolerance_source, "bank")
        self.assertEqual((self.bank._tolerances()["amount"], other._tolerances()["amount"]), (2, 6))
        self.bank.match_tolerance_source = "company"
        self.assertEqual(self.bank._tolerances()["amount"], 6)

    def test_bank_may_write_off_nothing_though_the_company_does(self):
        self.bank.match_tolerance_source = "bank"
        self.assertFalse(self.difference(self.propose(self.document("out_invoice"), 996))[0])

    def test_bank_may_ask_though_the_company_does_not(self):
        self.bank.write({"match_tolerance_mode": "warning", "match_tolerance_percent": 1})
        line = self.propose(self.document("out_invoice"), 996)
        self.assertEqual((line.match_confidence, bool(line._sure_enough())), ("medium", False))

    def test_account_of_the_bank_comes_before_the_company_s(self):
        self.bank.match_difference_account_id = self.bank_loss
        self.assertEqual(self.difference(self.propose(self.document("out_invoice"), 996))[0], self.bank_loss)
        self.assertEqual(self.difference(self.propose(self.document("out_invoice"), 1004))[0], self.bank_loss)
        self.bank.match_gain_account_id = self.gain
        self.assertEqual(self.difference(self.propose(self.document("out_invoice"), 1004))[0], self.gain)

    def test_known_fee_goes_to_the_company_s_account(self):
        self.bank.match_known_fees = "7.50"
        line = self.propose(self.document("out_invoice", 100), 92.5)
        self.assertEqual(self.difference(line), (self.fee, -7.5))

    def test_without_any_account_a_person_chooses_one(self):
        self.company.write({"match_difference_account_id": False, "match_gain_account_id": False})
        line = self.propose(self.document("out_invoice"), 996)
        self.assertFalse(line._sure_enough())

    def test_limit_of_the_company_counts_in_its_currency(self):
        foreign = self.env.ref("base.EUR")
        foreign.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "name": "2020-01-01", "rate": 2, "company_id": self.company.id}
        )
        bank = self.env["account.journal"].create(
            {"name": "Euro Bank", "type": "bank", "code": "EURB", "currency_id": foreign.id}
        )
        self.assertEqual(bank._tolerances()["amount"], 10)
        bank.match_tolerance_amount = 3
        self.assertEqual(bank._tolerances()["amount"], 3)

    def test_settings_page_sets_the_company_s(self):
        settings = self.env["res.config.settings"].create(
            {"match_tolerance_amount": 9, "match_tolerance_mode": "warning", "match_discount_grace_days": 4}
        )
        settings.execute()
        self.assertEqual((self.company.match_tolerance_amount, self.company.match_tolerance_mode), (9, "warning"))
        self.assertIn("4 days late", self.bank.match_tolerance_words)

    def test_limits_that_make_no_sense_are_refused(self):
        for values in ({"match_tolerance_amount": -1}, {"match_tolerance_percent": 101}):
            for owner in (self.company, self.bank):
                with self.subTest(values=values, owner=owner._name), self.assertRaises(ValidationError):
                    owner.write(values)


@tagged("post_install", "-at_install")
class TestLateDiscounts(BankReconcileCase):
    """Early payment discounts taken late: proposed within the company's or bank's days, never without a person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.match_discount_grace_days = 5
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "2 % within 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )

    def proposed(self, kind, amount, date):
        """:return: the line, matched with a document of 2026-03-01 whose discount ends on 2026-03-11"""
        values = {"invoice_payment_term_id": self.term.id}
        values |= {"ref": "F-2026-88123"} if kind == "in_invoice" else {}
        document = self.make_invoice(1000, move_type=kind, **values)
        line = self.make_line(amount, document.ref or document.name, date=date)
        self.matcher._match(line)
        return document, line

    def test_taken_late_within_the_days_is_proposed(self):
        for kind, sign in (("out_invoice", 1), ("in_invoice", -1)):
            with self.subTest(kind):
                document, line = self.proposed(kind, sign * 980, "2026-03-16")
                reasons = line.match_ids.mapped("write_off_reason")
                self.assertEqual(reasons, [False, "early_payment_discount"])
                self.assertEqual((line.match_confidence, bool(line._sure_enough())), ("medium", False))
                self.assertIn("5 days late", str(line.match_evidence_html))
                before = self.trial_balance()
                line.match_ids.action_accept()
                line.action_post_matches()
                self.assertEqual((line.is_reconciled, document.payment_state), (True, "paid"))
                company = self.env.company
                account = (
                    company.account_journal_early_pay_discount_loss_account_id
                    if sign > 0
                    else company.account_journal_early_pay_discount_gain_account_id
                )
                after = self.trial_balance()
                self.assertEqual(round(after[account.code] - before.get(account.code, 0), 2), sign * 20)
                line._undo_with_reason("too late")
                self.assertEqual(document.amount_residual, 1000)
                line.action_remove_matches()

    def test_taken_after_the_days_is_a_partial_payment(self):
        _document, line = self.proposed("out_invoice", 980, "2026-03-17")
        self.assertEqual(line.match_ids.mapped("write_off_reason"), [False])
        self.assertEqual(line.match_ids.amount, 980)

    def test_bank_without_days_of_its_own_takes_none_late(self):
        self.bank.match_tolerance_source = "bank"
        _document, line = self.proposed("out_invoice", 980, "2026-03-12")
        self.assertEqual(line.match_ids.mapped("write_off_reason"), [False])

    def test_paid_in_full_within_the_window_is_paid(self):
        for date in ("2026-03-05", "2026-03-14"):
            with self.subTest(date):
                document, line = self.proposed("out_invoice", 1000, date)
                self.assertEqual((line.match_confidence, line._sure_enough()), ("high", line))
                line._accept_automatic()
                line.action_post_matches()
                self.assertEqual((document.payment_state, document.amount_residual), ("paid", 0))
