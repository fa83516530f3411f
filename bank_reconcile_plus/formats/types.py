"""What every statement format is read into.

Parsers give these frozen records and nothing else: money is :class:`decimal.Decimal`, signed from the account
holder's side (positive is money in), in the currency named beside it; dates are :class:`datetime.date`.
Field names follow ISO 20022 (camt.053, Bank To Customer Statement).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from .messages import WARNINGS


@dataclass(frozen=True, slots=True)
class ParseWarning:
    """Something odd in content that was read all the same; the words are made where it is shown.

    :param code: key of the sentence in :data:`messages.WARNINGS`
    :param values: what fills the sentence, by name

    >>> str(ParseWarning("date_assumed", (("entry", "REF1"), ("date", "2026-01-31"))))
    'Entry REF1 has no date; it is taken as of 2026-01-31, the date of the statement.'
    """

    code: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def template(self) -> str:
        """English sentence with named placeholders, to be translated before ``dict(values)`` fills it."""
        return WARNINGS[self.code]

    def __str__(self) -> str:
        return self.template % dict(self.values)


@dataclass(frozen=True, slots=True)
class ParsedBalance:
    """One balance of a statement, as the bank reports it.

    :param code: kind of balance in the format's own words (OPBD, CLBD, ITBD, ...)
    :param amount: signed, in ``currency``; positive is money on the account
    :param subtype: ``INTM`` for the balance at a page break
    """

    code: str
    amount: Decimal
    currency: str
    date: datetime.date | None = None
    subtype: str = ""


@dataclass(frozen=True, slots=True)
class ParsedTransaction:
    """One movement on the account, as the bank reports it.

    :param date: booking date, the day the bank put it on the account
    :param amount: signed, in ``currency``; positive is money in
    :param currency: ISO 4217 code of the account's movement, empty where the file does not say (then the account's)
    :param value_date: the day interest counts from, where the bank gives it
    :param entry_reference: the bank's own id of the movement, unique in the account where the bank promises that
    :param end_to_end_id: id the paying party gave, carried unchanged through the chain
    :param structured_reference: creditor reference (ISO 11649 RF, OGM, QRR, ...) from its own field
    :param remittance_lines: unstructured remittance information, one string a line of the file
    :param charges: bank charges taken from this movement, positive is a cost, in ``currency``
    :param original_amount: unsigned amount in ``original_currency``, when the payment was in another currency
    :param exchange_rate: the rate the bank applied, as written in the file
    :param is_reversal: the bank takes an earlier movement back (sign of ``amount`` is already right)
    :param is_direct_debit: collected by direct debit, as the bank transaction code says
    :param return_reason: code of the reason why the payment came back (AC04 account closed, ...), where the bank says
    :param entry_number: place of the bank's entry in the statement, from 1 (0: the format has no entries); the parts of
        a batch that was split share it
    :param detail_number: place of this part in its entry, from 1; 0 when the entry is one transaction
    :param raw: every other field of the file as (path or tag, value), in file order
    """

    date: datetime.date
    amount: Decimal
    currency: str
    value_date: datetime.date | None = None
    entry_reference: str = ""
    account_servicer_reference: str = ""
    end_to_end_id: str = ""
    transaction_id: str = ""
    instruction_id: str = ""
    mandate_id: str = ""
    check_number: str = ""
    structured_reference: str = ""
    remittance_lines: tuple[str, ...] = ()
    additional_info: str = ""
    counterparty_name: str = ""
    counterparty_account: str = ""
    counterparty_bic: str = ""
    counterparty_address: str = ""
    ultimate_party_name: str = ""
    charges: Decimal | None = None
    original_amount: Decimal | None = None
    original_currency: str = ""
    exchange_rate: Decimal | None = None
    bank_transaction_code: str = ""
    batch_id: str = ""
    is_reversal: bool = False
    is_direct_debit: bool = False
    return_reason: str = ""
    entry_number: int = 0
    detail_number: int = 0
    raw: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedStatement:
    """One account statement of a file.

    :param account_number: IBAN or other number of the account, as written, white space removed; empty where the file
        does not say
    :param currency: ISO 4217 code, empty where the file does not say
    :param statement_id: the bank's id of the statement
    :param number: the statement's electronic or legal sequence number, where it has one
    :param opening_balance: signed booked balance before the first transaction, None where the file has none
    :param closing_balance: signed booked balance after the last transaction, None where the file has none
    :param pending: transactions the bank announces but has not booked; never part of the balances
    :param warnings: what was read but does not add up (balances, declared counts)
    :param balances: all balances of the file, in file order, the opening and closing one included
    :param raw: every other field of the statement itself as (path or tag, value), in file order
    """

    account_number: str
    currency: str
    transactions: tuple[ParsedTransaction, ...]
    statement_id: str = ""
    number: str = ""
    opening_balance: Decimal | None = None
    closing_balance: Decimal | None = None
    opening_date: datetime.date | None = None
    closing_date: datetime.date | None = None
    account_name: str = ""
    account_owner: str = ""
    bank_bic: str = ""
    pending: tuple[ParsedTransaction, ...] = ()
    warnings: tuple[ParseWarning, ...] = field(default=())
    balances: tuple[ParsedBalance, ...] = ()
    raw: tuple[tuple[str, str], ...] = ()
