"""The demo company for tests: its books, loaded where the database has none, and what its October should become."""

import json
from pathlib import Path

from odoo.modules.module import Manifest
from odoo.tools.convert import convert_file

ADDON = Path(__file__).resolve().parent.parent


def expected_statement():
    """:return: what every line of the October statement is, as demo/expected_2026_10.json says"""
    return json.loads((ADDON / "demo" / "expected_2026_10.json").read_text())


class DemoMixin:
    """Beside a test case with a database: ``company``, ``bank``, ``expected`` and the statement file's ``content``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("bank_reconcile_plus.demo_company", raise_if_not_found=False):
            for name in Manifest.for_addon("bank_reconcile_plus")["demo"]:
                convert_file(cls.env, "bank_reconcile_plus", name, {}, mode="init", noupdate=True)
        cls.company = cls.demo("company")
        cls.env = cls.env(
            user=cls.env.ref("base.user_admin"), context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.bank = cls.demo("journal_current")
        cls.expected = expected_statement()
        cls.content = (ADDON / "demo" / cls.expected["statement"]).read_bytes()

    @classmethod
    def demo(cls, name):
        """:return: the record ``demo_<name>``"""
        return cls.env.ref(f"bank_reconcile_plus.demo_{name}")

    @classmethod
    def import_october(cls):
        """:return: the October statement, imported from its file"""
        (result,) = cls.env["account.bank.statement.importer"]._import_file("october.xml", cls.content)
        return result.statement_id

    def open_item(self, xmlid):
        """:return: the journal item that a statement line settles for a document, a payment or an own transfer"""
        record = self.env.ref(f"bank_reconcile_plus.{xmlid}")
        if record._name == "account.payment":
            return record.move_id.line_ids.filtered(lambda item: item.account_id == record.outstanding_account_id)
        if record._name == "account.bank.statement.line":
            return record.move_id.line_ids - record._seek_for_lines()[0]
        return record.line_ids.filtered(lambda item: item.display_type == "payment_term")
