"""September: the opening balance and a month that is already reconciled, so that memory and balances have a ground."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

from .parties import PARTIES
from .records import OPENING_BALANCE, Books, HistoryLine

OPENING_DAY = datetime.date(2026, 8, 31)
SAVINGS_OPENING_BALANCE = Decimal("60000.00")
# day, amount, text, account
BOOKED = [
    (1, "-3250.00", "HUUR MAASKADE 114 SEPTEMBER 2026", "rent"),
    (1, "-17.90", "KOSTEN ZAKELIJK BETALINGSVERKEER 08-2026", "bank_charges"),
    (2, "-412.60", "PREMIE BEDRIJFSPOLIS 40-118823", "insurance"),
    (4, "-41.20", "BROODJESHUIS DE HAVEN ROTTERDAM PAS 821 NR 3120BB", "travel"),
    (7, "-189.95", "MAASNET ZAKELIJK INTERNET EN BELLEN KLANT 7734120 PERIODE 09-2026", "telecom"),
    (9, "-88.47", "TANKPUNT RIDDERKERK PAS 821 NR 8127KD", "travel"),
    (16, "-212.40", "KANTOORSHOP.EXAMPLE PAS 822 NR 4408TT", "office"),
    (21, "-35.10", "BROODJESHUIS DE HAVEN ROTTERDAM PAS 821 NR 3987CX", "travel"),
    (23, "-14862.37", "SALARISSEN 2026-09 5 OPDRACHTEN", "salary"),
    (25, "-91.03", "TANKPUNT RIDDERKERK PAS 821 NR 8904QQ", "travel"),
    (29, "-6655.00", "LOONHEFFINGEN 08-2026 8612.34.567.L.01.6080", "payroll_taxes"),
]
BOOKED_PARTIES = {"rent": "vastgoed", "insurance": "delta", "telecom": "maasnet"}


def september_lines(books: Books) -> list[HistoryLine]:
    lines = [
        HistoryLine(
            datetime.date(2026, 9, day),
            Decimal(amount),
            text,
            party=PARTIES.get(BOOKED_PARTIES.get(account, "")),
            book_to=account,
        )
        for day, amount, text, account in BOOKED
    ]
    lines += [
        HistoryLine(document.paid_on, document.residual, document.number, party=document.party, document=document)
        for document in books.documents
        if document.paid_on
    ]
    lines.sort(key=lambda line: line.date)
    for number, line in enumerate(lines, start=1):
        line.record_id = f"demo_line_2026_09_{number:02d}"
    return lines


def opening_line() -> HistoryLine:
    """What stood on the current account when the books began."""
    return HistoryLine(OPENING_DAY, OPENING_BALANCE, "Opening balance", "demo_line_opening", book_to="capital")


def savings_lines(books: Books) -> list[HistoryLine]:
    """The savings account: its opening balance, and the transfer that the current account has yet to show."""
    transfer = books.transfer
    opening = HistoryLine(
        OPENING_DAY, SAVINGS_OPENING_BALANCE, "Opening balance", "demo_savings_line_opening", book_to="capital"
    )
    received = HistoryLine(
        transfer.date,
        -transfer.residual,
        "Van zakelijke rekening",
        transfer.record_id,
        book_to="transfer",
        partner="demo_partner_company",
    )
    return [replace(line, journal="demo_journal_savings") for line in (opening, received)]
