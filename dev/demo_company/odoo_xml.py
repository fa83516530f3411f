"""The books as Odoo demo data: one XML file a kind of record, loaded after the hand-written demo_company.xml."""

from __future__ import annotations

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


def data_files(books: Books) -> dict[str, bytes]:
    sales = [document for document in books.documents if document.kind in ("invoice", "credit_note")]
    purchases = [document for document in books.documents if document.kind in ("bill", "vendor_credit")]
    return {
        "demo_partners.xml": _file(_partners(books)),
        "demo_invoices.xml": _file([*map(_document, sales), _post("account.move", sales)]),
        "demo_bills.xml": _file([*map(_document, purchases), _post("account.move", purchases)]),
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
    """All at once: a hundred times faster to read and to load than one by one."""
    return _function(model, "action_post", {"eval": _references([record.record_id for record in records])})


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


def _document(document: Document) -> ElementTree.Element:
    sale = document.kind in ("invoice", "credit_note")
    return _record(
        "account.move",
        document.record_id,
        move_type=MOVE_TYPES[document.kind],
        journal_id=("ref", "demo_journal_sales" if sale else "demo_journal_purchases"),
        name=document.number,
        partner_id=("ref", document.party.record_id),
        invoice_date=document.date.isoformat(),
        date=document.date.isoformat(),
        invoice_payment_term_id=("ref", document.term),
        currency_id=("ref", f"base.{document.currency}") if document.currency != "EUR" else "",
        ref=document.reference,
        payment_reference=document.structured,
        invoice_line_ids=("eval", f"[{', '.join(_line(document, *line) for line in document.lines)}]"),
    )


def _line(document: Document, label: str, quantity: int, price: Decimal) -> str:
    """One command; the tax is the domestic one or none, the account follows what is bought."""
    use = "purchase" if document.party.expense else "sale"
    tax = f"demo_tax_{use}" if document.tax_rate else f"demo_tax_{use}_abroad"
    account = f"'account_id': ref('demo_account_{document.party.expense}'), " if document.party.expense else ""
    return (
        f"Command.create({{'name': {label!r}, 'quantity': {quantity}, 'price_unit': {price}, "
        f"{account}'tax_ids': [Command.set([ref('{tax}')])]}})"
    )


def _payments(books: Books) -> list[ElementTree.Element]:
    elements = [_payment(payment) for payment in books.payments]
    elements.append(_post("account.payment", books.payments))
    for payment in books.payments:
        domain = (
            f"['|', ('move_id', '=', ref('{payment.document.record_id}')), "
            f"('payment_id', '=', ref('{payment.record_id}')), "
            "('account_type', 'in', ('asset_receivable', 'liability_payable'))]"
        )
        elements.append(
            _function("account.move.line", "reconcile", {"model": "account.move.line", "search": domain})
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
    elements = [_history_line(line) for line in (*opening, *books.history, *savings)]
    for line in books.history:
        if line.document:
            domain = (
                f"[('move_id', 'in', [ref('{line.document.record_id}'), "
                f"obj().env['account.bank.statement.line'].browse(ref('{line.record_id}')).move_id.id]), "
                "('account_type', '=', 'asset_receivable')]"
            )
            elements.append(
                _function("account.move.line", "reconcile", {"model": "account.move.line", "search": domain})
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


def _history_line(line: HistoryLine) -> ElementTree.Element:
    account = "demo_account_receivable" if line.document else f"demo_account_{line.book_to}"
    return _record(
        "account.bank.statement.line",
        line.record_id,
        journal_id=("ref", line.journal),
        date=line.date.isoformat(),
        payment_ref=line.text,
        partner_id=("ref", line.party.record_id) if line.party else "",
        amount=f"{line.amount}",
        # Not a field: the host's create() books the line to it instead of the suspense account.
        counterpart_account_id=("eval", f"ref('{account}')"),
    )
