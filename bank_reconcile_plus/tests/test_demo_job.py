"""The demo statement, matched and posted: every line must become what a person would have done."""

from odoo.tests import HttpCase, tagged

from .demo import DemoMixin


@tagged("post_install", "-at_install")
class TestDemoJob(DemoMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement = cls.import_october()
        cls.lines = {line.bank_entry_reference: line for line in cls.statement.line_ids}
        cls.env["account.bank.matcher"]._match(cls.statement.line_ids)
        cls.sure = cls.statement.line_ids._sure_enough()

    def expectation(self, reference):
        return next(line for line in self.expected["lines"] if line["bank_reference"] == reference)

    def settled(self, line):
        """Items and accounts of a line's matches with their amounts, as the expectations name them."""
        items = {match.move_line_id: round(match.amount, 2) for match in line.match_ids if match.move_line_id}
        accounts = {
            match.account_id.code for match in line.match_ids if match.account_id and not match.write_off_reason
        }
        return items, accounts

    def wanted(self, expectation):
        items = {}
        for settles in expectation["settles"]:
            items[self.open_item(settles["xmlid"])] = float(settles["amount"])
        return items, {expectation["account"]} - {""}

    def test_what_is_taken_without_a_look_is_right(self):
        for line in self.sure:
            expectation = self.expectation(line.bank_entry_reference)
            with self.subTest(line.bank_entry_reference, kind=expectation["kind"]):
                self.assertNotEqual(expectation["automatic"], "never")
                self.assertEqual(self.settled(line), self.wanted(expectation))

    def test_what_must_be_taken_is_taken(self):
        for expectation in self.expected["lines"]:
            if expectation["automatic"] == "must":
                with self.subTest(expectation["bank_reference"], kind=expectation["kind"]):
                    self.assertIn(self.lines[expectation["bank_reference"]], self.sure)

    def test_write_offs_are_as_expected(self):
        for expectation in self.expected["lines"]:
            line = self.lines[expectation["bank_reference"]]
            if line in self.sure and "write_off" in expectation:
                with self.subTest(expectation["bank_reference"], kind=expectation["kind"]):
                    write_off = line.match_ids.filtered("write_off_reason")
                    self.assertAlmostEqual(write_off.amount, float(expectation["write_off"]["amount"]))

    def test_only_a_transfer_names_another_bank(self):
        transfers = [line["bank_reference"] for line in self.expected["lines"] if line["kind"] == "transfer"]
        named = self.statement.line_ids.filtered("bank_transfer_words")
        self.assertEqual(named.mapped("bank_entry_reference"), transfers)
        self.assertIn("Noordzee Bank Savings", named.bank_transfer_words)

    def test_post_and_undo(self):
        before = self.balances()
        self.sure.action_accept_matches()
        run = self.sure._post_accepted_matches()
        self.assertEqual((run.done_count, run.refused_count), (len(self.sure), 0), run.refusal_text)
        self.assertGreaterEqual(len(self.sure), 60)
        left = self.statement.line_ids - self.sure
        suspense = self.balances()[self.bank.suspense_account_id]
        self.assertAlmostEqual(suspense, -sum(left.mapped("amount")))
        self.assertAlmostEqual(self.balances()[self.bank.default_account_id], self.statement.balance_end_real)
        run.action_undo()
        after = self.balances()
        exchange = self.env.company.currency_exchange_journal_id
        self.assertTrue(exchange)
        for account in before.keys() | after.keys():
            self.assertAlmostEqual(before.get(account, 0), after.get(account, 0), msg=account.display_name)

    def balances(self):
        rows = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted"), ("company_id", "=", self.bank.company_id.id)],
            ["account_id"],
            ["balance:sum"],
        )
        return dict(rows)


@tagged("post_install", "-at_install")
class TestDemoByClicking(DemoMixin, HttpCase):
    def test_import_match_accept_post(self):
        self.env["ir.attachment"].create(
            {
                "name": "statement.xml",
                "raw": self.content,
                "url": "/bank_reconcile_plus/test/statement.xml",
                "public": True,
            }
        )
        self.start_tour(
            "/odoo/action-account.open_account_journal_dashboard_kanban",
            "bank_reconcile_plus_reconcile_statement",
            login="admin",
        )
        lines = self.env["account.bank.statement.line"].search([("journal_id", "=", self.bank.id)])
        october = lines.filtered(lambda line: line._is_of_file())
        self.assertEqual(len(october), len(self.expected["lines"]))
        self.assertGreaterEqual(len(october.filtered("is_reconciled")), 60)
