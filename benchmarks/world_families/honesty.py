"""Would an accountant with only this world's data agree? Lines whose truth is not certain are left out.

A draft's ``needs`` name what has to hold once all items are there:

``amount``    no other item of the partner has the line's amount
``partner``   the payer is shown; the scenario's own business
``surplus``   no other items of the partner, up to three, are what was paid too much
``subset``    no other set of up to five of the partner's items adds up to the amount
``netting``   no other pair and no single item of the partner does
``decoy``     no number in the text is the partner's document's
``two``       exactly the two twins have the amount
``no_fit``    nothing of the partner has the amount, alone or as a small set
``closed``    the document the line names is not open
``no_other``  the partner has no second item of the amount
``no_amount`` nobody has an item of the amount
"""

from __future__ import annotations

import collections
import itertools
import re

from .world import Draft, World

LARGEST_SET = 5
TOO_MANY = 26


class Honesty:
    """Knows every item of a finished world."""

    def __init__(self, world: World):
        self.cents = world.books.cents
        self.by_partner = collections.defaultdict(list)
        self.amounts = collections.Counter(self.cents.values())
        self.numbers = {item["number"] for item in world.books.items}
        for item in world.books.items:
            if item["partner"]:
                self.by_partner[item["partner"]].append(item)

    def agrees(self, draft: Draft) -> bool:
        """Does all the draft needs hold?"""
        return all(getattr(self, f"_{need}")(draft) for need in draft.needs)

    def _others(self, draft: Draft) -> list[dict]:
        settled = {item["id"] for item, _amount in draft.items}
        return [item for item in self.by_partner[draft.partner["id"]] if item["id"] not in settled]

    def _with_amount(self, draft: Draft) -> list[dict]:
        return [item for item in self._others(draft) if self.cents[item["id"]] == draft.cents]

    def _partner(self, draft: Draft) -> bool:
        return draft.partner is not None

    def _amount(self, draft: Draft) -> bool:
        return not self._with_amount(draft)

    def _surplus(self, draft: Draft) -> bool:
        surplus = draft.write_off[0]
        others = [self.cents[item["id"]] for item in self._others(draft)]
        return all(
            sum(chosen) != surplus for size in (1, 2, 3) for chosen in itertools.combinations(others[:TOO_MANY], size)
        )

    def _two(self, draft: Draft) -> bool:
        return len(self._with_amount(draft)) == 2

    def _closed(self, draft: Draft) -> bool:
        return draft.closed_number not in self.numbers

    def _no_other(self, draft: Draft) -> bool:
        return len(self._with_amount(draft)) == 1

    def _no_amount(self, draft: Draft) -> bool:
        return not self.amounts[draft.cents]

    def _sets(self, draft: Draft, largest: int, netting: bool = False) -> int:
        """How many sets of the partner's items add up to the line, at least two items each."""
        sign = 1 if draft.cents > 0 else -1
        amounts = [self.cents[item["id"]] for item in self.by_partner[draft.partner["id"]]]
        usable = [amount for amount in amounts if netting or amount * sign > 0]
        if len(usable) > TOO_MANY:
            return TOO_MANY
        return sum(
            sum(chosen) == draft.cents
            for size in range(2, largest + 1)
            for chosen in itertools.combinations(usable, size)
        )

    def _subset(self, draft: Draft) -> bool:
        return not self._with_amount(draft) and self._sets(draft, LARGEST_SET) == 1

    def _netting(self, draft: Draft) -> bool:
        return not self._with_amount(draft) and self._sets(draft, 2, netting=True) == 1

    def _no_fit(self, draft: Draft) -> bool:
        return not self._with_amount(draft) and not self._sets(draft, 3)

    def _decoy(self, draft: Draft) -> bool:
        numbers = {int(run) for run in re.findall(r"\d{2,15}", draft.line["text"])}
        for item in self.by_partner[draft.partner["id"]]:
            reference = re.sub(r"\D", "", item.get("ref") or "")
            if item.get("running") in numbers or (reference and int(reference) in numbers):
                return False
        return True
