import datetime
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..matching import (
    Confidence,
    Discount,
    ItemKind,
    Matcher,
    OpenItem,
    Partner,
    PastLine,
    Settings,
    StatementLine,
    TextMapping,
)

PARTNERS = (
    Partner(1, "Delta Bouw B.V.", account_numbers=("NL91ABNA0417164300",)),
    Partner(2, "Delta Beton B.V."),
    Partner(3, "Eva Jansen", city="Utrecht"),
    Partner(4, "Kern Medien GmbH", parent_id=1, account_numbers=("DE89370400440532013000",)),
)
SETTINGS = Settings(
    currency="EUR",
    decimals=(("JPY", 0),),
    tolerance_amount=Decimal("0.50"),
    tolerance_percent=Decimal(1),
    known_fees=(Decimal("2.50"), Decimal(5)),
    discount_grace_days=3,
)
MAPPINGS = (TextMapping(1, contains="fuel", account="fuel"), TextMapping(2, pattern=r"rent \d+", account="rent"))
HISTORY = tuple(
    PastLine(datetime.date(2026, month, 1), Decimal(-850), f"rent {month}", "rent") for month in range(1, 6)
)
DAY = datetime.date(2026, 7, 6)

# few amounts and few numbers, so that items meet, twin and add up
amounts = st.sampled_from([99, 12100, 12100, 25000, 37100, 5050, 1, 33333])
words = st.sampled_from(["payment", "fuel", "rent 7", "june", "t/m", "delta bouw", "12", "0004", "REF", ""])


@st.composite
def items(draw):
    """Up to a dozen open items of few partners, numbers and amounts, some discounted, some in dollars."""
    found = []
    for position in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(list(ItemKind)))
        sign = -1 if kind in (ItemKind.REFUND, ItemKind.BILL, ItemKind.PAYMENT_OUT) else 1
        residual = sign * Decimal(draw(amounts)) / 100
        discount = Discount(DAY, round(residual * Decimal("0.98"), 2)) if draw(st.booleans()) else None
        number = draw(st.integers(1, 8))
        found.append(
            OpenItem(
                id=position,
                kind=kind,
                number=f"{kind.value[:3].upper()}/2026/{number:05d}",
                date=DAY - datetime.timedelta(days=draw(st.integers(-5, 60))),
                currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "USD"])),
                residual=residual,
                residual_company=residual,
                partner_id=draw(st.sampled_from([None, 1, 2, 3, 4])),
                memo=draw(st.sampled_from(["", "", "BATCH/2026/01"])),
                discount=discount,
            )
        )
    return found


@st.composite
def lines(draw, known):
    """Lines that pay, half pay or have nothing to do with the items."""
    found = []
    for position in range(draw(st.integers(1, 6))):
        paid = draw(st.lists(st.sampled_from(known), max_size=3)) if known else []
        amount = sum((item.residual for item in paid), Decimal(0)) or Decimal(draw(amounts)) / 100
        amount += Decimal(draw(st.sampled_from([0, 0, 0, -250, 1, 1000]))) / 100
        named = " ".join(item.number for item in paid[: draw(st.integers(0, 3))])
        found.append(
            StatementLine(
                id=f"L{position}",
                date=DAY + datetime.timedelta(days=draw(st.integers(0, 3))),
                amount=amount,
                currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "USD"])),
                text=f"{draw(words)} {named} {draw(words)}",
                partner_name=draw(st.sampled_from(["", "DELTA BOUW", "Eva", "Jansen Eva", "Nobody"])),
                account_number=draw(st.sampled_from(["", "", "NL91 ABNA 0417 1643 00", "DE89370400440532013000"])),
            )
        )
    return found


worlds = items().flatmap(lambda known: st.tuples(st.just(known), lines(known)))


def match(known, statement, **taken):
    matcher = Matcher(known, PARTNERS, SETTINGS, mappings=MAPPINGS, history=HISTORY)
    return {result.line_id: result for result in matcher.match(statement, **taken)}


