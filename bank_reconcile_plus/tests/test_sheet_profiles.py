import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .test_import import ImportCase

AMBIGUOUS = b"Date,Description,Amount,Balance\n03/04/2026,Rent,-10.00,90.00\n05/04/2026,Sale,30.00,120.00\n"
CLEAR = "Datum;Verwendungszweck;Betrag;Saldo\n28.02.2026;Miete März;-1.234,50;8.765,50\n".encode()
STRANGE = b"Wann;Wieviel;Wozu\n28.02.2026;-10,00;Miete\n"


@tagged("post_install", "-at_install")
class TestSheetProfiles(ImportCase):
    """Tables are read by what their columns are called, or by what a person said of them once."""

    def import_sheet(self, content, journal=None, name="statement.csv"):
        attachment = self.env["ir.attachment"].create({"name": name, "raw": content})
        return self.env["account.bank.import"]._start(attachment, journal or self.bank).result_ids

    def assistant(self, content, name="statement.csv", **values):
        values = {"journal_ids": [(6, 0, self.bank.ids)], **values}
        wizard = self.env["account.bank.sheet.wizard"].create(
            {"file": base64.b64encode(content), "file_name": name, **values}
        )
        wizard.action_read()
        return wizard

    def role(self, wizard, name):
        return wizard.column_ids.filtered(lambda column: column.name == name).role

    def test_clear_table_needs_no_profile(self):
        result = self.import_sheet(CLEAR)
        self.assertEqual(result.status, "imported", result.message)
        self.assertRecordValues(
            result.statement_ids.line_ids,
            [{"date": self.day("2026-02-28"), "amount": -1234.5, "payment_ref": "Miete März"}],
        )
        self.assertEqual(result.statement_ids.balance_start, 10000)
        self.assertEqual(result.statement_ids.balance_end_real, 8765.5)

    def test_doubtful_table_leads_to_the_assistant_and_is_imported_from_there(self):
        result = self.import_sheet(AMBIGUOUS)
        self.assertEqual(result.status, "refused")
        self.assertTrue(result.needs_sheet)
        action = result.action_describe_sheet()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertFalse(wizard.date_order)
        self.assertIn("03/04/2026", wizard.question)
        wizard.date_order = "mdy"
        self.assertFalse(wizard.question)
        wizard.action_import()
        self.assertEqual(result.status, "imported", result.message)
        dates = result.statement_ids.line_ids.sorted("date").mapped("date")
        self.assertEqual(dates, [self.day("2026-03-04"), self.day("2026-05-04")])
        profile = wizard.profile_id
        self.assertEqual((profile.journal_ids, profile.column_amount), (self.bank, "Amount"))
        # The next file of this bank is read without asking.
        again = self.import_sheet(AMBIGUOUS.replace(b"Rent", b"Fee").replace(b"Sale", b"Gift"))
        self.assertEqual(again.status, "imported", again.message)

    def test_bank_chosen_in_the_assistant_is_the_bank_of_the_file(self):
        attachment = self.env["ir.attachment"].create({"name": "a.csv", "raw": AMBIGUOUS})
        result = self.env["account.bank.import"]._start(attachment).result_ids
        wizard = self.env["account.bank.sheet.wizard"].browse(result.action_describe_sheet()["res_id"])
        wizard.write({"date_order": "dmy", "journal_ids": False})
        with self.assertRaisesRegex(UserError, "Choose the banks"):
            wizard.action_import()
        wizard.journal_ids = self.bank
        wizard.action_import()
        self.assertEqual((result.status, result.journal_id), ("imported", self.bank), result.message)

    def test_profile_of_another_bank_is_not_taken(self):
        other = self.bank.copy({"name": "Other", "code": "OTH"})
        wizard = self.assistant(AMBIGUOUS, journal_ids=[(6, 0, other.ids)], date_order="dmy")
        wizard.write({"date_order": "mdy"})
        wizard.action_save()
        self.assertEqual(self.import_sheet(AMBIGUOUS).status, "refused")
        self.assertEqual(self.import_sheet(AMBIGUOUS, journal=other).status, "imported")

    def test_columns_with_names_nobody_knows(self):
        wizard = self.assistant(STRANGE)
        for name, role in (("Wann", "date"), ("Wieviel", "amount"), ("Wozu", "text")):
            wizard.column_ids.filtered(lambda column, name=name: column.name == name).role = role
        self.assertIn("Movements: 1,", wizard.summary)
        self.assertIn("-10.00", wizard.preview_html)
        wizard.journal_ids = self.bank
        wizard.action_save()
        result = self.import_sheet(STRANGE)
        self.assertEqual((result.status, result.statement_ids.line_ids.amount), ("imported", -10.0), result.message)

    def test_assistant_shows_both_ways_and_checks_the_balance(self):
        wizard = self.assistant(CLEAR + b"01.03.2026;Gehalt;100,00;8.000,00\n")
        self.assertEqual((self.role(wizard, "Datum"), self.role(wizard, "Saldo")), ("date", "balance"))
        self.assertEqual((wizard.date_order, wizard.decimal_mark, wizard.separator), ("dmy", ",", ";"))
        self.assertIn("28.02.2026 | Miete März | -1.234,50 | 8.765,50", wizard.preview_html)
        self.assertIn("-1,234.50", wizard.preview_html)
        self.assertIn("8,865.50", wizard.preview_html)
        self.assertIn("Rows that do not lead to their balance: 1", wizard.summary)

    def test_row_that_cannot_be_read_is_named(self):
        wizard = self.assistant(CLEAR + b"30.02.2026;Geist;1,00;8.766,50\n")
        self.assertFalse(wizard.is_readable)
        self.assertIn("Line 3", wizard.problem)
        self.assertIn("30.02.2026", wizard.problem)
        with self.assertRaisesRegex(UserError, "Line 3"):
            wizard.action_import()

    def test_choosing_on_the_form_changes_what_is_shown(self):
        wizard = self.assistant(AMBIGUOUS)
        with Form(wizard) as form:
            form.date_order = "dmy"
            self.assertIn("3 Apr 2026", form.preview_html)
            form.date_order = "mdy"
            self.assertIn("4 Mar 2026", form.preview_html)
            with form.column_ids.edit(2) as column:
                column.role = False
            self.assertIn("Choose the column of the amount", form.problem)
            with form.column_ids.edit(2) as column:
                column.role = "amount"
            self.assertFalse(form.problem)

    def test_profile_goes_to_a_file_and_back(self):
        wizard = self.assistant(CLEAR, journal_ids=[(6, 0, self.bank.ids)])
        wizard.action_save()
        profile = wizard.profile_id
        content = base64.b64decode(profile.profile_file)
        self.assertEqual(json.loads(content)["date"], "Datum")
        importer = self.env["account.bank.sheet.profile.import.wizard"].create({"file": base64.b64encode(content)})
        copied = self.env["account.bank.sheet.profile"].browse(importer.action_import()["res_id"])
        self.assertNotEqual(copied, profile)
        self.assertEqual(copied._sheet_profile(), profile._sheet_profile())
        self.assertIn("/profile_file/", profile.action_export()["url"])
        importer.file = base64.b64encode(b'{"amount": 7}')
        with self.assertRaisesRegex(UserError, "amount"):
            importer.action_import()

    def test_correcting_a_profile_with_a_file(self):
        wizard = self.assistant(AMBIGUOUS)
        wizard.date_order = "dmy"
        wizard.action_save()
        action = wizard.profile_id.action_try()
        again = self.env["account.bank.sheet.wizard"].browse(action["res_id"])
        again.write({"file": base64.b64encode(AMBIGUOUS), "file_name": "a.csv"})
        again.action_read()
        self.assertEqual((again.date_order, self.role(again, "Balance")), ("dmy", "balance"))
        again.date_order = "mdy"
        again.action_save()
        self.assertEqual(wizard.profile_id.date_order, "mdy")

    def test_ready_profile_to_start_from(self):
        header = b"Date,Description,Amount,Running Bal.\n"
        wizard = self.assistant(header + b"03/04/2026,Rent,-10.00,90.00\n", ready_profile="Bank of America")
        self.assertEqual((wizard.date_order, wizard.currency_name), ("mdy", "USD"))
        self.assertEqual(self.role(wizard, "Running Bal."), "balance")

    def test_text_of_others_is_no_formula_when_it_is_exported(self):
        texts = ("=HYPERLINK(A1)", "+1+1", "@SUM(1)", "-2+3", "plain = text")
        rows = "".join(f'2026-01-15,"{text}",-1.00\n' for text in texts)
        result = self.import_sheet(f"Date,Text,Amount\n{rows}".encode())
        lines = result.statement_ids.line_ids.sorted("internal_index")
        self.assertEqual(lines.mapped("payment_ref"), list(texts))
        exported = lines.export_data(["payment_ref", "amount"])["datas"]
        self.assertEqual([text for text, _amount in exported], [f"'{text}" for text in texts[:4]] + [texts[4]])
        self.assertEqual({amount for _text, amount in exported}, {-1.0})

    def test_pdf_says_what_to_ask_for(self):
        result = self.import_sheet(b"%PDF-1.7\n1 0 obj", name="statement.pdf")
        self.assertEqual(result.status, "refused")
        self.assertIn("CAMT.053", result.message)
        self.assertFalse(result.needs_sheet)

    def test_who_may(self):
        profile = self.env["account.bank.sheet.profile"].create({"name": "p", "column_date": "D", "column_amount": "A"})
        clerk = new_test_user(self.env, "sheet_clerk", groups="account.group_account_invoice")
        with self.assertRaises(AccessError):
            profile.with_user(clerk).name = "mine"
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "sheet_stranger",
            groups="bank_reconcile_plus.group_bank_reconcile_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self.env["account.bank.sheet.profile"].with_user(stranger).search([]))
