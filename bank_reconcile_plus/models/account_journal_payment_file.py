from odoo import fields, models

from ..payment_files import FORMATS, FORMATS_BY_NAME, Account, Party


class AccountJournal(models.Model):
    """What a bank wants to see in a payment file."""

    _inherit = "account.journal"

    payment_file_format = fields.Selection(
        [(each.NAME, each.LABEL) for each in FORMATS],
        tracking=True,
        help="In which format payments are exported for this bank. Banks of the SEPA area take pain.001.001.09; ask for"
        " the older one only where yours says so. Empty: no files.",
    )
    payment_file_batch_booking = fields.Boolean(
        string="One Line per File",
        default=True,
        help="Asks the bank to show the payments of one day as one line in the statement (batch booking).",
    )
    payment_file_scope = fields.Selection(
        [("sepa", "SEPA only"), ("any", "All currencies and countries")],
        string="Payments",
        required=True,
        default="sepa",
        help="Whether payments in other currencies, or to accounts outside the SEPA area, may be in a file.",
    )
    payment_file_charge_bearer = fields.Selection(
        [("SHAR", "Shared"), ("DEBT", "By us"), ("CRED", "By the creditor")],
        string="Charges outside SEPA",
        required=True,
        default="SHAR",
    )
    payment_file_party_id = fields.Char(
        string="Initiating Party Id", help="The id your bank gave you for files, where it asks for one."
    )
    payment_file_party_issuer = fields.Char(
        string="Issuer of the Id", help="Who gave that id, where the bank asks for it: KBO-BCE in Belgium."
    )

    def _payment_file_writer(self):
        """:return: the pure package's format of this bank, None where none is set"""
        self.ensure_one()
        return FORMATS_BY_NAME.get(self.payment_file_format)

    def _payment_file_account(self):
        """:return: the bank's own :class:`Account`"""
        self.ensure_one()
        account = self.bank_account_id._payment_file_account()
        return Account(account.iban, account.number, account.bic, self.currency_id.name or "")

    def _payment_file_party(self):
        """:return: the :class:`Party` that pays: the company, under the name its account has"""
        self.ensure_one()
        partner = self.company_id.partner_id
        name = self.bank_account_id.acc_holder_name or self.company_id.name or ""
        return Party(name, partner._payment_file_address())

    def _payment_file_initiator(self):
        """:return: the :class:`Party` that sends the file, with the id the bank gave it"""
        party = self._payment_file_party()
        return Party(party.name, None, self.payment_file_party_id or "", self.payment_file_party_issuer or "")
