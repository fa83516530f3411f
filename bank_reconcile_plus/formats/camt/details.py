"""The fields of a transaction from one detail (NtryDtls/TxDtls) of an entry.

A detail says who the other party is, what the payment is for, and its ids; amount, dates and status are the entry's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from . import codes
from .record import Record

OWN_NUMBER_LENGTH = 8
"""Shortest account number that is taken for our own because our IBAN ends with it."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose account the statement is of: told apart from the other party by it.

    :param account_number: without white space
    """

    account_number: str
    name: str = ""

    def is_account(self, number: str) -> bool:
        """Whether ``number`` is this account, written as IBAN or as the domestic number inside it."""
        number = without_blanks(number)
        domestic = number.lstrip("0")
        return bool(number) and (
            number == self.account_number
            or (len(domestic) >= OWN_NUMBER_LENGTH and self.account_number.endswith(domestic))
        )

    def is_name(self, name: str) -> bool:
        """Whether ``name`` is the owner's, whatever the case."""
        return bool(name and self.name) and name.casefold() == self.name.casefold()


def without_blanks(text: str) -> str:
    """An account number as it is compared: ``DE89 3704`` is ``DE893704``."""
    return "".join(text.split())


def detail_fields(detail: Record, owner: Owner, is_credit: bool, is_reversal: bool) -> dict[str, Any]:
    """Fields of :class:`..types.ParsedTransaction` that a detail gives, by name; what it does not give is left out."""
    fields: dict[str, Any] = {}
    for name, path in codes.REFERENCES.items():
        if value := given(detail.take(path)):
            fields[name] = value
    references = detail.take_all(*codes.STRUCTURED_REFERENCES)
    if references:
        fields["structured_reference"] = references[0]
    lines = _remittance_lines(detail) + references[1:]
    if lines:
        fields["remittance_lines"] = lines
    return_reason = detail.take(*codes.RETURN_REASONS)
    if return_reason:
        fields["return_reason"] = return_reason
    fields |= party_fields(detail, owner, is_credit, is_reversal or bool(return_reason))
    return fields


def _remittance_lines(detail: Record) -> tuple[str, ...]:
    lines = detail.take_all(*codes.REMITTANCE_LINES)
    notes = detail.get_all(codes.REMITTANCE_NOTE)
    if not any(note.startswith(codes.PROCESSING_MARKS) for note in notes):
        lines += detail.take_all(codes.REMITTANCE_NOTE)
    return lines


def given(text: str) -> str:
    """An id, unless it is one of the words that stand for none.

    >>> given("NOTPROVIDED"), given("E2E-1")
    ('', 'E2E-1')
    """
    return "" if text.upper() in codes.PLACEHOLDERS else text


def party_fields(detail: Record, owner: Owner, is_credit: bool, is_reversal: bool) -> dict[str, str]:
    """Name, account, BIC, address and ultimate party of the other side."""
    party = counterparty(detail, owner, is_credit, is_reversal)
    if party is None:
        return {}
    fields = {
        "counterparty_name": detail.take(*party.names),
        "counterparty_account": without_blanks(detail.take(*party.accounts)),
        "counterparty_bic": detail.take(*party.bics),
        "counterparty_address": _address(detail, party),
        "ultimate_party_name": detail.take(*party.ultimates),
    }
    return {name: value for name, value in fields.items() if value}


def counterparty(detail: Record, owner: Owner, is_credit: bool, is_reversal: bool) -> codes.PartyPaths | None:
    """The side of the payment that is not us, or None if the detail names nobody else.

    Money in comes from the debtor, money out goes to the creditor; a payment taken back keeps the roles it had. Banks
    do not all keep to that, so that a side which is us by its account number or name is never the other party, and a
    single side which is somebody else for certain is.
    """
    expected, other = codes.DEBTOR, codes.CREDITOR
    if is_credit == is_reversal:
        expected, other = other, expected
    expected_account, other_account = detail.get(*expected.accounts), detail.get(*other.accounts)
    if _is_own(detail, expected, expected_account, owner):
        return None if _is_own(detail, other, other_account, owner) else other
    if expected_account or detail.get(*expected.names) or detail.get(*expected.ultimates):
        return expected
    if other_account and not owner.is_account(other_account):
        return other
    other_name = detail.get(*other.names)
    if not other_account and other_name and owner.name and not owner.is_name(other_name):
        return other
    return expected


def _is_own(detail: Record, party: codes.PartyPaths, account: str, owner: Owner) -> bool:
    return owner.is_account(account) if account else owner.is_name(detail.get(*party.names))


def _address(detail: Record, party: codes.PartyPaths) -> str:
    for paths in party.addresses:
        rows = groupby(detail.present(paths.rows), key=paths.rows.__getitem__)
        parts = [*detail.take_all(paths.lines), *(" ".join(detail.take_each(row)) for _number, row in rows)]
        if parts:
            return ", ".join(parts)
    return ""


def merged_fields(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The fields of a batch that is kept whole: what all parts agree on, and the texts and references of all of them.

    >>> merged_fields([{"counterparty_name": "A", "remittance_lines": ("1",)},
    ...                {"counterparty_name": "A", "structured_reference": "RF18"}])
    {'counterparty_name': 'A', 'remittance_lines': ('1', 'RF18')}
    """
    fields = {
        name: value
        for name, value in parts[0].items()
        if name != "remittance_lines" and all(part.get(name) == value for part in parts)
    }
    lines: list[str] = []
    for part in parts:
        lines += part.get("remittance_lines", ())
        reference = part.get("structured_reference")
        if reference and "structured_reference" not in fields:
            lines.append(reference)
    return fields | ({"remittance_lines": tuple(lines)} if lines else {})


def transaction_code(sources: Sequence[tuple[Record, codes.LevelPaths]], has_mandate: bool) -> dict[str, Any]:
    """The bank transaction code, ISO's (PMNT/RCDT/ESCT) before the bank's own, and whether it means a direct debit.

    :param sources: records with the paths of their level, the detail before its entry
    :param has_mandate: the detail names a mandate, which only a direct debit has
    """
    code = ""
    is_direct_debit = has_mandate
    for record, paths in sources:
        is_direct_debit |= record.get(paths.family) in codes.DIRECT_DEBIT_FAMILIES
        is_direct_debit |= record.get(paths.proprietary_code).startswith(codes.DIRECT_DEBIT_PREFIX)
        domain = "/".join(record.get_each(paths.domain_code))
        code = code or domain
        if domain == code:
            record.take_each(paths.domain_code)
    for record, paths in sources:
        code = code or record.get(paths.proprietary_code)
        if code and record.get(paths.proprietary_code) == code:
            record.take(paths.proprietary_code)
    return {"bank_transaction_code": code, "is_direct_debit": is_direct_debit}
