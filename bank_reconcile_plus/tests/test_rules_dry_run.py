from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestRulesDryRun(BankReconcileCase):
    """Before a rule is saved: whose confidence changes, and where people decided otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls.make_invoice(121)
        cls.line = cls.make_line(121, cls.invoice.name, partner_name="Delta Bouw")
        cls.matcher._match(cls.line)
        cls.rules = cls.env["account.bank.match.rule"]

    def dry_run(self, values, rule=None):
        action = self.rules.action_dry_run(rule.ids if rule else [], values)
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_open_lines_whose_confidence_changes(self):
        count = self.rules.search_count([])
        dry_run = self.dry_run({"sequence": 1, "document": "yes", "confidence": "low"})
        self.assertEqual((dry_run.open_count, dry_run.changed_count), (1, 1))
        row = dry_run.row_ids
        self.assertEqual((row.statement_line_id, row.now, row.would), (self.line, "High, needs no look", "Low"))
        self.assertIn(str(self.line.id), row.url)
        self.assertEqual(self.rules.search_count([]), count, "nothing is saved")
        self.assertEqual(self.line.match_confidence, "high")

    def test_changing_a_rule_that_exists(self):
        rule = self.line.match_ids.rule_id
        dry_run = self.dry_run({"review_required": True}, rule)
        self.assertEqual(dry_run.row_ids.mapped("would"), ["High"])
        self.assertFalse(rule.review_required)

    def test_a_rule_behind_the_others_changes_nothing(self):
        dry_run = self.dry_run({"sequence": 10_000, "document": "yes", "confidence": "low"})
        self.assertEqual(dry_run.changed_count, 0)

    def test_lines_it_decides_without_a_change_are_counted(self):
        dry_run = self.dry_run({"sequence": 1, "document": "yes", "confidence": "high"})
        self.assertEqual((dry_run.open_count, dry_run.changed_count), (1, 0))

    def test_the_past_by_the_latest_back_test(self):
        """Amount alone as High would have posted what people booked otherwise."""
        self.assertIn("No back-test", self.dry_run({"sequence": 1, "confidence": "low"}).words)
        self.make_invoice(64.5, self.ocean, date="2026-02-01")
        past = self.make_line(64.5, "thanks", date="2026-02-10")
        self.make_match(past, account_id=self.expense.id)
        past._post_accepted_matches()
        self.env["account.bank.backtest"].create(
            {"journal_id": self.bank.id, "date_from": "2026-01-01", "date_to": "2026-03-01"}
        ).action_run()
        dry_run = self.dry_run({"sequence": 1, "amount": "one", "confidence": "high"})
        row = dry_run.row_ids.filtered(lambda row: not row.is_open)
        self.assertEqual((dry_run.contradiction_count, row.statement_line_id), (1, past))
        self.assertIn(self.expense.display_name, row.why)

    def test_lines_of_other_companies_are_not_looked_at(self):
        other = self.setup_other_company()
        journal = other["default_journal_bank"]
        self.env["account.bank.statement.line"].with_company(other["company"]).create(
            {"journal_id": journal.id, "date": "2026-03-10", "amount": 5, "payment_ref": "theirs"}
        )
        values = {"sequence": 1, "confidence": "low", "company_id": self.env.company.id}
        self.assertEqual(self.dry_run(values).row_ids.statement_line_id, self.line)

    def test_restore_defaults_brings_the_order_back(self):
        moved = self.env.ref("bank_reconcile_plus.rule_n_n_m")
        moved.sequence = 1
        own = self.rules.create({"confidence": "high", "sequence": 2})
        call_kw(self.rules, "action_restore_defaults", [[]], {})  # as the button does where no row is ticked
        rules = self.rules.search([])
        self.assertEqual((rules[0], rules[-1]), (self.env.ref("bank_reconcile_plus.rule_direct_debit"), moved))
        self.assertNotIn(own, rules)
        self.assertTrue(self.env["account.bank.match.rule"].browse(own.ids).exists())
