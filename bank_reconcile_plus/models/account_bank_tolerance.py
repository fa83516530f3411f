from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountBankTolerance(models.AbstractModel):
    """Small differences between what the bank shows and what is open: how large, who accepts them, where they go.

    A company has these settings for its banks; a bank may have its own.
    """

    _name = "account.bank.tolerance"
    _description = "Payment Tolerance"

    currency_id = fields.Many2one("res.currency")
    match_tolerance_mode = fields.Selection(
        [("silent", "Without asking"), ("warning", "A person accepts")],
        string="Differences Accepted",
        required=True,
        default="silent",
        help="Without asking: a difference within the limits does not keep a match from being High. Otherwise such a"
        " match is proposed and waits for a person, who sees the difference and its account.",
    )
    match_tolerance_amount = fields.Monetary(
        string="Payment Tolerance",
        help="Largest difference that may be written off with a match, and never more than a fifth of the item. 0 for"
        " no maximum.",
    )
    match_tolerance_percent = fields.Float(
        string="Payment Tolerance %",
        help="Largest difference as a share of the item. Where there is a maximum as well, the smaller of the two"
        " holds; with neither, nothing is written off but cents of rounding.",
    )
    match_discount_grace_days = fields.Integer(
        string="Late Discount Days",
        help="Days after its end an early payment discount is still proposed, never automatically.",
    )
    match_difference_account_id = fields.Many2one(
        "account.account",
        string="Payment Difference Account",
        domain="[('account_type', '!=', 'off_balance')]",
        help="Where differences within the tolerance and roundings are booked: money we did not get or paid too much;"
        " and gains, where they have no account of their own.",
    )
    match_gain_account_id = fields.Many2one(
        "account.account",
        string="Difference Gains",
        domain="[('account_type', '!=', 'off_balance')]",
        help="Where differences in our favour are booked: money we got too much or did not pay. Empty for the same"
        " account as other differences.",
    )
    match_fee_account_id = fields.Many2one(
        "account.account",
        string="Bank Fee Account",
        domain="[('account_type', 'in', ('expense', 'expense_other', 'expense_direct_cost'))]",
    )

    @api.constrains("match_discount_grace_days", "match_tolerance_amount")
    def _check_match_tolerances(self):
        for owner in self:
            if min(owner.match_discount_grace_days, owner.match_tolerance_amount) < 0:
                raise ValidationError(self.env._("Tolerances of %s cannot be negative.", owner.display_name))

    @api.constrains("match_tolerance_percent")
    def _check_match_tolerance_percent(self):
        for owner in self:
            if not 0 <= owner.match_tolerance_percent <= 100:
                raise ValidationError(self.env._("A tolerance is between 0 and 100 percent."))
