"""What must hold before a message is written: a bank would refuse it otherwise, days later and in its own words.

>>> from .types import Account, CreditTransfer, Party
>>> transfer = CreditTransfer("P-1", Decimal("0"), "EUR", Party("Delta"), Account(iban="NL91ABNA0417164300"))
>>> [error.code for error in transfer_problems(transfer, sepa=True)]
['invalid_amount']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
    PaymentFileError,
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
    for error in file_problems(payment_file):
        raise error


def file_problems(payment_file: PaymentFile) -> Iterator[PaymentFileError]:
    """All that a bank could not carry out of a file."""
    payments = payment_file.payments
    if not payments or not all(payment.transfers for payment in payments):
        yield NothingToPayError()
    yield from name_problems(payment_file.initiating_party)
    yield from identifier_problems([payment_file.message_id])
    yield from identifier_problems([payment.id for payment in payments])
    yield from identifier_problems([each.end_to_end_id for payment in payments for each in payment.transfers])
    for payment in payments:
        yield from name_problems(payment.debtor)
        yield from account_problems(payment.account, payment.debtor.name)
        if payment.sepa and payment.account.iban[:2] not in SEPA_COUNTRIES:
            yield NotSepaError(party=payment.debtor.name, currency="EUR", account=payment.account.iban)
        for transfer in payment.transfers:
            yield from transfer_problems(transfer, sepa=payment.sepa)


def transfer_problems(transfer: CreditTransfer, *, sepa: bool) -> Iterator[PaymentFileError]:
    """All that a bank could not carry out of one transfer."""
    party, account = transfer.creditor.name, transfer.account
    yield from amount_problems(transfer.amount, transfer.currency, party)
    yield from name_problems(transfer.creditor)
    yield from account_problems(account, party)
    if not account.iban and not account.number:
        return
    within = account.iban[:2] in SEPA_COUNTRIES
    if sepa and (transfer.currency != "EUR" or not within or is_qr_iban(account.iban)):
        yield NotSepaError(party=party, currency=transfer.currency, account=account.iban or account.number)
    if not sepa and not account.bic and not within:
        yield MissingBicError(party=party)
    reference = transfer.reference
    if bool(reference and reference.proprietary) != is_qr_iban(account.iban):
        yield InvalidReferenceError(party=party, reference=reference.reference if reference else '""')


def name_problems(party: Party) -> Iterator[PaymentFileError]:
    """A name of which no letter or digit can be written."""
    if not any(letter.isalnum() for letter in bank_text(party.name, len(party.name) * 3)):
        yield MissingNameError(name=party.name)


def account_problems(account: Account, party: str) -> Iterator[PaymentFileError]:
    """No account, or one that cannot be."""
    if not account.iban and not bank_text(account.number, 34):
        yield MissingAccountError(party=party)
    if account.iban and not is_iban(account.iban):
        yield InvalidIbanError(party=party, iban=account.iban)
    if account.bic and not is_bic(account.bic):
        yield InvalidBicError(party=party, bic=account.bic)


def amount_problems(amount: Decimal, currency: str, party: str) -> Iterator[PaymentFileError]:
    """An amount that is not positive, too large, too precise, or in no currency."""
    finite = isinstance(amount, Decimal) and amount.is_finite()
    places = 2 if currency == "EUR" else MOST_DECIMALS
    possible = finite and 0 < amount <= LARGEST_AMOUNT and amount == round(amount, places)
    if not possible or not _CURRENCY.fullmatch(currency):
        yield InvalidAmountError(party=party, amount=amount, currency=currency)


def identifier_problems(identifiers: Iterable[str]) -> Iterator[PaymentFileError]:
    """Identifiers a bank does not take, or that stand twice."""
    seen = set()
    for identifier in identifiers:
        if not is_identifier(identifier):
            yield InvalidIdentifierError(identifier=identifier)
        elif identifier in seen:
            yield RepeatedIdentifierError(identifier=identifier)
        seen.add(identifier)
