"""Which bank a statement is of: by its account number, by a person's choice, or a new one."""

from odoo.exceptions import UserError
from odoo.tests import BaseCase, new_test_user, tagged

from ..formats.account_numbers import bare, is_iban, same_account, similar_account
from .camt import IBAN, camt053
from .test_import import ImportCase

OTHER = "BE68539007547034"


@tagged("post_install", "-at_install")
class TestAccountNumbers(BaseCase):
    """One account, however it is written."""

    def test_same(self):
        for one, two in (
            (IBAN, "nl91 abna 0417 1643 00"),
            (IBAN, "0417164300"),
            (IBAN, "417164300"),
            (IBAN, "NL91ABNA0417164300EUR"),
            ("00123456", "123456"),
            ("DE89370400440532013000", "37040044/0532013000"),
            ("DE89370400440532013000", "37040044/532013000"),
            ("DE89370400440532013000", "532013000"),
            ("DE89370400440532013000", "COBADEFFXXX/DE89370400440532013000"),
            ("NL44RABO0129199348", "1291.99.348EUR"),
            ("NL15TRIO0390123456", "TRIODOSBANK/0390123456"),
            ("123456789150", "UBRTHUHB/123456789150/HUF"),
            ("DE00512106009223382012", "51210600/9223382012EUR"),
            ("GB29NWBK60161331926819", "60-16-13 31926819"),
            ("ES9121000418450200051332", "210004180200051332"),
            ("ES9121000418450200051332", "2100 0418 45 0200051332"),
            ("FR1420041010050500013M02606", "20041 01005 0500013M026"),
            ("IT60X0542811101000000123456", "05428 11101 000000123456"),
            ("BE68539007547034", "539-0075470-34"),
        ):
            with self.subTest(one=one, two=two):
                self.assertTrue(same_account(one, two))
                self.assertTrue(same_account(two, one))

    def test_not_the_same(self):
        for one, two in (
            (IBAN, "NL44RABO0123456789"),
            (IBAN, "4300"),
            ("123456", "9123456"),
            ("", ""),
            ("", IBAN),
            ("0000000000", IBAN),
            ("DE89370400440532013000", "37040044/532013001"),
            ("DE89370400440532013000", "1/2"),
        ):
            with self.subTest(one=one, two=two):
                self.assertFalse(same_account(one, two))
                self.assertFalse(same_account(two, one))

    def test_similar(self):
        self.assertTrue(similar_account(IBAN, "NL91ABNA0417164301"))
        self.assertTrue(similar_account("XXXXXXXXXXXX1234", "4000001234561234"))
        self.assertFalse(similar_account(IBAN, OTHER))
        self.assertFalse(similar_account("", OTHER))

    def test_odd_input(self):
        self.assertEqual(bare(None), "")
        for text in ("*" * 50, "٣٤٥٦", "NL" + "9" * 500, "\x00", "//", "A/B/C"):
            self.assertFalse(same_account(text, IBAN))
            self.assertFalse(is_iban(text))


