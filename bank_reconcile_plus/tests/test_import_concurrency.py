"""Two users at once, and a process that is killed: real connections, real processes."""

import signal
import threading
import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from .camt import camt053, entry
from .processes import start_process

IBAN = "NL44RABO0123456789"
LINES = 60
CHUNK = 10

# Does what the scheduled job does, and says when a piece is committed.
WORKER = """
from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.bank_reconcile_plus.models import account_bank_import_result
account_bank_import_result.CHUNK = int(sys.argv[2])
with Registry(sys.argv[1]).cursor() as cr:
    env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
    def commit_progress(self, processed=0, *, remaining=None, deactivate=False):
        cr.commit()
        print("committed", processed, flush=True)
        return float("inf")
    type(env["ir.cron"])._commit_progress = commit_progress
    env["account.bank.import"]._work()
"""


@tagged("post_install", "-at_install")
class TestImportConcurrency(BaseCase):
    """What the test writes it takes away again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self.take_away)
        with self.transaction() as env:
            company = env["res.company"].search([("chart_template", "!=", False)], limit=1)
            if not company:
                company = env.ref("base.main_company")
                env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
            self.company_id = company.id
        with self.transaction() as env:
            self.last_import_id = env["account.bank.import"].search([], limit=1).id or 0
            journal = env["account.journal"].create({"name": "At once", "code": "ONCE", "type": "bank"})
            journal.match_mode = "off"
            journal.set_bank_account(IBAN)
            self.journal_id = journal.id
            self.currency = journal.company_id.currency_id.name

    @contextmanager
    def transaction(self):
        with self.registry.cursor() as cr:
            companies = [self.company_id] if hasattr(self, "company_id") else []
            yield api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": companies, "tracking_disable": True})

    def take_away(self):
        with self.transaction() as env:
            journal = env["account.journal"].browse(self.journal_id)
            env["account.bank.statement"].search([("journal_id", "=", journal.id)]).unlink()
            env["account.bank.statement.line"].search([("journal_id", "=", journal.id)]).unlink()
            env["account.bank.import"].search([("id", ">", self.last_import_id)]).unlink()
            env["ir.config_parameter"].search([("key", "=", "bank_reconcile_plus.import_background_lines")]).unlink()
            account, number = journal.default_account_id, journal.bank_account_id
            journal.unlink()
            account.exists().unlink()
            env.flush_all()
            env.cr.execute("DELETE FROM res_partner_bank WHERE id = %s", [number.id])  # unlink only archives it

    def file(self, count):
        rows = [entry(f"{index}.00", f"payment {index}") for index in range(1, count + 1)]
        content = camt053(rows, "0", str(count * (count + 1) // 2), iban=IBAN, currency=self.currency)
        return content.replace(b'"EUR"', f'"{self.currency}"'.encode())

    def start(self, env, count):
        attachment = env["ir.attachment"].create({"name": "statement.xml", "raw": self.file(count)})
        return env["account.bank.import"]._start(attachment)

    def lines(self, env):
        return env["account.bank.statement.line"].search([("journal_id", "=", self.journal_id)])

    @mute_logger("odoo.sql_db")
    def test_two_users_import_the_same_file_at_once(self):
        outcome = {}

        def second_user():
            with self.transaction() as env:
                job = self.start(env, 3)
                outcome.update(status=job.result_ids.status, message=job.result_ids.message, id=job.id)

        # Odoo's own test runner holds this lock while tests run, so another thread would wait for the runner.
        self.enterContext(patch.object(Registry, "_lock", DummyRLock()))
        with self.transaction() as first:
            job = self.start(first, 3)
            self.assertEqual(job.result_ids.status, "imported", job.result_ids.message)
            thread = threading.Thread(target=second_user)
            thread.start()
            thread.join(2)
            self.assertTrue(thread.is_alive(), "the second one waits for the first")
        thread.join(60)
        self.assertEqual(outcome["status"], "refused", outcome)
        self.assertIn("Somebody else is importing the same movements", outcome["message"])
        with self.transaction() as third:
            self.assertEqual(len(self.lines(third)), 3)
            result = third["account.bank.import"].browse(outcome["id"]).result_ids
            result.action_try_again()
            self.assertEqual((result.status, result.duplicate_count), ("duplicate", 3))
            self.assertEqual(len(self.lines(third)), 3)

    def work(self):
        """:return: the process that does the job"""
        return start_process(WORKER, CHUNK)

    def test_killed_in_the_middle_loses_and_doubles_nothing(self):
        with self.transaction() as env:
            env["ir.config_parameter"].set_param("bank_reconcile_plus.import_background_lines", 0)
            job_id = self.start(env, LINES).id
        process = self.work()
        self.addCleanup(process.kill)
        for _step in range(5):
            said = process.stdout.readline()
            self.assertIn("committed", said, "" if said else process.stderr.read())
        time.sleep(0.05)  # into the next piece
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        with self.transaction() as env:
            job, lines = env["account.bank.import"].browse(job_id), self.lines(env)
            self.assertEqual(job.state, "running")
            self.assertGreaterEqual(len(lines), 2 * CHUNK)
            self.assertLess(len(lines), LINES)
            self.assertEqual((job.line_done, job.new_count), (len(lines), len(lines)), "it tells what was committed")
        _out, errors = self.work().communicate(timeout=120)
        with self.transaction() as env:
            job, lines = env["account.bank.import"].browse(job_id), self.lines(env)
            self.assertEqual((job.state, job.result_ids.status), ("done", "imported"), errors)
            self.assertEqual((job.new_count, job.duplicate_count), (LINES, 0))
            self.assertEqual(lines.sorted("internal_index").mapped("amount"), list(range(1, LINES + 1)))
            self.assertTrue(lines.statement_id.is_complete and len(lines.statement_id) == 1)
