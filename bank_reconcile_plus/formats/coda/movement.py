"""One movement of a CODA statement: records 21 to 23, and the information records 31 to 33 that belong to it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from ..exceptions import InvalidValueError, Location, UnexpectedElementError
from ..fixed import Record, squeezed
from . import layouts
from .communication import split

_KINDS = {
    "22": layouts.MOVEMENT_2,
    "23": layouts.MOVEMENT_3,
    "31": layouts.INFORMATION,
    "32": layouts.INFORMATION_2,
    "33": layouts.INFORMATION_3,
}
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}(?![A-Z0-9])", re.ASCII)

_OWN_FIELDS = frozenset(
    (
        *("structured_reference", "mandate_id", "transaction_id", "return_reason"),
        *("counterparty_name", "counterparty_address", "ultimate_party_name"),
    )
)


class Movement:
    """A movement, or one detail of it.

    :param record: its record 21
    :param version: of the file, ``1`` or ``2``
    :ivar amount: signed, in the account's currency
    :ivar entry_date: the day of booking, None if the bank does not give it
    """

    def __init__(self, record: Record, version: str) -> None:
        self.record = record
        self.version = version
        self.sequence = record.get("sequence")
        self.detail = record.get("detail")
        self.amount = signed(record, "amount")
        self.entry_date = record.date("entry_date", layouts.ORDER)
        self.globalisation = record.take("globalisation")
        self.others: list[Record] = []

    def add(self, text: str, line: int) -> None:
        """Take a record that goes on with this movement.

        :raises UnexpectedElementError: it is unknown or of another movement
        """
        kind = text[:2]
        layout = _KINDS.get(kind)
        if layout is layouts.MOVEMENT_3 and self.version == "1":
            layout = layouts.MOVEMENT_3_VERSION_1
        if layout is None:
            raise UnexpectedElementError(Location(line, kind.strip()))
        record = Record(layout, text, line)
        if record.take("sequence") != self.sequence:
            raise UnexpectedElementError(Location(line, kind))
        record.take("detail")
        self.others.append(record)

    def fields(self, currency: str) -> dict[str, Any]:
        """Fields of :class:`...types.ParsedTransaction` that the movement gives, but for date and number."""
        record = self.record
        code = record.get("transaction_code")
        fields: dict[str, Any] = {
            "amount": self.amount,
            "value_date": record.date("value_date", layouts.ORDER),
            "account_servicer_reference": squeezed(record.take("bank_reference")),
            "bank_transaction_code": record.take("transaction_code"),
            "is_direct_debit": code[1:3] == layouts.DIRECT_DEBIT_FAMILY,
            "is_reversal": code[3:5] in layouts.CORRECTIONS,
        }
        communication = record.exact("communication")
        for other in self.others:
            if other.layout.label in ("22", "23"):
                fields |= _of_party(other)
                communication += other.exact("communication") if "communication" in other.layout.columns else ""
        extra = self._communication(record.take("communication_type"), communication, fields, code, currency)
        extra += self._information(fields)
        fields["is_reversal"] |= bool(fields.pop("return_type", ""))
        fields["raw"] = record.rest() + sum((other.rest() for other in self.others), ()) + extra
        return fields

    def _communication(
        self, kind: str, communication: str, fields: dict[str, Any], code: str, currency: str
    ) -> tuple[tuple[str, str], ...]:
        """Put what the movement says into ``fields``; returns the parts that have no field of their own."""
        if kind != layouts.STRUCTURED:
            text = squeezed(communication)
            fields["remittance_lines"] = (text,) if text else ()
            return ()
        parts = split(communication, layouts.MOVEMENT_COMMUNICATIONS)
        if text := parts.pop("text", ""):
            fields["remittance_lines"] = (text,)
        fields |= {name: parts.pop(name) for name in _OWN_FIELDS & parts.keys()}
        if parts.get("return_type", "0") in ("", "0"):
            parts.pop("return_type", None)
        else:
            fields["return_type"] = parts.pop("return_type")
        if "number" in parts:
            name = "check_number" if code[1:3] in layouts.CHEQUE_FAMILIES else "transaction_id"
            fields[name] = parts.pop("number")
        fields |= _original_amount(parts, currency)
        path = f"communication {communication[:3]}"
        return tuple((f"{path}/{name}", value) for name, value in parts.items())

    def _information(self, fields: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        """Put what the information records say into ``fields``; returns the parts without a field of their own."""
        texts: list[str] = []
        extra: tuple[tuple[str, str], ...] = ()
        for kind, communication in self._informations():
            if kind != layouts.STRUCTURED or communication[:3] not in layouts.INFORMATION_COMMUNICATIONS:
                texts.append(squeezed(communication[3:] if kind == layouts.STRUCTURED else communication))
                continue
            parts = split(communication, layouts.INFORMATION_COMMUNICATIONS)
            if text := parts.pop("text", ""):
                texts.append(text)
            short = fields.get("counterparty_name", "")
            if short and not parts.get("counterparty_name", short).startswith(short):
                extra += (("23/name", short),)
            fields |= {name: parts.pop(name) for name in _OWN_FIELDS & parts.keys()}
            extra += tuple((f"communication {communication[:3]}/{name}", value) for name, value in parts.items())
        fields["additional_info"] = "\n".join(filter(None, texts))
        return extra

    def _informations(self) -> list[tuple[str, str]]:
        """Each communication of information records: whether it is structured, and its text in one piece."""
        found: list[tuple[str, str]] = []
        for record in self.others:
            label = record.layout.label
            if label == "31":
                for name in ("bank_reference", "transaction_code"):
                    if squeezed(record.get(name)) == squeezed(self.record.get(name)):
                        record.take(name)
                kind, text = record.take("communication_type"), record.exact("communication")
                if found and kind != layouts.STRUCTURED != found[-1][0] and not found[-1][1].endswith(" "):
                    text = found.pop()[1] + text  # the record before is full: banks go on in the middle of a word
                found.append((kind, text))
            elif label in ("32", "33"):
                kind, text = found.pop() if found else ("0", "")
                found.append((kind, text + record.exact("communication")))
        return found


def signed(record: Record, name: str) -> Decimal:
    """The amount in a field with the sign beside it; positive is money in.

    :raises InvalidAmountError: it is no number
    :raises InvalidValueError: the sign is neither credit nor debit
    """
    sign = record.take("sign")
    if sign not in layouts.SIGNS:
        raise record.error(InvalidValueError, "sign", value=sign)
    return layouts.SIGNS[sign] * record.digits(name, layouts.DECIMALS)


def account_and_currency(text: str, is_national: bool) -> tuple[str, str]:
    """An account number and its currency from the 37 columns they share.

    >>> account_and_currency("539007547034 EUR0BE", True)
    ('539007547034', 'EUR')
    >>> account_and_currency("BE68539007547034".ljust(34) + "EUR", False)
    ('BE68539007547034', 'EUR')
    """
    columns = ((0, 12), (13, 16)) if is_national else ((0, 34), (34, 37))
    number, currency = (text[start:end].strip() for start, end in columns)
    if iban := _IBAN.match(number):
        number = iban[0]
    return "".join(number.split()), currency


def _of_party(record: Record) -> dict[str, Any]:
    """What records 22 and 23 say about the other party and its references."""
    if record.layout.label == "22":
        fields = {
            "end_to_end_id": record.take("customer_reference"),
            "counterparty_bic": record.take("bic"),
            "return_reason": record.take("return_reason"),
            "return_type": record.get("return_type"),
        }
        return {name: value for name, value in fields.items() if value}
    account = record.exact("account")
    number, _currency = account_and_currency(account, account[12:13] == " ")
    address = ", ".join(
        filter(None, (record.take(name) for name in ("street", "locality") if name in record.layout.columns))
    )
    fields = {
        "counterparty_account": number,
        "counterparty_name": squeezed(record.take("name")),
        "counterparty_address": address,
    }
    return {name: value for name, value in fields.items() if value}


def _original_amount(parts: dict[str, str], currency: str) -> dict[str, Any]:
    """Amount, currency and rate of a payment in another currency, taken out of the parts of its communication."""
    original = parts.get("original_currency", "")
    amount, rate = parts.get("original_amount", ""), parts.get("exchange_rate", "")
    if not original.isalpha() or original == currency or not (amount.isascii() and amount.isdigit()):
        return {}
    fields: dict[str, Any] = {
        "original_currency": original,
        "original_amount": Decimal(amount).scaleb(-layouts.DECIMALS),
    }
    if rate.isascii() and rate.isdigit() and rate.strip("0"):
        fields["exchange_rate"] = Decimal(rate).scaleb(-8)
        del parts["exchange_rate"]
    del parts["original_currency"], parts["original_amount"]
    return fields
