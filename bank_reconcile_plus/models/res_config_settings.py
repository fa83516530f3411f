from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    import_background_lines = fields.Integer(
        string="Import at Once up to",
        config_parameter="bank_reconcile_plus.import_background_lines",
        default=1000,
        help="Movements; files with more are imported in the background.",
    )
    match_tolerance_mode = fields.Selection(related="company_id.match_tolerance_mode", readonly=False, required=True)
    match_tolerance_amount = fields.Monetary(
        related="company_id.match_tolerance_amount", currency_field="currency_id", readonly=False
    )
    match_tolerance_percent = fields.Float(related="company_id.match_tolerance_percent", readonly=False)
    match_discount_grace_days = fields.Integer(related="company_id.match_discount_grace_days", readonly=False)
    match_difference_account_id = fields.Many2one(
        related="company_id.match_difference_account_id", readonly=False, check_company=True
    )
    match_gain_account_id = fields.Many2one(
        related="company_id.match_gain_account_id", readonly=False, check_company=True
    )
    match_fee_account_id = fields.Many2one(
        related="company_id.match_fee_account_id", readonly=False, check_company=True
    )
    import_file_megabytes = fields.Integer(
        string="Largest File",
        config_parameter="bank_reconcile_plus.import_file_megabytes",
        default=50,
        help="Megabytes; larger files are refused.",
    )

    @api.constrains("import_background_lines", "import_file_megabytes")
    def _check_import_limits(self):
        for settings in self:
            if settings.import_background_lines < 0 or settings.import_file_megabytes < 1:
                raise ValidationError(self.env._("A file may have at least 1 MB, and no number can be negative."))
