import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import BankReconcileCase

LOGGER = "odoo.addons.bank_reconcile_plus.models.account_bank_match_background"
POSTING_CHUNK = "odoo.addons.bank_reconcile_plus.models.account_bank_match_posting.CHUNK"
CHUNK = "odoo.addons.bank_reconcile_plus.models.account_bank_match_background.CHUNK"


class BackgroundCase(BankReconcileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("bank_reconcile_plus.ir_cron_match_new_lines")
        cls.background = cls.env["account.bank.match.background"].with_user(cls.cron.user_id)
        # Other lines of the database are not this test's: only its own company's banks are matched.
        cls.env["account.journal"].sudo().search([("match_mode", "!=", "off"), ("id", "!=", cls.bank.id)]).write(
            {"match_mode": "off"}
        )
        cls.bank.match_mode = "propose"

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def triggers(self):
        return self.env["ir.cron.trigger"].sudo().search_count([("cron_id", "=", self.cron.id)])

    def sure_line(self, amount=121.0, **values):
        """A line that names an open invoice of its amount."""
        invoice = self.make_invoice(amount)
        return self.make_line(amount, f"Payment {invoice.name}", **values)


@tagged("post_install", "-at_install")
class TestBackground(BackgroundCase):
    """New lines are matched without a person, as the bank's setting says."""

    def test_new_line_wakes_the_job_and_matches_nothing_itself(self):
        before = self.triggers()
        line = self.sure_line()
        self.assertEqual(self.triggers(), before + 1)
        self.assertFalse(line.match_ids)
        self.bank.match_mode = "off"
        self.make_line(1)
        self.assertEqual(self.triggers(), before + 1)
        self.bank.match_mode = "accept"
        self.assertEqual(self.triggers(), before + 2, "switching it on wakes it as well")

    def test_beside_enterprise_it_is_off_unless_asked(self):
        self.assertEqual(self.env["account.journal"]._default_match_mode(), "propose")
        modules = self.env["ir.module.module"].sudo()
        enterprise = modules._get("account_accountant") or modules.create({"name": "account_accountant"})
        enterprise.state = "installed"
        self.env.registry.clear_cache("stable")
        self.addCleanup(self.env.registry.clear_cache, "stable")
        self.assertEqual(self.env["account.journal"]._default_match_mode(), "off")

    def test_off_leaves_lines_alone(self):
        line = self.sure_line()
        self.bank.match_mode = "off"
        self.run_cron()
        self.assertFalse(line.match_ids)
        self.assertFalse(line.match_looked_at)

    def test_propose(self):
        line = self.sure_line()
        self.run_cron()
        self.assertEqual((line.match_state, line.match_confidence), ("proposed", "high"))
        self.assertTrue(line.match_looked_at)
        run = self.bank.match_last_run_id
        self.assertTrue(run.background)
        self.assertEqual((run.kind, run.line_count, run.high_count), ("match", 1, 1))
        self.assertEqual((self.bank.match_review_count, self.bank.match_waiting_count), (1, 0))

    def test_accept_takes_only_what_is_sure(self):
        self.bank.match_mode = "accept"
        sure = self.sure_line()
        unknown = self.make_line(77.77, "nothing known of this")
        self.run_cron()
        self.assertEqual((sure.match_state, unknown.match_state), ("accepted", "open"))
        self.assertFalse(sure.is_reconciled)
        self.assertEqual((self.bank.match_review_count, self.bank.match_ready_count), (1, 1))

    def test_post_closes_the_invoice(self):
        self.bank.match_mode = "post"
        line = self.sure_line()
        item = self.open_item(self.env["account.move"].search([("name", "=", line.payment_ref.split()[-1])]))
        unknown = self.make_line(77.77, "nothing known of this")
        self.run_cron()
        self.assertTrue(line.is_reconciled)
        self.assertTrue(item.reconciled)
        self.assertFalse(unknown.is_reconciled)
        runs = self.env["account.bank.match.run"].search([("journal_ids", "in", self.bank.ids)])
        self.assertEqual(set(runs.mapped("kind")), {"match", "post"})
        self.assertEqual(set(runs.mapped("background")), {True})

    def test_line_without_proposal_is_looked_at_once(self):
        line = self.make_line(77.77, "nothing known of this")
        self.run_cron()
        self.assertTrue(line.match_looked_at)
        run = self.bank.match_last_run_id
        self.run_cron()
        self.assertEqual(self.bank.match_last_run_id, run, "nothing waits, so nothing runs")

    def test_a_persons_work_is_left_alone(self):
        lines = self.sure_line() + self.sure_line(55)
        by_hand = self.make_match(lines[0], account_id=self.expense.id)
        proposed = self.make_match(lines[1], account_id=self.expense.id, state="proposed")
        self.run_cron()
        self.assertEqual(lines[0].match_ids, by_hand)
        self.assertEqual(lines[1].match_ids, proposed)

    def test_undone_line_is_not_posted_again(self):
        self.bank.match_mode = "post"
        line = self.sure_line()
        self.run_cron()
        line.action_undo_matches()
        self.make_line(1)
        self.run_cron()
        self.assertEqual(line.match_state, "accepted")
        self.assertFalse(line.is_reconciled)

    def test_chunks_and_end_of_time(self):
        lines = self.env["account.bank.statement.line"].union(*(self.make_line(10 + index) for index in range(5)))
        seconds = iter([60, 60, 0])
        steps = []

        def commit_progress(_cron, processed=0, *, remaining=None, deactivate=False):
            steps.append((processed, remaining))
            return next(seconds)

        with patch(CHUNK, 2), patch.object(type(self.env["ir.cron"]), "_commit_progress", commit_progress):
            self.background._match_new_lines()
        self.assertEqual(steps, [(0, 5), (2, 3), (2, 1)], "what is done and what remains, told as it goes")
        self.assertEqual(len(lines.filtered("match_looked_at")), 4, "stopped when the time was over")
        self.run_cron()
        self.assertEqual(len(lines.filtered("match_looked_at")), 5, "and goes on where it was")

    def test_time_is_over_with_the_last_line(self):
        self.bank.match_responsible_id = self.env.user
        self.make_line(77.77, "nothing known of this")
        seconds = iter([60, 0])
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **values: next(seconds)):
            self.background._match_new_lines()
        self.assertIn("Lines to review: 1", self.bank.activity_ids.mapped("summary"))

    def test_posting_that_is_cut_short_goes_on(self):
        self.bank.match_mode = "post"
        lines = self.sure_line(10) + self.sure_line(20, date="2026-03-11")
        lines += self.make_line(77.77, "nothing known of this")
        # Time is over after the first line is posted: start, matched, posting begins, first line.
        seconds = iter([60, 60, 60, 0, 0])

        def commit_progress(_cron, processed=0, *, remaining=None, deactivate=False):
            steps.append(remaining)
            return next(seconds)

        steps = []
        cron = type(self.env["ir.cron"])
        with patch(POSTING_CHUNK, 1), patch.object(cron, "_commit_progress", commit_progress):
            self.background._match_new_lines()
        self.assertEqual(steps, [3, 2, 2, 1, 1])
        self.assertEqual(lines.mapped("is_reconciled"), [True, False, False])
        self.assertEqual(lines.mapped("match_state"), ["posted", "accepted", "open"])
        self.assertEqual(self.background._queue()[0][2], 1)
        self.run_cron()
        self.assertEqual(lines.mapped("is_reconciled"), [True, True, False])
        self.assertTrue(all(lines.mapped("match_looked_at")))

    def test_refused_line_is_a_persons_from_then_on(self):
        self.bank.match_mode = "post"
        early, late = self.sure_line(10, date="2026-03-02"), self.sure_line(20)
        self.lock("2026-03-05")
        self.run_cron()
        self.assertTrue(late.is_reconciled)
        self.assertRefused(early, "03/05/2026")
        self.assertEqual(self.bank.match_review_count, 1)
        runs = self.env["account.bank.match.run"].search_count([])
        self.run_cron()
        self.assertEqual(self.env["account.bank.match.run"].search_count([]), runs)

    def test_one_bank_that_fails_does_not_stop_the_others(self):
        other = self.env["account.journal"].create({"name": "Second bank", "code": "BNK9", "type": "bank"})
        failing, fine = self.sure_line(), self.sure_line(55, journal=other)
        matcher = type(self.env["account.bank.matcher"])
        match = matcher._match

        def match_or_fail(records, lines, **options):
            if lines.journal_id == failing.journal_id:
                raise UserError(self.env._("The rules of this bank contradict each other."))
            return match(records, lines, **options)

        with patch.object(matcher, "_match", match_or_fail), mute_logger(LOGGER):
            self.run_cron()
        self.assertEqual(self.bank.match_last_error, "The rules of this bank contradict each other.")
        self.assertFalse(failing.match_looked_at)
        self.assertEqual(fine.match_state, "proposed")
        self.run_cron()
        self.assertFalse(self.bank.match_last_error, "a good run takes the error away")
        self.assertEqual(failing.match_state, "proposed")

    def test_unexpected_error_is_not_shown_raw(self):
        self.make_line(1)
        with (
            patch.object(type(self.env["account.bank.matcher"]), "_match", side_effect=KeyError("secret")),
            mute_logger(LOGGER),
        ):
            self.run_cron()
        self.assertEqual(self.bank.match_last_error, "Unexpected KeyError; the server's log says more.")

    def test_each_bank_is_matched_in_its_own_company(self):
        other = self.setup_other_company()
        bank = other["default_journal_bank"]
        bank.match_mode = "propose"
        line = self.make_line(44, "elsewhere", journal=bank)
        self.sure_line()
        seen = {}
        matcher = type(self.env["account.bank.matcher"])
        match = matcher._match

        def note(records, lines, **options):
            seen[lines.journal_id] = (records.env.company, records.env.companies)
            return match(records, lines, **options)

        with patch.object(matcher, "_match", note):
            self.run_cron()
        self.assertEqual(seen[bank], (other["company"], other["company"]))
        self.assertEqual(seen[self.bank], (self.env.company, self.env.company))
        self.assertEqual(
            self.env["account.bank.match.run"].sudo().search([("journal_ids", "in", bank.ids)]).line_count, 1
        )
        self.assertTrue(line.match_looked_at)

    def test_card_and_its_links(self):
        self.bank.match_mode = "accept"
        sure = self.sure_line()
        unknown = self.make_line(77.77, "nothing known of this")
        self.run_cron()
        waiting = self.make_line(5)
        card = self.bank._get_journal_dashboard_data_batched()[self.bank.id]
        self.assertEqual([card[f"match_{kind}_count"] for kind in ("review", "ready", "waiting")], [2, 1, 1])
        journal = self.env["account.bank.statement.line"].get_payment_journal(self.bank.id)
        self.assertEqual((journal["to_review"], journal["accepted"]), (2, 1), "the journal counts the same")
        self.assertTrue(card["match_last_run"])
        to_review = (self.bank.action_open_review(), unknown | waiting)
        for action, lines in (to_review, (self.bank.action_open_ready(), sure)):
            domain = json.loads(json.dumps(action["domain"]))
            self.assertEqual(self.env["account.bank.statement.line"].search(domain), lines)
        self.assertEqual(self.bank.action_open_last_run()["res_id"], self.bank.match_last_run_id.id)
        self.assertFalse(waiting.match_looked_at)


