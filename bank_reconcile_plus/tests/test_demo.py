"""The demo company: its files are what their script makes, and its books are what the October statement needs."""

import subprocess
import sys
import unittest
from decimal import Decimal

from stdnum.iso7064 import mod_97_10

from odoo.tests import BaseCase, TransactionCase, tagged

from ..formats import parse
from .demo import ADDON, DemoMixin, expected_statement

SCRIPT = ADDON.parent / "dev" / "make_demo"


@tagged("post_install", "-at_install")
class TestDemoFiles(BaseCase):
    def setUp(self):
        super().setUp()
        self.expected = expected_statement()
        (self.statement,) = parse((ADDON / "demo" / self.expected["statement"]).read_bytes())
        self.by_reference = {
            transaction.account_servicer_reference: transaction for transaction in self.statement.transactions
        }

    @unittest.skipUnless(SCRIPT.is_file(), "the addon is installed without its repository")
    def test_files_are_what_the_script_makes(self):
        result = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_statement_adds_up(self):
        statement = self.statement
        self.assertGreaterEqual(len(statement.transactions), 60)
        self.assertEqual(statement.account_number, self.expected["account"])
        self.assertEqual(statement.opening_balance, Decimal(self.expected["opening_balance"]))
        self.assertEqual(statement.closing_balance, Decimal(self.expected["closing_balance"]))
        total = sum((transaction.amount for transaction in statement.transactions), Decimal(0))
        self.assertEqual(statement.opening_balance + total, statement.closing_balance)
        self.assertFalse(statement.warnings)

    def test_account_numbers_have_right_checksums(self):
        checked = 0
        for transaction in self.statement.transactions:
            account = transaction.counterparty_account
            if account[:2].isalpha():
                self.assertTrue(mod_97_10.is_valid(account[4:] + account[:4]), account)
                checked += 1
        self.assertGreater(checked, 60)

    def test_every_line_has_one_expectation(self):
        references = [line["bank_reference"] for line in self.expected["lines"]]
        self.assertEqual(len(references), len(set(references)))
        self.assertEqual(set(references), set(self.by_reference))

    def test_expectations_add_up_to_their_lines(self):
        for line in self.expected["lines"]:
            with self.subTest(line["bank_reference"], kind=line["kind"]):
                amount = Decimal(line["amount"])
                self.assertEqual(amount, self.by_reference[line["bank_reference"]].amount)
                explained = sum((Decimal(settles["amount"]) for settles in line["settles"]), Decimal(0))
                if "write_off" in line:
                    explained += Decimal(line["write_off"]["amount"])
                if line["account"]:
                    self.assertFalse(line["settles"])
                    explained = amount
                self.assertEqual(explained + Decimal(line["left"]), amount)
                if line["automatic"] == "must":
                    self.assertEqual(Decimal(line["left"]), 0)

    def test_no_record_is_expected_twice(self):
        records = [settles["xmlid"] for line in self.expected["lines"] for settles in line["settles"]]
        self.assertEqual(len(records), len(set(records)))


