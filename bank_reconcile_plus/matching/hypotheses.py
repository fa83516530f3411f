"""Ways a line could be explained: sets of open items with a settlement and the evidence for and against them.

Order of looking, each step only when the one before left the line unexplained: the documents the line names; single
items of the party; sets of the party's items; items of the amount alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from rapidfuzz.distance import OSA

from ..references.series import SeriesBook
from .amounts import AmountReader, Settlement
from .combinations import MOST_ITEMS, PROOF, find_combination
from .evidence import evidence, total
from .index import Entry, ItemIndex
from .mentions import Mention, Mentions, find_mentions
from .months import months_of
from .party import LIKELY_NAME, SURE_NAME, PartyHit, PartyIndex
from .types import AmountMatch, DocumentMatch, Evidence, ItemKind, PartyMatch
from .view import LineView

#: partners looked at when a name leads to several
MOST_PARTNERS = 12
MOST_PARTNERS_OF_SETS = 5
#: readings of a text whose numbers several vendors share
MOST_READINGS = 64
#: amounts that are a multiple of this many minor units are round: they fit by chance more often
ROUND_UNITS = 500
#: chance of an accidental fit from which an amount counts as common
COMMON = 0.02
#: items of one amount looked through for a party of a like name
MOST_ALIKE = 60
#: two numbers this close may be a slip of the pen
NEAR_SERIAL = 1

_WORDS_OF_PARTY = {PartyMatch.FULLY: 2, PartyMatch.PARTIALLY: 1, PartyMatch.NO: 0}


@dataclass(slots=True)
class Hypothesis:
    """One explanation of a line; becomes a proposal."""

    view: LineView
    entries: tuple[Entry, ...] = ()
    settlement: Settlement | None = None
    pieces: list[Evidence] = field(default_factory=list)
    party: PartyMatch = PartyMatch.NO
    document: DocumentMatch = DocumentMatch.NO
    rivals: int = 0
    account: int | str | None = None
    mapping_id: int | str | None = None
    partner_id: int | str | None = None

    @property
    def score(self) -> int:
        return total(self.pieces)

    @property
    def amount(self) -> AmountMatch:
        if self.settlement is None or not self.settlement.explains:
            return AmountMatch.NONE
        return AmountMatch.MULTIPLE if self.rivals else AmountMatch.ONE

    @property
    def key(self) -> tuple:
        return tuple(sorted(entry.position for entry in self.entries))


class Parties:
    """The parties one line may come from, found when first asked for."""

    def __init__(self, view: LineView, index: PartyIndex):
        self.view = view
        self.index = index

    @cached_property
    def owners(self) -> list[int | str]:
        """Partners that own the counterparty's account."""
        return self.index.by_account(self.view.account_number)

    @cached_property
    def hits(self) -> dict[int | str, PartyHit]:
        """Every partner the line may come from, the likeliest first."""
        found: dict[int | str, PartyHit] = {}
        given = self.view.partner_id
        if given is not None:
            found[given] = PartyHit(given, PartyMatch.FULLY, "partner_given")
        for owner in self.owners:
            sure = len(self.owners) == 1 or self.name_score(owner) >= SURE_NAME
            found.setdefault(
                owner, PartyHit(owner, PartyMatch.FULLY if sure else PartyMatch.PARTIALLY, "account_number")
            )
        if not found:
            for hit in self.named:
                found.setdefault(hit.partner_id, hit)
        return found

    @cached_property
    def named(self) -> tuple[PartyHit, ...]:
        """Partners the payer's name, or a name in the text, agrees with."""
        name = self.view.payer_name
        hits = self.index.by_name(name, self.view.folded) if name else ()
        return hits or self.index.in_text(self.view.folded)

    def name_score(self, partner_id: int | str) -> float:
        name = self.view.payer_name
        return self.index.score(name, partner_id) if name and partner_id in self.index.partners else 0.0

    def hit(self, partner_id: int | str | None) -> PartyHit | None:
        """How this partner is known from the line: directly, or as a related company of one that is."""
        if partner_id is None:
            return None
        direct = self.hits.get(partner_id)
        if direct is None and partner_id in self.index.partners:
            score = self.name_score(partner_id)
            if score >= LIKELY_NAME:
                return PartyHit(partner_id, PartyMatch.PARTIALLY, "name", score)
            if self.view.payer_name and self.index.is_part_of(self.view.payer_name, partner_id):
                return PartyHit(partner_id, PartyMatch.PARTIALLY, "name_part", score)
            if self.index.family(partner_id) & self.hits.keys():
                return PartyHit(partner_id, PartyMatch.PARTIALLY, "related_company")
        return direct


