import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .camt import IBAN, camt053, entry
from .common import BankReconcileCase


class ImportCase(BankReconcileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.currency_id = cls.env.ref("base.EUR")
        cls.bank.bank_account_id = cls.env["res.partner.bank"].create(
            {"acc_number": IBAN, "partner_id": cls.env.company.partner_id.id}
        )

    @classmethod
    def setup_independent_company(cls, **kwargs):
        return super().setup_independent_company(currency_id=cls.quick_ref("base.EUR").id, **kwargs)

    def import_files(self, *contents, journal=None, user=None):
        """:return: the import of these files"""
        env = self.env(user=user) if user else self.env
        attachments = env["ir.attachment"].create(
            [
                {"name": f"file{index}.xml", "datas": base64.b64encode(content)}
                for index, content in enumerate(contents, start=1)
            ]
        )
        wizard = env["account.bank.import.wizard"].create(
            {"attachment_ids": [(6, 0, attachments.ids)], "journal_id": journal and journal.id}
        )
        wizard.action_import()
        return wizard.import_id


@tagged("post_install", "-at_install")
class TestImport(ImportCase):
    """Files in, statements out: nothing lost, nothing doubled."""

    def test_statement_lines_and_balances(self):
        wizard = self.import_files(camt053([("200.00", "INV/2026/00012"), ("-50.00", "rent")]))
        statement = wizard.result_ids.statement_id
        self.assertEqual(wizard.result_ids.status, "imported")
        self.assertEqual((statement.balance_start, statement.balance_end_real), (100, 250))
        self.assertTrue(statement.is_complete)
        self.assertEqual(statement.journal_id, self.bank)
        self.assertEqual(statement.line_ids.sorted("internal_index").mapped("amount"), [200, -50])
        self.assertEqual(len(statement.attachment_ids), 1)

    def test_every_field_of_the_file_is_kept(self):
        wizard = self.import_files(
            camt053(
                [
                    entry(
                        "75.10",
                        "first part",
                        reference="BANK77",
                        name="Ocean Trading",
                        iban="BE68539007547034",
                        end_to_end="E2E-9",
                        structured="RF18539007547034",
                    )
                ],
                closing="175.10",
            )
        )
        line = wizard.result_ids.statement_id.line_ids
        self.assertRecordValues(
            line,
            [
                {
                    "amount": 75.1,
                    "payment_ref": "first part",
                    "partner_name": "Ocean Trading",
                    "account_number": "BE68539007547034",
                    "bank_end_to_end_id": "E2E-9",
                    "bank_structured_reference": "RF18539007547034",
                    "bank_entry_reference": "BANK77",
                    "bank_value_date": self.day("2026-03-10"),
                }
            ],
        )

    def test_what_has_no_field_of_its_own_is_listed(self):
        remittance = "<RmtInf><Ustrd>first part</Ustrd></RmtInf>"
        entries = [entry("75.10", "first part").replace(remittance, remittance + "<AddtlTxInf>counter 7</AddtlTxInf>")]
        line = self.import_files(camt053(entries, closing="175.10")).result_ids.statement_id.line_ids
        self.assertIn("counter 7", line.bank_file_fields)
        self.assertIn("first part", line.bank_file_fields)

    def test_same_file_twice_adds_nothing_and_says_so(self):
        content = camt053([("200.00", "a"), ("-50.00", "b")])
        self.import_files(content)
        again = self.import_files(content)
        self.assertEqual(again.result_ids.status, "duplicate")
        self.assertEqual((again.new_count, again.duplicate_count), (0, 2))
        self.assertIn("there already: 2", again.result_ids.message)
        self.assertEqual(self.env["account.bank.statement.line"].search_count([("journal_id", "=", self.bank.id)]), 2)

    def test_overlapping_files_add_only_the_new_lines(self):
        first = [("200.00", "a"), ("-50.00", "b")]
        self.import_files(camt053(first))
        wizard = self.import_files(camt053([*first, ("30.00", "c")], number="2"))
        self.assertEqual((wizard.new_count, wizard.duplicate_count), (1, 2))
        statement = wizard.result_ids.statement_id
        self.assertEqual((statement.balance_start, statement.balance_end_real), (250, 280))
        self.assertTrue(statement.is_valid and statement.is_complete)

    def test_equal_real_rows_are_kept(self):
        wizard = self.import_files(camt053([("4.50", "parking"), ("4.50", "parking")]))
        self.assertEqual(wizard.new_count, 2)
        again = self.import_files(camt053([("4.50", "parking")] * 3, number="2"))
        self.assertEqual((again.new_count, again.duplicate_count), (1, 2))

    def test_broken_file_does_not_stop_the_others(self):
        wizard = self.import_files(b"<Document><Bk", camt053([("1.00", "x")]), b"hello")
        self.assertEqual(wizard.result_ids.mapped("status"), ["refused", "imported", "refused"])
        self.assertEqual(wizard.refused_count, 2)
        for result in wizard.result_ids.filtered(lambda result: result.status == "refused"):
            self.assertTrue(result.message.endswith("."), result.message)
            self.assertNotIn("Traceback", result.message)

    def test_account_of_another_bank(self):
        wizard = self.import_files(camt053([("1.00", "x")], iban="BE68539007547034"), journal=self.bank)
        self.assertEqual(wizard.result_ids.status, "choose")
        self.assertIn("BE68539007547034", wizard.result_ids.message)
        self.assertIn(self.bank.display_name, wizard.result_ids.message)

    def test_unknown_account(self):
        wizard = self.import_files(camt053([("1.00", "x")], iban="BE68539007547034"))
        self.assertIn("No bank has account BE68539007547034", wizard.result_ids.message)

    def test_wrong_currency(self):
        wizard = self.import_files(camt053([("1.00", "x")], currency="USD"))
        self.assertEqual(wizard.result_ids.status, "choose")
        self.assertIn("USD", wizard.result_ids.message)

    def test_gap_to_the_statement_before_is_named(self):
        self.import_files(camt053([("200.00", "a")]))
        wizard = self.import_files(
            camt053([entry("5.00", "z", day="2026-03-20")], opening="999.00", closing="1004.00", number="2")
        )
        self.assertEqual(wizard.result_ids.status, "imported")
        self.assertIn("999.00", wizard.result_ids.warnings)
        self.assertIn("999.00", wizard.result_ids.statement_id.import_warnings)

    def test_dropped_on_the_banks_card(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "a.xml", "datas": base64.b64encode(camt053([("1.00", "x")]))}
        )
        card = self.env["account.journal"].with_context(default_journal_id=self.bank.id, default_move_type="entry")
        action = card.create_document_from_attachment(attachment.ids)
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.new_count, 1)

    def test_no_file(self):
        wizard = self.env["account.bank.import.wizard"].create({})
        with self.assertRaisesRegex(UserError, "at least one file"):
            wizard.action_import()


