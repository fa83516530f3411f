"""Finds the ways a line could be explained.

Order of looking, each step only when the one before left the line unexplained: the documents the line names; single
items of the party; sets of the party's items; items of the amount that something else points to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, product

from .amounts import AmountReader, Settlement
from .batch_finder import BatchFinder
from .combinations import MOST_ITEMS, PROOF, find_combination
from .evidence import evidence
from .hypothesis import Hypothesis, best_first
from .index import Entry, ItemIndex
from .judge import ROUND_UNITS, Judge
from .mentions import Mention, Mentions, find_mentions
from .naming import is_written_check, short_number_of
from .party import PartyIndex
from .payer import Payer
from .text import compact
from .types import AmountMatch, DocumentMatch, ItemKind, PartyMatch
from .view import LineView

#: partners looked at when a name leads to several, for single items and for sets
MOST_PARTNERS = 12
MOST_PARTNERS_OF_SETS = 5
#: items one number is taken to mean, when many share it
MOST_MEANINGS = 20
#: readings of a text whose numbers several vendors share
MOST_READINGS = 64
#: digits of a short number that names a document though the amount does not agree
SHORTEST_SHORT = 3
#: items of one amount looked through for a name that is part of their partner's
MOST_ALIKE = 60


class Finder:
    """Finds the hypotheses of a line among the open items."""

    def __init__(self, index: ItemIndex, parties: PartyIndex, amounts: AmountReader):
        self.index = index
        self.parties = parties
        self.amounts = amounts
        self.judge = Judge(index, parties, amounts.settings)
        self.batches = BatchFinder(index, amounts, self.judge)

    def find(self, view: LineView) -> list[Hypothesis]:
        """Explanations of a line by open items, best first; empty when nothing is worth saying."""
        if not view.units:
            return []
        mentions = find_mentions(view, self.index)
        payer = Payer(view, self.parties)
        found = list(self._named(view, mentions, payer))
        if self.index.batches and not any(map(_is_exact, found)):
            found.extend(self.batches.named(view, mentions, payer))
        settled = [hypothesis for hypothesis in found if hypothesis.is_settled]
        if all(hypothesis.settlement.is_uncertain for hypothesis in settled):
            written = list(self._written(view, mentions, payer))
            found = [*filter(_is_exact, found), *written] if written else found
            found.extend(() if written else self._completed(view, mentions, payer, found))
            found.extend(self._by_party(view, mentions, payer))
            if not any(hypothesis.amount is not AmountMatch.NONE for hypothesis in found):
                found.extend(self._sets(view, mentions, payer))
            totals = self.batches.by_total(view, mentions, payer)
            _count_batches(found, totals)
            if not found:
                found.extend(self._by_amount(view, payer) or self._by_short_number(view, mentions, payer))
            found.extend(totals)
        elif all(hypothesis.is_of_stranger for hypothesis in settled):
            found.extend(self._by_party(view, mentions, payer))
        _prefer_own(found)
        return best_first(found)

    # the documents the line names

    def _named(self, view: LineView, mentions: Mentions, payer: Payer) -> Iterable[Hypothesis]:
        seen = set()
        for entries in self._readings(view, mentions, payer):
            key = tuple(sorted(entry.position for entry in entries))
            if key in seen or not entries:
                continue
            seen.add(key)
            settlement = self.amounts.settle(view, entries, named=True, payout=_payout(entries))
            if settlement is not None:
                yield self.judge.judge_named(Hypothesis(view, entries, settlement), mentions, payer)

    def _readings(self, view: LineView, mentions: Mentions, payer: Payer) -> Iterable[tuple[Entry, ...]]:
        """Sets of items the named documents may mean."""
        named = _of_the_list(mentions.named)
        if not named:
            return
        choices = [self._meant(view, mention, payer) for mention in named]
        direct = [choice for choice, mention in zip(choices, named, strict=True) if not mention.continued]
        for chosen in (choices, direct) if len(direct) < len(choices) else (choices,):
            for reading in islice(product(*chosen), MOST_READINGS):
                yield tuple(dict.fromkeys(entry for group in reading for entry in group))
        precise = [choice for choice, m in zip(choices, named, strict=True) if m.criterion != "batch_name"]
        for reading in islice(product(*precise), MOST_READINGS) if 0 < len(precise) < len(choices) else ():
            yield tuple(dict.fromkeys(entry for group in reading for entry in group))
        for span in mentions.ranges:
            yield tuple(span)
        if len(named) > 1 or len(named[0].entries) > 2:
            yield from self._some_of(view, choices)

    def _meant(self, view: LineView, mention: Mention, payer: Payer) -> list[tuple[Entry, ...]]:
        """What one number may mean: one item of it, or all of them (a batch, the instalments of an invoice)."""
        entries = mention.entries
        if len(entries) == 1:
            return [(entries[0],)]
        if mention.criterion == "batch_name":
            return [tuple(entries)]
        together = tuple(entry for entry in entries if entry.open * view.units > 0)
        if len(together) > 1 and all(compact(entry.item.memo) == mention.key for entry in together):
            return [together]
        known = [entry for entry in entries if entry.partner_id in payer.hits]
        entries = (known or entries)[:MOST_MEANINGS]
        singles = [(entry,) for entry in entries]
        together = tuple(entry for entry in entries if entry.open * view.units > 0)
        one_partner = len({entry.partner_id for entry in entries}) == 1
        return [together, *singles] if len(together) > 1 and one_partner else singles

    def _some_of(self, view: LineView, choices: list[list[tuple[Entry, ...]]]) -> Iterable[tuple[Entry, ...]]:
        """One of several numbers pays the line, or some of them do; the others are decoys."""
        flat = list(dict.fromkeys(entry for choice in choices for group in choice for entry in group))
        for entry in flat[:MOST_ALIKE]:
            settlement = self.amounts.settle(view, (entry,), named=True)
            if settlement is not None and settlement.explains and settlement.kind != "instalment":
                yield (entry,)
        combination = find_combination([entry for entry in flat if entry.currency == view.currency], view.units)
        if combination is not None:
            yield combination.entries

    def _written(self, view: LineView, mentions: Mentions, payer: Payer) -> Iterable[Hypothesis]:
        """All that the text names of one party, in full or by a short number, where it adds up exactly."""
        of_named = [entry.partner_id for mention in mentions.named for entry in mention.entries[:MOST_MEANINGS]]
        for partner_id in islice(dict.fromkeys([*payer.hits, *of_named]), MOST_PARTNERS):
            if partner_id is None:
                continue
            choices = self._written_of(view, mentions, partner_id)
            for reading in islice(product(*choices), MOST_READINGS) if len(choices) > 1 else ():
                entries = tuple(dict.fromkeys(reading))
                settlement = self.amounts.settle(view, entries) if len(entries) > 1 else None
                if settlement is not None:
                    yield self.judge.judge_named(Hypothesis(view, entries, settlement), mentions, payer, short=True)

    def _written_of(self, view: LineView, mentions: Mentions, partner_id: int | str) -> list[list[Entry]]:
        """What each number of the text means of one party's items: full numbers, then short ones."""
        choices, keys = [], []
        for mention in mentions.named:
            own = [entry for entry in mention.entries if entry.partner_id == partner_id]
            if own:
                choices.append(own)
                keys.append(mention.key)
        for number, written in view.short_numbers.items():
            if len(written) < SHORTEST_SHORT or any(key.endswith(written) for key in keys):
                continue
            own = [entry for entry in self.index.by_serial.get(number, ()) if entry.partner_id == partner_id]
            own = [entry for entry in own if entry.open and short_number_of(view, entry)]
            if own:
                choices.append(own)
        return choices

    def _completed(
        self, view: LineView, mentions: Mentions, payer: Payer, found: Sequence[Hypothesis]
    ) -> Iterable[Hypothesis]:
        """Named documents, and items of the party that make up the rest: a text the bank cut off, a credit note."""
        bases = [
            hypothesis
            for hypothesis in found
            if (not hypothesis.settlement.explains or hypothesis.settlement.is_uncertain)
            and all(entry.currency == view.currency for entry in hypothesis.entries)
        ]
        if not bases:
            return
        base = max(bases, key=lambda hypothesis: (len(hypothesis.entries), hypothesis.score)).entries
        rest = view.units - sum(entry.open for entry in base)
        named = {entry.position for entry in base}
        sure = [hit.partner_id for hit in payer.hits.values() if hit.level is PartyMatch.FULLY]
        for partner_id in dict.fromkeys([*(entry.partner_id for entry in base), *sure[:2]]):
            if partner_id is None:
                continue
            others = [entry for entry in self._open_items(partner_id) if entry.currency == view.currency]
            others = [entry for entry in others if entry.position not in named]
            yield from self._completions(view, mentions, payer, base, others, rest)

    def _completions(
        self,
        view: LineView,
        mentions: Mentions,
        payer: Payer,
        base: tuple[Entry, ...],
        others: Sequence[Entry],
        rest: int,
    ) -> Iterable[Hypothesis]:
        single = [entry for entry in others if entry.open == rest]
        written = [entry for entry in single if short_number_of(view, entry)]
        single = written or single
        combination = None if single else find_combination(others, rest)
        if not single and combination is None:
            return
        more = (single[0],) if single else combination.entries
        rivals = len(single) - 1 if single else combination.rivals
        proven = not rivals and (bool(written) or rest % ROUND_UNITS != 0)
        proven = proven and (bool(single) or combination.chance <= PROOF or combination.family != "set")
        entries = (*base, *more)
        units = tuple(entry.open for entry in entries)
        kind = "completed" if proven else "completed_chance"
        kind = "exact" if written and not rivals else kind
        hypothesis = Hypothesis(view, entries, Settlement(kind, units, units, detail=str(len(more))))
        hypothesis.rivals = rivals
        yield self.judge.judge_named(hypothesis, mentions, payer, short=bool(written))

    # the party's items

    def _by_party(self, view: LineView, mentions: Mentions, payer: Payer) -> Iterable[Hypothesis]:
        for hit in islice(payer.hits.values(), MOST_PARTNERS):
            for partner_id in (hit.partner_id, *sorted(self.parties.family(hit.partner_id), key=str)):
                for entry in self._fitting(view, partner_id):
                    settlement = self.amounts.settle(view, (entry,))
                    if settlement is not None:
                        yield self.judge.judge_unnamed(Hypothesis(view, (entry,), settlement), mentions, payer)

    def _fitting(self, view: LineView, partner_id: int | str) -> list[Entry]:
        """Items of a partner whose amount, in full, discounted or in the foreign currency, is the line's."""
        index = self.index
        found = list(index.by_partner_amount.get((partner_id, view.currency, view.units), ()))
        if view.foreign_units is not None:
            key = (partner_id, view.line.foreign_currency, view.foreign_units)
            found.extend(index.by_partner_amount.get(key, ()))
        found.extend(index.by_partner_discount.get((partner_id, view.currency, view.units), ()))
        return [entry for entry in found if entry.open]

    def _sets(self, view: LineView, mentions: Mentions, payer: Payer) -> Iterable[Hypothesis]:
        """Sets of one partner's items, when nothing in the text speaks of a document."""
        if mentions.unknown or mentions.named:
            return
        hits = list(payer.hits.values())
        sure = [hit for hit in hits if hit.level is PartyMatch.FULLY]
        for hit in (sure or hits)[:MOST_PARTNERS_OF_SETS]:
            entries = [entry for entry in self._open_items(hit.partner_id) if entry.currency == view.currency]
            combination = find_combination(entries, view.units)
            if combination is None:
                continue
            units = tuple(entry.open for entry in combination.entries)
            proven = combination.chance <= PROOF and not combination.rivals
            kind = combination.family if combination.family != "set" or proven else "set_chance"
            hypothesis = Hypothesis(view, combination.entries, Settlement(kind, units, units))
            hypothesis.rivals = combination.rivals
            yield self.judge.judge_unnamed(hypothesis, mentions, payer)

    def _open_items(self, partner_id: int | str) -> list[Entry]:
        """A partner's open items in order, none when they are too many to look for sets among them."""
        entries = self.index.by_partner.get(partner_id, ())
        return sorted(entries, key=lambda entry: entry.position) if len(entries) <= 2 * MOST_ITEMS else []

    # the amount, and something that points to it

    def _by_amount(self, view: LineView, payer: Payer) -> list[Hypothesis]:
        """Items of the amount that a name, a short number or a check number points to; else the only one."""
        alike = self.index.by_amount.get((view.currency, view.units), ())
        discounted = [
            entry
            for entry in self.index.by_discount.get((view.currency, view.units), ())[:MOST_ALIKE]
            if self.amounts.discounted(entry, view.day) == view.units
        ]
        near = (*alike, *discounted) if len(alike) <= MOST_ALIKE else discounted
        pointed = [entry for entry in near if payer.hit(entry.partner_id) is not None]
        for number in view.short_numbers:
            serial = [entry for entry in self.index.by_serial.get(number, ()) if short_number_of(view, entry)]
            checks = [entry for entry in self.index.by_check.get(str(number), ()) if is_written_check(view, entry)]
            for entry in (*serial, *checks):
                if entry.open == view.units and entry.currency == view.currency and entry not in pointed:
                    pointed.append(entry)
        nothing = Mentions()
        found = []
        for entry in pointed or self._alone(view, alike):
            settlement = self.amounts.settle(view, (entry,))
            if settlement is not None:
                hypothesis = Hypothesis(view, (entry,), settlement)
                found.append(self.judge.judge_unnamed(hypothesis, nothing, payer, party_known=bool(pointed)))
        return found

    def _by_short_number(self, view: LineView, mentions: Mentions, payer: Payer) -> list[Hypothesis]:
        """Items of the party whose short number the text names, though the amount is another: a part, or too much."""
        found = []
        for number, written in view.short_numbers.items():
            for entry in self.index.by_serial.get(number, ()) if len(written) >= SHORTEST_SHORT else ():
                if entry.partner_id in payer.hits and entry.open * view.units > 0 and short_number_of(view, entry):
                    settlement = self.amounts.settle(view, (entry,), named=True)
                    if settlement is not None:
                        hypothesis = Hypothesis(view, (entry,), settlement)
                        found.append(self.judge.judge_unnamed(hypothesis, mentions, payer))
        return found

    def _alone(self, view: LineView, alike: Sequence[Entry]) -> Sequence[Entry]:
        """Without any party, the only item of an amount; and transfers between own banks, which have none."""
        if view.account_number or view.payer_name:
            return ()
        if len(alike) == 1 or all(entry.kind is ItemKind.TRANSFER for entry in alike):
            return sorted(alike, key=lambda entry: entry.position)[:MOST_ALIKE]
        return ()


