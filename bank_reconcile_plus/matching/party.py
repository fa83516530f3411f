"""Who is behind a line: the account number first, then the name.

RU-08: an account number on file makes the party *Fully* known; a name that agrees to 95 % makes it *Partially* known,
and *Fully* when no other partner comes near or the city agrees. Names are found by the rarest of their trigrams and
then compared by rapidfuzz, without legal forms, titles and connectives, in any order of words, and as far as the bank
printed them (many cut at 27, 35 or 70 characters).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from .legal_forms import CONNECTIVE_WORDS, LEGAL_FORMS, TITLE_WORDS
from .text import account_key, fold, short_vowels
from .types import Partner, PartyMatch

#: agreement, 0 to 100, from which a name counts
SURE_NAME = 95.0
LIKELY_NAME = 84.0
#: a name this short is only found whole
SHORTEST_CUT = 10
#: how far the next best name must stay behind for a name to be the only one
CLEAR_LEAD = 6.0
_CANDIDATES = 25
_RAREST = 7
_WORD = re.compile(r"[^\W_]+")
_NOISE = LEGAL_FORMS | TITLE_WORDS | CONNECTIVE_WORDS


@dataclass(frozen=True, slots=True)
class PartyHit:
    """One partner a line may come from.

    :param criterion: which evidence says so, a code of :mod:`.evidence`
    :param score: agreement of the name, 0 to 100
    """

    partner_id: int | str
    level: PartyMatch
    criterion: str
    score: float = 100.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready for comparison: its telling words in order, sorted, and run together."""

    words: tuple[str, ...]
    joined: str
    ordered: str
    whole: str


@lru_cache(maxsize=65536)
def read_name(text: str) -> Name:
    """Fold a name and leave out legal forms, titles and connectives (unless nothing else is in it)."""
    folded = short_vowels(fold(text).replace(".", "").replace("'", ""))
    every = tuple(_WORD.findall(folded))
    words = tuple(word for word in every if word not in _NOISE) or every
    return Name(words, "".join(words), "".join(sorted(words)), "".join(every))


def name_score(asked: Name, known: Name) -> float:
    """Agreement of a name on a statement with a name in the books, 0 to 100."""
    if not asked.joined or not known.joined:
        return 0.0
    if asked.joined == known.joined:
        return 100.0
    best = max(fuzz.ratio(asked.joined, known.joined), fuzz.ratio(asked.ordered, known.ordered))
    size = len(asked.joined)
    if SHORTEST_CUT <= size < len(known.joined):
        best = max(best, fuzz.ratio(asked.joined, known.joined[:size]) - 2.0)
    return best


