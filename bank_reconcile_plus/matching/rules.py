"""The rule table: what is known of party, document and amount -> confidence.

The rows are those of FEATURES RU-06, in order; the first that fits decides. A company may have its own.

>>> decide(PartyMatch.FULLY, DocumentMatch.NO, AmountMatch.ONE, False).confidence
<Confidence.HIGH: 'high'>
"""

from __future__ import annotations

from collections.abc import Sequence

from .types import AmountMatch, ApplicationRule, Confidence, DocumentMatch, PartyMatch

_PARTY = {"F": PartyMatch.FULLY, "P": PartyMatch.PARTIALLY, "N": PartyMatch.NO, "-": None}
_DOCUMENT = {"YM": DocumentMatch.YES_MULTIPLE, "Y": DocumentMatch.YES, "N": DocumentMatch.NO, "-": None}
_AMOUNT = {"1": AmountMatch.ONE, "M": AmountMatch.MULTIPLE, "0": AmountMatch.NONE, "-": None}

#: party/document/amount, in order: F full, P partial, N no; YM several, Y one, N none; 1 one, M several, 0 none, - any
DEFAULT_ROWS = {
    Confidence.HIGH: "F/YM/1 F/YM/M F/Y/1 F/Y/M P/YM/1 P/YM/M P/Y/1 F/N/1 N/YM/1 N/YM/M",
    Confidence.MEDIUM: "F/YM/- F/Y/- F/N/M P/YM/- P/Y/- N/Y/1 N/YM/- P/N/1 N/Y/-",
    Confidence.LOW: "F/N/0 P/N/M P/N/0 N/N/1 N/N/M",
}


def _default_rules() -> tuple[ApplicationRule, ...]:
    rules = [ApplicationRule(id="direct_debit", sequence=10, confidence=Confidence.HIGH, direct_debit=True)]
    for confidence, rows in DEFAULT_ROWS.items():
        for row in rows.split():
            party, document, amount = row.split("/")
            rules.append(
                ApplicationRule(
                    id=row,
                    sequence=10 * (len(rules) + 1),
                    confidence=confidence,
                    party=_PARTY[party],
                    document=_DOCUMENT[document],
                    amount=_AMOUNT[amount],
                )
            )
    return tuple(rules)


DEFAULT_RULES: tuple[ApplicationRule, ...] = _default_rules()


def decide(
    party: PartyMatch,
    document: DocumentMatch,
    amount: AmountMatch,
    direct_debit: bool,
    rules: Sequence[ApplicationRule] = DEFAULT_RULES,
) -> ApplicationRule | None:
    """The first rule, by sequence, that fits; None when no row does.

    :param direct_debit: the line is the collection of a direct debit whose registered payments it settles
    """
    for rule in sorted(rules, key=lambda rule: rule.sequence):
        if (
            rule.party in (None, party)
            and rule.document in (None, document)
            and rule.amount in (None, amount)
            and rule.direct_debit in (None, direct_debit)
        ):
            return rule
    return None
