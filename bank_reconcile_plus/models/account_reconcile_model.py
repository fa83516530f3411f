import re
from decimal import Decimal

from odoo import models

from ..matching.types import TextMapping


class AccountReconcileModel(models.Model):
    _inherit = "account.reconcile.model"

    def _to_engine_mappings(self):
        """:return: tuple of the engine's :class:`TextMapping`, one a record with a label condition

        The account is that of the first counterpart line, so that the engine can hold the mapping against how such
        lines were booked before; what is booked comes from all of them.
        """
        return tuple(
            TextMapping(
                id=model.id,
                contains=model.match_label_param if model.match_label == "contains" else "",
                pattern=model.match_label_param if model.match_label == "match_regex" else "",
                account=model.line_ids.account_id[:1].id or None,
                automatic=model.trigger == "auto_reconcile",
                partner_id=model.mapped_partner_id.commercial_partner_id.id or None,
                partner_ids=frozenset(model.match_partner_ids.commercial_partner_id.ids),
                minimum=self._bound(model, "greater", model.match_amount_min),
                maximum=self._bound(model, "lower", model.match_amount_max),
            )
            for model in self
        )

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
                    "account_id": model_line.account_id.id,
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
        digits = re.sub(r"[^\d.,]", "", found.group(1) if found and found.groups() else "")
        sign = -1 if line.amount < 0 else 1
        return sign * _number(digits)


def _number(digits):
    """Read an amount written either way: the last of ``.`` and ``,`` is the decimal mark."""
    mark = max(digits.rfind("."), digits.rfind(","))
    whole, fraction = (digits, "") if mark < 0 else (digits[:mark], digits[mark + 1 :])
    whole = re.sub(r"[.,]", "", whole)
    return float(f"{whole or 0}.{fraction or 0}")
