from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..matching.differences import WEIGHTS, Kind


class AccountBankErrorFinding(models.TransientModel):
    """One explanation of a difference."""

    _name = "account.bank.error.finding"
    _description = "Explanation of a Difference"
    _order = "weight desc, id"

    wizard_id = fields.Many2one("account.bank.error.wizard", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    kind = fields.Selection([(kind.value, kind.value) for kind in WEIGHTS], required=True)
    weight = fields.Integer()
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    other_model = fields.Char()
    other_id = fields.Many2oneReference(model_field="other_model")
    amount = fields.Monetary()
    expected = fields.Monetary(string="Should Be")
    entry = fields.Char(compute="_compute_words")
    other_entry = fields.Char(compute="_compute_words", string="And")
    words = fields.Char(compute="_compute_words", string="What May Be Wrong")

    @api.depends("kind", "res_id", "other_id")
    @api.depends_context("lang")
    def _compute_words(self):
        for finding in self:
            finding.entry = finding._name_of(finding.res_model, finding.res_id)
            finding.other_entry = finding._name_of(finding.other_model, finding.other_id)
            finding.words = finding._kind_words()[Kind(finding.kind)]

    def _kind_words(self):
        """:return: dict of what a finding of each kind says"""
        expected = self.currency_id.format(self.expected)
        return {
            Kind.DOUBLED: self.env._("Entered twice: the same amount stands here as well."),
            Kind.OTHER_BANK: self.env._("Of this amount at another bank, matched with nothing there."),
            Kind.MISSING: self.env._("In the books and not on the statement: a line of this amount is missing."),
            Kind.SUPERFLUOUS: self.env._("Without this line the statement adds up."),
            Kind.SIGN: self.env._("Wrong sign: it should be %s.", expected),
            Kind.TRANSPOSED: self.env._("Digits changed places: it should be %s.", expected),
            Kind.DECIMAL: self.env._("Decimal point in the wrong place: it should be %s.", expected),
            Kind.SAME: self.env._("Has just this amount."),
            Kind.PAIR: self.env._("These two together have just this amount."),
        }

    def _name_of(self, model, res_id):
        if not model or not res_id:
            return False
        record = self.env[model].browse(res_id)
        day = format_date(self.env, record.date)
        if model == "account.move.line":
            parts = (day, record.move_id.name, record.partner_id.name)
        else:
            parts = (day, record.journal_id.name, record.payment_ref or record.partner_name)
        return ", ".join(filter(None, parts))

    def action_open(self):
        """Open the entry."""
        self.ensure_one()
        return self._open(self.res_model, self.res_id)

    def action_open_other(self):
        """Open the other entry."""
        self.ensure_one()
        return self._open(self.other_model, self.other_id)

    def _open(self, model, res_id):
        record = self.env[model].browse(res_id)
        if model == "account.move.line":
            return record.action_open_business_doc()
        return record._action_open(record.payment_ref or record.display_name)
