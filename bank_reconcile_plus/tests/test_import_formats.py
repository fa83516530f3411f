from odoo.tests import tagged

from .formats_common import DATA
from .test_import import ImportCase

BELGIAN, FRENCH, SPANISH = "BE68 5390 0754 7034", "FR7630004005500001234567840", "ES7000491500010512345678"


@tagged("post_install", "-at_install")
class TestImportFormats(ImportCase):
    """Statements of each country's format arrive on the bank whose IBAN their national number stands for."""

    def imported(self, sample, number=None, journal=None):
        """:return: the lines of the first statement of a sample, imported on a bank with that number"""
        self.bank.bank_account_id.acc_number = number or self.bank.bank_account_id.acc_number
        result = self.import_files((DATA / sample).read_bytes(), journal=journal).result_ids[:1]
        self.assertEqual(result.status, "imported", result.message)
        self.assertEqual(result.statement_id.journal_id, self.bank)
        return result.statement_id

    def test_coda(self):
        statement = self.imported("coda/v2_everyday.cod", BELGIAN)
        self.assertEqual((statement.balance_start, statement.balance_end_real), (1000, 718.61))
        self.assertTrue(statement.is_complete)
        lines = statement.line_ids.sorted("internal_index")
        self.assertEqual(lines[0].bank_structured_reference, "090933755493")
        self.assertEqual(lines[0].partner_name, "JANSSENS & ZONEN BVBA MET EEN LANGE NAAM")
        self.assertEqual(lines[0].account_number, "BE43068999999501")
        self.assertEqual(lines[3].bank_mandate, "MANDATE-2026-0001")
        self.assertTrue(lines[3].bank_is_direct_debit)
        self.assertEqual(lines[5].bank_check_number, "000001234567")

    def test_coda_batch(self):
        self.imported("coda/v2_batches.cod", "NL91ABNA0417164300")
        result = self.import_files((DATA / "coda/v2_batches.cod").read_bytes()).result_ids
        self.assertEqual(result.status, "duplicate")

    def test_cfonb120(self):
        statement = self.imported("cfonb120/everyday.txt", FRENCH)
        self.assertEqual((statement.balance_start, statement.balance_end_real), (1234.56, 1278.97))
        line = statement.line_ids.sorted("internal_index")[0]
        self.assertEqual((line.partner_name, line.bank_end_to_end_id), ("CLIENT SARL", "E2E-CLIENT-77"))
        self.assertIn("FAC/2026/00012", line.payment_ref)

    def test_aeb43(self):
        statement = self.imported("aeb43/everyday.n43", SPANISH)
        self.assertEqual((statement.balance_start, statement.balance_end_real), (1000, 1054.3))
        self.assertIn("FACTURA 2026/12", statement.line_ids.sorted("internal_index")[0].payment_ref)

    def test_ofx(self):
        self.bank.currency_id = self.env.ref("base.USD")
        self.bank.currency_id.active = True
        statement = self.imported("ofx/v1_bank.ofx", "1234567890")
        self.assertEqual(statement.balance_end_real, 2345.67)
        lines = statement.line_ids.sorted("internal_index")
        self.assertEqual(lines[0].partner_name, "Café Zürich & Sons")
        self.assertEqual((lines[1].bank_check_number, lines[1].amount), ("1001", -300))

    def test_ofx_without_an_account_number(self):
        content = (DATA / "ofx/odd_but_readable.ofx").read_bytes()
        refused = self.import_files(content.replace(b"<acctid> 12 34", b""), journal=self.bank).result_ids
        self.assertEqual(refused.status, "refused")
        self.assertIn("BANKACCTFROM/ACCTID is missing", refused.message)
        lines = self.imported("ofx/odd_but_readable.ofx", "1234").line_ids
        self.assertEqual(sorted(lines.mapped("amount")), [-10, 1234567.8])

    def test_mt940(self):
        statement = self.imported("mt940/german_banks.sta", "DE89370400440532013000")
        self.assertEqual((statement.balance_start, statement.balance_end_real), (10000, 10935.75))
        self.assertTrue(statement.is_complete)
        lines = statement.line_ids.sorted("internal_index")
        self.assertEqual(
            (lines[0].partner_name, lines[0].bank_end_to_end_id),
            ("Bäckerei Süß & Söhne Gesellschaft mbH", "RE-2026-0042"),
        )
        self.assertEqual(lines[0].account_number, "DE02120300000000202051")
        self.assertEqual((lines[1].bank_mandate, lines[1].bank_is_direct_debit), ("MANDAT-12", True))
        self.assertEqual(lines[5].bank_check_number, "704711")

    def test_bai2(self):
        self.bank.currency_id = self.env.ref("base.USD")
        self.bank.currency_id.active = True
        statement = self.imported("bai2/everyday.bai", "0123456789")
        self.assertEqual((statement.balance_start, statement.balance_end_real), (10000, 12345.65))
        self.assertIn("12/2026, part one", statement.line_ids.sorted("internal_index")[0].payment_ref)

    def test_qif_is_of_the_bank_a_person_says(self):
        """A QIF file has a program's name for the account: not the bank's number, but remembered beside it."""
        content = (DATA / "qif/odd_but_readable.qif").read_bytes()
        number = self.bank.bank_account_id.acc_number
        result = self.import_files(content).result_ids
        self.assertEqual(result.status, "choose")
        result.chosen_journal_id = self.bank
        result.action_use_bank()
        self.assertEqual(result.status, "imported", result.message)
        self.assertEqual(sorted(result.statement_id.line_ids.mapped("amount")), [-12, 1250.5])
        self.assertEqual(self.bank.bank_account_id.acc_number, number)
        again = content.replace(b"D05", b"D06")
        self.assertEqual(self.import_files(again).result_ids.statement_id.journal_id, self.bank)
