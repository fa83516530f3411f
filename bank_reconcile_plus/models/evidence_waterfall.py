"""The evidence of a match as a waterfall: every criterion in words, its weight, and the sum so far up to the score."""

from itertools import accumulate
from operator import itemgetter

from markupsafe import Markup

from .words import evidence_words

TABLE = Markup(
    "<details class='o_bank_waterfall' open='open'><summary>%(title)s</summary>"
    "<table class='table table-sm mb-0'><tbody>%(rows)s</tbody>"
    "<tfoot><tr><th scope='row'>%(total)s</th><td></td><td></td><th class='text-end'>%(score)s</th></tr></tfoot>"
    "</table></details>"
)
ROW = Markup(
    "<tr><td>%(words)s</td>"
    "<td class='o_bank_waterfall_bar' aria-hidden='true'>"
    "<div class='%(look)s' style='margin-inline-start: %(start).1f%%; width: %(width).1f%%'></div></td>"
    "<td class='text-end text-nowrap'>%(weight)s</td><td class='text-end text-nowrap text-muted'>%(sum)s</td></tr>"
)


def evidence_waterfall(env, title, evidence, score):
    """Draw the evidence of a match, strongest first.

    :param str title: what the match settles, in words
    :param evidence: list of [criterion, weight, {name: value}], as stored on a match
    :param int score: what the weights add up to
    :return: ``Markup``, or False where there is no evidence
    """
    reasons = evidence_words(env, evidence)
    if not reasons:
        return False
    sums = list(accumulate(map(itemgetter(1), reasons)))
    low, high = min(0, *sums), max(1, *sums)
    rows = Markup().join(
        _row(words, weight, after, low, high) for (words, weight), after in zip(reasons, sums, strict=True)
    )
    return TABLE % {"title": title, "rows": rows, "total": env._("Score"), "score": score}


def _row(words, weight, after, low, high):
    before = after - weight
    share = 100 / (high - low)
    return ROW % {
        "words": words,
        "look": "bg-success" if weight > 0 else "bg-danger",
        "start": (min(before, after) - low) * share,
        "width": abs(weight) * share,
        "weight": f"{weight:+d}" if weight else "0",
        "sum": after,
    }
