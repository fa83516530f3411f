"""Code lists of OFX: which elements hold others, which paths hold a field. Data only.

Source: OFX Banking Specification 2.3.
"""

from __future__ import annotations

STATEMENTS = {"STMTRS": "BANKTRANLIST", "CCSTMTRS": "BANKTRANLIST", "INVSTMTRS": "INVTRANLIST"}
"""Aggregate that is one account's statement -> its list of transactions."""

PENDING_LIST = "BANKTRANLISTP"
LISTS = frozenset((*STATEMENTS.values(), PENDING_LIST))
STATEMENT_PARTS = LISTS | {
    *("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM", "LEDGERBAL", "AVAILBAL", "BALLIST", "INVBAL", "INVPOSLIST")
}
"""Aggregates that stand beside each other in a statement, never in each other."""

PENDING_TRANSACTIONS = frozenset(("STMTTRNP",))
TRANSACTIONS = frozenset(("STMTTRN", *PENDING_TRANSACTIONS))
CASH_LINE = "INVBANKTRAN"

AGGREGATES = frozenset(
    (
        *STATEMENTS,
        *TRANSACTIONS,
        *("OFX", "SIGNONMSGSRSV1", "SIGNONMSGSRSV2", "SONRS", "STATUS", "FI", "PROFMSGSRSV1", "SIGNUPMSGSRSV1"),
        *("BANKMSGSRSV1", "STMTTRNRS", "BANKACCTFROM", "BANKACCTTO", "BANKTRANLIST", PENDING_LIST),
        *("CREDITCARDMSGSRSV1", "CCSTMTTRNRS", "CCACCTFROM", "CCACCTTO", "LEDGERBAL", "AVAILBAL", "BALLIST", "BAL"),
        *("INVSTMTMSGSRSV1", "INVSTMTTRNRS", "INVACCTFROM", "INVTRANLIST", CASH_LINE, "INVBAL", "INVPOSLIST"),
        *("PAYEE", "CURRENCY", "ORIGCURRENCY", "IMAGEDATA", "SECLISTMSGSRSV1", "SECLIST"),
    )
)
"""Elements that hold others, and never text."""

LEAVES = frozenset(
    (
        *("CODE", "SEVERITY", "MESSAGE", "DTSERVER", "LANGUAGE", "ORG", "FID", "TRNUID", "CLTCOOKIE", "CURDEF"),
        *("BANKID", "BRANCHID", "ACCTID", "ACCTTYPE", "ACCTKEY", "BROKERID", "DTSTART", "DTEND", "DTASOF", "BALAMT"),
        *("TRNTYPE", "DTPOSTED", "DTUSER", "DTAVAIL", "VALUEDATE", "TRNAMT", "FITID", "CORRECTFITID", "CORRECTACTION"),
        *("SRVRTID", "CHECKNUM", "REFNUM", "SIC", "PAYEEID", "NAME", "EXTDNAME", "MEMO", "MEMO2", "INV401KSOURCE"),
        *("ADDR1", "ADDR2", "ADDR3", "CITY", "STATE", "POSTALCODE", "COUNTRY", "PHONE", "CURRATE", "CURSYM"),
        *("MKTGINFO", "CATEGORY", "ACCTBAL", "TRANSACTIONSPLIT", "SUBACCTFUND", "DTTRADE", "DTSETTLE", "UNITS"),
    )
)
"""Elements that hold text only: when empty they end at once, with or without an end tag."""

ACCOUNT_PATHS = {
    "STMTRS": "BANKACCTFROM/ACCTID",
    "CCSTMTRS": "CCACCTFROM/ACCTID",
    "INVSTMTRS": "INVACCTFROM/ACCTID",
}
"""Kind of statement -> where its account number belongs; some banks write another kind's element."""

ACCOUNT_NUMBERS = tuple(ACCOUNT_PATHS.values())

BALANCES = ("LEDGERBAL", "AVAILBAL")
CLOSING_BALANCE = "LEDGERBAL"

COUNTERPARTY_NAMES = ("NAME", "PAYEE/NAME")
COUNTERPARTY_ACCOUNTS = ("BANKACCTTO/ACCTID", "CCACCTTO/ACCTID")
REMITTANCE_LINES = ("EXTDNAME", "MEMO", "MEMO2")
ADDRESS = (
    "PAYEE/ADDR1",
    "PAYEE/ADDR2",
    "PAYEE/ADDR3",
    "PAYEE/POSTALCODE",
    "PAYEE/CITY",
    "PAYEE/STATE",
    "PAYEE/COUNTRY",
)

VALUE_DATES = ("DTAVAIL", "VALUEDATE")
"""The second one is not in the standard; Australian banks write it."""

DIRECT_DEBIT_TYPES = frozenset(("DIRECTDEBIT",))
CORRECTION = "CORRECTFITID"

ERROR_SEVERITY = "ERROR"
