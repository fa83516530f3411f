"""Ways a line could be a batch that it does not name as a whole, with what speaks for and against each.

A batch the line names is found with the documents it names; what is left: one payment of it is named and the amount
is that of all, some of its payments were left out by the bank, or its total is all there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .amounts import AmountReader, Settlement
from .batches import MOST_BATCHES, USUAL_DAYS, Batch, near_in_time, without_left_out
from .evidence import evidence
from .hypothesis import Hypothesis
from .index import Entry, ItemIndex
from .judge import Judge
from .mentions import Mentions
from .naming import naming
from .payer import Payer
from .types import DocumentMatch
from .view import LineView


class BatchFinder:
    """Finds batches among the open items."""

    def __init__(self, index: ItemIndex, amounts: AmountReader, judge: Judge):
        self.index = index
        self.amounts = amounts
        self.judge = judge

    def named(self, view: LineView, mentions: Mentions, payer: Payer) -> Iterable[Hypothesis]:
        """Batches of which the line names a payment, and named batches less what the bank left out."""
        for batch in self.index.batches.of_entries(entry for mention in mentions.named for entry in mention.entries):
            entries = batch.open
            if any(entry.currency != view.currency for entry in entries):
                continue
            whole = next((m for m in mentions.named if m.criterion == "batch_name" and entries[0] in m.entries), None)
            if whole is None and sum(entry.open for entry in entries) == view.units and len(entries) > 1:
                yield self._of_a_payment(view, batch, mentions, payer)
            elif whole is not None and len(whole.entries) > 2:
                entries, rivals = without_left_out(whole.entries, view.units)
                if entries:
                    hypothesis = Hypothesis(view, entries, _exact(entries), rivals=rivals)
                    yield self.judge.judge_named(hypothesis, mentions, payer)

    def _of_a_payment(self, view: LineView, batch: Batch, mentions: Mentions, payer: Payer) -> Hypothesis:
        """The whole batch, as the line names one of its payments and has the amount of all."""
        hypothesis = Hypothesis(view, batch.open, _exact(batch.open))
        used = [m for m in mentions.named if any(entry.item.batch == batch.name for entry in m.entries)]
        own = [entry for entry in used[0].entries if entry.item.batch == batch.name]
        hypothesis.pieces.append(naming(used[:1], own[:1]))
        hypothesis.pieces.append(evidence("batch_of", number=batch.name, count=len(batch.open)))
        hypothesis.document = DocumentMatch.YES_MULTIPLE
        self._add_others_named(hypothesis, [m.written for m in mentions.named if m not in used])
        self.judge.add_party_and_amount(hypothesis, payer, used)
        return hypothesis

    def by_total(self, view: LineView, mentions: Mentions, payer: Payer) -> list[Hypothesis]:
        """Batches whose total is the amount, when nothing the line names is it."""
        batches = self.index.batches.of_total(view.currency, view.units) if self.index.batches else []
        near = [batch for batch in batches if near_in_time(view, batch)]
        return [self._of_total(view, batch, mentions, payer) for batch in near[:MOST_BATCHES]]

    def _of_total(self, view: LineView, batch: Batch, mentions: Mentions, payer: Payer) -> Hypothesis:
        entries = batch.open
        hypothesis = Hypothesis(view, entries, _exact(entries), by_total=True)
        hypothesis.rivals = self._others_alike(view, entries)
        pieces = hypothesis.pieces
        pieces.append(evidence("batch_total", number=batch.name, count=len(entries)))
        if batch.number in view.short_numbers:
            pieces.append(evidence("batch_number", written=view.short_numbers[batch.number], number=batch.name))
            hypothesis.document = DocumentMatch.YES
        self._add_others_named(hypothesis, [m.written for m in mentions.named if not m.continued])
        other = mentions.unknown[:1] or filter(None, [batch.is_other_named(view.atoms)])
        pieces.extend(evidence("unknown_document_named", written=written) for written in other)
        days = batch.days_after(view.line.date)
        if days > USUAL_DAYS:
            pieces.append(evidence("batch_old", days=days))
        self._add_stranger(hypothesis, batch, payer)
        self.judge.add_party_and_amount(hypothesis, payer)
        hypothesis.document = DocumentMatch.YES_MULTIPLE
        if days < 0 and not any(piece.criterion == "item_later" for piece in pieces):
            pieces.append(evidence("item_later", days=-days))
        return hypothesis

    def _others_alike(self, view: LineView, entries: Sequence[Entry]) -> int:
        """Single open items of the amount that are not the batch itself: each explains the line as well."""
        alike = self.index.by_amount.get((view.currency, view.units), ())
        return sum(entry not in entries for entry in alike)

    def _add_others_named(self, hypothesis: Hypothesis, written: Sequence[str]) -> None:
        hypothesis.pieces.extend(evidence("other_document_named", written=each) for each in written[:1])

    def _add_stranger(self, hypothesis: Hypothesis, batch: Batch, payer: Payer) -> None:
        """Say that the line comes from somebody we know who has nothing in the batch."""
        partner_ids = {entry.partner_id for entry in hypothesis.entries}
        if payer.hits and not any(payer.hit(partner_id, search=True) for partner_id in partner_ids):
            name = payer.view.payer_name or self.judge.partner_name(next(iter(payer.hits)))
            hypothesis.pieces.append(evidence("batch_stranger", payer=name, number=batch.name))


def note_claims(found: Sequence[Sequence[Hypothesis]]) -> None:
    """Say of batches known by their total only that several lines have it, in place: any of them may be it."""
    claims: dict[tuple[int, ...], list[Hypothesis]] = {}
    for hypotheses in found:
        for hypothesis in hypotheses:
            if hypothesis.by_total:
                claims.setdefault(hypothesis.key, []).append(hypothesis)
    for claim in claims.values():
        for hypothesis in claim if len(claim) > 1 else ():
            hypothesis.pieces.append(evidence("batch_claimed", count=len(claim) - 1))


def _exact(entries: Sequence[Entry]) -> Settlement:
    units = tuple(entry.open for entry in entries)
    return Settlement("exact", units, units)
