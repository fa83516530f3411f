"""A process that posts is killed in the middle: real processes, real transactions."""

import signal
import time
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from .processes import start_process

LINES = 1000
INVOICES = 200
CHUNK = 100

# Posts the lines of the journal chunk by chunk, and says when a chunk is committed.
POSTER = """
from odoo.addons.bank_reconcile_plus.models import account_bank_match_posting
account_bank_match_posting.CHUNK = int(sys.argv[3])
with Registry(sys.argv[1]).cursor() as cr:
    env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
    journal = env["account.journal"].browse(int(sys.argv[2]))
    env = env(context={"allowed_company_ids": journal.company_id.ids})
    lines = env["account.bank.statement.line"].search([("journal_id", "=", journal.id), ("is_reconciled", "=", False)])
    def commit(done, left):
        cr.commit()
        print("committed", done, left, flush=True)
    env["account.bank.match.posting"]._post_in_chunks(lines, commit)
"""


@tagged("post_install", "-at_install")
class TestKilled(BaseCase):
    """What was committed is whole, the rest is as before, and posting again does the rest."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self.take_away)
        with self.transaction() as env:
            self.make_lines(env)

    @contextmanager
    def transaction(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].search([("chart_template", "!=", False)], limit=1)
            if not company:
                company = env.ref("base.main_company")
                env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
            yield env(context={"allowed_company_ids": company.ids, "tracking_disable": True})

    def make_lines(self, env):
        """A bank of its own with lines that are matched with an account, every fifth with an invoice."""
        self.last_run_id = env["account.bank.match.run"].search([], limit=1).id or 0
        journal = env["account.journal"].create({"name": "Killed", "code": "KILL", "type": "bank"})
        self.journal_id, self.suspense_id = journal.id, journal.suspense_account_id.id
        expense = env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", env.company.ids)], limit=1
        )
        lines = env["account.bank.statement.line"].create(
            [
                {"journal_id": journal.id, "date": "2026-03-10", "amount": 10 + index, "payment_ref": f"line {index}"}
                for index in range(LINES)
            ]
        )
        items = self.make_invoices(env, [line.amount for line in lines[:: LINES // INVOICES]])
        of_line = dict(zip(lines[:: LINES // INVOICES], items, strict=True))
        env["account.bank.match"].create(
            [
                {
                    "statement_line_id": line.id,
                    "amount": line.amount,
                    **(
                        {"move_line_id": of_line[line].id, "item_amount": line.amount}
                        if line in of_line
                        else {"account_id": expense.id}
                    ),
                }
                for line in lines
            ]
        )

    def make_invoices(self, env, amounts):
        """:return: the open items of posted invoices of these amounts"""
        partner = env["res.partner"].create({"name": "Killed"})
        self.partner_id = partner.id
        invoices = env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": "2026-03-01",
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [(0, 0, {"name": "goods", "price_unit": amount, "tax_ids": False})],
                }
                for amount in amounts
            ]
        )
        invoices.action_post()
        self.invoice_ids = invoices.ids
        return [
            invoice.line_ids.filtered(lambda row: row.account_id.account_type == "asset_receivable")
            for invoice in invoices
        ]

    def take_away(self):
        with self.transaction() as env:
            lines = env["account.bank.statement.line"].search([("journal_id", "=", self.journal_id)])
            env["account.bank.match.posting"]._undo(lines.filtered("is_reconciled"))
            lines.unlink()
            invoices = env["account.move"].browse(self.invoice_ids)
            invoices.button_draft()
            invoices.with_context(force_delete=True).unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            journal = env["account.journal"].browse(self.journal_id)
            account = journal.default_account_id
            journal.unlink()
            account.exists().unlink()
            env["account.bank.match.run"].search([("id", ">", self.last_run_id)]).unlink()

    def start(self):
        """Start the process that posts."""
        return start_process(POSTER, self.journal_id, CHUNK)

    def check_whole(self, env):
        """Every line is posted wholly or not at all.

        :return: how many are posted
        """
        lines = env["account.bank.statement.line"].search([("journal_id", "=", self.journal_id)])
        posted = lines.filtered("is_reconciled")
        self.assertEqual(len(lines), LINES)
        for line in lines:
            match = line.match_ids
            self.assertEqual(match.state, "posted" if line in posted else "accepted")
            self.assertEqual(len(line.move_id.line_ids), 2)
            self.assertAlmostEqual(sum(line.move_id.line_ids.mapped("balance")), 0)
            suspense = line.move_id.line_ids.filtered(lambda item: item.account_id.id == self.suspense_id)
            self.assertEqual(bool(suspense), line not in posted)
            self.assertEqual(match.counterpart_line_id, line.move_id.line_ids - line._seek_for_lines()[0] - suspense)
            self.check_item(match, line in posted)
        return len(posted)

    def check_item(self, match, posted):
        """What an invoice has open says the same as the line, to the partial reconciliation."""
        item = match.move_line_id
        if item:
            self.assertEqual(item.amount_residual, 0 if posted else match.amount)
            self.assertEqual(item.matched_credit_ids.credit_move_id, match.counterpart_line_id)
            self.assertEqual(item.move_id.payment_state, "paid" if posted else "not_paid")

    def test_killed_in_the_middle_and_posted_again(self):
        process = self.start()
        self.addCleanup(process.kill)
        for _chunk in range(4):
            said = process.stdout.readline()
            self.assertIn("committed", said, "" if said else process.stderr.read())
        time.sleep(0.3)  # into the next chunk
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        self.assertEqual(process.returncode, -signal.SIGKILL)
        with self.transaction() as env:
            posted = self.check_whole(env)
            self.assertGreaterEqual(posted, 3 * CHUNK)
            self.assertLess(posted, LINES)
            run = env["account.bank.match.run"].search([("id", ">", self.last_run_id)])
            self.assertEqual(run.done_count, posted, "the run tells what was committed")
        again = self.start()
        _out, errors = again.communicate(timeout=300)
        self.assertEqual(again.returncode, 0, errors)
        with self.transaction() as env:
            self.assertEqual(self.check_whole(env), LINES)
