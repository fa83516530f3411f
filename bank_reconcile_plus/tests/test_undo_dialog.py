from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestUndoDialog(BankReconcileCase):
    """An undo says what it takes back, asks why, and keeps the answer."""

    def posted_line(self, amount=121.0, by_hand=False, **values):
        """A line posted from a match, a person's or a proposal that was accepted."""
        invoice = self.make_invoice(amount)
        line = self.make_line(amount, invoice.name, **values)
        origin = "manual" if by_hand else "automatic"
        self.make_match(line, move_line_id=self.open_item(invoice).id, origin=origin)
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)
        return line

    def wizard(self, action):
        return self.env["account.bank.undo.wizard"].browse(action["res_id"])

    def undo(self, action, reason="Paid by another customer", **values):
        wizard = self.wizard(action)
        with Form(wizard) as form:
            for name, value in values.items():
                form[name] = value
            form.reason = reason
        return wizard.action_undo()

    def last_run(self):
        return self.env["account.bank.match.run"].search([("kind", "=", "undo")], limit=1)

    def test_reason_is_kept_with_entry_and_run(self):
        line = self.posted_line()
        posting = line.match_ids.post_run_id
        self.undo(line.action_open_undo())
        self.assertEqual(line.match_state, "accepted")
        note = line.move_id.message_ids[0]
        self.assertIn("Posting undone: Paid by another customer.", note.body)
        self.assertIn("Delta Bouw", note.body)
        self.assertEqual(note.author_id, self.env.user.partner_id)
        run = self.last_run()
        self.assertEqual((run.reason, run.undone_run_ids), ("Paid by another customer", posting))
        self.assertEqual(posting.undone_by_run_ids, run)

    def test_no_undo_without_reason(self):
        line = self.posted_line()
        wizard = self.wizard(line.action_open_undo())
        for reason in (False, "  "):
            wizard.reason = reason
            with self.assertRaisesRegex(UserError, "Say why"):
                wizard.action_undo()
        with self.assertRaises(AssertionError), Form(wizard) as form:
            form.reason = False
        self.assertTrue(line.is_reconciled)

    def test_says_what_it_would_take_back(self):
        lines = self.posted_line(100) + self.posted_line(21)
        wizard = self.wizard(lines.action_open_undo())
        self.assertEqual(wizard.undo_count, 2)
        for words in ("before posting: 2, in all", "121.00", "open again: 2.", self.env.user.name):
            self.assertIn(words, wizard.content)

    def test_work_by_hand_is_left_alone_unless_asked(self):
        automatic, by_hand = self.posted_line(100), self.posted_line(21, by_hand=True)
        action = (automatic + by_hand).action_open_undo()
        wizard = self.wizard(action)
        self.assertEqual((wizard.undo_count, wizard.manual_count), (1, 1))
        self.undo(action)
        self.assertEqual((automatic.is_reconciled, by_hand.is_reconciled), (False, True))
        self.undo((automatic + by_hand).action_open_undo(), include_manual=True)
        self.assertFalse(by_hand.is_reconciled)

    def test_only_work_by_hand_says_so(self):
        lines = self.posted_line(100, by_hand=True) + self.posted_line(21, by_hand=True)
        wizard = self.wizard(lines.action_open_undo())
        wizard.reason = "why"
        with self.assertRaisesRegex(UserError, "by hand"):
            wizard.action_undo()

    def test_one_line_chosen_is_chosen(self):
        line = self.posted_line(by_hand=True)
        self.undo(line.action_open_undo())
        self.assertFalse(line.is_reconciled)

    def test_a_run_and_a_statement(self):
        lines = self.posted_line(100) + self.posted_line(21)
        self.undo(lines[0].match_ids.post_run_id.action_open_undo())
        self.assertEqual(lines.mapped("is_reconciled"), [False, True])
        statement = self.env["account.bank.statement"].create({"line_ids": [(6, 0, lines.ids)]})
        self.undo(statement.action_open_undo())
        self.assertEqual(lines.mapped("is_reconciled"), [False, False])
        with self.assertRaisesRegex(UserError, "Nothing of these lines"):
            statement.action_open_undo()

    def test_a_day_of_posting(self):
        lines = self.posted_line(100) + self.posted_line(21)
        lines[0].match_ids.post_run_id.date = "2026-03-11 22:30:00"
        lines[1].match_ids.post_run_id.date = "2026-03-12 22:30:00"
        self.env.user.tz = "Europe/Amsterdam"
        wizard = self.wizard(self.bank.action_open_undo())
        wizard.write({"date_from": "2026-03-12", "date_to": "2026-03-12"})
        self.assertEqual(wizard._lines_to_undo(), lines[1], "half past eleven in the evening there")
        self.env.user.tz = "Asia/Tokyo"
        wizard.invalidate_recordset()
        self.assertEqual(wizard._lines_to_undo(), lines[0])

    def test_days_of_lines(self):
        lines = self.posted_line(100, date="2026-03-10") + self.posted_line(21, date="2026-03-11")
        self.undo(self.bank.action_open_undo(), date_basis="line", date_from="2026-03-11", date_to="2026-03-31")
        self.assertEqual(lines.mapped("is_reconciled"), [True, False])

    def test_refused_line_gets_no_note(self):
        lines = self.posted_line(100, date="2026-01-15") + self.posted_line(21)
        notes = len(lines[0].move_id.message_ids)
        self.lock("2026-01-31")
        self.undo(lines.action_open_undo())
        self.assertEqual(lines.mapped("is_reconciled"), [True, False])
        self.assertEqual(len(lines[0].move_id.message_ids), notes)
        self.assertEqual((self.last_run().done_count, self.last_run().refused_count), (1, 1))

    def test_a_bank_user_may(self):
        line = self.posted_line()
        user = new_test_user(self.env, "clerk", groups="bank_reconcile_plus.group_bank_reconcile_user")
        wizard = self.wizard(line.with_user(user).action_open_undo()).with_user(user)
        wizard.reason = "Wrong customer"
        wizard.action_undo()
        self.assertFalse(line.is_reconciled)
        self.assertEqual(line.move_id.message_ids[0].author_id, user.partner_id)
