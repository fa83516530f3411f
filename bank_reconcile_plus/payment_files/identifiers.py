"""Identifiers a bank carries through and gives back: at most 35 characters of the SEPA set.

Source: EPC132-08 and EPC217-08: identifiers neither begin nor end with a slash and have no two slashes in a row.

>>> identifier("PBNK1/2026/00012"), identifier("//Zahlung Nr. 7_ä//")
('PBNK1/2026/00012', 'Zahlung-Nr.-7-a')
>>> is_identifier("PBNK1/2026/00012"), is_identifier("a//b"), is_identifier("")
(True, False, False)
>>> message_id("BATCH/OUT/2026/00003", datetime.datetime(2026, 3, 2, 9, 5, 7)), payment_id("M-1", 2)
('BATCH/OUT/2026/000-260302090507', 'M-1-2')
"""

from __future__ import annotations

import datetime
import re

from .letters import ALLOWED, bank_text

LONGEST = 35
_HEAD = 18
"""Characters of a batch's name in a message id: with the time (12) and the numbers of payments it stays within 35."""


def is_identifier(text: str) -> bool:
    """True for what a bank takes and gives back unchanged."""
    return (
        0 < len(text) <= LONGEST
        and set(text) <= ALLOWED
        and text == text.strip()
        and not text.startswith("/")
        and not text.endswith("/")
        and "//" not in text
    )


def identifier(text: str, longest: int = LONGEST) -> str:
    """A text made into an identifier, empty when nothing of it can stand in one. What is too long is cut."""
    written = re.sub(r"\s+", "-", bank_text(text, len(text) * 3))
    return re.sub(r"/{2,}", "/", written).strip("/-. ")[:longest].rstrip("/-. ")


def message_id(name: str, moment: datetime.datetime) -> str:
    """Id of a message: the batch's name and the second it is written, so that no two files have the same."""
    return f"{identifier(name, _HEAD) or 'FILE'}-{moment:%y%m%d%H%M%S}"


def payment_id(message: str, number: int) -> str:
    """Id of a part of a message (PmtInfId): what the bank shows when it books that part as one line."""
    return f"{message}-{number}"
