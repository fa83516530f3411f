"""Code lists of CAMT messages: which paths hold a field, which codes mean what. Data only.

Source: ISO 20022 message definition reports of camt.052, .053 and .054 (versions .001.01 to .001.14) and the external
code sets BalanceType, EntryStatus and BankTransaction. Where versions differ, the paths of all stand side by side, the
newest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DETAIL = "NtryDtls/TxDtls/"

_ACCOUNT_IDS = ("IBAN", "Othr/Id", "BBAN", "UPIC", "PrtryAcct/Id")
_INSTITUTION_IDS = ("BICFI", "BIC", "CmbndId/BIC")

ACCOUNT_NUMBERS = (*(f"Acct/Id/{path}" for path in _ACCOUNT_IDS), "Acct/Prxy/Id")
OWNER_NAMES = ("Acct/Ownr/Nm", "Acct/Ownr/Pty/Nm")
BANK_BICS = tuple(f"Acct/Svcr/FinInstnId/{path}" for path in _INSTITUTION_IDS)
BALANCE_CODES = ("Bal/Tp/CdOrPrtry/Cd", "Bal/Tp/CdOrPrtry/Prtry", "Bal/Tp/Cd", "Bal/Tp/Prtry")
BATCH_IDS = ("NtryDtls/Btch/PmtInfId", "Btch/PmtInfId", "NtryDtls/Btch/MsgId", "Btch/MsgId")


@dataclass(frozen=True, slots=True)
class BalanceKinds:
    """Balance codes that say where a statement starts or ends, the best first.

    :param is_last: of several, the one of the last day counts
    """

    codes: tuple[str, ...]
    is_last: bool


OPENING = BalanceKinds(("OPBD", "PRCD", "OPAV"), is_last=False)
CLOSING = BalanceKinds(("CLBD", "CLAV"), is_last=True)
AVAILABLE_BALANCES = frozenset(("OPAV", "CLAV"))
"""What the bank lets the owner use, pending amounts included: only taken when it reports no booked balance."""

INTERMEDIATE = "INTM"
"""Subtype of the balance at a page break: not where the statement starts or ends."""

BOOKED_STATUS = "BOOK"
PENDING_STATUSES = frozenset(("PDNG", "INFO", "FUTR"))

DIRECT_DEBIT_FAMILIES = frozenset(("IDDT", "RDDT"))
"""Issued and received direct debits."""

DIRECT_DEBIT_PREFIX = "NDDT"
"""Proprietary codes that carry on the SWIFT transaction type begin with it (``NDDT+105``)."""

PLACEHOLDERS = frozenset(("NOTPROVIDED", "NOT PROVIDED", "NOTAVAILABLE", "NONREF"))
"""What stands in an id that must be there and that nobody gave."""

REFERENCES = {
    "end_to_end_id": DETAIL + "Refs/EndToEndId",
    "transaction_id": DETAIL + "Refs/TxId",
    "instruction_id": DETAIL + "Refs/InstrId",
    "mandate_id": DETAIL + "Refs/MndtId",
    "check_number": DETAIL + "Refs/ChqNb",
}
"""Field of a transaction -> where a detail gives it."""

STRUCTURED_REFERENCES = (DETAIL + "RmtInf/Strd/CdtrRefInf/Ref", DETAIL + "RmtInf/Strd/CdtrRefInf/CdtrRef")

REMITTANCE_LINES = (
    DETAIL + "RmtInf/Ustrd",
    DETAIL + "RmtInf/Strd/RfrdDocInf/Nb",
    DETAIL + "RmtInf/Strd/RfrdDocInf/RfrdDocNb",
)

REMITTANCE_NOTE = DETAIL + "RmtInf/Strd/AddtlRmtInf"

PROCESSING_MARKS = ("?REJECT?", "?ERROR?")
"""How Swiss banks begin a note that only says how the payment slip was read."""

RETURN_REASONS = (DETAIL + "RtrInf/Rsn/Cd", DETAIL + "RtrInf/Rsn/Prtry")

ADDITIONAL_INFORMATION = (DETAIL + "AddtlTxInf", DETAIL + "RtrInf/AddtlInf")

DETAIL_AMOUNTS = tuple(
    DETAIL + path for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt", "AmtDtls/CntrValAmt/Amt")
)
"""Where a detail may say its share of the entry, the most telling first."""

RELATED_DATES = tuple(DETAIL + "RltdDts/" + name for name in ("IntrBkSttlmDt", "AccptncDtTm", "TxDtTm"))
"""Days of a detail that stand in for the booking date of an entry that has none, the nearest to it first."""

ADDRESS_ROWS = (
    ("Dept",),
    ("SubDept",),
    ("CareOf",),
    ("BldgNm",),
    ("StrtNm", "BldgNb", "UnitNb", "Flr", "Room"),
    ("PstBx",),
    ("PstCd", "TwnNm"),
    ("TwnLctnNm",),
    ("DstrctNm",),
    ("CtrySubDvsn",),
    ("Ctry",),
)
"""Parts of a structured postal address that stand together, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class AddressPaths:
    """Where a postal address is: free lines, or parts in rows.

    :param rows: path -> number of its row, in the order in which they are written
    """

    lines: str
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PartyPaths:
    """Where one side of a payment is described; later versions put it one level deeper (Pty)."""

    names: tuple[str, ...]
    accounts: tuple[str, ...]
    bics: tuple[str, ...]
    addresses: tuple[AddressPaths, ...]
    ultimates: tuple[str, ...]


