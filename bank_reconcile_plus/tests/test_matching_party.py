from odoo.tests import BaseCase, tagged

from ..matching import Partner, PartyMatch
from ..matching.party import PartyIndex, name_score, read_name

PARTNERS = (
    Partner(1, "Tasolvitanor Installatietechniek Tampere AB"),
    Partner(2, "Brown Catering AB", city="Malmö"),
    Partner(3, "Brown Catering Ltd", city="Leeds"),
    Partner(4, "Müller & Søn A/S"),
    Partner(5, "Eva Jansen"),
    Partner(6, "Eva Jacobs"),
    Partner(7, "Kern Medien GmbH", account_numbers=("DE89 3704 0044 0532 0130 00",), parent_id=1),
)


@tagged("post_install", "-at_install")
class TestMatchingParty(BaseCase):
    """Parties by account number and by name, as banks and people write them."""

    def setUp(self):
        super().setUp()
        self.parties = PartyIndex(PARTNERS)

    def found(self, name, narrative=""):
        return [(hit.partner_id, hit.level) for hit in self.parties.by_name(name, narrative)]

    def test_account_number_in_any_spacing(self):
        self.assertEqual(self.parties.by_account("de89-3704 0044 0532 013000"), [7])
        self.assertEqual(self.parties.by_account(""), [])

    def test_name_as_the_bank_prints_it(self):
        for written in (
            "TASOLVITANOR INSTALLATIETECHNIEK TAMPERE AB",
            "TASOLVITANOR INSTALLATIETEC",
            "Installatietechniek Tasolvitanor Tampere",
            "Tasolvitanor Installatietehcniek Tampere",
        ):
            with self.subTest(written):
                self.assertEqual(self.found(written)[0], (1, PartyMatch.FULLY))

    def test_accents_and_legal_forms(self):
        for written in ("MUELLER SON", "Muller Søn AS", "MÜLLER & SON A/S"):
            with self.subTest(written):
                self.assertEqual(self.found(written)[0], (4, PartyMatch.FULLY))

    def test_two_companies_of_one_name(self):
        self.assertEqual({level for _partner, level in self.found("BROWN CATERING")}, {PartyMatch.PARTIALLY})
        self.assertEqual(self.found("Brown Catering Ltd")[0], (3, PartyMatch.FULLY))
        self.assertIn((2, PartyMatch.FULLY), self.found("BROWN CATERING", "payment from malmo"))

    def test_first_name_alone_is_a_part(self):
        hits = self.parties.by_name("EVA")
        self.assertEqual({hit.partner_id for hit in hits}, {5, 6})
        self.assertEqual({(hit.level, hit.criterion) for hit in hits}, {(PartyMatch.PARTIALLY, "name_part")})

    def test_name_inside_a_text(self):
        hits = self.parties.in_text("kern med ien payment of july")
        self.assertEqual([(hit.partner_id, hit.criterion) for hit in hits], [(7, "name_in_text")])
        self.assertEqual(self.parties.in_text("payment of july"), ())

    def test_strangers(self):
        self.assertEqual(self.found("Jonas Nieuw"), [])
        self.assertEqual(self.found(""), [])
        self.assertLess(name_score(read_name("Kestrel Logistik"), read_name("Kern Medien")), 60)

    def test_family(self):
        self.assertEqual(self.parties.family(1), {7})
        self.assertEqual(self.parties.family(7), {1})
