from odoo import models

from ..payment_files.addresses import address_of


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _payment_file_address(self):
        """:return: the address in the parts a payment file has, None without town or country"""
        return address_of(
            self.street or "", self.street2 or "", self.zip or "", self.city or "", self.country_id.code or ""
        )
