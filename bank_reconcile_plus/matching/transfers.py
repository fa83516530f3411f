"""Two statement lines of own banks that are one transfer: money out of one, the same money into another.

Neither line settles a document. What makes them a pair is that each is the other's mirror: opposite signs, the same
amount (or, in two currencies, about the same at the day's rates), days that fit. The strong evidence is the account
number: a line that names the other bank's account can hardly be anything else. Only where both name each other, the
amount is the same and nothing else fits is a pair High; two candidates of one amount never are.

    pairs = find_pairs(sides, banks, own_names=("Demo GmbH",))
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .amounts import RATE_PERCENT
from .evidence import evidence, limit, total
from .narrative import account_numbers_in
from .party import LIKELY_NAME, name_score, read_name
from .text import account_key, fold
from .types import Confidence, Evidence

#: characters of an account number, or letters of a bank's name, that say something wherever they stand
SHORTEST_NUMBER = 7
SHORTEST_NAME = 5
#: names of banks in the books that say nothing
EVERYDAY_NAMES = frozenset({"bank", "banks", "banque", "banco", "banca", "account", "konto", "compte", "cuenta"})
#: a bank may book on Monday what another one had on Saturday; money that arrives still earlier is hardly the same
EARLY = datetime.timedelta(days=3)
#: what banks write where there is no end-to-end id
NO_ID = frozenset({"", "NOTPROVIDED", "NONREF", "NONE"})


@dataclass(frozen=True, slots=True)
class OwnBank:
    """A bank of the company.

    :param account_numbers: IBAN and other numbers of its account, any spacing
    :param names: what the books call it, and its bank
    :param days: days that may lie between both sides of a transfer
    """

    id: int | str
    name: str
    account_numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    days: int = 5


@dataclass(frozen=True, slots=True)
class Side:
    """A statement line as one side of a transfer.

    :param amount: signed, in ``currency``; positive is money in
    :param company_amount: signed, in the company's currency, as booked
    :param is_open: False for a line that is decided on and waits on the transfer account for its other side
    :param is_strangers: the line is known to be another party's
    :param is_registered: a payment of its amount is registered at its bank, and may be what the line shows
    """

    id: int | str
    bank: int | str
    date: datetime.date
    amount: Decimal
    currency: str
    company_amount: Decimal
    text: str = ""
    partner_name: str = ""
    account_number: str = ""
    end_to_end_id: str = ""
    is_open: bool = True
    is_strangers: bool = False
    is_registered: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides of one transfer, and why.

    :param out: the side the money leaves
    :param explanations: 1 when nothing else of the amount fits either side
    :param automatic: may be accepted without a person looking
    """

    out: Side
    into: Side
    confidence: Confidence
    evidence: tuple[Evidence, ...]
    explanations: int
    automatic: bool

    @property
    def score(self) -> int:
        """Weights of the evidence added up."""
        return total(self.evidence)


@dataclass(slots=True)
class _Candidate:
    out: Side
    into: Side
    pieces: list[Evidence]
    named: int
    exact: bool

    @property
    def order(self) -> tuple:
        days = abs((self.out.date - self.into.date).days)
        return (-total(self.pieces), days, self.out.date, self.into.date, str(self.out.id), str(self.into.id))


def find_pairs(sides: Iterable[Side], banks: Iterable[OwnBank], own_names: Sequence[str] = ()) -> list[Pair]:
    """Pairs of sides that are one transfer, each side in one pair at most, the surest first.

    :param own_names: names of the company, as its banks print them
    """
    reader = _Reader({bank.id: bank for bank in banks}, own_names)
    usable = [side for side in sides if side.amount and reader.may_be_transfer(side)]
    candidates = [found for out, into in _close_in_amount(usable) if (found := reader.candidate(out, into))]
    count: dict[int | str, int] = defaultdict(int)
    for candidate in candidates:
        count[candidate.out.id] += 1
        count[candidate.into.id] += 1
    taken, pairs = set(), []
    for candidate in sorted(candidates, key=lambda candidate: candidate.order):
        ids = {candidate.out.id, candidate.into.id}
        if not ids & taken:
            taken |= ids
            rivals = count[candidate.out.id] + count[candidate.into.id] - 2
            pairs.append(_pair(candidate, rivals))
    return pairs


def named_banks(side: Side, banks: Iterable[OwnBank]) -> list[int | str]:
    """Own banks, other than its own, whose account number a line names."""
    return sorted(_Reader({bank.id: bank for bank in banks}, ()).named(side), key=str)


def _pair(candidate: _Candidate, rivals: int) -> Pair:
    pieces = list(candidate.pieces)
    if rivals:
        pieces.append(evidence("not_unique", count=rivals + 1))
    if candidate.exact:
        confidence = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)[candidate.named]
    else:
        confidence = Confidence.MEDIUM if candidate.named == 2 else Confidence.LOW
    most = limit(pieces)
    if most is not None and confidence is Confidence.HIGH:
        confidence = most
    automatic = confidence is Confidence.HIGH and not rivals
    return Pair(candidate.out, candidate.into, confidence, tuple(pieces), rivals + 1, automatic)


