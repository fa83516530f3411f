"""Transfers nobody registered: the lines of two own banks that are one transfer find each other."""

from datetime import date, timedelta
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..matching.transfers import OwnBank, Side, find_pairs
from ..matching.types import Confidence
from .test_transfers import TransferCase

DAY = date(2026, 3, 10)
BANKS = (
    OwnBank("giro", "Giro", ("BE71 0961 2345 6769",), ("Giro", "Belfius")),
    OwnBank("save", "Savings", ("NL91ABNA0417164300",), ("Savings account", "ABN AMRO")),
    OwnBank("swiss", "Swiss", ("CH9300762011623852957",), ("Swiss francs",)),
)
GIRO, SAVE = (bank.account_numbers[0] for bank in BANKS[:2])


def side(name, bank, amount, days=0, currency="EUR", company=None, **values):
    amount = Decimal(amount)
    return Side(name, bank, DAY + timedelta(days), amount, currency, Decimal(company or amount), **values)


def pairs(*sides):
    """(out, in) -> pair, the same whatever the order of the sides."""
    found = find_pairs(sides, BANKS, ("Demo GmbH",))
    backwards = find_pairs(sides[::-1], BANKS, ("Demo GmbH",))
    assert {(pair.out.id, pair.into.id) for pair in found} == {(pair.out.id, pair.into.id) for pair in backwards}
    return {(pair.out.id, pair.into.id): pair for pair in found}


