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
    def certain(self) -> dict[int | str, PartyHit]:
        """Partners the line is known to come from: the given one, and owners of the account."""
        found: dict[int | str, PartyHit] = {}
        given = self.view.partner_id
        if given is not None:
            found[given] = PartyHit(given, PartyMatch.FULLY, "partner_given")
        for owner in self.owners:
            sure = len(self.owners) == 1 or self.name_score(owner) >= SURE_NAME
            level = PartyMatch.FULLY if sure else PartyMatch.PARTIALLY
            found.setdefault(owner, PartyHit(owner, level, "account_number"))
        return found

    @cached_property
    def spelled(self) -> dict[int | str, PartyHit]:
        """Partners whose name is the payer's, letter by letter."""
        name = self.view.payer_name
        return {hit.partner_id: hit for hit in self.index.by_exact_name(name, self.view.folded)} if name else {}

    @cached_property
    def hits(self) -> dict[int | str, PartyHit]:
        """Every partner the line may come from, the likeliest first; names are searched for only when asked for."""
        if self.certain:
            return self.certain
        name = self.view.payer_name
        found = self.index.by_name(name, self.view.folded) if name else ()
        return {hit.partner_id: hit for hit in found or self.index.in_text(self.view.folded)}

    def name_score(self, partner_id: int | str) -> float:
        """Agreement of the payer's name with one partner's, 0 to 100."""
        name = self.view.payer_name
        return self.index.score(name, partner_id) if name and partner_id in self.index.partners else 0.0

    def hit(self, partner_id: int | str | None, search: bool = False) -> PartyHit | None:
        """How one partner is known from the line: directly, by its name, or as a related company of one that is.

        :param search: compare with every other partner too, so that the only one of a name is told from one of many
        """
        if partner_id is None:
            return None
        if search and partner_id in self.hits:
            return self.hits[partner_id]
        found = self.certain.get(partner_id) or self.spelled.get(partner_id)
        if found is not None or partner_id not in self.index.partners:
            return found
        score = self.name_score(partner_id)
        if score >= LIKELY_NAME:
            return PartyHit(partner_id, PartyMatch.PARTIALLY, "name", score)
        if self.view.payer_name and self.index.is_part_of(self.view.payer_name, partner_id):
            return PartyHit(partner_id, PartyMatch.PARTIALLY, "name_part", score)
        if not self.certain and self.index.stands_in(self.view.folded, partner_id):
            return PartyHit(partner_id, PartyMatch.PARTIALLY, "name_in_text")
        if self.index.family(partner_id) & (self.certain.keys() | self.spelled.keys()):
            return PartyHit(partner_id, PartyMatch.PARTIALLY, "related_company")
        return None
