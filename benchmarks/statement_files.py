"""Statement files of any size for :mod:`parse_speed`, one function a format: bytes with that many movements of 100.25.

Each movement has what a bank sends for a credit transfer: ids, the other party, and a text.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

CENTS = 10025


def ofx(entries: int) -> bytes:
    """OFX 1, without end tags."""
    entry = (
        "<STMTTRN>\n<TRNTYPE>CREDIT\n<DTPOSTED>20260115120000[-5:EST]\n<TRNAMT>100.25\n<FITID>2026011500{n:010}\n"
        "<REFNUM>E2E-{n:010}\n<NAME>Customer {n} &amp; Co\n<MEMO>Invoice INV/2026/{n:05} customer {n}\n</STMTTRN>\n"
    )
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS>\n"
        "<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>12345678</BANKACCTFROM>\n<BANKTRANLIST><DTSTART>20260101\n"
        + "".join(entry.format(n=number) for number in range(entries))
        + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode()


def mt940(entries: int) -> bytes:
    """MT940 of a German bank, field 86 in numbered subfields."""
    entry = (
        ":61:2601150115C100,25NTRFNONREF//B{n:010}\r\n:86:166?00GUTSCHRIFT?109310?20EREF+E2E-{n:010}?21SVWZ+Invoice\r\n"
        "?22INV/2026/{n:05} customer {n}?30COBADEFFXXX?31DE00BANK{n:012}?32Customer {n} GmbH\r\n"
    )
    return (
        ":20:REF\r\n:25:NL91ABNA0417164300\r\n:28C:1/1\r\n:60F:C260101EUR0,\r\n"
        + "".join(entry.format(n=number) for number in range(entries))
        + f":62F:C260115EUR{entries * CENTS // 100},{entries * CENTS % 100:02}\r\n-\r\n"
    ).encode()


def mt940_slashes(entries: int) -> bytes:
    """MT940 of a Dutch bank, field 86 in words between slashes."""
    entry = (
        ":61:2601150115C100,25NTRFEREF//B{n:010}\r\n/TRCD/00100/\r\n:86:/EREF/E2E-{n:010}//CNTP/NL44RABO{n:010}/RABONL2U/"
        "CUSTOMER\r\n {n} BV///REMI/USTD//Invoice INV/2026/{n:05} customer {n}/\r\n"
    )
    return (
        "{1:F01X}{2:I940X}{4:\r\n:20:REF\r\n:25:NL91ABNA0417164300\r\n:28C:1/1\r\n:60F:C260101EUR0,\r\n"
        + "".join(entry.format(n=number) for number in range(entries))
        + f":62F:C260115EUR{entries * CENTS // 100},{entries * CENTS % 100:02}\r\n-}}\r\n"
    ).encode()


def bai2(entries: int) -> bytes:
    """BAI2, a continuation with labels a movement."""
    entry = "16,195,10025,0,REF{n},CUST{n},Invoice INV/2026/{n:05}, customer {n}\n88,EREF: E2E-{n:010}\n"
    return (
        "01,BANK,CUSTOMER,260116,0600,1,80,,2/\n02,CUSTOMER,BANK,1,260115,,USD,2/\n03,12345678,USD,010,0,,/\n"
        + "".join(entry.format(n=number) for number in range(entries))
        + f"49,{entries * CENTS},{2 * entries + 2}/\n98,{entries * CENTS},1,{2 * entries + 4}/\n"
        f"99,{entries * CENTS},1,{2 * entries + 6}/\n"
    ).encode()


def qif(entries: int) -> bytes:
    """QIF of a bank."""
    entry = "D1/15'26\nT100.25\nPCustomer {n} Ltd\nMInvoice INV/2026/{n:05} customer {n}\n^\n"
    return ("!Type:Bank\n" + "".join(entry.format(n=number) for number in range(entries))).encode()


def coda(entries: int) -> bytes:
    """CODA 2, three records a movement."""
    account = f"{'BE68539007547034':34}EUR"
    lines = [f"{'0000015012672505':127}2", f"{f'12001{account}0{0:015}140126ACME':125}001"]
    for number in range(entries):
        key = f"{number % 9999 + 1:04}0000"
        start = f"21{key}BANKREF{number:014}0{CENTS * 10:015}150126001500001101090933755493"
        lines += [
            f"{start:115}15012600101 0",
            f"22{key}{'':53}{f'E2E-{number:010}':35}GEBABEBB{'':19}1 0",
            f"23{key}{'BE43068999999501':34}EUR{f'Customer {number} BVBA':35}{'':43}0 0",
        ]
    total = f"{entries * CENTS * 10:015}"
    trailer = f"{'9':16}{entries * 3 + 2:06}{0:015}{total}"
    lines += [f"{f'8001{account}0{total}150126':127}0", f"{trailer:127}2"]
    return "\n".join(lines).encode()


def cfonb120(entries: int) -> bytes:
    """CFONB 120, four records a movement."""
    account = "00550EUR2 00012345678"
    lines = [f"0130004    {account}  140126{'':50}{0:013}{{"]
    for number in range(entries):
        detail = f"05300040100{account}05150126     "
        lines += [
            f"04300040100{account}05150126  150126{'VIR SEPA CLIENT':33}{number % 10**7:07}00{_overpunch(CENTS)}",
            f"{detail}NPYCustomer {number} SARL",
            f"{detail}LCCFacture FAC/2026/{number:05} client {number}",
            f"{detail}RCNE2E-{number:010}",
        ]
    lines.append(f"0730004    {account}  150126{'':50}{_overpunch(CENTS * entries)}")
    return "\n".join(lines).encode()


def _overpunch(cents: int) -> str:
    digits = f"{cents:014}"
    return digits[:-1] + "{ABCDEFGHI"[int(digits[-1])]


def aeb43(entries: int) -> bytes:
    """AEB43, two records a movement."""
    account = "004915000512345678"
    lines = [f"11{account}2601012601312{0:014}9783{'ACME SL':26}"]
    for number in range(entries):
        lines += [
            f"22    1500260115260115040072{CENTS:014}{number:010}{0:012}{f'REF {number}':16}",
            f"2301{'TRANSFERENCIA DE':38}Customer {number} SL FACTURA {number:05}",
        ]
    total = f"{CENTS * entries:014}"
    lines += [f"33{account}{0:05}{0:014}{entries:05}{total}2{total}978", f"88{'9' * 18}{entries * 2 + 2:06}"]
    return "\n".join(lines).encode()


def csv(entries: int) -> bytes:
    """A German bank's CSV with a running balance; what its columns mean is found in it."""
    rows = ["Buchungstag;Wertstellung;Empfänger;IBAN;Verwendungszweck;Betrag;Währung;Saldo"]
    for number in range(entries):
        balance = (number + 1) * CENTS
        rows.append(
            f"15.01.2026;15.01.2026;Customer {number} GmbH;DE89370400440532013000;Invoice INV/2026/{number:05};"
            f"100,25;EUR;{balance // 100},{balance % 100:02}"
        )
    return "\n".join(rows).encode()


def xlsx(entries: int) -> bytes:
    """A workbook with days and numbers, as a bank's program writes it."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append("Date Description Payee Amount Currency".split())
    for number in range(entries):
        sheet.append([datetime.date(2026, 1, 15), f"INV/2026/{number:05}", f"Customer {number}", 100.25, "EUR"])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


KINDS: dict[str, Callable[[int], bytes]] = {
    "mt940": mt940,
    "mt940-slashes": mt940_slashes,
    "bai2": bai2,
    "ofx": ofx,
    "qif": qif,
    "coda": coda,
    "cfonb120": cfonb120,
    "aeb43": aeb43,
    "csv": csv,
    "xlsx": xlsx,
}
