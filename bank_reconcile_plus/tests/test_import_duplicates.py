"""Nothing lost, nothing doubled: files twice, overlapping, continuing, in other formats, after other importers."""

from unittest.mock import patch

from odoo.tests import tagged

from ..formats import registry
from .camt import camt053, entry
from .test_import import ImportCase


class DuplicateCase(ImportCase):
    def lines(self):
        return self.env["account.bank.statement.line"].search([("journal_id", "=", self.bank.id)])

    def statement(self, *entries, opening, closing, number):
        """A file of one statement; entries are (amount, text, day)."""
        return camt053([entry(*row) for row in entries], opening=opening, closing=closing, number=number)


@tagged("post_install", "-at_install")
class TestOverlaps(DuplicateCase):
    """Files of our own import."""

    def test_equal_rows_of_a_statement_that_goes_on_the_same_day_are_kept(self):
        morning = self.statement(("4.50", "parking", "2026-03-10"), opening="0", closing="4.50", number="1")
        evening = self.statement(("4.50", "parking", "2026-03-10"), opening="4.50", closing="9.00", number="2")
        self.import_files(morning)
        second = self.import_files(evening)
        self.assertEqual(second.result_ids.status, "imported")
        self.assertEqual(len(self.lines()), 2)
        self.assertTrue(all(self.lines().statement_id.mapped("is_valid")))
        for content in (morning, evening, morning):
            self.assertEqual(self.import_files(content).result_ids.status, "duplicate")
        self.assertEqual(len(self.lines()), 2)

    def test_the_same_in_one_file_and_the_later_one_first(self):
        morning = self.statement(("4.50", "parking", "2026-03-10"), opening="0", closing="4.50", number="1")
        evening = self.statement(("4.50", "parking", "2026-03-10"), opening="4.50", closing="9.00", number="2")
        self.import_files(evening, morning)
        self.assertEqual(len(self.lines()), 2)
        statements = self.lines().statement_id.sorted("first_line_index")
        self.assertEqual(statements.mapped("balance_start"), [0, 4.5], "in the bank's order within the day")
        self.assertTrue(all(statements.mapped("is_valid")))
        self.assertEqual(self.import_files(morning, evening).new_count, 0)

    def test_statement_that_ends_where_it_begins_is_not_taken_for_one_that_goes_on(self):
        rows = [("4.50", "in", "2026-03-10"), ("-4.50", "out", "2026-03-10")]
        content = self.statement(*rows, opening="100", closing="100", number="1")
        self.import_files(content)
        self.assertEqual(self.import_files(content).result_ids.status, "duplicate")

    def test_long_second_statement_of_a_day_comes_after_the_short_first(self):
        first = self.statement(("1.00", "a", "2026-03-10"), opening="0", closing="1", number="1")
        rows = [(f"{index}.00", f"b{index}", "2026-03-10") for index in range(2, 7)]
        self.import_files(first, self.statement(*rows, opening="1", closing="21", number="2"))
        self.assertEqual(self.lines().sorted("internal_index").mapped("amount"), [1, 2, 3, 4, 5, 6])
        self.assertTrue(all(self.lines().statement_id.mapped("is_valid")))

    def test_month_over_a_day_that_is_there(self):
        days = [("10.00", "a", "2026-03-02"), ("20.00", "b", "2026-03-05"), ("30.00", "c", "2026-03-09")]
        self.import_files(self.statement(days[1], opening="110", closing="130", number="5"))
        month = self.import_files(self.statement(*days, opening="100", closing="160", number="90"))
        result = month.result_ids
        self.assertEqual((result.status, result.new_count, result.duplicate_count), ("imported", 2, 1))
        statements = self.lines().statement_id.sorted("first_line_index")
        self.assertEqual(
            [(one.balance_start, one.balance_end_real) for one in statements], [(100, 110), (110, 130), (130, 160)]
        )
        self.assertTrue(all(one.is_valid and one.is_complete for one in statements))
        self.assertIn("03/05/2026", result.warnings)
        self.assertIn("20.00", result.warnings)
        action = result.action_open_statement()
        self.assertEqual(self.env["account.bank.statement"].search(action["domain"]), result.statement_ids)

    def test_older_days_before_what_is_there(self):
        later = [("20.00", "b", "2026-03-05"), ("30.00", "c", "2026-03-09")]
        self.import_files(self.statement(*later, opening="110", closing="160", number="2"))
        both = [("10.00", "a", "2026-03-02"), *later]
        result = self.import_files(self.statement(*both, opening="100", closing="160", number="3")).result_ids
        self.assertEqual((result.statement_id.balance_start, result.statement_id.balance_end_real), (100, 110))
        self.assertTrue(all(self.lines().statement_id.mapped("is_valid")))

    def test_deleted_line_comes_back_into_its_statement(self):
        rows = [("10.00", "a", "2026-03-02"), ("20.00", "b", "2026-03-05"), ("20.00", "b", "2026-03-05")]
        content = self.statement(*rows, opening="100", closing="150", number="1")
        statement = self.import_files(content).result_ids.statement_id
        line = statement.line_ids.filtered(lambda line: line.amount == 20)[0]
        line.write({"statement_id": False})
        line.unlink()
        self.assertFalse(statement.is_complete)
        result = self.import_files(content).result_ids
        self.assertEqual((result.new_count, result.duplicate_count), (1, 2))
        self.assertEqual(result.statement_id, statement)
        self.assertTrue(statement.is_complete)
        self.assertEqual(self.import_files(content).result_ids.status, "duplicate")

    def test_banks_use_ids_again(self):
        rows = [entry("5.00", "a", "2026-03-10", "R1"), entry("6.00", "a", "2026-03-10", "R1")]
        rows += [entry("5.00", "a", "2026-03-11", "R1"), entry("5.00", "a", "2026-03-11", "R1")]
        content = camt053(rows, opening="0", closing="21")
        self.assertEqual(self.import_files(content).new_count, 4)
        self.assertEqual(self.import_files(content).new_count, 0)

    def test_text_of_a_movement_with_id_may_change(self):
        self.import_files(camt053([entry("5.00", "a", reference="R1")], opening="0", closing="5"))
        again = self.import_files(camt053([entry("5.00", "other words", reference="R1")], opening="0", closing="5"))
        self.assertEqual(again.result_ids.status, "duplicate")

    def test_same_movement_in_two_accounts(self):
        other = self.env["account.journal"].create({"name": "Second", "type": "bank"})
        other.set_bank_account("BE68539007547034")
        rows = [entry("5.00", "a", reference="R1")]
        job = self.import_files(
            camt053(rows, opening="0", closing="5"),
            camt053(rows, opening="0", closing="5", iban="BE68539007547034"),
        )
        self.assertEqual(job.new_count, 2)


