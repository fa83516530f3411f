"""A message to a statement: account, balances, entries, and whether they add up."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from ..exceptions import (
    CurrencyDiffersError,
    InvalidCurrencyError,
    Location,
    MissingElementError,
    UnexpectedElementError,
)
from ..notes import Warnings
from ..text import decode
from ..types import ParsedBalance, ParsedStatement, ParsedTransaction
from . import dialects
from .entry import Owner, read_entry
from .fields import balance_date, floor_currency, read_balance, read_line, read_sum
from .messages import ENDS, Field, Message, read_messages

STATEMENT_TAGS = ("60F", "60M", "62F", "62M")
REPORT_TAGS = ("34F", "90C", "90D")
OPENINGS = frozenset(("60F", "60M"))
CLOSINGS = frozenset(("62F", "62M"))
BALANCES = OPENINGS | CLOSINGS | {"64", "65"}


def parse(content: bytes) -> list[ParsedStatement]:
    """The statements of a file of either format, one a message: a page is a message with balances of its own.

    :raises StatementFormatError: it cannot be read
    """
    messages = read_messages(decode(content))
    if not messages:
        raise MissingElementError(Location(1, ":20:"))
    return [StatementReader(message).read() for message in messages]


def is_report(message: Message) -> bool:
    """Whether a message is an interim report, MT942: it has no balances."""
    tags = {field.tag for field in message}
    return not tags.intersection(STATEMENT_TAGS) and bool(tags.intersection(REPORT_TAGS))


class StatementReader:
    """Reads one message.

    :param message: its fields
    """

    def __init__(self, message: Message) -> None:
        self.message = message
        self.header: dict[str, Field] = {}
        self.warnings = Warnings()
        self.balances: list[tuple[ParsedBalance, Field]] = []
        self.entries: list[list[Field]] = []
        self.rest: list[Field] = []

    def read(self) -> ParsedStatement:
        """The statement.

        :raises StatementFormatError: something in it is missing or cannot be right
        """
        self._sort()
        is_statement = not is_report(self.message)
        account, bic = self._account()
        if is_statement:
            self._must_have(OPENINGS, ":60F:")
        currency = self._currency()
        self._read_balances(currency)
        if is_statement:
            self._must_have(CLOSINGS, ":62F:")
        booked, pending = self._read_entries(Owner(account, currency))
        opening, closing = (self._balance(tags) for tags in (OPENINGS, CLOSINGS))
        self.warnings.check_balances(
            opening and opening.amount,
            sum((transaction.amount for transaction in booked), Decimal(0)),
            closing and closing.amount,
            currency,
        )
        self._check_sums(booked, booked + pending)
        notes = {
            line[:2]: line[2:].strip() for field in self.rest if field.tag == "NS" for line in field.text.split("\n")
        }
        return ParsedStatement(
            account_number=account,
            currency=currency,
            transactions=tuple(booked),
            pending=tuple(pending),
            statement_id=self._text("20"),
            number=self._text("28C", "28"),
            opening_balance=opening and opening.amount,
            closing_balance=closing and closing.amount,
            opening_date=opening and opening.date,
            closing_date=closing and closing.date,
            account_name=notes.get(dialects.ACCOUNT_NAME_NOTE, ""),
            account_owner=notes.get(dialects.OWNER_NOTE, ""),
            bank_bic=bic,
            warnings=tuple(self.warnings),
            balances=tuple(balance for balance, _field in self.balances),
            raw=tuple((field.tag, field.text) for field in self.rest),
        )

    def _sort(self) -> None:
        """Tell fields of the statement from those of its entries, and every one that may be there only once."""
        is_ended = False
        for field in self.message:
            if field.tag in ENDS:
                is_ended = True
            if field.tag == "61":
                if is_ended:
                    raise UnexpectedElementError(field.location)
                self.entries.append([field])
            elif field.tag in ("86", "NS") and self.entries and not is_ended:
                self.entries[-1].append(field)
            elif field.tag in ("86", "NS", "34F", "90C", "90D", "21", "13", "13D"):
                self.rest.append(field)
            elif field.tag in BALANCES:
                self.balances.append((_NO_BALANCE, field))
            else:
                self._add_to_header(field)

    def _add_to_header(self, field: Field) -> None:
        name = field.tag[:2]
        first = self.header.setdefault(name, field)
        if first is not field and first.text != field.text:
            raise UnexpectedElementError(field.location)

    def _text(self, *tags: str) -> str:
        """A field of the header, its first line."""
        field = self.header.get(tags[0][:2])
        return field.text.partition("\n")[0].strip() if field else ""

    def _account(self) -> tuple[str, str]:
        """Account number and, where field 25P has it, the BIC of the bank."""
        number, _newline, bic = self.header["25"].text.partition("\n") if "25" in self.header else ("", "", "")
        number = "".join(number.split())
        if not number:
            raise MissingElementError(Location(self.message[0].line, ":25:"))
        return number, bic.partition("\n")[0].strip() if self.header["25"].tag == "25P" else ""

    def _must_have(self, tags: frozenset[str], name: str) -> None:
        found = [field for _balance, field in self.balances if field.tag in tags]
        if not found:
            raise MissingElementError(Location(self.message[-1].line, name))
        if len(found) > 1:
            raise UnexpectedElementError(found[1].location)

    def _currency(self) -> str:
        """Currency of the first balance that says one, or of the floor limit or sum of a report."""
        for _balance, field in self.balances:
            if currency := read_balance(field).currency:
                return currency
        for field in self.rest:
            if field.tag in REPORT_TAGS:
                currency = floor_currency(field) if field.tag == "34F" else read_sum(field)[1]
                if currency:
                    return currency
        raise InvalidCurrencyError(self.message[0].location, value="")

    def _read_balances(self, currency: str) -> None:
        for place, (_none, field) in enumerate(self.balances):
            balance = read_balance(field, currency)
            if balance.currency != currency:
                raise CurrencyDiffersError(field.location, value=balance.currency, currency=currency)
            written = balance_date(field)
            if written and balance.date is None:
                self.warnings.add("balance_date_unknown", balance=f":{field.tag}:", date=written)
            self.balances[place] = balance, field
            self.rest += [Field(field.tag, rest, field.line) for rest in [field.text.partition("\n")[2]] if rest]

    def _balance(self, tags: frozenset[str]) -> ParsedBalance | None:
        return next((balance for balance, field in self.balances if field.tag in tags), None)

    def _read_entries(self, owner: Owner) -> tuple[list[ParsedTransaction], list[ParsedTransaction]]:
        """Booked and expected transactions."""
        booked: list[ParsedTransaction] = []
        pending: list[ParsedTransaction] = []
        for number, fields in enumerate(self.entries, 1):
            line = read_line(fields[0])
            transaction = read_entry(line, fields, owner, number)
            (pending if line.is_expected else booked).append(transaction)
            if line.written_date:
                self.warnings.add("date_moved", entry=number, written=line.written_date, date=line.value_date)
        return booked, pending

    def _check_sums(self, booked: list[ParsedTransaction], every: list[ParsedTransaction]) -> None:
        """Warn of sums (90C, 90D) that are neither those of all entries nor those of the booked ones."""
        for field in self.rest:
            if field.tag not in ("90C", "90D"):
                continue
            sign = 1 if field.tag == "90C" else -1
            number, _currency, total = read_sum(field)
            found = [_totals(transactions, sign) for transactions in (every, booked)]
            if number not in [count for count, _sum in found]:
                self.warnings.add("summary_count_differs", declared=number, element=f":{field.tag}:", found=found[0][0])
            if total not in [amount for _count, amount in found]:
                self.warnings.add("summary_sum_differs", declared=total, element=f":{field.tag}:", found=found[0][1])


_NO_BALANCE = ParsedBalance("", Decimal(0), "")


def _totals(transactions: list[ParsedTransaction], sign: int) -> tuple[int, Decimal]:
    """Number and unsigned sum of the movements in one direction."""
    sums: defaultdict[bool, list[Decimal]] = defaultdict(list)
    for transaction in transactions:
        sums[transaction.amount * sign > 0].append(abs(transaction.amount))
    return len(sums[True]), sum(sums[True], Decimal(0))
