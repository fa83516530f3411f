import re
from decimal import Decimal, InvalidOperation

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import clean_context


class AccountJournal(models.Model):
    _inherit = "account.journal"

    match_date_tolerance = fields.Integer(
        string="Date Tolerance",
        default=3,
        help="Days an open item may be dated after the statement line and still be matched automatically.",
    )
    match_tolerance_amount = fields.Monetary(
        string="Payment Tolerance", help="Largest difference that may be written off with a match."
    )
    match_tolerance_percent = fields.Float(
        string="Payment Tolerance %", help="The same as a share of the item. The smaller of the two holds."
    )
    match_known_fees = fields.Char(
        string="Known Bank Fees",
        help="Fees that banks hold back from payments, in the bank's currency, separated by semicolons: 7.50; 12",
    )
    match_discount_grace_days = fields.Integer(
        string="Late Discount Days",
        help="Days after its end an early payment discount is still proposed, never automatically.",
    )
    match_fee_account_id = fields.Many2one(
        "account.account",
        string="Bank Fee Account",
        check_company=True,
        domain="[('account_type', 'in', ('expense', 'expense_other', 'expense_direct_cost'))]",
    )
    match_difference_account_id = fields.Many2one(
        "account.account",
        string="Payment Difference Account",
        check_company=True,
        domain="[('account_type', '!=', 'off_balance')]",
    )

    @api.constrains("match_date_tolerance", "match_discount_grace_days", "match_tolerance_amount")
    def _check_match_tolerances(self):
        for journal in self:
            if min(journal.match_date_tolerance, journal.match_discount_grace_days, journal.match_tolerance_amount) < 0:
                raise ValidationError(self.env._("Tolerances of %s cannot be negative.", journal.display_name))

    @api.constrains("match_tolerance_percent")
    def _check_match_tolerance_percent(self):
        for journal in self:
            if not 0 <= journal.match_tolerance_percent <= 100:
                raise ValidationError(self.env._("A tolerance is between 0 and 100 percent."))

    @api.constrains("match_known_fees")
    def _check_match_known_fees(self):
        for journal in self:
            journal._known_fees()

    def _known_fees(self):
        """:return: tuple of positive :class:`Decimal`, in the bank's currency

        :raise ValidationError: when the text is not a list of amounts
        """
        self.ensure_one()
        fees = []
        for word in re.split(r"[;\s]+", self.match_known_fees or ""):
            if not word:
                continue
            try:
                fee = Decimal(word.replace(",", "."))
            except InvalidOperation:
                fee = Decimal(-1)
            if not fee.is_finite() or fee <= 0:
                raise ValidationError(
                    self.env._("“%(word)s” is not a fee. Write amounts like this: 7.50; 12", word=word)
                )
            fees.append(fee)
        return tuple(fees)

    # ----------------------------------------------------------------------------------------------------- dashboard

    def action_open_reconcile(self):
        """Open the bank's lines that are left to reconcile."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_bank_reconcile_lines")
        return {
            **action,
            "name": self.env._("Reconcile %s", self.name),
            "domain": [("journal_id", "=", self.id)],
            "context": {"search_default_left": 1, "default_journal_id": self.id},
        }

    def action_open_import(self):
        """Open the import of bank files for this bank."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_account_bank_import_wizard")
        return {**action, "context": {"default_journal_id": self.id}}

    def create_document_from_attachment(self, attachment_ids):
        """EXTENDS account. Files dropped on a bank's card are bank statements; the card names itself in the context."""
        journal = self or self.browse(self.env.context.get("default_journal_id", ()))
        if journal.type not in ("bank", "credit", "cash"):
            return super().create_document_from_attachment(attachment_ids)
        wizard = self.env["account.bank.import.wizard"].with_context(clean_context(self.env.context))
        return wizard.create({"journal_id": journal.id, "attachment_ids": [(6, 0, attachment_ids)]}).action_import()