@tagged("post_install", "-at_install")
class TestAccess(ImportCase):
    """Who may do what, and what another company sees."""

    def test_invoicing_user_cannot_import_match_or_post(self):
        line = self.make_line(10)
        match = self.make_match(line, account_id=self.expense.id)
        clerk = new_test_user(self.env, "clerk", groups="account.group_account_invoice", company_id=self.env.company.id)
        with self.assertRaises(AccessError):
            self.env["account.bank.import"].with_user(clerk)._start(self.env["ir.attachment"], self.bank)
        with self.assertRaises(AccessError):
            line.with_user(clerk).action_post_matches()
        with self.assertRaises(AccessError):
            match.with_user(clerk).action_accept()
        with self.assertRaises(AccessError):
            self.matcher.with_user(clerk)._match(line.with_user(clerk))

    def test_reconcile_user_posts_but_does_not_set_rules(self):
        user = new_test_user(
            self.env,
            "bookkeeper",
            groups="bank_reconcile_plus.group_bank_reconcile_user",
            company_id=self.env.company.id,
        )
        line = self.make_line(10)
        self.make_match(line, account_id=self.expense.id)
        line.with_user(user).action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        with self.assertRaises(AccessError):
            self.env["account.bank.match.rule"].with_user(user).action_restore_defaults()

    def test_another_company_sees_nothing(self):
        line = self.make_line(10)
        match = self.make_match(line, account_id=self.expense.id)
        run = self.matcher._match(self.make_line(11))
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="bank_reconcile_plus.group_bank_reconcile_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self.env["account.bank.match"].with_user(stranger).search([("id", "=", match.id)]))
        self.assertFalse(self.env["account.bank.match.run"].with_user(stranger).search([("id", "=", run.id)]))
        with self.assertRaises(AccessError):
            line.with_user(stranger).action_post_matches()
        with self.assertRaises(AccessError):
            match.with_user(stranger).action_remove()
