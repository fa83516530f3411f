from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..matching.telling import Sample, telling_text
from .common import BankReconcileCase

#: texts as banks write them, and what of it tells: the shop, the creditor or the fee, without date, terminal and card
TEXTS_OF_BANKS = [
    ("Dankort-nota Netto Aalborg 12.03 Nr. 44512", "Netto Aalborg"),
    ("Betalingsservice 03412 ELSELSKAB NORD A/S", "ELSELSKAB NORD A/S"),
    ("K*SPOTIFY P2F8A1 STOCKHOLM", "K*SPOTIFY"),
    ("Visa 7-ELEVEN 1234 OSLO 12.03", "7-ELEVEN"),
    ("REWE SAGT DANKE 44512//BERLIN/DE 2026-03-12T14:22:11 KFN 1 VJ 2712", "REWE SAGT DANKE"),
    ("EREF+12345 MREF+M-00124 CRED+DE98ZZZ SVWZ+Beitrag 03/26 ABWA+Allianz Versicherung", "Allianz Versicherung"),
    ("Entgeltabschluss per 31.03.2026", "Entgeltabschluss"),
    ("PRLV SEPA EDF CLIENTS PARTICULIERS MM9760012345 FR53ZZZ302", "EDF CLIENTS PARTICULIERS"),
    ("CARTE 12/03/26 CARREFOUR CITY PARIS 4 CB*4512", "CARREFOUR CITY PARIS"),
    ("ADEUDO RECIBO VODAFONE ESPAÑA MANDATO 00112", "VODAFONE ESPAÑA"),
    ("ADDEBITO SDD ENEL ENERGIA SPA MANDATO 0098", "ENEL ENERGIA SPA"),
    ("BEA NR:CT1234 12.03.26/14.22 Shell Station ,PAS012", "Shell Station"),
    ("/TRTP/SEPA Incasso algemeen doorlopend/CSID/NL12ZZZ3/NAME/ZIGGO B.V./MARF/123/REMI/Factuur 5678", "ZIGGO B.V."),
    ("Płatność kartą 12.03.2026 Nr karty 4512XX1234 ORLEN STACJA 123 WARSZAWA", "ORLEN STACJA"),
    ("Vásárlás kártyával 2026.03.12 MOL BUDAPEST", "MOL BUDAPEST"),
    ("CARD PAYMENT TO TESCO STORES 3012 ON 12-03-2026", "TESCO STORES"),
    ("CHECKCARD 0312 AMZN MKTP US*2K4TY AMZN.COM/BILL WA", "AMZN MKTP US"),
    ("Плащане с карта ЛУКОЙЛ СОФИЯ 12.03", "ЛУКОЙЛ СОФИЯ"),
    ("ΑΓΟΡΑ ΣΚΛΑΒΕΝΙΤΗΣ ΑΘΗΝΑ 12/03", "ΣΚΛΑΒΕΝΙΤΗΣ ΑΘΗΝΑ"),
    ("水费 3月", "水费"),
]


