from odoo.tests import BaseCase, tagged

from ..matching import DEFAULT_RULES, AmountMatch, ApplicationRule, Confidence, DocumentMatch, PartyMatch, decide

F, P, N = PartyMatch.FULLY, PartyMatch.PARTIALLY, PartyMatch.NO
YM, Y, ND = DocumentMatch.YES_MULTIPLE, DocumentMatch.YES, DocumentMatch.NO
A1, AM, A0 = AmountMatch.ONE, AmountMatch.MULTIPLE, AmountMatch.NONE
HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW

# party, document -> confidence for one amount, several, none
EXPECTED = {
    (F, YM): (HIGH, HIGH, MEDIUM),
    (F, Y): (HIGH, HIGH, MEDIUM),
    (F, ND): (HIGH, MEDIUM, LOW),
    (P, YM): (HIGH, HIGH, MEDIUM),
    (P, Y): (HIGH, MEDIUM, MEDIUM),
    (P, ND): (MEDIUM, LOW, LOW),
    (N, YM): (HIGH, HIGH, MEDIUM),
    (N, Y): (MEDIUM, MEDIUM, MEDIUM),
    (N, ND): (LOW, LOW, None),
}


@tagged("post_install", "-at_install")
class TestMatchingRules(BaseCase):
    """The rule table: every combination of party, document and amount."""

    def test_every_combination(self):
        for (party, document), confidences in EXPECTED.items():
            for amount, confidence in zip((A1, AM, A0), confidences, strict=True):
                with self.subTest(party=party, document=document, amount=amount):
                    rule = decide(party, document, amount, False)
                    self.assertEqual(rule and rule.confidence, confidence)

    def test_rows_in_order(self):
        rows = [rule.id for rule in DEFAULT_RULES]
        self.assertEqual(
            " ".join(rows),
            "direct_debit F/YM/1 F/YM/M F/Y/1 F/Y/M P/YM/1 P/YM/M P/Y/1 F/N/1 N/YM/1 N/YM/M "
            "F/YM/- F/Y/- F/N/M P/YM/- P/Y/- N/Y/1 N/YM/- P/N/1 N/Y/- F/N/0 P/N/M P/N/0 N/N/1 N/N/M",
        )
        self.assertEqual([rule.sequence for rule in DEFAULT_RULES], sorted({rule.sequence for rule in DEFAULT_RULES}))
        self.assertFalse(any(rule.review_required or rule.apply_immediately for rule in DEFAULT_RULES))

    def test_direct_debit_collection_is_high(self):
        self.assertEqual(decide(N, ND, A0, True).confidence, HIGH)

    def test_first_rule_by_sequence_decides(self):
        strict = ApplicationRule(1, 20, HIGH)
        lax = ApplicationRule(2, 10, LOW, party=F)
        self.assertEqual(decide(F, Y, A1, False, rules=(strict, lax)), lax)
        self.assertEqual(decide(P, Y, A1, False, rules=(strict, lax)), strict)

    def test_no_rule_fits(self):
        self.assertIsNone(decide(P, Y, A1, False, rules=(ApplicationRule(1, 1, HIGH, party=F),)))
