"""The October statement as camt.053.001.08, the way a Dutch bank delivers it.

Source: ISO 20022 BankToCustomerStatementV08; element order is the schema's. Movements that share a batch stand in one
entry, split in its details; our own collection is one entry the bank does not split.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import groupby
from xml.etree import ElementTree

from .identifiers import BANKS
from .parties import COMPANY_NAME
from .records import BankLine, Books

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
CREDITOR_ID = "NL73ZZZ612345670000"
# our word -> ISO 20022 bank transaction code (domain, family, sub-family)
CODES = {
    "transfer_in": ("PMNT", "RCDT", "ESCT"),
    "foreign_in": ("PMNT", "RCDT", "XBCT"),
    "transfer_out": ("PMNT", "ICDT", "ESCT"),
    "foreign_out": ("PMNT", "ICDT", "XBCT"),
    "own_transfer": ("PMNT", "ICDT", "BOOK"),
    "salary": ("PMNT", "ICDT", "SALA"),
    "debited": ("PMNT", "RDDT", "ESDD"),
    "collection": ("PMNT", "IDDT", "ESDD"),
    "returned_debit": ("PMNT", "IDDT", "UPDD"),
    "card": ("PMNT", "CCRD", "POSD"),
    "check": ("PMNT", "ICHQ", "CCHQ"),
    "charges": ("ACMT", "MDOP", "CHRG"),
}
# The bank tells of these in the entry's additional information, without remittance information.
IN_ADDITIONAL_INFORMATION = ("card", "charges")
OPENING_DAY, CLOSING_DAY = datetime.date(2026, 9, 30), datetime.date(2026, 10, 31)
CREATED = "2026-11-02T06:14:09+01:00"


def statement_file(books: Books) -> bytes:
    ElementTree.register_namespace("", NAMESPACE)
    document = ElementTree.Element(f"{{{NAMESPACE}}}Document")
    root = _add(document, "BkToCstmrStmt")
    header = _add(root, "GrpHdr")
    _add(header, "MsgId", "NZB-20261102-0000418827")
    _add(header, "CreDtTm", CREATED)
    statement = _add(root, "Stmt")
    _add(statement, "Id", "NZB-STMT-2026-10")
    _add(statement, "ElctrncSeqNb", "10")
    _add(statement, "LglSeqNb", "10")
    _add(statement, "CreDtTm", CREATED)
    period = _add(statement, "FrToDt")
    _add(period, "FrDtTm", "2026-10-01T00:00:00+02:00")
    _add(period, "ToDtTm", "2026-10-31T23:59:59+01:00")
    _account(statement, books)
    _balance(statement, "OPBD", books.opening_balance, OPENING_DAY)
    _balance(statement, "CLBD", books.closing_balance, CLOSING_DAY)
    entries = [list(lines) for _key, lines in groupby(books.lines, lambda line: line.batch or line.bank_reference)]
    _summary(statement, entries)
    for number, lines in enumerate(entries, start=1):
        _entry(statement, number, lines)
    ElementTree.indent(document)
    return ElementTree.tostring(document, encoding="UTF-8", xml_declaration=True) + b"\n"


def _add(parent: ElementTree.Element, path: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    """Add the elements of a path one in another, the text in the last."""
    for tag in path.split("/"):
        parent = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    parent.text = text
    parent.attrib.update(attributes)
    return parent


def _amount(parent: ElementTree.Element, tag: str, amount: Decimal, currency: str = "EUR") -> None:
    _add(parent, tag, f"{abs(amount):.2f}", Ccy=currency)


def _sign(amount: Decimal) -> str:
    return "CRDT" if amount >= 0 else "DBIT"


def _account(statement: ElementTree.Element, books: Books) -> None:
    account = _add(statement, "Acct")
    _add(account, "Id/IBAN", books.accounts["current"])
    _add(account, "Ccy", "EUR")
    _add(account, "Nm", "Zakelijke rekening")
    _add(account, "Ownr/Nm", COMPANY_NAME)
    _add(account, "Svcr/FinInstnId/BICFI", BANKS["NL"][1])


def _balance(statement: ElementTree.Element, code: str, amount: Decimal, day: datetime.date) -> None:
    balance = _add(statement, "Bal")
    _add(balance, "Tp/CdOrPrtry/Cd", code)
    _amount(balance, "Amt", amount)
    _add(balance, "CdtDbtInd", _sign(amount))
    _add(balance, "Dt/Dt", day.isoformat())


def _summary(statement: ElementTree.Element, entries: list[list[BankLine]]) -> None:
    sums = [sum((line.amount for line in lines), Decimal(0)) for lines in entries]
    summary = _add(statement, "TxsSummry")
    net = sum(sums, Decimal(0))
    total = _add(summary, "TtlNtries")
    _add(total, "NbOfNtries", str(len(sums)))
    _add(total, "Sum", f"{sum(map(abs, sums), Decimal(0)):.2f}")
    _add(total, "TtlNetNtry/Amt", f"{abs(net):.2f}")
    _add(total[-1], "CdtDbtInd", _sign(net))
    for tag, part in (("TtlCdtNtries", [s for s in sums if s >= 0]), ("TtlDbtNtries", [s for s in sums if s < 0])):
        total = _add(summary, tag)
        _add(total, "NbOfNtries", str(len(part)))
        _add(total, "Sum", f"{abs(sum(part, Decimal(0))):.2f}")


def _entry(statement: ElementTree.Element, number: int, lines: list[BankLine]) -> None:
    first = lines[0]
    amount = sum((line.amount for line in lines), Decimal(0))
    entry = _add(statement, "Ntry")
    _add(entry, "NtryRef", f"{number:06d}")
    _amount(entry, "Amt", amount)
    _add(entry, "CdtDbtInd", _sign(amount))
    if first.reversal:
        _add(entry, "RvslInd", "true")
    _add(entry, "Sts/Cd", "BOOK")
    _add(entry, "BookgDt/Dt", first.date.isoformat())
    _add(entry, "ValDt/Dt", _value_date(first).isoformat())
    _add(entry, "AcctSvcrRef", first.bank_reference if len(lines) == 1 else f"{first.bank_reference}B")
    _bank_transaction_code(entry, first.code)
    details = _add(entry, "NtryDtls")
    if first.batch or first.code == "salary":
        batch = _add(details, "Btch")
        if first.batch:
            _add(batch, "PmtInfId", first.batch)
        _add(batch, "NbOfTxs", str(_transactions(lines)))
        _amount(batch, "TtlAmt", amount)
        _add(batch, "CdtDbtInd", _sign(amount))
    for line in lines:
        _details(details, line)
    if first.code in IN_ADDITIONAL_INFORMATION:
        _add(entry, "AddtlNtryInf", " ".join(first.text))


def _transactions(lines: list[BankLine]) -> int:
    """How many payments an entry sums up: its details, the items of a collection, or the month's five salaries."""
    if len(lines) > 1:
        return len(lines)
    return 5 if lines[0].code == "salary" else len(lines[0].settles)


