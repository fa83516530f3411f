"""What must hold before a message is written: a bank would refuse it otherwise, days later and in its own words.

>>> from .types import Account, CreditTransfer, Party
>>> transfer = CreditTransfer("P-1", Decimal("0"), "EUR", Party("Delta"), Account(iban="NL91ABNA0417164300"))
>>> check_transfer(transfer, sepa=True)
Traceback (most recent call last):
InvalidAmountError: 0 EUR to Delta cannot be paid; ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from ..formats.account_numbers import is_iban
from .exceptions import (
    InvalidAmountError,
    InvalidBicError,
    InvalidIbanError,
    InvalidIdentifierError,
    InvalidReferenceError,
    MissingAccountError,
    MissingBicError,
    MissingNameError,
    NothingToPayError,
    NotSepaError,
    RepeatedIdentifierError,
)
from .identifiers import is_identifier
from .letters import bank_text
from .sepa import LARGEST_AMOUNT, SEPA_COUNTRIES, is_bic, is_qr_iban
from .types import Account, CreditTransfer, Party, PaymentFile

MOST_DECIMALS = 5
_CURRENCY = re.compile(r"[A-Z]{3}")


def check_file(payment_file: PaymentFile) -> None:
    """Check a whole file.

    :raises PaymentFileError: the first thing a bank could not carry out
    """
    if not payment_file.payments:
        raise NothingToPayError
    check_name(payment_file.initiating_party)
    _check_identifiers([payment_file.message_id])
    _check_identifiers([payment.id for payment in payment_file.payments])
    _check_identifiers([it.end_to_end_id for payment in payment_file.payments for it in payment.transfers])
    for payment in payment_file.payments:
        if not payment.transfers:
            raise NothingToPayError
        check_name(payment.debtor)
        check_account(payment.account, payment.debtor.name, sepa=payment.sepa)
        for transfer in payment.transfers:
            check_transfer(transfer, sepa=payment.sepa)


def check_transfer(transfer: CreditTransfer, *, sepa: bool) -> None:
    """Check one transfer.

    :raises PaymentFileError: the first thing a bank could not carry out
    """
    party = transfer.creditor.name
    check_amount(transfer.amount, transfer.currency, party)
    check_name(transfer.creditor)
    check_account(transfer.account, party, sepa=sepa)
    if sepa and transfer.currency != "EUR":
        raise NotSepaError(party=party, currency=transfer.currency)
    if not sepa and not transfer.account.bic and transfer.account.iban[:2] not in SEPA_COUNTRIES:
        raise MissingBicError(party=party)
    reference = transfer.reference
    qr_reference = bool(reference and reference.proprietary)
    if qr_reference != is_qr_iban(transfer.account.iban):
        raise InvalidReferenceError(party=party, reference=reference.reference if reference else '""')


def check_name(party: Party) -> None:
    """:raises MissingNameError: no letter or digit of the name can be written"""
    if not any(letter.isalnum() for letter in bank_text(party.name, len(party.name) * 3)):
        raise MissingNameError(name=party.name)


def check_account(account: Account, party: str, *, sepa: bool) -> None:
    """:raises PaymentFileError: no account, one that cannot be, or one outside the SEPA area for a SEPA payment"""
    if not account.iban and not account.number:
        raise MissingAccountError(party=party)
    if account.iban and not is_iban(account.iban):
        raise InvalidIbanError(party=party, iban=account.iban)
    if account.bic and not is_bic(account.bic):
        raise InvalidBicError(party=party, bic=account.bic)
    if sepa and account.iban[:2] not in SEPA_COUNTRIES:
        raise NotSepaError(party=party, currency=account.iban or account.number)


def check_amount(amount: Decimal, currency: str, party: str, decimals: int = MOST_DECIMALS) -> None:
    """:raises InvalidAmountError: not positive, too large, too precise, or in no currency"""
    finite = isinstance(amount, Decimal) and amount.is_finite()
    places = 2 if currency == "EUR" else decimals
    if not finite or not 0 < amount <= LARGEST_AMOUNT or amount != round(amount, places):
        raise InvalidAmountError(party=party, amount=amount, currency=currency)
    if not _CURRENCY.fullmatch(currency):
        raise InvalidAmountError(party=party, amount=amount, currency=currency)


def _check_identifiers(identifiers: Iterable[str]) -> None:
    seen = set()
    for identifier in identifiers:
        if not is_identifier(identifier):
            raise InvalidIdentifierError(identifier=identifier)
        if identifier in seen:
            raise RepeatedIdentifierError(identifier=identifier)
        seen.add(identifier)
