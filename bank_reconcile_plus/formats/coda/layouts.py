"""Records, columns and structured communications of CODA. Data only.

Source: Febelfin, Standard CODA 2.6, chapter 6 (records) and enclosures II and III (codes, structured communications).
"""

from __future__ import annotations

from ..fixed import Layout

WIDTH = 128
DECIMALS = 3
ORDER = "DMY"

HEADER = Layout(
    "0",
    creation_date=(6, 11),
    bank_number=(12, 14),
    application=(15, 16),
    duplicate=(17, 17),
    file_reference=(25, 34),
    addressee=(35, 60),
    bic=(61, 71),
    holder_number=(72, 82),
    separate_application=(84, 88),
    transaction_reference=(89, 104),
    related_reference=(105, 120),
    version=(128, 128),
)
OLD_BALANCE = Layout(
    "1",
    structure=(2, 2),
    paper_number=(3, 5),
    account=(6, 42),
    sign=(43, 43),
    balance=(44, 58),
    date=(59, 64),
    holder=(65, 90),
    description=(91, 125),
    coded_number=(126, 128),
)
MOVEMENT = Layout(
    "21",
    sequence=(3, 6),
    detail=(7, 10),
    bank_reference=(11, 31),
    sign=(32, 32),
    amount=(33, 47),
    value_date=(48, 53),
    transaction_code=(54, 61),
    communication_type=(62, 62),
    communication=(63, 115),
    entry_date=(116, 121),
    paper_number=(122, 124),
    globalisation=(125, 125),
)
MOVEMENT_2 = Layout(
    "22",
    sequence=(3, 6),
    detail=(7, 10),
    communication=(11, 63),
    customer_reference=(64, 98),
    bic=(99, 109),
    return_type=(113, 113),
    return_reason=(114, 117),
    category_purpose=(118, 121),
    purpose=(122, 125),
)
MOVEMENT_3 = Layout("23", sequence=(3, 6), detail=(7, 10), account=(11, 47), name=(48, 82), communication=(83, 125))
MOVEMENT_3_VERSION_1 = Layout(
    "23", sequence=(3, 6), detail=(7, 10), account=(11, 47), name=(48, 73), street=(74, 99), locality=(100, 125)
)
INFORMATION = Layout(
    "31",
    sequence=(3, 6),
    detail=(7, 10),
    bank_reference=(11, 31),
    transaction_code=(32, 39),
    communication_type=(40, 40),
    communication=(41, 113),
)
INFORMATION_2 = Layout("32", sequence=(3, 6), detail=(7, 10), communication=(11, 115))
INFORMATION_3 = Layout("33", sequence=(3, 6), detail=(7, 10), communication=(11, 100))
FREE_COMMUNICATION = Layout("4", sequence=(3, 6), detail=(7, 10), text=(33, 112))
NEW_BALANCE = Layout("8", paper_number=(2, 4), account=(5, 41), sign=(42, 42), balance=(43, 57), date=(58, 63))
TRAILER = Layout("9", records=(17, 22), debit=(23, 37), credit=(38, 52), last_file=(128, 128))

STRUCTURED = "1"
SIGNS = {"0": 1, "1": -1}
"""Credit and debit."""

NATIONAL_STRUCTURE = "0"
"""Account structure of the Belgian number of twelve digits; all others have 34 characters and the currency."""

DIRECT_DEBIT_FAMILY = "05"
CHEQUE_FAMILIES = frozenset(("03", "43"))
CORRECTIONS = frozenset(("49", "99"))
"""Transaction within any family that cancels or corrects an earlier one."""

_CARD = (("card_scheme", 1), ("terminal_number", 6))
_MOMENT = (("transaction_date", 6), ("transaction_time", 4))
_TERMINAL = (("text", 16), ("text", 10))

MOVEMENT_COMMUNICATIONS: dict[str, tuple[tuple[str, int], ...]] = {
    "100": (("structured_reference", 21),),
    "101": (("structured_reference", 12),),
    "102": (("structured_reference", 12),),
    "103": (("number", 12),),
    "105": (
        ("gross_amount", 15),
        ("original_amount", 15),
        ("exchange_rate", 12),
        ("original_currency", 3),
        ("structured_reference", 12),
        ("country", 2),
        ("equivalent_in_eur", 15),
    ),
    "106": (
        ("equivalent", 15),
        ("basic_amount", 15),
        ("percent", 12),
        ("minimum", 1),
        ("equivalent_in_eur", 15),
    ),
    "107": (
        ("mandate_id", 12),
        ("settlement_date", 6),
        *[("text", 15)] * 3,
        ("paid_or_reason", 1),
        ("creditor_id", 11),
    ),
    "108": (
        ("equivalent", 15),
        ("interest_basis", 15),
        ("interest_rate", 12),
        ("period_start", 6),
        ("period_end", 6),
    ),
    "111": (
        *_CARD,
        ("period", 3),
        ("first_number", 6),
        ("first_date", 6),
        ("last_number", 6),
        ("last_date", 6),
        ("transaction_type", 1),
        *_TERMINAL,
    ),
    "113": (
        ("card_number", 16),
        *_CARD,
        ("sequence_number", 6),
        *_MOMENT,
        ("transaction_type", 1),
        *_TERMINAL,
        ("original_amount", 15),
        ("exchange_rate", 12),
        ("original_currency", 3),
        ("volume", 5),
        ("product", 2),
        ("unit_price", 5),
    ),
    "114": (
        *_CARD,
        ("period", 3),
        ("sequence_number", 6),
        *_MOMENT,
        ("transaction_type", 1),
        *_TERMINAL,
        ("transaction_id", 16),
    ),
    "115": (
        ("card_number", 16),
        *_CARD,
        ("sequence_number", 6),
        *_MOMENT,
        ("validation_number", 6),
        ("deposited_amount", 15),
        ("conformity", 1),
        *_TERMINAL,
        ("text", 12),
    ),
    "121": (
        ("bill_amount", 15),
        ("maturity_date", 6),
        ("conventional_maturity_date", 6),
        ("issue_date", 6),
        ("company_number", 11),
        ("currency", 3),
        ("blank", 3),
        ("transaction_id", 13),
        ("bill_exchange_rate", 12),
    ),
    "122": (
        ("days", 4),
        ("interest_rate", 12),
        ("basic_amount", 15),
        ("minimum", 1),
        ("transaction_id", 13),
        ("maturity_date", 6),
    ),
    "123": (
        ("start_date", 6),
        ("maturity_date", 6),
        ("basic_amount", 15),
        ("percentage", 12),
        ("days", 4),
        ("minimum", 1),
        ("transaction_id", 13),
    ),
    "127": (
        ("settlement_date", 6),
        ("direct_debit_type", 1),
        ("direct_debit_scheme", 1),
        ("paid_or_reason", 1),
        ("creditor_id", 35),
        ("mandate_id", 35),
        ("text", 62),
        ("return_type", 1),
        ("return_reason", 4),
    ),
}
"""Kind of structured communication of a movement -> its parts with their widths.

``text`` is what the other party or the terminal says; what has the name of a field of a transaction becomes that; all
others are kept as they are. Kinds that are not here are kept as one text.
"""

INFORMATION_COMMUNICATIONS: dict[str, tuple[tuple[str, int], ...]] = {
    "001": (("counterparty_name", 70), ("counterparty_address", 35), ("counterparty_address", 35), ("party_id", 35)),
    "008": (("ultimate_party_name", 70), ("ultimate_party_id", 35)),
    "009": (("ultimate_party_name", 70), ("ultimate_party_id", 35)),
}
"""The same for information records; what is not here is further text about the movement."""
