"""Analytic distribution models of the company hold for what is posted from matches, as for everything else."""

from odoo.tests import tagged

from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestPostingAnalytic(BankReconcileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls.env["account.analytic.plan"].create({"name": "Projects"})
        cls.project = cls.env["account.analytic.account"].create({"name": "Bridge", "plan_id": plan.id})

    def distribution_of(self, line):
        self.make_match(line, account_id=self.expense.id)
        self.poster._post(line)
        return line.match_ids.counterpart_line_id.analytic_distribution

    def test_models_of_the_company_fill_the_distribution(self):
        self.env["account.analytic.distribution.model"].create(
            {
                "partner_id": self.delta.id,
                "analytic_distribution": {str(self.project.id): 100},
                "company_id": self.env.company.id,
            }
        )
        mine = self.distribution_of(self.make_line(-50, "rent", partner_id=self.delta.id))
        others = self.distribution_of(self.make_line(-60, "rent", partner_id=self.ocean.id))
        self.assertEqual(mine, {str(self.project.id): 100})
        self.assertFalse(others)

    def test_without_models_nothing_is_filled(self):
        self.assertFalse(self.distribution_of(self.make_line(-50, "rent", partner_id=self.delta.id)))
