"""Payments registered in the books that wait on the outstanding accounts for the bank to show them."""

from __future__ import annotations

import datetime
from decimal import Decimal

from .documents import COLLECTION_DATE, workday
from .records import Books, Document, Payment, Transfer

COLLECTION_ID = "LVDD-261015"
CHECK_NUMBER = "0001042"
CHECK_DATE = datetime.date(2026, 9, 25)
SAVINGS_TRANSFER = Decimal("15000.00")
# Bills paid at the end of October, and a check nobody has cashed: the bank has not shown them by the statement's date.
OUTSTANDING_AT_MONTH_END = 3
OUTSTANDING_CHECK_NUMBER = "0001041"


def register_payments(books: Books) -> None:
    for case, documents in books.by_case:
        for want, document in zip(case.wants, documents, strict=True):
            if not want.payment:
                continue
            if case.kind == "check":
                _register(books, document, CHECK_DATE, f"Check {CHECK_NUMBER}", CHECK_NUMBER)
            else:
                sent = workday(datetime.date(2026, 10, case.day) - datetime.timedelta(days=1))
                _register(books, document, sent, f"LV-{sent:%y%m%d}-{len(books.payments) + 1:03d}")
    for document in books.collection:
        _register(books, document, COLLECTION_DATE, COLLECTION_ID)
    _outstanding_at_month_end(books)


def _outstanding_at_month_end(books: Books) -> None:
    wanted = {id(document) for _case, documents in books.by_case for document in documents}
    others = [
        document
        for document in books.documents
        if document.kind == "bill" and document.currency == "EUR" and id(document) not in wanted
    ]
    for document in others[1 : OUTSTANDING_AT_MONTH_END + 1]:
        date = datetime.date(2026, 10, 30)
        _register(books, document, date, f"LV-{date:%y%m%d}-{len(books.payments) + 1:03d}")
    _register(books, others[0], CHECK_DATE, f"Check {OUTSTANDING_CHECK_NUMBER}", OUTSTANDING_CHECK_NUMBER)


def _register(books: Books, document: Document, date: datetime.date, memo: str, check_number: str = "") -> None:
    record_id = f"demo_payment_{len(books.payments) + 1:02d}"
    books.payments.append(Payment(document, max(date, document.date), memo, record_id, check_number))


def savings_transfer() -> Transfer:
    """What the savings account received from the current account, booked from its own statement."""
    return Transfer(datetime.date(2026, 10, 5), -SAVINGS_TRANSFER, "demo_savings_line_transfer", "Liquidity Transfer")
