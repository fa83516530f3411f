"""October as the bank reports it: one bank line for each case, with what a person would make of it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from itertools import count

from .cases import KINDS, Case
from .identifiers import BANKS, account_number
from .parties import COMPANY_NAME, PARTIES, Party
from .payments import CHECK_NUMBER, COLLECTION_ID
from .records import BankLine, Books, Document, Settles, cents

BANK_RATE = Decimal("1.1594")  # USD for one euro, what the bank made of it on the day
TRANSLITERATION = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "o", "Ø": "O", "ı": "i"}
    | dict(zip("éÉèâçñłŚáíů", "eEeacnlSaiu", strict=True))
)


def october_lines(books: Books) -> list[BankLine]:
    twins: dict[str, list[Document]] = {}
    lines = []
    for case, documents in books.by_case:
        if case.kind == "twin":
            documents = twins.setdefault(case.party, documents)
        lines.append(_line(books, case, documents))
    lines += [_collection(books), _returned_debit(books), _transfer(books)]
    order = {id(line): (line.date, line.batch, books.random.random()) for line in lines}
    lines.sort(key=lambda line: order[id(line)])
    sequence = count(1)
    for line in lines:
        line.bank_reference = f"NZB{line.date:%y%m%d}{next(sequence):05d}"
    return lines


def _line(books: Books, case: Case, documents: list[Document]) -> BankLine:
    party = PARTIES.get(case.party)
    line = BankLine(
        kind=case.kind,
        date=datetime.date(2026, 10, case.day),
        amount=Decimal(case.amount) if case.amount else Decimal(0),
        code=_code(case, documents),
        text=[part.format(*documents) for part in case.text],
        end_to_end=case.end_to_end,
        batch=case.batch,
        book_to=case.book_to,
        why=KINDS[case.kind][1],
    )
    _counterparty(books, line, case, party)
    if documents:
        _settle(books, line, case, documents)
    if case.structured:
        line.structured = documents[0].structured
    return line


def _code(case: Case, documents: list[Document]) -> str:
    if case.code != "transfer_in":
        return case.code
    if documents and documents[0].currency != "EUR":
        return "foreign_out"
    outgoing = case.amount.startswith("-") or (documents and documents[0].kind == "bill")
    return "transfer_out" if outgoing else "transfer_in"


def _counterparty(books: Books, line: BankLine, case: Case, party: Party | None) -> None:
    """Name and account as the bank knows them: no umlauts in many names, and no account for cards and charges."""
    line.party = party if case.known else None
    line.name = case.name if case.name is not None else party.name.translate(TRANSLITERATION) if party else ""
    if line.code in ("card", "charges", "check", "salary"):
        return
    payer = party.key if party and case.known else line.name
    if payer not in books.accounts:
        books.accounts[payer] = account_number("NL", books.random)
    line.account = books.accounts[payer]
    if line.account:
        line.bic = BANKS.get(line.account[:2], BANKS["US"])[1]


def _settle(books: Books, line: BankLine, case: Case, documents: list[Document]) -> None:
    """The line's amount from its documents, and which of them it settles."""
    paid = [documents[index] for index in case.pays] if case.pays else documents
    by_document = {id(payment.document): payment for payment in books.payments}
    records = [by_document.get(id(document), document) for document in paid]
    amounts = [document.residual for document in paid]
    if case.part:
        amounts = [cents(amount * Decimal(case.part)) for amount in amounts]
    settles = [Settles(record, amount, amount) for record, amount in zip(records, amounts, strict=True)]
    line.amount = sum(amounts, Decimal(0))
    if case.kind in ("twin", "closed_document", "duplicate_payment"):
        line.one_of = documents if case.kind == "twin" else []
        return
    line.settles = settles
    _registered(line, settles)
    _deviate(line, case, paid)
    if paid[0].currency != "EUR":
        _foreign(line, settles[0])


def _registered(line: BankLine, settles: list[Settles]) -> None:
    """What the bank brings back of a payment we made."""
    if line.kind == "registered_payment":
        line.end_to_end = settles[0].record.memo
    elif line.kind == "check":
        line.check_number = CHECK_NUMBER


def _deviate(line: BankLine, case: Case, paid: list[Document]) -> None:
    """Less or more than the documents' sum: a discount, a fee, a slip, too much."""
    discount = sum((document.discount for document in paid), Decimal(0))
    if case.kind == "late_discount":
        line.amount -= discount
        line.settles, line.one_of = [], paid
    elif case.kind == "early_discount":
        line.amount -= discount
        line.write_off = ("early_payment_discount", -discount)
    if case.short:
        line.amount -= Decimal(case.short)
        reason = "bank_fee" if case.kind == "fee_held_back" else "tolerance"
        line.write_off = (reason, -Decimal(case.short))
        line.charges = Decimal(case.short) if case.charges else Decimal(0)
    if case.extra:
        line.amount += Decimal(case.extra)


def _foreign(line: BankLine, settles: Settles) -> None:
    """Paid in dollars from the euro account, at the bank's own rate."""
    line.amount = cents(settles.item_amount / BANK_RATE)
    line.original = ("USD", abs(settles.item_amount), BANK_RATE)
    settles.amount = line.amount


def _collection(books: Books) -> BankLine:
    """Our direct debits of the month: the bank books one sum and names the collection."""
    payments = [payment for payment in books.payments if payment.memo == COLLECTION_ID]
    return BankLine(
        kind="direct_debit_batch",
        date=datetime.date(2026, 10, 15),
        amount=sum((payment.residual for payment in payments), Decimal(0)),
        code="collection",
        batch=COLLECTION_ID,
        text=[f"INCASSO {COLLECTION_ID} {len(payments)} POSTEN"],
        settles=[Settles(payment, payment.residual, payment.residual) for payment in payments],
        why=KINDS["direct_debit_batch"][1],
    )


def _returned_debit(books: Books) -> BankLine:
    payment = next(payment for payment in books.payments if payment.memo == COLLECTION_ID)
    party = payment.document.party
    line = BankLine(
        kind="returned_debit",
        date=datetime.date(2026, 10, 20),
        amount=-payment.residual,
        code="returned_debit",
        party=party,
        name=party.name,
        account=books.accounts[party.key],
        bic=BANKS["NL"][1],
        text=[f"STORNO {COLLECTION_ID} {payment.document.number}"],
        reversal=True,
        why=KINDS["returned_debit"][1],
    )
    return replace(line, mandate=f"LV-M-{party.key.upper()}")


def _transfer(books: Books) -> BankLine:
    return BankLine(
        kind="transfer",
        date=books.transfer.date,
        amount=books.transfer.residual,
        code="own_transfer",
        name=COMPANY_NAME,
        account=books.accounts["savings"],
        bic=BANKS["NL"][1],
        text=["Naar spaarrekening"],
        settles=[Settles(books.transfer, books.transfer.residual, books.transfer.residual)],
        why=KINDS["transfer"][1],
    )
