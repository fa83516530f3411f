"""Large files in the background: piece by piece, whatever happens on the way; and limits of what is taken."""

import io
import zipfile
from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .camt import camt053, entry
from .test_import import ImportCase

CHUNK = "odoo.addons.bank_reconcile_plus.models.account_bank_import_result.CHUNK"
IMPORTER_LOGGER = "odoo.addons.bank_reconcile_plus.models.account_bank_statement_importer"
LOGGER = "odoo.addons.bank_reconcile_plus.models.account_bank_import"


class JobCase(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("bank_reconcile_plus.ir_cron_import_files")
        cls.env["account.bank.import"].search([("state", "!=", "done")]).state = "done"

    def set_limit(self, lines):
        self.env["ir.config_parameter"].sudo().set_param("bank_reconcile_plus.import_background_lines", lines)

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def work_for(self, seconds_left):
        """Work in pieces of three lines; the host says after each how many seconds are left.

        :return: what the host was told: list of (done, remaining)
        """
        seconds, steps = iter(seconds_left), []

        def commit_progress(_cron, processed=0, *, remaining=None, deactivate=False):
            steps.append((processed, remaining))
            return next(seconds)

        with patch(CHUNK, 3), patch.object(type(self.env["ir.cron"]), "_commit_progress", commit_progress):
            self.env["account.bank.import"]._work()
        return steps

    def file(self, count, day="2026-03-10"):
        rows = [entry(f"{index}.00", f"payment {index}", day) for index in range(1, count + 1)]
        return camt053(rows, opening="0", closing=str(count * (count + 1) // 2))

    def lines(self):
        return self.env["account.bank.statement.line"].search([("journal_id", "=", self.bank.id)])


@tagged("post_install", "-at_install")
class TestBackgroundImport(JobCase):
    """The job, its pieces and its end."""

    def test_small_files_at_once_large_ones_in_the_background(self):
        self.set_limit(5)
        self.assertEqual(self.import_files(self.file(5)).state, "done")
        triggers = self.env["ir.cron.trigger"].sudo()
        before = triggers.search_count([("cron_id", "=", self.cron.id)])
        job = self.import_files(self.file(6, "2026-03-11"))
        self.assertEqual((job.state, job.background, job.line_total, job.line_done), ("waiting", True, 6, 0))
        self.assertEqual(triggers.search_count([("cron_id", "=", self.cron.id)]), before + 1)
        self.assertEqual(len(self.lines()), 5)
        with patch(CHUNK, 4):
            self.run_cron()
        self.assertEqual((job.state, job.line_done, job.progress), ("done", 6, 100))
        self.assertEqual((job.result_ids.status, job.new_count), ("imported", 6))
        self.assertEqual(len(self.lines()), 11)

    def test_made_in_pieces_it_is_one_statement_in_the_banks_order(self):
        self.set_limit(0)
        job = self.import_files(self.file(7))
        with patch(CHUNK, 3):
            self.run_cron()
        statement = job.result_ids.statement_id
        self.assertEqual(statement.line_ids.sorted("internal_index").mapped("amount"), [1, 2, 3, 4, 5, 6, 7])
        self.assertTrue(statement.is_complete and statement.is_valid)
        self.assertEqual((statement.balance_start, statement.balance_end_real), (0, 28))
        self.assertEqual(len(statement.attachment_ids), 1)
        self.assertFalse(job.result_ids.warnings)

    def test_time_is_over_and_it_goes_on(self):
        self.set_limit(0)
        job = self.import_files(self.file(7))
        steps = self.work_for([60, 60, 60, 0])
        self.assertEqual(steps, [(0, 7), (0, 7), (3, 4), (3, 1)])
        self.assertEqual((job.state, job.line_done, job.progress, len(self.lines())), ("running", 6, 85, 6))
        self.assertEqual(self.bank.import_running_percent, 85)
        card = self.bank._get_journal_dashboard_data_batched()[self.bank.id]
        self.assertEqual(card["import_running_percent"], 85)
        with patch(CHUNK, 3):
            self.run_cron()
        self.assertEqual((job.state, job.new_count, job.duplicate_count), ("done", 7, 0))
        self.assertEqual(len(self.lines().statement_id), 1)
        self.assertTrue(self.lines().statement_id.is_complete)
        self.assertEqual(self.bank.import_running_percent, -1)
        self.assertEqual(self.env["account.bank.import"].search(self.bank.action_open_imports()["domain"]), job)

    def test_time_is_over_with_the_last_line(self):
        self.set_limit(0)
        job = self.import_files(self.file(6))
        steps = self.work_for([60, 60, 60, 0])
        self.assertEqual((job.state, job.line_done), ("running", 6))
        self.assertEqual(steps[-1], (3, 1), "the host runs the job again at once while something remains")
        self.run_cron()
        self.assertEqual((job.state, job.new_count, job.result_ids.status), ("done", 6, "imported"))

    def test_one_import_that_fails_does_not_stop_the_others(self):
        self.set_limit(0)
        failing, fine = self.import_files(self.file(2)), self.import_files(self.file(3, "2026-03-12"))
        job_class = type(failing)
        work_on = job_class._work_on

        def work_or_fail(job, progress):
            if job.id == failing.id:
                raise KeyError("secret")
            return work_on(job, progress)

        with patch.object(job_class, "_work_on", work_or_fail), mute_logger(LOGGER):
            self.run_cron()
        self.assertEqual((failing.state, failing.result_ids.status), ("done", "refused"))
        self.assertEqual(failing.error, "Unexpected KeyError; the server's log says more.")
        self.assertEqual((fine.state, fine.new_count), ("done", 3))
        failing.result_ids.action_try_again()
        self.run_cron()
        self.assertEqual((failing.result_ids.status, failing.new_count), ("imported", 2))

    def test_refused_in_the_middle_says_how_far_it_came(self):
        self.set_limit(0)
        job = self.import_files(self.file(7))
        importer = type(self.env["account.bank.statement.importer"])
        refusal = UserError(self.env._("The period is closed."))
        with patch(CHUNK, 3), patch.object(importer, "_add_lines", side_effect=refusal):
            self.run_cron()
        result = job.result_ids
        self.assertEqual((result.status, result.new_count), ("partial", 3), result.message)
        self.assertIn("Movements imported: 3 of 7, then: The period is closed.", result.message)
        result.action_try_again()
        self.run_cron()
        self.assertEqual((result.status, result.new_count, len(self.lines())), ("imported", 7, 7))
        self.assertEqual(len(self.lines().statement_id), 1)

    def test_another_transaction_in_the_way_is_waited_for(self):
        self.set_limit(0)
        job = self.import_files(self.file(2))
        error = psycopg2.errors.SerializationFailure("could not serialize access")
        with patch.object(type(job), "_work_on", side_effect=error):
            self.run_cron()
        self.assertNotEqual(job.state, "done")
        self.run_cron()
        self.assertEqual((job.state, job.new_count), ("done", 2))

    def test_it_works_as_who_brought_the_files(self):
        user = new_test_user(
            self.env, "keeper", groups="bank_reconcile_plus.group_bank_reconcile_user", company_id=self.env.company.id
        )
        self.set_limit(0)
        job = self.import_files(self.file(2), user=user)
        self.run_cron()
        self.assertEqual(job.result_ids.statement_id.create_uid, user)
        other = new_test_user(
            self.env,
            "stranger",
            groups="bank_reconcile_plus.group_bank_reconcile_user",
            company_id=self.setup_other_company()["company"].id,
        )
        self.assertFalse(self.env["account.bank.import"].with_user(other).search([("id", "=", job.id)]))

    def test_statement_of_unknown_account_is_decided_afterwards(self):
        self.set_limit(0)
        job = self.import_files(camt053([("1.00", "x")], iban="BE68539007547034"), self.file(2))
        self.run_cron()
        self.assertEqual(job.result_ids.mapped("status"), ["choose", "imported"])
        self.set_limit(10)
        job.result_ids[0].action_create_bank()
        self.assertEqual(job.result_ids.mapped("status"), ["imported", "imported"])

    def test_card_counts_what_is_to_decide(self):
        self.import_files(camt053([("1.00", "x")], iban="BE68539007547034"), journal=self.bank)
        self.assertEqual(self.bank.import_open_count, 1)


@tagged("post_install", "-at_install")
class TestFiles(JobCase):
    """Many files, archives, what is no statement, what is too large."""

    def archive(self, **members):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
            for name, member in members.items():
                file.writestr(name.replace("_", "."), member)
        return content.getvalue()

    def test_archive_is_listed_file_by_file(self):
        job = self.import_files(
            self.archive(
                a_xml=self.file(2), b_xml=b"<Document><broken", c_xml=self.file(2), d_xml=self.file(3, "2026-03-12")
            )
        )
        self.assertEqual(job.result_ids.mapped("status"), ["imported", "refused", "duplicate", "imported"])
        self.assertEqual(
            [name.split(" › ")[1] for name in job.result_ids.mapped("file_name")], ["a.xml", "b.xml", "c.xml", "d.xml"]
        )
        statement = job.result_ids[0].statement_id
        self.assertEqual(statement.attachment_ids.name, "a.xml")
        self.assertEqual(statement.attachment_ids.raw, self.file(2))

    def test_archive_with_an_unknown_account_is_not_uploaded_again(self):
        job = self.import_files(
            self.archive(a_xml=self.file(2), b_xml=camt053([("1.00", "x")], iban="BE68539007547034"))
        )
        self.assertEqual(job.result_ids.mapped("status"), ["imported", "choose"])
        job.result_ids[1].action_create_bank()
        self.assertEqual((job.result_ids[1].status, job.new_count), ("imported", 3))

    def test_broken_archive(self):
        job = self.import_files(self.archive(a_xml=self.file(2))[:-30], self.file(1))
        self.assertEqual(job.result_ids.mapped("status"), ["refused", "imported"])
        self.assertIn("damaged", job.result_ids[0].message)

    def test_pdf(self):
        result = self.import_files(b"%PDF-1.7\n%...").result_ids
        self.assertEqual(result.status, "refused")
        self.assertIn("PDF", result.message)
        self.assertIn("CAMT.053", result.message)

    def test_too_large_is_said_before_it_is_read(self):
        self.env["ir.config_parameter"].sudo().set_param("bank_reconcile_plus.import_file_megabytes", 1)
        importer = type(self.env["account.bank.statement.importer"])
        with patch.object(importer, "_parse", side_effect=AssertionError("read")):
            result = self.import_files(b" " * 1_100_000).result_ids
        self.assertEqual(result.status, "refused")
        self.assertIn("larger than 1 MB", result.message)

    def test_large_files_are_not_even_read_in_a_request(self):
        importer = type(self.env["account.bank.statement.importer"])
        with patch.object(importer, "_parse", side_effect=AssertionError("read")):
            job = self.import_files(self.file(2) + b" " * 8_000_000)
            self.assertEqual((job.state, job.result_ids.status), ("waiting", "waiting"))
        self.run_cron()
        self.assertEqual((job.state, job.new_count), ("done", 2))

    def test_member_of_an_archive_may_be_too_large_as_well(self):
        self.env["ir.config_parameter"].sudo().set_param("bank_reconcile_plus.import_file_megabytes", 1)
        job = self.import_files(self.archive(a_xml=self.file(2) + b" " * 1_100_000, b_xml=self.file(2)))
        self.assertEqual(job.result_ids.mapped("status"), ["refused", "imported"])
        self.assertIn("larger than 1 MB", job.result_ids[0].message)

    def test_readers_mistake_stops_only_its_file(self):
        importer = type(self.env["account.bank.statement.importer"])
        parse = importer._parse

        def parse_or_fail(records, content, journal):
            if b"payment 3" in content:
                raise IndexError("list index out of range")
            return parse(records, content, journal)

        with patch.object(importer, "_parse", parse_or_fail), mute_logger(IMPORTER_LOGGER):
            job = self.import_files(self.file(3), self.file(2))
        self.assertEqual(job.result_ids.mapped("status"), ["refused", "imported"])
        self.assertNotIn("list index", job.result_ids[0].message)

    def test_same_file_twice_in_one_go(self):
        job = self.import_files(self.file(2), self.file(2))
        self.assertEqual(job.result_ids.mapped("status"), ["imported", "duplicate"])

    def test_host_refuses_a_line(self):
        """The statement is left out wholly, with the host's reason; the next one is imported."""
        self.lock("2026-02-28")
        job = self.import_files(self.file(2, "2026-02-10"), self.file(3, "2026-03-12"))
        self.assertEqual(job.result_ids.mapped("status")[1], "imported")
        if job.result_ids[0].status == "refused":
            self.assertFalse(self.lines().filtered(lambda line: line.date < self.day("2026-03-01")))

    def test_settings(self):
        settings = self.env["res.config.settings"].create({"import_background_lines": 77, "import_file_megabytes": 3})
        settings.execute()
        self.assertEqual(self.env["account.bank.import"]._background_lines(), 77)
        self.assertEqual(self.env["account.bank.statement.importer"]._file_megabytes(), 3)
        with self.assertRaises(ValidationError):
            self.env["res.config.settings"].create({"import_file_megabytes": 0})
