"""How good proposals were, held against what people decided: precision, coverage, and what an error budget allows.

Precision is the share of the proposals that were right, coverage the share of all lines that got one. Both depend on
how sure a proposal must be to count, so they are a curve: from the surest proposal alone to all of them.

>>> judged = [Judged("high", 90, True, True), Judged("high", 80, True, True), Judged("low", 20, False, False)]
>>> [(point.count, point.right) for point in curve(judged)]
[(1, 1), (2, 2), (3, 2)]

Few lines prove little. An error budget is kept only where the lines rule out, 95 in 100, that more than it is wrong:
the exact one-sided bound of Clopper and Pearson (1934), which without any error is about three by the number of lines.

>>> round(upper_bound(0, 300), 4), round(upper_bound(1, 300), 4)
(0.0099, 0.0157)
>>> [point and point.count for point in (threshold(judged, Decimal("0.8")), threshold(judged, Decimal("0.1")))]
[2, None]
>>> lines_needed(Decimal("0.005"))
598
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
#: how likely a bound may be too low: what is said is certain 95 in 100
_DOUBT = 0.05
#: halvings by which a bound is found
_STEPS = 40


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
    def wrong(self) -> int:
        """How many of the proposals were wrong."""
        return self.count - self.right


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
    """The point up to which automatic posting provably stays within an error budget and covers most, None when none.

    :param budget: share of wrong postings that is accepted, 0 to 1
    """
    points = curve(one for one in judged if one.automatic)
    return next((point for point in reversed(points) if keeps_within(point.wrong, point.count, budget)), None)


def keeps_within(wrong: int, count: int, budget: Decimal) -> bool:
    """Whether so many lines rule out, 95 in 100, that more than a share of them is wrong.

    :param budget: the share, 0 to 1; that nothing at all is wrong is never proven
    """
    if not count or budget <= 0:
        return False
    return budget >= 1 or _at_most(wrong, count, float(budget)) <= _DOUBT


def lines_needed(budget: Decimal) -> int:
    """:return: how many lines without an error prove an error budget, 0 when no number does"""
    if not 0 < budget < 1:
        return 0
    return math.ceil(math.log(_DOUBT) / math.log1p(-float(budget)))


def upper_bound(wrong: int, count: int) -> float:
    """The largest error rate that many observations do not rule out (Clopper-Pearson, one-sided 95 percent), 0 to 1."""
    if wrong >= count:
        return 1.0
    low, high = wrong / count, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(wrong, count, middle) > _DOUBT:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: int, count: int, rate: float) -> float:
    """:return: how likely at most so many of so many are wrong, when each is with a probability strictly in 0 to 1"""
    if wrong >= count:
        return 1.0
    right, error = math.log1p(-rate), math.log(rate)
    whole = math.lgamma(count + 1)
    return sum(
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(count - k + 1) + k * error + (count - k) * right)
        for k in range(wrong + 1)
    )


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
