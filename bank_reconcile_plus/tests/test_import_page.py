"""The result page, in a browser."""

from odoo.tests import HttpCase, tagged

from .camt import camt053
from .test_import import ImportCase


@tagged("post_install", "-at_install")
class TestImportPage(ImportCase, HttpCase):
    def test_what_happened_with_each_file(self):
        march = camt053([("200.00", "a"), ("-50.00", "b")])
        files = {
            "march.xml": march,
            "march-again.xml": march,
            "broken.xml": march[:600],
            "unknown.xml": camt053([("1.00", "x")], iban="BE68539007547034"),
        }
        self.env["ir.attachment"].sudo().create(
            [
                {"name": name, "raw": content, "url": f"/bank_reconcile_plus/test/{name}", "public": True}
                for name, content in files.items()
            ]
        )
        self.start_tour(
            "/odoo/action-bank_reconcile_plus.action_account_bank_import_wizard",
            "bank_reconcile_plus_import_files",
            login=self.env.user.login,
        )
        lines = self.env["account.bank.statement.line"].search([("company_id", "=", self.env.company.id)])
        self.assertEqual(sorted(lines.mapped("amount")), [-50, 1, 200])
