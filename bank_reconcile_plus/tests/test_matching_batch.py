import datetime
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..matching import Confidence, ItemKind, Matcher, OpenItem, Partner, Settings, StatementLine, words

PARTNERS = [
    Partner(1, "Delta Bouw B.V.", account_numbers=("NL91ABNA0417164300",)),
    Partner(2, "Kern Medien GmbH"),
    Partner(3, "Ocean Trading NV", account_numbers=("BE68539007547034",)),
]
DEPOSIT = ("101.10", "202.25", "303.37", "404.41", "505.58")
TOTAL = "1516.71"
DAY = datetime.date(2026, 5, 4)


def payment(number, amount, batch="DEP/2026/0007", partner=1, **values):
    amount = Decimal(amount)
    kind = ItemKind.PAYMENT_IN if amount > 0 else ItemKind.PAYMENT_OUT
    values = {"date": DAY, "batch_date": DAY if batch else None, **values}
    return OpenItem(
        id=number,
        kind=kind,
        number=f"PBNK1/2026/{number:05d}",
        currency=values.pop("currency", "EUR"),
        residual=amount,
        residual_company=amount,
        partner_id=partner,
        batch=batch,
        **values,
    )


def deposit(amounts=DEPOSIT, first=1, **values):
    return [payment(first + place, amount, partner=1 + place % 2, **values) for place, amount in enumerate(amounts)]


def invoice(number, amount, partner=1):
    amount = Decimal(amount)
    return OpenItem(number, ItemKind.INVOICE, f"INV/2026/{number:05d}", DAY, "EUR", amount, amount, partner)


def line(amount, text="", day="2026-05-06", id="line", **values):
    return StatementLine(id, datetime.date.fromisoformat(day), Decimal(amount), "EUR", text, **values)


def match(items, *lines, taken=None, **settings):
    matcher = Matcher(items, PARTNERS, Settings(currency="EUR", **settings))
    found = [result.proposal for result in matcher.match(lines, taken)]
    return found[0] if len(lines) == 1 else found


def settled(proposal):
    return [part.item_id for part in proposal.applications] if proposal else None


def criteria(proposal):
    return [piece.criterion for piece in proposal.evidence]


def said(proposal):
    return "; ".join(template % values for template, values in map(words, proposal.evidence))


