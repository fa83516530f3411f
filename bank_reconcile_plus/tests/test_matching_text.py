import datetime
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..matching.money import Minor
from ..matching.months import months_of
from ..matching.narrative import account_numbers_in, is_iban, read_narrative
from ..matching.text import account_key, atoms, compact, fold, short_vowels
from ..matching.types import StatementLine
from ..matching.view import LineView


@tagged("post_install", "-at_install")
class TestMatchingText(BaseCase):
    """Texts and money in the one form the engine compares."""

    def test_fold(self):
        for written, folded in (
            ("Müller & Søn", "muller & son"),
            ("STRASSE Straße", "strasse strasse"),
            ("Łódź Ñandú Ægir Œuvre", "lodz nandu aegir oeuvre"),
            ("ＩＮＶ１２", "inv12"),
            ("Ελλάδα", "ελλαδα"),
        ):
            with self.subTest(written):
                self.assertEqual(fold(written), folded)

    def test_umlauts_meet_however_they_are_typed(self):
        self.assertEqual({short_vowels(fold(name)) for name in ("Müller", "Mueller", "MULLER")}, {"muller"})

    def test_broken_numbers_have_one_key(self):
        keys = {compact(number) for number in ("INV/2026/00255", "inv-2026-00255", "INV/20 26/00255", "Inv 2026.00255")}
        self.assertEqual(keys, {"inv202600255"})

    def test_spaced_out_text_is_closed_up(self):
        self.assertEqual(atoms("RG I N V / 2 0 2 6 / 5 0 2 0 3 x"), ("rg", "inv", "2026", "50203", "x"))
        self.assertEqual(atoms("a b c"), ("a", "b", "c"))

    def line_view(self, text, partner_name=""):
        line = StatementLine(
            id=1,
            date=datetime.date(2026, 7, 1),
            amount=Decimal("10.00"),
            currency="EUR",
            text=text,
            partner_name=partner_name,
        )
        return LineView(line, Minor({}), "EUR")

    def test_name_without_a_letter_is_none(self):
        self.assertEqual(self.line_view("nadawca: ; tytul: faktura 104443").payer_name, "")
        self.assertEqual(self.line_view("nadawca: ; tytul: faktura 104443", "Kalle ApS").payer_name, "Kalle ApS")

    def test_short_numbers_stand_in_the_wording(self):
        coded = self.line_view("/TRCD/00100/REMI/huur 0098 oktober/")
        self.assertEqual(coded.short_numbers, {98: "0098"})
        self.assertEqual(coded.narrative.remittance, "/TRCD/00100 huur 0098 oktober/")
        self.assertEqual(self.line_view("~20maj 44~21~32ANNA NOWAK~33~38").short_numbers, {44: "44"})
        self.assertEqual(self.line_view("/VS262979/KS0308 ref 0412").glued_letters, {262979: "vs", 308: "ks"})

    def test_dates_and_months_are_told_from_numbers(self):
        view = self.line_view("2026-0692, 93/94/95 11.11.2026 za 10/2026")
        self.assertEqual(view.dates, {("11", "11", "2026")})
        self.assertIn("102026", view.periods)

    def test_account_key(self):
        self.assertEqual(account_key("nl91 ABNA-0417.1643 00"), "NL91ABNA0417164300")

    def test_narrative_layouts(self):
        for text, remittance, name, end_to_end_id in (
            ("/TRTP/SEPA/IBAN/NL91ABNA0417164300/NAME/JANSEN/REMI/FA 12/EREF/77", "FA 12", "JANSEN", "77"),
            ("EREF+4711 SVWZ+Rechnung 12 ABWA+Eva", "Rechnung 12", "Eva", "4711"),
            ("?20SVWZ+RG 12?21 Teil 2?32Muller", "RG 12 Teil 2", "Muller", ""),
            (
                "Overboeking IBAN: NL91ABNA0417164300 Naam: JANSEN Omschrijving: FA 12",
                "Overboeking  FA 12",
                "JANSEN",
                "",
            ),
            ("VIR SEPA /DE DUPONT SARL /MOTIF FACTURE 12", "VIR SEPA  FACTURE 12", "DUPONT SARL", ""),
            ("SVWZ+RG 12 EREF+NOTPROVIDED", "RG 12", "", ""),
            ("just a text: FA/2026/12", "just a text: FA/2026/12", "", ""),
        ):
            with self.subTest(text):
                found = read_narrative(text)
                self.assertEqual((found.remittance, found.name, found.end_to_end_id), (remittance, name, end_to_end_id))

    def test_unknown_label_stays_in_the_remittance(self):
        self.assertEqual(read_narrative("/EREF/1/TXT/FA/2026/12").remittance, "/TXT/FA/2026/12")

    def test_account_numbers_in_text(self):
        self.assertEqual(account_numbers_in("to NL91 ABNA 0417 1643 00 thanks"), ["NL91ABNA0417164300"])
        self.assertEqual(account_numbers_in("NL92 ABNA 0417 1643 00"), [])
        self.assertFalse(is_iban("RF18539007547034"), "a creditor reference has the same check digits")

    def test_months(self):
        self.assertEqual(months_of("mrt"), (3,))
        self.assertEqual(months_of(fold("Août")), (8,))
        self.assertEqual(months_of(fold("czerwiec")), (6,))
        self.assertEqual(months_of("factuur"), ())

    def test_money(self):
        minor = Minor((("JPY", 0), ("KWD", 3)))
        for amount, currency, units in (
            ("12.34", "EUR", 1234),
            ("-0.05", "EUR", -5),
            ("1.005", "EUR", 101),
            ("500", "JPY", 500),
            ("1.234", "KWD", 1234),
        ):
            with self.subTest(amount=amount, currency=currency):
                self.assertEqual(minor.units(Decimal(amount), currency), units)
        self.assertEqual(str(minor.amount(-1230, "EUR")), "-12.30")
        self.assertEqual(str(minor.amount(1230, "JPY")), "1230")
