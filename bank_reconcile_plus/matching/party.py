"""Who is behind a line: the account number first, then the name.

RU-08: an account number on file makes the party *Fully* known; a name that agrees to 95 % makes it *Partially* known,
and *Fully* when no other partner comes near or the city agrees. Names are found by the rarest of their trigrams and
then compared by rapidfuzz, without legal forms, titles and connectives, in any order of words, and as far as the bank
printed them (many cut at 27, 35 or 70 characters).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

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
#: letters a name needs for each slip of the pen (one letter wrong, too many, missing, or two swapped)
LETTERS_A_SLIP = 9
#: names compared in full, trigrams that choose them, and how many names those may be shared by
_CANDIDATES = 25
#: letters of a piece by which names are found again
PIECE = 4
_RAREST = 8
_MOST_READ = 1000
#: letters a name needs to be looked for inside a text
SHORTEST_IN_TEXT = 6
_WORD = re.compile(r"[^\W_]+")
#: a legal form of single letters, A/S or K/S
_SLASHED = re.compile(r"\b([^\W\d_])/([^\W\d_])\b")
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


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far a name agrees with one partner's, 0 to 100."""

    partner: Partner
    score: float
    spelled_out: bool


@lru_cache(maxsize=65536)
def read_name(text: str) -> Name:
    """Fold a name and leave out legal forms, titles and connectives (unless nothing else is in it)."""
    folded = _SLASHED.sub(r"\1\2", short_vowels(fold(text).replace(".", "").replace("'", "")))
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
    slips = OSA.distance(asked.joined, known.joined, score_cutoff=2)
    if slips <= min(2, size // LETTERS_A_SLIP):
        best = max(best, 98.0 - slips)
    if SHORTEST_CUT <= size < len(known.joined):
        best = max(best, fuzz.ratio(asked.joined, known.joined[:size]) - 2.0)
    return best


class PartyIndex:
    """Partners by account number and by name."""

    def __init__(self, partners: Iterable[Partner]):
        self.partners: dict[int | str, Partner] = {}
        self._by_account: dict[str, list[int | str]] = {}
        self._names: list[tuple[Name, Partner]] = []
        self._by_ordered: dict[str, list[int]] = {}
        self._by_trigram: dict[str, list[int]] = {}
        self._family: dict[int | str, set[int | str]] = {}
        for partner in sorted(partners, key=lambda partner: str(partner.id)):
            self._add(partner)
        self._found: dict[str, list[Likeness]] = {}

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
        self._by_ordered.setdefault(name.ordered, []).append(position)
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
            self._found[text] = self._search(read_name(text))
        return _levels(self._found[text], narrative, "name")

    def by_exact_name(self, text: str, narrative: str = "") -> tuple[PartyHit, ...]:
        """Partners of exactly this name, in any order of its words; nothing is searched for."""
        asked = read_name(text)
        return _levels(self._same(asked), narrative, "name")

    def _same(self, asked: Name) -> list[Likeness]:
        positions = self._by_ordered.get(asked.ordered, ()) if len(asked.joined) > 2 else ()
        found = []
        for position in positions:
            known, partner = self._names[position]
            found.append(Likeness(partner, 100.0, _spelled_out(asked, known)))
        found.sort(key=lambda likeness: (not likeness.spelled_out, str(likeness.partner.id)))
        return found

    def stands_in(self, folded_text: str, partner_id: int | str) -> bool:
        """True when a partner's name stands in a narrative, perhaps broken or with a letter wrong."""
        known = read_name(self.partners[partner_id].name)
        text = _running_text(folded_text)
        if not SHORTEST_IN_TEXT <= len(known.joined) <= len(text):
            return False
        return fuzz.partial_ratio(known.joined, text, score_cutoff=LIKELY_NAME) > 0

    def score(self, text: str, partner_id: int | str) -> float:
        """Agreement of a name with one partner's, 0 to 100."""
        return name_score(read_name(text), read_name(self.partners[partner_id].name))

    def is_part_of(self, text: str, partner_id: int | str) -> bool:
        """True when a name is some of the words of a partner's name (``Eva`` of Eva Jansen)."""
        words = read_name(text).words
        return bool(words) and set(words) < set(read_name(self.partners[partner_id].name).words)

    def first_word(self, partner_id: int | str | None) -> str:
        """The word a partner's name begins with, which sister companies share; "" without a partner."""
        partner = self.partners.get(partner_id)
        words = read_name(partner.name).words if partner else ()
        return words[0] if words else ""

    def _search(self, asked: Name) -> list[Likeness]:
        if len(asked.joined) < 3:
            return []
        found = self._same(asked)
        if found:
            return found
        for position in self._candidates(asked.words):
            known, partner = self._names[position]
            score = name_score(asked, known)
            if score >= LIKELY_NAME or set(asked.words) < set(known.words):
                found.append(Likeness(partner, min(score, 100.0), _spelled_out(asked, known)))
        found.sort(key=lambda likeness: (-likeness.score, not likeness.spelled_out, str(likeness.partner.id)))
        return found

    def in_text(self, folded_text: str) -> tuple[PartyHit, ...]:
        """Partners whose name stands in a narrative, perhaps broken by a space or with a letter wrong."""
        text = _running_text(folded_text)
        if len(text) < SHORTEST_IN_TEXT:
            return ()
        found = []
        for position in self._candidates(_text_words(folded_text)):
            known, partner = self._names[position]
            if SHORTEST_IN_TEXT <= len(known.joined) <= len(text):
                score = fuzz.partial_ratio(known.joined, text, score_cutoff=LIKELY_NAME)
                if score:
                    found.append(Likeness(partner, score, len(known.joined) > SHORTEST_IN_TEXT))
        found.sort(key=lambda likeness: (-likeness.score, str(likeness.partner.id)))
        return _levels(found, folded_text, "name_in_text")

    def _candidates(self, words: tuple[str, ...]) -> list[int]:
        """Positions of the names that share most of the rarest trigrams."""
        postings = [self._by_trigram[trigram] for trigram in _trigrams(words) if trigram in self._by_trigram]
        postings.sort(key=len)
        read, kept = 0, []
        for posting in postings[:_RAREST]:
            if read and read + len(posting) > _MOST_READ:
                break
            kept.append(posting)
            read += len(posting)
        counts = Counter(chain.from_iterable(kept))
        if len(counts) <= _CANDIDATES:
            return list(counts)
        return [position for position, _count in counts.most_common(_CANDIDATES)]


def _text_words(folded_text: str) -> tuple[str, ...]:
    """Telling words of a narrative, for looking for names in it."""
    words = _WORD.findall(short_vowels(folded_text))
    return tuple(word for word in words if not word.isdigit() and word not in _NOISE)


@lru_cache(maxsize=4096)
def _running_text(folded_text: str) -> str:
    return "".join(_text_words(folded_text))


def _spelled_out(asked: Name, known: Name) -> bool:
    """True when the name as written goes on into this partner's legal form (``Brown AB``, not ``Brown Ltd``)."""
    return len(asked.whole) > len(known.joined) and known.whole.startswith(asked.whole)


def _levels(found: list[Likeness], narrative: str, criterion: str) -> tuple[PartyHit, ...]:
    """Turn agreement into Fully or Partially, as RU-08 says."""
    hits = []
    for place, likeness in enumerate(found):
        rivals = [other for other in found if other is not likeness and likeness.score - other.score < CLEAR_LEAD]
        rivals = [other for other in rivals if other.score >= LIKELY_NAME]
        only_one = place == 0 and (
            not rivals or (likeness.spelled_out and not any(other.spelled_out for other in rivals))
        )
        only_one = only_one or (
            _in_city(likeness, narrative) and not any(_in_city(other, narrative) for other in rivals)
        )
        sure = likeness.score >= SURE_NAME and only_one
        code = criterion if likeness.score >= LIKELY_NAME else "name_part"
        level = PartyMatch.FULLY if sure else PartyMatch.PARTIALLY
        hits.append(PartyHit(likeness.partner.id, level, code, likeness.score))
    return tuple(hits)


def _in_city(likeness: Likeness, narrative: str) -> bool:
    city = likeness.partner.city
    return len(city) > 3 and fold(city) in narrative


def _trigrams(words: Iterable[str]) -> list[str]:
    """Three-letter pieces of each word, its beginning marked, in order."""
    found = {}
    for word in words:
        marked = f" {word}"
        for start in range(max(1, len(marked) - PIECE + 1)):
            found[marked[start : start + PIECE]] = None
    return list(found)
