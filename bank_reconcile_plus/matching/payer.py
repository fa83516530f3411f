"""Who may be behind one line: what its account number, its name and its text say of the partners."""

from __future__ import annotations

from functools import cached_property

from .party import LIKELY_NAME, SURE_NAME, PartyHit, PartyIndex
from .types import PartyMatch
from .view import LineView


class Payer:
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