@tagged("post_install", "-at_install")
class TestMatchingBatch(BaseCase):
    """Several payments that the bank shows as one line."""

    def assertSure(self, proposal, items):
        self.assertEqual(settled(proposal), items)
        self.assertEqual((proposal.confidence, proposal.automatic), (Confidence.HIGH, True), said(proposal))

    def assertDoubted(self, proposal, items, criterion):
        self.assertEqual(settled(proposal), items)
        self.assertEqual((proposal.confidence, proposal.automatic), (Confidence.MEDIUM, False), said(proposal))
        self.assertIn(criterion, criteria(proposal))

    # named

    def test_name_in_the_text(self):
        for text in ("DEPOSIT DEP/2026/0007", "storting dep 2026 0007 filiaal 12", "DEP20260007 5 CHECKS"):
            with self.subTest(text):
                found = match([*deposit(), *deposit(first=11, batch="DEP/2026/0005")], line(TOTAL, text))
                self.assertSure(found, [1, 2, 3, 4, 5])
                self.assertIn("Batch DEP/2026/0007 stands in the text, with all its 5 payments", said(found))

    def test_amounts_of_all_payments(self):
        found = match(deposit(), line(TOTAL, "DEP/2026/0007"))
        self.assertEqual([str(part.amount) for part in found.applications], list(DEPOSIT))
        self.assertFalse(found.difference)

    def test_memos_do_not_hide_the_name(self):
        items = [payment(place, amount, memo=f"INV/2026/0{place}") for place, amount in enumerate(DEPOSIT, start=1)]
        found = match(items, line(TOTAL, "DEP/2026/0007"))
        self.assertIn("Batch DEP/2026/0007 stands", said(found))

    def test_name_in_a_field(self):
        for values in ({"batch_id": "DEP/2026/0007"}, {"batch_id": "slip 0815-A"}, {"end_to_end_id": "DEP-2026-0007"}):
            with self.subTest(values):
                self.assertSure(
                    match(deposit(batch_reference="SLIP0815A"), line(TOTAL, "DEPOSIT", **values)), [1, 2, 3, 4, 5]
                )

    def test_number_of_the_slip(self):
        """A short number is no name in a text of its own, but in the field of the slip, or with the total."""
        for reference in ("0815", "Slip 0815"):
            items = [*deposit(batch_reference=reference), *deposit(first=11, batch="DEP/2026/0005")]
            self.assertSure(match(items, line(TOTAL, "DEPOSIT", check_number="815")), [1, 2, 3, 4, 5])
            self.assertSure(match(items, line(TOTAL, "DEPOSIT 815 CITY BRANCH")), [1, 2, 3, 4, 5])
            self.assertIsNone(match(items, line("77.77", "DEPOSIT 815 CITY BRANCH")))

    def test_outbound_batch(self):
        items = deposit(("-100.10", "-250.25"), batch="PAY/2026/0003")
        self.assertSure(match(items, line("-350.35", "SEPA SAMMELUEBERWEISUNG PAY/2026/0003")), [1, 2])
        self.assertIsNone(match(items, line("350.35", "SEPA SAMMELUEBERWEISUNG")))

    def test_two_batches_in_one_line(self):
        items = [*deposit(DEPOSIT[:2]), *deposit(DEPOSIT[2:], first=11, batch="DEP/2026/0008")]
        found = match(items, line(TOTAL, "DEP/2026/0007 + DEP/2026/0008"))
        self.assertSure(found, [1, 2, 11, 12, 13])

    def test_entry_of_the_whole_batch(self):
        """A deposit booked as one entry is one item."""
        items = [payment(1, TOTAL, partner=None), *deposit(first=11, batch="DEP/2026/0005")]
        self.assertSure(match(items, line(TOTAL, "DEPOSIT DEP/2026/0007")), [1])

    # by end-to-end id

    def test_id_of_one_payment_with_the_total(self):
        items = deposit(("-100.10", "-250.25", "-31.99"), batch="PAY/2026/0003")
        items[0] = payment(1, "-100.10", batch="PAY/2026/0003", end_to_end_id="E2E-26-7731-0001")
        found = match(items, line("-382.34", "BATCH BOOKING", end_to_end_id="E2E-26-7731-0001"))
        self.assertSure(found, [1, 2, 3])
        self.assertIn("It belongs to batch PAY/2026/0003, whose 3 payments are the amount", said(found))

    def test_id_of_one_payment_with_its_amount(self):
        items = [
            payment(1, "-100.10", batch="PAY/2026/0003", end_to_end_id="E2E-26-7731-0001"),
            payment(2, "-100.10", batch="PAY/2026/0003", end_to_end_id="E2E-26-7731-0002", partner=2),
        ]
        first = line("-100.10", "CT", id="a", end_to_end_id="E2E-26-7731-0001", batch_id="PAY/2026/0003")
        second = line("-100.10", "CT EREF+E2E-26-7731-0002", id="b", batch_id="PAY/2026/0003")
        found = match(items, second, first)
        self.assertSure(found[0], [2])
        self.assertSure(found[1], [1])

    def test_payment_without_a_batch_by_its_id(self):
        items = [payment(1, "-100.10", batch="", end_to_end_id="E2E-26-7731-0001"), payment(2, "-100.10", batch="")]
        self.assertSure(match(items, line("-100.10", "/EREF/E2E-26-7731-0001/REMI/")), [1])

    # one of the batch

    def test_one_payment_that_is_named(self):
        found = match(deposit(), line("202.25", "PBNK1/2026/00002 Kern Medien"))
        self.assertSure(found, [2])

    def test_one_payment_of_a_named_batch(self):
        found = match(deposit(), line("202.25", "DEP/2026/0007"))
        self.assertEqual(settled(found), [2])
        self.assertIn("batch_one", criteria(found))
        self.assertIs(found.confidence, Confidence.MEDIUM)

    def test_check_number_of_one_payment(self):
        items = [payment(place, amount, check_number=f"004{place}") for place, amount in enumerate(DEPOSIT, start=1)]
        self.assertSure(match(items, line("303.37", "CHECK 43", check_number="43")), [3])

    def test_receipt_of_a_deposit_that_nothing_names(self):
        """A transfer of the same amount is likelier another payment than one check of a deposit."""
        found = match(deposit(), line("101.10", "order", account_number="NL91ABNA0417164300"))
        self.assertDoubted(found, [1], "in_batch")
        self.assertSure(match(deposit(batch=""), line("101.10", "order", account_number="NL91ABNA0417164300")), [1])

    # partly cleared, returned, with a fee

    def test_one_payment_reconciled_before(self):
        """What is open of the batch is what the bank may still show."""
        self.assertSure(match(deposit()[1:], line("1415.61", "DEP/2026/0007")), [2, 3, 4, 5])
        over = match(deposit()[1:], line(TOTAL, "DEP/2026/0007"))
        self.assertDoubted(over, [2, 3, 4, 5], "amount_over")
        self.assertEqual(over.difference, Decimal("101.10"))

    def test_one_payment_promised_elsewhere(self):
        found = match(deposit(), line("1415.61", "DEPOSIT"), taken={1: Decimal("101.10")})
        self.assertSure(found, [2, 3, 4, 5])

    def test_returned_check(self):
        found = match(deposit(), line("1213.34", "DEP/2026/0007"))
        self.assertDoubted(found, [1, 2, 4, 5], "batch_part")
        self.assertIn("4 of its 5 payments are the amount", said(found))

    def test_fee_held_back(self):
        found = match(deposit(), line("1511.71", "DEP/2026/0007"))
        self.assertDoubted(found, [1, 2, 3, 4, 5], "amount_batch_fee")
        self.assertEqual((found.write_off.amount, found.write_off.reason), (Decimal("-5.00"), "bank_fee"))

    def test_cents_of_a_batch_are_left_to_a_person(self):
        for amount in ("1516.70", "1516.72", "1516.60"):
            for items in (deposit(), [payment(1, TOTAL, partner=None)]):
                tolerated = {"tolerance_amount": Decimal("1"), "tolerance_silent": True}
                found = match(items, line(amount, "DEP/2026/0007"), **tolerated)
                self.assertEqual(settled(found), [item.id for item in items])
                self.assertIs(found.confidence, Confidence.MEDIUM, found.evidence)

    def test_much_less_is_no_fee(self):
        found = match(deposit(), line("900.00", "DEP/2026/0007"))
        self.assertTrue(found is None or found.confidence is not Confidence.HIGH)
        self.assertFalse(found and found.write_off)

    # by total

    def test_total_of_the_only_batch(self):
        found = match([*deposit(), *deposit(("9.99", "8.88"), first=11, batch="DEP/2026/0008")], line(TOTAL, "DEPOSIT"))
        self.assertSure(found, [1, 2, 3, 4, 5])
        self.assertIn("The amount is the total of batch DEP/2026/0007 (payments: 5)", said(found))

    def test_two_batches_of_one_total(self):
        items = [*deposit(), *deposit(DEPOSIT[::-1], first=11, batch="DEP/2026/0008")]
        found = match(items, line(TOTAL, "DEPOSIT"))
        self.assertDoubted(found, [1, 2, 3, 4, 5], "not_unique")
        self.assertEqual(found.explanations, 2)
        self.assertSure(match(items, line(TOTAL, "DEPOSIT DEP/2026/0008")), [11, 12, 13, 14, 15])

    def test_two_lines_of_one_total(self):
        found = match(deposit(), line(TOTAL, "DEPOSIT", id="a"), line(TOTAL, "DEPOSIT", id="b", day="2026-05-07"))
        self.assertDoubted(found[0], [1, 2, 3, 4, 5], "batch_claimed")
        self.assertIsNone(found[1])

    def test_invoice_of_the_total(self):
        found = match([*deposit(), invoice(900, TOTAL, partner=3)], line(TOTAL, "DEPOSIT"))
        self.assertDoubted(found, [1, 2, 3, 4, 5], "not_unique")

    def test_document_the_line_names_comes_first(self):
        found = match([*deposit(), invoice(900, TOTAL, partner=3)], line(TOTAL, "INV/2026/00900 Ocean Trading"))
        self.assertSure(found, [900])

    def test_payer_who_is_not_in_the_batch(self):
        found = match(deposit(), line(TOTAL, "order", account_number="BE68539007547034"))
        self.assertDoubted(found, [1, 2, 3, 4, 5], "batch_stranger")

    def test_payer_with_a_payment_in_the_batch_and_an_invoice_of_its_total(self):
        account = {"account_number": "NL91ABNA0417164300"}
        found = match([*deposit(), invoice(900, TOTAL)], line(TOTAL, "transfer", **account))
        self.assertIsNot(found.confidence, Confidence.HIGH, said(found))
        alone = match([*deposit(("9.99", "8.88")), invoice(900, TOTAL)], line(TOTAL, "transfer", **account))
        self.assertSure(alone, [900])

    def test_other_name_in_the_text(self):
        found = match(deposit(), line(TOTAL, "DEPOSIT DEP/2026/0009"))
        self.assertDoubted(found, [1, 2, 3, 4, 5], "unknown_document_named")

    def test_round_total(self):
        self.assertDoubted(match(deposit(("300.00", "700.00")), line("1000.00", "DEPOSIT")), [1, 2], "amount_round")

    def test_dates(self):
        self.assertDoubted(match(deposit(), line(TOTAL, "DEPOSIT", day="2026-05-20")), [1, 2, 3, 4, 5], "batch_old")
        self.assertDoubted(match(deposit(), line(TOTAL, "DEPOSIT", day="2026-05-02")), [1, 2, 3, 4, 5], "item_later")
        self.assertIsNone(match(deposit(), line(TOTAL, "DEPOSIT", day="2026-08-20")))
        self.assertIsNone(match(deposit(), line(TOTAL, "DEPOSIT", day="2026-04-20")))
        self.assertSure(match(deposit(), line(TOTAL, "DEP/2026/0007", day="2026-08-20")), [1, 2, 3, 4, 5])

    def test_other_way(self):
        self.assertIsNone(match(deposit(), line(f"-{TOTAL}", "DEPOSIT")))

    def test_batch_of_several_currencies_has_no_total(self):
        items = [*deposit(DEPOSIT[:4]), payment(5, "505.58", currency="USD")]
        self.assertIsNone(match(items, line(TOTAL, "DEPOSIT")))

    def test_order_changes_nothing(self):
        items = [*deposit(), *deposit(DEPOSIT[::-1], first=11, batch="DEP/2026/0008"), invoice(900, TOTAL, partner=3)]
        lines = [line(TOTAL, "DEPOSIT", id="a"), line(TOTAL, "DEP/2026/0008", id="b")]
        forward = match(items, *lines)
        self.assertEqual(match(items[::-1], *lines[::-1])[::-1], forward)
