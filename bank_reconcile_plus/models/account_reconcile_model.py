import re
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..matching.types import TextMapping


class AccountReconcileModel(models.Model):
    _inherit = "account.reconcile.model"

    match_direction = fields.Selection(
        [("in", "Money in"), ("out", "Money out")], string="Only for", tracking=True, help="Empty: money in and out."
    )

    match_account_words = fields.Char(
        string="Booked To", compute="_compute_match_account_words", help="The accounts of its counterpart lines."
    )

    @api.depends("line_ids.account_id", "line_ids.credit_account_id")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_match_account_words(self):
        for model in self:
            lines = model.line_ids
            model.match_account_words = (
                ", ".join((lines.account_id | lines.credit_account_id).mapped("display_name")) or False
            )

    def _to_engine_mappings(self):
        """:return: tuple of the engine's :class:`TextMapping`, one a record with a label condition; two where money in
            and money out go to different accounts

        The account is that of the first counterpart line, so that the engine can hold the mapping against how such
        lines were booked before; what is booked comes from all of them.
        """
        return tuple(
            TextMapping(
                id=model.id,
                contains=model.match_label_param or "" if model.match_label == "contains" else "",
                pattern=model.match_label_param or "" if model.match_label == "match_regex" else "",
                account=account.id or None,
                automatic=model.trigger == "auto_reconcile",
                partner_id=model._partner_only().commercial_partner_id._origin.id or None,
                partner_ids=frozenset(model.match_partner_ids.commercial_partner_id._origin.ids),
                minimum=self._bound(model, "greater", model.match_amount_min),
                maximum=self._bound(model, "lower", model.match_amount_max),
                money_in=money_in,
            )
            for model in self
            for money_in, account in model._accounts_by_direction()
        )

    @api.model
    def action_dry_run(self, record_ids, values):
        """Show what a text mapping would book, and where people decided otherwise, before it is saved.

        :param record_ids: id of the mapping in a list, empty for a new one
        :param dict values: what was changed in the form
        :return: the action that shows it
        """
        self.check_access("read")
        return self.new(values, origin=self.browse(record_ids))._dry_run()

    def _dry_run(self):
        """:return: the action that shows what this mapping, saved or not, would do"""
        self.ensure_one()
        if not self.match_label_param or self.match_label not in ("contains", "match_regex"):
            raise UserError(self.env._("Set the text to look for first: Label contains, or matches a pattern."))
        if self.match_label == "match_regex":
            try:
                re.compile(self.match_label_param)
            except re.error as error:
                raise UserError(
                    self.env._(
                        "“%(pattern)s” cannot be read as a pattern: %(error)s.",
                        pattern=self.match_label_param,
                        error=error,
                    )
                ) from error
        rows = self.env["account.bank.dry.runner"]._rows_of_mapping(self)
        return self.env["account.bank.dry.run"]._action_open(self.match_label_param, rows)

    def _partner_only(self):
        """:return: the partner a text leads to, of a mapping that books nothing; right before it is saved, too"""
        self.ensure_one()
        line = self.line_ids
        return line.partner_id if len(line) == 1 and not line.account_id else line.partner_id.browse()

    def _accounts_by_direction(self):
        """:return: list of (True for money in, False for money out, None for both; account of the first line)"""
        self.ensure_one()
        first = self.line_ids.filtered("account_id")[:1]
        account, credit = first.account_id._origin, (first.credit_account_id or first.account_id)._origin
        if self.match_direction:
            money_in = self.match_direction == "in"
            return [(money_in, credit if money_in else account)]
        if account == credit:
            return [(None, account)]
        return [(True, credit), (False, account)]

    def _accounts_of(self, money_in):
        """:return: the accounts the mapping books lines of one direction to"""
        self.ensure_one()
        lines = self.line_ids.filtered("account_id")
        accounts = lines.account_id.browse()
        for line in lines:
            accounts |= line._account_for(money_in)._origin
        return accounts

    def _bound(self, model, side, amount):
        return Decimal(str(amount)) if model.match_amount in (side, "between") else None

    def _counterpart_values(self, line):
        """What a text mapping books of a statement line, by the model's counterpart lines in their order.

        :param line: ``account.bank.statement.line`` record
        :return: list of values for ``account.bank.match``; amounts signed like the line, in its currency
        """
        self.ensure_one()
        left = line.amount
        rows = []
        for model_line in self.line_ids.filtered("account_id"):
            amount = line.currency_id.round(model_line._counterpart_amount(line, left))
            left -= amount
            rows.append(
                {
                    "sequence": 10 + len(rows),
                    "account_id": model_line._account_for(line.amount > 0).id,
                    "amount": amount,
                    "name": model_line.label or line.payment_ref,
                    "partner_id": (model_line.partner_id or line.partner_id).id,
                    "tax_ids": [(6, 0, model_line.tax_ids.ids)],
                    "analytic_distribution": model_line.analytic_distribution,
                }
            )
        return rows


class AccountReconcileModelLine(models.Model):
    _inherit = "account.reconcile.model.line"

    credit_account_id = fields.Many2one(
        "account.account",
        string="Account for Money In",
        check_company=True,
        ondelete="cascade",
        domain="[('account_type', '!=', 'off_balance')]",
        help="Credited by money in; the account beside it is then debited by money out. Empty: one account for both.",
    )

    @api.constrains("account_id", "credit_account_id")
    def _check_credit_account_id(self):
        for line in self:
            if line.credit_account_id and not line.account_id:
                raise ValidationError(
                    self.env._("Set the account for money out as well, or make the mapping for money in only.")
                )

    def _account_for(self, money_in):
        """:return: the account a line of this direction is booked to"""
        self.ensure_one()
        return (money_in and self.credit_account_id) or self.account_id

    def _counterpart_amount(self, line, left):
        """:return: float, signed like the line; ``left`` is what earlier counterpart lines leave of it"""
        self.ensure_one()
        if self.amount_type == "percentage":
            return left * self.amount / 100
        if self.amount_type == "percentage_st_line":
            return line.amount * self.amount / 100
        if self.amount_type == "fixed":
            return self.amount
        found = re.search(self.amount_string, line.payment_ref or "")
        digits = re.sub(r"[^\d.,]", "", found.group(1) or "" if found and found.groups() else "")
        sign = -1 if line.amount < 0 else 1
        return sign * _number(digits)


def _number(digits):
    """Read an amount written either way: the last of ``.`` and ``,`` is the decimal mark."""
    mark = max(digits.rfind("."), digits.rfind(","))
    whole, fraction = (digits, "") if mark < 0 else (digits[:mark], digits[mark + 1 :])
    whole = re.sub(r"[.,]", "", whole)
    return float(f"{whole or 0}.{fraction or 0}")