class Finder:
    """Finds the hypotheses of a line."""

    def __init__(self, index: ItemIndex, parties: PartyIndex, amounts: AmountReader):
        self.index = index
        self.parties = parties
        self.amounts = amounts

    def find(self, view: LineView) -> list[Hypothesis]:
        """Explanations of a line by open items, best first; empty when nothing is worth saying."""
        if not view.units:
            return []
        mentions = find_mentions(view, self.index)
        parties = Parties(view, self.parties)
        found = list(self._named(view, mentions, parties))
        if not any(_settled(hypothesis) for hypothesis in found):
            found.extend(self._by_party(view, mentions, parties))
            if not any(hypothesis.amount is not AmountMatch.NONE for hypothesis in found):
                found.extend(self._sets(view, mentions, parties))
            if not found:
                found.extend(self._by_amount(view, parties))
        return _best_first(found)

    # the documents the line names

    def _named(self, view: LineView, mentions: Mentions, parties: Parties) -> Iterable[Hypothesis]:
        seen = set()
        for entries, criterion_of in self._readings(view, mentions, parties):
            key = tuple(sorted(entry.position for entry in entries))
            if key in seen or not entries:
                continue
            seen.add(key)
            batch = len(entries) > 1 and len({entry.item.memo for entry in entries}) == 1 and entries[0].item.memo != ""
            settlement = self.amounts.settle(view, entries, named=True, payout=batch)
            if settlement is not None:
                yield self._named_hypothesis(view, entries, settlement, mentions, criterion_of, parties)

    def _readings(
        self, view: LineView, mentions: Mentions, parties: Parties
    ) -> Iterable[tuple[tuple[Entry, ...], dict[int, Mention]]]:
        """Sets of items the named documents may mean."""
        named = mentions.named
        if not named:
            return
        criterion_of = {entry.position: mention for mention in reversed(named) for entry in mention.entries}
        choices = [self._meant(view, mention, parties) for mention in named]
        for reading in islice(product(*choices), MOST_READINGS):
            yield tuple(dict.fromkeys(entry for group in reading for entry in group)), criterion_of
        for span in mentions.ranges:
            yield tuple(span), criterion_of
        if len(named) > 1 or len(named[0].entries) > 2:
            yield from self._some_of(view, choices, criterion_of)

    def _meant(self, view: LineView, mention: Mention, parties: Parties) -> list[tuple[Entry, ...]]:
        """What one number may mean: one item of it, or all of them (a batch, the instalments of an invoice)."""
        entries = mention.entries
        if len(entries) > 1:
            known = [entry for entry in entries if entry.partner_id in parties.hits]
            shares_partner = len({entry.partner_id for entry in known or entries}) == 1
            if known and not entries[0].item.memo:
                entries = known
            together = tuple(entry for entry in entries if entry.open * view.units > 0)
            if len(together) > 1 and (entries[0].item.memo or shares_partner):
                return [together, *((entry,) for entry in entries)]
        return [(entry,) for entry in entries]

    def _some_of(
        self, view: LineView, choices: list[list[tuple[Entry, ...]]], criterion_of: dict[int, Mention]
    ) -> Iterable[tuple[tuple[Entry, ...], dict[int, Mention]]]:
        """One of several numbers pays the line, or some of them do; the others are decoys."""
        flat = list(dict.fromkeys(entry for choice in choices for group in choice for entry in group))
        for entry in flat:
            settlement = self.amounts.settle(view, (entry,), named=True)
            if settlement is not None and settlement.explains and settlement.kind != "instalment":
                yield (entry,), criterion_of
        same = [entry for entry in flat if entry.currency == view.currency]
        combination = find_combination(same, view.units)
        if combination is not None:
            yield combination.entries, criterion_of

    def _named_hypothesis(
        self,
        view: LineView,
        entries: tuple[Entry, ...],
        settlement: Settlement,
        mentions: Mentions,
        criterion_of: dict[int, Mention],
        parties: Parties,
    ) -> Hypothesis:
        hypothesis = Hypothesis(view, entries, settlement)
        chosen = {entry.position for entry in entries}
        used = [mention for mention in mentions.named if any(entry.position in chosen for entry in mention.entries)]
        hypothesis.pieces.append(_naming(used, entries))
        several = len(entries) > 1
        hypothesis.document = DocumentMatch.YES_MULTIPLE if several else DocumentMatch.YES
        for mention in mentions.named:
            if mention not in used:
                hypothesis.pieces.append(evidence("other_document_named", written=mention.written))
        self._add_party(hypothesis, parties, used)
        self._add_amount(hypothesis, parties)
        return hypothesis

    # the party's items

    def _by_party(self, view: LineView, mentions: Mentions, parties: Parties) -> Iterable[Hypothesis]:
        for hit in islice(parties.hits.values(), MOST_PARTNERS):
            family = (hit.partner_id, *sorted(self.parties.family(hit.partner_id), key=str))
            for partner_id in family:
                for entry in self._fitting(view, partner_id):
                    settlement = self.amounts.settle(view, (entry,))
                    if settlement is not None:
                        yield self._unnamed(view, (entry,), settlement, mentions, parties)

    def _fitting(self, view: LineView, partner_id: int | str) -> list[Entry]:
        """Items of a partner whose amount, in full, discounted or in the foreign currency, is the line's."""
        index = self.index
        found = list(index.by_partner_amount.get((partner_id, view.currency, view.units), ()))
        if view.foreign_units is not None:
            key = (partner_id, view.line.foreign_currency, view.foreign_units)
            found.extend(index.by_partner_amount.get(key, ()))
        for entry in index.by_discount.get((view.currency, view.units), ()):
            if entry.partner_id == partner_id and entry.open:
                found.append(entry)
        return found

    def _unnamed(
        self,
        view: LineView,
        entries: tuple[Entry, ...],
        settlement: Settlement,
        mentions: Mentions,
        parties: Parties,
        party_known: bool = True,
    ) -> Hypothesis:
        """A hypothesis from party and amount; short numbers and periods in the text may still name the document."""
        hypothesis = Hypothesis(view, entries, settlement)
        if len(entries) == 1:
            self._add_hints(hypothesis, entries[0], mentions)
        elif mentions.unknown:
            hypothesis.pieces.append(evidence("unknown_document_named", written=mentions.unknown[0]))
        if party_known:
            self._add_party(hypothesis, parties, ())
        self._add_amount(hypothesis, parties)
        return hypothesis

    def _add_hints(self, hypothesis: Hypothesis, entry: Entry, mentions: Mentions) -> None:
        view = hypothesis.view
        number = entry.item.number or entry.item.reference
        for serial in entry.serials:
            if serial in view.short_numbers:
                hypothesis.document = DocumentMatch.YES
                short = view.short_numbers[serial]
                hypothesis.pieces.append(evidence("short_number", short=short, number=number))
                break
        check = entry.item.check_number.strip()
        if check.isdecimal() and len(check.lstrip("0")) >= 3 and int(check) in view.short_numbers:
            hypothesis.document = DocumentMatch.YES
            hypothesis.pieces.append(evidence("check_number", number=check))
        period = _period(view, entry)
        if period:
            hypothesis.pieces.append(evidence("period", period=period, number=number))
        if hypothesis.document is DocumentMatch.YES:
            return
        others = [mention.key for mention in mentions.named]
        for criterion, keys in (("other_document_named", others), ("unknown_document_named", mentions.unknown)):
            for key in keys[:1]:
                near = _near(key, entry, self.index.series)
                piece = evidence("near_document", written=key, number=number) if near else None
                hypothesis.pieces.append(piece or evidence(criterion, written=key))

    def _sets(self, view: LineView, mentions: Mentions, parties: Parties) -> Iterable[Hypothesis]:
        """Sets of one partner's items, when nothing in the text speaks of a document."""
        if mentions.unknown or mentions.named:
            return
        hits = list(parties.hits.values())
        sure = [hit for hit in hits if hit.level is PartyMatch.FULLY]
        for hit in (sure or hits)[:MOST_PARTNERS_OF_SETS]:
            entries = [
                entry for entry in self.index.by_partner.get(hit.partner_id, ()) if entry.currency == view.currency
            ]
            entries.sort(key=lambda entry: entry.position)
            combination = find_combination(entries, view.units) if len(entries) <= MOST_ITEMS else None
            if combination is None:
                continue
            units = tuple(entry.open for entry in combination.entries)
            kind = combination.family
            if kind == "set" and (combination.chance > PROOF or combination.rivals):
                kind = "set_chance"
            settlement = Settlement(kind, units, units)
            hypothesis = self._unnamed(view, combination.entries, settlement, mentions, parties)
            hypothesis.rivals = combination.rivals
            yield hypothesis

    # the amount alone

    def _by_amount(self, view: LineView, parties: Parties) -> Iterable[Hypothesis]:
        """Items of the amount that something else in the line points to; the amount alone only when it is rare."""
        nothing = Mentions()
        alike = self.index.by_amount.get((view.currency, view.units), ())
        discounted = [
            entry
            for entry in self.index.by_discount.get((view.currency, view.units), ())
            if self.amounts.discounted(entry, view.day) == view.units
        ]
        near = (*alike, *discounted) if len(alike) <= MOST_ALIKE else tuple(discounted)
        pointed = [entry for entry in near if parties.hit(entry.partner_id) is not None]
        for number in view.short_numbers:
            for entry in (*self.index.by_serial.get(number, ()), *self.index.by_check.get(number, ())):
                if entry.open == view.units and entry.currency == view.currency and entry not in pointed:
                    pointed.append(entry)
        for entry in pointed or self._alone(view, alike):
            settlement = self.amounts.settle(view, (entry,))
            if settlement is not None:
                yield self._unnamed(view, (entry,), settlement, nothing, parties, party_known=bool(pointed))

    def _alone(self, view: LineView, alike: Sequence[Entry]) -> Sequence[Entry]:
        """Without any party, the only item of an amount; and transfers between own banks, which have none."""
        if view.account_number or view.payer_name:
            return ()
        return alike if len(alike) == 1 or all(entry.kind is ItemKind.TRANSFER for entry in alike) else ()

    # evidence

    def _add_party(self, hypothesis: Hypothesis, parties: Parties, used: Sequence[Mention]) -> None:
        partner_ids = list(dict.fromkeys(entry.partner_id for entry in hypothesis.entries))
        hits = [parties.hit(partner_id) for partner_id in partner_ids]
        known = [hit for hit in hits if hit is not None]
        hypothesis.partner_id = partner_ids[0] if len(partner_ids) == 1 else None
        if known:
            best = max(known, key=lambda hit: (_WORDS_OF_PARTY[hit.level], hit.score))
            hypothesis.pieces.append(self._party_piece(best))
            hypothesis.party = best.level if len(known) == len(hits) else PartyMatch.PARTIALLY
            return
        if len(partner_ids) != 1 or partner_ids[0] is None:
            return
        name = self._partner_name(partner_ids[0])
        payer = parties.view.payer_name or next((self._partner_name(owner) for owner in parties.owners), "")
        if payer:
            hypothesis.pieces.append(evidence("other_party", payer=payer, partner=name))
        checked = any(piece.criterion == "check_number" for piece in hypothesis.pieces)
        quoted = _quotes_in_full(used, hypothesis.entries, payer_unknown=not payer)
        if hypothesis.settlement.explains and (quoted or (checked and not payer)):
            hypothesis.party = PartyMatch.PARTIALLY
            hypothesis.pieces.append(evidence("only_document", partner=name))

    def _party_piece(self, hit: PartyHit) -> Evidence:
        name = self._partner_name(hit.partner_id)
        if hit.criterion == "name":
            criterion = "name" if hit.score >= SURE_NAME else "name_likely"
            return evidence(criterion, partner=name, score=round(hit.score))
        return evidence(hit.criterion, partner=name)

    def _partner_name(self, partner_id: int | str) -> str:
        partner = self.parties.partners.get(partner_id)
        return partner.name if partner else str(partner_id)

    def _add_amount(self, hypothesis: Hypothesis, parties: Parties) -> None:
        view, settlement, entries = hypothesis.view, hypothesis.settlement, hypothesis.entries
        hypothesis.pieces.append(self._amount_piece(hypothesis))
        if hypothesis.document is DocumentMatch.NO and settlement.kind in ("exact", "set", "row"):
            hinted = any(piece.criterion in ("period", "near_document") for piece in hypothesis.pieces)
            if not hinted and view.units % ROUND_UNITS == 0:
                hypothesis.pieces.append(evidence("amount_round"))
            if len(entries) == 1 and not hinted:
                self._add_commonness(hypothesis, entries[0])
        if any(entry.kind in (ItemKind.PAYMENT_IN, ItemKind.PAYMENT_OUT) for entry in entries):
            hypothesis.pieces.append(evidence("registered_payment"))
        late = max((entry.item.date - view.line.date).days for entry in entries)
        if late > self.amounts.settings.date_tolerance_days:
            hypothesis.pieces.append(evidence("item_later", days=late))

    def _add_commonness(self, hypothesis: Hypothesis, entry: Entry) -> None:
        """Other open items of the same amount: many of them anywhere, or one of a party with a like name."""
        alike = self.index.by_amount.get((entry.currency, entry.open), ())
        items = len(self.index.by_partner.get(entry.partner_id, ()))
        if (len(alike) - 1) * items > COMMON * len(self.index.by_item):
            hypothesis.pieces.append(evidence("amount_common", count=len(alike)))
            return
        for other in alike if len(alike) <= MOST_ALIKE else ():
            if other.partner_id != entry.partner_id and self.parties.share_first_word(
                other.partner_id, entry.partner_id
            ):
                partner = self._partner_name(other.partner_id)
                hypothesis.pieces.append(evidence("like_named_party", partner=partner))
                return

    def _amount_piece(self, hypothesis: Hypothesis) -> Evidence:
        settlement, view = hypothesis.settlement, hypothesis.view
        left = abs(settlement.write_off or settlement.difference)
        values = {
            "discount": {"until": settlement.detail},
            "discount_late": {"days": settlement.detail},
            "exchange": {"currency": settlement.detail},
            "rate": {"percent": settlement.detail},
            "instalment": {"parts": settlement.detail},
            "partial": {},
            "exact": {},
        }.get(settlement.kind)
        if values is None:
            money = self.index.minor.amount(left, view.currency)
            values = {"difference": money} if left else {"count": len(hypothesis.entries)}
        return evidence(f"amount_{settlement.kind}", **values)


