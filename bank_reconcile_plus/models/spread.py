"""How statement lines are spread over open items when a person matches them: nothing stored, nothing written.

Every part applies some of one line to some of one item. No more of an item is taken than it has open, and a part has
the item's own sign, but for lines that give back what others paid too much: those meet on the item these settle. What
of the lines is not covered is their difference. Amounts are floats, signed,
positive is money in: of a line in its currency, of an item in the item's.
"""

from dataclasses import dataclass
from typing import Any

from odoo.exceptions import UserError


@dataclass(frozen=True)
class Part:
    """Some of a line applied to some of an item.

    :param amount: signed, in the line's currency
    :param item_amount: signed, in the item's currency
    """

    line: Any
    item: Any
    amount: float
    item_amount: float


@dataclass(frozen=True)
class Tolerance:
    """A difference between a line and its items that may be written off, as the write-off match would have it.

    :param amount: signed, in the line's currency
    :param account: where it would be booked; empty where none is set
    :param taken: it is written off with the match
    """

    amount: float
    account: Any
    taken: bool


class Spread:
    """Spreads lines over items in the order given (by date): a person's amounts first, the rest by itself.

    :param lines: ``account.bank.statement.line`` records, oldest first
    :param items: ``account.move.line`` records, oldest first
    :param left: line -> what of it is not matched yet, in its currency
    :param open_amounts: item -> what of it is open and not promised, in its currency
    :param matched: (line, item) pairs that are matched already and stay as they are
    """

    def __init__(self, lines, items, left, open_amounts, matched=()):
        self.lines = lines
        self.items = items
        self.left = dict(left)
        self.open = dict(open_amounts)
        self.done = set(matched)
        self.parts = []
        #: what of the items is not paid but given as early payment discount, signed, and which have one
        self.discount = 0.0
        self.discounted = []
        #: what of the items may be written off within the bank's limits: a :class:`Tolerance`, None where nothing may
        self.tolerance = None
        self._whole = {}

    def fill(self, amounts=None):
        """Spread everything.

        :param dict amounts: ``"<line id>-<item id>"`` -> amount in the line's currency, where a person edited it;
            0 leaves the pair out
        :raise UserError: when an edited amount is not possible
        """
        self._fill_edited(amounts or {})
        signs = {self._sign(line, self.left[line]) for line in self.lines} - {0}
        for index, line in enumerate(self.lines):
            self._fill_line(line, one_sign=len(signs) == 1, last=index + 1 == len(self.lines))
        if len(signs) > 1:
            self._set_off()
        return self

    @property
    def difference(self):
        """What of all lines no match would cover, in the bank's currency."""
        return self.lines[:1].currency_id.round(sum(self.left[line] for line in self.lines)) if self.lines else 0.0

    # -------------------------------------------------------------------------------------------------------- one line

    def _fill_line(self, line, one_sign, last):
        """Take credit notes first, as they let the line settle more, then what the line pays, in order."""
        sign = self._sign(line, self.left[line])
        free = [item for item in self.items if sign and (line, item) not in self.done]
        same = [item for item in free if self._open_of(line, item) * sign > 0]
        against = [item for item in free if self._open_of(line, item) * sign < 0] if one_sign and same else []
        could_pay = sum(abs(self._open_of(line, item)) for item in same)
        room = float("inf") if last else max(0.0, could_pay - abs(self.left[line]))
        for item in against:
            part = min(abs(self._open_of(line, item)), room)
            room -= part
            self._take(line, item, -sign * part)
        for item in same:
            self._take(line, item, sign * min(abs(self._open_of(line, item)), abs(self.left[line])))

    def _set_off(self):
        """Let lines that have too much left and lines of the other sign cancel out on an item the first ones settle."""
        for giver in self.lines:
            for payer in self.lines:
                sign = self._sign(payer, self.left[payer])
                if not sign or self._sign(giver, self.left[giver]) != -sign:
                    continue
                settled = [part.item for part in self.parts if part.line == payer and part.amount * sign > 0]
                settled = [item for item in settled if (giver, item) not in self.done]
                if settled:
                    amount = min(abs(self.left[giver]), abs(self.left[payer]))
                    self._take(giver, settled[-1], -sign * amount)
                    self._take(payer, settled[-1], sign * amount)

    def _fill_edited(self, amounts):
        by_id = {f"{line.id}-{item.id}": (line, item) for line in self.lines for item in self.items}
        for key, amount in amounts.items():
            pair = by_id.get(key)
            if pair is None or pair in self.done:
                continue
            line, item = pair
            amount = line.currency_id.round(amount)
            self._check_edited(line, item, amount)
            self._take(line, item, amount)
            self.done.add(pair)

    def _check_edited(self, line, item, amount):
        available = self._open_of(line, item)
        env, currency = line.env, line.currency_id
        if not amount:
            return
        if amount * available < 0 or not available:
            raise UserError(
                env._(
                    "%(amount)s cannot be applied to %(item)s: it has %(open)s open.",
                    amount=currency.format(amount),
                    item=item_words(item),
                    open=currency.format(available),
                )
            )
        if currency.compare_amounts(abs(amount), abs(available)) > 0:
            raise UserError(
                env._(
                    "%(item)s has only %(open)s open, %(amount)s is more than that.",
                    item=item_words(item),
                    open=currency.format(available),
                    amount=currency.format(amount),
                )
            )

    # ----------------------------------------------------------------------------------------------------------- money

    def _take(self, line, item, amount):
        """Apply an amount to an item, on top of what the pair has; of the other sign it gives something back."""
        amount = line.currency_id.round(amount)
        if not amount:
            return
        available = self._open_of(line, item)
        if line.currency_id.compare_amounts(amount, available) == 0:
            item_amount = self.open[item]
        else:
            item_amount = item.currency_id.round(amount * item.amount_residual_currency / self._whole_of(line, item))
        self.open[item] = item.currency_id.round(self.open[item] - item_amount)
        self.left[line] = line.currency_id.round(self.left[line] - amount)
        for part in [part for part in self.parts if part.line == line and part.item == item]:
            self.parts.remove(part)
            amount = line.currency_id.round(amount + part.amount)
            item_amount = item.currency_id.round(item_amount + part.item_amount)
        self.parts.append(Part(line, item, amount, item_amount))

    def _whole_of(self, line, item):
        """:return: all the item has open in the books, in the line's currency, at the rate booked on the line"""
        if (line, item) not in self._whole:
            self._whole[line, item] = line._residual_in_line_currency(item)
        return self._whole[line, item]

    def _open_of(self, line, item):
        """:return: what the item has open, in the line's currency, at the rate booked on the line"""
        if item.currency_id == line.currency_id:
            return self.open[item]
        share = self.open[item] / item.amount_residual_currency if item.amount_residual_currency else 0
        return line.currency_id.round(self._whole_of(line, item) * share)

    def _sign(self, line, amount):
        return line.currency_id.compare_amounts(amount, 0)


def item_words(item):
    """Name an open item in a sentence: document and partner.

    :param item: an ``account.move.line`` record
    """
    return ", ".join(filter(None, [item.move_id.name or item.name or item.display_name, item.partner_id.name]))
