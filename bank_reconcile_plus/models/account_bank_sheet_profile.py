import base64

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..formats import FORMATS_BY_NAME
from ..formats.account_numbers import is_iban
from ..formats.exceptions import StatementFormatError
from ..formats.sheet.preamble import account_above
from ..formats.sheet.profile import COLUMN_ROLES, SheetProfile
from ..formats.sheet.rows import locate
from ..formats.sheet.sheets import fits, tables_of
from .words import translated

# Enough rows to find the names of the columns.
ROWS_TO_RECOGNISE = 120


class AccountBankSheetProfile(models.Model):
    """What the columns of the tables (CSV, XLSX, XLS) of one bank mean."""

    _name = "account.bank.sheet.profile"
    _description = "Bank Sheet Profile"
    _inherit = ["account.bank.sheet.layout"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    journal_ids = fields.Many2many(
        "account.journal",
        string="Banks",
        check_company=True,
        domain="[('type', 'in', ('bank', 'credit', 'cash'))]",
        help="Files of these banks are read with it. Empty: files of any bank that have its columns.",
    )
    column_date = fields.Char(string="Date", required=True, help="Booking date.")
    column_other_date = fields.Char(string="Date, Where That is Empty")
    column_value_date = fields.Char(string="Value Date")
    column_amount = fields.Char(string="Amount", help="Signed, or unsigned with a column that says debit or credit.")
    column_debit = fields.Char(string="Money Out")
    column_credit = fields.Char(string="Money In")
    column_indicator = fields.Char(string="Debit or Credit")
    column_balance = fields.Char(string="Balance", help="Of the account after the row.")
    column_currency_column = fields.Char(string="Currency Column")
    column_account_column = fields.Char(string="Own Account")
    column_text = fields.Text(string="Text", help="One column a line.")
    column_counterparty = fields.Char(string="Their Name")
    column_counterparty_account = fields.Char(string="Their Account")
    column_bic = fields.Char(string="Their Bank (BIC)")
    column_reference = fields.Char(string="Reference")
    column_bank_id = fields.Char(string="Bank's Id", help="Unique for each movement; it keeps files from doubling.")
    column_check = fields.Char(string="Check Number")
    column_type = fields.Char(string="Kind of Movement")
    column_fee = fields.Char(string="Fee")
    column_gross = fields.Char(string="Gross Amount")
    column_status = fields.Char(string="Status", help="Rows that are pending or cancelled are not booked.")
    column_original_amount = fields.Char(string="Original Amount")
    column_original_currency = fields.Char(string="Original Currency")
    column_exchange_rate = fields.Char(string="Exchange Rate")
    profile_file = fields.Binary(string="File", compute="_compute_profile_file")
    profile_file_name = fields.Char(compute="_compute_profile_file")

    def _compute_profile_file(self):
        for record in self:
            record.profile_file = base64.b64encode(record._sheet_profile().to_json().encode())
            record.profile_file_name = f"{record.name or 'profile'}.json"

    # -------------------------------------------------------------------------------------- to and from plain settings

    def _sheet_profile(self):
        """:return: the :class:`SheetProfile` the readers take"""
        self.ensure_one()
        columns = {role: self[f"column_{role}"] or "" for role in COLUMN_ROLES}
        text = tuple(line for line in map(str.strip, (self.column_text or "").splitlines()) if line)
        return SheetProfile(name=self.name or "", text=text, **columns, **self._settings())

    @api.model
    def _values_of(self, profile):
        """:return: field values of a :class:`SheetProfile`"""
        values = {f"column_{role}": getattr(profile, role) or False for role in COLUMN_ROLES}
        return {
            **values,
            **self._settings_values(profile),
            "name": profile.name or self.env._("Profile"),
            "column_text": "\n".join(profile.text) or False,
        }

    @api.model
    def _create_from_file(self, content):
        """Make a profile of a file that was exported from one.

        :param bytes content: the file
        :raise UserError: it is no such file
        """
        try:
            profile = SheetProfile.from_json(content.decode("utf-8-sig", "replace"))
        except StatementFormatError as error:
            raise UserError(translated(self.env, error.message_template, error.values)) from error
        if profile.missing:
            raise UserError(self.env._("The file says neither where the date nor where the amount of a row is."))
        return self.create(self._values_of(profile))

    # ---------------------------------------------------------------------------------------------------- for an import

    @api.model
    def _profile_for(self, content, journal=None):
        """What somebody said of tables like this one.

        :param bytes content: a CSV, XLSX or XLS file
        :param journal: the bank it is imported into, or None
        :return: :class:`SheetProfile`, or None when no profile fits
        """
        candidates = self._candidates(journal)
        if not candidates:
            return None
        tables_by_writing = {}
        for record in candidates:
            profile = record._sheet_profile()
            writing = (profile.encoding, profile.separator)
            if writing not in tables_by_writing:
                tables_by_writing[writing] = self._first_rows(content, profile)
            tables = tables_by_writing[writing]
            if fits(tables, profile) or (not profile.has_header and journal and journal in record.journal_ids):
                return record._with_account(profile, tables)
        return None

    @api.model
    def _candidates(self, journal):
        """:return: the profiles that may be meant, the bank's own first, and of them those that say most"""
        company = journal.company_id if journal else self.env.companies
        records = self.search([("company_id", "in", company.ids)])
        if journal:
            records = records.filtered(lambda record: not record.journal_ids or journal in record.journal_ids)
        return records.sorted(lambda record: (not record.journal_ids, -len(record._sheet_profile().columns)))

    @api.model
    def _first_rows(self, content, profile):
        try:
            return tables_of(content, profile, ROWS_TO_RECOGNISE)
        except StatementFormatError:
            return []  # reading it in full says what is wrong

    def _with_account(self, profile, tables):
        """The profile with the account number of its one bank, where the file has none."""
        numbers = self.journal_ids._account_numbers() if len(self.journal_ids) == 1 else []
        above = [account_above(table.rows[: locate(table, profile) or 0]) for table in tables]
        if profile.account or profile.account_column or any(map(is_iban, above)) or not numbers:
            return profile
        return SheetProfile.from_dict({**profile.to_dict(), "account": numbers[0]})

    @api.model
    def _format_of(self, content, journal=None):
        """The format of a table that only a profile recognises, as its columns are called as no one expects.

        :return: :class:`Format` or None
        """
        if b"\0" in content[:1024] or content.lstrip()[:1] in (b"<", b"{", b"!", b":"):
            return None
        return FORMATS_BY_NAME["csv"] if self._profile_for(content, journal) else None

    # --------------------------------------------------------------------------------------------------------- actions

    def action_try(self):
        """Try the profile with a file, and correct it."""
        self.ensure_one()
        wizard = self.env["account.bank.sheet.wizard"].create(
            {
                "profile_id": self.id,
                "name": self.name,
                "journal_ids": [Command.set(self.journal_ids.ids)],
                **self._settings_values(self._sheet_profile()),
            }
        )
        return wizard._action_open()

    def action_export(self):
        """Download the profile as a file, to import it elsewhere."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/profile_file/{self.profile_file_name}?download=true",
            "target": "download",
        }
