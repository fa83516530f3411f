from odoo import Command
from odoo.tests import tagged

from .statement_common import StatementCase


@tagged("post_install", "-at_install")
class TestStatementFigures(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.figures = cls.env["account.bank.statement.figures"]

    def bridge(self, statement):
        """kind -> amount of the bridge; it has to add up by itself."""
        figures = self.figures._figures(statement)
        rows = figures["bridge"]
        kinds = [row["kind"] for row in rows]
        subtotal = kinds.index("bank")
        for name in ("amount", "company_amount"):
            self.assertAlmostEqual(sum(row[name] for row in rows[:subtotal]), rows[subtotal][name], 2)
            self.assertAlmostEqual(sum(row[name] for row in rows[subtotal:-1]), rows[-1][name], 2)
        return {row["kind"]: row["amount"] for row in rows if row["amount"]}

    def ledger(self, account, date):
        rows = self.env["account.move.line"]._read_group(
            [("account_id", "=", account.id), ("parent_state", "=", "posted"), ("date", "<=", date)],
            [],
            ["balance:sum"],
        )
        return round(rows[0][0] or 0, 2)

    def post_direct(self, amount, date, account=None):
        """An entry on the bank's own account that no line made."""
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": date,
                "line_ids": [
                    Command.create(
                        {"account_id": self.bank.default_account_id.id, "balance": amount, "name": "direct"}
                    ),
                    Command.create({"account_id": (account or self.expense).id, "balance": -amount}),
                ],
            }
        )
        move.action_post()
        return move

    def test_bridge_of_a_matched_statement(self):
        statement = self.make_matched_statement((100.0, -40.0))
        received, paid = self.make_payment(30, "2026-03-02"), self.make_payment(-12, "2026-03-09")
        self.make_payment(500, "2026-03-11")  # after the statement's date
        statement.action_post_statement()

        bridge = self.bridge(statement)

        self.assertEqual(bridge, {"statement": 60, "bank": 60, "receipts": 30, "payments": -12, "ledger": 78})
        self.assertEqual(bridge["bank"], self.ledger(self.bank.default_account_id, "2026-03-10"))
        outstanding = statement.snapshot["outstanding"]
        self.assertEqual([(row["name"], row["age"]) for row in outstanding["receipts"]], [(received.name, 8)])
        self.assertEqual([(row["name"], row["amount"]) for row in outstanding["payments"]], [(paid.name, -12)])

    def test_unposted_lines_are_not_in_the_books_yet(self):
        statement = self.make_matched_statement((100.0, -40.0))
        self.assertEqual(self.bridge(statement), {"statement": 60, "bank": 60, "unposted": -60})

    def test_what_was_reconciled_later_was_outstanding_then(self):
        payment = self.make_payment(30, "2026-03-02")
        march = self.make_matched_statement((100.0,), date="2026-03-10")
        april = self.make_statement([(30, "the payment", "2026-04-02")], start=100)
        self.make_match(april.line_ids, move_line_id=self.outstanding_item(payment).id)
        before = self.bridge(march)
        april.action_post_statement()
        self.assertTrue(self.outstanding_item(payment).reconciled)
        self.assertEqual(self.bridge(march), before)
        self.assertEqual(before["receipts"], 30)
        self.assertNotIn("receipts", self.bridge(april))

    def test_a_payment_dated_after_its_line_counts_as_timing(self):
        payment = self.make_payment(30, "2026-03-20")
        march = self.make_statement([(30, "early", "2026-03-10")])
        self.make_match(march.line_ids, move_line_id=self.outstanding_item(payment).id)
        self.make_payment(5, "2026-03-01")
        march.action_post_statement()
        self.assertEqual(self.bridge(march), {"statement": 30, "bank": 30, "receipts": 5, "later": -30, "ledger": 5})

    def test_direct_postings_are_found_and_the_opening_is_not_news(self):
        self.post_direct(1000, "2026-01-01")
        statement = self.make_matched_statement((100.0,), start=1000)
        self.post_direct(-7.5, "2026-03-08")
        wrong = self.post_direct(50, "2026-03-09")
        wrong._reverse_moves([{"date": "2026-03-09"}], cancel=True)
        statement.action_post_statement()

        self.assertEqual(self.bridge(statement), {"statement": 1100, "direct": -7.5, "bank": 1092.5, "ledger": 1092.5})
        self.assertEqual([row["amount"] for row in statement.snapshot["direct"]], [-7.5])

    def test_an_opening_nobody_booked_is_shown(self):
        statement = self.make_matched_statement((100.0,), start=1000)
        statement.action_post_statement()
        self.assertEqual(self.bridge(statement), {"statement": 1100, "opening": -1000, "bank": 100, "ledger": 100})

    def test_lines_outside_the_chain_are_shown(self):
        self.make_matched_statement((100.0,), date="2026-03-10").action_post_statement()
        loose = self.make_line(8, "on no statement", "2026-03-12")
        self.make_match(loose, account_id=self.expense.id)
        loose.action_post_matches()
        april = self.make_matched_statement((20.0,), start=105, date="2026-03-15")
        april.action_post_statement()
        bridge = self.bridge(april)
        self.assertEqual(bridge, {"statement": 125, "gap": -5, "other": 8, "bank": 128, "ledger": 128})

    def test_foreign_bank_in_both_currencies(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0), ("2026-03-15", 4.0)])
        bank = self.env["account.journal"].create(
            {"name": "Euro", "type": "bank", "code": "EURB", "currency_id": euro.id}
        )
        statement = self.make_statement([(100, "in", "2026-03-10"), (20, "more", "2026-03-20")], journal=bank)
        for line in statement.line_ids:
            self.make_match(line, account_id=self.expense.id)
        self.make_payment(40, "2026-03-20", journal=bank)
        statement.action_post_statement()

        self.bridge(statement)
        rows = {row["kind"]: (row["amount"], row["company_amount"]) for row in statement.snapshot["bridge"]}
        self.assertEqual(rows["statement"], (120, 55))
        self.assertEqual(rows["receipts"], (40, 10))
        self.assertEqual(rows["ledger"], (160, 65))
        self.assertEqual(statement.snapshot["revalued_balance"], 30)

    def test_snapshot_stays_whatever_happens_later(self):
        self.make_payment(30, "2026-03-02")
        statement = self.make_matched_statement((100.0, -40.0))
        statement.action_post_statement()
        kept = statement.snapshot
        page = statement._report_page()

        late = self.make_payment(77, "2026-03-01")
        april = self.make_statement([(77, "late", "2026-03-10")], start=60, name="another")
        self.make_match(april.line_ids, move_line_id=self.outstanding_item(late).id)
        april.action_post_statement()
        self.delta.name = "Renamed"
        self.bank.name = "Renamed bank"

        self.env.invalidate_all()
        self.assertEqual(statement.snapshot, kept)
        self.assertEqual(statement._report_page(), page)

    def test_queries_do_not_grow_with_the_lines(self):
        counts = []
        for size in (5, 40):
            bank = self.env["account.journal"].create({"name": f"Bank {size}", "type": "bank", "code": f"B{size}"})
            statement = self.make_statement([(1, f"{n}", "2026-03-10") for n in range(size)], journal=bank)
            for _n in range(size // 5):
                self.make_payment(3, "2026-03-01", journal=bank)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.figures._figures(statement)
            statement._reconciliation_buttons()
            statement._reconciliation_warnings()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
