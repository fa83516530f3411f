"""Code lists of BAI2. Data only.

Source: BAI, Cash Management Balance Reporting Specifications, version 2, appendix A (uniform BAI balance reporting
codes), and the labels Citibank and Goldman Sachs put into the text of a transaction.
"""

from __future__ import annotations

FILE_HEADER, GROUP_HEADER, ACCOUNT, TRANSACTION = "01", "02", "03", "16"
CONTINUATION, ACCOUNT_TRAILER, GROUP_TRAILER, FILE_TRAILER = "88", "49", "98", "99"

VERSIONS = ("2", "3")

OPENING_BALANCE = "010"
"""Opening ledger."""

CLOSING_BALANCE = "015"
"""Closing ledger."""

TOTAL_CREDITS = "100"
TOTAL_DEBITS = "400"

STATUS_CODES = (range(1, 100), range(900, 920))
"""Codes of a balance."""

SIGNS = (
    (range(100, 400), 1),
    (range(400, 700), -1),
    (range(700, 760), 1),
    (range(760, 800), -1),
    (range(827, 828), 1),
    (range(828, 829), -1),
    (range(829, 830), 1),
    (range(920, 960), 1),
    (range(960, 1000), -1),
)
"""Type codes -> direction: 1 is a credit."""

MESSAGE_CODE = "890"
"""A transaction that only carries a message."""

FUNDS_FIELDS = {"V": 2, "S": 3}
"""Funds type -> how many fields follow it: value date and time; amounts available today, tomorrow and later."""

DISTRIBUTED_FUNDS = "D"
"""Funds type followed by a number of pairs, each of days and amount."""

CHECK_CODES = frozenset(("395", "475"))
DIRECT_DEBIT_CODES = frozenset(("155", "451", "455"))
REVERSAL_CODES = frozenset("252 255 257 258 261 266 395 552 555 557 558 561 566 694".split())
"""Reversals, rejects and items returned."""

LABELS: dict[str, tuple[str, int]] = {
    "EREF": ("end_to_end_id", 0),
    "CHKN": ("check_number", 0),
    "DBNM": ("counterparty_name", 1),
    "DACT": ("counterparty_account", 1),
    "DBIC": ("counterparty_bic", 1),
    "CRNM": ("counterparty_name", -1),
    "CACT": ("counterparty_account", -1),
    "CBIC": ("counterparty_bic", -1),
    "BO1": ("counterparty_name", 1),
    "BO": ("counterparty_account", 1),
    "BN1": ("counterparty_name", -1),
    "BN": ("counterparty_account", -1),
}
"""Label at the start of a line of text -> field of the transaction, and the direction in which it is the other side's
(0: both)."""

DECIMALS: dict[str, int] = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
"""Currency -> digits after the point (ISO 4217), where they are not two."""


def sign_of(type_code: str) -> int:
    """Direction of a type code: 1 in, -1 out, 0 when the code does not say.

    >>> sign_of("142"), sign_of("475"), sign_of("010")
    (1, -1, 0)
    """
    number = int(type_code)
    return next((sign for numbers, sign in SIGNS if number in numbers), 0)


def is_balance(type_code: str) -> bool:
    """Whether a type code is of a balance and not of a sum or a movement."""
    number = int(type_code)
    return any(number in numbers for numbers in STATUS_CODES)
