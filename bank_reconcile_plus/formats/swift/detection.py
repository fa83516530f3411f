"""Whether a file is of MT940 or MT942, by its beginning."""

from __future__ import annotations

import re

from ..text import beginning

_FIRST_TAGS = re.compile(r"^:(?:20|25P?|28C?|60[FM]|61|62[FM]):", re.MULTILINE)
_HEADER_LINES = 12
"""Most lines of the bank's own before the first tag."""

_REPORT = re.compile(r"^:(?:34F|90[CD]):|^.{0,60}\{2:[IO]942", re.MULTILINE)
_STATEMENT = re.compile(r"^:(?:60|62)[FM]:|^.{0,60}\{2:[IO]94[01]", re.MULTILINE)
_NEVER = re.compile(r"[<!%]|OFXHEADER", re.IGNORECASE)
"""How XML, QIF, PDF and OFX begin."""


def is_statement(content: bytes) -> bool:
    """Whether it is MT940 (or its kin without narratives, MT950)."""
    text = _tagged_beginning(content)
    return bool(text) and not _is_report(text)


def is_report(content: bytes) -> bool:
    """Whether it is MT942."""
    text = _tagged_beginning(content)
    return bool(text) and _is_report(text)


def _tagged_beginning(content: bytes) -> str:
    """The beginning of the file from its first tag's line on, empty if it has no tag where one belongs."""
    text = beginning(content)
    if _NEVER.match(text):
        return ""
    match = _FIRST_TAGS.search(text) or re.search(r"\{4:\s*:20:", text)
    if match is None or text.count("\n", 0, match.start()) > _HEADER_LINES:
        return ""
    return text


def _is_report(text: str) -> bool:
    """The first tag that only one of them has decides."""
    report, statement = _REPORT.search(text), _STATEMENT.search(text)
    if report is None or statement is None:
        return report is not None
    return report.start() < statement.start()
