import random
from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..matching.differences import Entry, Kind, Side, explain, shifts, transpositions

START = date(2026, 3, 1)
SEED = 20260310
WORLDS = 60


def make_world(rng, size=60):
    """Lines that add up, with entries of the ledger and of another bank around them."""
    lines = [
        Entry(
            n, Side.LINE, rng.choice((-1, 1)) * rng.randint(101, 999999), START + timedelta(rng.randint(0, 29)), f"t{n}"
        )
        for n in range(size)
    ]
    items = [
        Entry(1000 + n, Side.ITEM, rng.choice((-1, 1)) * rng.randint(101, 999999), START, f"item {n}")
        for n in range(20)
    ]
    return lines, items


def replaced(entry, amount):
    return Entry(entry.id, entry.side, amount, entry.date, entry.text, entry.is_open)


def plant_transposed(rng, line):
    return replaced(line, rng.choice(sorted(transpositions(line.amount))))


def plant_sign(rng, line):
    return replaced(line, -line.amount)


def plant_decimal(rng, line):
    return replaced(line, rng.choice((line.amount * 10, line.amount * 100)))


@tagged("post_install", "-at_install")
class TestDifferences(BaseCase):
    """In a world with one error in it, the error is found and stands at the top."""

    def assertFound(self, kind, entry_id, difference, entries, place=3):
        findings = explain(difference, entries)
        wanted = [(finding.kind, finding.entries[0].id) for finding in findings[:place]]
        self.assertIn((kind, entry_id), wanted, findings[:6])

    def test_slips_of_the_pen_in_one_line(self):
        plants = {Kind.TRANSPOSED: plant_transposed, Kind.SIGN: plant_sign, Kind.DECIMAL: plant_decimal}
        for kind, plant in plants.items():
            rng = random.Random(f"{SEED}-{kind}")
            for _world in range(WORLDS):
                lines, items = make_world(rng)
                place = rng.randrange(len(lines))
                right = lines[place]
                if kind is Kind.TRANSPOSED and not transpositions(right.amount):
                    continue
                lines[place] = plant(rng, right)
                difference = right.amount - lines[place].amount
                # Many amounts have digits whose swap changes them just as much: all of them are named.
                place_among = 40 if kind is Kind.TRANSPOSED else 3
                self.assertFound(kind, right.id, difference, lines + items, place_among)
                best = next(
                    f for f in explain(difference, lines + items) if (f.kind, f.entries[0].id) == (kind, right.id)
                )
                self.assertEqual(best.expected, right.amount)

    def test_a_line_entered_twice(self):
        rng = random.Random(SEED)
        for _world in range(WORLDS):
            lines, items = make_world(rng)
            twice = rng.choice(lines)
            lines.append(Entry(500, Side.LINE, twice.amount, twice.date, twice.text))
            findings = explain(-twice.amount, lines + items)
            self.assertEqual(findings[0].kind, Kind.DOUBLED)
            self.assertEqual({entry.id for entry in findings[0].entries}, {500, twice.id})

    def test_a_line_that_is_missing_but_in_the_books(self):
        rng = random.Random(SEED + 1)
        for _world in range(WORLDS):
            lines, items = make_world(rng)
            missing = lines.pop(rng.randrange(len(lines)))
            items.append(Entry(700, Side.ITEM, missing.amount, missing.date, "the payment"))
            self.assertFound(Kind.MISSING, 700, missing.amount, lines + items, place=1)

    def test_a_line_booked_at_another_bank(self):
        rng = random.Random(SEED + 2)
        for _world in range(WORLDS):
            lines, items = make_world(rng)
            missing = lines.pop(rng.randrange(len(lines)))
            there = Entry(800, Side.OTHER_BANK, missing.amount, missing.date, "there")
            self.assertFound(Kind.OTHER_BANK, 800, missing.amount, [*lines, *items, there], place=1)

    def test_two_entries_together(self):
        rng = random.Random(SEED + 3)
        for _world in range(WORLDS):
            lines, items = make_world(rng)
            first, second = rng.sample(items, 2)
            pairs = [
                {entry.id for entry in finding.entries}
                for finding in explain(first.amount + second.amount, lines + items)
                if finding.kind is Kind.PAIR
            ]
            self.assertIn({first.id, second.id}, pairs)

    def test_a_line_and_an_entry_of_the_ledger_whose_digits_are_swapped(self):
        line = Entry(1, Side.LINE, 54000, START, "bank")
        item = Entry(2, Side.ITEM, 45000, START, "typed in")
        best = explain(9000, [line, item, Entry(3, Side.ITEM, 12345, START)])[0]
        self.assertEqual((best.kind, [entry.id for entry in best.entries]), (Kind.TRANSPOSED, [1, 2]))

    def test_no_difference_needs_no_explanation(self):
        lines, items = make_world(random.Random(SEED))
        self.assertEqual(explain(0, lines + items), [])

    def test_what_matched_lines_suggest_comes_after_open_ones(self):
        done = Entry(1, Side.LINE, 500, START, "done", is_open=False)
        left = Entry(2, Side.LINE, 500, START + timedelta(days=20), "left")
        self.assertEqual([finding.entries[0].id for finding in explain(-500, [done, left])], [2, 1])

    def test_shifts_of_round_and_odd_amounts(self):
        self.assertEqual(shifts(-150), {-1500, -15000, -15})
        self.assertEqual(transpositions(77), set())
