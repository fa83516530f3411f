"""What the tests of the formats share: small CAMT files made of parts, and records as plain data."""

import dataclasses
import datetime
from decimal import Decimal
from pathlib import Path

from ..formats import ParseWarning

DATA = Path(__file__).parent / "data" / "formats"

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
ACCOUNT = "<Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>"
ENTRY = (
    '<Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-15</Dt></BookgDt>'
    "<AcctSvcrRef>REF1</AcctSvcrRef>"
)


def camt053(*entries, account=ACCOUNT, header="", namespace=NAMESPACE):
    """A CAMT.053 file: each line of it is one element, so that the line of an error means something."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<Document xmlns="{namespace}"><BkToCstmrStmt>' if namespace else "<Document><BkToCstmrStmt>",
        "<Stmt><Id>STMT-1</Id>",
        account,
        header,
        *(f"<Ntry>{entry}</Ntry>" for entry in entries),
        "</Stmt>",
        "</BkToCstmrStmt></Document>",
    ]
    return "\n".join(lines).encode()


def balance(code, amount, sign="CRDT", date="2026-01-15", currency="EUR"):
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount}</Amt>'
        f"<CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{date}</Dt></Dt></Bal>"
    )


def plain(record):
    """A parsed record as it stands in the expected files: fields that are not empty, figures and dates as text."""
    if isinstance(record, Decimal | datetime.date):
        return str(record)
    if isinstance(record, ParseWarning):
        return {"code": record.code, **dict(record.values)}
    if dataclasses.is_dataclass(record):
        fields = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
        raw = fields.pop("raw", ())
        empty = {field.name: field.default for field in dataclasses.fields(record)}
        found = {name: plain(value) for name, value in fields.items() if value != empty[name]}
        return found | ({"raw": [f"{path}: {text}" for path, text in raw]} if raw else {})
    if isinstance(record, tuple | list):
        return [plain(value) for value in record]
    return record
