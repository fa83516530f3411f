"""Draft documents: proposed, never automatic, posted by the host when a person accepts."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import BankReconcileCase


class DraftCase(BankReconcileCase):
    @classmethod
    def make_draft(cls, amount, move_type="out_invoice", partner=None, date="2026-03-01", **values):
        return cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or cls.delta).id,
                "invoice_date": date,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create({"name": "goods", "quantity": 1, "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestDrafts(DraftCase):
    def propose(self, line):
        self.matcher._match(line)
        return line.match_ids

    def test_draft_is_proposed_with_words_and_never_automatic(self):
        draft = self.make_draft(431.77, ref="PO-77123")
        line = self.make_line(431.77, "Delta Bouw PO-77123", partner_name="Delta Bouw")
        match = self.propose(line)
        self.assertEqual(match.item_move_id, draft)
        self.assertTrue(match.item_is_draft)
        self.assertIn("Draft Invoice", line.match_words)
        self.assertIn("Still a draft", match.evidence_html)
        self.assertFalse(match.automatic)
        self.assertNotEqual(match.confidence, "high")
        self.assertFalse(line._sure_enough())
        self.bank.match_mode = "post"
        line.match_ids.unlink()
        line.action_match_now()
        self.assertEqual((draft.state, line.match_state), ("draft", "proposed"))

    def test_posted_twin_comes_first(self):
        self.make_draft(250.35)
        posted = self.make_invoice(250.35)
        line = self.make_line(250.35, "payment", partner_name="Delta Bouw")
        self.assertEqual(self.propose(line).item_move_id, posted)

    def test_draft_is_no_part_of_a_set(self):
        self.make_draft(100.11)
        self.make_invoice(55.55)
        line = self.make_line(155.66, "payment", partner_name="Delta Bouw")
        self.assertFalse(self.propose(line).filtered("item_is_draft"))

    def test_accepting_posts_and_posting_closes(self):
        draft = self.make_draft(431.77, ref="PO-77123")
        line = self.make_line(431.77, "Delta Bouw PO-77123", partner_name="Delta Bouw")
        match = self.propose(line)
        line.action_accept_matches()
        self.assertEqual((draft.state, match.state), ("posted", "accepted"))
        self.assertEqual(match.move_line_id, self.open_item(draft))
        self.assertTrue(draft.name and draft.name != "/")
        self.assertIn(draft.name, match.matched_with)
        self.assertTrue(match.posted_draft)
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        self.assertEqual(draft.amount_residual, 0)

    def test_undo_keeps_it_posted_and_says_so(self):
        draft = self.make_draft(90)
        line = self.make_line(90)
        line._match_with_item(self.open_item(draft))
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        run = line._undo_with_reason("wrong customer")
        self.assertEqual((draft.state, draft.amount_residual), ("posted", 90))
        said = run._notify()["params"]["message"]
        self.assertIn("Still posted", said)
        self.assertIn(draft.name, said)
        self.assertIn(draft.name, line.move_id.message_ids[0].body)
        self.assertIn("Still posted", line.move_id.message_ids[0].body)

    def test_draft_the_host_refuses_is_named_and_nothing_changes(self):
        bill = self.make_draft(60, move_type="in_invoice", invoice_date=False)
        good = self.make_draft(70)
        lines = self.make_line(-60) + self.make_line(70)
        for line, draft in zip(lines, bill + good, strict=True):
            self.make_match(line, move_line_id=self.open_item(draft).id, state="proposed")
        with self.assertRaisesRegex(UserError, "(?s)Draft Bill.*could not be posted.*[Dd]ate"):
            lines[0].action_accept_matches()
        lines.action_accept_matches()
        self.assertEqual(lines.mapped("match_state"), ["proposed", "accepted"])
        self.assertEqual((bill.state, good.state), ("draft", "posted"))
        self.assertRefused(lines[0], "could not be posted")

    def test_posted_with_the_users_own_rights(self):
        clerk = new_test_user(
            self.env, "clerk", groups="bank_reconcile_plus.group_bank_reconcile_user", company_id=self.env.company.id
        )
        draft = self.make_draft(90)
        line = self.make_line(90)
        self.make_match(line, move_line_id=self.open_item(draft).id, state="proposed")
        line.with_user(clerk).action_accept_matches()
        self.assertEqual((draft.state, draft.write_uid), ("posted", clerk))

    def test_instalments_keep_to_their_lines(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "30/70",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 30, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 70, "nb_days": 30}),
                ],
            }
        )
        draft = self.make_draft(1000, invoice_payment_term_id=term.id, invoice_date=False)
        first, second = draft.line_ids.filtered(lambda item: item.display_type == "payment_term").sorted(
            "date_maturity"
        )
        lines = self.make_line(700) + self.make_line(300)
        lines[0]._match_with_item(second)
        lines[1]._match_with_item(first)
        lines.action_post_matches()
        self.assertEqual(lines.mapped("is_reconciled"), [True, True], lines.mapped("match_refusal"))
        self.assertEqual(draft.amount_residual, 0)
        self.assertEqual([match.item_amount for match in lines.match_ids], [700, 300])
        both = self.make_draft(500, invoice_payment_term_id=term.id, invoice_date=False)
        line = self.make_line(500)
        for item in self.open_item(both):
            self.make_match(line, move_line_id=item.id)
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        self.assertEqual(sorted(line.match_ids.mapped("item_amount")), [150, 350])
        self.assertEqual(both.amount_residual, 0)

    def test_preview_posts_nothing(self):
        draft = self.make_draft(90)
        line = self.make_line(90)
        line._match_with_item(self.open_item(draft))
        shown = self.env["account.bank.match.preview"]._preview(line)
        self.assertEqual(shown["line_count"], 1)
        self.assertEqual(draft.state, "draft")
        self.assertFalse(line.is_reconciled)

    def test_credit_note_draft_is_netted(self):
        invoice = self.make_invoice(100)
        credit = self.make_draft(30, move_type="out_refund")
        line = self.make_line(70)
        for move in invoice + credit:
            item = self.open_item(move)
            self.make_match(line, move_line_id=item.id, amount=item.amount_residual, item_amount=item.amount_residual)
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        self.assertEqual((credit.state, credit.amount_residual, invoice.amount_residual), ("posted", 0, 0))
