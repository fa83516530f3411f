"""Communications of CODA movements: free text, or parts of fixed widths whose kind the first three digits tell.

>>> split("101" + "000000000107".ljust(50), MOVEMENT_COMMUNICATIONS)
{'structured_reference': '000000000107'}
>>> split("999 something   of the bank", MOVEMENT_COMMUNICATIONS)
{'text': '999 something of the bank'}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..fixed import squeezed
from .layouts import MOVEMENT_COMMUNICATIONS

__all__ = ["MOVEMENT_COMMUNICATIONS", "split"]


def split(communication: str, kinds: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, str]:
    """The parts that hold something, by name; those of one name together. An unknown kind is one text."""
    parts = kinds.get(communication[:3])
    if parts is None:
        return {"text": squeezed(communication)}
    found: dict[str, str] = {}
    start = 3
    for name, width in parts:
        if value := squeezed(communication[start : start + width]):
            found[name] = f"{found[name]} {value}" if name in found else value
        start += width
    if rest := squeezed(communication[start:]):
        found["text"] = f"{found['text']} {rest}" if "text" in found else rest
    return found