@tagged("post_install", "-at_install")
class TestFindPairs(BaseCase):
    def only(self, *sides):
        found = list(pairs(*sides).values())
        self.assertEqual(len(found), 1, found)
        return found[0]

    def test_both_name_each_other(self):
        pair = self.only(side("a", "giro", -500, account_number=SAVE), side("b", "save", 500, 3, account_number=GIRO))
        self.assertEqual((pair.confidence, pair.automatic, pair.explanations), (Confidence.HIGH, True, 1))
        self.assertEqual(sum(piece.weight for piece in pair.evidence), pair.score)

    def test_account_numbers_in_the_text_and_without_country(self):
        out = side("a", "giro", -500, text="OVERBOEKING NL91 ABNA 0417 1643 00 SPAREN")
        for number in (GIRO, "961234567 69", "096123456769"):
            pair = self.only(out, side("b", "save", 500, account_number=number))
            self.assertEqual(pair.confidence, Confidence.HIGH, number)

    def test_one_names_the_other(self):
        pair = self.only(side("a", "giro", -500, account_number=SAVE), side("b", "save", 500))
        self.assertEqual((pair.confidence, pair.automatic), (Confidence.MEDIUM, False))

    def test_hints_make_medium_and_nothing_makes_low(self):
        out = side("a", "giro", -500, text="Umbuchung")
        for into in (
            side("b", "save", 500, partner_name="Demo GmbH"),
            side("b", "save", 500, text="von Belfius Konto"),
        ):
            self.assertEqual(self.only(out, into).confidence, Confidence.MEDIUM)
        self.assertEqual(self.only(out, side("b", "save", 500)).confidence, Confidence.LOW)
        same_id = [side("a", "giro", -500, end_to_end_id="E7"), side("b", "save", 500, end_to_end_id="E7")]
        self.assertEqual(self.only(*same_id).confidence, Confidence.MEDIUM)
        no_id = [side(n, b, a, end_to_end_id="NOTPROVIDED") for n, b, a in (("a", "giro", -5), ("b", "save", 5))]
        self.assertEqual(self.only(*no_id).confidence, Confidence.LOW)

    def test_two_of_one_amount_are_never_high(self):
        out = side("a", "giro", -500, account_number=SAVE)
        found = pairs(
            out,
            side("b", "save", 500, 1, account_number=GIRO),
            side("c", "save", 500, 2, account_number=GIRO),
        )
        self.assertEqual(list(found), [("a", "b")], "the nearer day comes first")
        self.assertEqual((found["a", "b"].confidence, found["a", "b"].explanations), (Confidence.MEDIUM, 2))
        twice = pairs(
            out,
            side("a2", "giro", -500, 1, account_number=SAVE),
            side("b", "save", 500, account_number=GIRO),
            side("b2", "save", 500, 1, account_number=GIRO),
        )
        self.assertEqual(set(twice), {("a", "b"), ("a2", "b2")})
        self.assertFalse(any(pair.automatic for pair in twice.values()))

    def test_what_is_of_others_is_no_transfer(self):
        out = side("a", "giro", -500, account_number=SAVE)
        plain = side("p", "giro", -500)
        for other in (
            side("b", "save", 500, account_number="DE89370400440532013000"),
            side("b", "save", 500, text="Rechnung 7 DE89370400440532013000"),
            side("b", "save", 500, partner_name="Ocean Trading"),
            side("b", "save", 500, is_strangers=True),
            side("b", "save", 500, account_number=BANKS[2].account_numbers[0]),
            side("b", "giro", 500),
            side("b", "save", -500),
            side("b", "save", 500, 6),
            side("b", "save", "500.01"),
        ):
            self.assertFalse(pairs(out, other), other)
            self.assertFalse(pairs(plain, other), other)

    def test_money_that_arrives_long_before_it_leaves_is_left_to_a_person(self):
        for days, confidence in ((-3, Confidence.HIGH), (-4, Confidence.MEDIUM)):
            out = side("a", "giro", -500, account_number=SAVE)
            pair = self.only(out, side("b", "save", 500, days, account_number=GIRO))
            self.assertEqual((pair.confidence, pair.automatic), (confidence, days == -3))

    def test_the_longer_time_of_the_two_banks_holds(self):
        slow = OwnBank("save", "Savings", (SAVE,), days=9)
        sides = side("a", "giro", -500), side("b", "save", 500, 8)
        self.assertEqual(len(find_pairs(sides, (BANKS[0], slow))), 1)
        self.assertFalse(find_pairs(sides, BANKS))

    def test_in_another_currency_it_is_less_sure(self):
        swiss = BANKS[2].account_numbers[0]
        out = side("a", "giro", -500, account_number=swiss)
        into = side("b", "swiss", 990, currency="CHF", company=495, account_number=GIRO)
        pair = self.only(out, into)
        self.assertEqual((pair.confidence, pair.automatic), (Confidence.MEDIUM, False))
        unnamed = side("b", "swiss", 990, currency="CHF", company=495)
        self.assertEqual(self.only(out, unnamed).confidence, Confidence.LOW)
        self.assertFalse(pairs(side("a", "giro", -500), unnamed), "about the amount and nothing else says nothing")
        far = side("b", "swiss", 900, currency="CHF", company=450, account_number=GIRO)
        self.assertFalse(pairs(out, far), "the rate cannot be that far off")

    def test_many_lines_at_once(self):
        sides = []
        for number in range(3000):
            amount = 10 + number
            sides.append(side(f"o{number}", "giro", -amount, account_number=SAVE))
            sides.append(side(f"i{number}", "save", amount, number % 5, account_number=GIRO))
        found = find_pairs(sides, BANKS)
        self.assertEqual(len(found), 3000)
        self.assertTrue(all(pair.out.id[1:] == pair.into.id[1:] for pair in found))


