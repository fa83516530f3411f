from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..matching.check_words import check_key

# What Odoo's check printing can compare as a number.
LONGEST_NUMBER = 18


class AccountPayment(models.Model):
    """Payments by check: the number, and what the bank has shown of them.

    Odoo's ``account_check_printing`` has a field of the same name that also counts the numbers of printed checks; where
    it is installed the two are one field, in either order of installing.
    """

    _inherit = "account.payment"

    check_number = fields.Char(
        copy=False,
        tracking=True,
        index="btree_not_null",
        help="The number on the check this payment was made with; the bank's line is matched by it.",
    )
    check_number_is_typed = fields.Boolean(
        compute="_compute_check_number_is_typed", help="False where another module numbers and shows the check."
    )
    check_number_warning = fields.Char(compute="_compute_check_number_warning")
    check_state = fields.Selection(
        [("outstanding", "Outstanding"), ("stale", "Stale"), ("cleared", "Cleared"), ("void", "Void")],
        string="Check",
        compute="_compute_check_state",
        search="_search_check_state",
        help="Stale: the bank has not shown it within the bank's period for checks.",
    )
    check_age = fields.Integer(string="Days", compute="_compute_check_state", aggregator=None)

    # ---------------------------------------------------------------------------------------------------- the number

    @api.constrains("check_number")
    def _check_check_number(self):
        for number in filter(None, self.mapped("check_number")):
            if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
                raise ValidationError(
                    self.env._("“%s” is not a check number: write it in digits, without spaces and signs.", number)
                )

    @api.depends("payment_method_line_id")
    def _compute_check_number_is_typed(self):
        for payment in self:
            payment.check_number_is_typed = payment.payment_method_code != "check_printing"

    @api.depends("check_number", "journal_id", "payment_type", "state")
    @api.depends_context("lang")
    def _compute_check_number_warning(self):
        twins = self._same_numbers(self.journal_id, self.mapped("check_number"))
        for payment in self:
            same = twins.get(payment._check_identity(), self.browse()) - payment._origin
            doubled = payment.check_number and payment.state != "canceled" and same
            payment.check_number_warning = self._twin_words(payment.check_number, same) if doubled else False

    def _check_identity(self):
        return (self.journal_id._origin.id, self.payment_type, check_key(self.check_number or ""))

    @api.model
    def _same_numbers(self, journals, numbers):
        """Find the payments whose check has one of some numbers, with or without zeros in front.

        :return: dict of (journal id, payment type, number without zeros) -> payments, void ones among them
        """
        keys = {check_key(number) for number in numbers if number} - {""}
        if not keys:
            return {}
        candidates = self.search(
            Domain("journal_id", "in", journals._origin.ids)
            & Domain("check_number", "!=", False)
            & Domain.OR(Domain("check_number", "=like", f"%{key}") for key in keys if key.isdecimal())
            & Domain("state", "!=", "rejected")
        )
        return candidates.grouped(lambda payment: payment._check_identity())

    @api.model
    def _twin_words(self, number, twins):
        """:return: which payments have a check of the number already, in a sentence"""
        named = [
            self.env._(
                "%(payment)s of %(date)s, %(partner)s, %(amount)s%(void)s",
                payment=twin.name or self.env._("a draft"),
                date=format_date(self.env, twin.date),
                partner=twin.partner_id.name or "",
                amount=twin.currency_id.format(twin.amount),
                void=self.env._(" (void)") if twin.state == "canceled" else "",
            )
            for twin in twins[:3]
        ]
        return self.env._(
            "Check number %(number)s is already used at this bank: %(payments)s",
            number=number,
            payments="; ".join(named),
        )

    # ------------------------------------------------------------------------------------------------------ its state

    @api.model
    def _check_domain(self):
        """:return: the domain of payments by check: those with a check's number, or by a check's method"""
        return Domain("check_number", "not in", (False, "")) | Domain("payment_method_id.code", "=", "check_printing")

    def _is_check(self):
        return bool(self.check_number) or self.payment_method_code == "check_printing"

    @api.depends(
        "state",
        "is_matched",
        "date",
        "check_number",
        "payment_method_line_id",
        "journal_id.check_stale_days",
        "bank_batch_id.state",
        "bank_batch_id.is_lump_sum",
        "bank_batch_id.bank_state",
    )
    def _compute_check_state(self):
        today = fields.Date.context_today(self)
        for payment in self:
            payment.check_age = (today - payment.date).days if payment.date else 0
            payment.check_state = payment._is_check() and payment._state_of_check()

    def _state_of_check(self):
        if self.state == "canceled":
            return "void"
        if self.state not in ("in_process", "paid"):
            return False
        if self.is_matched and not self._waiting_lump_sum():
            return "cleared"
        period = self.journal_id.check_stale_days
        return "stale" if period and self.check_age > period else "outstanding"

    def _waiting_lump_sum(self):
        """:return: the deposit or batch the payment is booked into as part of one sum that the bank has not shown"""
        # Access: the state of a payment is for everybody who may see the payment, as is that of its entry.
        return self.bank_batch_id.sudo().filtered_domain(self._waiting_lump_sum_domain())

    @api.model
    def _waiting_lump_sum_domain(self):
        return (
            Domain("is_lump_sum", "=", True)
            & Domain("state", "=", "posted")
            & Domain("bank_state", "in", ("open", "part"))
        )

    @api.model
    def _search_check_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        live = Domain("state", "in", ("in_process", "paid"))
        # Access: as for the state itself.
        in_lump_sum = Domain("bank_batch_id", "any!", self._waiting_lump_sum_domain())
        waiting = live & (Domain("is_matched", "=", False) | in_lump_sum)
        stale = self._stale_domain() if {"stale", "outstanding"} & set(value) else Domain.FALSE
        domains = {
            "void": Domain("state", "=", "canceled"),
            "cleared": live & Domain("is_matched", "=", True) & ~in_lump_sum,
            "stale": waiting & stale,
            "outstanding": waiting & ~stale,
        }
        wanted = Domain.OR(domains[state] for state in value if state in domains)
        found = self._check_domain() & wanted
        if False in value:
            found |= ~(self._check_domain() & Domain.OR(domains.values()))
        return found

    @api.model
    def _stale_domain(self):
        """:return: the domain of payments older than their bank's period for checks"""
        today = fields.Date.context_today(self)
        banks = self.env["account.journal"].search_fetch([("check_stale_days", ">", 0)], ["check_stale_days"])
        return Domain.OR(
            Domain("journal_id", "in", journals.ids) & Domain("date", "<", fields.Date.subtract(today, days=days))
            for days, journals in banks.grouped("check_stale_days").items()
        )
