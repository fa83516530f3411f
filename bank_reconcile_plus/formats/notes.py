"""Collecting what is odd in a statement that is read all the same.

>>> warnings = Warnings()
>>> warnings.check("record_count_differs", "9/records", declared=3, found=2)
>>> [str(warning) for warning in warnings]
['The file declares 3 records (9/records), but it holds 2; part of it may be missing.']
"""

from __future__ import annotations

from decimal import Decimal

from .types import ParseWarning


class Warnings(list[ParseWarning]):
    """What is odd in a statement, in the order in which it was found."""

    def add(self, code: str, /, **values: object) -> None:
        """Note something odd; what fills its sentence is kept as text."""
        self.append(ParseWarning(code, tuple((name, str(value)) for name, value in values.items())))

    def check_balances(
        self, opening: Decimal | None, movements: Decimal, closing: Decimal | None, currency: str
    ) -> None:
        """Note that the movements do not lead from one balance to the other; all signed, in ``currency``."""
        if opening is None or closing is None or opening + movements == closing:
            return
        self.add(
            "balances_differ",
            opening=opening,
            movements=movements,
            expected=opening + movements,
            closing=closing,
            difference=closing - opening - movements,
            currency=currency,
        )

    def check(self, code: str, element: str, declared: object, found: object) -> None:
        """Note that a number the file declares about itself is not what it holds."""
        if declared != found:
            self.add(code, element=element, declared=declared, found=found)
