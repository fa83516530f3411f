import json

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tests.common import new_test_user

from .worksheet_common import WorksheetCase


@tagged("post_install", "-at_install")
class TestWorksheet(WorksheetCase):
    """What a worksheet shows, and what a person does on it."""

    def test_checks_and_deposits_up_to_the_date(self):
        worksheet = self.make_worksheet()
        self.assertEqual(self.shown(worksheet, "checks"), [("001001", -120.0, 28, False), ("1002", -80.0, 11, False)])
        self.assertEqual(
            self.shown(worksheet, "deposits"),
            [(self.receipt.move_id.name, 500.0, 29, False), (self.late_receipt.move_id.name, 70.0, 3, False)],
        )
        worksheet.date = "2026-04-30"
        self.assertIn(("1003", -11.0, 28, False), self.shown(worksheet, "checks"))
        self.assertEqual(worksheet.name, f"{self.bank.code}/2026-04-30")

    def test_it_offers_what_suggest_lines_offers(self):
        statement = self.make_statement(self.make_line(1, date="2026-03-31"), date="2026-03-31")
        action = statement.action_suggest_lines()
        offered = self.env[action["res_model"]].browse(action["res_id"]).item_ids._origin
        answer = self.make_worksheet().get_worksheet()
        shown = [item_id for side in ("checks", "deposits") for row in answer[side] for item_id in row["item_ids"]]
        self.assertEqual(sorted(shown), sorted(offered.ids))

    def test_totals_as_on_paper(self):
        worksheet = self.make_worksheet(374.50)
        worksheet.set_cleared((self.receipt | self.check).ids)
        self.adjust(worksheet, -5.50)
        totals = worksheet.get_worksheet()["totals"]
        expected = {
            "start": 0.0,
            "cleared_checks": -120.0,
            "cleared_checks_count": 1,
            "cleared_deposits": 500.0,
            "adjustments": -5.5,
            "cleared": 374.5,
            "end": 374.5,
            "difference": 0.0,
            "outstanding_checks": -80.0,
            "outstanding_deposits": 70.0,
            "reconciled": 364.5,
            "ledger": 370.0,
            "ledger_after": 364.5,
        }
        self.assertEqual({name: totals[name] for name in expected}, expected)

    def test_ticks_are_kept_and_taken_away(self):
        worksheet = self.make_worksheet(500)
        standing = worksheet.set_cleared(self.receipt.ids)
        self.assertEqual((standing["cleared"], standing["totals"]["difference"]), (self.receipt.ids, 0))
        self.env.invalidate_all()
        self.assertEqual(self.ticked(self.Worksheet.browse(worksheet.id)), [500])
        worksheet.set_comment(self.check.ids, " not yet seen ")
        worksheet.set_cleared(self.receipt.ids, False)
        self.assertEqual(worksheet.item_ids.mapped("comment"), ["not yet seen"])
        self.assertEqual(worksheet.get_worksheet()["comments"], {self.check.id: "not yet seen"})
        worksheet.set_comment(self.check.ids, "")
        self.assertFalse(worksheet.item_ids)

    def test_tick_until_a_day(self):
        worksheet = self.make_worksheet()
        worksheet.set_cleared_until("2026-03-20")
        self.assertEqual(self.ticked(worksheet), [-120, -80, 500])
        worksheet.set_cleared_until("2026-03-02", False)
        self.assertEqual(self.ticked(worksheet), [-120, -80])

    def test_tick_by_check_numbers(self):
        worksheet = self.make_worksheet()
        answer = worksheet.set_cleared_checks("1001 - 1002; 1003, 7")
        self.assertEqual((answer["ticked"], self.ticked(worksheet)), (2, [-120, -80]))
        self.assertEqual(answer["words"], "No outstanding check has number 1003, 7.")
        twin = self.make_waiting(-33.00, self.delta, "2026-03-21")
        twin.payment_id.check_number = "000555"
        self.make_waiting(-34.00, self.ocean, "2026-03-21", check_number="555")
        answer = worksheet.set_cleared_checks("555")
        self.assertEqual((answer["ticked"], self.ticked(worksheet)), (0, [-120, -80]))
        self.assertIn("have number 555", answer["words"])
        for text, words in (
            ("abc", "not a check number"),
            ("9-1", "ends before"),
            ("1-99999", "more than"),
            ("", "Write"),
        ):
            with self.subTest(text=text), self.assertRaisesRegex(UserError, words):
                worksheet.set_cleared_checks(text)

    def test_a_batch_is_one_row_and_one_line(self):
        payments = [self.make_payment(amount, "2026-03-06") for amount in (30.10, 20.20)]
        batch = self.env["account.bank.batch"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-03-06",
                "control_amount": 50.30,
                "payment_ids": [Command.link(payment.id) for payment in payments],
            }
        )
        batch.action_post()
        worksheet = self.make_worksheet(50.30)
        (row,) = [row for row in worksheet.get_worksheet()["deposits"] if row["number"] == batch.name]
        self.assertEqual((row["count"], row["amount"]), (2, 50.30))
        worksheet.set_cleared([row["item_ids"][1]])
        worksheet.action_post()
        line = worksheet.statement_id.line_ids
        self.assertEqual((line.amount, line.payment_ref), (50.30, batch.name))
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [20.20, 30.10])
        self.assertEqual(batch.bank_state, "cleared")

    def test_what_was_reconciled_elsewhere_is_named_and_drops_out(self):
        worksheet = self.make_worksheet(380)
        worksheet.set_cleared((self.receipt | self.check).ids)
        line = self.make_line(-120, "check", "2026-03-30")
        self.make_match(line, move_line_id=self.check.id)
        line.action_post_matches()
        new = self.make_waiting(-9, date="2026-03-30")
        answer = worksheet.get_worksheet()
        (warning,) = [warning for warning in answer["warnings"] if warning["kind"] == "gone"]
        self.assertIn(f"{self.check.move_id.name}, Ocean Trading", warning["text"])
        self.assertEqual(answer["totals"]["difference"], 120)
        self.assertIn(new.id, [row["id"] for row in answer["checks"]])
        self.assertNotIn(self.check.id, [row["id"] for row in answer["checks"]])
        self.assertNotIn("gone", [warning["kind"] for warning in worksheet.drop_gone()["warnings"]])

    def test_the_difference_follows_what_is_typed(self):
        worksheet = self.make_worksheet()
        worksheet.set_cleared(self.receipt.ids)
        with Form(worksheet) as form:
            form.balance_end = 480
        self.assertEqual(worksheet.difference, 20)
        with Form(worksheet) as form, form.adjustment_ids.new() as adjustment:
            adjustment.name = "fee"
            adjustment.account_id = self.fees
            adjustment.amount = -20
        self.assertEqual((worksheet.difference, worksheet.get_worksheet()["missing"]), (0, []))

    def test_start_is_where_the_last_statement_ended(self):
        line = self.make_line(300, "before", "2026-02-27")
        statement = self.make_statement(line, balance_end_real=300)
        worksheet = self.make_worksheet()
        self.assertEqual(worksheet.balance_start, 300)
        kinds = [warning["kind"] for warning in worksheet.get_worksheet()["warnings"]]
        self.assertEqual(kinds, ["statements"])
        statement.balance_end_real = 310
        kinds = [warning["kind"] for warning in worksheet.get_worksheet()["warnings"]]
        self.assertEqual(kinds, ["start", "statements"])

    def test_two_open_worksheets_of_a_bank_warn(self):
        first, second = self.make_worksheet(), self.make_worksheet()
        self.assertEqual(second.name, f"{self.bank.code}/2026-03-31/2")
        (warning,) = second.get_worksheet()["warnings"]
        self.assertIn(first.name, warning["text"])

    def test_what_is_shown_can_be_sent(self):
        self.assertIn("001001", json.dumps(self.make_worksheet().get_worksheet()))


