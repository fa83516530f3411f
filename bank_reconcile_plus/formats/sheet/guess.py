"""What the columns of a table mean, by their names and by what is in them.

A guess is sure when nothing is open: the columns of date and amount are known, and so are the order of day and month
and the decimal mark, each decided over the whole column. Else it says what a person has to say.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ..exceptions import DuplicateColumnError, Location
from .balances import derive
from .columns import plain_name, rank_of, roles_of
from .contents import LOOKED_AT_ROWS, Look, columns_of, look_at
from .preamble import account_above
from .profile import SheetProfile
from .rows import SEARCHED_ROWS, Reader
from .table import Row, Table, shown
from .words import direction_of
from .writing import complete

_DATES = ("date", "value_date")
_AMOUNTS = ("amount", "debit", "credit", "balance", "fee", "gross", "original_amount", "exchange_rate")
_SETTINGS = {"currency": "currency_column", "account": "account_column"}
"""Roles of :mod:`.columns` -> settings of a profile, where they are named otherwise."""

_ORDER = (
    *("date", "value_date", "debit", "credit", "amount", "balance", "indicator", "fee", "gross", "currency"),
    *("counterparty_account", "account", "counterparty", "bank_id", "reference", "bic", "check", "type", "status"),
    *("original_amount", "original_currency", "exchange_rate"),
)
"""Roles in the order in which they choose their column."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A profile as far as it can be told from a table.

    :param questions: what a person has to say: ``header``, ``date``, ``amount``, ``date_order``, ``decimal_mark``
    :param line: of the row that names the columns, 0 without
    """

    profile: SheetProfile
    questions: tuple[str, ...] = ()
    line: int = 0

    @property
    def is_sure(self) -> bool:
        """Nothing is open."""
        return not self.questions


def guess(table: Table) -> Guess:
    """What the table's columns mean.

    :raises DuplicateColumnError: two columns have the name of one that is needed
    :raises MixedDecimalMarksError: its amounts are written in two ways
    """
    header_index = find_header(table.rows)
    profile = _Columns(table, header_index).profile()
    line = table.rows[header_index][0] if header_index is not None else 0
    if profile.missing:
        return Guess(profile, profile.missing, line)
    profile, questions = complete(table, profile)
    if not questions:
        profile = _signs(table, profile)
    return Guess(profile, questions, line)


def columns_by_name(table: Table) -> SheetProfile:
    """What the columns are called, where what is in them stands against it: a damaged or doubtful table."""
    try:
        return _Columns(table, find_header(table.rows)).profile()
    except DuplicateColumnError:
        return SheetProfile(encoding=table.encoding, separator=table.separator)


def find_header(rows: list[Row]) -> int | None:
    """Index of the row that names the columns, None when the table begins with its data."""
    best, best_score = None, (False, 1)
    for index, (_number, cells) in enumerate(rows[:SEARCHED_ROWS]):
        roles = [roles_of(cell) for cell in cells if isinstance(cell, str) and cell]
        known = {role for found in roles for role, score in found.items() if score > 1}
        has_both = not known.isdisjoint(_DATES) and not known.isdisjoint(("amount", "debit", "credit"))
        score = has_both, sum(max(found.values(), default=0) > 1 for found in roles)
        if score > best_score and len(roles) > 1:
            best, best_score = index, score
    return best if best is not None else _foreign_header(rows)


def _foreign_header(rows: list[Row]) -> int | None:
    """The row above the first data when it is all words: a header in a language that is not known."""
    for index, (_number, cells) in enumerate(rows[:SEARCHED_ROWS]):
        looks = [look_at([cell]) for cell in cells]
        if any(look.dates for look in looks) and any(look.amounts and not look.dates for look in looks):
            above = rows[index - 1][1] if index else []
            is_header = len(above) >= len(cells) - 1 and all(isinstance(cell, str) for cell in above)
            return index - 1 if index and is_header and not any(look_at([cell]).amounts for cell in above) else None
    return None


class _Columns:
    """The columns of a table, given to roles one after the other."""

    def __init__(self, table: Table, header_index: int | None) -> None:
        self.table = table
        self.header_index = header_index
        header = table.rows[header_index] if header_index is not None else (0, [])
        self.header = [cell if isinstance(cell, str) else str(cell) for cell in header[1]]
        self.line = header[0]
        body = table.rows[0 if header_index is None else header_index + 1 :]
        self.looks = [look_at(cells) for cells in columns_of(body)]
        self.looks += [Look()] * (len(self.header) - len(self.looks))
        self.header += [""] * (len(self.looks) - len(self.header))
        self.rows = len(body)
        self.taken: dict[str, int] = {}

    def profile(self) -> SheetProfile:
        """The profile as far as names and contents tell it."""
        for role in _ORDER:
            place = self._best(role)
            if place is not None:
                self.taken[role] = place
        self._settle_amounts()
        if "date" not in self.taken and "value_date" in self.taken:
            self.taken["date"] = self.taken.pop("value_date")
        self._by_content()
        self._settle_other_date()
        self._settle_account()
        self._settle_direction()
        settings = {_SETTINGS.get(role, role): self._name(place) for role, place in self.taken.items()}
        return SheetProfile(
            has_header=self.header_index is not None,
            text=tuple(map(self._name, self._texts())),
            encoding=self.table.encoding,
            separator=self.table.separator,
            **settings,
        )

    def _name(self, place: int) -> str:
        name = self.header[place]
        if not name:
            return f"#{place + 1}"
        if self.header.count(name) > 1:
            if place in (self.taken.get(role) for role in ("date", "amount", "debit", "credit", "indicator")):
                raise DuplicateColumnError(Location(self.line), column=name)
            return f"#{place + 1}"
        return name

    def _best(self, role: str) -> int | None:
        """The free column that says and looks most like a role."""
        free = [place for place in range(len(self.header)) if place not in self.taken.values()]
        scored = [(self._fit(role, place), roles_of(self.header[place]).get(role, 0), place) for place in free]
        scored = [
            found for found in scored if found[1] and (found[0] or (found[1] == 3 and self._may_be_bad(role, found[2])))
        ]
        if not scored:
            return None
        # An empty column is as good as its name; of two with the same name the first is the account's own.
        return max(scored, key=lambda found: (found[0], found[1], -rank_of(self.header[found[2]], role), -found[2]))[2]

    def _fit(self, role: str, place: int) -> int:
        """2 when the column holds what the role needs, 1 when it is empty, 0 when it holds something else."""
        look = self.looks[place]
        if not look.filled:
            return 1
        if role in _DATES:
            return 2 if look.is_date or look.serials == look.filled else 0
        if role in _AMOUNTS:
            return 2 if look.is_amount else 0
        if role == "indicator":
            return 2 if look.is_direction else 0
        if role in ("counterparty", "currency", "type", "status"):
            return (
                0 if look.is_date or (look.fractions and look.is_amount) or (role == "currency" and look.amounts) else 2
            )
        return 0 if look.is_date and role != "bank_id" else 2

    def _may_be_bad(self, role: str, place: int) -> bool:
        """A needed column whose name is sure is taken whatever is in it: its cells are the error to be shown."""
        if role not in ("date", "amount"):
            return False
        others = [other for other in roles_of(self.header[place]) if other != role]
        return not any(self._fit(other, place) for other in others)

    def _settle_amounts(self) -> None:
        """One column of signed amounts, or two; net before gross where a fee lies between them."""
        two = {"debit", "credit"} <= self.taken.keys()
        if two and "amount" in self.taken and not self._is_signed(self.taken["amount"]):
            del self.taken["amount"]
        elif not two or "amount" in self.taken:
            for role in ("debit", "credit"):
                self.taken.pop(role, None)
        if "fee" in self.taken and "amount" in self.taken and "gross" not in self.taken:
            net = [
                place for place, name in enumerate(self.header) if plain_name(name) in ("net", "net amount", "netto")
            ]
            if net and net[0] != self.taken["amount"] and self.looks[net[0]].is_amount:
                self.taken["gross"], self.taken["amount"] = self.taken["amount"], net[0]

    def _is_signed(self, place: int) -> bool:
        return self.looks[place].negatives > 0 and self.looks[place].amounts == self.looks[place].filled

    def _by_content(self) -> None:
        """Date and amount that no name tells, where just one column can be it."""
        free = [place for place in range(len(self.header)) if place not in self.taken.values()]
        if "date" not in self.taken:
            dates = [place for place in free if self.looks[place].is_date]
            if len(dates) == 1 or (dates and self.header_index is None):
                self.taken["date"] = dates[0]
                free.remove(dates[0])
        if self.taken.keys().isdisjoint(("amount", "debit", "credit")) and "date" in self.taken:
            amounts = [place for place in free if self.looks[place].is_amount and self.looks[place].fractions]
            if len(amounts) == 1:
                self.taken["amount"] = amounts[0]
            elif len(amounts) == 2 and self._runs(*amounts):
                self.taken["amount"], self.taken["balance"] = amounts

    def _runs(self, amount: int, balance: int) -> bool:
        """Whether one column is the running balance of the other."""
        profile = SheetProfile(has_header=False, date="#1", amount=f"#{amount + 1}", balance=f"#{balance + 1}")
        body = self.table.rows[0 if self.header_index is None else self.header_index + 1 :]
        profile = dataclasses.replace(profile, date=f"#{self.taken['date'] + 1}")
        profile, questions = complete(Table(body, epoch=self.table.epoch), profile)
        return len(body) > 2 and not questions and not _breaks(Table(body, epoch=self.table.epoch), profile)

    def _settle_other_date(self) -> None:
        """Another column of days, where the date column is not always filled."""
        place = self.taken.get("date")
        if place is None or self.looks[place].filled == self.rows:
            return
        free = [where for where in range(len(self.header)) if where not in self.taken.values()]
        dates = [where for where in free if self.looks[where].is_date and self.looks[where].filled == self.rows]
        if dates:
            self.taken["other_date"] = dates[0]

    def _settle_account(self) -> None:
        """Whose account it is stands above the table or is the same in most rows; else it is the other side's."""
        place = self.taken.get("account")
        if place is None:
            return
        body = self.table.rows[0 if self.header_index is None else self.header_index + 1 :][:LOOKED_AT_ROWS]
        numbers = [cells[place] for _number, cells in body if place < len(cells) and cells[place] != ""]
        is_above = account_above(self.table.rows[: self.header_index or 0])
        if is_above or (len(numbers) > 3 and 2 * len(set(numbers)) > len(numbers)):
            self.taken.setdefault("counterparty_account", self.taken.pop("account"))

    def _settle_direction(self) -> None:
        """A column of directions counts only where no amount carries a sign."""
        place = self.taken.get("amount")
        if place is None or self.looks[place].negatives:
            self.taken.pop("indicator", None)
            return
        if "indicator" not in self.taken and self.looks[place].filled:
            free = [where for where in range(len(self.header)) if where not in self.taken.values()]
            for where in [*(found for role, found in self.taken.items() if role == "type"), *free]:
                if self._tells_direction(where):
                    self.taken = {role: found for role, found in self.taken.items() if found != where}
                    self.taken["indicator"] = where
                    return

    def _tells_direction(self, place: int) -> bool:
        """Whether every amount has a word for debit or credit in this column, and both occur."""
        look, amounts = self.looks[place], self.looks[self.taken["amount"]]
        body = self.table.rows[0 if self.header_index is None else self.header_index + 1 :][:LOOKED_AT_ROWS]
        if not look.is_direction or look.filled != amounts.filled:
            return False
        return len({direction_of(shown(cells[place])) for _number, cells in body if place < len(cells)} - {0}) == 2

    def _texts(self) -> list[int]:
        """The columns that say what a movement is for; without such a name, the one with most letters."""
        free = [place for place in range(len(self.header)) if place not in self.taken.values()]
        texts = [
            place for place in free if roles_of(self.header[place]).get("text", 0) and not self.looks[place].is_date
        ]
        if texts:
            return texts
        longest = max(free, key=lambda place: self.looks[place].letters, default=None)
        return [longest] if longest is not None and self.looks[longest].letters else []


def _signs(table: Table, profile: SheetProfile) -> SheetProfile:
    """The profile with the signs by which the rows lead to their running balances, where the plain ones do not."""
    if not profile.balance or not profile.amount:
        return profile
    table = dataclasses.replace(table, rows=table.rows[:LOOKED_AT_ROWS])
    tries = [profile, dataclasses.replace(profile, is_sign_inverted=True)]
    if profile.fee and not profile.gross:
        tries.append(dataclasses.replace(profile, is_fee_on_top=True))
    return next((one for one in tries if not _breaks(table, one)), profile)


def _breaks(table: Table, profile: SheetProfile) -> int:
    """How many rows do not lead to their balance; one when no row can be read."""
    try:
        rows = [
            (row.line, row.date, row.amount, row.balance)
            for row in Reader(table, profile).movements()
            if row.status in ("booked", "empty")
        ]
    except ValueError:
        return 1
    return len(derive(rows).breaks)
