"""Open items filed under everything a line may know them by: inverted indexes, built once a run.

A line never walks over the items. It asks for the items of a reference, of a partner, of a partner and an amount, of
an amount; each is one dictionary look-up, so a line costs the same against a thousand items and a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain

from ..references.series import SeriesBook
from .batches import BatchBook
from .check_words import check_key
from .money import Minor
from .text import reference_atoms
from .types import ItemKind, OpenItem, Settings, VoidCheck

#: a key shorter than this names nothing by itself, digits need one more than a year has
SHORTEST_KEY = 4
SHORTEST_DIGITS = 5
#: a reference many items share (a batch, a contract) is kept, but not beyond this
MOST_ITEMS_A_KEY = 2000

#: fields that an item shares with the others of its batch
BATCH_FIELDS = ("batch", "batch_reference", "sent_as")
#: fields of an item that a payment may quote, strongest first
FIELDS = ("payment_reference", "number", "reference", "memo", "origin")
#: the same of an item that was paid by file or together with others
BATCHED_FIELDS = (*BATCH_FIELDS, "payment_reference", "number", "end_to_end_id", "reference", "memo", "origin")


class Entry:
    """An open item as the engine sees it.

    :ivar residual: signed minor units of the item's currency open in the books
    :ivar open: the part of it that nothing accepted has promised away
    :ivar open_company: the same in the company's currency
    :ivar serial: the counting part of its own number (12 of INV/2026/00012), 0 when it has none
    :ivar serials: the same of every number a payment may quote
    """

    __slots__ = (
        "currency",
        "item",
        "kind",
        "open",
        "open_company",
        "partner_id",
        "position",
        "residual",
        "serial",
        "serials",
    )

    def __init__(
        self,
        item: OpenItem,
        position: int,
        open_units: int,
        open_company: int,
        serial: int,
        serials: tuple[int, ...],
    ):
        self.item = item
        self.position = position
        self.kind = item.kind
        self.currency = item.currency
        self.partner_id = item.partner_id
        self.residual = open_units
        self.open = open_units
        self.open_company = open_company
        self.serial = serial
        self.serials = serials


class ItemIndex:
    """Open items by reference, partner and amount.

    :param items: the open items; those of a kind the settings leave out, and those with nothing open, are skipped
    """

    def __init__(
        self,
        items: Iterable[OpenItem],
        settings: Settings,
        minor: Minor,
        void_checks: Iterable[VoidCheck] = (),
    ):
        self.minor = minor
        self.company_currency = settings.currency
        ordered = sorted((item for item in items if item.kind in settings.kinds), key=_order)
        batches = dict.fromkeys(item.batch for item in ordered if item.batch)
        self.series = SeriesBook(chain((number for item in ordered for number in _numbers(item)), batches))
        self.batches = BatchBook()
        self.by_item: dict[int | str, Entry] = {}
        self.by_key: dict[str, list[tuple[Entry, str]]] = {}
        self.by_digits: dict[str, list[tuple[Entry, str]]] = {}
        self.by_check: dict[str, list[Entry]] = {}
        self.void_checks = {(check_key(void.number), void.money_in): void for void in void_checks}
        self.by_serial: dict[int, list[Entry]] = {}
        self.by_partner: dict[int | str | None, list[Entry]] = {}
        self.by_partner_amount: dict[tuple, list[Entry]] = {}
        self.by_amount: dict[tuple, list[Entry]] = {}
        self.by_discount: dict[tuple, list[Entry]] = {}
        self.by_partner_discount: dict[tuple, list[Entry]] = {}
        self._taken: frozenset[int | str] = frozenset()
        self.first_words: set[str] = set()
        for position, item in enumerate(ordered):
            self._add(item, position)
        self.longest_key = min(max(map(len, self.by_key), default=0), 40)

    def _add(self, item: OpenItem, position: int) -> None:
        residual = self.minor.units(item.residual, item.currency)
        if not residual:
            return
        company = self.minor.units(item.residual_company, self.company_currency)
        serials = [self.series.serial(number) or 0 for number in _numbers(item)]
        serial = serials[0] if item.number and serials else 0
        entry = Entry(item, position, residual, company, serial, tuple(sorted({*serials} - {0})))
        self.by_item[item.id] = entry
        for serial in entry.serials:
            _file(self.by_serial, serial, entry)
        self._file_references(entry)
        self._file_amount(entry)
        if item.batch:
            self.batches.add(entry)
        if item.discount:
            discounted = self.minor.units(item.discount.residual, item.currency)
            self.by_discount.setdefault((item.currency, discounted), []).append(entry)
            key = (item.partner_id, item.currency, discounted)
            self.by_partner_discount.setdefault(key, []).append(entry)

    def _file_references(self, entry: Entry) -> None:
        seen = set()
        batched = entry.item.batch or entry.item.end_to_end_id
        for field, value in _references(entry.item, BATCHED_FIELDS if batched else FIELDS):
            pieces = reference_atoms(value)
            key = "".join(pieces)
            if key in seen or len(key) < (SHORTEST_DIGITS if key.isdigit() else SHORTEST_KEY):
                continue
            seen.add(key)
            digits = "".join([piece for piece in pieces if piece.isdigit()])
            if not digits and field != "memo":
                continue
            _file(self.by_key, key, (entry, field))
            self.first_words.add(pieces[0])
            if len(digits) > SHORTEST_DIGITS and digits != key and digits not in seen:
                seen.add(digits)
                _file(self.by_digits, digits, (entry, field))
        check = check_key(entry.item.check_number)
        if check:
            _file(self.by_check, check, entry)

    def _file_amount(self, entry: Entry) -> None:
        if not entry.item.draft:  # what is looked through for sets
            self.by_partner.setdefault(entry.partner_id, []).append(entry)
        self.by_partner_amount.setdefault((entry.partner_id, entry.currency, entry.open), []).append(entry)
        self.by_amount.setdefault((entry.currency, entry.open), []).append(entry)

    def _unfile_amount(self, entry: Entry) -> None:
        if not entry.item.draft:
            self.by_partner[entry.partner_id].remove(entry)
        self.by_partner_amount[entry.partner_id, entry.currency, entry.open].remove(entry)
        self.by_amount[entry.currency, entry.open].remove(entry)

    def take(self, taken: Mapping[int | str, Decimal]) -> None:
        """Leave out what is already promised elsewhere.

        :param taken: item id -> amount in the item's currency, signed as its residual; what the previous call took
            is given back first
        """
        for item_id in sorted({*self._taken, *taken}, key=str):
            entry = self.by_item.get(item_id)
            if entry is None:
                continue
            promised = self.minor.units(taken[item_id], entry.currency) if item_id in taken else 0
            rest = entry.residual - promised if promised * entry.residual > 0 else entry.residual
            self._set_open(entry, rest if rest * entry.residual > 0 else 0)
        self._taken = frozenset(taken)

    def _set_open(self, entry: Entry, rest: int) -> None:
        if rest == entry.open:
            return
        self.batches.forget_totals()
        if entry.open:
            self._unfile_amount(entry)
        company = self.minor.units(entry.item.residual_company, self.company_currency)
        entry.open = rest
        entry.open_company = round(company * rest / entry.residual)
        if rest:
            self._file_amount(entry)


def _references(item: OpenItem, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What an item may be quoted by, with the field it stands in, strongest first."""
    for field in fields:
        value = getattr(item, field)
        yield from ((field, text) for text in (value if isinstance(value, tuple) else (value,)) if text)


def _order(item: OpenItem) -> tuple:
    """One order whatever order the items came in: by due date, then date, number and id."""
    return (item.due or item.date, item.date, item.number, str(item.id))


def _numbers(item: OpenItem) -> list[str]:
    """The numbers of an item that count on in a series of their own."""
    if item.kind in (ItemKind.BILL, ItemKind.BILL_REFUND):
        return [number for number in (item.number, item.reference) if number]
    return [item.number] if item.number else []


def _file(index: dict, key, value) -> None:
    entries = index.setdefault(key, [])
    if len(entries) < MOST_ITEMS_A_KEY:
        entries.append(value)
