from decimal import Decimal
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..matching.measure import keeps_within, lines_needed, upper_bound
from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestBacktest(BankReconcileCase):
    """A small past whose every decision is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paid = cls.make_invoice(121, date="2026-01-05")
        cls.right = cls.decide(
            cls.make_line(121, f"Delta Bouw {cls.paid.name}", date="2026-01-20"), cls.open_item(cls.paid)
        )
        # The invoice the amount fits comes later; on its day the line had nothing to be matched with.
        cls.early = cls.decide(cls.make_line(300, "Ocean Trading deposit", date="2026-02-10"), cls.expense)
        cls.later = cls.make_invoice(300, cls.ocean, date="2026-03-01")
        cls.late = cls.decide(
            cls.make_line(300, f"Ocean Trading {cls.later.name}", date="2026-03-15"), cls.open_item(cls.later)
        )
        # A person knew better than the text: the invoice was not paid by this.
        cls.left_open = cls.make_invoice(57.75, date="2026-04-01")
        cls.wrong = cls.decide(cls.make_line(57.75, f"Delta Bouw {cls.left_open.name}", date="2026-04-10"), cls.expense)

    @classmethod
    def decide(cls, line, target):
        """A person matches a line with an item or an account, and posts it."""
        field = "account_id" if target._name == "account.account" else "move_line_id"
        cls.make_match(line, **{field: target.id})
        line._post_accepted_matches()
        assert line.is_reconciled, line.match_refusal
        return line

    def backtest(self, run=True, **values):
        backtest = self.env["account.bank.backtest"].create(
            {"journal_id": self.bank.id, "date_from": "2026-01-01", "date_to": "2026-06-30", **values}
        )
        if run:
            backtest.action_run()
        return backtest

    def outcome(self, backtest, line):
        result = backtest.result_ids.filtered(lambda result: result.statement_line_id == line)
        return (result.outcome, result.confidence)

    def test_what_people_decided_is_the_truth(self):
        backtest = self.backtest()
        self.assertEqual(backtest.state, "done")
        self.assertEqual(self.outcome(backtest, self.right), ("right", "high"))
        self.assertEqual(self.outcome(backtest, self.late), ("right", "high"))
        self.assertEqual(self.outcome(backtest, self.wrong), ("wrong", "high"))
        self.assertEqual(backtest.result_count, 4)

    def test_an_invoice_dated_later_is_not_used(self):
        self.assertEqual(self.outcome(self.backtest(), self.early), ("none", "none"))

    def test_what_was_paid_in_between_is_not_open(self):
        """The invoice was paid in January: a second payment of it in May finds nothing."""
        second = self.decide(self.make_line(121, f"Delta Bouw {self.paid.name}", date="2026-05-05"), self.expense)
        result = self.backtest().result_ids.filtered(lambda row: row.statement_line_id == second)
        self.assertNotEqual(result.kind, "items")

    def test_partial_payment_leaves_what_was_open_then(self):
        invoice = self.make_invoice(1000, date="2026-05-01")
        item = self.open_item(invoice)
        first = self.decide(self.make_line(400, f"Delta Bouw part of {invoice.name}", date="2026-05-10"), item)
        rest = self.decide(self.make_line(600, f"Delta Bouw {invoice.name}", date="2026-05-20"), item)
        backtest = self.backtest(date_from="2026-05-01")
        self.assertEqual(self.outcome(backtest, first)[0], "right")
        self.assertEqual(self.outcome(backtest, rest), ("right", "high"))

    def test_registered_payment_is_what_was_matched(self):
        invoice = self.make_invoice(245.5, date="2026-05-02")
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        payment = register.create({"payment_date": "2026-05-04", "journal_id": self.bank.id})._create_payments()
        (item, *_others) = payment._seek_for_lines()
        line = self.decide(self.make_line(245.5, f"Delta Bouw {invoice.name}", date="2026-05-06"), item)
        self.assertEqual(self.outcome(self.backtest(), line)[0], "right")

    def test_precision_and_coverage(self):
        points = {point.name: point for point in self.backtest().confidence_point_ids}
        high = points["High"]
        self.assertEqual((high.line_count, high.right_count, high.wrong_count), (3, 2, 1))
        self.assertAlmostEqual(high.precision, 66.67, 2)
        self.assertEqual(high.coverage, 75)
        self.assertEqual(points["Medium"].line_count, 0)

    def test_rules_are_measured(self):
        backtest = self.backtest()
        counted = {(point.rule_id, point.line_count, point.wrong_count) for point in backtest.rule_point_ids}
        rule = self.env.ref("bank_reconcile_plus.rule_p_y_1")
        self.assertEqual(counted, {(rule, 3, 1)})
        action = backtest.rule_point_ids.action_open_results()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 3)

    def test_curve_ends_with_every_proposal(self):
        curve = self.backtest().point_ids.filtered(lambda point: point.kind == "score")
        self.assertEqual(curve[-1].line_count, 3)
        self.assertEqual(curve[-1].coverage, 75)
        self.assertEqual(curve.mapped("line_count"), sorted(curve.mapped("line_count")))

    def test_memory_is_of_that_day(self):
        """Lines of one text teach the later ones, never the earlier."""
        lines = [
            self.decide(self.make_line(-12, f"Parking garage {month}", date=f"2026-0{month}-08"), self.expense)
            for month in range(1, 5)
        ]
        backtest = self.backtest()
        self.assertEqual(self.outcome(backtest, lines[0]), ("none", "none"))
        self.assertEqual(self.outcome(backtest, lines[1])[0], "right")
        self.assertEqual(self.outcome(backtest, lines[3]), ("right", "medium"))
        self.assertEqual(set(backtest.result_ids.filtered(lambda r: r.kind == "memory").mapped("outcome")), {"right"})

    def test_a_mapping_made_later_is_not_used(self):
        line = self.decide(self.make_line(-9, "ABC quarterly dues", date="2026-05-05"), self.expense)
        mapping = self.env["account.reconcile.model"].create(
            {
                "name": "Dues",
                "match_label": "contains",
                "match_label_param": "quarterly dues",
                "line_ids": [Command.create({"account_id": self.expense.id})],
            }
        )
        self.env.flush_all()
        self.assertEqual(self.outcome(self.backtest(), line), ("right", "high"))
        self.env.cr.execute(
            "UPDATE account_reconcile_model SET create_date = create_date + interval '1 day' WHERE id = %s",
            [mapping.id],
        )
        mapping.invalidate_recordset()
        self.assertEqual(self.outcome(self.backtest(), line), ("none", "none"))

    def test_the_partner_posting_filled_in_is_not_used(self):
        """Posting says whose the line is; on its day nothing but the amount did."""
        invoice = self.make_invoice(333.33, date="2026-05-01")
        line = self.make_line(333.33, "payment", date="2026-05-09")
        self.decide(line, self.open_item(invoice))
        self.assertEqual(line.partner_id, self.delta)
        self.assertEqual(self.outcome(self.backtest(), line), ("right", "low"))

    def test_an_account_number_learned_later_is_not_used(self):
        invoice = self.make_invoice(444.44, date="2026-05-01")
        line = self.make_line(444.44, "payment", date="2026-05-09", account_number="NL91ABNA0417164300")
        self.decide(line, self.open_item(invoice))
        number = line.partner_bank_id or self.env["res.partner.bank"].create(
            {"acc_number": "NL91ABNA0417164300", "partner_id": self.delta.id}
        )
        self.env.flush_all()
        self.assertEqual(self.outcome(self.backtest(), line), ("right", "high"))
        self.env.cr.execute(
            "UPDATE res_partner_bank SET create_date = create_date + interval '1 day' WHERE id = %s", [number.id]
        )
        number.invalidate_recordset()
        self.assertEqual(self.outcome(self.backtest(), line), ("none", "none"))

    def test_what_the_machine_posted_is_left_out(self):
        invoice = self.make_invoice(88.8, date="2026-05-01")
        line = self.make_line(88.8, f"Delta Bouw {invoice.name}", date="2026-05-03")
        background = line.with_context(bank_match_background=True)
        self.env["account.bank.match.background"]._match_as_set(background, "post")
        self.assertTrue(line.is_reconciled)
        backtest = self.backtest()
        self.assertEqual(backtest.line_count, 5)
        self.assertEqual((backtest.result_count, backtest.excluded_count), (4, 1))

    def test_error_budget_is_judged_by_what_the_lines_rule_out(self):
        backtest = self.backtest(error_budget=1)
        self.assertFalse(backtest.threshold_met)
        with self.assertRaisesRegex(UserError, "Of 3 lines .* 1 were booked otherwise.*66.67 % were right.*No thresh"):
            backtest.action_post_automatically()
        # A third was wrong, but three lines do not rule out six in seven.
        backtest.error_budget = 50
        with self.assertRaisesRegex(UserError, "Too few lines to say.* 3 .* up to 86.46 % are wrong"):
            backtest.action_post_automatically()
        self.assertNotEqual(self.bank.match_mode, "post")
        backtest.error_budget = 90
        self.assertTrue(backtest.threshold_met)
        self.assertIn("At most 86.46 % are wrong (95 in 100): within the budget of 90 %", backtest.threshold_words)
        backtest.action_post_automatically()
        self.assertEqual((self.bank.match_mode, self.bank.match_minimum_score), ("post", 0))

    def test_few_lines_without_an_error_prove_little(self):
        backtest = self.backtest(error_budget=0.5, date_from="2026-03-01", date_to="2026-03-31")
        self.assertEqual((backtest.result_count, backtest.wrong_count), (1, 0))
        self.assertFalse(backtest.threshold_met)
        self.assertIn("1 from a score of", backtest.threshold_words)
        self.assertIn("asks for 598 lines without an error", backtest.threshold_words)
        backtest.error_budget = 0
        self.assertIn("No number of lines proves", backtest.threshold_words)

    def test_lines_needed_are_enough_and_one_less_is_not(self):
        for budget in map(Decimal, ("0.001", "0.005", "0.05", "0.5")):
            count = lines_needed(budget)
            self.assertTrue(keeps_within(0, count, budget))
            self.assertFalse(keeps_within(0, count - 1, budget))
            self.assertFalse(keeps_within(1, count, budget))
            self.assertLessEqual(upper_bound(0, count), budget)
        # Published: one error in 300, one-sided 95 percent.
        self.assertAlmostEqual(upper_bound(1, 300), 0.01572, 4)
        self.assertAlmostEqual(upper_bound(500, 50_000), 0.01076, 4)
        self.assertFalse(keeps_within(0, 10_000, Decimal(0)))

    def test_threshold_is_kept_by_matching(self):
        """From the score the budget asks for, and not below, a proposal needs no look."""
        invoice = self.make_invoice(99.9, date="2026-05-01")
        line = self.make_line(99.9, f"Delta Bouw {invoice.name}", date="2026-05-03")
        self.matcher._match(line)
        self.assertTrue(line.match_ids.automatic)
        self.bank.match_minimum_score = line.match_ids.score + 1
        self.matcher._match(line)
        self.assertEqual((line.match_ids.confidence, line.match_ids.automatic), ("high", False))

    def test_nothing_of_the_books_changes(self):
        before = (self.trial_balance(), self.env["account.bank.match"].search_count([]))
        self.backtest()
        self.assertEqual((self.trial_balance(), self.env["account.bank.match"].search_count([])), before)

    def test_running_again_replaces_the_results(self):
        backtest = self.backtest()
        backtest.action_run()
        self.assertEqual(backtest.result_count, 4)
        self.assertEqual(len(backtest.confidence_point_ids), 4)

    def test_another_bank_is_another_past(self):
        other = self.env["account.journal"].create({"name": "Other", "type": "bank", "code": "OTH"})
        backtest = self.backtest(journal_id=other.id)
        self.assertEqual((backtest.state, backtest.result_count), ("done", 0))
        self.assertFalse(backtest.threshold_met)
        self.assertIn("nothing to measure by", backtest.threshold_words)
        with self.assertRaisesRegex(UserError, "nothing to measure by"):
            backtest.action_post_automatically()

    def test_one_line_and_a_bank_in_another_currency(self):
        currency = self.setup_other_currency("EUR", rounding=0.01)
        bank = self.env["account.journal"].create(
            {"name": "Abroad", "type": "bank", "code": "ABR", "currency_id": currency.id}
        )
        invoice = self.make_invoice(80, date="2026-05-01", currency_id=currency.id)
        line = self.make_line(80, f"Delta Bouw {invoice.name}", date="2026-05-10", journal=bank)
        self.decide(line, self.open_item(invoice))
        backtest = self.backtest(journal_id=bank.id)
        self.assertEqual(self.outcome(backtest, line), ("right", "high"))
        self.assertIn("1 from a score of", backtest.threshold_words)
        line._undo_with_reason("wrong invoice")
        backtest.action_run()
        self.assertEqual((backtest.state, backtest.line_count, backtest.result_count), ("done", 0, 0))

    def test_many_lines_run_in_the_background(self):
        self.patch_limits(at_once=2, chunk=1)
        backtest = self.backtest(run=False)
        with self.enter_registry_test_mode():
            backtest.action_run()
            self.assertEqual(backtest.state, "queued")
            self.env.ref("bank_reconcile_plus.ir_cron_backtest").method_direct_trigger()
        backtest.invalidate_recordset()
        self.assertEqual((backtest.state, backtest.result_count, backtest.wrong_count), ("done", 4, 1))

    def test_a_replay_cut_short_goes_on(self):
        self.patch_limits(at_once=0, chunk=1)
        whole = self.backtest(run=False)
        whole._start()
        whole._run()
        cut = self.backtest(run=False)
        cut._start()
        cut._run(commit=lambda done: 0)
        self.assertEqual((cut.state, cut.result_count), ("running", 1))
        cut._run()
        self.assertEqual(cut.state, "done")
        self.assertEqual(
            cut.result_ids.mapped(lambda row: (row.statement_line_id.id, row.outcome, row.score)),
            whole.result_ids.mapped(lambda row: (row.statement_line_id.id, row.outcome, row.score)),
        )

    def patch_limits(self, at_once, chunk):
        module = "odoo.addons.bank_reconcile_plus.models.account_bank_backtest"
        self.startPatcher(patch(f"{module}.LINES_AT_ONCE", at_once))
        self.startPatcher(patch(f"{module}.CHUNK", chunk))

    def test_who_may(self):
        reader = new_test_user(
            self.env,
            "backtest_reader",
            "account.group_account_readonly",
            company_id=self.env.company.id,
            company_ids=[Command.set(self.env.company.ids)],
        )
        backtest = self.backtest().with_user(reader)
        self.assertEqual(backtest.result_count, 4)
        with self.assertRaises(AccessError):
            backtest.action_run()

    def test_words_say_what_was_proposed_and_decided(self):
        backtest = self.backtest()
        result = backtest.result_ids.filtered(lambda row: row.statement_line_id == self.wrong)
        self.assertIn(self.left_open.name, result.proposed_words)
        self.assertEqual(result.decided_words, self.expense.display_name)
        self.assertEqual(fields.Date.to_string(result.date), "2026-04-10")
