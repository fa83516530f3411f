"""What earlier lines teach: words and accounts that always went to the same account.

Counts, nothing else: how often a word, or the counterparty's account number, came with a line a person booked to an
account. A word that went to several accounts (a month, a first name) says nothing. Memory speaks only where no open
document fits, and what it says alone is never posted by itself. It also tells whether a text mapping is proven: enough
earlier lines of its text, all booked to its account, and the amount within what they were; or doubted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .months import months_of
from .narrative import read_narrative
from .text import account_key, atoms, fold
from .types import PastLine, StatementLine

#: lines remembered, the latest; older ones teach little
MOST_LINES = 20_000
#: share of one account among a word's lines from which the word is telling
PURE = 0.9
#: lines with a word before it says anything
ENOUGH = 2
#: earlier lines of a mapped text, all to its account, before new ones of usual size may post by themselves
PROVEN = 3
#: how far outside of what earlier lines were an amount is no longer usual: half as much again
UNUSUAL = Decimal("1.5")
#: share of the line's letters that telling words must cover
COVERAGE = 0.4
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Memory:
    """What memory proposes: an account, from how many lines, and whether they agree closely."""

    account: int | str
    count: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Experience:
    """What a text led to before.

    :param smallest: and ``largest``, unsigned amounts of the earlier lines, None without any
    """

    accounts: Counter[int | str]
    smallest: Decimal | None
    largest: Decimal | None

    def proves(self, account: int | str, amount: Decimal) -> bool:
        """True when enough earlier lines all went to this account and the amount is one of their usual size."""
        if self.accounts[account] < PROVEN or self.accounts[account] < self.accounts.total():
            return False
        return self.smallest <= abs(amount) <= self.largest

    def doubts(self, account: int | str, amount: Decimal) -> bool:
        """True when earlier lines enough speak against it: some went elsewhere, or the amount is far from theirs."""
        if self.accounts.total() < PROVEN:
            return False
        usual = self.smallest / UNUSUAL <= abs(amount) <= self.largest * UNUSUAL
        return not usual or self.accounts[account] < self.accounts.total()


class MemoryTable:
    """Words and account numbers of earlier lines with the account they were booked to."""

    def __init__(self, history: Iterable[PastLine]):
        self._latest = latest = sorted(history, key=lambda past: (past.date, past.text, str(past.account)))[
            -MOST_LINES:
        ]
        self._experience: dict[tuple[str, bool], Experience] = {}
        self._by_word: dict[tuple[str, bool], Counter[int | str]] = {}
        self._by_text: dict[tuple, Counter[int | str]] = {}
        for past in latest:
            words = text_core(past.text)
            sign = past.amount > 0
            for feature in {*words, *_owner(past.account_number)}:
                self._by_word.setdefault((feature, sign), Counter())[past.account] += 1
            self._by_text.setdefault((words, sign), Counter())[past.account] += 1

    def experience(self, text: str, money_in: bool) -> Experience:
        """What happened to earlier lines of one direction that hold a folded text; looked up once a text."""
        key = (text, money_in)
        if key not in self._experience:
            alike = [past for past in self._latest if (past.amount > 0) == money_in and text in fold(past.text)]
            amounts = [abs(past.amount) for past in alike]
            accounts = Counter(past.account for past in alike)
            self._experience[key] = Experience(accounts, min(amounts, default=None), max(amounts, default=None))
        return self._experience[key]

    def recall(self, line: StatementLine) -> Memory | None:
        """The account lines like this one went to, None when they do not agree or there are none."""
        words, sign = text_core(line.text), line.amount > 0
        for key, counts in (
            ((words, sign), self._by_text if words else {}),
            *(((owner, sign), self._by_word) for owner in _owner(line.account_number)),
        ):
            best = _pure(counts.get(key))
            if best:
                return Memory(best[0], best[1], sure=best[1] >= ENOUGH)
        return self._recall_by_words(words, sign)

    def _recall_by_words(self, words: tuple[str, ...], sign: bool) -> Memory | None:
        votes: Counter[int | str] = Counter()
        support: Counter[int | str] = Counter()
        covered: Counter[int | str] = Counter()
        for word in words:
            best = _pure(self._by_word.get((word, sign)))
            if best and best[1] >= ENOUGH:
                votes[best[0]] += best[1]
                support[best[0]] = max(support[best[0]], best[1])
                covered[best[0]] += len(word)
        if not votes:
            return None
        account = min(votes, key=lambda account: (-votes[account], str(account)))
        if len(votes) > 1 or covered[account] < COVERAGE * sum(map(len, words)):
            return None
        return Memory(account, support[account], sure=support[account] > ENOUGH)


def _pure(counts: Counter[int | str] | None) -> tuple[int | str, int] | None:
    if not counts:
        return None
    account, count = counts.most_common(1)[0]
    return (account, count) if count >= PURE * counts.total() else None


@lru_cache(maxsize=65536)
def text_core(text: str) -> tuple[str, ...]:
    """The telling words of a narrative, sorted: no numbers, no months."""
    values = atoms(read_narrative(text).remittance)
    return tuple(
        sorted({word for word in values if len(word) >= SHORTEST_WORD and word.isalpha() and not months_of(word)})
    )


def _owner(account_number: str) -> tuple[str, ...]:
    return (f"={account_key(account_number)}",) if account_number else ()
