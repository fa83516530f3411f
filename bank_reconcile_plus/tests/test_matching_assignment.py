import datetime
import random
from decimal import Decimal
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..matching import (
    ItemKind,
    MappingPatternError,
    Matcher,
    OpenItem,
    Partner,
    Settings,
    StatementLine,
    TextMapping,
    assignment,
)

DAY = datetime.date(2026, 7, 1)
SETTINGS = Settings(currency="EUR")
PARTNER = Partner(1, "Delta Bouw", account_numbers=("NL91ABNA0417164300",))


def invoice(number, amount, partner=1):
    amount = Decimal(amount)
    return OpenItem(number, ItemKind.INVOICE, f"INV/2026/{number:05d}", DAY, "EUR", amount, amount, partner)


def line(name, amount, text="", day=0, **values):
    values.setdefault("account_number", "NL91ABNA0417164300")
    return StatementLine(name, DAY + datetime.timedelta(days=day), Decimal(amount), "EUR", text, **values)


def chosen(results):
    return {
        result.line_id: [part.item_id for part in result.proposal.applications] if result.proposal else None
        for result in results
    }


@tagged("post_install", "-at_install")
class TestMatchingAssignment(BaseCase):
    """All lines together: no item twice, and the best total rather than the first line."""

    def test_results_come_in_the_order_of_the_lines(self):
        results = Matcher([invoice(1, "10.10")], [PARTNER], SETTINGS).match(
            [line("b", "1.00", day=3), line("a", "2.00")]
        )
        self.assertEqual([result.line_id for result in results], ["b", "a"])

    def test_named_line_takes_its_document_from_an_earlier_one(self):
        matcher = Matcher([invoice(1, "77.13"), invoice(2, "77.13")], [PARTNER], SETTINGS)
        results = matcher.match([line("early", "77.13"), line("named", "77.13", "INV/2026/00001", day=5)])
        self.assertEqual(chosen(results), {"early": [2], "named": [1]})

    def test_as_many_lines_as_twins(self):
        matcher = Matcher([invoice(number, "77.13") for number in (1, 2, 3)], [PARTNER], SETTINGS)
        results = matcher.match([line(name, "77.13", day=day) for day, name in enumerate("abc")])
        self.assertEqual(chosen(results), {"a": [1], "b": [2], "c": [3]})
        self.assertFalse(any(result.proposal.automatic for result in results))

    def test_large_component_is_bounded(self):
        matcher = Matcher([invoice(number, "77.13") for number in range(1, 60)], [PARTNER], SETTINGS)
        results = matcher.match([line(f"L{day:02d}", "77.13", day=day) for day in range(80)])
        taken = [items[0] for items in chosen(results).values() if items]
        self.assertEqual(len(taken), len(set(taken)))

    def test_document_paid_in_parts_and_too_often(self):
        matcher = Matcher([invoice(1, "100.00")], [PARTNER], SETTINGS)
        results = matcher.match(
            [line("a", "41.10", "INV/2026/00001"), line("b", "58.90", "INV/2026/00001"), line("c", "58.90", "x")]
        )
        self.assertEqual(chosen(results), {"a": [1], "b": [1], "c": None})

    def test_same_line_twice_in_one_call(self):
        matcher = Matcher([invoice(1, "77.13")], [PARTNER], SETTINGS)
        results = matcher.match([line("a", "77.13", "INV/2026/00001"), line("b", "77.13", "INV/2026/00001")])
        self.assertEqual(chosen(results), {"a": [1], "b": None})
        self.assertTrue(results[1].alternatives, "what the later line could have been is still told")

    def test_only_related_lines_need_matching_again(self):
        matcher = Matcher([invoice(1, "77.13"), invoice(2, "77.13"), invoice(3, "10.10")], [PARTNER], SETTINGS)
        lines = [line("a", "77.13"), line("b", "10.10"), line("c", "77.13", day=1), line("d", "5.55")]
        self.assertEqual([each.id for each in matcher.related(lines, ["c"])], ["a", "c"])
        self.assertEqual([each.id for each in matcher.related(lines, ["d"])], ["d"])

    def test_broken_mapping_pattern_names_the_mapping(self):
        with self.assertRaisesRegex(MappingPatternError, "Text mapping 7: the pattern '\\(' cannot be read"):
            Matcher([], [], SETTINGS, mappings=[TextMapping(7, pattern="(", account="x")])

    def test_mapping_conditions(self):
        mappings = [
            TextMapping(1, contains="lease", excludes="car", account="a", minimum=Decimal(100), maximum=Decimal(200)),
            TextMapping(2, contains="lease", account="b", partner_ids=frozenset({1})),
        ]
        matcher = Matcher([], [PARTNER], SETTINGS, mappings=mappings)
        accounts = [
            result.proposal and result.proposal.account
            for result in matcher.match(
                [
                    line("1", "-150.00", "LEASE july", account_number=""),
                    line("2", "-250.00", "lease july", account_number=""),
                    line("3", "-150.00", "car lease", account_number=""),
                    line("4", "-250.00", "lease july", partner_id=1),
                ]
            )
        ]
        self.assertEqual(accounts, ["a", None, None, "b"])

    def test_mapping_to_a_partner_finds_its_items(self):
        mappings = [TextMapping(1, contains="dlt bw", partner_id=1)]
        matcher = Matcher([invoice(1, "77.13")], [PARTNER], SETTINGS, mappings=mappings)
        self.assertEqual(chosen(matcher.match([line("a", "77.13", "DLT BW", account_number="")])), {"a": [1]})


def option(*items, named=True):
    """What an explanation is to the assignment: the items it takes whole, and whether the text names them."""
    return SimpleNamespace(
        entries=[SimpleNamespace(position=item, open=100) for item in items],
        settlement=SimpleNamespace(explains=True, item_applied=[100] * len(items)),
        document=assignment.DocumentMatch.YES if named else assignment.DocumentMatch.NO,
        pieces=[SimpleNamespace(weight=50)],
        by_total=False,
    )


def worth(chosen):
    return sum(assignment.value(each) for each in chosen if each)


@tagged("post_install", "-at_install")
class TestLargeComponents(BaseCase):
    """Where there are too many lines to try everything."""

    def large(self):
        return patch.object(assignment, "MOST_LINES", 1)

    def test_a_line_moves_for_one_that_has_no_other_choice(self):
        options = [[option(1), option(2)], [option(1)]]
        with self.large():
            first, second = assignment.assign(options)
        self.assertEqual((first, second), (options[0][1], options[1][0]))

    def test_no_line_moves_for_less(self):
        options = [[option(1)], [option(1, named=False)]]
        with self.large():
            self.assertEqual(assignment.assign(options), [options[0][0], None])

    def test_close_to_the_best_and_never_twice(self):
        chance = random.Random(19)
        together = best = 0
        for _world in range(200):
            options = [
                [option(chance.randrange(5), named=chance.random() < 0.7) for _choice in range(chance.randint(1, 3))]
                for _line in range(5)
            ]
            best += worth(assignment.assign(options))
            with self.large():
                chosen = assignment.assign(options)
            items = [entry.position for each in chosen if each for entry in each.entries]
            self.assertEqual(len(items), len(set(items)))
            together += worth(chosen)
        self.assertGreater(together, 0.96 * best)
        self.assertLessEqual(together, best)
