"""Amounts beside the entry's own: the shares of a batch, what the payer ordered in another currency, bank charges.

A source is a record with the paths of its level; the detail comes before the entry it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ..values import decimal_of
from . import codes
from .record import SIGNS, Record

Source = tuple[Record, codes.LevelPaths]


def shares(details: Sequence[Record], amount: Decimal, currency: str) -> tuple[list[Decimal] | None, Decimal | None]:
    """The signed amounts of the details of an entry if they add up to it, else None, and what they add up to.

    Banks write the share of a detail in different places, and its direction sometimes as that of the original payment;
    whatever adds up exactly is right. The sum is None when no detail gives an amount in ``currency``.

    :param amount: signed, of the whole entry
    """
    entry_sign = 1 if amount >= 0 else -1
    total = None
    for paths in (codes.DETAIL_AMOUNTS, *((path,) for path in codes.DETAIL_AMOUNTS)):
        found = [_share(detail, paths, currency) for detail in details]
        known = [share for share in found if share is not None]
        for signed in (
            [number * (sign or entry_sign) for number, sign in known],
            [number * entry_sign for number, _sign in known],
        ):
            if len(known) == len(details) and sum(signed) == amount:
                return signed, amount
            total = sum(signed, Decimal(0)) if known and total is None else total
    return None, total


def _share(detail: Record, paths: Sequence[str], currency: str) -> tuple[Decimal, int | None] | None:
    for path in paths:
        amount = detail.amount(path, currency)
        if amount is not None and amount[1] == currency:
            return amount[0], SIGNS.get(detail.get(codes.DETAIL + "CdtDbtInd"))
    return None


def original_amount(sources: Sequence[Source], currency: str) -> dict[str, Any]:
    """The amount in the currency the payment was made in, if that is not ``currency``, and the rate applied."""
    for record, paths in sources:
        for money in paths.originals:
            if record.get(money.currency) in ("", currency):
                continue
            amount = record.amount(money.amount)
            if amount is None:
                continue
            record.take(money.amount)
            record.take(money.currency)
            fields = {"original_amount": abs(amount[0]), "original_currency": amount[1]}
            rate = _exchange_rate(record, money, sources)
            return fields if rate is None else fields | {"exchange_rate": rate}
    return {}


def _exchange_rate(beside: Record, money: codes.MoneyPaths, sources: Sequence[Source]) -> Decimal | None:
    """The rate beside the original amount, else the first one that is given and can be read."""
    places = [(beside, money.rate), *((record, other.rate) for record, paths in sources for other in paths.originals)]
    for record, path in places:
        try:
            rate = decimal_of(record.get(path))
        except ValueError:
            continue  # not there, or no number: nothing is booked by it, and it stays with the transaction
        record.take(path)
        return rate
    return None


def charges(sources: Sequence[Source], currency: str) -> Decimal | None:
    """What the bank kept back from the movement: positive is a cost, None when it says nothing.

    Charges in another currency and charges not included in the amount (booked apart) do not count. All of them stay
    with the transaction as the file has them.
    """
    for record, paths in sources:
        if record.get(*paths.charge_amounts):
            cost = _sum_of_charges(record, paths, currency)
        else:
            total = record.amount(paths.total_charges, currency)
            cost = total[0] if total is not None and total[1] == currency else None
        if cost is not None:
            return cost
    return None


def _sum_of_charges(record: Record, paths: codes.LevelPaths, currency: str) -> Decimal | None:
    costs = [
        -SIGNS.get(charge.get("CdtDbtInd", ""), -1) * record.decimal(paths.charge_amounts[0], charge["Amt"])
        for charge in _charge_groups(record, paths.charges)
        if charge.get("Amt/@Ccy", currency) == currency and charge.get("ChrgInclInd") not in ("false", "0")
    ]
    return sum(costs, Decimal(0)) if costs else None


def _charge_groups(record: Record, prefix: str) -> list[dict[str, str]]:
    """One dictionary a charge, named as in version .001.02: the standard puts its amount first."""
    groups: list[dict[str, str]] = []
    for path, text in record.pairs:
        if path.startswith(prefix):
            name = path.removeprefix(prefix).removeprefix("Rcrd/")
            if name == "Amt":
                groups.append({})
            if groups:
                groups[-1][name] = text
    return groups
