"""The company's own number series, learned from the numbers of its open items.

Nobody has to tell that invoices are called ``INV/2026/00012`` or ``F26-4711``: the open items show it. From their
shapes (letters kept, digits masked) this learns which run of digits counts on (the *serial*, against the year and the
month that stay), so ``12``, ``0012`` and ``INV12`` can be read as a short name of that document; and it learns which
words in a text look like one of our numbers, so that a number that names nothing open is noticed.

>>> book = SeriesBook(f"INV/2026/{n:05d}" for n in range(1, 40))
>>> book.serial("INV/2026/00012")
12
>>> book.looks_like_document("inv202500099"), book.looks_like_document("klant4711")
(True, False)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_RUN = re.compile(r"\d+")
_JUNK = re.compile(r"[\W_]+")
#: numbers of one shape that make a series
ENOUGH = 5
#: how many numbers of a shape are looked at to tell its serial; more teach nothing
SAMPLE = 400
#: leading digits that are shared by a series written as one run (the year of ``202600012``)
_HEADS = (4, 2)


def mask(compact_number: str) -> str:
    """The shape of a compact number: digits become 9 (``inv202600012`` -> ``inv999999999``)."""
    return _RUN.sub(lambda run: "9" * len(run.group()), compact_number)


def _compact(number: str) -> str:
    return _JUNK.sub("", number.lower())


def _template(number: str) -> str:
    return _RUN.sub("#", number.lower())


class SeriesBook:
    """Number series of a set of documents.

    :param numbers: document numbers and references as they are written in the books
    """

    def __init__(self, numbers: Iterable[str]):
        samples: dict[str, list[list[str]]] = {}
        shapes: Counter[str] = Counter()
        heads: dict[str, Counter[str]] = {}
        for number in numbers:
            compact_number = _compact(number)
            shape = mask(compact_number)
            shapes[shape] += 1
            if shape.isdigit():
                heads.setdefault(shape, Counter())[compact_number[:2]] += 1
            sample = samples.setdefault(_template(number), [])
            if len(sample) < SAMPLE:
                sample.append(_RUN.findall(number))
        self._serial_run = {template: _serial_position(runs) for template, runs in samples.items() if runs[0]}
        self._shared_head = {template: _shared_head(runs) for template, runs in samples.items() if len(runs[0]) == 1}
        self._shapes = {
            shape for shape, count in shapes.items() if count >= ENOUGH and not shape.isalpha() and len(shape) >= 5
        }
        self._heads = {
            shape: frozenset(head for head, count in counts.items() if count >= 0.2 * shapes[shape])
            for shape, counts in heads.items()
        }
        self.first_words = frozenset(found.group() for shape in self._shapes if (found := re.match(r"[^\W\d]+", shape)))

    def split(self, number: str) -> tuple[str, str, str] | None:
        """A number's compact form cut around its serial: (before, serial, after); None outside any series.

        >>> book = SeriesBook(f"FV{n:04d}/2026" for n in range(20))
        >>> book.split("FV0012/2026")
        ('fv', '0012', '2026')
        """
        template = _template(number)
        position = self._serial_run.get(template)
        if position is None:
            return None
        run = list(_RUN.finditer(number))[position]
        head = self._shared_head.get(template, 0)
        start = run.start() + (head if len(run.group()) > head + 1 else 0)
        return _compact(number[:start]), number[start : run.end()], _compact(number[run.end() :])

    def serial(self, number: str) -> int | None:
        """The counting part of a number of a known series, without leading zeros; None when it has none."""
        template = _template(number)
        position = self._serial_run.get(template)
        if position is None:
            return None
        run = _RUN.findall(number)[position]
        head = self._shared_head.get(template, 0)
        return int(run[head:] if len(run) > head + 1 else run)

    def sibling(self, number: str, digits: str) -> str:
        """The compact number of the document that digits written after a number mean, "" when they cannot.

        >>> book = SeriesBook(f"FV0{n}/2026" for n in range(100, 200))
        >>> book.sibling("FV0112/2026", "13"), book.sibling("FV0112/2026", "0113")
        ('fv01132026', 'fv01132026')
        """
        position = self._serial_run.get(_template(number))
        if position is None:
            return ""
        run = list(_RUN.finditer(number))[position]
        if len(digits) > len(run.group()):
            return ""
        written = run.group()[: len(run.group()) - len(digits)] + digits
        return f"{_compact(number[: run.start()])}{written}{_compact(number[run.end() :])}"

    def between(self, first: str, last: str, most: int) -> list[str]:
        """Compact numbers from one document to another of the same series, ends included; empty for no range.

        :param most: documents a range may span
        """
        start, end = self.split(first), self.split(last)
        if start is None or end is None or (start[0], start[2]) != (end[0], end[2]):
            return []
        width = len(start[1])
        if not 1 < int(end[1]) - int(start[1]) < most:
            return []
        return [f"{start[0]}{serial:0{width}d}{start[2]}" for serial in range(int(start[1]), int(end[1]) + 1)]

    def looks_like_document(self, compact_token: str) -> bool:
        """True when a compact token has the shape of a series (whether or not it names something open)."""
        shape = mask(compact_token)
        if shape not in self._shapes:
            return False
        return not shape.isdigit() or compact_token[:2] in self._heads[shape]


def _serial_position(numbers: list[list[str]]) -> int:
    """The run of digits with the most different values; the last one when that does not tell."""
    width = min(len(runs) for runs in numbers)
    distinct = [len({runs[position] for runs in numbers}) for position in range(width)]
    best = max(distinct)
    return max(position for position, count in enumerate(distinct) if count == best)


def _shared_head(numbers: list[list[str]]) -> int:
    """How many leading digits nearly all numbers of a one-run series share (its year), 0 when they do not."""
    if len(numbers) < ENOUGH:
        return 0
    for length in _HEADS:
        heads = Counter(runs[0][:length] for runs in numbers if len(runs[0]) > length + 2)
        if heads and heads.most_common(1)[0][1] >= 0.9 * len(numbers):
            return length
    return 0
