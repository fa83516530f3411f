"""Text mappings: a text a person wrote down leads to an account or a partner.

The longest text that stands in the narrative wins (TM-03). A mapping to an account overrides proposals of Medium and
Low confidence, never High ones (TM-02); whether it may post by itself is the mapping's own setting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .exceptions import MappingPatternError
from .text import fold
from .types import StatementLine, TextMapping


class MappingTable:
    """Text mappings ready to be looked up.

    :raises MappingPatternError: a pattern is not a regular expression
    """

    def __init__(self, mappings: Sequence[TextMapping]):
        self._rows = [(mapping, fold(mapping.contains).strip(), _compile(mapping)) for mapping in mappings]

    def fits(self, line: StatementLine, partner_ids: Sequence[int | str] = ()) -> str:
        """The text one of the mappings is found by in a line, "" when none fits; to an account or a partner."""
        found = self.account_for(line, partner_ids) or self.partner_for(line)
        return found[1] if found else ""

    def account_for(self, line: StatementLine, partner_ids: Sequence[int | str] = ()) -> tuple[TextMapping, str] | None:
        """The mapping to an account that fits the line best, and the text it was found by."""
        return self._best(line, partner_ids, to_account=True)

    def partner_for(self, line: StatementLine) -> tuple[TextMapping, str] | None:
        """The mapping to a partner that fits the line best, and the text it was found by."""
        return self._best(line, (), to_account=False)

    def _best(
        self, line: StatementLine, partner_ids: Sequence[int | str], to_account: bool
    ) -> tuple[TextMapping, str] | None:
        if not self._rows:
            return None
        text = fold(line.text)
        best: tuple[TextMapping, str] | None = None
        for mapping, contains, pattern in self._rows:
            if (mapping.account is not None) != to_account or (not to_account and mapping.partner_id is None):
                continue
            found = _found(line, text, contains, pattern)
            if found and _allowed(mapping, line, text, partner_ids):
                rank = (len(found), mapping.account is not None, str(mapping.id))
                if best is None or rank > (len(best[1]), best[0].account is not None, str(best[0].id)):
                    best = (mapping, found)
        return best


def _found(line: StatementLine, text: str, contains: str, pattern: re.Pattern[str] | None) -> str:
    """The part of the narrative (or of the payer's name) the mapping is found by, "" for none."""
    if pattern is not None:
        match = pattern.search(line.text) or pattern.search(line.partner_name)
        return match.group() if match else ""
    return contains if contains and (contains in text or contains in fold(line.partner_name)) else ""


def _allowed(mapping: TextMapping, line: StatementLine, text: str, partner_ids: Sequence[int | str]) -> bool:
    if mapping.money_in is not None and mapping.money_in != (line.amount > 0):
        return False
    size = abs(line.amount)
    if mapping.minimum is not None and size < abs(mapping.minimum):
        return False
    if mapping.maximum is not None and size > abs(mapping.maximum):
        return False
    if mapping.excludes and fold(mapping.excludes) in text:
        return False
    return not mapping.partner_ids or any(partner_id in mapping.partner_ids for partner_id in partner_ids)


def _compile(mapping: TextMapping) -> re.Pattern[str] | None:
    if not mapping.pattern:
        return None
    try:
        return re.compile(mapping.pattern, re.IGNORECASE)
    except re.error as error:
        raise MappingPatternError(mapping.id, mapping.pattern, str(error)) from error
