"""The assistant for tables, in a browser."""

from odoo.tests import HttpCase, tagged

from .test_import import ImportCase
from .test_sheet_profiles import AMBIGUOUS


@tagged("post_install", "-at_install")
class TestSheetAssistantPage(ImportCase, HttpCase):
    def test_table_is_described_by_choosing_and_imported(self):
        attachment = self.env["ir.attachment"].create({"name": "bank.csv", "raw": AMBIGUOUS})
        job = self.env["account.bank.import"]._start(attachment, self.bank)
        self.start_tour(
            f"/odoo/account.bank.import/{job.id}", "bank_reconcile_plus_sheet_assistant", login=self.env.user.login
        )
        lines = job.result_ids.statement_ids.line_ids
        self.assertEqual(sorted(map(str, lines.mapped("date"))), ["2026-03-04", "2026-05-04"])
        self.assertEqual(self.env["account.bank.sheet.profile"].search([]).journal_ids, self.bank)
