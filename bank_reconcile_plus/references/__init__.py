"""Structured payment references: one module a scheme, the same functions in each, one explicit registry."""

from __future__ import annotations


def scheme_of(text: str) -> str:
    """Name of the scheme a reference belongs to, "" for none."""
    return ""
