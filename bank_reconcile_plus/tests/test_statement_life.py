from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .statement_common import StatementCase


@tagged("post_install", "-at_install")
class TestPostStatement(StatementCase):
    def test_posting_closes_items_and_says_so(self):
        statement = self.make_matched_statement()
        invoice = self.line_of(statement, "line 0").match_ids.item_move_id

        result = statement.action_post_statement()

        self.assertEqual(result["params"]["type"], "success")
        self.assertEqual(statement.reconciliation_state, "posted")
        self.assertEqual(statement.posted_by_id, self.env.user)
        self.assertTrue(statement.posted_date)
        self.assertTrue(all(statement.line_ids.mapped("is_reconciled")))
        self.assertEqual(invoice.payment_state, "paid" if invoice.payment_state == "paid" else "in_payment")
        self.assertFalse(self.open_item(invoice))
        self.assertEqual(self.suspense_balance(), 0)

    def test_why_names_everything_that_is_missing(self):
        statement = self.make_statement(
            [(100, "nothing", "2026-03-10"), (50, "proposed", "2026-03-10"), (30, "part", "2026-03-10")], end=200
        )
        proposed = self.make_match(self.line_of(statement, "proposed"), account_id=self.expense.id)
        proposed.state = "proposed"
        self.make_match(self.line_of(statement, "part"), account_id=self.expense.id, amount=10)

        button = statement._reconciliation_buttons()["post"]

        self.assertFalse(button["enabled"])
        for words in ("20.00", "matched with nothing: 1", "100.00", "nobody has accepted: 1", "difference left: 1"):
            self.assertIn(words, button["why"])
        with self.assertRaisesRegex(UserError, "matched with nothing: 1"):
            statement.action_post_statement()
        self.assertEqual(statement.reconciliation_state, "open")

    def test_too_much_is_said_as_well(self):
        statement = self.make_matched_statement()
        statement.balance_end_real = 50
        with self.assertRaisesRegex(UserError, "10.00 is too much"):
            statement.action_post_statement()

    def test_an_empty_statement_is_not_posted(self):
        statement = self.env["account.bank.statement"].create({"name": "empty"})
        with self.assertRaisesRegex(UserError, "no lines"):
            statement.action_post_statement()

    def test_open_ledger_entries_do_not_block(self):
        self.make_payment(75)
        statement = self.make_matched_statement()
        statement.action_post_statement()
        self.assertEqual(statement.reconciliation_state, "posted")

    def test_lines_that_cancel_over_one_item_post(self):
        """The bank credits too much and takes the rest back: both lines settle the one invoice."""
        invoice = self.make_invoice(100)
        item = self.open_item(invoice)
        for first, second in ((110, -10), (-10, 110)):
            statement = self.make_statement([(first, "a", "2026-03-10"), (second, "b", "2026-03-11")])
            for line in statement.line_ids:
                self.make_match(line, move_line_id=item.id, amount=line.amount)

            result = statement.action_post_statement()

            self.assertEqual(statement.reconciliation_state, "posted", result["params"]["message"])
            self.assertTrue(item.reconciled)
            self.assertTrue(all(statement.line_ids.match_ids.counterpart_line_id.mapped("reconciled")))
            statement._reopen("the other way round")
            self.assertFalse(item.reconciled)
            statement.line_ids.match_ids.unlink()

    def test_too_much_without_the_other_line_is_refused(self):
        item = self.open_item(self.make_invoice(100))
        statement = self.make_statement([(110, "a", "2026-03-10"), (-10, "b", "2026-03-11")])
        self.make_match(self.line_of(statement, "a"), move_line_id=item.id, amount=110)
        self.make_match(self.line_of(statement, "b"), account_id=self.expense.id)
        result = statement.action_post_statement()
        self.assertEqual(statement.reconciliation_state, "open")
        self.assertIn("100.00", result["params"]["message"])

    def test_a_refused_line_leaves_the_statement_open_and_says_why(self):
        statement = self.make_matched_statement()
        invoice = self.line_of(statement, "line 0").match_ids.item_move_id
        elsewhere = self.make_line(100, "paid before", "2026-03-09")
        self.make_match(elsewhere, move_line_id=self.open_item(invoice).id)
        elsewhere.action_post_matches()

        result = statement.action_post_statement()

        self.assertEqual(statement.reconciliation_state, "open")
        self.assertIn("line 0", result["params"]["message"])
        self.assertTrue(self.line_of(statement, "line 1").is_reconciled)
        self.assertTrue(self.line_of(statement, "line 0").match_refusal)

    def test_posting_twice_is_refused(self):
        statement = self.make_matched_statement()
        statement.action_post_statement()
        with self.assertRaisesRegex(UserError, "is posted"):
            statement.action_post_statement()

    def test_state_is_not_written_from_outside(self):
        statement = self.make_matched_statement()
        for vals in ({"reconciliation_state": "posted"}, {"snapshot": {}}, {"posted_date": False}):
            with self.assertRaises(UserError):
                statement.write(vals)
        with self.assertRaises(UserError):
            statement.create({"name": "x", "reconciliation_state": "posted"})

    def test_a_reader_does_not_post(self):
        statement = self.make_matched_statement()
        self.env.user.group_ids = [Command.set([self.env.ref("account.group_account_readonly").id])]
        self.assertFalse(statement._reconciliation_buttons()["post"]["enabled"])
        with self.assertRaises(Exception):  # noqa: B017  the access error of the host
            statement.action_post_statement()


