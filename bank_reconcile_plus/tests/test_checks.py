from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import BankReconcileCase
from .statement_common import StatementCase


@tagged("post_install", "-at_install")
class TestChecks(BankReconcileCase):
    """Check numbers on payments, and the checks the bank has not shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.bank)

    def make_check(self, amount, number, age=10, **values):
        return self.make_payment(amount, self.today - timedelta(days=age), check_number=number, **values)

    def states(self, *payments):
        return [payment.check_state for payment in payments]

    # the number

    def test_number_is_typed_on_the_form_and_warns_of_one_used_before(self):
        self.make_check(-100, "001001", partner=self.ocean)
        with Form(self.env["account.payment"].with_context(default_payment_type="outbound")) as form:
            form.partner_id = self.delta
            form.amount = 50
            form.journal_id = self.bank
            form.check_number = "1002"
            self.assertFalse(form.check_number_warning)
            form.check_number = "1001"
            self.assertIn("1001 is already used", form.check_number_warning)
            self.assertIn("Ocean Trading", form.check_number_warning)
        self.assertEqual(form.record.check_number, "1001")
        self.assertFalse(form.record.copy().check_number)

    def test_number_of_a_received_check_or_of_another_bank_is_no_double(self):
        other = self.bank.copy({"name": "Second Bank"})
        written = self.make_check(-100, "1001")
        received = self.make_check(100, "1001")
        elsewhere = self.make_check(-100, "1001", journal=other)
        self.assertEqual(
            [bool(each.check_number_warning) for each in (written, received, elsewhere)], [False, False, False]
        )

    def test_number_is_made_of_digits(self):
        for number in ("10-01", "A17", "1" * 19):
            with self.subTest(number), self.assertRaisesRegex(ValidationError, "not a check number"):
                self.make_check(-100, number)

    def test_payment_registered_from_a_bill_keeps_the_number(self):
        bill = self.make_invoice(120, move_type="in_invoice")
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": self.bank.id, "check_number": "77"})
        )
        payment = wizard._create_payments()
        self.assertEqual((payment.check_number, payment.check_state), ("77", "outstanding"))
        self.make_invoice(130, move_type="in_invoice")
        again = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=bill.ids)
        self.assertIn(
            "is already used",
            again.new(
                {"journal_id": self.bank.id, "check_number": "077", "payment_type": "outbound"}
            ).check_number_warning,
        )

    def test_several_payments_at_once_have_no_number(self):
        bills = self.make_invoice(120, move_type="in_invoice") | self.make_invoice(
            130, partner=self.ocean, move_type="in_invoice"
        )
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=bills.ids)
            .create({"journal_id": self.bank.id, "check_number": "77"})
        )
        self.assertFalse(wizard.check_number_is_typed)
        self.assertEqual(wizard._create_payments().mapped("check_number"), [False, False])

    # outstanding and stale

    def test_state_of_a_check_follows_the_bank_and_the_calendar(self):
        self.bank.check_stale_days = 90
        fresh, old = self.make_check(-10, "1", age=90), self.make_check(-20, "2", age=91)
        seen, plain = self.make_check(-30, "3"), self.make_payment(-40)
        line = self.make_line(-30, "check 3")
        self.make_match(line, move_line_id=self.outstanding_item(seen).id)
        line.action_post_matches()
        self.assertEqual(self.states(fresh, old, seen, plain), ["outstanding", "stale", "cleared", False])
        self.assertEqual((fresh.check_age, old.check_age), (90, 91))
        Payment = self.env["account.payment"]
        ours = [("id", "in", (fresh | old | seen | plain).ids)]
        for state, expected in (("outstanding", fresh), ("stale", old), ("cleared", seen), (False, plain)):
            with self.subTest(state):
                self.assertEqual(Payment.search([*ours, ("check_state", "=", state)]), expected)
        self.assertEqual(
            Payment.search([*ours, ("check_state", "in", ("outstanding", "stale"))], order="id"), fresh | old
        )
        self.bank.check_stale_days = 0
        self.assertEqual(self.states(fresh, old), ["outstanding", "outstanding"])
        self.assertFalse(Payment.search([*ours, ("check_state", "=", "stale")]))

    def test_check_that_paid_its_bill_is_outstanding_until_the_bank_shows_it(self):
        bill = self.make_invoice(120, move_type="in_invoice")
        register = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=bill.ids)
        payment = register.create({"journal_id": self.bank.id, "check_number": "77"})._create_payments()
        self.assertEqual((bill.payment_state, payment.check_state), ("paid", "outstanding"))

    def test_list_of_a_bank_and_its_card_count_the_same_checks(self):
        self.make_check(-10, "1"), self.make_check(-20, "2", age=400)
        action = self.bank.action_open_checks()
        listed = self.env["account.payment"].search(
            [*action["domain"], ("check_state", "in", ("outstanding", "stale"))]
        )
        self.assertEqual(sorted(listed.mapped("check_number")), ["1", "2"])
        card = self.bank._get_journal_dashboard_data_batched()[self.bank.id]
        self.assertEqual((card["check_count"], card["check_stale_count"]), (2, 1))

    def test_a_bank_has_one_activity_that_names_its_stale_checks(self):
        kind = self.env.ref("bank_reconcile_plus.mail_activity_type_bank_checks")

        def activities():
            found = self.env["mail.activity"].search(
                [
                    ("activity_type_id", "=", kind.id),
                    ("res_id", "=", self.bank.id),
                    ("res_model", "=", "account.journal"),
                ]
            )
            return [(each.summary, each.user_id, each.note) for each in found]

        self.bank.match_responsible_id = self.env.user
        Journal = self.env["account.journal"]
        Journal._remind_of_stale_checks()
        self.assertFalse(activities())
        old = self.make_check(-20, "2002", age=400)
        Journal._remind_of_stale_checks()
        Journal._remind_of_stale_checks()
        [(summary, user, note)] = activities()
        self.assertEqual((summary, user), ("Stale checks: 1", self.env.user))
        self.assertIn("2002", note)
        older = self.make_check(-20, "2001", age=500)
        Journal._remind_of_stale_checks()
        [(summary, _user, note)] = activities()
        self.assertEqual(summary, "Stale checks: 2")
        self.assertLess(note.index("2001"), note.index("2002"))
        (old | older).action_cancel()
        Journal._remind_of_stale_checks()
        self.assertFalse(activities())

    def test_stale_checks_of_a_bank_without_responsible_go_to_who_wrote_them(self):
        self.make_check(-20, "2002", age=400)
        self.env["account.journal"]._remind_of_stale_checks()
        self.assertEqual(self.bank.activity_ids.user_id, self.env.user)


@tagged("post_install", "-at_install")
class TestChecksInReport(StatementCase):
    def test_test_report_names_stale_checks_by_the_banks_period(self):
        self.make_payment(-10, "2026-01-05", check_number="11")
        self.make_payment(-20, "2026-03-01", check_number="12")
        statement = self.make_statement([(100, "in", "2026-03-10")])
        self.bank.check_stale_days = 30
        rows = html.fromstring(statement._report_page()).xpath("//tbody/tr")
        words = [" ".join(row.text_content().split()) for row in rows]
        self.assertEqual([("stale 64" in row, "stale" in row) for row in words if " 11 " in row], [(True, True)])
        self.assertEqual(["stale" in row for row in words if " 12 " in row], [False])
