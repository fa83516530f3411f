"""The first rows of a table, as written and as a profile understands them, for a person to compare."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..exceptions import StatementFormatError
from .balances import Balances, derive
from .profile import SheetProfile
from .rows import Movement, Reader
from .table import Table, shown
from .writing import complete


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row both ways.

    :param cells: as written
    :param movement: as understood, None where it is no movement
    :param error: why it cannot be read
    :param expected_balance: what the balance should be, where the file says another one
    """

    line: int
    cells: tuple[str, ...]
    movement: Movement | None = None
    error: StatementFormatError | None = None
    expected_balance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a table, and what they add up to.

    :param profile: with what it left open filled in
    :param questions: what is not sure: ``date_order``, ``decimal_mark``
    :param header: names of the columns
    """

    profile: SheetProfile
    questions: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    balances: Balances

    @property
    def movements(self) -> list[Movement]:
        """The rows that are read as movements."""
        return [row.movement for row in self.rows if row.movement and row.movement.transaction]

    @property
    def first_error(self) -> StatementFormatError | None:
        """Why the first row that cannot be read cannot."""
        return next((row.error for row in self.rows if row.error), None)


def preview(table: Table, profile: SheetProfile) -> Preview:
    """Read the rows of a table one by one.

    :param table: its first rows will do
    :raises StatementFormatError: a column is not there, or amounts are written in two ways
    """
    profile, questions = complete(table, profile)
    reader = Reader(table, profile)
    read = [_row(reader, number, cells) for number, cells in reader.body]
    booked = [row.movement for row in read if row.movement and row.movement.status in ("booked", "empty")]
    balances = derive([(row.line, row.date, row.amount, row.balance) for row in booked], profile.row_order)
    expected = {line: balance for line, balance, _found in balances.breaks}
    rows = tuple(PreviewRow(row.line, row.cells, row.movement, row.error, expected.get(row.line)) for row in read)
    return Preview(profile, questions, tuple(reader.header), rows, balances)


def _row(reader: Reader, number: int, cells: list) -> PreviewRow:
    texts = tuple(map(shown, cells))
    try:
        return PreviewRow(number, texts, reader.movement(number, cells))
    except StatementFormatError as error:
        return PreviewRow(number, texts, error=error)
