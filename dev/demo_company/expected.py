"""What a person would make of each line of the October statement: for tests (JSON) and for people (README)."""

from __future__ import annotations

import json
from decimal import Decimal

from .cases import ACCOUNT_CODES, KINDS
from .parties import COMPANY_NAME
from .records import BankLine, Books, Document

AUTOMATIC_WORDS = {
    "must": "by itself",
    "may": "by itself or after a look",
    "never": "a person decides",
}


def expected_file(books: Books) -> bytes:
    content = {
        "statement": "statement_2026_10.xml",
        "account": books.accounts["current"],
        "currency": "EUR",
        "opening_balance": f"{books.opening_balance:.2f}",
        "closing_balance": f"{books.closing_balance:.2f}",
        "lines": [_expected(line) for line in books.lines],
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def left(line: BankLine) -> Decimal:
    """What of the line's amount nothing explains; signed as the line."""
    if line.book_to:
        return Decimal(0)
    settled = sum((settles.amount for settles in line.settles), Decimal(0))
    return line.amount - settled - (line.write_off[1] if line.write_off else 0)


def _expected(line: BankLine) -> dict:
    expected = {
        "bank_reference": line.bank_reference,
        "date": line.date.isoformat(),
        "amount": f"{line.amount:.2f}",
        "kind": line.kind,
        "automatic": KINDS[line.kind][0],
        "settles": [
            {
                "xmlid": settles.record.record_id,
                "number": settles.record.number,
                "amount": f"{settles.amount:.2f}",
                "item_amount": f"{settles.item_amount:.2f}",
            }
            for settles in line.settles
        ],
        "account": ACCOUNT_CODES.get(line.book_to, ""),
        "left": f"{left(line):.2f}",
        "why": line.why,
    }
    if line.write_off:
        reason, amount = line.write_off
        expected["write_off"] = {"reason": reason, "amount": f"{amount:.2f}"}
    if line.one_of:
        expected["one_of"] = [{"xmlid": document.record_id, "number": document.number} for document in line.one_of]
    return expected


def readme_file(books: Books) -> bytes:
    kinds: dict[str, list[BankLine]] = {}
    for line in books.lines:
        kinds.setdefault(line.kind, []).append(line)
    rows = "\n".join(
        f"| {kind.replace('_', ' ')} | {len(kinds[kind])} | {AUTOMATIC_WORDS[automatic]} | {why} |"
        for kind, (automatic, why) in KINDS.items()
    )
    open_documents = [document for document in books.documents if not document.paid_on]
    return _README.format(
        company=COMPANY_NAME,
        account=books.accounts["current"],
        savings=books.accounts["savings"],
        lines=len(books.lines),
        opening=f"{books.opening_balance:,.2f}",
        closing=f"{books.closing_balance:,.2f}",
        invoices=_count(open_documents, "invoice"),
        bills=_count(open_documents, "bill"),
        credits=_count(open_documents, "credit_note", "vendor_credit"),
        payments=len(books.payments),
        rows=rows,
    ).encode()


def _count(documents: list[Document], *kinds: str) -> int:
    return sum(document.kind in kinds for document in documents)


_README = """# The demo company

{company} sells lamps from Rotterdam. Its books hold {invoices} customer invoices and {bills} vendor bills
that the bank has not shown yet, {credits} credits, and {payments} registered payments on its outstanding accounts.
September 2026 is reconciled and posted; October is not. Beside the current and the savings account there is one in
Paris, whose bank sends no file.

## The current account

`statement_2026_10.xml` is October on the current account {account} (camt.053.001.08): {lines} lines, from
{opening} to {closing} euros. The savings account {savings} has its side of one transfer booked already.
Import the file, match automatically, and compare with what a person would do:

| kind of line | lines | posted | why |
|---|---|---|---|
{rows}

`expected_2026_10.json` says it for each line, by the bank's reference: the records it settles with signed amounts
(`amount` in the line's currency, `item_amount` in the record's), what is written off and why, the code of the account
it is booked to, what is left of the line, and `automatic`: whether it `must`, `may` or must `never` be posted without
a person. `one_of` lists documents a person would choose from.

Three of the open bills can be paid by a file at once, for their vendors' accounts are trusted: BILL/2026/10/0004,
BILL/2026/10/0005 and BILL/2026/10/0009. None of them is on the October statement. The accounts of the other vendors are
not trusted, and the export says so.

## The account in Paris

Banque du Marais serves a trade fair, and still works with paper. Five checks are issued (1000871 is stale since
September), two customers have paid, three checks of customers are in the prepared deposit DEP/2026/0001, and 2,500.00
are on their way from the current account. The worksheet of October has been begun. Its paper statement says:

| date | text | amount |
|---|---|---|
| 2026-10-01 | Solde précédent | 12,480.00 |
| 2026-10-05 | Chèque 1001201 | -1,152.00 |
| 2026-10-08 | Virement Hôtel des Trois Phares | 1,980.00 |
| 2026-10-12 | Chèque 1001202 | -486.40 |
| 2026-10-20 | Chèque 1001203 | -2,318.75 |
| 2026-10-22 | Virement Galerie Pourpre | 864.50 |
| 2026-10-30 | Frais de tenue de compte | -9.80 |
| 2026-10-31 | Solde | 11,357.55 |

Tick what it shows, and add the fee under *Adjustments*: the difference is zero and the worksheet can be posted. Checks
1000871 and 1001204, the deposit and the transfer stay outstanding.

## How it is made

Made by `dev/make_demo` from one seed: change the tables in `dev/demo_company` and run it again. The company itself, its
settings, its text mappings, the account in Paris and what payment files need (`demo_company.xml`, `demo_settings.xml`,
`demo_text_mappings.xml`, `demo_matching.xml`, `demo_second_bank.xml`, `demo_payment_files.xml`,
`demo_posted_statements.xml`) are written by hand.
Names and account numbers are invented.
"""
