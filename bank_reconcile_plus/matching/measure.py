"""How good proposals were, held against what people decided: precision, coverage, and what an error budget allows.

Precision is the share of the proposals that were right, coverage the share of all lines that got one. Both depend on
how sure a proposal must be to count, so they are a curve: from the surest proposal alone to all of them.

>>> judged = [Judged("high", 90, True, True), Judged("high", 80, True, True), Judged("low", 20, False, False)]
>>> [(point.count, point.right) for point in curve(judged)]
[(1, 1), (2, 2), (3, 2)]
>>> threshold(judged, Decimal(0)).score
80
>>> round(upper_bound(0, 300), 4)
0.0126
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .evidence import limit
from .rules import decide
from .types import AmountMatch, ApplicationRule, Confidence, DocumentMatch, Evidence, PartyMatch

_ORDER = {"high": 0, "medium": 1, "low": 2}
#: of the normal distribution: two-sided certainty of 95 percent
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Judged:
    """One proposal held against what people decided.

    :param automatic: it would have been posted without a person
    """

    confidence: str
    score: int
    automatic: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Point:
    """All proposals at least as sure as this one.

    :param count: proposals, ``right`` of them right
    """

    confidence: str
    score: int
    count: int
    right: int

    @property
    def error(self) -> Decimal:
        """Share of the proposals that were wrong, 0 to 1."""
        return Decimal(self.count - self.right) / self.count


def curve(judged: Iterable[Judged]) -> list[Point]:
    """One point for each step of sureness, the surest first; counts add up along it."""
    ordered = sorted(judged, key=lambda one: (_ORDER[one.confidence], -one.score))
    points: list[Point] = []
    right = 0
    for count, one in enumerate(ordered, 1):
        right += one.right
        point = Point(one.confidence, one.score, count, right)
        if points and (points[-1].confidence, points[-1].score) == (one.confidence, one.score):
            points[-1] = point
        else:
            points.append(point)
    return points


def threshold(judged: Iterable[Judged], budget: Decimal) -> Point | None:
    """The point up to which automatic posting stays within an error budget and covers most, None when none does.

    :param budget: share of wrong postings that is accepted, 0 to 1
    """
    points = curve(one for one in judged if one.automatic)
    return next((point for point in reversed(points) if point.error <= budget), None)


def upper_bound(wrong: int, count: int) -> float:
    """The largest error rate that many observations do not rule out (Wilson score interval, 95 percent), 0 to 1."""
    if not count:
        return 1.0
    rate, square = wrong / count, _Z**2 / count
    spread = _Z * math.sqrt(rate * (1 - rate) / count + square / (4 * count))
    return (rate + square / 2 + spread) / (1 + square)


def redecide(
    party: str,
    document: str,
    amount: str,
    direct_debit: bool,
    most: str,
    explanations: int,
    rules: Sequence[ApplicationRule],
) -> tuple[ApplicationRule | None, str]:
    """What other rules make of a proposal that was classified before.

    :param most: the highest confidence its evidence allows, "" for no limit
    :param explanations: how many ways explained the line equally well
    :return: the rule that decides and the confidence, in the words of :class:`Confidence`
    """
    rule = decide(PartyMatch(party), DocumentMatch(document), AmountMatch(amount), direct_debit, rules)
    confidence = rule.confidence.value if rule else Confidence.LOW.value
    if explanations > 1 and not (rule and rule.apply_immediately):
        most = most or Confidence.MEDIUM.value
    return rule, max(confidence, most or confidence, key=_ORDER.__getitem__)


def limit_of(pieces: Iterable[Evidence]) -> str:
    """:return: the highest confidence evidence allows whatever the rule says, "" for no limit"""
    most = limit(pieces)
    return most.value if most else ""
