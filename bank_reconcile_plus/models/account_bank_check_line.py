from odoo import api, fields, models

from ..matching.check_words import check_numbers_of


class AccountBankStatementLine(models.Model):
    """Lines of the bank that show a check which is void in the books."""

    _inherit = "account.bank.statement.line"

    void_check_warning = fields.Char(
        compute="_compute_void_check_warning", help="The bank cashed a check that is void in the books."
    )

    @api.depends("payment_ref", "bank_check_number", "amount", "journal_id", "is_reconciled")
    @api.depends_context("lang")
    def _compute_void_check_warning(self):
        for line, payment in self._void_checks().items():
            line.void_check_warning = payment._void_words() if payment else False

    def _void_checks(self):
        """:return: dict of line -> the payment whose check the line shows though it is void, empty for none"""
        found = dict.fromkeys(self, self.env["account.payment"])
        open_lines = self.filtered(lambda line: not line.is_reconciled)
        for journal, lines in open_lines.grouped("journal_id").items():
            void = journal._void_checks()
            for line in lines if void else ():
                kind = "inbound" if line.amount > 0 else "outbound"
                for key in check_numbers_of(line.bank_check_number or "", line.payment_ref or ""):
                    found[line] = void.get((key, kind), found[line])
        return found
