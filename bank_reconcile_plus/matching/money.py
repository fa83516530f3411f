"""Money as whole minor units (cents), the form the engine reckons in.

Amounts cross the border of the engine as :class:`~decimal.Decimal`; inside they are integers of the currency's
smallest unit, so sums are exact and equal amounts are equal keys of a dictionary.

>>> from decimal import Decimal
>>> Minor((("JPY", 0),)).units(Decimal("12.34"), "EUR"), Minor((("JPY", 0),)).units(Decimal("500"), "JPY")
(1234, 500)
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal


class Minor:
    """Turns amounts into minor units and back.

    :param decimals: ISO code -> decimal places; a currency that is not named has two
    """

    def __init__(self, decimals: Iterable[tuple[str, int]] = ()):
        self._places = dict(decimals)
        self._scale = {currency: 10**places for currency, places in self._places.items()}
        self._quantum = {currency: Decimal(1).scaleb(-places) for currency, places in self._places.items()}

    def units(self, amount: Decimal, currency: str) -> int:
        """Minor units of an amount; more decimals than the currency has are rounded half up."""
        scaled = amount * self._scale.get(currency, 100)
        whole = int(scaled)
        return whole if whole == scaled else int(scaled.to_integral_value(ROUND_HALF_UP))

    def amount(self, units: int, currency: str) -> Decimal:
        """The amount of so many minor units, with the currency's decimals."""
        return Decimal(units).scaleb(-self._places.get(currency, 2))
