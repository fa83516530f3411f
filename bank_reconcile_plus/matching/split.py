"""Several lines that pay one document together.

Each of them names the document and pays a part; when the parts add up to what is open, each line is explained, not
just partly matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from .evidence import evidence
from .hypothesis import Hypothesis

#: parts of one document looked at together
MOST_PARTS = 10


def join_lines(found: Sequence[list[Hypothesis]]) -> None:
    """Upgrade partial payments that together pay a document in full, in place.

    :param found: per line, its hypotheses best first
    """
    parts: dict[int, list[Hypothesis]] = {}
    for hypotheses in found:
        for hypothesis in hypotheses[:2]:
            if len(hypothesis.entries) == 1 and hypothesis.settlement.kind in ("partial", "instalment"):
                parts.setdefault(hypothesis.entries[0].position, []).append(hypothesis)
    for together in parts.values():
        for group in _full(together):
            for hypothesis in group:
                _upgrade(hypothesis, len(group) - 1)


def _full(parts: list[Hypothesis]) -> list[tuple[Hypothesis, ...]]:
    """The largest group of parts that adds up to the document; at most one, parts belong to one document."""
    parts = parts[:MOST_PARTS]
    target = parts[0].entries[0].open
    for size in range(len(parts), 1, -1):
        for group in combinations(parts, size):
            if sum(hypothesis.settlement.item_applied[0] for hypothesis in group) == target:
                return [group]
    return []


def _upgrade(hypothesis: Hypothesis, others: int) -> None:
    hypothesis.settlement = replace(hypothesis.settlement, kind="split")
    hypothesis.pieces = [
        piece for piece in hypothesis.pieces if piece.criterion not in ("amount_partial", "amount_instalment")
    ]
    hypothesis.pieces.append(evidence("amount_split", count=others))
