from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .reconciliation_common import ReconciliationCase


@tagged("post_install", "-at_install")
class TestReconciliationHand(ReconciliationCase):
    """Lines matched with items by a person: what is previewed is what is saved, and what is posted."""

    def preview_and_match(self, statement, lines, items, amounts=None):
        """Match, holding the preview against what is saved.

        :return: the preview
        """
        line_ids, item_ids = [line.id for line in lines], [item.id for item in items]
        preview = statement.preview_match(line_ids, item_ids, amounts)
        self.assertTrue(preview["possible"], preview["words"])
        statement.match_by_hand(line_ids, item_ids, amounts)
        together = self.env["account.bank.statement.line"].browse(line_ids)
        self.assertCountEqual(self.kept(together), self.spread(preview["rows"]))
        self.assertEqual(set(together.match_ids.mapped("state")), {"accepted"})
        self.assertEqual(set(together.match_ids.mapped("origin")), {"manual"})
        return preview

    def test_one_line_pays_one_invoice(self):
        item = self.open_item(self.make_invoice(100))
        line = self.make_line(100)
        statement = self.make_statement(line)
        preview = self.preview_and_match(statement, [line], [item])
        self.assertEqual(preview["words"], "Nothing of the lines is left.")
        self.assertEqual(preview["difference"], 0)
        line._post_accepted_matches()
        self.assertTrue(item.reconciled)

    def test_one_line_pays_several_in_date_order_and_the_last_in_part(self):
        late = self.open_item(self.make_invoice(70, date="2026-02-20"))
        early = self.open_item(self.make_invoice(50, date="2026-01-10"))
        line = self.make_line(100)
        statement = self.make_statement(line)
        preview = self.preview_and_match(statement, [line], [late, early])
        self.assertEqual(
            self.spread(preview["rows"]), [(line.id, early.id, 50.0), (line.id, late.id, 50.0)], "the oldest first"
        )
        self.assertEqual([row["open_after"] for row in preview["rows"]], [0, 20])
        self.assertIn(f"{late.move_id.name}, Delta Bouw keeps $\xa020.00 open.", preview["words"])
        line._post_accepted_matches()
        self.assertTrue(early.reconciled)
        self.assertEqual(late.amount_residual, 20)

    def test_several_lines_pay_one_invoice(self):
        item = self.open_item(self.make_invoice(100))
        lines = [self.make_line(60, date="2026-03-09"), self.make_line(40)]
        statement = self.make_statement(*lines)
        preview = self.preview_and_match(statement, lines, [item])
        self.assertEqual(preview["difference"], 0)
        (lines[0] | lines[1])._post_accepted_matches()
        self.assertTrue(item.reconciled)

    def test_several_lines_pay_several_invoices(self):
        items = [self.open_item(self.make_invoice(amount, date=f"2026-02-0{amount // 10}")) for amount in (30, 80)]
        lines = [self.make_line(50, date="2026-03-08"), self.make_line(75, date="2026-03-09")]
        statement = self.make_statement(*lines)
        preview = self.preview_and_match(statement, lines, items)
        self.assertEqual(
            self.spread(preview["rows"]),
            [
                (lines[0].id, items[0].id, 30.0),
                (lines[0].id, items[1].id, 20.0),
                (lines[1].id, items[1].id, 60.0),
            ],
        )
        self.assertEqual(preview["difference"], 15)
        self.assertIn("$\xa015.00 of the lines is left", preview["words"])

    def test_credit_note_lets_a_line_settle_more(self):
        invoice = self.open_item(self.make_invoice(120))
        credit = self.open_item(self.make_invoice(20, move_type="out_refund", date="2026-03-04"))
        line = self.make_line(100)
        statement = self.make_statement(line)
        preview = self.preview_and_match(statement, [line], [invoice, credit])
        self.assertEqual({row["item_id"]: row["amount"] for row in preview["rows"]}, {invoice.id: 120, credit.id: -20})
        self.assertEqual(preview["difference"], 0)
        line._post_accepted_matches()
        self.assertTrue(invoice.reconciled and credit.reconciled)

    def test_credit_note_beside_several_lines(self):
        invoice = self.open_item(self.make_invoice(140))
        credit = self.open_item(self.make_invoice(20, move_type="out_refund", date="2026-03-04"))
        lines = [self.make_line(60, date="2026-03-09"), self.make_line(60)]
        preview = self.preview_and_match(self.make_statement(*lines), lines, [invoice, credit])
        self.assertEqual(preview["difference"], 0)
        (lines[0] | lines[1])._post_accepted_matches()
        self.assertTrue(invoice.reconciled and credit.reconciled)

    def test_money_in_and_out_settle_their_own_sides(self):
        invoice = self.open_item(self.make_invoice(100))
        credit = self.open_item(self.make_invoice(30, move_type="out_refund"))
        lines = [self.make_line(100), self.make_line(-30)]
        preview = self.preview_and_match(self.make_statement(*lines), lines, [invoice, credit])
        self.assertCountEqual(
            self.spread(preview["rows"]), [(lines[0].id, invoice.id, 100.0), (lines[1].id, credit.id, -30.0)]
        )

    def test_lines_whose_differences_cancel_settle_one_invoice(self):
        item = self.open_item(self.make_invoice(110))
        lines = [self.make_line(120, "too much", "2026-03-09"), self.make_line(-10, "sent back")]
        statement = self.make_statement(*lines)
        preview = self.preview_and_match(statement, lines, [item])
        self.assertCountEqual(
            self.spread(preview["rows"]), [(lines[0].id, item.id, 120.0), (lines[1].id, item.id, -10.0)]
        )
        self.assertEqual(preview["difference"], 0)
        self.assertEqual(preview["words"], "Nothing of the lines is left.")
        together = lines[0] | lines[1]
        run = together._post_accepted_matches()
        self.assertFalse(run.refusal_text)
        self.assertTrue(item.reconciled)
        self.assertEqual(
            together.move_id.line_ids.filtered(lambda row: row.account_id == self.receivable).mapped("reconciled"),
            [True, True],
        )

    def test_what_does_not_cancel_is_left(self):
        item = self.open_item(self.make_invoice(110))
        lines = [self.make_line(125, "too much", "2026-03-09"), self.make_line(-10, "sent back")]
        preview = self.preview_and_match(self.make_statement(*lines), lines, [item])
        self.assertEqual(
            {row["line_id"]: row["amount"] for row in preview["rows"]}, {lines[0].id: 120, lines[1].id: -10}
        )
        self.assertEqual(preview["difference"], 5)
        self.assertEqual([line.match_difference for line in lines], [5, 0])

    def test_item_in_another_currency_at_the_rate_booked_on_the_line(self):
        foreign = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        item = self.open_item(self.make_invoice(100, currency_id=foreign.id))  # 50.00 in the company's currency
        line = self.make_line(40)
        statement = self.make_statement(line)
        (row,) = self.preview_and_match(statement, [line], [item])["rows"]
        self.assertEqual((row["amount"], row["item_amount"], row["open_after"]), (40, 80, 20))
        line._post_accepted_matches()
        self.assertEqual(item.amount_residual_currency, 20)

    # edited amounts

    def test_edited_amount_leaves_the_rest_open(self):
        items = [self.open_item(self.make_invoice(50)), self.open_item(self.make_invoice(60, date="2026-03-02"))]
        line = self.make_line(100)
        statement = self.make_statement(line)
        preview = self.preview_and_match(statement, [line], items, {f"{line.id}-{items[0].id}": 45})
        self.assertEqual([row["amount"] for row in preview["rows"]], [45, 55])
        self.assertEqual([row["open_after"] for row in preview["rows"]], [5, 5])

    def test_edited_to_nothing_leaves_the_item_out(self):
        items = [self.open_item(self.make_invoice(50)), self.open_item(self.make_invoice(60, date="2026-03-02"))]
        line = self.make_line(60)
        statement = self.make_statement(line)
        self.preview_and_match(statement, [line], items, {f"{line.id}-{items[0].id}": 0})
        self.assertEqual(self.kept(line), [(line.id, items[1].id, 60.0)])

    def test_a_bank_fee_held_back_is_left_as_a_difference(self):
        item = self.open_item(self.make_invoice(100))
        line = self.make_line(98)
        preview = self.preview_and_match(self.make_statement(line), [line], [item], {f"{line.id}-{item.id}": 100})
        self.assertEqual(preview["difference"], -2)
        self.assertEqual(line.match_difference, -2)

    def test_more_than_the_item_has_is_refused_in_words(self):
        item = self.open_item(self.make_invoice(50))
        line = self.make_line(100)
        statement = self.make_statement(line)
        amounts = {f"{line.id}-{item.id}": 60}
        preview = statement.preview_match(line.ids, item.ids, amounts)
        self.assertFalse(preview["possible"])
        self.assertIn("has only $\xa050.00 open, $\xa060.00 is more than that", preview["words"])
        with self.assertRaisesRegex(UserError, "has only"):
            statement.match_by_hand(line.ids, item.ids, amounts)
        self.assertFalse(line.match_ids)

    def test_amount_of_the_wrong_sign_is_refused(self):
        item = self.open_item(self.make_invoice(50))
        line = self.make_line(100)
        with self.assertRaisesRegex(UserError, "cannot be applied"):
            self.make_statement(line).match_by_hand(line.ids, item.ids, {f"{line.id}-{item.id}": -10})

    # what cannot be matched

    def test_what_runs_the_other_way_is_refused(self):
        bill = self.open_item(self.make_invoice(50, move_type="in_invoice"))
        line = self.make_line(50)
        preview = self.make_statement(line).preview_match(line.ids, bill.ids)
        self.assertIn("is to be paid out, and the line is money in", preview["words"])

    def test_matched_elsewhere_is_named(self):
        item = self.open_item(self.make_invoice(100))
        first, second = self.make_line(100, "first payment", "2026-02-10"), self.make_line(100, "second payment")
        february = self.make_statement(first, name="FEB")
        march = self.make_statement(second, name="MAR")
        february.match_by_hand(first.ids, item.ids)
        words = march.preview_match(second.ids, item.ids)["words"]
        self.assertIn("already matched with “02/10/2026 first payment", words)
        self.assertIn("on FEB", words)
        with self.assertRaisesRegex(UserError, "already matched"):
            march.match_by_hand(second.ids, item.ids)
        why = march.get_reconciliation(second.ids, item.ids)["buttons"]["match"]
        self.assertEqual(why, {"enabled": False, "why": words})

    def test_rest_of_an_item_matched_elsewhere_can_be_matched(self):
        item = self.open_item(self.make_invoice(100))
        first, second = self.make_line(70, date="2026-03-01"), self.make_line(70)
        statement = self.make_statement(first, second)
        statement.match_by_hand(first.ids, item.ids)
        preview = self.preview_and_match(statement, [second], [item])
        self.assertEqual(self.spread(preview["rows"]), [(second.id, item.id, 30.0)])

    def test_settled_items_and_entries_on_other_accounts_are_refused(self):
        invoice = self.make_invoice(100)
        item = self.open_item(invoice)
        first, second = self.make_line(100), self.make_line(100)
        statement = self.make_statement(first, second)
        statement.match_by_hand(first.ids, item.ids)
        first._post_accepted_matches()
        self.assertIn("is already settled by", statement.preview_match(second.ids, item.ids)["words"])
        income = invoice.line_ids - item
        self.assertIn("is not settled by payments", statement.preview_match(second.ids, income.ids)["words"])
        self.assertEqual(statement.preview_match([], item.ids)["words"], "Select a statement line.")
        self.assertEqual(statement.preview_match(second.ids, [])["words"], "Select an open item to match with.")

    def test_a_line_somebody_else_just_posted(self):
        item = self.open_item(self.make_invoice(100))
        line = self.make_line(100, "paid twice?")
        statement = self.make_statement(line)
        self.make_match(line, account_id=self.expense.id)
        line._post_accepted_matches()
        with self.assertRaisesRegex(UserError, "“.*paid twice.*” is already reconciled: .* posted it on"):
            statement.match_by_hand(line.ids, item.ids)

    def test_lines_of_other_statements_are_not_touched(self):
        item = self.open_item(self.make_invoice(100))
        line, other = self.make_line(100), self.make_line(100)
        statement = self.make_statement(line)
        with self.assertRaisesRegex(UserError, "Select a statement line"):
            statement.match_by_hand(other.ids, item.ids)

    # proposals, and taking back

    def test_proposals_give_way_to_a_person(self):
        mine = self.open_item(self.make_invoice(100, name="INV/2026/07001"))
        named, other = self.make_line(100, "INV/2026/07001"), self.make_line(100, "mine, in fact")
        statement = self.make_statement(named, other)
        self.matcher._match(named)
        self.assertEqual(named.match_state, "proposed")
        words = statement.preview_match(other.ids, mine.ids)["words"]
        self.assertIn("The proposal for “03/10/2026 INV/2026/07001", words)
        statement.match_by_hand(other.ids, mine.ids)
        self.assertEqual((named.match_state, other.match_state), ("open", "accepted"))

    def test_removing_one_match_keeps_the_others(self):
        items = [self.open_item(self.make_invoice(amount)) for amount in (40, 60)]
        line = self.make_line(100)
        statement = self.make_statement(line)
        statement.match_by_hand(line.ids, [item.id for item in items])
        gone = line.match_ids.filtered(lambda match: match.move_line_id == items[0])
        statement.remove_matches(line.ids, gone.ids)
        self.assertEqual(self.kept(line), [(line.id, items[1].id, 60.0)])
        self.assertEqual(line.match_difference, 40)
        statement.remove_matches(line.ids)
        self.assertFalse(line.match_ids)

    def test_removing_what_is_selected_on_both_sides(self):
        items = [self.open_item(self.make_invoice(amount)) for amount in (40, 60, 75)]
        line = self.make_line(100)
        statement = self.make_statement(line)
        statement.match_by_hand(line.ids, [item.id for item in items[:2]])
        button = statement.get_reconciliation(line.ids, items[2].ids)["buttons"]["remove"]
        self.assertEqual(button["why"], "The line is matched with other items than the selected ones.")
        statement.remove_selected(line.ids, items[2].ids)
        self.assertEqual(line.match_difference, 0)
        statement.remove_selected(line.ids, items[1].ids)
        self.assertEqual(self.kept(line), [(line.id, items[0].id, 40.0)])
        statement.remove_selected(line.ids, [])
        self.assertFalse(line.match_ids)

    def test_adding_an_item_to_what_is_accepted(self):
        items = [self.open_item(self.make_invoice(amount)) for amount in (40, 60)]
        line = self.make_line(100)
        statement = self.make_statement(line)
        statement.match_by_hand(line.ids, items[0].ids)
        statement.match_by_hand(line.ids, [item.id for item in items])
        self.assertCountEqual(self.kept(line), [(line.id, items[0].id, 40.0), (line.id, items[1].id, 60.0)])

    # rights

    def test_who_may_only_read_cannot_match(self):
        item = self.open_item(self.make_invoice(100))
        line = self.make_line(100)
        statement = self.make_statement(line)
        reader = new_test_user(self.env, "page-reader", groups="account.group_account_readonly")
        statement = statement.with_user(reader)
        state = statement.get_reconciliation(line.ids, item.ids)
        changing = ("match", "accept_high", "set_partner", "set_account", "transfer_difference", "suggest")
        self.assertEqual({state["buttons"][name]["why"] for name in changing}, {"You may look at this, not change it."})
        self.assertTrue(self.pane(statement, [line]))
        for act in (
            lambda: statement.match_by_hand(line.ids, item.ids),
            lambda: statement.set_account(line.ids, self.expense.id),
            lambda: statement.remove_matches(line.ids),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_who_belongs_to_another_company_sees_nothing(self):
        line = self.make_line(100)
        statement = self.make_statement(line)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "page-stranger",
            groups="bank_reconcile_plus.group_bank_reconcile_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.assertRaises(AccessError):
            statement.with_user(stranger).get_reconciliation(line.ids, [])