@tagged("post_install", "-at_install")
class TestDemoCompany(DemoMixin, TransactionCase):
    def ledger_balance(self, account):
        domain = [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        return self.env["account.move.line"]._read_group(domain, [], ["balance:sum"])[0][0]

    def test_company_is_dutch_and_in_euros(self):
        self.assertEqual(self.company.currency_id.name, "EUR")
        self.assertEqual(self.company.account_fiscal_country_id.code, "NL")
        self.assertNotEqual(self.company, self.env.ref("base.main_company"))

    def test_administrator_lands_in_the_demo_company(self):
        administrator = self.env.ref("base.user_admin")
        self.assertEqual(administrator.company_id, self.company)
        self.assertIn(self.env.ref("base.main_company"), administrator.company_ids)

    def test_there_is_enough_to_reconcile(self):
        documents = self.env["account.move"].search(
            [("company_id", "=", self.company.id), ("move_type", "!=", "entry"), ("payment_state", "=", "not_paid")]
        )
        self.assertEqual(set(documents.mapped("state")), {"posted"})
        payments = self.env["account.payment"].search([("company_id", "=", self.company.id)])
        self.assertGreaterEqual(len(documents) + len(payments), 150)
        self.assertEqual(set(documents.mapped("move_type")), {"out_invoice", "out_refund", "in_invoice", "in_refund"})
        partners = self.env["res.partner"].search_count([("company_id", "=", self.company.id)])
        self.assertGreaterEqual(partners, 60)

    def test_registered_payments_wait_for_the_bank(self):
        payments = self.env["account.payment"].search([("company_id", "=", self.company.id)])
        self.assertTrue(all(payments.mapped("is_reconciled")), "their bills and invoices are settled")
        self.assertFalse(any(payments.mapped("is_matched")), "the bank has not shown them")
        outstanding = self.demo("account_outstanding_receipts") + self.demo("account_outstanding_payments")
        self.assertLessEqual(payments.outstanding_account_id, outstanding)

    def test_books_balance_and_agree_with_the_bank(self):
        domain = [("company_id", "=", self.company.id), ("parent_state", "=", "posted")]
        ((balance, debit),) = self.env["account.move.line"]._read_group(domain, [], ["balance:sum", "debit:sum"])
        self.assertTrue(self.company.currency_id.is_zero(balance))
        self.assertGreater(debit, 0)
        opening = float(self.expected["opening_balance"])
        self.assertAlmostEqual(self.ledger_balance(self.bank.default_account_id), opening, places=2)
        self.assertAlmostEqual(self.ledger_balance(self.bank.suspense_account_id), 0, places=2)
        statements = self.env["account.bank.statement"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(statements), 3)
        self.assertTrue(all(statement.is_complete and statement.is_valid for statement in statements))
        self.assertAlmostEqual(self.demo("statement_2026_09").balance_end_real, opening, places=2)
        self.assertTrue(all(statements.line_ids.mapped("is_reconciled")))

    def test_statement_is_for_the_current_account(self):
        self.assertEqual(self.bank.bank_account_id.sanitized_acc_number, self.expected["account"])

    def test_what_a_line_settles_is_open_with_that_amount(self):
        for line in self.expected["lines"]:
            for settles in line["settles"]:
                with self.subTest(line["bank_reference"], kind=line["kind"], settles=settles["number"]):
                    item = self.open_item(settles["xmlid"])
                    self.assertEqual(len(item), 1)
                    self.assertFalse(item.reconciled)
                    residual = Decimal(f"{item.amount_residual_currency:.2f}")
                    amount = Decimal(settles["item_amount"])
                    if line["kind"] == "partial":
                        self.assertTrue(0 < amount < residual)
                    else:
                        self.assertEqual(amount, residual)

    def test_a_twin_could_pay_several_documents(self):
        twins = [line for line in self.expected["lines"] if line["kind"] == "twin"]
        self.assertTrue(twins)
        for line in twins:
            items = [self.open_item(document["xmlid"]) for document in line["one_of"]]
            self.assertGreater(len(items), 1)
            self.assertEqual({f"{item.amount_residual:.2f}" for item in items}, {line["amount"]})

    def test_discounts_are_open_when_they_are_taken(self):
        for line in self.expected["lines"]:
            if line["kind"] == "early_discount":
                item = self.open_item(line["settles"][0]["xmlid"])
                self.assertEqual(f"{item.discount_amount_currency:.2f}", line["amount"])
                self.assertGreaterEqual(str(item.discount_date), line["date"])
            elif line["kind"] == "late_discount":
                item = self.open_item(line["one_of"][0]["xmlid"])
                self.assertEqual(f"{item.discount_amount_currency:.2f}", line["amount"])
                self.assertLess(str(item.discount_date), line["date"])

    def test_dollar_bill_has_the_rate_of_its_month(self):
        (line,) = [line for line in self.expected["lines"] if line["kind"] == "foreign_currency"]
        item = self.open_item(line["settles"][0]["xmlid"])
        self.assertEqual(item.currency_id.name, "USD")
        self.assertAlmostEqual(item.amount_residual_currency, -4860.00, places=2)
        self.assertAlmostEqual(item.amount_residual, round(-4860.00 / 1.1712, 2), places=2)

    def test_mapped_texts_have_their_mapping(self):
        (statement,) = parse(self.content)
        texts = {
            transaction.account_servicer_reference: " ".join(
                (transaction.counterparty_name, *transaction.remittance_lines, transaction.additional_info)
            )
            for transaction in statement.transactions
        }
        mappings = self.env["account.reconcile.model"].search(
            [("company_id", "=", self.company.id), ("match_label", "=", "contains")]
        )
        for line in self.expected["lines"]:
            found = mappings.filtered(
                lambda mapping, text=texts[line["bank_reference"]]: mapping.match_label_param in text
            )
            if line["kind"] == "text_mapping":
                self.assertEqual(found.line_ids.account_id.mapped("code"), [line["account"]])
            elif line["kind"] == "partner_mapping":
                item = self.open_item(line["settles"][0]["xmlid"])
                self.assertEqual(found.mapped_partner_id, item.partner_id)
            else:
                self.assertFalse(found)

    def test_paper_statement_of_the_second_bank_can_be_posted(self):
        worksheet = self.demo("worksheet")
        worksheet.set_cleared_checks("1001203")
        shown = self.demo("receipt_paris_1") | self.demo("receipt_paris_2")
        outstanding = self.demo("account_outstanding_receipts")
        worksheet.set_cleared(shown.move_id.line_ids.filtered(lambda item: item.account_id == outstanding).ids)
        self.env["account.bank.worksheet.adjustment"].create(
            {
                "worksheet_id": worksheet.id,
                "name": "Frais de tenue de compte",
                "account_id": self.demo("account_bank_charges").id,
                "amount": -9.80,
                "date": worksheet.date,
            }
        )
        self.assertAlmostEqual(worksheet.difference, 0, places=2)
        worksheet.action_post()
        self.assertEqual(worksheet.state, "posted")
        rows = worksheet._figures()
        left = [row["check"] for row in rows["checks"] if row["check"] and not row["cleared"]]
        self.assertEqual(left, ["1000871", "1001204"])
        self.assertEqual(rows["totals"]["outstanding_deposits_count"], 4, "three checks of customers, and a transfer")

    def test_checks_deposit_and_transfer_wait(self):
        self.assertEqual(self.demo("check_1000871").check_state, "stale")
        self.assertEqual(self.demo("check_1001204").check_number, "1001204")
        deposit, transfer = self.demo("deposit"), self.demo("transfer_out")
        self.assertEqual((deposit.state, deposit.line_count, deposit.difference), ("draft", 3, 0))
        deposit.action_post()
        self.assertEqual((deposit.state, deposit.bank_state), ("posted", "open"))
        self.assertEqual(transfer.bank_transfer_state, "waiting")
        self.assertEqual(transfer.bank_transfer_to_id, self.demo("journal_paris"))
        self.assertTrue(transfer.is_reconciled)

    def test_bills_are_ready_to_be_paid_by_a_file(self):
        names = ("bill_2026_10_0004", "bill_2026_10_0005", "bill_2026_10_0009")
        bills = self.env["account.move"].union(*(self.demo(name) for name in names))
        wizard = self.env["account.bank.pay.bills.wizard"].browse(bills.action_pay_in_batch()["res_id"])
        self.assertEqual(wizard.journal_id, self.bank)
        batch = self.env["account.bank.batch"].browse(wizard.action_pay()["res_id"])
        self.assertEqual(batch.line_count, 3)
        errors = [problem["text"] for problem in batch.payment_file_problems() if problem["level"] == "error"]
        self.assertFalse(errors)

    def test_numbering_has_no_holes(self):
        holes = self.env["account.move"].search(
            [("company_id", "=", self.company.id), ("made_sequence_gap", "=", True)]
        )
        self.assertFalse(holes.mapped("name"))