def _naming(used: Sequence[Mention], entries: Sequence[Entry]) -> Evidence:
    """Which evidence the numbers in the text are, for the whole set."""
    first = used[0]
    number = entries[0].item.number or entries[0].item.reference
    if len(used) == 1 and len(entries) > 1 and entries[0].item.memo:
        return evidence("batch_name", number=entries[0].item.memo, count=len(entries))
    named = {entry.position for mention in used for entry in mention.entries}
    if any(entry.position not in named for entry in entries):
        return evidence("number_range", first=used[0].written, last=used[-1].written)
    if len(entries) > 1:
        number = ", ".join(entry.item.number or entry.item.reference for entry in entries[:20])
    elif first.criterion in ("document_reference", "end_to_end_id", "check_number", "structured_reference"):
        number = first.written
    return evidence(first.criterion, number=number)


def _quotes_in_full(used: Sequence[Mention], entries: Sequence[Entry], payer_unknown: bool) -> bool:
    """True when the line quotes in full the number of one open document.

    Nobody but the customer knows a number we gave out, whoever pays for them. A vendor's number on what we pay tells
    the vendor only as long as the line does not name somebody else.
    """
    strong = (
        "document_number",
        "document_reference",
        "structured_reference",
        "end_to_end_id",
        "check_number",
        "number_digits",
    )
    if not used or any(mention.criterion not in strong or len(mention.entries) > 1 for mention in used):
        return False
    ours = (ItemKind.INVOICE, ItemKind.REFUND, ItemKind.PAYMENT_IN, ItemKind.PAYMENT_OUT)
    return payer_unknown or all(entry.kind in ours for entry in entries)


