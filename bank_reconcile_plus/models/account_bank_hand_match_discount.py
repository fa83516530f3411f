from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .spread import Part


class AccountBankHandMatch(models.AbstractModel):
    """Early payment discounts taken by hand: a line that pays its items but for their open discounts settles them.

    A discount counts until its last day by the line's value date, and for the days the bank or its company grants after
    it. A line that pays in full, or whose amounts a person edited, takes none.
    """

    _inherit = "account.bank.hand.match"

    @api.model
    def _spread(self, lines, items, amounts=None):
        """EXTENDS: settle items in whole where a line pays just what they come to after their discounts."""
        spread = super()._spread(lines, items, amounts)
        if len(lines) == 1 and not amounts:
            self._spread_discounts(spread)
        return spread

    @api.model
    def _spread_discounts(self, spread):
        (line,), items = spread.lines, spread.items
        currency = line.currency_id
        taken = {part.item: part.item_amount for part in spread.parts}
        whole = {item: item.currency_id.round(spread.open[item] + taken.get(item, 0)) for item in items}
        discounted = {item: item.discount_amount_currency for item in items if self._has_discount(line, item, whole)}
        if not discounted or any(item.currency_id != currency or (line, item) in spread.done for item in items):
            return
        if currency.compare_amounts(sum((whole | discounted).values()), self._left(line)):
            return
        spread.parts = [Part(line, item, whole[item], whole[item]) for item in items]
        spread.open = dict.fromkeys(items, 0.0)
        spread.left[line] = 0.0
        spread.discount = currency.round(self._left(line) - sum(whole.values()))
        spread.discounted = list(discounted)

    @api.model
    def _has_discount(self, line, item, whole):
        """:return: whether an item of which nothing is paid has a discount that this line still gets"""
        if not item.discount_date or not item.discount_amount_currency:
            return False
        days = line.journal_id._tolerances()["discount_grace_days"]
        is_whole = not item.currency_id.compare_amounts(whole[item], item.amount_currency)
        return is_whole and self._paid_on(line) <= item.discount_date + timedelta(days=days)

    @api.model
    def _paid_on(self, line):
        return line.bank_value_date or line.date

    @api.model
    def _write_off_values(self, spread):
        """EXTENDS: the discount, booked as its payment term says."""
        values = super()._write_off_values(spread)
        if not spread.discount:
            return values
        (line,) = spread.lines
        account = self.env["account.bank.matcher"]._discount_account(line.company_id, spread.discount)
        if not account:
            raise UserError(self.env._("Set the accounts for early payment discounts in the settings first."))
        return [
            *values,
            {
                "statement_line_id": line.id,
                "sequence": 100,
                "account_id": account.id,
                "write_off_reason": "early_payment_discount",
                "amount": spread.discount,
                "partner_id": spread.discounted[0].partner_id.commercial_partner_id.id,
                "state": "accepted",
                "accepted_by_id": self.env.uid,
            },
        ]

    @api.model
    def _spread_words(self, spread):
        """EXTENDS: say which discount is taken, and how late."""
        words = super()._spread_words(spread)
        if not spread.discount:
            return words
        (line,) = spread.lines
        until = min(item.discount_date for item in spread.discounted)
        values = {
            "amount": line.currency_id.format(abs(spread.discount)),
            "until": format_date(self.env, until),
            "days": (self._paid_on(line) - until).days,
        }
        if values["days"] > 0:
            said = self.env._("The early payment discount of %(amount)s is taken, %(days)s days late.", **values)
        else:
            said = self.env._("The early payment discount of %(amount)s, open until %(until)s, is taken.", **values)
        return f"{said} {words}"
