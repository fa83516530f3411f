from odoo import fields, models


class ResCompany(models.Model):
    """What holds for all banks of a company that have nothing of their own."""

    _name = "res.company"
    _inherit = ["res.company", "account.bank.tolerance"]

    match_difference_account_id = fields.Many2one(check_company=True)
    match_gain_account_id = fields.Many2one(check_company=True)
    match_fee_account_id = fields.Many2one(check_company=True)