def _close_in_amount(sides: Sequence[Side]) -> Iterator[tuple[Side, Side]]:
    """Money out and money in of one amount, or in two currencies of about one amount in the company's."""
    into_exact: dict[tuple, list[Side]] = defaultdict(list)
    into = sorted((side for side in sides if side.amount > 0), key=lambda side: (side.company_amount, str(side.id)))
    worth = [side.company_amount for side in into]
    for side in into:
        into_exact[side.currency, side.amount].append(side)
    share = Decimal(RATE_PERCENT) / 100
    currencies = {side.currency for side in sides}
    for out in sides:
        if out.amount > 0:
            continue
        for side in into_exact.get((out.currency, -out.amount), ()):
            yield out, side
        if len(currencies) == 1:
            continue
        least, most = -out.company_amount * (1 - share), -out.company_amount * (1 + share)
        for place in range(bisect_left(worth, least), len(into)):
            if worth[place] > most:
                break
            if into[place].currency != out.currency:
                yield out, into[place]


class _Reader:
    """What the lines say of own banks, read once a line."""

    def __init__(self, banks: dict[int | str, OwnBank], own_names: Sequence[str]):
        self.banks = banks
        self.numbers = {bank.id: {account_key(number) for number in bank.account_numbers} - {""} for bank in self._all}
        self.own_names = [read_name(name) for name in own_names if name]
        self._named: dict[int | str, set[int | str]] = {}

    @property
    def _all(self) -> Iterable[OwnBank]:
        return self.banks.values()

    def may_be_transfer(self, side: Side) -> bool:
        """False where the line names a party or an account that is not ours."""
        if side.is_strangers or side.bank not in self.banks:
            return False
        if self.named(side):
            return True
        if side.account_number and not self._owners(side.account_number):
            return False
        if account_numbers_in(side.text):
            return False
        return not side.partner_name.strip() or self.is_own_name(side) or bool(self._called(side.partner_name))

    def named(self, side: Side) -> set[int | str]:
        """Own banks, other than its own, whose account number the line names."""
        if side.id not in self._named:
            found = set(self._owners(side.account_number)) if side.account_number else set()
            if not found - {side.bank}:
                written = account_key(side.text)
                for bank in self._all:
                    if any(len(number) >= SHORTEST_NUMBER and number in written for number in self.numbers[bank.id]):
                        found.add(bank.id)
            self._named[side.id] = found - {side.bank}
        return self._named[side.id]

    def _owners(self, account_number: str) -> set[int | str]:
        """Own banks of an account number; a domestic number may be the end of an IBAN."""
        key = account_key(account_number)
        return {
            bank.id
            for bank in self._all
            for number in self.numbers[bank.id]
            if key == number
            or (len(key) >= SHORTEST_NUMBER and number.endswith(key))
            or (len(number) >= SHORTEST_NUMBER and key.endswith(number))
        }

    def is_own_name(self, side: Side) -> bool:
        """True where the line's party is the company itself."""
        asked = read_name(side.partner_name)
        return any(name_score(asked, known) >= LIKELY_NAME for known in self.own_names)

    def _called(self, text: str) -> set[int | str]:
        """Own banks whose name stands in a text."""
        folded = f" {fold(text)} "
        return {
            bank.id
            for bank in self._all
            for name in map(fold, bank.names)
            if len(name) >= SHORTEST_NAME and name not in EVERYDAY_NAMES and f" {name} " in folded
        }

    def candidate(self, out: Side, into: Side) -> _Candidate | None:
        """What speaks for two lines being one transfer; None where something speaks against it."""
        days = abs((out.date - into.date).days)
        first, second = self.banks[out.bank], self.banks[into.bank]
        decided = not (out.is_open or into.is_open)
        if first.id == second.id or decided or days > max(first.days, second.days):
            return None
        pieces, named = [], 0
        for side, other in ((out, second), (into, first)):
            accounts = self.named(side)
            if accounts and other.id not in accounts:
                return None
            if accounts:
                named += 1
                pieces.append(evidence("transfer_account", bank=self.banks[side.bank].name, other=other.name))
        hinted = self._hints(pieces, out, into)
        exact = out.currency == into.currency
        if exact:
            pieces.append(evidence("amount_exact"))
        elif named or hinted:
            pieces.append(evidence("amount_rate", percent=RATE_PERCENT))
        else:
            return None
        if days:
            pieces.append(evidence("transfer_days", days=days))
        else:
            pieces.append(evidence("transfer_same_day"))
        if out.date - into.date > EARLY:
            pieces.append(evidence("transfer_early", days=days))
        pieces += [
            evidence("transfer_registered", bank=self.banks[side.bank].name)
            for side in (out, into)
            if side.is_registered
        ]
        return _Candidate(out, into, pieces, max(named, int(hinted)), exact)

    def _hints(self, pieces: list[Evidence], out: Side, into: Side) -> bool:
        """Add what points to the other bank without its account number; False for nothing."""
        before = len(pieces)
        if out.end_to_end_id.strip().upper() not in NO_ID and out.end_to_end_id == into.end_to_end_id:
            pieces.append(evidence("transfer_id", number=out.end_to_end_id))
        for side, other in ((out, self.banks[into.bank]), (into, self.banks[out.bank])):
            if other.id in self._called(f"{side.partner_name} {side.text}") - self.named(side):
                pieces.append(evidence("transfer_bank", bank=self.banks[side.bank].name, other=other.name))
        if self.is_own_name(out) or self.is_own_name(into):
            pieces.append(evidence("transfer_own_name"))
        return len(pieces) > before