def _settled(hypothesis: Hypothesis) -> bool:
    """True when the line is explained by documents it names and nothing speaks against it."""
    return hypothesis.settlement.explains and not any(piece.weight < -10 for piece in hypothesis.pieces)


def _near(key: str, entry: Entry, series: SeriesBook) -> bool:
    """A number one slip away from the item's own: the next one, a digit wrong, or two swapped."""
    for number in {entry.item.number, entry.item.reference, entry.item.payment_reference} - {""}:
        parts = series.split(number)
        if parts is None:
            continue
        before, serial, after = parts
        written = key[len(before) : len(key) - len(after)]
        if f"{before}{written}{after}" != key or len(written) != len(serial) or not written.isdecimal():
            continue
        if abs(int(serial) - int(written)) <= NEAR_SERIAL or OSA.distance(serial, written) == 1:
            return True
    return False


def _period(view: LineView, entry: Entry) -> str:
    """The month in the text that is the item's, as it is written there."""
    values = view.atoms
    item = entry.item
    for place, value in enumerate(values):
        if value.isdecimal():
            following = values[place + 1] if place + 1 < len(values) else ""
            if len(value) <= 2 and int(value) == item.date.month and following == str(item.date.year):
                return f"{value}/{following}"
            turned = value == str(item.date.year) and following.isdecimal() and len(following) <= 2
            if turned and int(following) == item.date.month:
                return f"{value}-{following}"
        elif item.date.month in months_of(value):
            return value
    return ""


def _best_first(found: list[Hypothesis]) -> list[Hypothesis]:
    """One hypothesis a set of items, by score, then by the items' own order (due date first)."""
    best: dict[tuple, Hypothesis] = {}
    for hypothesis in found:
        known = best.get(hypothesis.key)
        if known is None or hypothesis.score > known.score:
            best[hypothesis.key] = hypothesis
    return sorted(best.values(), key=lambda hypothesis: (-hypothesis.score, hypothesis.key))
