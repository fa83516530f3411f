"""Marks English sentences of the pure packages for translation, without Odoo.

The pure packages do not know the reader's language. They carry English templates and the values that fill them;
whoever shows one translates the template first. Odoo's translation export finds what stands in ``_()``.
"""

from __future__ import annotations


def _(text: str) -> str:
    """Mark ``text`` for translation and return it as it is."""
    return text
