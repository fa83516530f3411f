import datetime
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..matching import ItemKind, Matcher, OpenItem, Partner, Settings, StatementLine
from ..matching.combinations import PROOF, find_combination
from ..matching.index import ItemIndex
from ..matching.money import Minor

DAY = datetime.date(2026, 5, 1)
SETTINGS = Settings(currency="EUR")


def item(number, amount, **values):
    amount = Decimal(amount)
    kind = ItemKind.INVOICE if amount > 0 else ItemKind.REFUND
    return OpenItem(number, kind, f"INV/{number:05d}", DAY, "EUR", amount, amount, 1, **values)


def entries(*amounts):
    index = ItemIndex([item(100 + place, amount) for place, amount in enumerate(amounts)], SETTINGS, Minor())
    return sorted(index.by_item.values(), key=lambda entry: entry.position)


def numbers(combination):
    return sorted(entry.item.id - 100 for entry in combination.entries)


@tagged("post_install", "-at_install")
class TestMatchingSets(BaseCase):
    """Sets of items that add up, and how much that proves."""

    def test_all_open_items(self):
        found = find_combination(entries("10.01", "20.02", "30.03"), 6006)
        self.assertEqual((found.family, numbers(found), found.rivals), ("all_open", [0, 1, 2], 0))

    def test_items_that_follow_each_other(self):
        found = find_combination(entries("10.01", "20.02", "30.03", "70.99", "5.55"), 12104)
        self.assertEqual((found.family, numbers(found)), ("row", [1, 2, 3]))
        self.assertLess(found.chance, 0.01)

    def test_pair_out_of_order(self):
        found = find_combination(entries("1000.01", "2000.02", "3000.03", "7000.99"), 800100)
        self.assertEqual((found.family, numbers(found)), ("set", [0, 3]))
        self.assertLess(found.chance, PROOF)

    def test_credit_note_is_netted(self):
        found = find_combination(entries("100.10", "250.20", "-30.05"), 22015)
        self.assertEqual(numbers(found), [1, 2])

    def test_two_sets_are_rivals(self):
        found = find_combination(entries("10.00", "5.00", "20.00", "77.00", "15.00"), 3000)
        self.assertEqual(found.rivals, 1)

    def test_chance_grows_with_the_items(self):
        many = entries(*[f"{100 + place * place % 97}.{place * 37 % 100:02d}" for place in range(40)])
        target = many[1].open + many[9].open + many[30].open + many[17].open
        found = find_combination(many, target)
        self.assertTrue(found is None or found.chance > PROOF)

    def test_nothing_adds_up(self):
        self.assertIsNone(find_combination(entries("10.00", "20.00"), 1234))
        self.assertIsNone(find_combination(entries("10.00"), 1000))

    def test_too_many_items_are_not_searched(self):
        self.assertIsNone(find_combination(entries(*["10.00"] * 61), 2000))


@tagged("post_install", "-at_install")
class TestMatchingTaken(BaseCase):
    """What is promised elsewhere, and lines that change."""

    def setUp(self):
        super().setUp()
        partner = Partner(1, "Delta Bouw", account_numbers=("NL91ABNA0417164300",))
        self.matcher = Matcher([item(12, "100.00"), item(40, "250.37")], [partner], SETTINGS)

    def line(self, amount, text="", **values):
        return StatementLine("L", DAY, Decimal(amount), "EUR", text, account_number="NL91ABNA0417164300", **values)

    def test_taken_item_is_left_out(self):
        (result,) = self.matcher.match([self.line("250.37")], taken={40: Decimal("250.37")})
        self.assertIsNone(result.proposal)

    def test_partly_taken_item_has_its_rest(self):
        (result,) = self.matcher.match([self.line("200.37")], taken={40: Decimal("50.00")})
        self.assertEqual(result.proposal.applications[0].item_amount, Decimal("200.37"))

    def test_taking_lasts_for_one_call(self):
        self.matcher.match([self.line("250.37")], taken={40: Decimal("250.37")})
        (result,) = self.matcher.match([self.line("250.37")])
        self.assertEqual(result.proposal.applications[0].item_id, 40)

    def test_unknown_items_taken(self):
        (result,) = self.matcher.match([self.line("250.37")], taken={99: Decimal("1.00")})
        self.assertTrue(result.proposal.automatic)

    def test_explain_says_what_speaks_against(self):
        proposals = self.matcher.explain(self.line("250.37", "INV/00012"))
        against = {piece.criterion for proposal in proposals for piece in proposal.evidence if piece.weight < 0}
        self.assertIn("other_document_named", against)
        self.assertEqual({part.item_id for proposal in proposals for part in proposal.applications}, {12, 40})

    def test_partner_of_the_line_counts(self):
        line = StatementLine("L", DAY, Decimal("250.37"), "EUR", partner_id=1)
        (result,) = self.matcher.match([line])
        self.assertEqual([piece.criterion for piece in result.proposal.evidence], ["partner_given", "amount_exact"])
