"""How a match is found: open items and statement lines in, proposals with evidence out. No Odoo, no database.

from .matching import Matcher, Settings

matcher = Matcher(items, partners, Settings(currency="EUR"))
results = matcher.match(lines)
"""

from .engine import Matcher
from .evidence import evidence, words
from .exceptions import MappingPatternError, MatchingError
from .rules import DEFAULT_RULES, decide
from .types import (
    AmountMatch,
    Application,
    ApplicationRule,
    Confidence,
    Discount,
    DocumentMatch,
    Evidence,
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

__all__ = [
    "DEFAULT_RULES",
    "AmountMatch",
    "Application",
    "ApplicationRule",
    "Confidence",
    "Discount",
    "DocumentMatch",
    "Evidence",
    "ItemKind",
    "LineResult",
    "MappingPatternError",
    "Matcher",
    "MatchingError",
    "OpenItem",
    "Partner",
    "PartyMatch",
    "PastLine",
    "Proposal",
    "Settings",
    "StatementLine",
    "TextMapping",
    "VoidCheck",
    "WriteOff",
    "decide",
    "evidence",
    "words",
]
