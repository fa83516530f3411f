"""One entry of a message, field 61 with the fields 86 and NS behind it, to a transaction.

What the tables of :mod:`.dialects` make of the texts fills the fields of the transaction; the fields of the file stay
with it as they are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..types import ParsedTransaction
from ..values import decimal_of
from . import dialects
from .fields import REFERENCE_LENGTH, Line, amount_of
from .messages import Field
from .narrative import Parts, money_of, read_narrative, read_note, read_slashes

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", re.ASCII)
_GIRO_ACCOUNT = re.compile(r"P\d{7,10}|\d{9,10}", re.ASCII)
_PLAIN_FIELDS = (
    dialects.NAME,
    dialects.ACCOUNT,
    dialects.BIC,
    dialects.ULTIMATE,
    dialects.END_TO_END,
    "counterparty_address",
    "instruction_id",
    "mandate_id",
    "batch_id",
    "structured_reference",
    "return_reason",
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose account the statement is of.

    :param account_number: as in field 25
    :param currency: of the account
    """

    account_number: str
    currency: str


def read_entry(line: Line, fields: list[Field], owner: Owner, number: int) -> ParsedTransaction:
    """The transaction of an entry.

    :param fields: the entry's own fields, the statement line first
    :param number: place of the entry in the statement, from 1
    """
    parts, is_whole_text_kept = _read_texts(line, fields)
    _read_references(line, parts)
    if "".join(parts.get(dialects.ACCOUNT).split()) == owner.account_number:
        parts.fields.pop(dialects.ACCOUNT)
    kind = line.type_code[1:]
    return ParsedTransaction(
        date=line.entry_date or line.value_date,
        value_date=line.value_date,
        amount=line.amount,
        currency=owner.currency,
        account_servicer_reference=_given(line.bank_reference),
        check_number=_given(line.owner_reference).lstrip("0") if kind in dialects.CHECK_TYPES else "",
        remittance_lines=tuple(parts.remittance),
        additional_info=parts.get(dialects.POSTING_TEXT),
        bank_transaction_code="+".join(filter(None, (line.type_code, parts.code or parts.get(dialects.SHARED_CODE)))),
        is_reversal=line.is_reversal,
        is_direct_debit=_is_direct_debit(kind, parts),
        entry_number=number,
        raw=_raw(fields, is_whole_text_kept),
        **{name: parts.fields[name] for name in _PLAIN_FIELDS if name in parts.fields},
        **_money(parts, owner.currency),
    )


def _read_texts(line: Line, fields: list[Field]) -> tuple[Parts, bool]:
    """What fields 86 and NS say, and whether all of their text is in the remittance."""
    narratives = [field.text for field in fields if field.tag == "86"]
    parts = read_narrative("\n".join(narratives)) if narratives else Parts()
    for field in fields:
        if field.tag == "NS":
            read_note(field.text, parts, dialects.NOTE_FIELDS)
            parts.is_taken_apart = True
    _read_sides(line, parts)
    _read_details(line, parts)
    return parts, not parts.is_taken_apart


def _read_sides(line: Line, parts: Parts) -> None:
    """Of both sides the other one: who paid, when money came in, else who was paid."""
    is_in = line.amount > 0
    parts.put(dialects.NAME, parts.get(dialects.PAYER_NAME if is_in else dialects.PAYEE_NAME))
    parts.put(dialects.ACCOUNT, parts.get(dialects.PAYER_ACCOUNT if is_in else dialects.PAYEE_ACCOUNT))


def _read_details(line: Line, parts: Parts) -> None:
    """Supplementary details: codes in slashes, the other side's account, or words."""
    words = []
    for detail in line.details:
        if detail[0] == "/":
            for part, text in read_slashes(detail).fields.items():
                parts.put(part, text)
        elif _IBAN.fullmatch(detail) or (detail[0] == "P" and _GIRO_ACCOUNT.fullmatch(detail)):
            parts.put(dialects.ACCOUNT, detail)
        elif detail.strip("0"):
            words.append(detail)
    if words and parts.remittance:
        _read_sns(line, " ".join(words), parts)
    if words and parts.get(dialects.NAME) != " ".join(words):
        lines = dict.fromkeys((*parts.get(dialects.POSTING_TEXT).split("\n"), *words))
        parts.fields[dialects.POSTING_TEXT] = "\n".join(filter(None, lines))


def _read_sns(line: Line, name: str, parts: Parts) -> None:
    """SNS and ASN: account in the reference, name in the details, and both again before the remittance."""
    first = " ".join(parts.remittance[0].split())
    if first == f"{line.owner_reference} {name}":
        parts.put(dialects.ACCOUNT, line.owner_reference)
        parts.put(dialects.NAME, name)
        parts.remittance.pop(0)
        parts.is_taken_apart = True


def _read_references(line: Line, parts: Parts) -> None:
    """The reference of the account owner: a payment's id, or what some banks use its place for."""
    reference = line.owner_reference
    if len(reference) > REFERENCE_LENGTH and not line.bank_reference:
        account, name = reference[:REFERENCE_LENGTH].strip(), reference[REFERENCE_LENGTH:].strip()
        if account and (_GIRO_ACCOUNT.fullmatch(account) or account in dialects.PLACEHOLDERS):
            parts.put(dialects.ACCOUNT, account)
            parts.put(dialects.NAME, name)
            return
    if line.type_code[1:] in dialects.CHECK_TYPES or reference == parts.get(dialects.ACCOUNT):
        return
    if _IBAN.fullmatch(reference):
        parts.put(dialects.ACCOUNT, reference)
    else:
        parts.put(dialects.END_TO_END, reference)


def _given(reference: str) -> str:
    return "" if reference.upper() in dialects.PLACEHOLDERS else reference


def _is_direct_debit(kind: str, parts: Parts) -> bool:
    return (
        kind in dialects.DIRECT_DEBIT_TYPES or parts.code in dialects.DIRECT_DEBIT_CODES or "mandate_id" in parts.fields
    )


def _money(parts: Parts, currency: str) -> dict[str, Any]:
    """Amount ordered in another currency, rate, charges, and why a payment came back."""
    fields: dict[str, Any] = {}
    ordered_currency, ordered = money_of(parts.get(dialects.ORDERED))
    if ordered_currency not in ("", currency) and (amount := _decimal(ordered)) is not None:
        fields |= {"original_amount": amount, "original_currency": ordered_currency}
        if (rate := _decimal(parts.get(dialects.RATE))) is not None:
            fields["exchange_rate"] = rate
    charged_currency, charged = money_of(parts.get(dialects.CHARGES))
    if charged_currency == currency and (cost := _decimal(charged)) is not None:
        fields["charges"] = cost
    if parts.code in dialects.RETURN_CODES and parts.get(dialects.RETURN_KEY):
        fields.setdefault("return_reason", parts.get(dialects.RETURN_KEY))
    return fields


def _decimal(text: str) -> Decimal | None:
    try:
        return amount_of(text) if "," in text else decimal_of(text)
    except ValueError:
        return None


def _raw(fields: list[Field], is_whole_text_kept: bool) -> tuple[tuple[str, str], ...]:
    """The fields as written; a free text that is the remittance already is not kept twice."""
    return tuple([(field.tag, field.text) for field in fields if not (field.tag == "86" and is_whole_text_kept)])