@tagged("post_install", "-at_install")
class TestMirrorTransfers(TransferCase):
    def lines(self, amount=500, other=None, named="both", days=1, **values):
        """The lines of a transfer from the current account to another bank, on different days."""
        other = other or self.savings
        numbers = self.bank.bank_account_id.acc_number, other.bank_account_id.acc_number
        out = {"account_number": numbers[1]} if named else {}
        into = {"account_number": numbers[0]} if named == "both" else {}
        day = self.day("2026-03-10") + timedelta(days)
        return {
            "out": self.make_line(-500, "Transfer", **out),
            "in": self.make_line(amount, "Transfer", date=day, journal=other, **into, **values),
        }

    def test_found_in_either_order_and_posted_and_undone_in_either_order(self):
        for first, second in (("out", "in"), ("in", "out")):
            for posted in ((first, second), (second, first)):
                with self.subTest(first=first, posted=posted):
                    self.check_pair(first, second, posted)

    def check_pair(self, first, second, posted):
        lines = self.lines()
        both = lines["out"] + lines["in"]
        before = self.trial_balance()
        self.matcher._match(lines[first])
        self.assertEqual(lines[first].match_ids.transfer_line_id, lines[second])
        self.assertEqual(lines[second].match_ids.transfer_line_id, lines[first], "the other line says so too")
        self.matcher._match(lines[second])
        for line in both:
            self.assertEqual((line.match_confidence, len(line.match_ids)), ("high", 1))
            self.assertTrue(line.match_ids.automatic)
            self.assertIn((both - line).journal_id.name, line.match_words)
        both.action_accept_matches()
        self.post(lines[posted[0]])
        self.assertAlmostEqual(abs(self.balance_of(self.transfer_account)), 500)
        self.post(lines[posted[1]])
        self.assertEqual(self.balance_of(self.transfer_account), 0)
        items = both.match_ids.counterpart_line_id
        self.assertEqual(items.mapped("reconciled"), [True, True])
        lines[posted[0]].action_undo_matches()
        self.assertTrue(lines[posted[1]].is_reconciled)
        self.post(lines[posted[0]])
        self.assertTrue(all(both.match_ids.counterpart_line_id.mapped("reconciled")), "they find each other again")
        lines[posted[1]].action_undo_matches()
        lines[posted[0]].action_undo_matches()
        self.assertEqual(self.trial_balance(), before)
        self.post(both)
        self.assertEqual(self.balance_of(self.transfer_account), 0)
        self.assertUndone(both, before)
        both.action_remove_matches()
        both.unlink()

    def test_line_posted_to_the_transfer_account_waits_for_its_other_side(self):
        lines = self.lines()
        self.make_match(lines["out"], account_id=self.transfer_account.id)
        self.matcher._match(lines["in"])
        self.assertEqual(lines["in"].match_ids.transfer_line_id, lines["out"], "decided on, not posted yet")
        self.post(lines["out"])
        self.matcher._match(lines["in"])
        match = lines["in"].match_ids
        self.assertEqual(match.move_line_id, lines["out"].match_ids.counterpart_line_id)
        self.assertEqual((match.confidence, match.automatic), ("high", True))
        lines["in"].action_accept_matches()
        self.post(lines["in"])
        self.assertEqual(self.balance_of(self.transfer_account), 0)

    def test_another_currency(self):
        for first, second in (("out", "in"), ("in", "out")):
            with self.subTest(first=first):
                lines = self.lines(amount=980, other=self.swiss)
                both = lines["out"] + lines["in"]
                before = self.trial_balance()
                self.matcher._match(both)
                self.assertEqual(set(both.mapped("match_confidence")), {"medium"})
                both.action_accept_matches()
                self.post(lines[first])
                self.post(lines[second])
                self.assertEqual(both.match_ids.counterpart_line_id.mapped("reconciled"), [True, True])
                self.assertEqual(self.balance_of(self.transfer_account), 0)
                self.assertEqual(sum(map(self.balance_of, self.exchange_accounts())), 10)
                self.assertUndone(lines[second], self.after(lines[first], before))
                self.assertUndone(lines[first], before)
                both.action_remove_matches()
                both.unlink()

    def after(self, line, before):
        """The trial balance with just this line posted to the transfer account."""
        expected = dict(before)
        amount = line._company_amount()
        suspense = line.journal_id.suspense_account_id.code
        expected[suspense] = expected.get(suspense, 0) + amount
        expected[self.transfer_account.code] = expected.get(self.transfer_account.code, 0) - amount
        return {code: balance for code, balance in expected.items() if balance}

    def test_waiting_side_in_another_currency_is_closed_to_the_cent(self):
        for first, second in (("out", "in"), ("in", "out")):
            with self.subTest(first=first):
                lines = self.lines(amount=980, other=self.swiss)
                before = self.trial_balance()
                self.make_match(lines[first], account_id=self.transfer_account.id)
                self.post(lines[first])
                self.matcher._match(lines[second])
                waiting = lines[first].match_ids.counterpart_line_id
                self.assertEqual(lines[second].match_ids.move_line_id, waiting)
                lines[second].action_accept_matches()
                self.post(lines[second])
                self.assertTrue(waiting.reconciled)
                self.assertEqual(self.balance_of(self.transfer_account), 0)
                self.assertEqual(sum(map(self.balance_of, self.exchange_accounts())), 10)
                lines[second].action_undo_matches()
                lines[first].action_undo_matches()
                self.assertEqual(self.trial_balance(), before)
                (lines[first] + lines[second]).action_remove_matches()
                (lines[first] + lines[second]).unlink()

    def test_a_person_decides_where_only_one_bank_names_the_other(self):
        lines = self.lines(named="one")
        self.matcher._match(lines["in"])
        self.assertEqual(lines["in"].match_confidence, "medium")
        self.assertFalse(lines["in"]._sure_enough())

    def test_removed_on_one_side_the_proposal_of_the_other_goes_too(self):
        lines = self.lines()
        self.matcher._match(lines["out"])
        lines["out"].action_remove_matches()
        self.assertFalse(lines["in"].match_ids)
        self.matcher._match(lines["out"])
        lines["in"]._match_with_account(self.expense)
        self.assertFalse(lines["out"].match_ids, "its other side went elsewhere")

    def test_documents_and_registered_payments_come_first(self):
        lines = self.lines(named="")
        invoice = self.make_invoice(500)
        line = lines["in"]
        line.payment_ref = f"Transfer {invoice.name}"
        line.partner_id = self.delta
        self.matcher._match(line)
        self.assertEqual(line.match_ids.move_line_id, self.open_item(invoice))
        self.assertFalse(lines["out"].match_ids)

    def test_accepted_side_knows_the_other_again_after_that_is_matched_anew(self):
        lines = self.lines()
        self.matcher._match(lines["out"])
        lines["out"].action_accept_matches()
        self.matcher._match(lines["in"])
        self.assertEqual(lines["out"].match_ids.transfer_line_id, lines["in"])
        self.assertIn("Transfer: Savings", lines["out"].match_words)

    def test_a_registered_transfer_no_line_is_matched_with_is_left_to_a_person(self):
        self.transfer()
        lines = self.lines()
        (self.bank + self.savings).match_bank_entries = False
        self.matcher._match(lines["out"] + lines["in"])
        for line in lines.values():
            self.assertEqual((line.match_confidence, bool(line._sure_enough())), ("medium", False))
            self.assertIn("is registered at", str(line.match_evidence_html))

    def test_the_company_as_partner_is_a_hint(self):
        lines = self.lines(named="", partner_id=self.env.company.partner_id.id)
        self.matcher._match(lines["out"])
        self.assertEqual(lines["out"].match_confidence, "medium")

    def test_switched_off_for_a_bank(self):
        self.savings.match_transfers = False
        lines = self.lines()
        self.matcher._match(lines["out"])
        self.assertFalse(lines["out"].match_ids.transfer_line_id)

    def test_background_takes_each_side_as_its_own_bank_says(self):
        lines = self.lines()
        self.bank.match_mode = "accept"
        self.savings.match_mode = "propose"
        self.env["account.bank.match.background"]._match_as_set(lines["out"], "accept")
        self.assertEqual((lines["out"].match_state, lines["in"].match_state), ("accepted", "proposed"))

    def test_accepting_one_side_offers_the_other(self):
        lines = self.lines()
        self.matcher._match(lines["out"])
        action = lines["out"].action_accept_matches()
        self.assertEqual((lines["out"].match_state, lines["in"].match_state), ("accepted", "proposed"))
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.line_ids, lines["in"])
        wizard.action_accept()
        self.assertEqual(lines["in"].match_state, "accepted")
        self.assertTrue(lines["in"].action_accept_matches() is True, "nothing is left to offer")

    def test_another_company_keeps_its_transfers(self):
        other = self.setup_other_company()["default_journal_bank"]
        line = self.make_line(-500, "Transfer")
        mine = self.env["account.bank.statement.line"].create(
            {"journal_id": other.id, "date": "2026-03-10", "amount": 500, "payment_ref": "Transfer"}
        )
        self.matcher._match(line)
        self.assertFalse(mine.match_ids)
        self.assertFalse(line.match_ids)
