from odoo import api, fields, models
from odoo.tools import SQL, format_amount
from odoo.tools.sql import column_exists, create_column

# What a bank has of its own or takes from its company, all of it together.
LIMITS = frozenset(
    {"match_tolerance_mode", "match_tolerance_amount", "match_tolerance_percent", "match_discount_grace_days"}
)


class AccountJournal(models.Model):
    """Tolerances of a bank: its own, or its company's. An account that is empty is the company's in any case."""

    _name = "account.journal"
    _inherit = ["account.journal", "account.bank.tolerance"]

    match_tolerance_source = fields.Selection(
        [("company", "As the company"), ("bank", "Of this bank")],
        string="Tolerances",
        required=True,
        default="company",
        help="Whether the limits for differences and late discounts are the company's or this bank's own.",
    )
    match_tolerance_words = fields.Char(string="Limits", compute="_compute_match_tolerance_words")
    match_tolerance_amount = fields.Monetary(currency_field="balance_currency_id")
    match_difference_account_id = fields.Many2one(check_company=True)
    match_gain_account_id = fields.Many2one(check_company=True)
    match_fee_account_id = fields.Many2one(check_company=True)

    def _auto_init(self):
        """Banks that had limits before the company could have them keep theirs."""
        known = column_exists(self.env.cr, self._table, "match_tolerance_source")
        if not known and column_exists(self.env.cr, self._table, "match_tolerance_amount"):
            create_column(self.env.cr, self._table, "match_tolerance_source", "varchar")
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE account_journal
                       SET match_tolerance_source = CASE
                               WHEN COALESCE(match_tolerance_amount, 0) != 0
                                 OR COALESCE(match_tolerance_percent, 0) != 0
                                 OR COALESCE(match_discount_grace_days, 0) != 0
                               THEN 'bank' ELSE 'company' END
                    """
                )
            )
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        """EXTENDS account. Who gives a bank a limit means it."""
        return super().create([self._with_source(vals) for vals in vals_list])

    def write(self, vals):
        """EXTENDS account. Who gives a bank a limit means it."""
        return super().write(self._with_source(vals))

    @api.model
    def _with_source(self, vals):
        if LIMITS & vals.keys() and "match_tolerance_source" not in vals:
            return {**vals, "match_tolerance_source": "bank"}
        return vals

    # ------------------------------------------------------------------------------------------------- what holds

    def _tolerances(self):
        """What holds for differences of this bank.

        :return: dict of ``silent``, ``amount`` (in the bank's currency), ``percent`` and ``discount_grace_days``
        """
        self.ensure_one()
        owner = self if self.match_tolerance_source == "bank" else self.company_id
        amount = owner.match_tolerance_amount
        if owner == self.company_id and self.currency_id and self.currency_id != self.company_id.currency_id:
            today = fields.Date.context_today(self)
            amount = self.company_id.currency_id._convert(amount, self.currency_id, self.company_id, today)
        return {
            "silent": owner.match_tolerance_mode == "silent",
            "amount": amount,
            "percent": owner.match_tolerance_percent,
            "discount_grace_days": owner.match_discount_grace_days,
        }

    def _write_off_account(self, reason, amount):
        """:param reason: ``bank_fee``, ``tolerance`` or ``rounding``
        :param amount: signed; negative is a loss: money we did not get, or paid too much
        :return: where a difference is booked, the bank's account before the company's; empty when neither has one
        """
        self.ensure_one()
        owners = (self, self.company_id)
        if reason == "bank_fee":
            accounts = [owner.match_fee_account_id for owner in owners]
        elif amount > 0:
            accounts = [owner.match_gain_account_id or owner.match_difference_account_id for owner in owners]
        else:
            accounts = [owner.match_difference_account_id for owner in owners]
        return accounts[0] or accounts[1]

    @api.depends(
        "match_tolerance_source",
        "company_id.match_tolerance_mode",
        "company_id.match_tolerance_amount",
        "company_id.match_tolerance_percent",
        "company_id.match_discount_grace_days",
    )
    @api.depends_context("lang")
    def _compute_match_tolerance_words(self):
        modes = dict(self._fields["match_tolerance_mode"]._description_selection(self.env))
        for journal in self:
            limits = journal._tolerances()
            currency = journal.currency_id or journal.company_id.currency_id
            parts = [
                format_amount(self.env, limits["amount"], currency) if limits["amount"] else None,
                self.env._("%g %%", limits["percent"]) if limits["percent"] else None,
            ]
            words = [" / ".join(filter(None, parts)) or self.env._("Cents of rounding")]
            words.append(modes["silent" if limits["silent"] else "warning"].lower())
            if limits["discount_grace_days"]:
                words.append(self.env._("discounts up to %s days late", limits["discount_grace_days"]))
            journal.match_tolerance_words = ", ".join(words)
