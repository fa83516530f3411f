"""What a payment file says: frozen records, amounts as Decimal, texts as people write them.

The writer turns names, addresses and texts into letters a bank takes (:mod:`.letters`); identifiers are written as they
are, because they must come back as they were sent, and are refused when a bank could not take them.

>>> account = Account(iban="NL91ABNA0417164300")
>>> transfer = CreditTransfer("P-1", Decimal("12.50"), "EUR", Party("Delta Bouw"), account, text="F-7")
>>> batch = PaymentInformation("M-1-1", datetime.date(2026, 3, 2), Party("We"), account, (transfer, transfer))
>>> PaymentFile("M-1", datetime.datetime(2026, 3, 1), Party("We"), (batch,)).count, batch.total
(2, Decimal('25.00'))
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Address:
    """Where a party lives; sent only with a country and a town.

    :param country: ISO code of two letters
    :param street: name of the street, with the number where that does not stand in ``building_number``
    :param lines: what has no other place (hybrid address), at most two lines of 70 are sent
    """

    country: str = ""
    town: str = ""
    post_code: str = ""
    street: str = ""
    building_number: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A debtor, a creditor, or who sends the file.

    :param identification: id the bank gave the initiating party, where it asks for one
    :param issuer: who gave that id (``KBO-BCE`` in Belgium), where the bank asks for it
    """

    name: str
    address: Address | None = None
    identification: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An account at a bank: an IBAN, or where there is none a number with the BIC of its bank.

    :param currency: ISO code of the debtor's account, empty to leave it out
    :param bank_name: name of the bank, for an account without a BIC outside the SEPA area
    """

    iban: str = ""
    number: str = ""
    bic: str = ""
    currency: str = ""
    bank_name: str = ""


@dataclass(frozen=True, slots=True)
class CreditorReference:
    """The reference the creditor gave in a scheme a bank checks.

    :param reference: compact, without separators
    :param code: ISO code of the type (``SCOR``), empty for a proprietary one
    :param proprietary: type that is no ISO code (``QRR``)
    :param issuer: who issues such references (``ISO``, ``BBA``, ``CUR``)
    """

    reference: str
    code: str = "SCOR"
    proprietary: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """One payment to one creditor.

    :param end_to_end_id: carried unchanged to the creditor and back in the statement, at most 35 characters
    :param amount: positive, in ``currency``
    :param text: remittance as free text; left out where ``reference`` is given, SEPA takes one of the two
    :param uetr: unique end-to-end transaction reference (UUID version 4), written from version .09 on
    """

    end_to_end_id: str
    amount: Decimal
    currency: str
    creditor: Party
    account: Account
    text: str = ""
    reference: CreditorReference | None = None
    uetr: str = ""


@dataclass(frozen=True, slots=True)
class PaymentInformation:
    """Payments of one account on one day under the same terms: what the bank may book as one line.

    :param batch_booking: True for one line in the statement, False for one a payment, None for the bank's default
    :param charge_bearer: ``SLEV`` in SEPA; ``SHAR``, ``DEBT`` or ``CRED`` elsewhere
    :param sepa: a SEPA credit transfer: euro, IBAN, service level SEPA
    """

    id: str
    execution_date: datetime.date
    debtor: Party
    account: Account
    transfers: tuple[CreditTransfer, ...]
    batch_booking: bool | None = True
    charge_bearer: str = "SLEV"
    sepa: bool = True

    @property
    def total(self) -> Decimal:
        """Control sum: the amounts added up whatever their currencies, as the standard has it."""
        return sum((transfer.amount for transfer in self.transfers), Decimal(0))


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """A whole message to the bank.

    :param message_id: never used before by this sender, at most 35 characters; banks refuse it a second time
    :param created: when it was made, in the sender's own time
    """

    message_id: str
    created: datetime.datetime
    initiating_party: Party
    payments: tuple[PaymentInformation, ...]

    @property
    def count(self) -> int:
        """Number of transfers in all payments."""
        return sum(len(payment.transfers) for payment in self.payments)

    @property
    def total(self) -> Decimal:
        """Control sum of the whole file."""
        return sum((payment.total for payment in self.payments), Decimal(0))