@tagged("post_install", "-at_install")
class TestBanks(ImportCase):
    """The right bank is found, or a person says which one it is and nothing is uploaded again."""

    def set_number(self, number):
        self.bank.bank_account_id = self.env["res.partner.bank"].create(
            {"acc_number": number, "partner_id": self.env.company.partner_id.id}
        )

    def make_bank(self, name, number="", currency=None):
        bank = self.env["account.journal"].create(
            {"name": name, "type": "bank", "currency_id": currency.id if currency else False}
        )
        if number:
            bank.set_bank_account(number)
        return bank

    def unknown(self, **values):
        return self.import_files(camt053([("1.00", "x")], iban=OTHER, **values)).result_ids

    def test_number_without_country_and_zeros(self):
        self.set_number("417164300")
        self.assertEqual(self.import_files(camt053([("1.00", "x")])).result_ids.journal_id, self.bank)

    def test_other_number_of_the_bank(self):
        self.bank.import_account_numbers = f"4711; {OTHER}"
        self.assertEqual(self.unknown().journal_id, self.bank)

    def test_several_accounts_in_a_file(self):
        second = self.make_bank("Second", OTHER)
        one, two = camt053([("1.00", "x")]), camt053([("2.00", "y")], iban=OTHER, number="2")
        statement = two[two.index(b"<Stmt>") : two.index(b"</Stmt>") + 7]
        job = self.import_files(one.replace(b"</Stmt>", b"</Stmt>" + statement))
        self.assertEqual(job.result_ids.mapped("status"), ["imported", "imported"])
        self.assertEqual(job.result_ids.journal_id, self.bank | second)

    def test_one_unknown_account_in_a_file_stops_only_itself(self):
        one, two = camt053([("1.00", "x")]), camt053([("2.00", "y")], iban=OTHER, number="2")
        statement = two[two.index(b"<Stmt>") : two.index(b"</Stmt>") + 7]
        job = self.import_files(one.replace(b"</Stmt>", b"</Stmt>" + statement))
        self.assertEqual(job.result_ids.mapped("status"), ["imported", "choose"])
        self.assertEqual((job.new_count, job.undecided_count), (1, 1))

    def test_banks_that_could_be_meant_likeliest_first(self):
        finder = self.env["account.bank.import.finder"]
        self.make_bank("Dollars", currency=self.env.ref("base.USD"))
        blank = self.make_bank("No number yet")
        like = self.make_bank("A digit off", "BE68539007547035")
        groups = finder._candidates(OTHER, "EUR")
        self.assertEqual(groups[0], like)
        self.assertIn(blank, groups[1])
        self.assertIn(self.bank, groups[2])
        self.assertEqual(self.unknown().chosen_journal_id, like, "the likeliest is filled in")
        self.assertFalse(finder._guess(finder._candidates("", "EUR")), "no guess among several")

    def test_choosing_imports_and_is_remembered(self):
        blank = self.make_bank("No number yet")
        result = self.unknown()
        self.assertEqual(result.status, "choose")
        self.assertIn(f"No bank has account {OTHER}", result.message)
        self.assertIn(blank, result.candidate_journal_ids)
        result.chosen_journal_id = blank
        result.action_use_bank()
        self.assertEqual((result.status, result.journal_id, result.new_count), ("imported", blank, 1))
        self.assertEqual(bare(blank.bank_account_id.acc_number), OTHER)
        self.assertEqual(self.unknown().status, "duplicate", "found by its number from now on")

    def test_choosing_a_bank_with_another_number_adds_this_one(self):
        result = self.unknown()
        result.chosen_journal_id = self.bank
        result.action_use_bank()
        self.assertEqual(result.status, "imported")
        self.assertEqual(self.bank.import_account_numbers, OTHER)
        self.assertEqual(bare(self.bank.bank_account_id.acc_number), IBAN)

    def test_nothing_chosen(self):
        result = self.unknown()
        result.chosen_journal_id = False
        with self.assertRaisesRegex(UserError, "Choose the bank first"):
            result.action_use_bank()

    def test_create_bank(self):
        result = self.unknown()
        self.assertTrue(result.can_create_bank)
        result.bank_bic = "GKCCBEBB"
        result.action_create_bank()
        bank = result.journal_id
        self.assertEqual((bank.type, bare(bank.bank_account_id.acc_number)), ("bank", OTHER))
        self.assertEqual(bank.bank_id.bic, "GKCCBEBB")
        self.assertFalse(bank.currency_id, "the company's own")
        self.assertTrue(bank.suspense_account_id and bank.default_account_id)
        self.assertEqual((result.status, result.new_count), ("imported", 1))

    def test_created_bank_has_the_number_alone(self):
        result = self.unknown()
        result.account_number = f"GKCCBEBB/{OTHER}EUR"
        result.action_create_bank()
        self.assertEqual(bare(result.journal_id.bank_account_id.acc_number), OTHER)
        self.assertTrue(result.journal_id.name.endswith(OTHER[-4:]))

    def test_create_bank_in_another_currency(self):
        result = self.import_files(camt053([("1.00", "x")], iban=OTHER, currency="USD").replace(b'"EUR"', b'"USD"'))
        result = result.result_ids
        result.action_create_bank()
        self.assertEqual(result.journal_id.currency_id.name, "USD")
        self.assertEqual(result.status, "imported")

    def test_one_decision_for_all_statements_of_the_account(self):
        files = [camt053([(f"{index}.00", "x")], iban=OTHER, number=str(index)) for index in (1, 2)]
        job = self.import_files(*files)
        job.result_ids[0].action_create_bank()
        self.assertEqual(job.result_ids.mapped("status"), ["imported", "imported"])
        self.assertEqual(len(job.result_ids.journal_id), 1)

    def test_without_rights_on_banks(self):
        user = new_test_user(
            self.env, "keeper", groups="bank_reconcile_plus.group_bank_reconcile_user", company_id=self.env.company.id
        )
        blank = self.make_bank("No number yet")
        result = self.import_files(camt053([("1.00", "x")], iban=OTHER), user=user).result_ids
        self.assertFalse(result.can_create_bank)
        result.chosen_journal_id = blank
        result.action_use_bank()
        self.assertEqual(result.status, "imported")
        self.assertFalse(blank.bank_account_id)

    def test_currency_must_fit(self):
        content = camt053([("1.00", "x")], currency="USD").replace(b'"EUR"', b'"USD"')
        result = self.import_files(content).result_ids
        self.assertEqual(result.status, "choose")
        self.assertIn("The file is in USD", result.message)
        self.assertNotIn(self.bank, result.candidate_journal_ids)
        result.write({"chosen_journal_id": self.bank.id})
        result.action_use_bank()
        self.assertEqual(result.status, "choose", "whoever chooses")

    def test_one_number_in_two_currencies(self):
        dollars = self.make_bank("Dollars", currency=self.env.ref("base.USD"))
        dollars.bank_account_id = self.bank.bank_account_id
        content = camt053([("1.00", "x")], currency="USD").replace(b'"EUR"', b'"USD"')
        self.assertEqual(self.import_files(content).result_ids.journal_id, dollars)
        self.assertEqual(self.import_files(camt053([("1.00", "x")])).result_ids.journal_id, self.bank)

    def test_no_number_in_the_file(self):
        content = camt053([("1.00", "x")]).replace(f"<IBAN>{IBAN}</IBAN>".encode(), b"<Othr><Id>-</Id></Othr>")
        result = self.import_files(content).result_ids
        self.assertEqual(result.status, "choose")
        self.assertIn("does not say of which account it is", result.message)
        self.assertFalse(result.can_create_bank)
        result.chosen_journal_id = self.bank
        result.action_use_bank()
        self.assertEqual(result.status, "imported")
        self.assertEqual(self.import_files(content, journal=self.bank).result_ids.status, "duplicate")

    def test_left_out(self):
        result = self.unknown()
        result.action_leave_out()
        self.assertEqual(result.status, "refused")
        self.assertIn(self.env.user.name, result.message)
        self.assertFalse(result.import_id.undecided_count)

    def test_bank_takes_one_format_only(self):
        self.bank.import_format = "camt052"
        result = self.import_files(camt053([("1.00", "x")])).result_ids
        self.assertEqual(result.status, "refused")
        self.assertIn("CAMT.052", result.message)
        self.assertIn("CAMT.053", result.message)
        self.bank.import_format = "camt053"
        result.action_try_again()
        self.assertEqual(result.status, "imported")
