from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.tests import tagged

from .reconciliation_common import ReconciliationCase


@tagged("post_install", "-at_install")
class TestReconciliationState(ReconciliationCase):
    """Totals, counts, buttons and links of the page, and what a person sets on a line."""

    def state(self, statement, lines=(), items=()):
        return statement.get_reconciliation([line.id for line in lines], [item.id for item in items])

    def why(self, statement, name, lines=(), items=()):
        """:return: why a button cannot be used; None when it can"""
        button = self.state(statement, lines, items)["buttons"][name]
        self.assertEqual(button["enabled"], not button["why"])
        return button["why"] or None

    # figures

    def test_totals_follow_the_work(self):
        paid = self.make_waiting(100)
        self.make_waiting(-30, self.ocean)
        lines = [self.make_line(100, "delta"), self.make_line(-12, "fees")]
        statement = self.make_statement(*lines)
        totals = self.state(statement)["totals"]
        self.assertEqual((totals["lines"], totals["applied"], totals["difference"]), (88, 0, 88))
        self.assertEqual((totals["outstanding_payments"], totals["outstanding_checks"]), (70, 0))
        self.assertEqual(
            totals["ledger_balance"], 70, "88 on the bank's account, 88 of it nobody has booked, 70 waiting"
        )
        self.assertEqual(totals["balance_to_reconcile"], 0)
        statement.match_by_hand(lines[0].ids, paid.ids)
        statement.set_account(lines[1].ids, self.expense.id)
        self.assertEqual(self.state(statement)["totals"]["difference"], 0)
        (lines[0] | lines[1])._post_accepted_matches()
        totals = self.state(statement)["totals"]
        self.assertEqual((totals["ledger_balance"], totals["outstanding_payments"]), (58, -30))
        self.assertEqual(totals["balance_to_reconcile"], statement.balance_end_real)

    def test_ledger_figures_are_those_of_the_report(self):
        paid = self.make_waiting(100)
        self.make_waiting(40, date="2026-03-20")
        line, later = self.make_line(60), self.make_line(100, date="2026-03-25")
        march, next_one = self.make_statement(line), self.make_statement(later, name="NEXT")
        next_one.match_by_hand(later.ids, paid.ids)
        later._post_accepted_matches()
        totals = self.state(march)["totals"]
        figures = self.env["account.bank.statement.figures"]._figures(march)
        self.assertEqual(totals["ledger_balance"], figures["ledger_balance"])
        outstanding = figures["outstanding"]
        for kinds, name in (
            (("receipts", "payments", "later"), "outstanding_payments"),
            (("checks",), "outstanding_checks"),
        ):
            self.assertEqual(totals[name], sum(row["amount"] for kind in kinds for row in outstanding[kind]))
        self.assertEqual(totals["outstanding_payments"], 100, "settled later, so still outstanding that day")

    def test_sums_of_the_selection(self):
        items = [self.open_item(self.make_invoice(amount)) for amount in (70, 50)]
        lines = [self.make_line(100), self.make_line(10)]
        statement = self.make_statement(*lines)
        totals = self.state(statement, lines, items)["totals"]
        self.assertEqual(
            (totals["selected_lines"], totals["selected_items"], totals["selected_difference"]), (110, 120, -10)
        )
        statement.match_by_hand(lines[0].ids, items[0].ids)
        statement.set_account(lines[0].ids, self.expense.id)
        lines[0]._post_accepted_matches()
        totals = self.state(statement, lines[:1], items[:1])["totals"]
        self.assertEqual(totals["selected_items"], 70, "what the line settled of it")

    def test_counts_and_the_way_through_the_lines(self):
        self.make_invoice(40, name="INV/2026/08401")
        open_line = self.make_line(10, "nobody knows", "2026-03-01")
        named = self.make_line(40, "INV/2026/08401", "2026-03-02")
        booked = self.make_line(-5, "fees", "2026-03-03")
        posted = self.make_line(-6, "fees", "2026-03-04")
        last = self.make_line(11, "nobody knows either", "2026-03-05")
        statement = self.make_statement(open_line, named, booked, posted, last)
        self.matcher._match(named)
        statement.set_account((booked | posted).ids, self.expense.id)
        posted._post_accepted_matches()
        self.assertEqual(
            self.state(statement)["counts"], {"lines": 5, "left": 4, "proposed": 1, "accepted": 1, "posted": 1}
        )
        self.assertEqual(statement.next_open_line(open_line.id), named.id)
        self.assertEqual(statement.next_open_line(named.id), last.id, "what is decided on is passed over")
        self.assertEqual(statement.next_open_line(last.id), open_line.id)

    def test_linked_on_both_sides(self):
        items = [self.open_item(self.make_invoice(amount)) for amount in (30, 70)]
        lines = [self.make_line(60), self.make_line(40)]
        statement = self.make_statement(*lines)
        statement.match_by_hand([line.id for line in lines], [item.id for item in items])
        linked = self.state(statement, lines[:1])["linked"]
        self.assertCountEqual(linked["item_ids"], [item.id for item in items])
        linked = self.state(statement, items=items[1:])["linked"]
        self.assertCountEqual(linked["line_ids"], [line.id for line in lines])

    # buttons

    def test_buttons_say_what_is_missing(self):
        item = self.open_item(self.make_invoice(100))
        line = self.make_line(100)
        statement = self.make_statement(line)
        self.assertEqual(self.why(statement, "match"), "Select lines on the left and open items on the right.")
        self.assertIsNone(self.why(statement, "match", [line], [item]))
        self.assertEqual(self.why(statement, "accept", [line]), "Select a line with a proposal.")
        self.assertEqual(self.why(statement, "remove", [line]), "Nothing is matched with the line.")
        self.assertEqual(self.why(statement, "transfer_difference"), "Select a statement line.")
        self.assertEqual(
            self.why(statement, "receivable", [line]), "Set the partner first: money on account belongs to somebody."
        )
        self.assertIsNone(self.why(statement, "match_automatically"))
        statement.match_by_hand(line.ids, item.ids)
        self.assertEqual(self.why(statement, "set_account", [line]), "Nothing of the line is left.")
        self.assertIsNone(self.why(statement, "remove", [line]))
        self.assertIsNone(self.why(statement, "preview"))
        line._post_accepted_matches()
        self.assertIn("is already reconciled", self.why(statement, "match", [line], [item]))
        self.assertEqual(self.why(statement, "remove", [line]), "The line is posted. Undo it first.")
        self.assertEqual(self.why(statement, "match_automatically"), "Every line is decided on.")
        self.assertIsNone(self.why(statement, "undo", [line]))

    def test_nothing_changes_on_a_posted_statement(self):
        item = self.open_item(self.make_invoice(100))
        line = self.make_line(100)
        statement = self.make_statement(line)
        self.make_match(line, move_line_id=item.id)
        statement.action_post_statement()
        words = "The statement is posted. Reopen it first."
        for name in ("match", "remove", "set_account", "transfer_difference", "suggest", "undo", "to_check"):
            self.assertEqual(self.why(statement, name, [line], [item]), words)
        for act in (
            lambda: statement.match_by_hand(line.ids, item.ids),
            lambda: statement.remove_matches(line.ids),
            lambda: statement.set_partner(line.ids, self.ocean.id),
            lambda: statement.action_transfer_difference(line.ids),
            lambda: statement.action_suggest_lines(),
        ):
            with self.assertRaisesRegex(UserError, "is posted"):
                act()

    # what a person sets

    def test_the_partner_set_brings_proposals(self):
        item = self.open_item(self.make_invoice(73.4))
        line = self.make_line(73.4, "thanks")
        self.open_item(self.make_invoice(73.4, self.ocean))
        statement = self.make_statement(line)
        self.assertEqual(statement.set_partner(line.ids, self.delta.id), line.ids)
        self.assertEqual((line.partner_id, line.match_state), (self.delta, "proposed"))
        self.assertEqual(line.match_ids.move_line_id, item)
        self.assertFalse(line.match_ids.automatic, "a person looks at it")
        statement.set_partner(line.ids, self.ocean.id)
        self.assertEqual(line.match_ids.move_line_id.partner_id, self.ocean)

    def test_setting_the_partner_keeps_what_is_accepted(self):
        line = self.make_line(100)
        statement = self.make_statement(line)
        statement.set_account(line.ids, self.expense.id)
        statement.set_partner(line.ids, self.delta.id)
        self.assertEqual(line.match_ids.account_id, self.expense)

    def test_an_account_takes_what_is_left(self):
        item = self.open_item(self.make_invoice(60))
        line = self.make_line(100)
        statement = self.make_statement(line)
        statement.match_by_hand(line.ids, item.ids)
        statement.set_account(line.ids, self.expense.id)
        self.assertEqual(
            {(match.account_id.id or match.move_line_id.id): match.amount for match in line.match_ids},
            {item.id: 60, self.expense.id: 40},
        )
        with self.assertRaisesRegex(UserError, "Nothing of .* is left to book"):
            statement.set_account(line.ids, self.expense.id)
        line._post_accepted_matches()
        self.assertTrue(item.reconciled)

    def test_nothing_is_parked_on_a_receivable_by_mistake(self):
        line = self.make_line(100)
        statement = self.make_statement(line)
        for act in (
            lambda: statement.set_receivable(line.ids),
            lambda: statement.set_account(line.ids, self.receivable.id),
        ):
            with self.assertRaisesRegex(UserError, "Set the partner of .* first"):
                act()
        line.partner_id = self.delta
        statement.set_receivable(line.ids)
        match = line.match_ids
        self.assertEqual((match.account_id, match.partner_id, match.state), (self.receivable, self.delta, "proposed"))
        run = line._post_accepted_matches()
        self.assertIn("not accepted", run.refusal_text)
        self.assertFalse(line.is_reconciled)
        self.make_invoice(100, name="INV/2026/08500")
        self.matcher._match(line)
        self.assertEqual(line.match_ids, match, "the machine leaves a person's own proposal alone")
        statement.accept_lines(line.ids)
        line._post_accepted_matches()
        on_account = line.move_id.line_ids.filtered(lambda row: row.account_id == self.receivable)
        self.assertEqual((on_account.amount_residual, on_account.partner_id), (-100, self.delta))

    def test_payable_is_the_vendors(self):
        line = self.make_line(-80, partner_id=self.ocean.id)
        statement = self.make_statement(line)
        statement.set_payable(line.ids)
        self.assertEqual(line.match_ids.account_id, self.ocean.property_account_payable_id)
        self.assertEqual(line.match_ids.amount, -80)

    def test_flag_for_a_second_look(self):
        line = self.make_line(100)
        statement = self.make_statement(line)
        statement.set_to_check(line.ids)
        self.assertFalse(line.checked)
        found = self.env["account.bank.statement.line"].search([("id", "=", line.id), ("checked", "=", False)])
        self.assertEqual(found, line)
        statement.set_to_check(line.ids, False)
        self.assertTrue(line.checked)
        statement.toggle_to_check(line.ids)
        self.assertFalse(line.checked)
        statement.toggle_to_check(line.ids)
        self.assertTrue(line.checked)

    def test_accept_all_that_is_high(self):
        self.make_invoice(41, name="INV/2026/08601")
        named, vague = self.make_line(41, "INV/2026/08601"), self.make_line(42, "no idea")
        statement = self.make_statement(named, vague)
        self.assertEqual(self.why(statement, "accept_high"), "No proposal is High, unique and complete.")
        self.matcher._match(named | vague)
        self.assertIsNone(self.why(statement, "accept_high"))
        self.assertEqual(statement.accept_high(), named.ids)
        self.assertEqual((named.match_state, vague.match_state), ("accepted", "open"))

    # the number of queries

    @contextmanager
    def counted(self, counts):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        yield
        self.env.flush_all()
        counts.append(self.env.cr.sql_log_count - before)

    def calls(self, statement, line, item):
        """:return: queries of each call the page makes"""
        counts = []
        left = self.env["account.bank.statement.line"]
        for call in (
            lambda: self.state(statement),
            lambda: self.state(statement, [line], [item]),
            lambda: self.pane(statement, [line], limit=40),
            lambda: self.pane(statement, limit=40),
            lambda: left.web_search_read([("statement_id", "=", statement.id)], {"match_words": {}}, limit=40),
            lambda: statement.preview_match(line.ids, item.ids),
            lambda: statement.next_open_line(line.id),
        ):
            call()  # what a worker remembers between requests
            with self.counted(counts):
                call()
        return counts

    def test_queries_do_not_grow_with_the_statement(self):
        self.make_invoice(50, name="INV/2026/08701")
        lines = self.env["account.bank.statement.line"]
        values = {"journal_id": self.bank.id, "date": "2026-03-10"}

        def make(count):
            return lines.create(
                [{**values, "amount": 50 + index, "payment_ref": f"INV/2026/{index}"} for index in range(count)]
            )

        first = make(50)
        item = self.open_item(self.make_invoice(50, date="2026-02-01"))
        statement = self.make_statement(*first)
        few = self.calls(statement, first[0], item)
        more = make(450)
        more.statement_id = statement
        many = self.calls(statement, first[0], item)
        self.assertEqual(many, few)
        self.assertLess(max(many), 60)
