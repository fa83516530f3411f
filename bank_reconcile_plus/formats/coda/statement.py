"""One statement of a CODA file: from its old balance to its new one, and whether it adds up."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from ..exceptions import Location, MissingElementError, UnexpectedElementError
from ..fixed import Record
from ..notes import Warnings
from ..types import ParsedBalance, ParsedStatement, ParsedTransaction
from ..values import currency_of
from . import layouts
from .movement import Movement, account_and_currency, signed

_FIRST_DETAIL = "0000"
_LAST_DETAIL = "9999"

_FIELDS_OF_WHOLE = ("structured_reference", "counterparty_name", "counterparty_account", "bank_transaction_code")


class StatementReader:
    """Collects a statement while its records arrive.

    :param header: the file's header record, None if it has none
    :param old: the statement's old balance
    :param number: its place in the file, from 1
    """

    def __init__(self, header: Record | None, old: Record, number: int) -> None:
        self.header = header
        self.old = old
        self.number = number
        # the last character, wherever it is: a name in a longer encoding may have shortened the line
        self.version = header.text[-1:] if header is not None else "2"
        self.warnings = Warnings()
        self.transactions: list[ParsedTransaction] = []
        self.free: list[Record] = []
        self.new: Record | None = None
        self.trailer: Record | None = None
        self.records = 1
        self.entries = 0
        self.debit = self.credit = Decimal(0)
        self._entry: list[Movement] = []
        self._last_detail = ""
        structure = old.take("structure")
        is_national = structure == layouts.NATIONAL_STRUCTURE or (self.version == "1" and not structure.strip())
        self.account, self.currency = account_and_currency(old.exact("account"), is_national)
        self._check_account()
        self.opening = signed(old, "balance")
        self.opening_date = old.date("date", layouts.ORDER)

    def _check_account(self) -> None:
        if not self.account:
            raise self.old.error(MissingElementError, "account")
        try:
            currency_of(self.currency)
        except ValueError:
            self.currency = ""

    def add(self, text: str, line: int) -> None:
        """Take the next record.

        :raises StatementFormatError: it cannot be read, or is not where the standard puts it
        """
        kind = text[:1]
        if self.trailer is not None:
            raise UnexpectedElementError(Location(line, text[:2].strip()))
        if kind == "9":
            self.trailer = Record(layouts.TRAILER, text, line)
            return
        if kind == "4":
            self.free.append(Record(layouts.FREE_COMMUNICATION, text, line))
            return
        self.records += 1
        if kind == "8":
            self.new = Record(layouts.NEW_BALANCE, text, line)
        elif text[:2] == "21":
            self._add_movement(Movement(Record(layouts.MOVEMENT, text, line), self.version))
        elif kind in ("2", "3") and self._entry:
            self._entry[-1].add(text, line)
        else:
            raise UnexpectedElementError(Location(line, text[:2].strip()))

    def _add_movement(self, movement: Movement) -> None:
        """A detail goes on with the movement before it; after 9999 of them they are counted from 0 again."""
        is_new = (
            not self._entry
            or movement.sequence != self._entry[0].sequence
            or (movement.detail == _FIRST_DETAIL and self._last_detail != _LAST_DETAIL)
        )
        if is_new:
            self._end_entry()
            if movement.amount < 0:
                self.debit -= movement.amount
            else:
                self.credit += movement.amount
        self._entry.append(movement)
        self._last_detail = movement.detail

    def _end_entry(self) -> None:
        if self._entry:
            self.entries += 1
            self.transactions += self._entry_transactions(self._entry[0], self._entry[1:])
            self._entry = []

    def _entry_transactions(self, main: Movement, details: list[Movement]) -> list[ParsedTransaction]:
        fields = main.fields(self.currency) | {"currency": self.currency, "entry_number": self.entries}
        fields["date"] = self._date(main, fields)
        if not details:
            return [ParsedTransaction(**fields)]
        leaves = _leaves(main, details)
        for parts in (leaves, details):
            if sum(part.amount for part in parts) == main.amount:
                return [self._detail(fields, part, number) for number, part in enumerate(parts, 1)]
        self.warnings.add(
            "batch_not_split",
            entry=fields["account_servicer_reference"] or self.entries,
            amount=main.amount,
            currency=self.currency,
            count=len(leaves),
            details=sum(part.amount for part in leaves),
        )
        return [self._whole(fields, details)]

    def _detail(self, entry: dict[str, Any], part: Movement, number: int) -> ParsedTransaction:
        """One part of an entry: the entry's date, the part's own everything else, and the raw fields of both."""
        fields = part.fields(self.currency)
        for name in ("value_date", "account_servicer_reference"):
            fields[name] = fields[name] or entry[name]
        fields |= {name: entry[name] for name in ("currency", "entry_number", "date")}
        fields["batch_id"] = entry.get("end_to_end_id", "")
        infos = (*entry["additional_info"].split("\n"), *fields["additional_info"].split("\n"))
        fields["additional_info"] = "\n".join(filter(None, dict.fromkeys(infos)))
        raw = entry["raw"] + _whole_fields(entry) + fields["raw"]
        return ParsedTransaction(**fields | {"detail_number": number, "raw": raw})

    def _whole(self, entry: dict[str, Any], details: list[Movement]) -> ParsedTransaction:
        """An entry that is not split: the texts of all details, and each of their fields."""
        lines, raw = list(entry.get("remittance_lines", ())), entry["raw"]
        for number, part in enumerate(details, 1):
            fields = part.fields(self.currency)
            lines += filter(None, (fields.get("structured_reference", ""), *fields.get("remittance_lines", ())))
            raw += tuple((f"detail {number}/{path}", text) for path, text in fields["raw"])
            raw += tuple(
                (f"detail {number}/{name}", str(value))
                for name, value in fields.items()
                if name not in ("raw", "remittance_lines") and value
            )
        return ParsedTransaction(**entry | {"remittance_lines": tuple(lines), "raw": raw})

    def _date(self, movement: Movement, fields: dict[str, Any]) -> datetime.date:
        date = movement.entry_date or fields["value_date"]
        if date is None:
            if self.opening_date is None:
                raise movement.record.error(MissingElementError, "entry_date")
            date = self.opening_date
            self.warnings.add("date_assumed", entry=fields["account_servicer_reference"] or self.entries, date=date)
        return date

    def finish(self, line: int) -> ParsedStatement:
        """The whole statement, when its last record was read at ``line``.

        :raises MissingElementError: the file was cut off
        """
        self._end_entry()
        if self.new is None and self.trailer is None:
            raise MissingElementError(Location(line, "8"))
        balances = [ParsedBalance("1", self.opening, self.currency, self.opening_date)]
        if self.new is not None:
            balances.append(self._closing(self.new))
            self.warnings.check_balances(self.opening, self.credit - self.debit, balances[1].amount, self.currency)
        self._check_trailer()
        paper_number = self.old.take("paper_number")
        header = self.header
        return ParsedStatement(
            account_number=self.account,
            currency=self.currency,
            transactions=tuple(self.transactions),
            statement_id=paper_number,
            number=self.old.take("coded_number"),
            opening_balance=self.opening,
            closing_balance=balances[1].amount if self.new is not None else None,
            opening_date=self.opening_date,
            closing_date=balances[-1].date if self.new is not None else None,
            account_name=self.old.take("description"),
            account_owner=self.old.take("holder"),
            bank_bic=header.take("bic") if header is not None else "",
            warnings=tuple(self.warnings),
            balances=tuple(balances),
            raw=self._raw(),
        )

    def _closing(self, new: Record) -> ParsedBalance:
        new.take("account")
        return ParsedBalance("8", signed(new, "balance"), self.currency, new.date("date", layouts.ORDER))

    def _check_trailer(self) -> None:
        """What the trailer says about the file; free communications are counted by some banks and not by others."""
        trailer = self.trailer
        if trailer is None:
            self.warnings.add("closing_record_missing", element="9")
            return
        declared = trailer.count("records")
        if declared != self.records + len(self.free):
            self.warnings.check("record_count_differs", "9/records", declared, self.records)
        for name, found in (("debit", self.debit), ("credit", self.credit)):
            self.warnings.check("summary_sum_differs", f"9/{name}", trailer.digits(name, layouts.DECIMALS), found)

    def _raw(self) -> tuple[tuple[str, str], ...]:
        records = [self.header, self.old, self.new, *self.free]
        return sum((record.rest() for record in records if record is not None), ())


def _whole_fields(entry: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What an entry says of its parts together, and no field of a part may hold."""
    texts = [("remittance", line) for line in entry.get("remittance_lines", ())]
    texts += [(name, entry[name]) for name in _FIELDS_OF_WHOLE if entry.get(name)]
    return tuple((f"whole/{name}", text) for name, text in texts)


def _leaves(main: Movement, details: list[Movement]) -> list[Movement]:
    """The details that have none of their own: a globalisation code opens a level, and the same one closes it."""
    levels = [main.globalisation]
    leaves = []
    for part in details:
        code = part.globalisation
        if code in ("", "0"):
            leaves.append(part)
        elif code == levels[-1]:
            leaves.append(part)
            levels.pop()
            levels = levels or [""]
        else:
            levels.append(code)
    return leaves
