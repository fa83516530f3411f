"""The books: tables and chance turned into documents, payments, a September that is done and an October to reconcile.

Everything chance decides comes from one seeded generator, in one order.
"""

from __future__ import annotations

from random import Random

from .cases import CASES
from .documents import add_other_documents, number_documents, wanted_document
from .identifiers import account_number
from .october import october_lines
from .parties import CURRENT_ACCOUNT, PARTIES, SAVINGS_ACCOUNT
from .payments import register_payments, savings_transfer
from .records import Books
from .september import september_lines

SEED = 20261031


def build_books() -> Books:
    random = Random(SEED)
    accounts = {key: account_number(party.country, random) for key, party in PARTIES.items()}
    accounts |= {"current": CURRENT_ACCOUNT, "savings": SAVINGS_ACCOUNT}
    books = Books(accounts, random)
    for case in CASES:
        books.by_case.append((case, [wanted_document(books, case, want) for want in case.wants]))
    add_other_documents(books)
    number_documents(books)
    register_payments(books)
    books.transfer = savings_transfer()
    books.history = september_lines(books)
    books.lines = october_lines(books)
    return books
