from odoo import fields, models

from .account_bank_match_rule import CONFIDENCES


class AccountMoveLine(models.Model):
    """Journal items as what a bank statement line could settle: the right pane of the Bank Reconciliation page.

    The fields speak of the statement and the lines named in the context, ``bank_statement_id`` and
    ``bank_candidates_line_ids``; without them they are empty.
    """

    _inherit = "account.move.line"

    bank_candidate = fields.Boolean(
        string="In the Pane",
        compute="_compute_bank_candidate",
        search="_search_bank_candidate",
        help="What the pane shows: open items the selected lines could settle, or this bank's own ledger entries.",
    )
    bank_candidate_reason = fields.Char(string="Why It Could Be This", compute="_compute_bank_candidate")
    bank_candidate_confidence = fields.Selection(
        CONFIDENCES, string="Candidate Confidence", compute="_compute_bank_candidate"
    )
    bank_currency_id = fields.Many2one("res.currency", string="Bank Currency", compute="_compute_bank_item_residual")
    bank_candidate_amount = fields.Monetary(
        string="Would Settle", compute="_compute_bank_candidate", currency_field="bank_currency_id"
    )
    bank_item_residual = fields.Monetary(
        string="Open",
        compute="_compute_bank_item_residual",
        currency_field="bank_currency_id",
        help="What is open, in the bank's currency, signed as the statement line that would settle it.",
    )
    bank_match_state = fields.Selection(
        [
            ("open", "Open"),
            ("proposed", "Proposed"),
            ("accepted", "Accepted"),
            ("posted", "Posted"),
            ("elsewhere", "On Another Statement"),
        ],
        string="Bank Matching",
        compute="_compute_bank_match_state",
        search="_search_bank_match_state",
    )
    bank_match_statement_id = fields.Many2one(
        "account.bank.statement", string="Matched On", compute="_compute_bank_match_state"
    )

    def _compute_bank_candidate(self):
        self.bank_candidate = True
        self.bank_candidate_reason = False
        self.bank_candidate_confidence = False
        self.bank_candidate_amount = 0

    def _search_bank_candidate(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("reconciled", "=", False), ("account_id.reconcile", "=", True), ("parent_state", "=", "posted")]

    def _compute_bank_item_residual(self):
        for item in self:
            item.bank_currency_id = item.currency_id
            item.bank_item_residual = item.amount_residual_currency

    def _compute_bank_match_state(self):
        self.bank_match_state = "open"
        self.bank_match_statement_id = False

    def _search_bank_match_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return []
