"""Lines nothing was found for are tried again once something newer is open."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .test_background import BackgroundCase


@tagged("post_install", "-at_install")
class TestTriedAgain(BackgroundCase):
    def looked_at(self, *lines, days=1):
        """The job looked at them some days ago; a test's own transaction has but one moment."""
        for line in lines:
            self.assertTrue(line.match_looked_at)
            line.match_looked_at = fields.Datetime.now() - timedelta(days=days)

    def no_triggers(self):
        self.env["ir.cron.trigger"].sudo().search([("cron_id", "=", self.cron.id)]).unlink()

    def test_invoice_that_comes_later_is_found(self):
        early = self.make_line(121, "Delta Bouw", partner_name="Delta Bouw")
        self.run_cron()
        self.looked_at(early)
        self.assertEqual(early.match_state, "open")
        self.no_triggers()
        invoice = self.make_invoice(121)
        self.assertEqual(self.triggers(), 1, "posting it wakes the job")
        self.assertFalse(early.match_ids, "and matches nothing itself")
        self.make_invoice(99)
        self.assertEqual(self.triggers(), 1, "once is enough")
        self.run_cron()
        self.assertEqual(early.match_ids.item_move_id, invoice)
        self.assertEqual(self.bank.match_last_run_id.line_count, 1)

    def test_posted_at_once_where_the_bank_says_so(self):
        self.bank.match_mode = "post"
        early = self.make_line(121, "Delta Bouw order SO-90117", partner_name="Delta Bouw")
        self.run_cron()
        self.looked_at(early)
        invoice = self.make_invoice(121, ref="SO-90117")
        self.run_cron()
        self.assertTrue(early.is_reconciled)
        self.assertTrue(early.match_looked_at)
        self.assertEqual(invoice.amount_residual, 0)

    def test_registered_payment_that_comes_later(self):
        line = self.make_line(-77.5, "Ocean Trading", partner_name="Ocean Trading")
        self.run_cron()
        self.looked_at(line)
        self.no_triggers()
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.ocean.id,
                "amount": 77.5,
                "journal_id": self.bank.id,
                "date": "2026-03-09",
            }
        )
        payment.action_post()
        self.assertEqual(self.triggers(), 1)
        self.run_cron()
        self.assertEqual(line.match_ids.move_line_id.payment_id, payment)

    def test_whoever_posts_the_invoice_wakes_it(self):
        line = self.make_line(121, "Delta Bouw", partner_name="Delta Bouw")
        self.run_cron()
        self.looked_at(line)
        self.no_triggers()
        biller = new_test_user(
            self.env, "biller", groups="account.group_account_invoice", company_id=self.env.company.id
        )
        draft = self.make_invoice(121).copy({"invoice_date": "2026-03-02"})
        self.no_triggers()
        draft.with_user(biller).action_post()
        self.assertEqual(self.triggers(), 1)

    def test_nothing_newer_nothing_done(self):
        self.make_invoice(55)
        line = self.make_line(77.77, "nothing known of this")
        self.run_cron()
        line.match_looked_at = fields.Datetime.now() + timedelta(hours=1)
        run = self.bank.match_last_run_id
        self.run_cron()
        self.assertEqual(self.bank.match_last_run_id, run)

    def test_lines_with_a_match_and_other_banks_are_left_alone(self):
        proposed, by_hand, off = self.make_line(10), self.make_line(20), self.make_line(30)
        self.run_cron()
        self.looked_at(proposed, by_hand, off)
        kept = self.make_match(proposed, account_id=self.expense.id, state="proposed")
        self.make_match(by_hand, account_id=self.expense.id)
        self.make_invoice(10)
        self.run_cron()
        self.assertEqual(proposed.match_ids, kept)
        self.bank.match_mode = "off"
        self.no_triggers()
        self.make_invoice(30)
        self.assertEqual(self.triggers(), 0)
        self.run_cron()
        self.assertFalse(off.match_ids)

    def test_no_line_waits_so_nothing_wakes(self):
        self.no_triggers()
        self.make_invoice(10)
        self.assertEqual(self.triggers(), 0)

    def test_goes_on_where_it_stopped(self):
        lines = self.env["account.bank.statement.line"].union(*(self.make_line(10 + index) for index in range(3)))
        self.run_cron()
        self.looked_at(*lines)
        self.make_invoice(500)
        queue = self.background._queue()
        self.assertEqual(len(queue[0][1]), 3)
        lines[0].match_looked_at = fields.Datetime.now() + timedelta(hours=1)
        self.assertEqual(list(self.background._queue()[0][1]), lines[1:].ids)
