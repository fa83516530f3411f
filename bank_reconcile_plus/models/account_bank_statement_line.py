from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from .account_bank_match_rule import CONFIDENCES
from .words import evidence_words


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    # What the bank's file says, beyond what the host keeps. Everything else of the file is in transaction_details.
    bank_value_date = fields.Date(string="Value Date", readonly=True, copy=False)
    bank_entry_reference = fields.Char(string="Bank Reference", readonly=True, copy=False)
    bank_end_to_end_id = fields.Char(string="End-to-end ID", readonly=True, copy=False)
    bank_structured_reference = fields.Char(string="Structured Reference", readonly=True, copy=False)
    bank_check_number = fields.Char(string="Check Number", readonly=True, copy=False)
    bank_mandate = fields.Char(string="Mandate", readonly=True, copy=False)
    bank_batch = fields.Char(string="Batch", readonly=True, copy=False)
    bank_transaction_code = fields.Char(string="Transaction Code", readonly=True, copy=False)
    bank_counterparty_bic = fields.Char(string="Counterparty BIC", readonly=True, copy=False)
    bank_counterparty_address = fields.Char(string="Counterparty Address", readonly=True, copy=False)
    bank_is_direct_debit = fields.Boolean(string="Direct Debit", readonly=True, copy=False)
    bank_import_key = fields.Char(
        readonly=True, copy=False, help="Tells this movement of the bank from every other one of the same account."
    )
    bank_file_fields = fields.Html(string="In the File", compute="_compute_bank_file_fields", sanitize=False)

    match_ids = fields.One2many("account.bank.match", "statement_line_id", string="Matches")
    match_count = fields.Integer(string="Matches Count", compute="_compute_match_summary")
    match_amount = fields.Monetary(string="Applied", compute="_compute_match_summary")
    match_difference = fields.Monetary(
        string="Difference",
        compute="_compute_match_summary",
        help="What of the line no match covers. Positive is money in that is not explained.",
    )
    match_words = fields.Char(string="Matched With", compute="_compute_match_summary")
    match_why = fields.Char(string="Why, in Short", compute="_compute_match_summary")
    match_evidence_html = fields.Html(string="Why", compute="_compute_match_summary", sanitize=False)
    match_state = fields.Selection(
        [("open", "Open"), ("proposed", "Proposed"), ("accepted", "Accepted"), ("posted", "Posted")],
        string="Matching",
        compute="_compute_match_state",
        search="_search_match_state",
    )
    match_confidence = fields.Selection(
        CONFIDENCES, string="Confidence", compute="_compute_match_state", search="_search_match_confidence"
    )
    match_label = fields.Char(
        string="Confidence Words", compute="_compute_match_label", help="The confidence in words, as on the badge."
    )
    match_refusal = fields.Char(
        string="Not Posted Because", readonly=True, copy=False, help="Why the last posting left this line as it was."
    )
    match_looked_at = fields.Datetime(
        string="Matched in Background",
        readonly=True,
        copy=False,
        help="When the background matching looked at the line. It does so once; a person may match it any time.",
    )
    match_set_partner = fields.Boolean(readonly=True, copy=False, help="Posting filled the partner; undo empties it.")

    _bank_import_key = models.UniqueIndex(
        "(journal_id, bank_import_key) WHERE bank_import_key IS NOT NULL",
        "This movement of the bank is already imported.",
    )
    _match_waiting_idx = models.Index("(journal_id) WHERE match_looked_at IS NULL AND is_reconciled IS NOT TRUE")

    @api.model_create_multi
    def create(self, vals_list):
        """EXTENDS account. New lines, whoever brings them, wake the background matching; nothing is matched here."""
        lines = super().create(vals_list)
        if any(journal.match_mode != "off" for journal in lines.journal_id):
            self.env["account.bank.match.background"]._wake()
        return lines

    @api.depends("match_ids.amount", "match_ids.state", "match_ids.evidence", "amount", "is_reconciled")
    @api.depends_context("lang")
    def _compute_match_summary(self):
        for line in self:
            matches = line.match_ids
            line.match_count = len(matches)
            line.match_amount = sum(matches.mapped("amount"))
            settled = line.is_reconciled and not matches
            line.match_difference = 0 if settled else line.currency_id.round(line.amount - line.match_amount)
            line.match_words = "; ".join(matches.mapped("matched_with")) or False
            line.match_why = "; ".join(words for words, _weight in evidence_words(self.env, matches[:1].evidence)[:3])
            line.match_evidence_html = Markup().join(filter(None, matches.mapped("evidence_html"))) or False

    @api.depends("match_ids.state", "match_ids.confidence", "is_reconciled")
    def _compute_match_state(self):
        for line in self:
            states = set(line.match_ids.mapped("state"))
            if line.is_reconciled:
                line.match_state = "posted"
            else:
                line.match_state = next((state for state in ("accepted", "proposed") if state in states), "open")
            line.match_confidence = line.match_ids[:1].confidence

    @api.depends("match_ids.state", "match_ids.origin", "match_ids.confidence", "is_reconciled")
    @api.depends_context("lang")
    def _compute_match_label(self):
        words = dict(self._fields["match_confidence"]._description_selection(self.env))
        for line in self:
            first = line.match_ids[:1]
            if not first:
                line.match_label = self.env._("Reconciled") if line.is_reconciled else False
            elif first.origin == "manual":
                line.match_label = self.env._("Manual")
            elif first.origin == "mapping":
                line.match_label = self.env._("%s, mapping", words.get(first.confidence, ""))
            else:
                line.match_label = words.get(first.confidence)

    @api.model
    def _search_match_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        some_match = {state: Domain("match_ids", "any", [("state", "=", state)]) for state in ("proposed", "accepted")}
        unreconciled = Domain("is_reconciled", "=", False)
        domains = {
            "posted": Domain("is_reconciled", "=", True),
            "accepted": unreconciled & some_match["accepted"],
            "proposed": unreconciled & some_match["proposed"] & ~some_match["accepted"],
            "open": unreconciled & ~some_match["proposed"] & ~some_match["accepted"],
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _search_match_confidence(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = [confidence for confidence in value if confidence]
        domain = Domain("match_ids", "any", [("confidence", "in", wanted)])
        return domain | Domain("match_ids", "=", False) if False in value else domain

    @api.depends("transaction_details")
    def _compute_bank_file_fields(self):
        for line in self:
            rows = (
                (line.transaction_details or {}).get("fields") if isinstance(line.transaction_details, dict) else None
            )
            line.bank_file_fields = self._file_fields_table(rows)

    @api.model
    def _file_fields_table(self, rows):
        if not rows:
            return False
        body = Markup().join(
            Markup("<tr><td class='text-muted'>%s</td><td>%s</td></tr>") % (path, value) for path, value in rows
        )
        return Markup("<table class='table table-sm'><tbody>%s</tbody></table>") % body

    # ---------------------------------------------------------------------------------------- what waits for whom

    @api.model
    def _waiting_domain(self, journals):
        """:return: the domain of the open lines of banks that nothing and nobody has looked at yet"""
        return Domain(
            [
                ("journal_id", "in", journals.ids),
                ("is_reconciled", "=", False),
                ("match_looked_at", "=", False),
                ("match_ids", "=", False),
                ("bank_duplicate_of_id", "=", False),
                ("state", "=", "posted"),
            ]
        )

    @api.model
    def _looked_at_domain(self, journals):
        """:return: the domain of the open lines of banks nothing was found for; what is new may settle them"""
        return Domain(
            [
                ("journal_id", "in", journals.ids),
                ("is_reconciled", "=", False),
                ("match_looked_at", "!=", False),
                ("match_ids", "=", False),
                ("bank_duplicate_of_id", "=", False),
                ("state", "=", "posted"),
            ]
        )

    @api.model
    def _review_domain(self, journals):
        """:return: the domain of a person's lines, as the journal counts them: nobody has decided, or it was refused"""
        return (
            Domain("journal_id", "in", journals.ids)
            & Domain("is_reconciled", "=", False)
            & Domain("state", "=", "posted")
            & Domain("match_to_review", "=", True)
        )

    @api.model
    def _ready_domain(self, journals):
        """:return: the domain of the accepted lines that only wait to be posted"""
        return (
            Domain("journal_id", "in", journals.ids)
            & Domain("match_state", "=", "accepted")
            & Domain("match_refusal", "=", False)
        )

    # -------------------------------------------------------------------------------------------------------- amounts

    def _residual_in_line_currency(self, item):
        """What is open of an item, in this line's currency, at the rate booked on this line's own entry.

        :param item: ``account.move.line`` record, or an ``account.payment`` that has no entry
        :return: signed float, positive is owed to us
        """
        self.ensure_one()
        if item._name == "account.payment":
            residual, company_residual = item.amount_signed, item.amount_company_currency_signed
        else:
            residual, company_residual = item.amount_residual_currency, item.amount_residual
        if item.currency_id == self.currency_id:
            return residual
        if item.currency_id == self.foreign_currency_id and self.amount_currency:
            return self.currency_id.round(residual * self.amount / self.amount_currency)
        company_amount = self._company_amount()
        rate = self.amount / company_amount if company_amount else 1.0
        return self.currency_id.round(company_residual * rate)

    def _company_amount(self):
        """:return: the line's amount in company currency as booked, signed, positive is money in"""
        self.ensure_one()
        liquidity_lines, _suspense_lines, _other_lines = self._seek_for_lines()
        return sum(liquidity_lines.mapped("balance"))

    def _action_open(self, name):
        """:return: the action that lists these lines for reconciliation"""
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_bank_reconcile_lines")
        return {**action, "name": name, "domain": [("id", "in", self.ids)], "context": {}}
