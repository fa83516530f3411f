"""How fast statement files are read, and in how much memory: a CAMT.053 or other file is made in memory and parsed.

    python benchmarks/parse_speed.py [--entries 20000] [--kind everyday|full|batch|ofx|coda|...] [--repeat 3] [--json]

Kinds of CAMT: ``everyday`` is what a bank sends for a credit transfer, indented, 1.6 kB an entry; ``full`` fills
almost every field of version 08, 2.4 kB; ``batch`` is one entry with that many details. The other kinds are other
formats. Needs lxml only, not Odoo. Memory is the peak of the whole process, the file itself included; entries a second
are by the clock and by the processor, the best of the repetitions.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import sys
import time
import types
from pathlib import Path

from statement_files import KINDS

ADDON = Path(__file__).resolve().parent.parent / "bank_reconcile_plus"
ACCOUNT = "DE89370400440532013000"

# Element names at the depth at which they stand; a name with a value is a leaf. {n} is the entry's number.
EVERYDAY_DETAIL = """
Refs
 EndToEndId=E2E-{n:010}
RltdPties
 Dbtr
  Nm=Customer {n} B.V.
 DbtrAcct
  Id
   IBAN=NL00BANK{n:010}
  Ccy=EUR
RltdAgts
 DbtrAgt
  FinInstnId
   BIC=ABNANL2A
RmtInf
 Ustrd=Invoice INV/2026/{n:05} customer {n}
RltdDts
 TxDtTm=2026-01-14T00:00:00
"""
FULL_DETAIL = """
Refs
 AcctSvcrRef=BANK-{n:010}
 PmtInfId=BATCH-{n}
 EndToEndId=E2E-{n:010}
 TxId=TX-{n:010}
Amt=100.25
CdtDbtInd=CRDT
AmtDtls
 InstdAmt
  Amt=100.25
 TxAmt
  Amt=100.25
RltdPties
 Dbtr
  Pty
   Nm=Customer {n} GmbH
   PstlAdr
    StrtNm=Hauptstraße
    BldgNb={n}
    PstCd=10115
    TwnNm=Berlin
    Ctry=DE
 DbtrAcct
  Id
   IBAN=DE00BANK{n:012}
 UltmtDbtr
  Pty
   Nm=Holding {n}
 Cdtr
  Pty
   Nm=Our Company AG
 CdtrAcct
  Id
   IBAN=DE89370400440532013000
RltdAgts
 DbtrAgt
  FinInstnId
   BICFI=COBADEFFXXX
Purp
 Cd=SUPP
RmtInf
 Ustrd=Invoice INV/2026/{n:05}
 Ustrd=customer {n}
"""
ENTRY = """
NtryRef={n:012}
Amt=100.25
CdtDbtInd=CRDT
Sts
 Cd=BOOK
BookgDt
 Dt=2026-01-15
ValDt
 Dt=2026-01-15
AcctSvcrRef=BANK-{n:010}
BkTxCd
 Domn
  Cd=PMNT
  Fmly
   Cd=RCDT
   SubFmlyCd=ESCT
 Prtry
  Cd=00100
  Issr=Bank
"""


def xml(outline: str, margin: int) -> str:
    """An outline as indented XML."""
    lines: list[str] = []
    open_names: list[str] = []
    for line in outline.strip().splitlines():
        name, _equals, value = line.strip().partition("=")
        while len(open_names) > len(line) - len(line.lstrip()):
            lines.append(f"{' ' * (margin + 2 * len(open_names) - 2)}</{open_names.pop()}>")
        attribute = ' Ccy="EUR"' if name == "Amt" else ""
        start = f"{' ' * (margin + 2 * len(open_names))}<{name}{attribute}>"
        lines.append(f"{start}{value}</{name}>" if value else start)
        if not value:
            open_names.append(name)
    while open_names:
        lines.append(f"{' ' * (margin + 2 * len(open_names) - 2)}</{open_names.pop()}>")
    return "\n".join(lines) + "\n"


def statement(entries: int, kind: str) -> bytes:
    """A CAMT.053 file with that many movements of 100.25."""
    details = FULL_DETAIL if kind == "full" else EVERYDAY_DETAIL
    detail = f"        <TxDtls>\n{xml(details, 10)}        </TxDtls>\n"
    entry = xml(ENTRY, 6)
    if kind == "batch":
        share = detail.replace("</TxDtls>", '<Amt Ccy="EUR">100.25</Amt></TxDtls>')
        shares = "".join(share.format(n=number) for number in range(entries))
        total = entry.replace("100.25", str(100 * entries + entries // 4)).format(n=1)
        body = f"    <Ntry>\n{total}      <NtryDtls>\n{shares}      </NtryDtls>\n    </Ntry>\n"
    else:
        template = f"    <Ntry>\n{entry}      <NtryDtls>\n{detail}      </NtryDtls>\n    </Ntry>\n"
        body = "".join(template.format(n=number) for number in range(entries))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">\n<BkToCstmrStmt>\n  <Stmt>\n    <Id>S</Id>\n'
        f"    <Acct><Id><IBAN>{ACCOUNT}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n{body}"
        "  </Stmt>\n</BkToCstmrStmt>\n</Document>\n"
    ).encode()


def measure(entries: int, kind: str, repeat: int) -> dict:
    """Parse such a file ``repeat`` times; figures as described above."""
    package = types.ModuleType("bank_reconcile_plus")
    package.__path__ = [str(ADDON)]
    sys.modules["bank_reconcile_plus"] = package
    formats = importlib.import_module("bank_reconcile_plus.formats")
    content = KINDS[kind](entries) if kind in KINDS else statement(entries, kind)
    clock, processor = [], []
    for _run in range(repeat):
        start = time.perf_counter(), time.process_time()
        (parsed,) = formats.parse(content)
        clock.append(time.perf_counter() - start[0])
        processor.append(time.process_time() - start[1])
        if len(parsed.transactions) != entries or parsed.warnings:
            raise SystemExit(
                f"{len(parsed.transactions)} transactions were read instead of {entries}: {parsed.warnings}"
            )
        del parsed
    return {
        "kind": kind,
        "entries": entries,
        "megabytes": round(len(content) / 1e6, 1),
        "entries_a_second": round(entries / min(clock)),
        "entries_a_processor_second": round(entries / min(processor)),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=20_000, help="a multiple of 4 (default 20000)")
    parser.add_argument("--kind", choices=("everyday", "full", "batch", *KINDS), default="everyday")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="for machines")
    arguments = parser.parse_args()
    figures = measure(arguments.entries, arguments.kind, arguments.repeat)
    if arguments.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):28}{value:>12}")


if __name__ == "__main__":
    main()
