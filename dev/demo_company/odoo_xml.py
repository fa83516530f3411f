"""The books as Odoo demo data, one file a kind of record; the company and its settings are written by hand."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from xml.etree import ElementTree

from .identifiers import BANKS
from .parties import PARTIES
from .records import OPENING_BALANCE, Books, Document, HistoryLine, Payment
from .september import opening_line, savings_lines

# Values of <field>: a reference, an expression, or plain text.
Value = tuple[str, str] | str

CONTEXT = "{'allowed_company_ids': [ref('demo_company')], 'tracking_disable': True, 'mail_create_nolog': True}"
HEADER = "<!-- Made by dev/make_demo: change the tables there and run it again. -->"
MOVE_TYPES = {
    "invoice": "out_invoice",
    "credit_note": "out_refund",
    "bill": "in_invoice",
    "vendor_credit": "in_refund",
}
_DOCUMENT_COLUMNS = [
    "id",
    "move_type",
    "journal_id/id",
    "name",
    "partner_id/id",
    "invoice_date",
    "date",
    "invoice_payment_term_id/id",
    "currency_id/id",
    "ref",
    "payment_reference",
    "invoice_line_ids/name",
    "invoice_line_ids/quantity",
    "invoice_line_ids/price_unit",
    "invoice_line_ids/tax_ids/id",
    "invoice_line_ids/account_id/id",
]


def data_files(books: Books) -> dict[str, bytes]:
    sales = [document for document in books.documents if document.kind in ("invoice", "credit_note")]
    purchases = [document for document in books.documents if document.kind in ("bill", "vendor_credit")]
    return {
        "demo_partners.xml": _file(_partners(books)),
        "account.move-demo_invoices.csv": _documents(sales),
        "account.move-demo_bills.csv": _documents(purchases),
        "demo_posting.xml": _file([_post("account.move", sales), _post("account.move", purchases)]),
        "demo_payments.xml": _file(_payments(books)),
        "demo_history.xml": _file(_history(books)),
    }


def _file(elements: list[ElementTree.Element]) -> bytes:
    root = ElementTree.Element("odoo", noupdate="1", context=CONTEXT)
    root.extend(elements)
    ElementTree.indent(root, "    ")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{HEADER}\n{text}\n'.encode()


def _record(model: str, record_id: str, **values: Value) -> ElementTree.Element:
    """A <record>; empty values are left out."""
    record = ElementTree.Element("record", id=record_id, model=model)
    for name, value in values.items():
        if not value:
            continue
        if isinstance(value, tuple):
            ElementTree.SubElement(record, "field", {"name": name, value[0]: value[1]})
        else:
            ElementTree.SubElement(record, "field", name=name).text = value
    return record


def _function(model: str, name: str, *arguments: dict[str, str]) -> ElementTree.Element:
    function = ElementTree.Element("function", model=model, name=name)
    for argument in arguments:
        ElementTree.SubElement(function, "value", argument)
    return function


def _references(record_ids: list[str]) -> str:
    return "[" + ", ".join(f"ref('{record_id}')" for record_id in record_ids) + "]"


def _post(model: str, records: list[Document] | list[Payment]) -> ElementTree.Element:
    return _function(model, "action_post", {"eval": _references([record.record_id for record in records])})


def _reconcile(terms: str) -> ElementTree.Element:
    """Close against each other the receivable or payable items that the terms of a domain find."""
    domain = f"[{terms}, ('account_type', 'in', ('asset_receivable', 'liability_payable'))]"
    # eval, because a <value search> gives only the first record
    return _function(
        "account.move.line", "reconcile", {"model": "account.move.line", "eval": f"obj().search({domain}).ids"}
    )


def _country(code: str) -> Value:
    return ("ref", "base.uk" if code == "GB" else f"base.{code.lower()}")


def _partners(books: Books) -> list[ElementTree.Element]:
    elements = [
        _record("res.bank", f"demo_bank_{country.lower()}", name=name, bic=bic, country=_country(country))
        for country, (_code, bic, name) in BANKS.items()
        if country != "NL"
    ]
    for party in PARTIES.values():
        elements.append(
            _record(
                "res.partner",
                party.record_id,
                name=party.name,
                is_company=("eval", str(party.is_company)),
                parent_id=("ref", PARTIES[party.parent].record_id) if party.parent else "",
                type="other" if party.parent else "",
                street=party.street,
                zip=party.zip,
                city=party.city,
                country_id=_country(party.country),
                company_id=("ref", "demo_company"),
            )
        )
        if party.account:
            elements.append(
                _record(
                    "res.partner.bank",
                    f"demo_account_of_{party.key}",
                    acc_number=books.accounts[party.key],
                    partner_id=("ref", party.record_id),
                    bank_id=("ref", f"demo_bank_{party.country.lower()}"),
                )
            )
    return elements


def _documents(documents: list[Document]) -> bytes:
    """Documents as CSV, which Odoo creates in one batch: seven times faster than a <record> each."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _DOCUMENT_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for document in documents:
        head = _document(document)
        for line in document.lines:
            writer.writerow(head | _document_line(document, *line))
            head = {}
    return stream.getvalue().encode()