@tagged("post_install", "-at_install")
class TestStatementNumber(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.env["ir.sequence"].create(
            {"name": "statements", "prefix": "ST/", "padding": 3, "implementation": "no_gap"}
        )

    def test_sequence_of_the_bank_numbers_at_posting(self):
        self.bank.statement_sequence_id = self.sequence
        first, second = self.make_matched_statement(), self.make_matched_statement(start=60, date="2026-03-11")
        first.action_post_statement()
        second.action_post_statement()
        self.assertEqual([first.name, second.name], ["ST/001", "ST/002"])

    def test_a_number_by_hand_is_kept(self):
        self.bank.statement_sequence_id = self.sequence
        statement = self.make_matched_statement()
        statement.name = "2026-17"
        statement.action_post_statement()
        self.assertEqual(statement.name, "2026-17")
        with self.assertRaisesRegex(UserError, "Reopen"):
            statement.name = "other"

    def test_number_is_unique_among_posted_statements_of_a_bank(self):
        first, second = self.make_matched_statement(), self.make_matched_statement(start=60, date="2026-03-11")
        first.name = second.name = "7"
        first.action_post_statement()
        with self.assertRaisesRegex(UserError, "has number 7"):
            second.action_post_statement()
        second.name = "8"
        second.action_post_statement()
        self.assertEqual(second.reconciliation_state, "posted")

    def test_reopened_and_posted_again_it_keeps_its_number(self):
        self.bank.statement_sequence_id = self.sequence
        statement = self.make_matched_statement()
        statement.action_post_statement()
        statement._reopen("once more")
        statement.action_post_statement()
        self.assertEqual(statement.name, "ST/001")


@tagged("post_install", "-at_install")
class TestStatementLock(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement = cls.make_matched_statement((100.0, -40.0))
        cls.paid, cls.cost = cls.line_of(cls.statement, "line 0"), cls.line_of(cls.statement, "line 1")
        cls.invoice = cls.paid.match_ids.item_move_id
        cls.statement.action_post_statement()

    def assertLocked(self, change):
        with self.assertRaisesRegex(UserError, "Reopen"), self.cr.savepoint():
            change()
        self.env.invalidate_all()
        self.assertTrue(self.paid.is_reconciled and self.cost.is_reconciled)
        self.assertEqual((self.paid.amount, self.cost.amount), (100, -40))

    def test_the_statement(self):
        for vals in (
            {"date": "2026-01-01"},
            {"balance_start": 1},
            {"balance_end_real": 1},
            {"name": "x"},
            {"line_ids": [Command.clear()]},
            {"reference": "x"},
        ):
            self.assertLocked(lambda vals=vals: self.statement.write(vals))
        self.assertLocked(self.statement.unlink)
        self.assertLocked(lambda: self.statement.sudo().write({"name": "x"}))

    def test_its_lines(self):
        for vals in (
            {"amount": 1},
            {"payment_ref": "x"},
            {"date": "2026-01-01"},
            {"partner_id": self.ocean.id},
            {"statement_id": False},
            {"match_ids": [Command.clear()]},
            {"narration": "x"},
        ):
            self.assertLocked(lambda vals=vals: self.paid.write(vals))
        self.assertLocked(self.paid.unlink)
        self.assertLocked(self.paid.action_undo_reconciliation)
        self.assertLocked(lambda: self.make_line(5, "late", statement_id=self.statement.id))
        with_default = self.env["account.bank.statement.line"].with_context(default_statement_id=self.statement.id)
        self.assertLocked(lambda: with_default.create({"journal_id": self.bank.id, "amount": 5, "payment_ref": "x"}))
        other = self.make_statement([(1, "other", "2026-03-12")], start=60)
        self.assertLocked(lambda: other.line_ids.write({"statement_id": self.statement.id}))
        self.assertLocked(lambda: other.write({"line_ids": [Command.link(self.paid.id)]}))

    def test_undo_leaves_them(self):
        self.statement.action_undo_matches()
        self.assertTrue(self.paid.is_reconciled)
        self.assertIn("Reopen", self.paid.match_refusal)

    def test_their_entries(self):
        move, items = self.cost.move_id, self.cost.move_id.line_ids
        for change in (
            lambda: move.write({"ref": "x"}),
            lambda: move.write({"date": "2026-01-01"}),
            lambda: move.with_context(skip_readonly_check=True, force_delete=True).write(
                {"line_ids": [Command.update(items[0].id, {"name": "x"})]}
            ),
            move.button_draft,
            move.button_cancel,
            lambda: move.with_context(force_delete=True).unlink(),
            lambda: items.filtered(lambda item: item.account_id == self.expense).write(
                {"account_id": self.company_data["default_account_revenue"].id}
            ),
            lambda: items[0].write({"partner_id": self.ocean.id}),
            lambda: items[0].write({"analytic_distribution": {}}),
            lambda: items[0].with_context(force_delete=True).unlink(),
            lambda: items.create(
                [
                    {"move_id": move.id, "account_id": self.expense.id, "balance": 5},
                    {"move_id": move.id, "account_id": self.expense.id, "balance": -5},
                ]
            ),
        ):
            self.assertLocked(change)

    def test_their_reconciliations(self):
        counterpart = self.paid.match_ids.counterpart_line_id
        settled = self.paid.match_ids.move_line_id
        for change in (
            counterpart.remove_move_reconcile,
            settled.remove_move_reconcile,
            (counterpart.matched_debit_ids | counterpart.matched_credit_ids).unlink,
            lambda: (counterpart.matched_debit_ids | counterpart.matched_credit_ids).write({"amount": 1}),
            lambda: self.env["account.partial.reconcile"].create(
                {
                    "debit_move_id": self.open_item(self.make_invoice(9)).id,
                    "credit_move_id": counterpart.id,
                    "amount": 9,
                    "debit_amount_currency": 9,
                    "credit_amount_currency": 9,
                }
            ),
            self.invoice.button_cancel,
            lambda: settled.write({"account_id": self.expense.id}),
        ):
            self.assertLocked(change)

    def test_their_matches(self):
        match = self.paid.match_ids
        self.assertLocked(match.unlink)
        self.assertLocked(lambda: match.write({"state": "accepted", "counterpart_line_id": False}))
        self.assertLocked(lambda: self.make_match(self.paid, account_id=self.expense.id, amount=1))
        following = match.with_context(bank_match_follows_ledger=True)
        self.assertLocked(following.unlink)

    def test_people_may_still_talk_and_attach(self):
        self.statement.message_post(body="seen")
        self.statement.activity_schedule(summary="look")
        attachment = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"a"})
        self.statement.attachment_ids = [Command.link(attachment.id)]
        self.paid.move_id.message_post(body="seen")
        self.assertIn("seen", self.statement.message_ids.mapped("preview"))

    def test_a_payment_on_account_may_be_used_later_and_taken_back(self):
        statement = self.make_statement([(70, "on account", "2026-03-12")], start=60)
        self.make_match(statement.line_ids, account_id=self.receivable.id, partner_id=self.delta.id)
        statement.action_post_statement()
        invoice = self.make_invoice(70)
        credit = statement.line_ids.match_ids.counterpart_line_id
        (credit | self.open_item(invoice)).reconcile()
        self.assertTrue(credit.reconciled)
        credit.remove_move_reconcile()
        self.assertFalse(credit.reconciled)
        self.assertEqual(statement.reconciliation_state, "posted")

    def test_what_was_reconciled_without_a_match_is_locked_too(self):
        statement = self.make_statement([(55, "by the host", "2026-03-12")], start=60)
        item = self.open_item(self.make_invoice(55))
        _liquidity, suspense, _others = statement.line_ids._seek_for_lines()
        suspense.with_context(skip_account_move_synchronization=True).account_id = item.account_id
        (suspense | item).reconcile()
        self.assertTrue(statement.line_ids.is_reconciled)
        statement.action_post_statement()
        self.assertLocked(suspense.remove_move_reconcile)

    def test_other_entries_are_free(self):
        line = self.make_line(5, "free", "2026-03-20")
        line.write({"payment_ref": "changed", "amount": 6})
        line.unlink()
        self.make_invoice(20).button_draft()