@tagged("post_install", "-at_install")
class TestWorksheetPosting(WorksheetCase):
    """A worksheet posted, refused, undone and posted again."""

    def test_nothing_is_posted_before_the_difference_is_zero(self):
        worksheet = self.make_worksheet(400)
        for said, act in (
            ("400.00 is missing", lambda: None),
            ("100.00 is too much", lambda: worksheet.set_cleared(self.receipt.ids)),
            ("20.00 is missing", lambda: worksheet.set_cleared(self.check.ids)),
            ("“Bank fee” has no account", lambda: self.adjust(worksheet, 20, account_id=False)),
        ):
            act()
            with self.subTest(said=said), self.assertRaisesRegex(UserError, said):
                worksheet.action_post()
            self.assertIn(said, " ".join(worksheet.get_worksheet()["missing"]))
        self.assertEqual((worksheet.state, worksheet.statement_id.id), ("draft", False))
        with self.assertRaisesRegex(UserError, "Nothing is ticked"):
            self.make_worksheet(0).action_post()

    def test_posting_makes_statement_lines_and_matches(self):
        worksheet = self.make_ready()
        worksheet.set_comment(self.check.ids, "cashed late")
        worksheet.statement_number = "PAPER/3"
        worksheet.action_post()
        statement = worksheet.statement_id
        self.assertEqual((worksheet.state, statement.reconciliation_state), ("posted", "posted"))
        self.assertEqual(
            (statement.name, statement.balance_start, statement.balance_end_real, statement.date),
            ("PAPER/3", 0, 374.50, self.day("2026-03-31")),
        )
        self.assertTrue(statement.is_valid and statement.is_complete)
        lines = statement.line_ids.sorted("internal_index")
        self.assertEqual(lines.mapped("amount"), [500, -120, -5.5])
        self.assertEqual(lines.mapped("is_reconciled"), [True, True, True])
        self.assertEqual(lines[1].bank_check_number, "001001")
        self.assertIn("cashed late", lines[1].narration)
        self.assertEqual((self.receipt | self.check).mapped("reconciled"), [True, True])
        self.assertFalse(self.second_check.reconciled)
        self.assertEqual(self.suspense_balance(), 0)
        self.assertEqual(self.bank.ledger_balance, 374.50)

    def test_adjustments_with_taxes_and_partner(self):
        tax = self.company_data["default_tax_purchase"]
        worksheet = self.make_worksheet(-11.50)
        self.adjust(worksheet, -11.50, tax_ids=[Command.set(tax.ids)], partner_id=self.ocean.id)
        worksheet.action_post()
        rows = worksheet.statement_id.line_ids.move_id.line_ids
        base = rows.filtered(lambda row: row.account_id == self.fees)
        self.assertEqual((base.balance, base.tax_ids, base.partner_id), (10.0, tax, self.ocean))
        self.assertEqual(rows.filtered("tax_line_id").balance, 1.5)

    def test_what_was_posted_stays(self):
        worksheet = self.make_ready()
        worksheet.action_post()
        before = worksheet.get_worksheet()
        self.make_waiting(-9, date="2026-03-30")
        self.env.invalidate_all()
        self.assertEqual(worksheet.get_worksheet()["totals"], before["totals"])
        self.assertEqual(self.shown(worksheet, "checks"), [("001001", -120, 28, True), ("1002", -80, 11, False)])
        for act in (
            lambda: worksheet.set_cleared(self.second_check.ids),
            lambda: worksheet.write({"balance_end": 1}),
            lambda: worksheet.adjustment_ids.write({"amount": 1}),
            lambda: worksheet.adjustment_ids.unlink(),
            lambda: self.adjust(worksheet, 1),
            lambda: worksheet.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "is posted"):
                act()
        with self.assertRaisesRegex(UserError, "by its buttons"):
            worksheet.write({"state": "draft"})

    def test_undo_brings_the_ticks_back(self):
        before = self.trial_balance()
        worksheet = self.make_ready()
        worksheet.set_comment(self.check.ids, "cashed late")
        worksheet.action_post()
        statement, number = worksheet.statement_id, worksheet.statement_id.name
        self.reopen(worksheet)
        self.assertEqual((worksheet.state, statement.reconciliation_state), ("draft", "open"))
        self.assertFalse(statement.line_ids)
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual(self.ticked(worksheet), [-120, 500])
        self.assertEqual(worksheet.get_worksheet()["missing"], [])
        self.assertIn("one check too many", " ".join(worksheet.message_ids.mapped("body")))
        worksheet.action_post()
        self.assertEqual((worksheet.statement_id, statement.name, len(statement.line_ids)), (statement, number, 3))
        self.assertEqual(statement.reconciliation_state, "posted")

    def test_reopening_the_statement_is_the_same(self):
        worksheet = self.make_ready()
        worksheet.action_post()
        statement = worksheet.statement_id
        self.reopen(statement)
        self.assertEqual((worksheet.state, self.ticked(worksheet)), ("draft", [-120, 500]))
        self.assertFalse(statement.line_ids)
        worksheet.unlink()
        self.assertFalse(statement.exists())

    def test_a_locked_period_refuses_all_of_it(self):
        worksheet = self.make_ready()
        self.lock("2026-03-31")
        before = self.trial_balance()
        with self.assertRaisesRegex(UserError, "(?i)lock"):
            worksheet.action_post()
        self.assertEqual((worksheet.state, worksheet.statement_id.id), ("draft", False))
        self.assertFalse(self.env["account.bank.statement"].search([("journal_id", "=", self.bank.id)]))
        self.assertEqual((self.trial_balance(), self.ticked(worksheet)), (before, [-120, 500]))

    def test_entries_before_the_last_statement_are_shown_after_it(self):
        line = self.make_line(0.5, "interest", "2026-03-15")
        self.make_match(line, account_id=self.company_data["default_account_revenue"].id)
        self.make_statement(line, balance_end_real=0.5).action_post_statement()
        worksheet = self.make_ready()
        worksheet.balance_end = 375
        worksheet.action_post()
        dates = worksheet.statement_id.line_ids.mapped("date")
        self.assertEqual(sorted({str(date) for date in dates}), ["2026-03-16", "2026-03-31"])
        self.assertTrue(worksheet.statement_id.is_valid)

    def test_the_second_of_two_is_refused(self):
        worksheet, other = self.make_ready(), self.make_ready()
        worksheet.action_post()
        with self.assertRaisesRegex(UserError, "is posted"):
            worksheet.action_post()
        with self.assertRaisesRegex(UserError, "is missing"):
            other.action_post()
        self.assertEqual(other.state, "draft")

    def test_a_bank_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        bank = self.bank.copy({"name": "Euro Bank", "code": "EURB", "currency_id": euro.id})
        item = self.make_waiting(100.00, journal=bank, currency_id=euro.id)
        dollars = self.make_waiting(-30.00, journal=bank, currency_id=self.env.company.currency_id.id)
        worksheet = self.make_worksheet(38.00, journal=bank)
        self.assertEqual(self.shown(worksheet, "deposits"), [(item.move_id.name, 100, 26, False)])
        self.assertEqual(self.shown(worksheet, "checks"), [(dollars.move_id.name, -60, 26, False)])
        worksheet.set_cleared((item | dollars).ids)
        self.adjust(worksheet, -2)
        worksheet.action_post()
        self.assertEqual((item | dollars).mapped("reconciled"), [True, True])
        self.assertEqual(bank.ledger_balance, 38)
        fee = worksheet.statement_id.line_ids.filtered(lambda line: line.amount == -2)
        self.assertEqual(fee.move_id.line_ids.filtered(lambda row: row.account_id == self.fees).balance, 1)

    def test_who_may_only_read(self):
        worksheet = self.make_ready()
        reader = new_test_user(self.env, "reader", "base.group_user,account.group_account_readonly")
        seen = worksheet.with_user(reader)
        answer = seen.get_worksheet()
        self.assertEqual((answer["can_edit"], answer["totals"]["cleared"]), (False, 374.5))
        for act in (
            lambda: seen.set_cleared(self.receipt.ids),
            seen.action_post,
            lambda: seen.write({"date": "2026-04-01"}),
        ):
            with self.assertRaises(AccessError):
                act()
        user = new_test_user(self.env, "clerk", "base.group_user,bank_reconcile_plus.group_bank_reconcile_user")
        worksheet.with_user(user).action_post()
        with self.assertRaisesRegex(UserError, "Only a bank reconciliation manager"):
            worksheet.with_user(user).action_undo()

    def test_another_company_sees_nothing_of_it(self):
        worksheet = self.make_ready()
        other = self.setup_other_company(name="Other Company")["company"]
        stranger = new_test_user(
            self.env,
            "stranger",
            "base.group_user,bank_reconcile_plus.group_bank_reconcile_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self.Worksheet.with_user(stranger).search([]))
        self.assertFalse(self.env["account.bank.worksheet.adjustment"].with_user(stranger).search([]))
        self.assertFalse(self.env["account.bank.worksheet.item"].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            worksheet.with_user(stranger).get_worksheet()
