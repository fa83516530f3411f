"""What speaks for and against a hypothesis: the evidence of document, party, amount and date, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from .check_words import check_key
from .evidence import evidence
from .hypothesis import Hypothesis
from .index import Entry, ItemIndex
from .mentions import Mention, Mentions
from .naming import is_near, is_written_check, naming, period_of, quotes_in_full, short_number_of
from .party import SURE_NAME, PartyHit, PartyIndex
from .payer import Payer
from .types import DocumentMatch, Evidence, ItemKind, PartyMatch, Settings
from .view import LineView

#: an amount that is a multiple of this many minor units is round: it fits by chance more often
ROUND_UNITS = 500
_HOW_SURE = {PartyMatch.NO: 0, PartyMatch.PARTIALLY: 1, PartyMatch.FULLY: 2}
_PAYMENTS = (ItemKind.PAYMENT_IN, ItemKind.PAYMENT_OUT)


class Judge:
    """Gathers the evidence of hypotheses."""

    def __init__(self, index: ItemIndex, parties: PartyIndex, settings: Settings):
        self.index = index
        self.parties = parties
        self.settings = settings
        self._owners: dict[tuple[str, int], dict[str, set[int | str]]] = {}

    def forget(self) -> None:
        """Drop what was derived from open amounts; they have changed."""
        self._owners.clear()

    def judge_named(self, hypothesis: Hypothesis, mentions: Mentions, payer: Payer, short: bool = False) -> Hypothesis:
        """Add the evidence of a hypothesis whose documents the line names.

        :param short: some of them, perhaps all, by their short numbers
        """
        chosen = {entry.position for entry in hypothesis.entries}
        used = [mention for mention in mentions.named if any(entry.position in chosen for entry in mention.entries)]
        batches = [m for m in used if m.criterion == "batch_name" and any(e.position not in chosen for e in m.entries)]
        precise = [mention for mention in used if mention not in batches]
        completed = hypothesis.settlement.kind.startswith("completed")
        if used:
            telling = precise or used  # one payment that is named, of a batch that is named as well
            hypothesis.pieces.append(naming(telling, hypothesis.entries, spanned=not completed and not short))
        several = len(hypothesis.entries) > 1 and not (completed and len(used) == 1)
        several |= not batches and any(mention.criterion == "batch_name" for mention in used)  # whole, if of one entry
        hypothesis.document = DocumentMatch.YES_MULTIPLE if several else DocumentMatch.YES
        for mention in mentions.named:
            other = mention not in used and not mention.continued
            if other and not (short and _means(mention, hypothesis.entries)):
                hypothesis.pieces.append(evidence("other_document_named", written=mention.written))
        if completed or short:
            named = {entry.position for mention in used for entry in mention.entries}
            self._add_short_numbers(hypothesis, [e for e in hypothesis.entries if e.position not in named])
        self.add_party_and_amount(hypothesis, payer, precise or used)
        return hypothesis

    def add_party_and_amount(self, hypothesis: Hypothesis, payer: Payer, used: Sequence[Mention] = ()) -> None:
        """Add what speaks for and against a hypothesis beside the documents.

        :param used: what the line names of its documents
        """
        self._add_party(hypothesis, payer, used)
        self._add_amount(hypothesis)

    def judge_unnamed(
        self, hypothesis: Hypothesis, mentions: Mentions, payer: Payer, party_known: bool = True
    ) -> Hypothesis:
        """Add the evidence of a hypothesis found by party or amount; hints in the text may still name the document.

        :param party_known: False when the amount alone led here
        """
        if len(hypothesis.entries) == 1:
            self._add_hints(hypothesis, hypothesis.entries[0], mentions)
            self._add_in_batch(hypothesis, hypothesis.entries[0])
        elif mentions.unknown:
            hypothesis.pieces.append(evidence("unknown_document_named", written=mentions.unknown[0]))
        if party_known:
            self._add_party(hypothesis, payer)
        self._add_amount(hypothesis)
        return hypothesis

    # the document

    def _add_hints(self, hypothesis: Hypothesis, entry: Entry, mentions: Mentions) -> None:
        view = hypothesis.view
        number = entry.item.number or entry.item.reference
        short = self._add_short_numbers(hypothesis, (entry,))
        checked = is_written_check(view, entry)
        if checked:
            hypothesis.pieces.append(evidence("check_number", number=entry.item.check_number))
        period = period_of(view, entry)
        if period:
            hypothesis.pieces.append(evidence("period", period=period, number=number))
        if short and not period:
            self._add_other_period(hypothesis, entry)
        if short or checked:
            hypothesis.document = DocumentMatch.YES
            return
        others = [mention.key for mention in mentions.named]
        for criterion, keys in (("other_document_named", others), ("unknown_document_named", mentions.unknown)):
            for key in keys[:1]:
                near = is_near(key, entry, self.index.series)
                piece = evidence("near_document", written=key, number=number) if near else None
                hypothesis.pieces.append(piece or evidence(criterion, written=key))

    def _add_in_batch(self, hypothesis: Hypothesis, entry: Entry) -> None:
        """Say of a receipt nothing names that it is in a deposit with others: a line of its own is hardly it."""
        if entry.kind is not ItemKind.PAYMENT_IN or hypothesis.document is not DocumentMatch.NO:
            return
        for batch in self.index.batches.of_entries((entry,)):
            if len(batch.open) > 1:
                hypothesis.pieces.append(evidence("in_batch", number=batch.name, count=len(batch.open)))

    def _add_other_period(self, hypothesis: Hypothesis, entry: Entry) -> None:
        """Say that the text names the month of an equal item of the partner, so the short number may be chance."""
        for other in self.index.by_partner_amount.get((entry.partner_id, entry.currency, entry.open), ()):
            period = period_of(hypothesis.view, other)
            if period:
                number = other.item.number or other.item.reference
                hypothesis.pieces.append(evidence("other_period", period=period, number=number))
                return

    def _add_short_numbers(self, hypothesis: Hypothesis, entries: Sequence[Entry]) -> bool:
        """Say that the text holds the short number of one of the items; False when it does not."""
        for entry in entries:
            short = short_number_of(hypothesis.view, entry)
            if short:
                number = entry.item.number or entry.item.reference
                hypothesis.pieces.append(evidence("short_number", short=short, number=number))
                return True
        return False

    # the party

    def _add_party(self, hypothesis: Hypothesis, payer: Payer, used: Sequence[Mention] = ()) -> None:
        partner_ids = list(dict.fromkeys(entry.partner_id for entry in hypothesis.entries))
        hypothesis.partner_id = partner_ids[0] if len(partner_ids) == 1 else None
        hits = [payer.hit(partner_id, search=not used) for partner_id in partner_ids]
        known = [hit for hit in hits if hit is not None]
        if known:
            best = max(known, key=lambda hit: (_HOW_SURE[hit.level], hit.score))
            hypothesis.pieces.append(self._party_piece(best))
            hypothesis.party = best.level if len(partner_ids) == 1 else PartyMatch.PARTIALLY
        elif hypothesis.partner_id is not None:
            self._add_stranger(hypothesis, payer, used)

    def _add_stranger(self, hypothesis: Hypothesis, payer: Payer, used: Sequence[Mention]) -> None:
        """Nothing in the line leads to the documents' partner; its number alone may."""
        name = self.partner_name(hypothesis.partner_id)
        payer_name = payer.view.payer_name or next((self.partner_name(owner) for owner in payer.owners), "")
        if payer_name:
            hypothesis.pieces.append(evidence("other_party", payer=payer_name, partner=name))
        checked = any(piece.criterion == "check_number" for piece in hypothesis.pieces)
        quoted = quotes_in_full(used, hypothesis.entries, payer_unknown=not payer_name)
        if hypothesis.settlement.explains and (quoted or (checked and not payer_name)):
            hypothesis.party = PartyMatch.PARTIALLY
            hypothesis.pieces.append(evidence("only_document", partner=name))

    def _party_piece(self, hit: PartyHit) -> Evidence:
        name = self.partner_name(hit.partner_id)
        if hit.criterion == "name":
            criterion = "name" if hit.score >= SURE_NAME else "name_likely"
            return evidence(criterion, partner=name, score=round(hit.score))
        return evidence(hit.criterion, partner=name)

    def partner_name(self, partner_id: int | str | None) -> str:
        """The name of a partner as it stands in the books."""
        partner = self.parties.partners.get(partner_id)
        return partner.name if partner else str(partner_id)

    # the amount and the date

    def _add_amount(self, hypothesis: Hypothesis) -> None:
        view, settlement, entries = hypothesis.view, hypothesis.settlement, hypothesis.entries
        hypothesis.pieces.append(self._amount_piece(hypothesis))
        self._add_fitting(hypothesis)
        self._add_checks(hypothesis)
        hinted = any(piece.criterion in ("period", "near_document") for piece in hypothesis.pieces)
        unnamed = hypothesis.document is DocumentMatch.NO and settlement.kind in ("exact", "set", "row")
        if unnamed and not hinted:
            if view.units % ROUND_UNITS == 0:
                hypothesis.pieces.append(evidence("amount_round"))
            if len(entries) == 1:
                self._add_like_named(hypothesis, entries[0])
        if all(entry.kind in _PAYMENTS for entry in entries):
            named = hypothesis.document is not DocumentMatch.NO
            hypothesis.pieces.append(evidence("registered_payment_named" if named else "registered_payment"))
        late = max((entry.item.date - view.line.date).days for entry in entries)
        if late > self.settings.date_tolerance_days:
            hypothesis.pieces.append(evidence("item_later", days=late))
        if any(entry.item.draft for entry in entries):
            hypothesis.pieces.append(evidence("draft_document"))

    def _add_fitting(self, hypothesis: Hypothesis) -> None:
        """Say of a difference to write off that another item of the party is just the amount: it may be meant."""
        if not hypothesis.settlement.write_off or hypothesis.settlement.kind.startswith("discount"):
            return
        view, chosen = hypothesis.view, {entry.position for entry in hypothesis.entries}
        for partner_id in dict.fromkeys(entry.partner_id for entry in hypothesis.entries):
            alike = self.index.by_partner_amount.get((partner_id, view.currency, view.units), ())
            fitting = [entry for entry in alike if entry.open and entry.position not in chosen]
            if fitting and partner_id is not None:
                number = fitting[0].item.number or fitting[0].item.reference
                hypothesis.pieces.append(evidence("own_item_fits", number=number))
                return

    def _add_checks(self, hypothesis: Hypothesis) -> None:
        """What speaks against a match by check: another number, another amount, a check that is void."""
        view = hypothesis.view
        hypothesis.pieces.extend(self.void_pieces(view))
        checks = [entry.item.check_number for entry in hypothesis.entries if check_key(entry.item.check_number)]
        if view.check_numbers and checks and all(check_key(check) not in view.check_numbers for check in checks):
            written = next(iter(view.check_numbers.values()))
            hypothesis.pieces.append(evidence("other_check", written=written, number=checks[0]))
        named = next((piece for piece in hypothesis.pieces if piece.criterion == "check_number"), None)
        if named is not None and hypothesis.settlement.kind not in ("exact", "exchange"):
            hypothesis.pieces.append(evidence("check_amount", number=dict(named.values)["number"]))

    def void_pieces(self, view: LineView) -> tuple[Evidence, ...]:
        """Say which checks the line names are void, and since when where that is known."""
        found = [self.index.void_checks.get((key, view.units > 0)) for key in view.check_numbers]
        return tuple(
            evidence("check_void_since", number=void.number, date=void.date.isoformat())
            if void.date
            else evidence("check_void", number=void.number)
            for void in filter(None, found)
        )

    def _amount_piece(self, hypothesis: Hypothesis) -> Evidence:
        settlement, view = hypothesis.settlement, hypothesis.view
        left = abs(settlement.write_off or settlement.difference)
        values: dict[str, object] | None = {
            "discount": {"until": settlement.detail},
            "discount_late": {"days": settlement.detail},
            "exchange": {"currency": settlement.detail},
            "rate": {"percent": settlement.detail},
            "instalment": {"parts": settlement.detail},
            "completed": {"count": settlement.detail},
            "completed_chance": {"count": settlement.detail},
            "partial": {},
            "exact": {},
        }.get(settlement.kind)
        if values is None:
            money = self.index.minor.amount(left, view.currency)
            values = {"difference": money} if left else {"count": len(hypothesis.entries)}
        # What was registered and put together with others is known to the cent: a difference is a mistake of somebody.
        asks = not self.settings.tolerance_silent or any(entry.item.batch for entry in hypothesis.entries)
        asked = settlement.kind in ("tolerance", "rounding") and asks
        return evidence(f"amount_{settlement.kind}{'_asked' if asked else ''}", **values)

    def _add_like_named(self, hypothesis: Hypothesis, entry: Entry) -> None:
        """A party whose name begins alike, perhaps a sister company, has an open item of the same amount."""
        others = self._named_alike(entry) - {entry.partner_id}
        if others:
            partner = self.partner_name(min(others, key=str))
            hypothesis.pieces.append(evidence("like_named_party", partner=partner))

    def _named_alike(self, entry: Entry) -> set[int | str]:
        """Partners whose name begins like this item's partner's and that have an open item of the same amount."""
        amount = (entry.currency, entry.open)
        if amount not in self._owners:
            owners: dict[str, set[int | str]] = {}
            for other in self.index.by_amount.get(amount, ()):
                word = self.parties.first_word(other.partner_id)
                if word:
                    owners.setdefault(word, set()).add(other.partner_id)
            self._owners[amount] = owners
        return self._owners[amount].get(self.parties.first_word(entry.partner_id), set())


def _means(mention: Mention, entries: Sequence[Entry]) -> bool:
    """True when the digits a mention ends in are the short number of one of these items."""
    digits = mention.key[len(mention.key.rstrip("0123456789")) :]
    return bool(digits) and any(int(digits) in entry.serials for entry in entries)
