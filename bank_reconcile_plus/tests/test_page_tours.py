from odoo.tests import HttpCase, new_test_user, tagged

from .reconciliation_common import ReconciliationCase

PAGE = "/odoo/action-bank_reconcile_plus.action_bank_reconcile_statements"


@tagged("post_install", "-at_install")
class TestPageTours(ReconciliationCase, HttpCase):
    """The Bank Reconciliation page in a browser, as a person uses it."""

    def walk(self, name, statement):
        self.start_tour(
            f"{PAGE}/{statement.id}", f"bank_reconcile_plus_page_{name}", login=self.env.user.login, timeout=60
        )

    def test_one_line_with_two_invoices_by_hand_and_back(self):
        self.make_invoice(100)
        self.make_invoice(200)
        line = self.make_line(300, "two invoices", partner_id=self.delta.id)
        self.walk("by_hand", self.make_statement(line))
        self.assertFalse(line.match_ids)

    def test_pager_steps_through_statements(self):
        for number in range(3):
            self.make_statement(self.make_line(100 + number, f"of statement {number}"))
        self.start_tour(PAGE, "bank_reconcile_plus_page_pager", login=self.env.user.login, timeout=60)

    def test_automatic_then_one_corrected_then_posted(self):
        named = self.make_invoice(121)
        self.make_invoice(150)
        twin = self.make_invoice(150, partner=self.ocean)
        lines = [
            self.make_line(121, f"names its invoice {named.name}", partner_name="Delta Bouw"),
            self.make_line(150, "of equal amount"),
        ]
        statement = self.make_statement(*lines)
        self.walk("automatic", statement)
        self.assertEqual(statement.reconciliation_state, "posted")
        self.assertEqual(lines[0].match_ids.move_line_id.move_id, named)
        self.assertEqual(lines[1].match_ids.move_line_id.move_id, twin)
        self.assertTrue(self.open_item(named).reconciled or named.payment_state in ("paid", "in_payment"))

    def test_difference_transferred(self):
        fees = self.env["account.account"].create(
            {"name": "Courier and Bank", "code": "620099", "account_type": "expense"}
        )
        line = self.make_line(-5, "bank fee")
        self.walk("difference", self.make_statement(line))
        self.assertEqual(line.match_ids.account_id, fees)
        self.assertEqual(line.match_state, "accepted")

    def test_keyboard_only_from_open_to_posted(self):
        named = self.make_invoice(121)
        self.make_invoice(77, partner=self.ocean)
        lines = [
            self.make_line(121, f"names its invoice {named.name}", partner_name="Delta Bouw", date="2026-03-09"),
            self.make_line(77, "by its amount", partner_id=self.ocean.id),
        ]
        self.matcher._match(lines[0])
        statement = self.make_statement(*lines)
        self.walk("keyboard", statement)
        self.assertEqual(statement.reconciliation_state, "posted")
        self.assertEqual(lines[1].match_ids.origin, "manual")

    def test_a_second_user_posts_first(self):
        other = new_test_user(
            self.env,
            login="quicker_colleague",
            groups="bank_reconcile_plus.group_bank_reconcile_manager",
            company_id=self.env.company.id,
        )
        named = self.make_invoice(121)
        line = self.make_line(121, f"names its invoice {named.name}", partner_name="Delta Bouw")
        self.make_match(line, move_line_id=self.open_item(named).id)
        statement = self.make_statement(line, name=f"{other.id} quicker_colleague")
        self.walk("second_user", statement)
        self.assertEqual(statement.posted_by_id, other)
