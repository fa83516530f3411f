"""How a table writes dates and decimals, decided over whole columns."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from ..exceptions import Location, MixedDecimalMarksError
from .amounts import decimal_mark_of
from .columns import header_currency, languages_of
from .dates import closest_order, order_of_column
from .profile import SheetProfile
from .rows import Reader
from .table import Table, shown

_MARKED = ("amount", "debit", "credit", "balance", "gross", "fee")
_COMMA_IN_THOUSANDS = {"ja", "zh", "ko"}
_MONTH_FIRST = ("USD",)
_DAY_FIRST = (
    "EUR GBP CHF SEK NOK DKK PLN CZK RON BGN TRY AUD NZD INR ZAR BRL MXN ILS AED SGD MYR IDR THB RUB UAH".split()
)


def complete(table: Table, profile: SheetProfile) -> tuple[SheetProfile, tuple[str, ...]]:
    """The profile with what it leaves open, and what the table leaves open: ``date_order``, ``decimal_mark``.

    What is open holds the likeliest value all the same, for the assistant to show.

    :raises MixedDecimalMarksError: amounts are written in two ways
    :raises SheetColumnMissingError: a needed column is not there
    """
    reader = Reader(table, profile)
    questions = []
    if not profile.decimal_mark:
        mark, is_sure = _decimal_mark(reader)
        profile = dataclasses.replace(profile, decimal_mark=mark)
        if not is_sure:
            questions.append("decimal_mark")
    if not profile.date_order:
        order, is_sure = _date_order(reader, profile)
        profile = dataclasses.replace(profile, date_order=order)
        if not is_sure:
            questions.append("date_order")
    return profile, tuple(reversed(questions))


def _texts(reader: Reader, role: str) -> Iterator[tuple[int, str]]:
    place = reader.places.get(role)
    if place is None:
        return
    for number, cells in reader.body:
        if place < len(cells) and isinstance(cells[place], str) and cells[place]:
            yield number, cells[place]


def _decimal_mark(reader: Reader) -> tuple[str, bool]:
    """The mark, and whether it is sure; a table of whole numbers or of numbers of a workbook needs none."""
    found: dict[str, tuple[int, str, str]] = {}
    counts = {".": 0, ",": 0}
    is_open = False
    for role in _MARKED:
        for number, text in _texts(reader, role):
            try:
                mark = decimal_mark_of(text)
            except ValueError:
                continue
            is_open = is_open or mark == "?"
            if mark in counts:
                counts[mark] += 1
                found.setdefault(mark, (number, text, role))
    if len(found) == 2:
        number = max(found[mark][0] for mark in found)
        element = reader.name_of(reader.places[max(found.values())[2]])
        raise MixedDecimalMarksError(Location(number, element), value=found[","][1], other=found["."][1])
    mark = max(counts, key=counts.__getitem__)
    if not found and _is_east_asian(reader):
        return ".", True
    if not found:
        mark = "," if reader.table.separator == ";" or not _is_english(reader) else "."
    return mark, bool(found) or not is_open


def _date_order(reader: Reader, profile: SheetProfile) -> tuple[str, bool]:
    """The order of day, month and year, and whether it is sure."""
    texts = [text for _number, text in _texts(reader, "date")]
    if not texts:
        return "ymd", True  # days of a workbook
    orders = order_of_column(texts)
    if len(orders) > 1 and "value_date" in reader.places:
        both = set(orders) & set(order_of_column([text for _number, text in _texts(reader, "value_date")]))
        orders = tuple(order for order in orders if order in both) or orders
    if len(orders) < 2:
        return (orders or ("dmy",))[0], True  # what is no date in any order is an error of its row
    if "ymd" in orders and any(re.search(r"[./]", text) for text in texts[:20]):
        orders = tuple(order for order in orders if order != "ymd")  # two digits of a year stand first only with dashes
        if len(orders) == 1:
            return orders[0], True
    if "ymd" in orders:
        return orders[0], False
    if not _is_english(reader) or any(re.match(r"\d+\.\d+\.", text) for text in texts[:20]):
        return "dmy", True
    likely = _likely_order(reader, profile)
    return likely or "dmy", bool(likely) and closest_order(texts, orders) in ("", likely)


def _likely_order(reader: Reader, profile: SheetProfile) -> str:
    """The order that goes with a decimal comma or with the currency of an English table, empty when neither tells."""
    currencies = _currencies(reader)
    if profile.decimal_mark == "," or (len(currencies) == 1 and currencies <= set(_DAY_FIRST)):
        return "dmy"
    return "mdy" if currencies == set(_MONTH_FIRST) else ""


def _is_english(reader: Reader) -> bool:
    """Whether the names of the columns may be English: only there day and month stand in either order."""
    languages = [languages_of(name) for name in reader.header if name]
    known = [found for found in languages if found]
    return not known or 2 * sum("en" in found for found in known) >= len(known)


def _is_east_asian(reader: Reader) -> bool:
    """Whether the columns have names of languages that write a comma between thousands only."""
    languages = [languages_of(name) for name in reader.header if name]
    return any(languages) and all(found <= _COMMA_IN_THOUSANDS for found in languages if found)


def _currencies(reader: Reader) -> set[str]:
    named = {
        shown(cells[place]).upper()
        for place in [reader.places.get("currency_column")]
        if place is not None
        for _number, cells in reader.body
        if place < len(cells)
    }
    return {name for name in named if name} or set(
        filter(None, (reader.currency, *map(header_currency, reader.header)))
    )