def _of_the_list(named: Sequence[Mention]) -> list[Mention]:
    """Without what was read on from a list, shortened, and names another party's documents: it is something else."""
    parties = {entry.partner_id for mention in named if not mention.continued for entry in mention.entries}

    def belongs(mention: Mention) -> bool:
        whole = not mention.continued or mention.written == mention.key
        return whole or any(entry.partner_id in parties for entry in mention.entries)

    return list(filter(belongs, named))


def _count_batches(found: Sequence[Hypothesis], totals: Sequence[Hypothesis]) -> None:
    """Count a batch of the amount that holds a payment of the same partner against what the line does not name."""
    partner_ids = {entry.partner_id for total in totals for entry in total.entries} - {None}
    for hypothesis in found:
        if hypothesis.document is DocumentMatch.NO and hypothesis.partner_id in partner_ids:
            hypothesis.rivals += 1


def _payout(entries: Sequence[Entry]) -> str:
    """What settles a payout or a batch of which a fee was kept back, "" for documents that are neither."""
    if entries[0].item.batch and len({entry.item.batch for entry in entries}) == 1:
        return "batch_fee"
    memos = {entry.item.memo for entry in entries}
    return "fee" if len(entries) > 1 and len(memos) == 1 and memos != {""} else ""


def _is_exact(hypothesis: Hypothesis) -> bool:
    """True when the documents are the amount, without a fee, a part or an excess."""
    return hypothesis.settlement.explains and not hypothesis.settlement.is_uncertain


def _prefer_own(found: Sequence[Hypothesis]) -> None:
    """Say of another party's documents that the payer has an item of the amount: the number may be a slip.

    Where the document named has the amount too, a slip is no likelier than a payment for somebody else.
    """
    own = [each for each in found if _is_exact(each) and each.party is not PartyMatch.NO and not each.is_of_stranger]
    strangers = [each for each in found if each.is_of_stranger] if own else []
    named = [each for each in strangers if _is_exact(each)]
    for hypothesis in strangers:
        hypothesis.pieces.append(evidence("own_item_fits", number=_number(own[0].entries[0])))
    for hypothesis in own if named else ():
        if any(piece.criterion == "near_document" for piece in hypothesis.pieces):
            hypothesis.pieces.append(evidence("other_document_named", written=_number(named[0].entries[0])))


def _number(entry: Entry) -> str:
    """The number people know an item by."""
    return entry.item.number or entry.item.reference
