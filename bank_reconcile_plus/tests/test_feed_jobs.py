"""Feeds of a bank: on schedule, by hand, by e-mail; pauses that grow, what is told, and who may see what."""

import tempfile
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import config, mute_logger

from ..feeds import folder
from .camt import camt053
from .test_import import ImportCase

LOGGER = "odoo.addons.bank_reconcile_plus.models.account_bank_feed"


@tagged("post_install", "-at_install")
class TestFeedJobs(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.bank.feed"].sudo().search([]).active = False
        cls.cron = cls.env.ref("bank_reconcile_plus.ir_cron_fetch_feeds")
        cls.keeper = new_test_user(
            cls.env, "keeper", groups="bank_reconcile_plus.group_bank_reconcile_user", company_id=cls.env.company.id
        )
        cls.bank.match_responsible_id = cls.keeper

    def setUp(self):
        super().setUp()
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name).resolve()
        self.startPatcher(patch.dict(config.options, {"bank_feed_root": str(self.root)}))

    def feed(self, **values):
        return self.env["account.bank.feed"].create({"name": "Drop", "journal_id": self.bank.id, **values})

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def test_folder_on_schedule(self):
        (self.root / "a.xml").write_bytes(camt053([("200.00", "a")]))
        feed = self.feed(interval_hours=2)
        self.run_cron()
        self.assertEqual((feed.state, feed.failure_count, feed.last_error), ("ok", 0, False))
        self.assertEqual(feed.log_ids.import_id.result_ids.status, "imported")
        self.assertGreater(feed.next_try, fields.Datetime.now() + timedelta(minutes=110))
        card = self.bank._get_journal_dashboard_data_batched()[self.bank.id]
        self.assertTrue(card["feed_last_success"])
        self.assertFalse(card["feed_error"])

    def test_moved_only_when_it_is_committed(self):
        (self.root / "a.xml").write_bytes(camt053([("200.00", "a")]))
        self.feed().action_fetch()
        self.assertTrue((self.root / "a.xml").exists())
        self.env.cr.postcommit.run()
        self.assertEqual([path.name for path in (self.root / "imported").iterdir()], ["a.xml"])

    def test_pauses_grow_the_responsible_is_asked_once_and_success_ends_it(self):
        feed = self.feed(folder="later")
        pauses = []
        for _attempt in range(9):
            feed.next_try = fields.Datetime.now()
            self.run_cron()
            pauses.append(round((feed.next_try - fields.Datetime.now()).total_seconds() / 900))
        self.assertEqual(pauses, [1, 2, 4, 8, 16, 32, 64, 96, 96])
        self.assertEqual((feed.state, feed.failure_count), ("failing", 9))
        self.assertIn("does not exist", feed.last_error)
        activity = feed.sudo().activity_ids
        self.assertEqual((len(activity), activity.user_id), (1, self.keeper))
        self.assertIn("does not exist", self.bank._get_journal_dashboard_data_batched()[self.bank.id]["feed_error"])
        self.run_cron()
        self.assertEqual(feed.failure_count, 9, "not before its time")
        (self.root / "later").mkdir()
        feed.action_fetch()
        self.assertEqual((feed.state, feed.failure_count, feed.last_error), ("ok", 0, False))
        self.assertFalse(feed.sudo().activity_ids)

    def test_one_that_fails_does_not_stop_the_others_and_tells_no_secret(self):
        failing, fine = self.feed(name="first"), self.feed(name="second", folder="sub")
        (self.root / "sub").mkdir()
        (self.root / "sub/a.xml").write_bytes(camt053([("200.00", "a")]))
        fetch = folder.fetch

        def fetch_or_fail(settings, since, until):
            if settings.folder == "sub":
                return fetch(settings, since, until)
            raise ValueError("password hunter2")

        registry = f"{LOGGER}.PROVIDERS"
        provider = type("Provider", (), {"fetch": staticmethod(fetch_or_fail), "done": None, "label": "x"})
        with patch.dict(registry, {"folder": provider}), self.assertLogs(LOGGER, "WARNING") as logs:
            self.run_cron()
        self.assertEqual(failing.last_error, "Unexpected ValueError while fetching.")
        self.assertNotIn("hunter2", "".join(logs.output))
        self.assertEqual(fine.state, "ok")

    def test_range_by_hand(self):
        feed = self.feed(date_from="2026-03-01", date_to="2026-03-05")
        seen = []
        provider = type(
            "Provider", (), {"fetch": staticmethod(lambda *range: seen.append(range[1:]) or []), "done": None}
        )
        with patch.dict(f"{LOGGER}.PROVIDERS", {"folder": provider}):
            feed.action_fetch()
            feed.write({"date_from": False, "date_to": False})
            feed.action_fetch()
        self.assertEqual(seen[0], (self.day("2026-03-01"), self.day("2026-03-05")))
        self.assertEqual(seen[1][0], (fields.Datetime.now() - timedelta(days=3)).date())

    def test_secrets_are_for_managers(self):
        feed = self.feed(provider="sftp", host="h", username="u", password="hunter2", token="t", private_key="k")
        for name in ("password", "token", "private_key"):
            with self.assertRaises(AccessError):
                feed.with_user(self.keeper).read([name])
        self.assertEqual(feed.with_user(self.keeper).read(["host"])[0]["host"], "h")
        with self.assertRaises(AccessError):
            feed.with_user(self.keeper).write({"host": "other"})
        self.assertFalse(feed.copy().password)

    def test_who_imports_may_fetch(self):
        (self.root / "a.xml").write_bytes(camt053([("200.00", "a")]))
        feed = self.feed()
        reader = new_test_user(self.env, "feed-reader", groups="account.group_account_readonly")
        with self.assertRaises(AccessError):
            feed.with_user(reader).action_fetch()
        action = feed.with_user(self.keeper).action_fetch()
        job = self.env["account.bank.import"].browse(action["res_id"])
        self.assertEqual((job.user_id, job.new_count), (self.keeper, 1))
        self.assertEqual((feed.state, feed.log_ids.import_id), ("ok", job))
        feed.folder = "gone"
        feed.with_user(self.keeper).action_fetch()
        self.assertEqual((feed.state, feed.failure_count), ("failing", 1))

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_email_of_allowed_senders_only(self):
        domain = self.env["mail.alias.domain"].sudo().search([], limit=1)
        if not domain:
            domain = self.env["mail.alias.domain"].sudo().create({"name": "books.example"})
        feed = self.feed(provider="email", alias_name="bank-files", allowed_senders="@bank.example\nme@linden.example")
        feed.alias_id.sudo().alias_domain_id = domain
        content = camt053([("200.00", "a")])
        for sender in ("Somebody <x@evil.example>", "Bank <noreply@bank.example>", "me@linden.example"):
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = sender, f"bank-files@{domain.name}", "statement"
            mail["Message-Id"] = f"<{sender[:3].strip()}@test>"
            mail.set_content("see the attachment")
            mail.add_attachment(content, maintype="application", subtype="xml", filename="a.xml")
            self.env["mail.thread"].sudo().message_process(False, mail.as_string())
        errors = feed.log_ids.filtered("is_error")
        self.assertIn("x@evil.example", errors.name)
        self.assertEqual(len(feed.log_ids - errors), 1, "the same file a second time is known")
        self.assertEqual((feed.log_ids - errors).import_id.result_ids.status, "imported")
        lines = self.env["account.bank.statement.line"].search([("journal_id", "=", self.bank.id)])
        self.assertEqual(lines.mapped("amount"), [200])