def examples(count):
    return settings(max_examples=count, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@tagged("post_install", "-at_install")
class TestMatchingProperties(BaseCase):
    """What holds for any books and any statement."""

    @examples(150)
    @given(worlds, st.randoms(use_true_random=False))
    def test_order_changes_nothing(self, world, random):
        known, statement = world
        expected = match(known, statement)
        random.shuffle(known)
        random.shuffle(statement)
        self.assertEqual(match(known, statement), expected)

    @examples(200)
    @given(worlds)
    def test_no_item_is_promised_twice(self, world):
        known, statement = world
        residuals = {item.id: item.residual for item in known}
        promised = dict.fromkeys(residuals, Decimal(0))
        for result in match(known, statement).values():
            for part in result.proposal.applications if result.proposal else ():
                promised[part.item_id] += part.item_amount
        for item_id, amount in promised.items():
            self.assertLessEqual(abs(amount), abs(residuals[item_id]))
            self.assertGreaterEqual(amount * residuals[item_id], 0)

    @examples(200)
    @given(worlds)
    def test_amounts_add_up_to_the_line(self, world):
        known, statement = world
        results = match(known, statement)
        for line in statement:
            for proposal in filter(None, (results[line.id].proposal, *results[line.id].alternatives)):
                if proposal.account is not None:
                    self.assertFalse(proposal.applications)
                    continue
                applied = sum(part.amount for part in proposal.applications)
                write_off = proposal.write_off.amount if proposal.write_off else 0
                self.assertEqual(applied + write_off + proposal.difference, line.amount)

    @examples(200)
    @given(worlds)
    def test_what_posts_unseen_is_proven(self, world):
        known, statement = world
        for result in match(known, statement).values():
            proposal = result.proposal
            if proposal is None:
                continue
            self.assertEqual(proposal.score, sum(piece.weight for piece in proposal.evidence))
            if proposal.automatic:
                self.assertIs(proposal.confidence, Confidence.HIGH)
                self.assertEqual((proposal.explanations, proposal.difference), (1, 0))
                self.assertTrue(proposal.applications or proposal.account is not None)

    @examples(100)
    @given(worlds)
    def test_an_unrelated_item_changes_nothing(self, world):
        known, statement = world
        stranger = OpenItem(
            id="stranger",
            kind=ItemKind.INVOICE,
            number="ZQX-88-771",
            date=DAY,
            currency="EUR",
            residual=Decimal("987654.32"),
            residual_company=Decimal("987654.32"),
            partner_id=77,
        )
        self.assertEqual(match([*known, stranger], statement), match(known, statement))

    @examples(100)
    @given(worlds)
    def test_what_is_taken_is_not_promised_again(self, world):
        known, statement = world
        taken = {item.id: item.residual for item in known[::2]}
        for result in match(known, statement, taken=taken).values():
            for part in result.proposal.applications if result.proposal else ():
                self.assertNotIn(part.item_id, taken)

    @examples(60)
    @given(worlds)
    def test_taking_and_giving_back_leaves_no_trace(self, world):
        known, statement = world
        matcher = Matcher(known, PARTNERS, SETTINGS, mappings=MAPPINGS, history=HISTORY)
        before = matcher.match(statement)
        matcher.match(statement, taken={item.id: item.residual / 2 for item in known})
        self.assertEqual(matcher.match(statement), before)

    @examples(150)
    @given(
        st.text(max_size=300),
        st.text(max_size=40),
        st.text(max_size=40),
        st.decimals(-(10**9), 10**9, places=3, allow_nan=False),
        st.sampled_from(["EUR", "USD", "JPY", "XXX", ""]),
    )
    def test_no_input_stops_it(self, text, name, account, amount, currency):
        known = [
            OpenItem(1, ItemKind.INVOICE, text[:30], DAY, "EUR", Decimal("12.34"), Decimal("12.34"), 1, reference=name),
            OpenItem(2, ItemKind.BILL, "", DAY, currency, -amount, -amount, None, memo=text[:50]),
        ]
        line = StatementLine(
            "x", DAY, amount, currency, text, partner_name=name, account_number=account, structured_reference=account
        )
        matcher = Matcher(known, PARTNERS, SETTINGS, mappings=MAPPINGS, history=HISTORY)
        self.assertEqual([result.line_id for result in matcher.match([line])], ["x"])
        self.assertIsInstance(matcher.explain(line), list)

    def test_long_and_empty_texts(self):
        known = [
            OpenItem(1, ItemKind.INVOICE, "INV/2026/00001", DAY, "EUR", Decimal("12.34"), Decimal("12.34"), 1),
        ]
        line = StatementLine("x", DAY, Decimal("12.34"), "EUR", "INV/2026/00001 " + "1 a " * 2500)
        results = match(known, [line, replace(line, id="y", text="", amount=Decimal(0))])
        self.assertEqual(results["x"].proposal.applications[0].item_id, 1)
        self.assertIsNone(results["y"].proposal)
