from odoo import fields, models


class AccountBankMappingDecline(models.Model):
    """An offered text mapping that a person did not want: it is not offered again for lines of that text."""

    _name = "account.bank.mapping.decline"
    _description = "Declined Text Mapping"
    _rec_name = "text"
    _order = "id desc"
    _check_company_auto = True

    journal_id = fields.Many2one(
        "account.journal", string="Bank", required=True, check_company=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="journal_id.company_id", store=True, precompute=True)
    text = fields.Char(required=True, help="The telling words of the lines it was offered for.")
    money_in = fields.Boolean()
    account_id = fields.Many2one("account.account", check_company=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", ondelete="cascade")
    create_uid = fields.Many2one("res.users", string="Declined By", readonly=True)
    create_date = fields.Datetime(string="Declined On", readonly=True)