def _address(party: str) -> AddressPaths:
    prefix = party + "/PstlAdr/"
    rows = {prefix + part: number for number, row in enumerate(ADDRESS_ROWS) for part in row}
    return AddressPaths(prefix + "AdrLine", rows)


def _party(role: str, ultimate: str) -> PartyPaths:
    parties, agent = DETAIL + "RltdPties/", f"{DETAIL}RltdAgts/{role}Agt/FinInstnId/"
    return PartyPaths(
        names=tuple(parties + role + path for path in ("/Pty/Nm", "/Nm", "/Agt/FinInstnId/Nm")),
        accounts=tuple(f"{parties}{role}Acct/Id/{path}" for path in _ACCOUNT_IDS),
        bics=tuple(agent + path for path in _INSTITUTION_IDS),
        addresses=tuple(_address(parties + role + path) for path in ("/Pty", "")),
        ultimates=tuple(parties + ultimate + path for path in ("/Pty/Nm", "/Nm")),
    )


DEBTOR = _party("Dbtr", "UltmtDbtr")
CREDITOR = _party("Cdtr", "UltmtCdtr")


@dataclass(frozen=True, slots=True)
class MoneyPaths:
    """Where an amount, its currency and the exchange rate to it stand."""

    amount: str
    currency: str
    rate: str


@dataclass(frozen=True, slots=True)
class LevelPaths:
    """Where the fields stand that both an entry and its details may have.

    :param originals: amounts that may be in another currency than the movement, the one the payer ordered first
    :param charges: what the paths of charges begin with
    :param charge_amounts: amount of a single charge, before and since version .001.04
    """

    family: str
    domain_code: tuple[str, ...]
    proprietary_code: str
    originals: tuple[MoneyPaths, ...]
    charges: str
    charge_amounts: tuple[str, ...]
    total_charges: str
    servicer_reference: str


def _level(prefix: str, references: str) -> LevelPaths:
    domain, charges = prefix + "BkTxCd/Domn/", prefix + "Chrgs/"
    blocks = [f"{prefix}AmtDtls/{block}/" for block in ("InstdAmt", "TxAmt", "CntrValAmt")]
    originals = [MoneyPaths(f"{it}Amt", f"{it}Amt/@Ccy", f"{it}CcyXchg/XchgRate") for it in blocks]
    if prefix:  # an entry's own amount is what was booked; a detail's may be what was ordered
        originals.append(MoneyPaths(f"{prefix}Amt", f"{prefix}Amt/@Ccy", f"{blocks[-1]}CcyXchg/XchgRate"))
    return LevelPaths(
        family=domain + "Fmly/Cd",
        domain_code=(domain + "Cd", domain + "Fmly/Cd", domain + "Fmly/SubFmlyCd"),
        proprietary_code=prefix + "BkTxCd/Prtry/Cd",
        originals=tuple(originals),
        charges=charges,
        charge_amounts=(charges + "Amt", charges + "Rcrd/Amt"),
        total_charges=charges + "TtlChrgsAndTaxAmt",
        servicer_reference=prefix + references + "AcctSvcrRef",
    )


AT_ENTRY = _level("", "")
AT_DETAIL = _level(DETAIL, "Refs/")
