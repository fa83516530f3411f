from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Two real transactions on the same line. What the test writes it takes away again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.transaction() as env:
            company = self.company(env)
            env = env(context={"allowed_company_ids": company.ids})
            self.company_id = company.id
            journal = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
            expense = env["account.account"].search(
                [("account_type", "=", "expense"), ("company_ids", "in", company.ids)], limit=1
            )
            lines = env["account.bank.statement.line"].create(
                [
                    {
                        "journal_id": journal.id,
                        "date": "2026-03-10",
                        "amount": 10 + index,
                        "payment_ref": f"line {index}",
                    }
                    for index in range(3)
                ]
            )
            for line in lines:
                env["account.bank.match"].create({"statement_line_id": line.id, "account_id": expense.id})
            self.line_ids = lines.ids
            self.last_run_id = env["account.bank.match.run"].search([], limit=1).id or 0
        self.addCleanup(self.take_away)

    @contextmanager
    def transaction(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": [getattr(self, "company_id", 1)]})

    def company(self, env):
        """A company with a chart of accounts: one of the database's, else the main one gets a chart."""
        company = env["res.company"].search([("chart_template", "!=", False)], limit=1) or env.ref("base.main_company")
        if not company.chart_template:
            env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        return company

    def take_away(self):
        with self.transaction() as env:
            lines = env["account.bank.statement.line"].browse(self.line_ids)
            lines.filtered("is_reconciled").action_undo_matches()
            lines.unlink()
            env["account.bank.match.run"].search([("id", ">", self.last_run_id)]).unlink()

    def lines(self, env):
        return env["account.bank.statement.line"].browse(self.line_ids)

    def test_second_user_gets_a_sentence_and_posts_the_rest(self):
        with self.transaction() as first, self.transaction() as second:
            first_run = self.lines(first)[:2]._post_accepted_matches()
            second_run = self.lines(second)._post_accepted_matches()
            self.assertEqual((first_run.done_count, first_run.refused_count), (2, 0))
            self.assertEqual((second_run.done_count, second_run.refused_count), (1, 2))
            self.assertIn("Somebody else is working on this line", second_run.refusal_text)
        with self.transaction() as third:
            lines = self.lines(third)
            self.assertEqual(lines.mapped("is_reconciled"), [True] * 3)
            self.assertEqual([len(line.move_id.line_ids) for line in lines], [2, 2, 2])
            run = lines._post_accepted_matches()
            self.assertEqual(run.refused_count, 3)
            self.assertIn("already reconciled", run.refusal_text)