@tagged("post_install", "-at_install")
class TestOtherWays(DuplicateCase):
    """Lines that came by hand, by another importer, by RPC, or from another format of the same bank."""

    def test_lines_of_another_program_are_known_by_what_they_say(self):
        known = self.make_line(20, "Invoice 2026-0012", partner_name="Ocean Trading", account_number="BE68539007547034")
        rows = [entry("20.00", "Invoice 2026-0012", name="Ocean Trading", iban="BE68 5390 0754 7034")]
        content = camt053([*rows, entry("7.00", "new")], opening="100", closing="127")
        result = self.import_files(content).result_ids
        self.assertEqual((result.new_count, result.duplicate_count), (1, 1))
        self.assertEqual(known.statement_id, result.statement_id, "the bank's statement takes it")
        self.assertTrue(result.statement_id.is_complete)
        self.assertTrue(known.bank_import_key)
        self.assertEqual(self.import_files(content).result_ids.status, "duplicate")

    def test_statement_without_new_lines_is_put_on_those_that_are_there(self):
        lines = self.make_line(20, "Invoice 2026-0012") + self.make_line(-5, "bank charges")
        result = self.import_files(
            camt053([("20.00", "Invoice 2026-0012"), ("-5.00", "Bank charges")], opening="100")
        ).result_ids
        self.assertEqual((result.status, result.new_count, result.duplicate_count), ("imported", 0, 2))
        self.assertEqual(lines.statement_id, result.statement_id)
        self.assertEqual((result.statement_id.balance_start, result.statement_id.balance_end_real), (100, 115))
        self.assertTrue(result.statement_id.is_complete)

    def test_one_line_is_one_movement(self):
        self.make_line(4.5, "parking Utrecht")
        result = self.import_files(camt053([("4.50", "parking Utrecht")] * 3)).result_ids
        self.assertEqual((result.new_count, result.duplicate_count), (2, 1))

    def test_another_account_or_other_words_are_another_movement(self):
        self.make_line(20, "Invoice 2026-0012", account_number="NL44RABO0123456789")
        self.make_line(30, "something else entirely")
        rows = [entry("20.00", "Invoice 2026-0012", iban="BE68539007547034"), entry("30.00", "rent of March")]
        result = self.import_files(camt053(rows, opening="0", closing="50")).result_ids
        self.assertEqual(result.new_count, 2)
        self.assertIn("did not come from such a file", result.warnings)
        self.assertIn("03/10/2026 $ 30.00".replace("$ ", ""), result.warnings.replace("€", "").replace("\xa0", ""))

    def test_other_day_or_amount_is_another_movement(self):
        self.make_line(20, "Invoice 2026-0012", date="2026-03-09")
        self.make_line(21, "Invoice 2026-0012")
        self.assertEqual(self.import_files(camt053([("20.00", "Invoice 2026-0012")])).new_count, 1)

    def test_the_same_day_in_another_format(self):
        """As when MT940 and CAMT.053 of one day are both imported: other keys, the same movements."""
        rows = [
            entry("20.00", "Invoice 2026-0012", reference="A1", name="Ocean Trading"),
            entry("4.50", "parking Utrecht", reference="A2"),
            entry("4.50", "parking Utrecht", reference="A3"),
        ]
        content = camt053(rows, opening="0", closing="29")
        self.import_files(content)
        other = content.replace(b"A1", b"B1").replace(b"A2", b"B2").replace(b"A3", b"B3")
        self.assertEqual(self.keys_of(other) & set(self.lines().mapped("bank_import_key")), set())
        with patch.object(
            type(self.env["account.bank.statement.importer"]),
            "_parse",
            lambda importer, file, journal: ("mt940", registry.parse(file)),
        ):
            self.assertEqual(self.import_files(other).result_ids.status, "duplicate")
        self.assertEqual(len(self.lines()), 3)

    def keys_of(self, content):
        (parsed,) = registry.parse(content)
        movements = self.env["account.bank.import.keys"]._movements(parsed, self.bank, "camt053")
        return {movement.key for movement in movements}

    def test_same_format_with_other_ids_is_another_movement(self):
        content = camt053([entry("20.00", "rent of March", reference="A1")], opening="0", closing="20")
        self.import_files(content)
        again = self.import_files(content.replace(b"A1", b"B1").replace(b"<Id>S1", b"<Id>S2"))
        self.assertEqual(again.new_count, 1)

    def test_report_of_the_day_is_taken_over_by_the_statement(self):
        """Pending and booked during the day, then the statement: the booked lines move, nothing is doubled."""
        rows = [("20.00", "first payment"), ("30.00", "second payment")]
        report = camt053(rows[:1]).replace(b"BkToCstmrStmt", b"BkToCstmrAcctRpt").replace(b"Stmt>", b"Rpt>")
        report = report.replace(b"camt.053.001.02", b"camt.052.001.02").replace(b"BkToCstmrRpt", b"BkToCstmrAcctRpt")
        intraday = self.import_files(report).result_ids
        self.assertEqual(intraday.status, "imported", intraday.message)
        line, provisional = intraday.statement_ids.line_ids, intraday.statement_id
        self.assertTrue(provisional.import_provisional)
        result = self.import_files(camt053(rows, number="9")).result_ids
        self.assertEqual((result.new_count, result.duplicate_count), (1, 1))
        self.assertEqual(line.statement_id, result.statement_id)
        self.assertFalse(provisional.exists())
        self.assertTrue(result.statement_id.is_complete and result.statement_id.is_valid)
        self.assertEqual(self.import_files(report).result_ids.status, "duplicate")

    def test_id_of_another_importer(self):
        """OCA's importers keep "account number-journal-bank's id" in a field of their own."""
        keys = self.env["account.bank.import.keys"]
        (parsed,) = registry.parse(camt053([entry("20.00", "rent of March", reference="A1/77")], "0", "20"))
        row = dict.fromkeys(("reference", "end_to_end", "structured", "account", "name", "details"))
        row |= {"label": "rent of March", "other_id": "NL91ABNA0417164300-7-A1/77"}
        self.assertTrue(keys._is_same(parsed.transactions[0], {**row, "label": "quite other words"}))
        self.assertFalse(keys._is_same(parsed.transactions[0], {**row, "other_id": "NL91ABNA0417164300-7-A1/78"}))
        self.assertTrue(keys._is_same(parsed.transactions[0], {**row, "other_id": None}))

    def test_other_importers_lines_wake_the_matching(self):
        self.bank.match_mode = "propose"
        cron = self.env.ref("bank_reconcile_plus.ir_cron_match_new_lines")
        before = self.env["ir.cron.trigger"].sudo().search_count([("cron_id", "=", cron.id)])
        self.make_line(20, "Invoice 2026-0012")
        self.assertGreater(self.env["ir.cron.trigger"].sudo().search_count([("cron_id", "=", cron.id)]), before)