def _value_date(line: BankLine) -> datetime.date:
    """Foreign payments and cards count from another day than they are booked."""
    shift = {"foreign_in": 1, "foreign_out": 0, "card": -1}.get(line.code, 0)
    return line.date + datetime.timedelta(days=shift)


def _bank_transaction_code(parent: ElementTree.Element, code: str) -> None:
    domain, family, sub_family = CODES[code]
    element = _add(parent, "BkTxCd/Domn")
    _add(element, "Cd", domain)
    _add(element, "Fmly/Cd", family)
    _add(element[-1], "SubFmlyCd", sub_family)


def _details(details: ElementTree.Element, line: BankLine) -> None:
    transaction = _add(details, "TxDtls")
    references = _add(transaction, "Refs")
    _add(references, "AcctSvcrRef", line.bank_reference)
    if line.batch:
        _add(references, "PmtInfId", line.batch)
    if line.code not in ("card", "charges", "check", "salary", "collection"):
        _add(references, "EndToEndId", line.end_to_end or "NOTPROVIDED")
    if line.mandate:
        _add(references, "MndtId", line.mandate)
    if line.check_number:
        _add(references, "ChqNb", line.check_number)
    _amount(transaction, "Amt", line.amount)
    _add(transaction, "CdtDbtInd", _sign(line.amount))
    _original_amount(transaction, line)
    _bank_transaction_code(transaction, line.code)
    if line.charges:
        record = _add(transaction, "Chrgs/Rcrd")
        _amount(record, "Amt", line.charges)
        _add(record, "CdtDbtInd", "DBIT")
        _add(record, "ChrgInclInd", "true")
    _parties(transaction, line)
    if line.code == "salary":
        _add(transaction, "Purp/Cd", "SALA")
    _remittance(transaction, line)
    if line.reversal:
        _add(transaction, "RtrInf/Rsn/Cd", "AM04")
        _add(transaction[-1], "AddtlInf", "Saldo ontoereikend")


def _original_amount(transaction: ElementTree.Element, line: BankLine) -> None:
    if not line.original:
        return
    currency, amount, rate = line.original
    amounts = _add(transaction, "AmtDtls")
    instructed = _add(amounts, "InstdAmt")
    _amount(instructed, "Amt", amount, currency)
    booked = _add(amounts, "TxAmt")
    _amount(booked, "Amt", line.amount)
    exchange = _add(booked, "CcyXchg")
    for tag, text in (("SrcCcy", "EUR"), ("TrgtCcy", currency), ("UnitCcy", "EUR"), ("XchgRate", f"{rate:.4f}")):
        _add(exchange, tag, text)


def _parties(transaction: ElementTree.Element, line: BankLine) -> None:
    if not (line.name or line.account):
        return
    role = "Dbtr" if (line.amount > 0) != line.reversal else "Cdtr"
    parties = _add(transaction, "RltdPties")
    if line.name:
        party = _add(parties, f"{role}/Pty")
        _add(party, "Nm", line.name)
        if line.party:
            address = _add(party, "PstlAdr")
            _add(address, "Ctry", line.party.country)
            _add(address, "AdrLine", line.party.street)
            _add(address, "AdrLine", f"{line.party.zip} {line.party.city}")
    if line.account:
        if line.account[:2].isalpha():
            _add(parties, f"{role}Acct/Id/IBAN", line.account)
        else:
            _add(parties, f"{role}Acct/Id/Othr/Id", line.account)
        _add(transaction, f"RltdAgts/{role}Agt/FinInstnId/BICFI", line.bic)


def _remittance(transaction: ElementTree.Element, line: BankLine) -> None:
    if line.code in IN_ADDITIONAL_INFORMATION or not (line.text or line.structured):
        return
    remittance = _add(transaction, "RmtInf")
    for text in line.text:
        _add(remittance, "Ustrd", text)
    if line.structured:
        reference = _add(remittance, "Strd/CdtrRefInf")
        kind = _add(reference, "Tp")
        _add(kind, "CdOrPrtry/Cd", "SCOR")
        _add(kind, "Issr", "ISO" if line.structured.startswith("RF") else "BBA")
        _add(reference, "Ref", line.structured.strip("+").replace("/", ""))
