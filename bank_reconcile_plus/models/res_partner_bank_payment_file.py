import re

from odoo import models

from ..formats.account_numbers import bare
from ..payment_files import Account

_IBAN_LIKE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,}")


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    def _payment_file_account(self):
        """The account as a payment file has it, an empty one for no record.

        A number that begins like an IBAN is one: with wrong check digits it is refused, never sent as another number.

        :return: the pure package's :class:`Account`
        """
        number = bare(self.acc_number)
        iban = number if _IBAN_LIKE.match(number) else ""
        bic = bare(self.bank_bic)
        return Account(iban, "" if iban else (self.acc_number or "").strip(), bic, "", self.bank_name or "")
