"""Balances and dates of statements: what does not follow is named, and no line is lost."""

from odoo.tests import tagged

from .camt import camt053, entry
from .test_import import ImportCase


@tagged("post_install", "-at_install")
class TestBalances(ImportCase):
    def day_file(self, day, opening, amount, number):
        closing = str(int(opening) + int(amount))
        rows = [entry(amount, f"movement {number}", f"2026-03-{day:02}")]
        return camt053(rows, opening=opening, closing=closing, number=str(number))

    def plain(self, text):
        return (text or "").replace("\xa0", " ").replace("€", "").replace("$", "")

    def test_no_warning_where_all_follows(self):
        job = self.import_files(*(self.day_file(day, str(100 * day), "100", day) for day in (1, 2, 3)))
        self.assertEqual(job.result_ids.mapped("warnings"), [False] * 3)

    def test_missing_day_is_named_by_date_amount_and_number(self):
        self.import_files(self.day_file(2, "100", "50", 7))
        result = self.import_files(self.day_file(5, "180", "20", 10)).result_ids
        self.assertEqual((result.status, result.new_count), ("imported", 1))
        words = self.plain(result.warnings)
        for part in ("180.00", "150.00", "30.00", "03/02/2026", "03/05/2026", "statements 8 to 9"):
            self.assertIn(part, words)
        self.assertEqual(result.statement_id.import_warnings, result.warnings)
        self.assertFalse(result.statement_id.is_valid)

    def test_missing_day_comes_later_and_closes_the_gap(self):
        later = self.day_file(5, "180", "20", 10)
        self.import_files(self.day_file(2, "100", "50", 7), later)
        result = self.import_files(self.day_file(3, "150", "30", 8)).result_ids
        self.assertIn("older than the last statement", result.warnings)
        self.assertNotIn("missing", result.warnings)
        statements = self.env["account.bank.statement"].search([("journal_id", "=", self.bank.id)])
        self.assertTrue(all(statement.is_valid and statement.is_complete for statement in statements))

    def test_inserted_between_others_that_do_not_fit(self):
        self.import_files(self.day_file(2, "100", "50", 7), self.day_file(5, "180", "20", 10))
        result = self.import_files(self.day_file(3, "150", "10", 8)).result_ids
        words = self.plain(result.warnings)
        for part in ("160.00", "180.00", "20.00", "03/03/2026", "03/05/2026"):
            self.assertIn(part, words)

    def test_file_whose_balances_do_not_add_up(self):
        result = self.import_files(camt053([entry("10.00", "a")], opening="100", closing="500")).result_ids
        self.assertEqual(result.new_count, 1)
        self.assertTrue(result.warnings)
        self.assertEqual(result.statement_id.balance_end_real, 500, "what the bank says is kept")
        self.assertFalse(result.statement_id.is_complete)

    def test_statement_without_movements(self):
        self.import_files(self.day_file(2, "100", "50", 7))
        agrees = self.import_files(camt053([], opening="150", closing="150", number="8")).result_ids
        self.assertEqual(agrees.status, "duplicate")
        self.assertIn("agrees", agrees.message)
        differs = self.import_files(camt053([], opening="170", closing="170", number="9")).result_ids
        self.assertIn("missing", differs.message)

    def test_overdrawn_account(self):
        result = self.import_files(camt053([("-250.00", "a")], opening="100.00")).result_ids
        self.assertEqual(result.statement_id.balance_end_real, -150)
        self.assertFalse(result.warnings)

    def test_warnings_stand_on_the_statement(self):
        self.import_files(self.day_file(2, "100", "50", 7))
        statement = self.import_files(self.day_file(3, "999", "1", 8)).result_ids.statement_id
        self.assertIn("999.00", statement.import_warnings)
