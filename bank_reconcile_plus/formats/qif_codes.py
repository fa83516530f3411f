"""Sections and fields of QIF. Data only.

Source: Quicken Interchange Format (QIF) Files, the description Intuit published with Quicken.
"""

from __future__ import annotations

LISTS = frozenset(
    "cat class memorized security prices budget tag invitem template payee method project rules currency".split()
)
"""Sections that hold lists of the program, no movements."""

TRADES = frozenset(("invst", "port"))
"""Sections that hold trades in securities."""

DATE_ORDERS = {"MDY": "mdy", "DMY": "dmy", "YMD": "ymd"}
"""Option of the file -> order of its dates."""

AMERICAN_MARKS = frozenset("/'")
"""Between the parts of a date: month first, where nothing in the file says otherwise."""

OPENING_PAYEES = frozenset(
    (
        "opening balance", "starting balance", "beginning balance", "eröffnungssaldo", "anfangssaldo", "anfangsbestand",
        "solde initial", "solde d'ouverture", "saldo inicial", "saldo iniziale", "beginsaldo", "openingssaldo",
    )
)  # fmt: skip
"""Payee of the first record of an account, which is its opening balance and no movement."""

FIELDS = {
    "D": "date",
    "T": "amount",
    "U": "amount in full",
    "N": "number",
    "P": "payee",
    "M": "memo",
    "A": "address",
    "L": "category",
    "C": "cleared",
    "S": "split category",
    "E": "split memo",
    "$": "split amount",
    "%": "split percentage",
}
"""Letter at the start of a line -> what the field is, for paths; others keep their letter."""
