"""The engine: open items and statement lines in, proposals with evidence out.

    matcher = Matcher(items, partners, settings)
    for result in matcher.match(lines):
        print(result.line_id, result.proposal)

One matcher serves a whole run; building it files the items once. Nothing is written, nothing is remembered between
calls, and the result does not depend on the order of items or lines.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from .amounts import AmountReader
from .assignment import assign, components
from .batch_finder import note_claims
from .evidence import evidence, limit, total
from .finder import Finder
from .hypothesis import Hypothesis
from .index import ItemIndex
from .mappings import MappingTable
from .memory import MemoryTable
from .money import Minor
from .party import PartyIndex
from .rules import DEFAULT_RULES, decide
from .split import join_lines
from .types import (
    AmountMatch,
    Application,
    ApplicationRule,
    Confidence,
    DocumentMatch,
    ItemKind,
    LineResult,
    OpenItem,
    Partner,
    PartyMatch,
    PastLine,
    Proposal,
    Settings,
    StatementLine,
    TextMapping,
    VoidCheck,
    WriteOff,
)
from .view import LineView

#: explanations this close in score are as good as each other
MARGIN = 7
#: the same for explanations with a fee, a tolerance or an instalment: any exact one comes close
WIDE_MARGIN = 40
#: options of a line that take part in the assignment, and alternatives shown
MOST_OPTIONS = 6
#: an option this far behind the best is not an option
FAR_BEHIND = 45

#: items that are the bank's own movement, booked before the bank showed it
_BOOKED = (ItemKind.PAYMENT_IN, ItemKind.PAYMENT_OUT, ItemKind.TRANSFER)
_ORDER = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}


class Matcher:
    """Matches statement lines with open items.

    :param items: open items, each with its residual signed as in the books
    :param partners: parties with their account numbers
    :param rules: application rules; the first by sequence that fits decides
    :param mappings: text mappings, to accounts and to partners
    :param history: earlier lines booked to accounts, any number, the latest are kept
    :param void_checks: checks that were taken back; what a line that names one settles is left to a person
    :raises MappingPatternError: a mapping's pattern is not a regular expression
    """

    def __init__(
        self,
        items: Iterable[OpenItem],
        partners: Iterable[Partner],
        settings: Settings,
        rules: Sequence[ApplicationRule] = DEFAULT_RULES,
        mappings: Sequence[TextMapping] = (),
        history: Iterable[PastLine] = (),
        void_checks: Iterable[VoidCheck] = (),
    ):
        self.settings = settings
        self.minor = Minor(settings.decimals)
        self._decisions: dict[tuple, ApplicationRule | None] = {}
        self.set_rules(rules)
        self.mappings = MappingTable(mappings)
        with _collector_paused():
            self.index = ItemIndex(items, settings, self.minor, void_checks)
            self.parties = PartyIndex(partners)
            self.finder = Finder(self.index, self.parties, AmountReader(settings, self.minor))
            self.memory = MemoryTable(history)

    def set_rules(self, rules: Sequence[ApplicationRule]) -> None:
        """Decide by other rules from now on; what is open stays as it is filed."""
        self.rules = sorted(rules, key=lambda rule: rule.sequence)
        self._decisions.clear()

    def match(
        self, lines: Sequence[StatementLine], taken: Mapping[int | str, Decimal] | None = None
    ) -> list[LineResult]:
        """The best proposal of each line, decided over all lines together.

        :param taken: item id -> amount already promised to other matches, signed and in the item's currency
        :return: one result a line, in the order of the lines
        """
        with _collector_paused():
            results = self._match(lines, taken or {})
        return [results[line.id] for line in lines]

    def _match(self, lines: Sequence[StatementLine], taken: Mapping[int | str, Decimal]) -> dict[int | str, LineResult]:
        self.index.take(taken)
        self.finder.judge.forget()
        views = sorted((self._view(line) for line in lines), key=_line_order)
        found = [self.finder.find(view) for view in views]
        join_lines(found)
        note_claims(found)
        options = [_options(hypotheses) for hypotheses in found]
        chosen = assign(options)
        _note_contests(options, chosen)
        return {
            view.line.id: self._result(view, choices, option)
            for view, choices, option in zip(views, options, chosen, strict=True)
        }

    def related(self, lines: Sequence[StatementLine], changed: Iterable[int | str]) -> list[StatementLine]:
        """Lines whose best proposal may change when some of them change.

        They want the same items, directly or through others, so matching them again, with what the rest was promised
        as ``taken``, gives what matching all again would.

        :param lines: all open lines
        :param changed: ids of the lines that changed
        :return: the lines to match again, the changed ones included, in the order of the lines
        """
        views = sorted((self._view(line) for line in lines), key=_line_order)
        options = [_options(self.finder.find(view)) for view in views]
        wanted = set(changed)
        touched = set(wanted)
        for component in components(options):
            ids = {views[place].line.id for place in component}
            if ids & wanted:
                touched |= ids
        return [line for line in lines if line.id in touched]

    def explain(self, line: StatementLine) -> list[Proposal]:
        """The best proposals of one line looked at alone, with what speaks for and against each."""
        view = self._view(line)
        hypotheses = self.finder.find(view)
        proposals = [self._proposal(option, _rivals(option, hypotheses)) for option in hypotheses[:MOST_OPTIONS]]
        account = self._account(view, proposals[0] if proposals else None)
        if account is not None:
            proposals.append(account)
        proposals.sort(key=lambda proposal: (_ORDER[proposal.confidence], -proposal.score))
        return proposals

    def _view(self, line: StatementLine) -> LineView:
        if line.partner_id is None:
            mapped = self.mappings.partner_for(line)
            if mapped is not None:
                return LineView(line, self.minor, self.settings.currency, mapped[0].partner_id)
        return LineView(line, self.minor, self.settings.currency, line.partner_id)

    def _result(self, view: LineView, choices: Sequence[Hypothesis], option: Hypothesis | None) -> LineResult:
        proposal = None
        if option is not None:
            proposal = self._proposal(option, _rivals(option, choices))
        others = [self._proposal(other, 1) for other in choices if other is not option]
        account = self._account(view, proposal)
        if account is not None:
            if proposal is not None:
                others.insert(0, proposal)
            proposal = account
        return LineResult(view.line.id, proposal, tuple(others))

    def _decide(self, hypothesis: Hypothesis, rivals: int) -> ApplicationRule | None:
        amount = hypothesis.amount
        if rivals and amount is AmountMatch.ONE and hypothesis.document is DocumentMatch.NO:
            amount = AmountMatch.MULTIPLE
        debit = hypothesis.view.line.is_direct_debit and hypothesis.settlement.explains
        debit = debit and all(entry.kind.value.startswith("payment") for entry in hypothesis.entries)
        key = (hypothesis.party, hypothesis.document, amount, debit)
        if key not in self._decisions:
            self._decisions[key] = decide(*key, rules=self.rules)
        return self._decisions[key]

    def _proposal(self, hypothesis: Hypothesis, rivals: int) -> Proposal:
        """Turn a hypothesis into a proposal: rule, limits of the evidence, uniqueness."""
        view, settlement = hypothesis.view, hypothesis.settlement
        rivals = max(rivals, hypothesis.rivals)
        alone = self._decide(hypothesis, 0) if rivals else None
        if alone is not None and alone.apply_immediately:
            rivals = 0
        pieces = list(hypothesis.pieces)
        if rivals:
            pieces.append(evidence("not_unique", count=rivals + 1))
        rule = self._decide(hypothesis, rivals)
        confidence = rule.confidence if rule else Confidence.LOW
        most = limit(pieces)
        if most is not None and _ORDER[most] > _ORDER[confidence]:
            confidence = most
        amount = self.minor.amount
        unseen = rule is not None and not rule.review_required and not rivals and not settlement.difference
        return Proposal(
            line_id=view.line.id,
            confidence=confidence,
            score=total(pieces),
            evidence=tuple(pieces),
            applications=self._applications(hypothesis),
            write_off=self._write_off(hypothesis),
            difference=amount(settlement.difference, view.currency),
            partner_id=hypothesis.partner_id,
            rule_id=rule.id if rule else None,
            party=hypothesis.party,
            document=hypothesis.document,
            amount=AmountMatch.MULTIPLE if rivals and hypothesis.amount is AmountMatch.ONE else hypothesis.amount,
            explanations=rivals + 1,
            automatic=unseen and confidence is Confidence.HIGH,
        )

    def _applications(self, hypothesis: Hypothesis) -> tuple[Application, ...]:
        settlement, amount = hypothesis.settlement, self.minor.amount
        parts = zip(hypothesis.entries, settlement.applied, settlement.item_applied, strict=True)
        return tuple(
            Application(entry.item.id, amount(applied, hypothesis.view.currency), amount(item_applied, entry.currency))
            for entry, applied, item_applied in parts
        )

    def _write_off(self, hypothesis: Hypothesis) -> WriteOff | None:
        settlement = hypothesis.settlement
        if not settlement.write_off:
            return None
        return WriteOff(self.minor.amount(settlement.write_off, hypothesis.view.currency), settlement.reason)

    def _account(self, view: LineView, proposal: Proposal | None) -> Proposal | None:
        """A proposal to book the line to an account: by text mapping over Medium and Low, by memory over nothing."""
        if proposal is not None and proposal.confidence is Confidence.HIGH:
            return None
        partner_ids = [view.partner_id] if view.partner_id is not None else []
        mapped = self.mappings.account_for(view.line, partner_ids)
        void = self.finder.judge.void_pieces(view)
        if mapped is not None and not self._is_booked(proposal, mapped[0]):
            mapping, text = mapped
            pieces = (evidence("text_mapping", text=mapping.contains or text),)
            experience = self.memory.experience(text, view.units > 0)
            proven = experience.proves(mapping.account, view.line.amount)
            rivalled = proposal is not None and proposal.confidence is Confidence.MEDIUM
            doubted = experience.doubts(mapping.account, view.line.amount)
            if proven:
                pieces += (evidence("mapping_proven", count=experience.accounts.total()),)
            elif doubted:
                size = {"smallest": experience.smallest, "largest": experience.largest}
                pieces += (evidence("mapping_doubted", **size),)
            pieces += void
            return Proposal(
                line_id=view.line.id,
                confidence=limit(pieces) or Confidence.HIGH,
                score=total(pieces),
                evidence=pieces,
                account=mapping.account,
                mapping_id=mapping.id,
                partner_id=mapping.partner_id,
                automatic=(proven or (mapping.automatic and not doubted)) and not rivalled and not void,
            )
        if proposal is not None:
            return None
        recalled = self.memory.recall(view.line)
        if recalled is None:
            return None
        pieces = (evidence("memory", count=recalled.count), *void)
        return Proposal(
            line_id=view.line.id,
            confidence=Confidence.MEDIUM if recalled.sure else Confidence.LOW,
            score=total(pieces),
            evidence=pieces,
            account=recalled.account,
            party=PartyMatch.NO,
        )

    def _is_booked(self, proposal: Proposal | None, mapping: TextMapping) -> bool:
        """True when the books already hold what the bank shows: one payment or transfer of exactly the amount.

        A mapping would book it a second time. A payment to a party the line does not lead to is a chance fit.
        """
        if proposal is None or proposal.difference or proposal.write_off or proposal.explanations > 1:
            return False
        entries = [self.index.by_item[application.item_id] for application in proposal.applications]
        if any(entry.kind not in _BOOKED or entry.item.draft for entry in entries):
            return False
        known = proposal.party is not PartyMatch.NO or proposal.document is not DocumentMatch.NO
        return known or {entry.partner_id for entry in entries} <= {None, mapping.partner_id}


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the cyclic garbage collector: nothing here makes cycles, and it would walk over every item again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _line_order(view: LineView) -> tuple:
    """One order whatever order the lines came in: by date, then what stands in them, then id."""
    line = view.line
    return (line.date, line.amount, line.text, line.partner_name, line.account_number, str(line.id))


def _options(hypotheses: Sequence[Hypothesis]) -> list[Hypothesis]:
    """The explanations of a line that may be chosen in the assignment."""
    if not hypotheses:
        return []
    floor = hypotheses[0].score - FAR_BEHIND
    return [hypothesis for hypothesis in hypotheses[:MOST_OPTIONS] if hypothesis.score >= floor]


def _note_contests(options: Sequence[Sequence[Hypothesis]], chosen: Sequence[Hypothesis | None]) -> None:
    """Tell a line that took an item an earlier line of its party and amount was left without.

    The earlier one may be the payment of this item and the later one a second payment, whatever their texts say.
    """
    left: dict[int, date] = {}
    for choices, option in zip(options, chosen, strict=True):
        if option is None:
            for other in choices:
                if len(other.entries) == 1 and other.settlement.explains and other.party is not PartyMatch.NO:
                    left.setdefault(other.entries[0].position, other.view.line.date)
            continue
        contests = [left[entry.position] for entry in option.entries if entry.position in left]
        if contests:
            option.pieces.append(evidence("contested", date=min(contests).isoformat()))


def _rivals(option: Hypothesis, choices: Sequence[Hypothesis]) -> int:
    """How many other explanations are as good."""
    count = 0
    margin = WIDE_MARGIN if option.settlement.is_uncertain else MARGIN
    for other in choices:
        if other is option or other.score < option.score - margin:
            continue
        count += other.settlement.explains or not option.settlement.explains
    return count