class PartyIndex:
    """Partners by account number and by name."""

    def __init__(self, partners: Iterable[Partner]):
        self.partners: dict[int | str, Partner] = {}
        self._by_account: dict[str, list[int | str]] = {}
        self._names: list[tuple[Name, Partner]] = []
        self._by_trigram: dict[str, list[int]] = {}
        self._family: dict[int | str, set[int | str]] = {}
        for partner in sorted(partners, key=lambda partner: str(partner.id)):
            self._add(partner)
        self._found: dict[str, tuple[Name, list[tuple[float, str, Partner]]]] = {}

    def _add(self, partner: Partner) -> None:
        self.partners[partner.id] = partner
        for number in partner.account_numbers:
            self._by_account.setdefault(account_key(number), []).append(partner.id)
        if partner.parent_id is not None:
            self._family.setdefault(partner.parent_id, set()).add(partner.id)
            self._family.setdefault(partner.id, set()).add(partner.parent_id)
        name = read_name(partner.name)
        if not name.joined:
            return
        position = len(self._names)
        self._names.append((name, partner))
        for trigram in _trigrams(name.words):
            self._by_trigram.setdefault(trigram, []).append(position)

    def by_account(self, account_number: str) -> list[int | str]:
        """Partners that own an account number (any spacing)."""
        return self._by_account.get(account_key(account_number), []) if account_number else []

    def family(self, partner_id: int | str) -> set[int | str]:
        """Parent and child companies of a partner, itself not included."""
        return self._family.get(partner_id, set())

    def by_name(self, text: str, narrative: str = "") -> tuple[PartyHit, ...]:
        """Partners a name agrees with, best first.

        :param narrative: rest of the line, folded, where a city may agree
        """
        if text not in self._found:
            asked = read_name(text)
            self._found[text] = (asked, self._search(asked))
        asked, scored = self._found[text]
        return _levels(asked, scored, narrative)

    def score(self, text: str, partner_id: int | str) -> float:
        """Agreement of a name with one partner's, 0 to 100."""
        return name_score(read_name(text), read_name(self.partners[partner_id].name))

    def _search(self, asked: Name) -> list[tuple[float, str, Partner]]:
        if len(asked.joined) < 3:
            return []
        scored = []
        for position in self._candidates(asked.words):
            known, partner = self._names[position]
            score = name_score(asked, known)
            if score >= LIKELY_NAME:
                scored.append((score + (0.5 if asked.whole == known.whole else 0.0), str(partner.id), partner))
            elif set(asked.words) < set(known.words):
                scored.append((min(score, LIKELY_NAME - 1), str(partner.id), partner))
        scored.sort(key=lambda row: (-row[0], row[1]))
        return scored[:_CANDIDATES]

    def _candidates(self, words: tuple[str, ...]) -> list[int]:
        """Positions of the names that share most of the rarest trigrams."""
        postings = [self._by_trigram[trigram] for trigram in _trigrams(words) if trigram in self._by_trigram]
        postings.sort(key=len)
        counts: dict[int, int] = {}
        for posting in postings[:_RAREST]:
            for position in posting:
                counts[position] = counts.get(position, 0) + 1
        if len(counts) > _CANDIDATES:
            return sorted(counts, key=lambda position: (-counts[position], position))[:_CANDIDATES]
        return sorted(counts)

    def in_text(self, folded_text: str) -> tuple[PartyHit, ...]:
        """Partners whose name stands in a narrative, whole, cut off at the end, or broken by a space."""
        words = tuple(word for word in _WORD.findall(short_vowels(folded_text)) if not word.isdigit())
        if not words:
            return ()
        text = "".join(word for word in words if word not in _NOISE)
        scored = []
        for position in self._candidates(words):
            known, partner = self._names[position]
            if len(known.joined) < 6 or len(text) < 6:
                continue
            score = fuzz.partial_ratio(known.joined, text) if len(known.joined) <= len(text) else 0.0
            if score >= LIKELY_NAME:
                scored.append((score, str(partner.id), partner))
        scored.sort(key=lambda row: (-row[0], -len(read_name(row[2].name).joined), row[1]))
        return _levels(Name(words, text, "", text), scored, folded_text, criterion="name_in_text")


def _levels(asked: Name, scored: list[tuple], narrative: str, criterion: str = "name") -> tuple[PartyHit, ...]:
    """Turn agreement into Fully or Partially, as RU-08 says."""
    hits = []
    best = scored[0][0] if scored else 0.0
    second = scored[1][0] if len(scored) > 1 else 0.0
    for score, _key, partner in scored:
        sure = score >= SURE_NAME
        spelled_out = score > 100.0 >= second and asked.whole != asked.joined
        alone = score == best and (best - second >= CLEAR_LEAD or second < LIKELY_NAME or spelled_out)
        in_city = bool(partner.city) and len(partner.city) > 3 and fold(partner.city) in narrative
        level = PartyMatch.FULLY if sure and (alone or (in_city and score == best > second)) else PartyMatch.PARTIALLY
        if score >= LIKELY_NAME:
            hits.append(PartyHit(partner.id, level, criterion, min(score, 100.0)))
        else:
            hits.append(PartyHit(partner.id, PartyMatch.PARTIALLY, "name_part", score))
    return tuple(hits)


def _trigrams(words: Iterable[str]) -> set[str]:
    """Three-letter pieces of each word, its beginning marked."""
    found = set()
    for word in words:
        marked = f" {word}"
        found.update(marked[start : start + 3] for start in range(max(1, len(marked) - 2)))
    return found
