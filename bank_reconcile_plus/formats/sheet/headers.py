"""Headers of two rows: a name over several columns, and below it what each of them is.

>>> rows = [(1, ["Date", "Movement", ""]), (2, ["", "Debit", "Credit"]), (3, ["2026-01-31", "", "5.00"])]
>>> joined_header(Table(rows)).rows
[(1, ['Date', 'Debit', 'Credit']), (3, ['2026-01-31', '', '5.00'])]
"""

from __future__ import annotations

import dataclasses
from itertools import pairwise, zip_longest

from .columns import roles_of
from .rows import SEARCHED_ROWS
from .table import Table, is_wording

_DATES = frozenset(("date", "value_date"))
_AMOUNTS = frozenset(("amount", "debit", "credit"))
_WHOLE_NAME = 2


def joined_header(table: Table) -> Table:
    """The table with its header in one row, where the first one names the date and only the second one the amounts."""
    for index, ((number, above), (_number, below)) in enumerate(pairwise(table.rows[:SEARCHED_ROWS])):
        if not (is_wording(above) and is_wording(below)):
            continue
        roles, more = _roles(above), _roles(below)
        if roles & _DATES and not roles & _AMOUNTS and more & _AMOUNTS and not more & _DATES:
            names = [
                under if under and (not over or _roles([under]) & _AMOUNTS) else over
                for over, under in zip_longest(above, below, fillvalue="")
            ]
            return dataclasses.replace(table, rows=[*table.rows[:index], (number, names), *table.rows[index + 2 :]])
    return table


def _roles(cells: list[object]) -> set[str]:
    """What the cells name, those that name it whole."""
    return {role for cell in cells for role, score in roles_of(str(cell)).items() if score >= _WHOLE_NAME}
