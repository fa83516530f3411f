"""One entry (Ntry) of a CAMT message to the transactions it stands for.

The entry's amount is what the bank booked and always what comes out in total. An entry with several details (a batch)
becomes one transaction a detail when their amounts add up to it exactly, else it stays one and keeps the details as
they are.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..exceptions import MissingElementError
from ..types import ParsedTransaction
from . import codes
from .amounts import Source, charges, original_amount, shares
from .details import Owner, detail_fields, given, merged_fields, transaction_code
from .record import Record

LONGEST_AHEAD = datetime.timedelta(days=366)
"""An entry dated later than this after its statement was made is worth a warning."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an entry takes from its statement.

    :param currency: of the account, empty when not known
    :param date: the day of the statement, for entries without any
    """

    owner: Owner
    currency: str = ""
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that was read.

    :param amount: signed, as booked, in ``currency``
    :param is_booked: on the account; else only announced
    """

    amount: Decimal
    currency: str
    is_booked: bool
    transactions: tuple[ParsedTransaction, ...]


class EntryReader:
    """Reads one entry with its details; notes what is odd by ``warn(code, **values)``."""

    def __init__(
        self, record: Record, details: Sequence[Record], context: Context, number: int, warn: Callable[..., None]
    ) -> None:
        self.record = record
        self.details = details
        self.context = context
        self.number = number
        self._warn = warn

    def read(self) -> Entry:
        """The entry with its transactions.

        :raises StatementFormatError: an amount, date or currency is missing or cannot be right
        """
        amount, currency = self._amount()
        fields = self._entry_fields() | {"amount": amount, "currency": currency}
        if len(self.details) > 1:
            transactions = self._batch(fields)
        else:
            transactions = (self._transaction(fields, self.details[0] if self.details else None),)
        return Entry(amount, currency, self._is_booked(), transactions)

    def warn(self, code: str, /, **values: object) -> None:
        """Note something odd about this entry, named by the id a person finds it under."""
        name = self.record.get("AcctSvcrRef", "NtryRef") or str(self.number)
        self._warn(code, entry=name, **values)

    def _amount(self) -> tuple[Decimal, str]:
        account_currency = self.context.currency
        amount, currency = self.record.signed_amount("", account_currency)
        if amount and self.record.get("Amt").startswith("-"):
            self.warn("sign_redundant", amount=amount)
        if account_currency and currency != account_currency:
            self.warn("entry_currency_differs", amount=amount, currency=currency, account_currency=account_currency)
        return amount, currency

    def _is_booked(self) -> bool:
        status = self.record.get("Sts/Cd", "Sts/Prtry", "Sts")
        if status and status != codes.BOOKED_STATUS and status not in codes.PENDING_STATUSES:
            self.warn("status_unknown", status=status)
        return status not in codes.PENDING_STATUSES

    def _entry_fields(self) -> dict[str, Any]:
        """What the entry says of all its transactions alike."""
        record = self.record
        value_date = record.date("ValDt")
        return {
            "date": self._date(value_date),
            "value_date": value_date,
            "entry_reference": given(record.take("NtryRef")),
            "is_reversal": record.take("RvslInd") in ("true", "1"),
            "entry_number": self.number,
        }

    def _date(self, value_date: datetime.date | None) -> datetime.date:
        """Booking date; the standard lets banks leave it out: then the value date, then the day of its details.

        What is only announced may have none; it is taken as of the statement's day. What is booked may not: the next
        file would give it another day.
        """
        date = self.record.date("BookgDt") or value_date or self._details_date()
        statement_date = self.context.date
        if date is None:
            if statement_date is None or self._is_booked():
                raise self.record.error(MissingElementError, "BookgDt")
            self.warn("date_assumed", date=statement_date)
            return statement_date
        if statement_date is not None and date > statement_date and date - statement_date > LONGEST_AHEAD:
            self.warn("date_implausible", date=date)
        return date

    def _details_date(self) -> datetime.date | None:
        """The day of the first detail that says when it was settled or accepted."""
        days = (
            detail.day(path, text)
            for path in codes.RELATED_DATES
            for detail in self.details
            if (text := detail.get(path))
        )
        return next(days, None)

    def _transaction(self, fields: dict[str, Any], detail: Record | None, part: int = 0) -> ParsedTransaction:
        """A transaction from the entry and at most one detail; ``part`` is 0 when it is the whole entry."""
        entry = self.record
        sources = [(entry, codes.AT_ENTRY)]
        if detail is not None:
            sources.insert(0, (detail, codes.AT_DETAIL))
        # what the entry says of all parts together (charges, original amount) belongs to no single one
        own = sources[:1] if part else sources
        fields = fields | {"detail_number": part}
        if detail is not None:
            fields |= detail_fields(detail, self.context.owner, fields["amount"] >= 0, fields["is_reversal"])
        fields |= transaction_code(sources, "mandate_id" in fields)
        fields |= original_amount(own, fields["currency"])
        fields["charges"] = charges(own, fields["currency"])
        fields["batch_id"] = self._batch_id(detail)
        # a part of an entry has the bank's id of its own if there is one, a whole entry has the entry's
        fields["account_servicer_reference"] = _servicer_reference(sources if part else sources[::-1])
        fields["additional_info"] = self._additional_info(() if detail is None else (detail,))
        self._drop_booked_status()
        raw = entry.rest() if detail is None else entry.rest() + detail.rest()
        return ParsedTransaction(**fields, raw=raw)

    def _batch(self, fields: dict[str, Any]) -> tuple[ParsedTransaction, ...]:
        amounts, total = shares(self.details, fields["amount"], fields["currency"])
        if amounts is not None:
            return tuple(
                self._transaction(fields | {"amount": amount}, detail, part)
                for part, (amount, detail) in enumerate(zip(amounts, self.details, strict=True), 1)
            )
        if total is not None:
            self.warn(
                "batch_not_split",
                amount=fields["amount"],
                currency=fields["currency"],
                count=len(self.details),
                details=total,
            )
        return (self._whole_batch(fields),)

    def _whole_batch(self, fields: dict[str, Any]) -> ParsedTransaction:
        """A batch as one transaction: what all details agree on, the texts of all, and each of them in full."""
        entry = self.record
        sources = [(entry, codes.AT_ENTRY)]
        parts = [
            detail_fields(detail, self.context.owner, fields["amount"] >= 0, fields["is_reversal"])
            for detail in self.details
        ]
        fields = fields | merged_fields(parts)
        fields |= transaction_code(sources, "mandate_id" in fields)
        fields |= original_amount(sources, fields["currency"])
        fields["charges"] = charges(sources, fields["currency"])
        batch_ids = {self._batch_id(detail) for detail in self.details}
        fields["batch_id"] = batch_ids.pop() if len(batch_ids) == 1 else ""
        fields["account_servicer_reference"] = _servicer_reference(sources)
        fields["additional_info"] = self._additional_info(self.details)
        self._drop_booked_status()
        raw = entry.rest() + tuple(
            (path.replace(codes.DETAIL, f"{codes.DETAIL[:-1]}[{number}]/", 1), text)
            for number, detail in enumerate(self.details, 1)
            for path, text in detail.pairs
        )
        return ParsedTransaction(**fields, raw=raw)

    def _drop_booked_status(self) -> None:
        """That an entry is booked is what being a transaction says; every other status is kept."""
        if self.record.get("Sts/Cd", "Sts") == codes.BOOKED_STATUS:
            self.record.take("Sts/Cd", "Sts")

    def _batch_id(self, detail: Record | None) -> str:
        """Id of the payment file the movement was ordered with, the narrowest one first."""
        if detail is None:
            path = next((path for path in codes.BATCH_IDS if given(self.record.get(path))), "")
            return self.record.take(path)
        return (
            given(detail.take(codes.DETAIL + "Refs/PmtInfId"))
            or given(detail.batch_id)
            or given(detail.take(codes.DETAIL + "Refs/MsgId"))
        )

    def _additional_info(self, details: Iterable[Record]) -> str:
        lines = list(self.record.take_all("AddtlNtryInf"))
        for detail in details:
            lines += detail.take_all(*codes.ADDITIONAL_INFORMATION)
        return "\n".join(dict.fromkeys(lines))


def _servicer_reference(sources: Sequence[Source]) -> str:
    for record, paths in sources:
        if reference := given(record.get(paths.servicer_reference)):
            record.take(paths.servicer_reference)
            return reference
    return ""
