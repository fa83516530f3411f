"""One way a line could be explained, on its way to becoming a proposal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .amounts import Settlement
from .evidence import total
from .index import Entry
from .types import AmountMatch, DocumentMatch, Evidence, PartyMatch
from .view import LineView


@dataclass(slots=True)
class Hypothesis:
    """A set of open items, how they settle the line, and what speaks for and against it.

    :ivar rivals: other sets found together with this one that explain the line as well
    :ivar partner_id: the items' partner, None when they have several or none
    :ivar by_total: a batch of which nothing but the total is known
    """

    view: LineView
    entries: tuple[Entry, ...]
    settlement: Settlement
    pieces: list[Evidence] = field(default_factory=list)
    party: PartyMatch = PartyMatch.NO
    document: DocumentMatch = DocumentMatch.NO
    rivals: int = 0
    partner_id: int | str | None = None
    by_total: bool = False

    @property
    def score(self) -> int:
        """Weights of the evidence added up."""
        return total(self.pieces)

    @property
    def amount(self) -> AmountMatch:
        """Whether the amount is explained, and by how many sets."""
        if not self.settlement.explains:
            return AmountMatch.NONE
        return AmountMatch.MULTIPLE if self.rivals else AmountMatch.ONE

    @property
    def key(self) -> tuple[int, ...]:
        """The set of items, comparable."""
        return tuple(sorted(entry.position for entry in self.entries))

    @property
    def is_settled(self) -> bool:
        """True when the line is fully explained and nothing weighty speaks against it."""
        return self.settlement.explains and not any(piece.weight < -10 for piece in self.pieces)

    @property
    def is_of_stranger(self) -> bool:
        """True when the line says who pays and the documents are somebody else's."""
        return any(piece.criterion == "other_party" for piece in self.pieces)


def best_first(found: Iterable[Hypothesis]) -> list[Hypothesis]:
    """One hypothesis a set of items, by score, then by the items' own order (due date first)."""
    best: dict[tuple[int, ...], tuple[int, Hypothesis]] = {}
    for hypothesis in found:
        score, key = hypothesis.score, hypothesis.key
        if key not in best or score > best[key][0]:
            best[key] = (score, hypothesis)
    ranked = sorted(best.items(), key=lambda pair: (-pair[1][0], pair[0]))
    return [hypothesis for _key, (_score, hypothesis) in ranked]
