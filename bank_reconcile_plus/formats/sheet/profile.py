"""What a person (or we) know about the tables of one bank: how they are written and what each column means.

A profile is plain data: it is kept with a journal, written to a file and read from one.

>>> profile = SheetProfile(name="My bank", date_order="dmy", decimal_mark=",", date="Datum", amount="Betrag")
>>> SheetProfile.from_json(profile.to_json()) == profile
True
>>> profile.columns
('Datum', 'Betrag')
>>> SheetProfile.from_json('{"date": 7}')
Traceback (most recent call last):
bank_reconcile_plus.formats.exceptions.SheetProfileFileError: The profile file cannot be used: "date" ...
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field

from ..exceptions import SheetProfileFileError
from .dates import ORDERS

COLUMN_ROLES = (
    "date",
    "other_date",
    "value_date",
    "amount",
    "debit",
    "credit",
    "indicator",
    "balance",
    "currency_column",
    "account_column",
    "counterparty",
    "counterparty_account",
    "bic",
    "reference",
    "bank_id",
    "check",
    "type",
    "fee",
    "gross",
    "status",
    "original_amount",
    "original_currency",
    "exchange_rate",
)
"""Settings that name one column each; ``text`` names any number of them."""

FORMAT = "bank-sheet-profile"
VERSION = 1

_CHOICES = {"date_order": ("", *ORDERS), "decimal_mark": ("", ".", ","), "row_order": ("", "oldest", "newest")}


def is_place(name: str) -> bool:
    """Whether a column is meant by its place and not by its name; names may begin with the mark as well.

    >>> is_place("#2"), is_place("#Data operacji")
    (True, False)
    """
    return name[:1] == "#" and name[1:].isdecimal()


@dataclass(frozen=True, slots=True)
class SheetProfile:
    """How the tables of one bank are read. An empty setting is found in each file anew.

    Columns are named as in the header; in a table without header ``#1`` is the first column.

    :param encoding: of a CSV file, as Python names it
    :param separator: between the cells of a CSV file
    :param sheet: name of the sheet of a workbook
    :param has_header: the first row of the table names the columns
    :param date_order: ``dmy``, ``mdy`` or ``ymd``
    :param decimal_mark: ``.`` or ``,``
    :param row_order: ``oldest`` or ``newest`` row first, for the running balance
    :param other_date: column of the day where ``date`` is empty, as in rows that are not booked yet
    :param amount: column of signed amounts, or of unsigned ones with ``indicator``
    :param debit: column of money out; its sign does not matter
    :param indicator: column that says debit or credit; ``debit_words`` and ``credit_words`` where it uses its own
    :param is_sign_inverted: the file writes money out as positive
    :param fee: column of what the provider kept; ``is_fee_on_top`` when ``amount`` is before that fee
    :param gross: column of the amount before the fee, where ``amount`` is after it
    :param currency: ISO 4217 code, where no column says it
    :param account: account number, where no column says it
    """

    name: str = ""
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    has_header: bool = True
    date_order: str = ""
    decimal_mark: str = ""
    row_order: str = ""
    date: str = ""
    other_date: str = ""
    value_date: str = ""
    amount: str = ""
    debit: str = ""
    credit: str = ""
    indicator: str = ""
    debit_words: tuple[str, ...] = ()
    credit_words: tuple[str, ...] = ()
    is_sign_inverted: bool = False
    balance: str = ""
    currency_column: str = ""
    account_column: str = ""
    text: tuple[str, ...] = ()
    counterparty: str = ""
    counterparty_account: str = ""
    bic: str = ""
    reference: str = ""
    bank_id: str = ""
    check: str = ""
    type: str = ""
    fee: str = ""
    is_fee_on_top: bool = False
    gross: str = ""
    status: str = ""
    original_amount: str = ""
    original_currency: str = ""
    exchange_rate: str = ""
    currency: str = ""
    account: str = field(default="")

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns the profile uses, each once."""
        named = [getattr(self, role) for role in COLUMN_ROLES]
        return tuple(dict.fromkeys(filter(None, (*named, *self.text))))

    @property
    def needed_columns(self) -> tuple[str, ...]:
        """Names of the columns without which no row can be booked."""
        return tuple(filter(None, (self.date, self.amount, self.debit, self.credit, self.indicator)))

    @property
    def missing(self) -> tuple[str, ...]:
        """What a person still has to say before any table can be read: ``date``, ``amount``."""
        missing = [] if self.date else ["date"]
        return tuple(missing if self.amount or self.debit or self.credit else [*missing, "amount"])

    def to_dict(self) -> dict[str, object]:
        """Settings that are not empty, by name."""
        empty = {setting.name: setting.default for setting in dataclasses.fields(self)}
        found = {name: getattr(self, name) for name in empty}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in found.items()
            if value != empty[name]
        }

    @classmethod
    def from_dict(cls, settings: dict[str, object]) -> SheetProfile:
        """The profile of such settings.

        :raises SheetProfileFileError: a setting is unknown or cannot be what it is
        """
        kinds = {setting.name: type(setting.default) for setting in dataclasses.fields(cls)}
        values = {}
        for name, value in settings.items():
            kind = kinds.get(name)
            if kind is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
                value = tuple(value)
            if kind is None or not isinstance(value, kind) or value not in _CHOICES.get(name, (value,)):
                raise SheetProfileFileError(setting=name)
            values[name] = value
        return cls(**values)

    def to_json(self) -> str:
        """The profile as the text of a file."""
        content = {"format": FORMAT, "version": VERSION, **self.to_dict()}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> SheetProfile:
        """The profile in such a file.

        :raises SheetProfileFileError: it is no such file
        """
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            raise SheetProfileFileError(setting="JSON") from None
        if not isinstance(content, dict):
            raise SheetProfileFileError(setting="JSON")
        if content.pop("format", FORMAT) != FORMAT or content.pop("version", VERSION) != VERSION:
            raise SheetProfileFileError(setting="format")
        return cls.from_dict(content)
