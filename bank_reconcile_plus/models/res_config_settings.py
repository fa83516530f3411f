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
