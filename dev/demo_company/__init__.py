"""The demo company, made from tables and one seed.

``parties`` says who there is, ``cases`` says what happens on the bank account in October 2026 and what a person would
make of it, ``books`` turns both into documents, payments and bank lines, and ``odoo_xml``, ``camt`` and ``expected``
write them down. Nothing here reads the clock, the network or a database: the same tables give the same bytes.

>>> sorted(demo_files())[0]
'README.md'
"""

from __future__ import annotations

from .books import build_books
from .camt import statement_file
from .expected import expected_file, readme_file
from .odoo_xml import data_files


def demo_files() -> dict[str, bytes]:
    """Every file of ``bank_reconcile_plus/demo``, by name."""
    books = build_books()
    return {
        **data_files(books),
        "statement_2026_10.xml": statement_file(books),
        "expected_2026_10.json": expected_file(books),
        "README.md": readme_file(books),
    }
