from odoo.tests import BaseCase, tagged

from .. import references
from ..references.series import SeriesBook

VALID = {
    "rf": "RF18 5390 0754 7034",
    "si_reference": "SI05 19-1235-84503",
    "hr_reference": "HR01 2020-789-1",
    "ch_qrr": "21 00000 00003 13947 14300 09017",
    "be_ogm": "+++010/8068/17183+++",
    "nl_betalingskenmerk": "5000 0567 8901 2345",
    "dk_fik": "+71<004040400000669",
    "fi_viite": "12 34561",
    "ee_viitenumber": "123 4561",
    "no_kid": "2345676",
    "se_ocr": "123455",
}


# the same references with one digit changed
WRONG = {
    "rf": "RF18 5390 0754 7035",
    "si_reference": "SI05 18-1235-84503",
    "hr_reference": "HR01 2020-789-2",
    "ch_qrr": "21 00000 00003 13947 14300 09018",
    "be_ogm": "+++010/8068/17184+++",
    "nl_betalingskenmerk": "5000 0567 8901 2346",
    "dk_fik": "+71<004040400000668",
    "fi_viite": "12 34562",
    "ee_viitenumber": "123 4562",
    "no_kid": "2345677",
    "se_ocr": "123456",
}


@tagged("post_install", "-at_install")
class TestReferenceSchemes(BaseCase):
    """Structured payment references: the same functions in every scheme, with published examples."""

    def setUp(self):
        super().setUp()
        self.schemes = {scheme.__name__.rpartition(".")[2]: scheme for scheme in references.SCHEMES}

    def test_every_scheme_has_an_example(self):
        self.assertEqual(self.schemes.keys(), VALID.keys())
        self.assertEqual(self.schemes.keys(), WRONG.keys())

    def test_valid_and_wrong(self):
        for name, scheme in self.schemes.items():
            with self.subTest(name):
                self.assertTrue(scheme.is_valid(VALID[name]))
                self.assertTrue(scheme.is_valid(scheme.compact(VALID[name])))
                for invalid in (WRONG[name], "", " ", "abc", "-", "0", "+++//+++"):
                    self.assertFalse(scheme.is_valid(invalid), invalid)

    def test_printed_form_and_back(self):
        for name, scheme in self.schemes.items():
            with self.subTest(name):
                compact = scheme.compact(VALID[name])
                self.assertEqual(scheme.format(compact), VALID[name])
                self.assertEqual(scheme.compact(scheme.format(compact)), compact)

    def test_found_in_a_text(self):
        for name, scheme in self.schemes.items():
            with self.subTest(name):
                self.assertEqual(scheme.find(f"thanks {VALID[name]} for all"), [scheme.compact(VALID[name])])
                self.assertEqual(scheme.find(f"thanks {WRONG[name]} for all"), [])
                self.assertEqual(scheme.find("thanks for nothing"), [])

    def test_registry(self):
        self.assertEqual(references.scheme_of("RF18539007547034").NAME, "RF creditor reference")
        self.assertIsNone(references.scheme_of("INV/2026/00012"))
        self.assertIsNone(references.scheme_of(""))
        self.assertEqual(references.find_distinct("a 010/8068/17183 b 1234561"), ["010806817183"])

    def test_norwegian_modulus_eleven(self):
        kid = self.schemes["no_kid"]
        self.assertTrue(kid.is_valid("12345678903"))

    def test_swedish_length_digit(self):
        ocr = self.schemes["se_ocr"]
        self.assertTrue(ocr.is_valid("123455") and not ocr.has_length_digit("123455"))


@tagged("post_install", "-at_install")
class TestReferenceSeries(BaseCase):
    """The company's own numbers, learned from the numbers themselves."""

    def test_serial_of_any_shape(self):
        for pattern, number, serial in (
            ("INV/2026/{:05d}", "INV/2026/00012", 12),
            ("F26-{:04d}", "F26-0012", 12),
            ("{:04d}/2026", "0012/2026", 12),
            ("2026{:05d}", "202600012", 12),
            ("RE-{:05d}-B", "RE-00012-B", 12),
            ("{}", "12", 12),
        ):
            with self.subTest(pattern):
                book = SeriesBook(pattern.format(count) for count in range(1, 60))
                self.assertEqual(book.serial(number), serial)

    def test_number_of_no_series(self):
        book = SeriesBook(f"INV/2026/{count:05d}" for count in range(20))
        self.assertIsNone(book.serial("PO 44"))
        self.assertIsNone(book.split("hello"))

    def test_siblings_and_ranges(self):
        book = SeriesBook(f"FV{count:04d}/2026" for count in range(1, 60))
        self.assertEqual(book.sibling("FV0012/2026", "13"), "fv00132026")
        self.assertEqual(book.sibling("FV0012/2026", "12345"), "")
        self.assertEqual(book.between("FV0012/2026", "FV0014/2026", 60), ["fv00122026", "fv00132026", "fv00142026"])
        self.assertEqual(book.between("FV0014/2026", "FV0012/2026", 60), [])
        self.assertEqual(book.between("FV0001/2026", "FV0900/2026", 60), [])

    def test_looks_like_a_document(self):
        book = SeriesBook([f"INV/2026/{count:05d}" for count in range(20)] + [f"26{count:05d}" for count in range(20)])
        for token, expected in (
            ("inv202599999", True),
            ("2600999", True),
            ("3006202", False),
            ("inv2026", False),
            ("klant4711", False),
        ):
            with self.subTest(token):
                self.assertEqual(book.looks_like_document(token), expected)
