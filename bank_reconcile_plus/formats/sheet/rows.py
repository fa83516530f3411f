"""Rows of a table to transactions, by a profile: every row with an amount is read whole, or the file is refused."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ..exceptions import (
    DuplicateColumnError,
    Location,
    MissingElementError,
    SheetAmountError,
    SheetColumnMissingError,
    SheetDateError,
    SheetValueError,
)
from ..types import ParsedStatement, ParsedTransaction, ParseWarning
from ..values import currency_of
from .amounts import amount_of, currency_beside
from .balances import Balances, derive
from .columns import SYMBOLS, header_currency, plain_name
from .dates import date_of, date_of_serial
from .preamble import account_above
from .profile import COLUMN_ROLES, SheetProfile, is_place
from .table import Cell, Row, Table, is_wording, shown
from .words import direction_of, is_total, status_of

SEARCHED_ROWS = 100
"""Most rows above the header."""


@dataclass(slots=True)
class Movement:
    """One row as understood.

    :param balance: the account's balance in that row, where the table has one
    :param status: ``booked``, ``pending`` or ``void``
    """

    transaction: ParsedTransaction | None
    amount: Decimal
    line: int
    date: datetime.date | None
    balance: Decimal | None = None
    status: str = "booked"
    account: str = ""
    currency: str = ""
    warnings: tuple[ParseWarning, ...] = field(default=())


def parse_table(table: Table, profile: SheetProfile) -> list[ParsedStatement]:
    """The statements of a table: one an account and currency, in the order in which they appear.

    :param profile: complete: date order and decimal mark are known
    :raises StatementFormatError: the columns are not there, or a row cannot be read
    """
    return Reader(table, profile).statements()


def locate(table: Table, profile: SheetProfile) -> int | None:
    """Index of the row that names all columns the profile needs, None where it has none or there is no such row."""
    if not profile.has_header:
        return None
    named = [name for name in profile.needed_columns if not is_place(name)]
    needed = {plain_name(name) for name in named or profile.columns if not is_place(name)}
    for index, (_number, cells) in enumerate(table.rows[:SEARCHED_ROWS]):
        if needed and needed <= {plain_name(cell) for cell in cells if isinstance(cell, str)}:
            return index
    return None


class Reader:
    """Reads the rows of one table by one profile."""

    def __init__(self, table: Table, profile: SheetProfile) -> None:
        self.table = table
        self.profile = profile
        self.header_index = locate(table, profile)
        if profile.has_header and self.header_index is None:
            raise SheetColumnMissingError(column=self._first_missing())
        self.places = {role: self._place(getattr(profile, role)) for role in COLUMN_ROLES if getattr(profile, role)}
        self.text_places = [place for place in map(self._place, profile.text) if place is not None]
        self.places = {role: place for role, place in self.places.items() if place is not None}
        used = {*self.places.values(), *self.text_places} - {self.places.get("balance"), self.places.get("gross")}
        width = max((len(cells) for _number, cells in table.rows), default=0)
        self.other_places = [(place, self.name_of(place)) for place in range(width) if place not in used]
        self.currency = profile.currency or self._currency_of_header() or self._currency_of_cells()
        self.account = profile.account or account_above(table.rows[: self.header_index or 0])
        self.debit_sign = self._debit_sign()
        self.undated_pending = 0
        self._debit_words = {plain_name(word) for word in profile.debit_words}
        self._credit_words = {plain_name(word) for word in profile.credit_words}

    # ------------------------------------------------------------------------------------------------ where things are

    @property
    def header(self) -> list[str]:
        """Names of the columns, empty without header."""
        return [] if self.header_index is None else [shown(cell) for cell in self.table.rows[self.header_index][1]]

    @property
    def body(self) -> list[Row]:
        """The rows below the header."""
        return self.table.rows[0 if self.header_index is None else self.header_index + 1 :]

    def name_of(self, place: int) -> str:
        """A column as a person knows it."""
        header = self.header
        return (header[place] if place < len(header) else "") or f"#{place + 1}"

    def _first_missing(self) -> str:
        names = {plain_name(shown(cell)) for _number, cells in self.table.rows[:SEARCHED_ROWS] for cell in cells}
        needed = self.profile.needed_columns or ("",)
        return next((name for name in needed if plain_name(name) not in names), needed[0])

    def _place(self, name: str) -> int | None:
        """Index of a column, None where an optional one is not there.

        :raises DuplicateColumnError: the name stands twice
        """
        if is_place(name):
            return int(name[1:]) - 1
        header = self.header
        found = [place for place, title in enumerate(header) if title == name]
        found = found or [place for place, title in enumerate(header) if plain_name(title) == plain_name(name)]
        if len(found) > 1 and name in self.profile.needed_columns:
            raise DuplicateColumnError(self._location_of_header(), column=name)
        return found[0] if found else None

    def _location_of_header(self) -> Location:
        return Location(self.table.rows[self.header_index or 0][0])

    def _currency_of_header(self) -> str:
        named = [
            header_currency(self.name_of(self.places[role]))
            for role in ("amount", "debit", "credit")
            if role in self.places
        ]
        return next(filter(None, named), "")

    def _currency_of_cells(self) -> str:
        """The one currency that stands beside amounts, also for those that have none beside them."""
        if "currency_column" in self.places:
            return ""
        places = [self.places[role] for role in ("amount", "debit", "credit") if role in self.places]
        texts = {
            cells[place]
            for _number, cells in self.body
            for place in places
            if place < len(cells) and isinstance(cells[place], str)
        }
        found = set(filter(None, map(currency_beside, texts)))
        return found.pop() if len(found) == 1 else ""

    def _debit_sign(self) -> int:
        """1 when the debit column is signed already, -1 when it is not."""
        place = self.places.get("debit")
        if place is None:
            return -1
        negative = positive = 0
        for _number, cells in self.body:
            try:
                amount = self._number(cells[place]) if place < len(cells) and cells[place] != "" else Decimal(0)
            except ValueError:
                continue
            negative += amount < 0
            positive += amount > 0
        return 1 if negative > positive else -1

    # ----------------------------------------------------------------------------------------------------- cell values

    def _cell(self, cells: list[Cell], role: str) -> Cell:
        place = self.places.get(role)
        return cells[place] if place is not None and place < len(cells) else ""

    def _text(self, cells: list[Cell], role: str) -> str:
        return shown(self._cell(cells, role))

    def _number(self, cell: Cell) -> Decimal:
        if isinstance(cell, Decimal):
            return cell
        return amount_of(shown(cell), self.profile.decimal_mark or ".")

    def _amount(self, number: int, cells: list[Cell], role: str) -> Decimal | None:
        cell = self._cell(cells, role)
        if cell == "":
            return None
        try:
            return self._number(cell)
        except ValueError:
            if role in ("debit", "credit") and shown(cell).strip("-–—") == "":
                return None
            raise SheetAmountError(self._at(number, role), value=shown(cell)) from None

    def _loose_amount(self, cells: list[Cell], role: str) -> Decimal | None:
        """An amount that only informs: what is no number is left to the other fields of the row."""
        try:
            return self._amount(0, cells, role)
        except SheetAmountError:
            return None

    def _at(self, number: int, role: str) -> Location:
        return Location(number, self.name_of(self.places[role]))

    def _day(self, cell: Cell) -> datetime.date:
        if isinstance(cell, datetime.date):
            return cell
        if isinstance(cell, Decimal):
            if cell.adjusted() < 5:
                return date_of_serial(cell, self.table.epoch)
            cell = str(cell)
        return date_of(cell, self.profile.date_order or "ymd")

    # ------------------------------------------------------------------------------------------------------------ rows

    def signed_amount(self, number: int, cells: list[Cell]) -> Decimal | None:
        """What the row moves on the account, None where it says no amount."""
        if "amount" in self.places:
            amount = self._amount(number, cells, "amount")
            if amount is not None and "indicator" in self.places:
                amount = self._directed(number, cells, amount)
        else:
            amount = self._of_two_columns(number, cells)
        if amount is None:
            return None
        if self.profile.is_sign_inverted:
            amount = -amount
        if self.profile.is_fee_on_top and "fee" in self.places:
            amount -= abs(self._amount(number, cells, "fee") or Decimal(0))
        return amount

    def _of_two_columns(self, number: int, cells: list[Cell]) -> Decimal | None:
        debit, credit = (self._amount(number, cells, role) for role in ("debit", "credit"))
        if debit and credit:
            raise SheetValueError(self._at(number, "debit"), value=f"{debit} / {credit}")
        if debit:
            return debit * self.debit_sign
        return credit if credit is not None else debit

    def _directed(self, number: int, cells: list[Cell], amount: Decimal) -> Decimal:
        word = self._text(cells, "indicator")
        plain = plain_name(word)
        if plain in self._debit_words or plain in self._credit_words:
            direction = -1 if plain in self._debit_words else 1
        else:
            direction = direction_of(word)
        if not direction and amount:
            raise SheetValueError(self._at(number, "indicator"), value=word)
        if amount < 0 < direction:
            raise SheetAmountError(self._at(number, "amount"), value=f"{word} {amount}")
        return abs(amount) * (direction or 1)

    def movements(self) -> Iterator[Movement]:
        """The rows that are movements, or that tell a balance.

        :raises StatementFormatError: a row cannot be read
        """
        header = self.table.rows[self.header_index][1] if self.header_index is not None else None
        body = self.body
        last_dated = next((index for index in range(len(body), 0, -1) if self._date(body[index - 1][1])), 0)
        is_begun = False
        for index, (number, cells) in enumerate(body, start=1):
            if cells == header or (index > last_dated and self._is_summary(cells)):
                continue
            is_begun = is_begun or not self._is_header_too(cells)
            if not is_begun:
                continue
            movement = self.movement(number, cells)
            if movement is not None:
                yield movement

    def _date(self, cells: list[Cell]) -> datetime.date | None:
        """The day of a row, None where it has none or what stands there is no day."""
        cell = self._cell(cells, "date")
        if cell == "":
            cell = self._cell(cells, "other_date")
        try:
            return self._day(cell) if cell != "" else None
        except ValueError:
            return None

    def _is_summary(self, cells: list[Cell]) -> bool:
        """A row below the last movement without a date: a total, or words of the bank."""
        return not self._has_bad_date(cells) and (self._is_total(cells) or not self._has_amount(cells))

    def _is_header_too(self, cells: list[Cell]) -> bool:
        """A second line of the header: units, or the names in another language; what tells amounts apart is none."""
        return is_wording(cells) and not any(direction_of(shown(cell)) for cell in cells)

    def _has_bad_date(self, cells: list[Cell]) -> bool:
        """What stands in the date column begins like a date."""
        date = self._cell(cells, "date")
        return not isinstance(date, str) or any(map(str.isdigit, date[:4]))

    def _is_total(self, cells: list[Cell]) -> bool:
        return any(is_total(cell) for cell in cells if isinstance(cell, str))

    def _has_amount(self, cells: list[Cell]) -> bool:
        return any(self._cell(cells, role) != "" for role in ("amount", "debit", "credit"))

    def movement(self, number: int, cells: list[Cell]) -> Movement | None:
        """One row, None where it is no movement.

        :raises StatementFormatError: it cannot be read
        """
        date = self._date(cells)
        if date is None:
            self._check_undated(number, cells)
            return None
        amount = self.signed_amount(number, cells)
        balance = self._loose_amount(cells, "balance")
        account = self._account(cells)
        currency = self._currency(number, cells)
        if amount is None:
            warning = () if balance is not None else (ParseWarning("row_without_amount", (("row", str(number)),)),)
            return Movement(None, Decimal(0), number, date, balance, "empty", account, currency, warning)
        status = status_of(self._text(cells, "status")) if "status" in self.places else "booked"
        transaction = self._transaction(number, cells, date, amount, currency)
        return Movement(transaction, amount, number, date, balance, status, account, currency)

    def _check_undated(self, number: int, cells: list[Cell]) -> None:
        """Refuse a row that has an amount and no day, unless it is a total."""
        if not self._has_amount(cells) or (self._is_total(cells) and not self._has_bad_date(cells)):
            return
        date = self._cell(cells, "date")
        if status_of(shown(date)) == "pending":
            self.undated_pending += 1
            return
        if date == "":
            raise MissingElementError(self._at(number, "date"))
        raise SheetDateError(self._at(number, "date"), value=shown(date))

    def _account(self, cells: list[Cell]) -> str:
        """The account of a row; where the column is empty, that of the row before."""
        written = "".join(self._text(cells, "account_column").split()).lstrip("'=").strip('"')
        self.account = written or self.account
        return self.account

    def _currency(self, number: int, cells: list[Cell]) -> str:
        written = self._text(cells, "currency_column")
        code = SYMBOLS.get(written, written.upper())
        if code:
            try:
                return currency_of(code)
            except ValueError:
                raise SheetValueError(self._at(number, "currency_column"), value=written) from None
        if self.currency:
            return self.currency
        texts = (cell for role in ("amount", "debit", "credit") if isinstance(cell := self._cell(cells, role), str))
        return next(filter(None, map(currency_beside, texts)), "")

    def _transaction(
        self, number: int, cells: list[Cell], date: datetime.date, amount: Decimal, currency: str
    ) -> ParsedTransaction:
        texts = (shown(cells[place]) for place in self.text_places if place < len(cells))
        original = self._loose_amount(cells, "original_amount")
        foreign = self._text(cells, "original_currency").upper()
        is_foreign = original is not None and len(foreign) == 3 and foreign != currency
        return ParsedTransaction(
            date=date,
            amount=amount,
            currency=currency,
            value_date=self._value_date(cells),
            entry_reference=self._text(cells, "bank_id"),
            end_to_end_id=self._text(cells, "reference"),
            check_number=self._text(cells, "check"),
            remittance_lines=tuple(dict.fromkeys(filter(None, texts))),
            counterparty_name=self._text(cells, "counterparty"),
            counterparty_account="".join(self._text(cells, "counterparty_account").split()),
            counterparty_bic=self._text(cells, "bic"),
            charges=self._charges(cells, amount),
            original_amount=abs(original) if is_foreign else None,
            original_currency=foreign if is_foreign else "",
            exchange_rate=self._loose_amount(cells, "exchange_rate") if is_foreign else None,
            bank_transaction_code=self._text(cells, "type") or self._text(cells, "indicator"),
            entry_number=number,
            raw=self._raw(cells),
        )

    def _value_date(self, cells: list[Cell]) -> datetime.date | None:
        """The value date, None where its cell is no date: it informs, the booking date decides."""
        cell = self._cell(cells, "value_date")
        try:
            return self._day(cell) if cell != "" else None
        except ValueError:
            return None

    def _charges(self, cells: list[Cell], amount: Decimal) -> Decimal | None:
        """What the provider kept of the movement; positive is a cost, also where the file writes it as negative."""
        fee = self._loose_amount(cells, "fee")
        if not fee:
            return None
        gross = self._loose_amount(cells, "gross")
        if gross is not None and gross + fee == amount:
            return -fee
        if gross is not None and gross - fee == amount:
            return fee
        return abs(fee)

    def _raw(self, cells: list[Cell]) -> tuple[tuple[str, str], ...]:
        width = len(cells)
        return tuple(
            (name, shown(cells[place])) for place, name in self.other_places if place < width and cells[place] != ""
        )

    # ------------------------------------------------------------------------------------------------------ statements

    def statements(self) -> list[ParsedStatement]:
        """All rows as statements; an empty table is a statement without transactions."""
        groups: dict[tuple[str, str], list[Movement]] = {}
        self.undated_pending = 0
        for movement in self.movements():
            groups.setdefault((movement.account, movement.currency), []).append(movement)
        groups = {key: group for key, group in groups.items() if any(movement.transaction for movement in group)} or {
            (self.account, self.currency): [movement for group in groups.values() for movement in group]
        }
        statements = [self._statement(account, currency, group) for (account, currency), group in groups.items()]
        if self.undated_pending:
            warning = ParseWarning("rows_not_booked", (("count", str(self.undated_pending)),))
            statements[0] = dataclasses.replace(statements[0], warnings=(*statements[0].warnings, warning))
        return statements

    def _statement(self, account: str, currency: str, group: list[Movement]) -> ParsedStatement:
        booked = self._counted(group)
        void = sum(movement.status == "void" for movement in group)
        warnings = [warning for movement in group for warning in movement.warnings]
        if void:
            warnings.append(ParseWarning("rows_void", (("count", str(void)),)))
        transactions = tuple(movement.transaction for movement in booked if movement.transaction)
        dates = [transaction.date for transaction in transactions]
        balances = self._balances(booked)
        warnings += balances.warnings(currency)
        return ParsedStatement(
            account_number=account,
            currency=currency,
            transactions=transactions,
            opening_balance=balances.opening,
            closing_balance=balances.closing,
            opening_date=min(dates, default=None),
            closing_date=max(dates, default=None),
            pending=tuple(
                row.transaction for row in group if row.status == "pending" and row.transaction and row not in booked
            ),
            warnings=tuple(warnings),
        )

    def _counted(self, group: list[Movement]) -> list[Movement]:
        """The rows that count: those that are booked, and pending ones where the running balance counts them."""
        booked = [movement for movement in group if movement.status in ("booked", "empty")]
        every = [movement for movement in group if movement.status != "void"]
        if len(every) > len(booked) and any(row.balance is not None for row in every if row.status == "pending"):
            breaks = {len(rows): len(self._balances(rows).breaks) for rows in (booked, every)}
            return every if breaks[len(every)] < breaks[len(booked)] else booked
        return booked

    def _balances(self, rows: list[Movement]) -> Balances:
        return derive([(row.line, row.date, row.amount, row.balance) for row in rows], self.profile.row_order)
