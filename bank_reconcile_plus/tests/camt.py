"""Writes small CAMT.053 files for tests."""

from decimal import Decimal
from xml.sax.saxutils import escape

IBAN = "NL91ABNA0417164300"


def entry(amount, text="", day="2026-03-10", reference="", name="", iban="", end_to_end="", structured=""):
    """One booked entry.

    :param str amount: signed; positive is money in
    """
    value = Decimal(amount)
    side, party = ("CRDT", "Dbtr") if value >= 0 else ("DBIT", "Cdtr")
    remittance = f"<Ustrd>{escape(text)}</Ustrd>" if text else ""
    if structured:
        remittance += f"<Strd><CdtrRefInf><Ref>{structured}</Ref></CdtrRefInf></Strd>"
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(value)}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
        + (f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else "")
        + "<NtryDtls><TxDtls>"
        + (f"<Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>" if end_to_end else "")
        + "<RltdPties>"
        + (f"<{party}><Nm>{escape(name)}</Nm></{party}>" if name else "")
        + (f"<{party}Acct><Id><IBAN>{iban}</IBAN></Id></{party}Acct>" if iban else "")
        + f"</RltdPties><RmtInf>{remittance}</RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def camt053(entries, opening="100.00", closing=None, iban=IBAN, number="1", currency="EUR"):
    """A file of one statement.

    :param entries: list of what :func:`entry` gives, or of (amount, text) pairs
    :param closing: as text; worked out from the entries when they are pairs
    :return: bytes
    """
    if closing is None:
        closing = str(Decimal(opening) + sum(Decimal(pair[0]) for pair in entries))
        entries = [entry(*pair) for pair in entries]

    def balance(code, amount, day):
        side = "CRDT" if Decimal(amount) >= 0 else "DBIT"
        return (
            f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{abs(Decimal(amount))}</Amt>'
            f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )

    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-31T20:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>S{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>2026-03-31T20:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>{currency}</Ccy></Acct>"
        + balance("OPBD", opening, "2026-03-01")
        + balance("CLBD", closing, "2026-03-31")
        + "".join(entries)
        + "</Stmt></BkToCstmrStmt></Document>"
    ).encode()
