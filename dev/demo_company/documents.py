"""The documents that are open: those the October cases want, and what else a trading company has open.

Amounts and dates are chance's, within reason; two documents have the same total only where a case says so.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from random import Random

from .cases import COLLECTION, Case, Want
from .identifiers import belgian_communication, creditor_reference
from .parties import PARTIES, Party
from .records import Books, Document

COLLECTION_DATE = datetime.date(2026, 10, 13)

# Kinds that lean on a customer or vendor having nothing else open: no other documents are made up for it.
QUIET_KINDS = {
    "name_and_amount",
    "account_and_amount",
    "all_open_invoices",
    "partner_mapping",
    "parent_pays",
    "similar_name",
    "twin",
    "closed_document",
    "text_mapping",
    "memory",
}
PRODUCTS = [
    ("Pendant lamp Lysa", "89.50"),
    ("Desk lamp Tove", "64.95"),
    ("Floor lamp Aster", "149.00"),
    ("Wall lamp Kade", "58.40"),
    ("Track lighting set, 4 spots", "212.75"),
    ("LED panel 60 x 60", "41.20"),
    ("Acoustic lamp Vilt", "328.00"),
    ("Emergency lighting unit", "76.85"),
    ("Dimmer module DALI", "33.15"),
    ("Outdoor bollard Pier", "118.60"),
    ("Lighting plan, per room", "175.00"),
    ("Installation, per hour", "62.50"),
]
SUPPLIES = {
    "telecom": "Internet and telephony",
    "energy": "Electricity, monthly instalment",
    "rent": "Rent of Maaskade 114",
    "insurance": "Business insurance",
    "freight": "Freight",
    "office": "Office costs",
    "general": "Services",
    "goods": "Goods for resale",
    "travel": "Lease and travel",
}
PAID_IN_SEPTEMBER = 7
OTHER_BILLS = 34
OTHER_INVOICES = 46
REFERENCE_STYLES = ("F2026-{0:05d}", "RE-{0:06d}", "2026{0:05d}", "FA/{0:05d}", "VF26{0:05d}", "{0:07d}")


def workday(day: datetime.date) -> datetime.date:
    """The day itself, or the Friday before a weekend."""
    return day - datetime.timedelta(days=max(0, day.weekday() - 4))


def wanted_document(books: Books, case: Case, want: Want) -> Document:
    date = workday(datetime.date(2026, 10, case.day) - datetime.timedelta(days=want.days))
    document = _document(books, want.kind, PARTIES[want.party or case.party], date, want.net)
    document.currency = want.currency
    document.term = "demo_term_discount" if want.discount else "demo_term_30_days"
    document.structured = want.structured
    if want.order:
        document.reference = f"45{books.random.randrange(10**8):08d}"
    if want.paid_in_september:
        document.paid_on = datetime.date(2026, 9, 18)
    return document


def _document(books: Books, kind: str, party: Party, date: datetime.date, net: str | None = None) -> Document:
    """A new document whose total no other has, unless its net amount is given."""
    taken = {document.total for document in books.documents}
    while True:
        document = Document(kind, party, date, _lines(books.random, kind, party, net))
        if net is not None or document.total not in taken:
            break
    if kind in ("bill", "vendor_credit"):
        style = REFERENCE_STYLES[list(PARTIES).index(party.key) % len(REFERENCE_STYLES)]
        document.reference = style.format(books.random.randrange(1000, 100000))
    books.documents.append(document)
    return document


def _lines(random: Random, kind: str, party: Party, net: str | None) -> list[tuple[str, int, Decimal]]:
    if party.expense:
        price = Decimal(net) if net else Decimal(random.randrange(8500, 480000)) / 100
        return [(SUPPLIES[party.expense], 1, price)]
    if net:
        return [("Return of lamps" if kind == "credit_note" else "Light as a service, monthly fee", 1, Decimal(net))]
    most = 12 if party.is_company else 2
    products = random.sample(PRODUCTS, random.randint(1, 3) if party.is_company else 1)
    return [(label, random.randint(1, most), Decimal(price)) for label, price in products]


def add_other_documents(books: Books) -> None:
    """What is open besides, and payments in the books that the bank shows only in November."""
    random = books.random
    quiet = {case.party for case, _ in books.by_case if case.party and case.kind in QUIET_KINDS}
    parties = [party for party in PARTIES.values() if party.key not in quiet and party.parent not in quiet]
    customers = [party for party in parties if party.role == "customer"]
    vendors = [party for party in parties if party.role == "vendor"]
    for index in range(OTHER_INVOICES):
        _document(books, "invoice", customers[index % len(customers)], _past_day(random))
    for index, day in enumerate(range(3, 3 + PAID_IN_SEPTEMBER)):
        invoiced = datetime.date(2026, 7, 27) + datetime.timedelta(days=index)
        paid = _document(books, "invoice", customers[-1 - index], workday(invoiced))
        paid.paid_on = workday(datetime.date(2026, 9, day * 3))
    for index in range(OTHER_BILLS):
        _document(books, "bill", vendors[index % len(vendors)], _past_day(random))
    _document(books, "credit_note", PARTIES["hartley"], datetime.date(2026, 9, 21), "85.00")
    _document(books, "bill", PARTIES["lumenridge"], datetime.date(2026, 9, 24), "2315.50").currency = "USD"
    for party, days in COLLECTION:
        date = workday(COLLECTION_DATE - datetime.timedelta(days=days))
        books.collection.append(_document(books, "invoice", PARTIES[party], date))


def _past_day(random: Random) -> datetime.date:
    return workday(datetime.date(2026, 7, 6) + datetime.timedelta(days=random.randrange(0, 114)))


def number_documents(books: Books) -> None:
    books.documents.sort(key=lambda document: document.date)
    counters: dict[str, int] = {}
    patterns = {
        "invoice": ("INV/{0:%Y}/", 5),
        "credit_note": ("RINV/{0:%Y}/", 5),
        "bill": ("BILL/{0:%Y/%m}/", 4),
        "vendor_credit": ("RBILL/{0:%Y/%m}/", 4),
    }
    for document in books.documents:
        pattern, width = patterns[document.kind]
        prefix = pattern.format(document.date)
        counters[prefix] = counters.get(prefix, 0) + 1
        document.number = f"{prefix}{counters[prefix]:0{width}d}"
        if document.structured == "rf":
            document.structured = creditor_reference(f"LV26{document.serial}")
        elif document.structured == "ogm":
            document.structured = belgian_communication(2600000000 + int(document.serial))
