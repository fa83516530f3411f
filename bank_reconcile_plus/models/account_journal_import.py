import re

from odoo import api, fields, models

from ..formats import FORMATS
from ..formats.account_numbers import same_account
from .words import translated


class AccountJournal(models.Model):
    """What a bank says about its files, and what its card tells of imports."""

    _inherit = "account.journal"

    import_format = fields.Selection(
        "_selection_import_format",
        string="Statement Format",
        help="Empty: each file's format is recognised. A format chosen here is the only one taken for this bank.",
    )
    import_account_numbers = fields.Char(
        string="Other Account Numbers",
        copy=False,
        help="Numbers the bank's files call this account by, beside its account number, separated by semicolons.",
    )
    import_open_count = fields.Integer(string="Imports to Look At", compute="_compute_import_counts")
    import_running_percent = fields.Integer(string="Importing", compute="_compute_import_counts")

    @api.model
    def _selection_import_format(self):
        return [(format.name, translated(self.env, format.label, {})) for format in FORMATS]

    def _account_numbers(self):
        """:return: list of the numbers this bank goes by, as written, its own first"""
        self.ensure_one()
        own = [self.bank_account_id.acc_number] if self.bank_account_id else []
        return own + [
            number for number in re.split(r"\s*[;\n]\s*", (self.import_account_numbers or "").strip()) if number
        ]

    def _has_account_number(self, number):
        """:return: whether a number, as written, is this bank's"""
        return any(same_account(number, own) for own in self._account_numbers())

    def _compute_import_counts(self):
        readable = self.env["account.bank.import"].has_access("read")
        running = self.env["account.bank.import"].search([("state", "!=", "done")]) if readable else []
        undecided = self.env["account.bank.import.result"].search([("status", "=", "choose")]) if readable else []
        for journal in self:
            progress = [
                job.progress for job in running if journal._origin in job.journal_id | job.result_ids.journal_id
            ]
            journal.import_running_percent = min(progress, default=-1)
            journal.import_open_count = sum(result.import_id.journal_id == journal._origin for result in undecided)

    def _fill_bank_cash_dashboard_data(self, dashboard_data):
        """EXTENDS account. What is being imported, and what of it needs a person."""
        result = super()._fill_bank_cash_dashboard_data(dashboard_data)
        for journal in self.filtered(lambda journal: journal.type in ("bank", "cash", "credit")):
            dashboard_data[journal.id].update(
                import_open_count=journal.import_open_count,
                import_running_percent=journal.import_running_percent,
            )
        return result

    def action_open_imports(self):
        """List what was imported into this bank, the newest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_account_bank_import")
        domain = ["|", ("journal_id", "=", self.id), ("result_ids.journal_id", "=", self.id)]
        return {**action, "name": self.env._("Imports of %s", self.name), "domain": domain}