def _document(document: Document) -> dict[str, str]:
    sale = document.kind in ("invoice", "credit_note")
    return {
        "id": document.record_id,
        "move_type": MOVE_TYPES[document.kind],
        "journal_id/id": "demo_journal_sales" if sale else "demo_journal_purchases",
        "name": document.number,
        "partner_id/id": document.party.record_id,
        "invoice_date": document.date.isoformat(),
        "date": document.date.isoformat(),
        "invoice_payment_term_id/id": document.term,
        "currency_id/id": f"base.{document.currency}",
        "ref": document.reference,
        "payment_reference": document.structured,
    }


def _document_line(document: Document, label: str, quantity: int, price: Decimal) -> dict[str, str]:
    """The tax is the domestic one or none; the account follows what is bought."""
    tax = "demo_tax_purchase" if document.party.expense else "demo_tax_sale"
    return {
        "invoice_line_ids/name": label,
        "invoice_line_ids/quantity": str(quantity),
        "invoice_line_ids/price_unit": str(price),
        "invoice_line_ids/tax_ids/id": tax if document.tax_rate else f"{tax}_abroad",
        "invoice_line_ids/account_id/id": f"demo_account_{document.party.expense or 'sales'}",
    }


def _payments(books: Books) -> list[ElementTree.Element]:
    elements = [_payment(payment) for payment in books.payments]
    elements.append(_post("account.payment", books.payments))
    for payment in books.payments:
        elements.append(
            _reconcile(
                f"'|', ('move_id', '=', ref('{payment.document.record_id}')), "
                f"('payment_id', '=', ref('{payment.record_id}'))"
            )
        )
    return elements


def _payment(payment: Payment) -> ElementTree.Element:
    incoming = payment.residual > 0
    return _record(
        "account.payment",
        payment.record_id,
        payment_type="inbound" if incoming else "outbound",
        partner_type="customer" if incoming else "supplier",
        partner_id=("ref", payment.document.party.record_id),
        amount=f"{payment.document.total}",
        date=payment.date.isoformat(),
        journal_id=("ref", "demo_journal_current"),
        memo=payment.memo,
        payment_reference=payment.check_number,
    )


def _history(books: Books) -> list[ElementTree.Element]:
    opening = [opening_line()]
    savings = savings_lines(books)
    elements = [_history_line(books, line) for line in (*opening, *books.history, *savings)]
    for line in books.history:
        if line.document:
            elements.append(
                _reconcile(
                    f"'|', ('move_id', '=', ref('{line.document.record_id}')), "
                    f"('statement_line_id', '=', ref('{line.record_id}'))"
                )
            )
    elements += [
        _statement("demo_statement_2026_08", "BNK1 2026-08", Decimal(0), opening),
        _statement("demo_statement_2026_09", "BNK1 2026-09", OPENING_BALANCE, books.history),
        _statement("demo_statement_savings", "SAV 2026-10", Decimal(0), savings),
    ]
    return elements


def _statement(record_id: str, name: str, start: Decimal, lines: list[HistoryLine]) -> ElementTree.Element:
    end = sum((line.amount for line in lines), start)
    return _record(
        "account.bank.statement",
        record_id,
        name=name,
        balance_start=f"{start}",
        balance_end_real=f"{end}",
        line_ids=("eval", f"[Command.set({_references([line.record_id for line in lines])})]"),
    )


def _history_line(books: Books, line: HistoryLine) -> ElementTree.Element:
    account = "demo_account_receivable" if line.document else f"demo_account_{line.book_to}"
    partner = line.party.record_id if line.party else line.partner
    return _record(
        "account.bank.statement.line",
        line.record_id,
        journal_id=("ref", line.journal),
        date=line.date.isoformat(),
        payment_ref=line.text,
        partner_id=("ref", partner) if partner else "",
        partner_name=line.party.name if line.party else "",
        account_number=books.accounts[line.party.key] if line.party else "",
        amount=f"{line.amount}",
        # Not a field: the host's create() books the line to it instead of the suspense account.
        counterpart_account_id=("eval", f"ref('{account}')"),
    )
