from odoo.exceptions import UserError
from odoo.tests import tagged

from .statement_common import StatementCase


@tagged("post_install", "-at_install")
class TestFindError(StatementCase):
    def find(self, statement, difference=None):
        """(kind, entry, other entry) of what the dialog shows."""
        action = statement.action_find_error()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        if difference is not None:
            wizard.difference = difference
            wizard.action_search()
        return wizard, [
            (row.kind, row.res_id, row.other_id) for row in wizard.finding_ids.sorted(lambda row: -row.weight)
        ]

    def test_swapped_digits_in_a_line(self):
        statement = self.make_statement([(450, "typed", "2026-03-10"), (31, "b", "2026-03-10")], end=571)
        wizard, findings = self.find(statement)
        self.assertEqual(wizard.difference, 90)
        self.assertEqual(findings[0], ("transposed", self.line_of(statement, "typed").id, 0))
        row = wizard.finding_ids[0]
        self.assertIn("540.00", row.words)
        self.assertIn("typed", row.entry)
        self.assertEqual(row.action_open()["res_model"], "account.bank.statement.line")

    def test_a_line_entered_twice(self):
        statement = self.make_statement(
            [(70, "twice", "2026-03-10"), (70, "twice", "2026-03-10"), (5, "c", "2026-03-11")], end=75
        )
        _wizard, findings = self.find(statement)
        self.assertEqual(findings[0][0], "doubled")
        self.assertEqual(set(findings[0][1:]), set(self.line_of(statement, "twice").ids))

    def test_a_missing_line_that_the_books_have(self):
        payment = self.make_payment(-88, "2026-03-08")
        statement = self.make_statement([(10, "a", "2026-03-10")], end=-78)
        wizard, findings = self.find(statement)
        self.assertEqual(findings[0][:2], ("missing", self.outstanding_item(payment).id))
        self.assertEqual(wizard.finding_ids[0].action_open()["res_id"], payment.id)

    def test_a_line_at_another_bank(self):
        other = self.env["account.journal"].create({"name": "Second bank", "type": "bank", "code": "BNK9"})
        there = self.make_line(64, "went there", "2026-03-09", journal=other)
        statement = self.make_statement([(10, "a", "2026-03-10")], end=74)
        wizard, findings = self.find(statement)
        self.assertEqual(findings[0][:2], ("other_bank", there.id))
        self.assertIn("Second bank", wizard.finding_ids[0].entry)

    def test_any_difference_may_be_asked(self):
        statement = self.make_statement([(10, "a", "2026-03-10"), (-33, "b", "2026-03-10")])
        self.make_match(self.line_of(statement, "a"), account_id=self.expense.id)
        wizard, _findings = self.find(statement)
        self.assertEqual(wizard.difference, -33)
        _wizard, findings = self.find(statement, 66)
        self.assertEqual(findings[0][:2], ("sign", self.line_of(statement, "b").id))
        _wizard, findings = self.find(statement, 17.01)
        self.assertEqual(findings, [])
        with self.assertRaisesRegex(UserError, "Enter the difference"):
            self.find(statement, 0)