@tagged("post_install", "-at_install")
class TestReopenStatement(StatementCase):
    def reopen(self, statement, reason="the bank corrected it"):
        action = statement.action_reopen()
        wizard = self.env[action["res_model"]].with_context(**action["context"]).create({"reason": reason})
        return wizard.action_reopen()

    def test_entries_open_again_and_matches_are_kept(self):
        statement = self.make_matched_statement()
        invoice = self.line_of(statement, "line 0").match_ids.item_move_id
        before = self.trial_balance()
        statement.action_post_statement()

        self.reopen(statement)

        self.assertEqual(statement.reconciliation_state, "open")
        self.assertFalse(statement.snapshot or statement.posted_date or statement.posted_by_id)
        self.assertEqual(self.trial_balance(), before)
        self.assertTrue(self.open_item(invoice))
        self.assertEqual(set(statement.line_ids.match_ids.mapped("state")), {"accepted"})
        self.assertIn("the bank corrected it", statement.message_ids[0].preview)
        statement.action_post_statement()
        self.assertEqual(statement.reconciliation_state, "posted")

    def test_a_reason_is_asked(self):
        statement = self.make_matched_statement()
        statement.action_post_statement()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.reopen(statement, "  ")
        self.assertEqual(statement.reconciliation_state, "posted")

    def test_only_a_manager_reopens(self):
        statement = self.make_matched_statement()
        statement.action_post_statement()
        self.env.user.group_ids -= self.env.ref("bank_reconcile_plus.group_bank_reconcile_manager")
        self.assertIn("manager", statement._reconciliation_buttons()["reopen"]["why"])
        with self.assertRaisesRegex(UserError, "manager"):
            statement.action_reopen()

    def test_a_closed_period_keeps_it_posted(self):
        statement = self.make_matched_statement()
        statement.action_post_statement()
        self.lock("2026-03-31")
        with self.assertRaisesRegex(UserError, "stays posted"), self.cr.savepoint():
            self.reopen(statement)
        self.assertEqual(statement.reconciliation_state, "posted")
        self.assertTrue(all(statement.line_ids.mapped("is_reconciled")))

    def test_statements_reopen_in_any_order(self):
        first, second = self.make_matched_statement(), self.make_matched_statement(start=60, date="2026-03-20")
        second.action_post_statement()
        first.action_post_statement()
        self.reopen(first)
        self.assertEqual((first.reconciliation_state, second.reconciliation_state), ("open", "posted"))
        first.action_post_statement()
        self.reopen(second)
        self.assertEqual((first.reconciliation_state, second.reconciliation_state), ("posted", "open"))

    def test_later_balances_follow_a_corrected_one(self):
        first = self.make_matched_statement((100.0, -40.0), date="2026-03-10")
        second = self.make_matched_statement((20.0,), start=60, date="2026-03-20")
        third = self.make_matched_statement((5.0,), start=80, date="2026-03-30")
        elsewhere = self.make_matched_statement((7.0,), start=1000, date="2026-04-10")
        for statement in (first, second, third):
            statement.action_post_statement()

        self.reopen(first)
        cost = self.line_of(first, "line 1")
        cost.action_remove_matches()
        cost.amount = -50
        first.balance_end_real = 50

        self.assertEqual((second.balance_start, second.balance_end_real), (50, 70))
        self.assertEqual((third.balance_start, third.balance_end_real), (70, 75))
        self.assertTrue(second.is_complete and second.is_valid and third.is_valid)
        self.assertEqual((elsewhere.balance_start, elsewhere.balance_end_real), (1000, 1007))
        self.assertIn("10.00", second.message_ids[0].preview)
        self.assertEqual(third.balance_last, 70)
        self.assertEqual(second.reconciliation_state, "posted")