@tagged("post_install", "-at_install")
class TestTextMappings(BankReconcileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.income = cls.company_data["default_account_revenue"]
        cls.other_expense = cls.env["account.account"].create(
            {"name": "Subscriptions", "code": "639999", "account_type": "expense"}
        )
        cls.today = fields.Date.today()

    def make_mapping(self, text, account=None, credit=None, partner=None, **values):
        line = {
            "account_id": account.id if account else False,
            "credit_account_id": credit.id if credit else False,
            "partner_id": partner.id if partner else False,
        }
        return self.env["account.reconcile.model"].create(
            {
                "name": text,
                "match_label": "contains",
                "match_label_param": text,
                "line_ids": [Command.create(line)],
                **values,
            }
        )

    def recent(self, amount, text, days=10, **values):
        return self.make_line(amount, text, date=self.today - timedelta(days=days), **values)

    def book(self, line, account):
        """A person books a line to an account and posts it."""
        line._match_with_account(account)
        line._post_accepted_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        return line

    def wizard(self, line):
        action = line.action_map_text()
        return self.env[action["res_model"]].browse(action["res_id"])

    def proposed(self, line):
        self.matcher._match(line)
        return line.match_ids

    # ----------------------------------------------------------------------------------------- which mapping, and where

    def test_money_in_and_out_go_to_their_own_accounts(self):
        self.make_mapping("interest", self.expense, credit=self.income)
        self.assertEqual(self.proposed(self.make_line(-8, "Interest paid")).account_id, self.expense)
        self.assertEqual(self.proposed(self.make_line(3, "Interest received")).account_id, self.income)

    def test_a_mapping_for_one_direction(self):
        self.make_mapping("refund", self.expense, match_direction="in")
        self.assertEqual(self.proposed(self.make_line(8, "Refund of fees")).account_id, self.expense)
        self.assertFalse(self.proposed(self.make_line(-8, "Refund to customer")))

    def test_money_in_alone_needs_no_second_account(self):
        with self.assertRaises(ValidationError):
            self.make_mapping("half", credit=self.income)

    def test_the_longest_text_wins(self):
        self.make_mapping("Google", self.expense)
        longer = self.make_mapping("Google Cloud", self.other_expense)
        self.assertEqual(self.proposed(self.make_line(-8, "GOOGLE CLOUD EMEA")).reconcile_model_id, longer)
        self.assertEqual(self.proposed(self.make_line(-8, "GOOGLE ADS")).account_id, self.expense)

    def test_never_over_high_but_over_low(self):
        self.make_mapping("Delta", self.expense)
        invoice = self.make_invoice(121)
        high = self.make_line(121, f"Delta Bouw {invoice.name}")
        self.assertEqual(self.proposed(high).move_line_id, self.open_item(invoice))
        low = self.make_line(121, "DELTA energy bill")
        self.make_mapping("energy bill", self.expense)
        self.assertEqual(self.proposed(low).origin, "mapping")

    def test_an_entry_already_booked_is_taken(self):
        """A payment registered for just this is settled; another party's payment of the amount is not."""
        self.make_mapping("monthly fee", self.expense)
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "amount": 12.5,
                "date": "2026-03-09",
                "journal_id": self.bank.id,
                "memo": "bank",
            }
        )
        payment.action_post()
        line = self.make_line(-12.5, "MONTHLY FEE bank account")
        self.assertEqual(self.proposed(line).move_line_id.payment_id, payment)
        payment.action_cancel()
        other = payment.copy({"partner_id": self.ocean.id, "date": "2026-03-09", "memo": False})
        other.action_post()
        self.assertEqual(self.proposed(line).account_id, self.expense)

    def test_partner_mapping_leads_to_the_partners_items(self):
        self.make_mapping("DLTB 77", partner=self.delta)
        invoice = self.make_invoice(55.5)
        match = self.proposed(self.make_line(55.5, "dltb 77 payment"))
        self.assertEqual(match.move_line_id, self.open_item(invoice))
        self.assertEqual(match.confidence, "high")

    # --------------------------------------------------------------------------------------- the telling part of a text

    def test_what_recurs_tells(self):
        others = [Sample("NETFLIX.COM 0203 AMSTERDAM 881", "a"), Sample("BOL.COM 55 AMSTERDAM 7", "b")]
        self.assertEqual(telling_text("NETFLIX.COM 0904 AMSTERDAM 912", others, "a"), "NETFLIX.COM")

    def test_dates_digits_and_months_do_not(self):
        self.assertEqual(telling_text("2026-03-04 VITENS Water march 118822", []), "VITENS Water")
        self.assertEqual(telling_text("118822 2026-03-04", []), "")

    def test_texts_of_banks_in_many_languages(self):
        for text, telling in TEXTS_OF_BANKS:
            self.assertEqual(telling_text(text, []), telling)

    def test_who_it_is_tells_more_than_other_words(self):
        self.assertEqual(telling_text("Factuur 5678 periode 3", [], name="Ziggo B.V."), "Ziggo B.V.")
        others = [Sample("Interest 02 Ziggo B.V.", "b"), Sample("Factuur 5677 periode 2 Ziggo B.V.", "a")]
        self.assertEqual(telling_text("Factuur 5678 periode 3", others, "a", "Ziggo B.V."), "periode")

    def test_part_of_a_word_is_no_word(self):
        self.assertEqual(telling_text("HOBBYLOODS ZUID 822", [Sample("Zuidhoek Transport")]), "HOBBYLOODS ZUID")

    def test_a_long_text_is_read_in_bounded_time(self):
        text = " ".join(f"word{chr(97 + i % 26)}abc" for i in range(500))
        self.assertTrue(telling_text(text, [Sample(text, "a")] * 50))

    # -------------------------------------------------------------------------------------------- from a line, 2 clicks

    def test_two_clicks(self):
        """The earlier line says the account, the text is found, and the other open line gets its proposal."""
        self.book(self.recent(-9.99, "SPOTIFY P2F8A1 Stockholm 0311", days=40), self.expense)
        self.book(self.recent(-4, "ICA Stockholm 8811", days=35), self.other_expense)
        line = self.recent(-9.99, "SPOTIFY P9K2B7 Stockholm 0411")
        other = self.recent(-9.99, "SPOTIFY P1X1C3 Malmo 0511", days=3)
        wizard = self.wizard(line)
        self.assertEqual((wizard.text, wizard.account_id), ("SPOTIFY", self.expense))
        self.assertEqual((wizard.open_count, wizard.past_count, wizard.contradiction_count), (1, 1, 0))
        self.assertIn("1 other open lines and 1 lines", wizard.words)
        wizard.action_map()
        mapping = self.env["account.reconcile.model"].search([("match_label_param", "=", "SPOTIFY")])
        self.assertEqual(mapping.line_ids.account_id, self.expense)
        for proposed in (line, other):
            self.assertEqual(proposed.match_ids.reconcile_model_id, mapping)
            self.assertEqual(proposed.match_state, "proposed")

    def test_other_lines_are_left_alone_unless_asked(self):
        line, other = self.recent(-1, "KIOSK alpha"), self.recent(-2, "KIOSK alpha")
        wizard = self.wizard(line)
        wizard.write({"account_id": self.expense.id, "apply_to_open": False})
        wizard.action_map()
        self.assertTrue(line.match_ids)
        self.assertFalse(other.match_ids)

    def test_a_persons_decision_is_kept(self):
        line, other = self.recent(-1, "KIOSK alpha"), self.recent(-2, "KIOSK alpha")
        other._match_with_account(self.other_expense)
        wizard = self.wizard(line)
        wizard.account_id = self.expense
        self.assertEqual(wizard.open_count, 0)
        wizard.action_map()
        self.assertEqual(other.match_ids.account_id, self.other_expense)

    def test_the_same_text_is_changed_not_made_twice(self):
        mapping = self.make_mapping("KIOSK alpha", self.expense)
        wizard = self.wizard(self.recent(-1, "KIOSK alpha 12"))
        wizard.write({"text": "kiosk ALPHA", "account_id": self.other_expense.id})
        self.assertEqual(wizard.mapping_id, mapping)
        wizard.action_map()
        self.assertEqual(mapping.line_ids.account_id, self.other_expense)
        found = self.env["account.reconcile.model"].search([("match_label_param", "=ilike", "kiosk alpha")])
        self.assertEqual(found, mapping)

    def test_the_same_text_is_found_without_its_accents(self):
        mapping = self.make_mapping("Électricité (de) France+", self.expense)
        wizard = self.wizard(self.recent(-1, "ELECTRICITE (DE) FRANCE+ 0312"))
        wizard.text = "electricite (de) france+"
        self.assertEqual(wizard.mapping_id, mapping)
        line = self.recent(-2, "PRLV ELECTRICITE (DE) FRANCE+ MARS")
        self.assertEqual(self.proposed(line).reconcile_model_id, mapping)

    def test_the_payers_name_is_proposed_and_found(self):
        line = self.recent(-60, "Factuur 5678", partner_name="Ziggo B.V.")
        other = self.recent(-60, "Factuur 5901", partner_name="ZIGGO B.V.", days=3)
        unlike = self.recent(-61, "Factuur 5678", partner_name="Drukkerij Noord", days=3)
        wizard = self.wizard(line)
        self.assertEqual(wizard.text, "Ziggo B.V.")
        wizard.account_id = self.expense
        wizard.action_map()
        self.assertEqual((line | other).match_ids.account_id, self.expense)
        self.assertFalse(unlike.match_ids)

    def test_a_mapping_to_several_accounts_is_not_flattened(self):
        mapping = self.make_mapping("KIOSK alpha", self.expense, trigger="auto_reconcile")
        wizard = self.wizard(self.recent(-1, "KIOSK alpha 12"))
        self.assertTrue(wizard.automatic, "as the mapping of this text is")
        mapping.line_ids = [Command.create({"account_id": self.other_expense.id, "sequence": 20})]
        wizard.account_id = self.expense
        with self.assertRaisesRegex(UserError, "several accounts"):
            wizard.action_map()
        self.assertEqual(len(mapping.line_ids), 2)

    def test_taxes_and_direction_come_with_it(self):
        line = self.recent(-121, "OFFICE rent")
        wizard = self.wizard(line)
        wizard.write(
            {
                "account_id": self.expense.id,
                "credit_account_id": self.income.id,
                "tax_ids": [Command.set(self.tax_purchase_a.ids)],
                "automatic": True,
                "only_this_bank": True,
            }
        )
        wizard.action_map()
        mapping = line.match_ids.reconcile_model_id
        self.assertEqual(mapping.trigger, "auto_reconcile")
        self.assertEqual(mapping.match_journal_ids, self.bank)
        self.assertEqual(line.match_ids.tax_ids, self.tax_purchase_a)
        self.assertEqual(mapping.line_ids.credit_account_id, self.income)

    def test_a_text_for_a_partner(self):
        invoice = self.make_invoice(77.7)
        line = self.recent(77.7, "XQ trading ltd", days=1)
        wizard = self.wizard(line)
        wizard.write({"target": "partner", "partner_id": self.delta.id})
        wizard.action_map()
        self.assertEqual(line.match_ids.move_line_id, self.open_item(invoice))

    def test_what_is_missing_is_said(self):
        wizard = self.wizard(self.recent(-1, "KIOSK alpha"))
        with self.assertRaisesRegex(UserError, "Choose the account"):
            wizard.action_map()
        with self.assertRaisesRegex(UserError, "Select one statement line"):
            (self.recent(-1, "a") | self.recent(-1, "b")).action_map_text()

    # ---------------------------------------------------------------------------------------------------------- dry run

    def test_dry_run_of_a_mapping(self):
        self.book(self.recent(-5, "PARKING north", days=50), self.expense)
        contradicting = self.book(self.recent(-6, "PARKING south", days=40), self.other_expense)
        self.recent(-7, "PARKING east")
        values = {
            "match_label": "contains",
            "match_label_param": "parking",
            "line_ids": [Command.create({"account_id": self.expense.id})],
        }
        count = self.env["account.reconcile.model"].search_count([])
        action = self.env["account.reconcile.model"].action_dry_run([], values)
        dry_run = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((dry_run.open_count, dry_run.past_count, dry_run.contradiction_count), (1, 2, 1))
        first = dry_run.row_ids[0]
        self.assertEqual((first.statement_line_id, first.outcome), (contradicting, "contradiction"))
        self.assertEqual((first.now, first.would), (self.other_expense.display_name, self.expense.display_name))
        self.assertEqual(self.env["account.reconcile.model"].search_count([]), count, "nothing is saved")

    def test_dry_run_of_what_is_no_pattern_says_so(self):
        values = {
            "match_label": "match_regex",
            "match_label_param": "PARKING (",
            "line_ids": [Command.create({"account_id": self.expense.id})],
        }
        with self.assertRaisesRegex(UserError, "cannot be read as a pattern"):
            self.env["account.reconcile.model"].action_dry_run([], values)
        self.recent(-7, "PARKING (1) east.")
        action = self.env["account.reconcile.model"].action_dry_run([], {**values, "match_label": "contains"})
        self.assertEqual(self.env[action["res_model"]].browse(action["res_id"]).open_count, 1)

    def test_dry_run_says_what_stays(self):
        invoice = self.make_invoice(121, date=self.today - timedelta(days=5))
        high = self.recent(121, f"Delta Bouw {invoice.name}", days=2)
        longer = self.recent(-3, "Delta Bouw parking", days=2)
        self.make_mapping("Delta Bouw parking", self.other_expense)
        self.matcher._match(high | longer)
        action = self.env["account.reconcile.model"].action_dry_run(
            [],
            {
                "match_label": "contains",
                "match_label_param": "delta bouw",
                "line_ids": [Command.create({"account_id": self.expense.id})],
            },
        )
        rows = self.env[action["res_model"]].browse(action["res_id"]).row_ids
        why = {row.statement_line_id: (row.outcome, row.why) for row in rows}
        self.assertEqual(why[high], ("stays", "Its proposal is High"))
        self.assertEqual(why[longer], ("stays", "A longer text fits"))

    def test_dry_run_of_a_saved_mapping_with_changes(self):
        mapping = self.make_mapping("PARKING", self.expense)
        line = self.recent(-7, "GARAGE east")
        action = mapping.action_dry_run(mapping.ids, {"match_label_param": "GARAGE"})
        dry_run = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(dry_run.row_ids.statement_line_id, line)
        self.assertEqual(mapping.match_label_param, "PARKING")

    def test_dry_run_from_the_wizard_goes_back(self):
        wizard = self.wizard(self.recent(-7, "GARAGE east"))
        wizard.account_id = self.expense
        action = wizard.action_dry_run()
        back = self.env[action["res_model"]].browse(action["res_id"]).action_back()
        self.assertEqual((back["res_model"], back["res_id"]), (wizard._name, wizard.id))

    # ------------------------------------------------------------------------------------------- offered after two acts

    def test_a_mapping_is_offered_after_two_acts_alike(self):
        first, second = self.recent(-5, "BAKERY 12 Main"), self.recent(-6, "BAKERY 13 Main", days=8)
        third = self.recent(-7, "BAKERY 14 Main", days=6)
        first._match_with_account(self.expense)
        self.assertFalse(third.match_offer)
        second._match_with_account(self.expense)
        third.invalidate_recordset()
        self.assertIn("2 times", third.match_offer)
        self.assertEqual(third.match_offer_account_id, self.expense)
        self.assertFalse(self.env["account.reconcile.model"].search([("match_label_param", "ilike", "bakery")]))
        wizard = self.wizard(third)
        self.assertEqual(wizard.account_id, self.expense)
        self.assertIn("BAKERY", wizard.text)
        wizard.action_map()
        third.invalidate_recordset()
        self.assertFalse(third.match_offer, "the mapping does it now")

    def test_what_was_declined_is_not_offered_again(self):
        for day in (8, 7):
            self.recent(-5, f"BAKERY 1{day} Main", days=day)._match_with_account(self.expense)
        third, later = self.recent(-7, "BAKERY 14 Main", days=6), self.recent(-8, "BAKERY 15 Main", days=2)
        refund = self.recent(8, "BAKERY 15 Main", days=2)
        self.assertTrue(third.match_offer and later.match_offer)
        third.action_decline_offer()
        self.assertFalse(third.match_offer or later.match_offer)
        self.recent(-9, "BAKERY 16 Main")._match_with_account(self.expense)
        later.invalidate_recordset()
        self.assertFalse(later.match_offer)
        declined = self.env["account.bank.mapping.decline"].search([("journal_id", "=", self.bank.id)])
        self.assertEqual((declined.account_id, declined.money_in), (self.expense, False))
        self.assertFalse(refund.match_offer)
        declined.unlink()
        later.invalidate_recordset()
        self.assertTrue(later.match_offer, "taken back")

    def test_who_may_decline_and_take_back(self):
        for day in (8, 7):
            self.recent(-5, f"BAKERY 1{day} Main", days=day)._match_with_account(self.expense)
        line = self.recent(-7, "BAKERY 14 Main", days=6)
        other = self.setup_other_company()
        users = {
            "reader": ("account.group_account_readonly", self.env.company),
            "biller": ("account.group_account_invoice", self.env.company),
            "stranger": ("bank_reconcile_plus.group_bank_reconcile_manager", other["company"]),
        }
        Decline = self.env["account.bank.mapping.decline"]
        for name, (group, company) in users.items():
            user = new_test_user(
                self.env, f"offer_{name}", group, company_id=company.id, company_ids=[Command.set(company.ids)]
            )
            if name == "reader":
                self.assertTrue(line.with_user(user).match_offer, "may look")
            with self.subTest(name), self.assertRaises(AccessError):
                line.with_user(user).with_company(company).action_decline_offer()
            self.assertFalse(Decline.search([]))
        line.action_decline_offer()
        declined = Decline.search([])
        self.assertEqual(len(declined), 1)
        stranger, reader = (
            self.env["res.users"].search([("login", "=", f"offer_{n}")]) for n in ("stranger", "reader")
        )
        self.assertFalse(Decline.with_user(stranger).search([]))
        for user in (stranger, reader):
            with self.assertRaises(AccessError):
                declined.with_user(user).unlink()
        line.action_decline_offer()
        self.assertEqual(Decline.search([]), declined, "declined twice is declined once")

    def test_lines_with_a_document_are_offered_nothing(self):
        for day in (8, 7):
            self.recent(5, f"BAKERY 1{day} Main", days=day)._match_with_account(self.expense)
        line = self.recent(60, "BAKERY 19 Main", days=1)
        self.assertTrue(line.match_offer)
        invoice = self.make_invoice(60, date=self.today - timedelta(days=20))
        line._match_with_item(self.open_item(invoice))
        line.invalidate_recordset()
        self.assertFalse(line.match_offer)

    def test_acts_that_differ_offer_nothing(self):
        self.recent(-5, "BAKERY 12 Main")._match_with_account(self.expense)
        self.recent(-6, "BAKERY 13 Main")._match_with_account(self.other_expense)
        self.assertFalse(self.recent(-7, "BAKERY 14 Main").match_offer)

    def test_a_partner_is_offered(self):
        for day in (3, 4):
            invoice = self.make_invoice(10 + day, date=self.today - timedelta(days=20))
            self.recent(10 + day, "XQTR consult", days=day)._match_with_item(self.open_item(invoice))
        line = self.recent(99, "XQTR consult", days=1)
        self.assertEqual(line.match_offer_partner_id, self.delta)
        wizard = self.wizard(line)
        self.assertEqual((wizard.target, wizard.partner_id), ("partner", self.delta))
