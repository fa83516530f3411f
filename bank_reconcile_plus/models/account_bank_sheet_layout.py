from odoo import fields, models

from ..formats.sheet.delimited import ENCODINGS

# Setting of a profile -> field; the columns are kept apart, as a profile and the assistant name them in two ways.
SETTINGS = {
    "encoding": "encoding",
    "separator": "separator",
    "sheet": "sheet_name",
    "has_header": "has_header",
    "date_order": "date_order",
    "decimal_mark": "decimal_mark",
    "row_order": "row_order",
    "is_sign_inverted": "is_sign_inverted",
    "is_fee_on_top": "is_fee_on_top",
    "currency": "currency_name",
    "account": "account_number",
}
WORDS = {"debit_words": "debit_words", "credit_words": "credit_words"}
TAB = "tab"  # a selection key cannot be a tab


class AccountBankSheetLayout(models.AbstractModel):
    """How the tables of a bank are written: what a profile keeps and the assistant asks."""

    _name = "account.bank.sheet.layout"
    _description = "Bank Sheet Layout"

    encoding = fields.Selection(
        [(encoding, encoding.upper()) for encoding in ENCODINGS],
        help="Letters of a CSV file. Empty: found in each file.",
    )
    separator = fields.Selection(
        [(";", "Semicolon ;"), (",", "Comma ,"), (TAB, "Tab"), ("|", "Bar |"), ("^", "Caret ^")],
        help="Between the columns of a CSV file. Empty: found in each file.",
    )
    sheet_name = fields.Char(string="Sheet", help="Of a workbook. Empty: every sheet that has these columns.")
    has_header = fields.Boolean(
        string="Names of Columns in the File",
        default=True,
        help="One row names the columns; rows above it are left out.",
    )
    date_order = fields.Selection(
        [("dmy", "Day, month, year"), ("mdy", "Month, day, year"), ("ymd", "Year, month, day")],
        string="Dates",
        help="Empty: found in each file, where its dates leave no doubt.",
    )
    decimal_mark = fields.Selection(
        [(",", "Comma: 1.234,56"), (".", "Point: 1,234.56")],
        string="Decimals",
        help="Empty: found in each file, where its amounts leave no doubt.",
    )
    row_order = fields.Selection(
        [("oldest", "Oldest first"), ("newest", "Newest first")],
        string="Order of Rows",
        help="For the running balance. Empty: found in each file.",
    )
    is_sign_inverted = fields.Boolean(
        string="Money Out is Positive", help="The file shows payments as positive and receipts as negative amounts."
    )
    is_fee_on_top = fields.Boolean(
        string="Fee Comes on Top",
        help="The amount is before the fee, and the account moves by the amount less the fee.",
    )
    debit_words = fields.Char(
        string="Words for Money Out", help="In the column that says debit or credit, separated by commas."
    )
    credit_words = fields.Char(
        string="Words for Money In", help="In the column that says debit or credit, separated by commas."
    )
    currency_name = fields.Char(string="Currency", size=3, help="ISO code, where the file does not say it.")
    account_number = fields.Char(help="Number of the bank account, where the file does not say it.")

    def _settings(self):
        """:return: the settings of a :class:`SheetProfile` that these fields hold, the columns left out"""
        self.ensure_one()
        settings = {name: self[field] or "" for name, field in SETTINGS.items()}
        settings |= {name: bool(self[name]) for name in ("has_header", "is_sign_inverted", "is_fee_on_top")}
        settings |= {
            name: tuple(word for word in map(str.strip, (self[field] or "").split(",")) if word)
            for name, field in WORDS.items()
        }
        settings["separator"] = "\t" if self.separator == TAB else self.separator or ""
        settings["currency"] = (self.currency_name or "").upper()
        return settings

    def _settings_values(self, profile):
        """:return: field values of a :class:`SheetProfile`, the columns left out"""
        values = {field: getattr(profile, name) or False for name, field in SETTINGS.items()}
        values |= {field: ", ".join(getattr(profile, name)) or False for name, field in WORDS.items()}
        values["separator"] = TAB if profile.separator == "\t" else profile.separator or False
        for name in ("encoding", "separator"):
            if values[name] not in dict(self._fields[name].selection):
                values[name] = False
        return values
