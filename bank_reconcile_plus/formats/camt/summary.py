"""What a statement declares about its entries (TxsSummry) against what it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from ..types import ParseWarning
from ..values import decimal_of
from .entry import Entry
from .record import Record

DECLARATIONS = {
    "TxsSummry/TtlNtries": (1, -1),
    "TxsSummry/TtlCdtNtries": (1,),
    "TxsSummry/TtlDbtNtries": (-1,),
}
"""Element -> directions of the entries it counts: 1 is a credit, -1 a debit."""


class Totals:
    """Running number and sum of the entries of a statement, by direction and by whether they are booked."""

    def __init__(self) -> None:
        self.count = 0
        self.currencies: set[str] = set()
        self._numbers: defaultdict[tuple[bool, int], int] = defaultdict(int)
        self._sums: defaultdict[tuple[bool, int], Decimal] = defaultdict(Decimal)

    def add(self, entry: Entry) -> None:
        """Count an entry."""
        self.count += 1
        key = entry.is_booked, 1 if entry.amount >= 0 else -1
        self._numbers[key] += 1
        self._sums[key] += abs(entry.amount)
        if entry.is_booked:
            self.currencies.add(entry.currency)

    @property
    def booked(self) -> Decimal:
        """Signed sum of the booked entries."""
        return self._sums[True, 1] - self._sums[True, -1]

    def found(self, directions: tuple[int, ...]) -> tuple[list[int], list[Decimal]]:
        """Number and unsigned sum of all entries in these directions, and of the booked ones alone."""
        scopes = ((True, False), (True,))
        return (
            [sum(self._numbers[booked, way] for booked in scope for way in directions) for scope in scopes],
            [sum((self._sums[booked, way] for booked in scope for way in directions), Decimal(0)) for scope in scopes],
        )


def summary_warnings(header: Record, totals: Totals) -> Iterator[ParseWarning]:
    """A warning for each declared number or sum that is neither that of all entries nor that of the booked ones."""
    for element, directions in DECLARATIONS.items():
        numbers, sums = totals.found(directions)
        for name, found, code in (
            ("NbOfNtries", numbers, "summary_count_differs"),
            ("Sum", sums, "summary_sum_differs"),
        ):
            declared = header.get(f"{element}/{name}")
            if declared and _number(declared) not in found:
                values = {"declared": declared, "element": f"{element}/{name}", "found": str(found[0])}
                yield ParseWarning(code, tuple(values.items()))


def _number(text: str) -> Decimal | None:
    try:
        return decimal_of(text)
    except ValueError:
        return None