@tagged("post_install", "-at_install")
class TestActivity(BackgroundCase):
    """One activity a bank tells its responsible that lines need a person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = new_test_user(
            cls.env, "keeper", groups="bank_reconcile_plus.group_bank_reconcile_user", company_id=cls.env.company.id
        )

    def activities(self):
        kind = self.env.ref("bank_reconcile_plus.mail_activity_type_bank_review")
        return self.env["mail.activity"].search(
            [("activity_type_id", "=", kind.id), ("res_model", "=", "account.journal"), ("res_id", "=", self.bank.id)]
        )

    def test_none_without_responsible(self):
        self.sure_line()
        self.run_cron()
        self.assertFalse(self.activities())

    def test_one_activity_follows_the_lines(self):
        self.bank.match_responsible_id = self.keeper
        first = self.sure_line()
        self.run_cron()
        activity = self.activities()
        self.assertEqual((activity.user_id, activity.summary), (self.keeper, "Lines to review: 1"))
        second = self.make_line(77.77, "nothing known of this")
        self.run_cron()
        self.assertEqual(self.activities(), activity, "updated, not doubled")
        self.assertEqual(activity.summary, "Lines to review: 2")
        first.with_user(self.keeper).action_accept_matches()
        self.assertEqual(activity.summary, "Lines to review: 1")
        second.with_user(self.keeper)._match_with_account(self.expense)
        second.with_user(self.keeper).action_post_matches()
        self.assertFalse(self.activities(), "done when nothing is left to review")


@tagged("post_install", "-at_install")
class TestMatchNow(BackgroundCase):
    """The action for automation rules and the Action menu does at once what the job does."""

    def test_action_on_lines_and_statements(self):
        for name, records in (("lines", self.sure_line()), ("statements", self.statement(self.sure_line(55)))):
            action = self.env.ref(f"bank_reconcile_plus.action_server_match_{name}")
            answer = action.with_context(active_model=records._name, active_id=records.id, active_ids=records.ids).run()
            lines = records if records._name == "account.bank.statement.line" else records.line_ids
            self.assertEqual(lines.match_state, "proposed")
            self.assertIn("Lines matched: 1. 1 High", answer["params"]["message"])

    def statement(self, line):
        return self.env["account.bank.statement"].create({"line_ids": [(6, 0, line.ids)]})

    def test_does_what_the_bank_says(self):
        self.bank.match_mode = "post"
        posted = self.sure_line()
        self.assertIn("Lines posted: 1.", posted.action_match_now()["params"]["message"])
        self.assertTrue(posted.is_reconciled)
        self.bank.match_mode = "off"
        proposed = self.sure_line(55)
        proposed.action_match_now()
        self.assertEqual(proposed.match_state, "proposed", "a person who asks gets proposals of any bank")

    def test_only_bank_users(self):
        reader = new_test_user(self.env, "reader", groups="account.group_account_readonly")
        with self.assertRaises(AccessError):
            self.sure_line().with_user(reader).action_match_now()
