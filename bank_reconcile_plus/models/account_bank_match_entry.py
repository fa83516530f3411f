from itertools import combinations

from odoo import api, models
from odoo.exceptions import UserError

DISCOUNTS_TO_CHOOSE_FROM = 12


class AccountBankMatchEntry(models.AbstractModel):
    """What accepted matches become in the host's journal entry: values of journal items, nothing written.

    Amounts are signed as in the ledger: money in on a statement line is a credit of its counterpart. The company
    amount of a line is the one booked on its entry; the rate between both is never today's.
    """

    _name = "account.bank.match.entry"
    _description = "Bank Match Entry"

    @api.model
    def _counterpart_values(self, line):
        """Values of all journal items that take the place of the line's suspense item.

        :return: list of (match, list of values); the first values of each are the match's own counterpart
        """
        balances = self._company_balances(line)
        return [(match, self._match_values(match, balances[match])) for match in line.match_ids]

    @api.model
    def _company_balances(self, line):
        """Spread the line's company amount over its matches, at the rate booked on the line.

        The largest match takes the cent that is left over.

        :return: match -> balance of its counterpart, signed as in the ledger (money in is a credit)
        """
        company_currency = line.company_id.currency_id
        booked = line._company_amount()
        rate = booked / line.amount if line.amount else 1.0
        balances = {match: company_currency.round(-match.amount * rate) for match in line.match_ids}
        rest = company_currency.round(-booked - sum(balances.values()))
        if rest:
            balances[max(line.match_ids, key=lambda match: abs(match.amount))] += rest
        return balances

    @api.model
    def _match_values(self, match, balance):
        """:return: list of journal item values; the first is the match's own counterpart"""
        line = match.statement_line_id
        if match.write_off_reason == "early_payment_discount":
            return self._discount_values(match, balance)
        common = {
            "move_id": line.move_id.id,
            "name": match.name or line.payment_ref,
            "partner_id": (match.partner_id or line.partner_id).id,
            "balance": balance,
        }
        item = match.move_line_id
        if item:
            return [
                {
                    **common,
                    "partner_id": item.partner_id.id,
                    "account_id": item.account_id.id,
                    "currency_id": item.currency_id.id,
                    "amount_currency": -match.item_amount,
                }
            ]
        if match.payment_id:
            return self._payment_values(match, common, balance)
        values = {
            **common,
            "account_id": match.account_id.id,
            **self._account_currency_amount(match, balance),
            "reconcile_model_id": match.reconcile_model_id.id,
        }
        if match.analytic_distribution:  # else the host's own defaults for that account hold
            values["analytic_distribution"] = match.analytic_distribution
        if match.tax_ids:
            return self._with_taxes(match, values)
        # The amount is what the match says: taxes the account has by default would change it.
        return [{**values, "tax_ids": [(6, 0, [])]} if match.account_id.tax_ids else values]

    @api.model
    def _account_currency_amount(self, match, balance):
        """:return: currency and amount of an item on an account: the line's, or the one the account is kept in"""
        line = match.statement_line_id
        kept_in = match.account_id.currency_id
        if kept_in and kept_in != match.currency_id:
            if kept_in == line.foreign_currency_id and line.amount:
                amount = line.foreign_currency_id.round(-match.amount * line.amount_currency / line.amount)
            elif kept_in == line.company_id.currency_id:
                amount = balance
            else:
                amount = line.company_id.currency_id._convert(balance, kept_in, line.company_id, line.date)
            return {"currency_id": kept_in.id, "amount_currency": amount}
        return {"currency_id": match.currency_id.id, "amount_currency": -match.amount}

    # ------------------------------------------------------------------------------------------ payments without entry

    @api.model
    def _settled_items(self, match):
        """:return: the journal items a match settles, in the order of its counterpart values"""
        return match.move_line_id or self._items_paid(match)

    @api.model
    def _items_paid(self, match):
        """:return: the open items of the documents a payment without entry names, in its currency, the oldest first"""
        payment = match.payment_id
        return payment.invoice_ids.line_ids.filtered(
            lambda item: (
                item.parent_state == "posted"
                and not item.reconciled
                and item.account_id.account_type in ("asset_receivable", "liability_payable")
                and item.currency_id == payment.currency_id
                and item.amount_residual_currency * match.item_amount > 0
            )
        ).sorted(lambda item: (item.date_maturity or item.date, item.id))

    @api.model
    def _payment_values(self, match, common, balance):
        """Settle what the payment names, as much as it has; the rest stays on the partner's account."""
        payment = match.payment_id
        currency = payment.currency_id
        rest, rest_balance = -match.item_amount, balance
        rows = []
        for item in self._items_paid(match):
            amount = -min(item.amount_residual_currency, -rest, key=abs)
            share = match.company_id.currency_id.round(balance * amount / -match.item_amount)
            rows.append(self._paid_row(common, payment, item.account_id, amount, share))
            rest, rest_balance = currency.round(rest - amount), rest_balance - share
            if currency.is_zero(rest):
                break
        if rows and currency.is_zero(rest):
            rows[-1]["balance"] = match.company_id.currency_id.round(rows[-1]["balance"] + rest_balance)
            return rows
        rest_balance = match.company_id.currency_id.round(rest_balance)
        return [*rows, self._paid_row(common, payment, payment.destination_account_id, rest, rest_balance)]

    @api.model
    def _paid_row(self, common, payment, account, amount, balance):
        return {
            **common,
            "partner_id": payment.partner_id.commercial_partner_id.id,
            "account_id": account.id,
            "currency_id": payment.currency_id.id,
            "amount_currency": amount,
            "balance": balance,
        }

    # ---------------------------------------------------------------------------------------------------------- taxes

    @api.model
    def _with_taxes(self, match, values):
        """Split a gross amount into base and taxes as the host computes them.

        :return: list of journal item values: the base first, then the taxes; together they are the gross amount
        """
        Tax = self.env["account.tax"]
        company = match.company_id
        currency = self.env["res.currency"].browse(values["currency_id"])
        rate = values["amount_currency"] / values["balance"] if values["balance"] else 1.0
        base_line = Tax._prepare_base_line_for_taxes_computation(
            {},
            price_unit=values["amount_currency"],
            quantity=1.0,
            currency_id=currency,
            tax_ids=match.tax_ids,
            partner_id=match.partner_id,
            account_id=match.account_id,
            analytic_distribution=match.analytic_distribution,
            rate=rate,
            is_refund=self._is_refund(match),
            special_mode="total_included",
            sign=1,
        )
        Tax._add_tax_details_in_base_line(base_line, company)
        Tax._round_base_lines_tax_details([base_line], company)
        Tax._add_accounting_data_in_base_lines_tax_details([base_line], company, include_caba_tags=True)
        result = Tax._prepare_tax_lines([base_line], company)
        _base, base_values = result["base_lines_to_update"][0]
        taxes = [
            {"move_id": values["move_id"], "partner_id": values["partner_id"], **row}
            for row in result["tax_lines_to_add"]
        ]
        base = {**values, **base_values, "tax_ids": [(6, 0, match.tax_ids.ids)]}
        base["balance"] = company.currency_id.round(values["balance"] - sum(row["balance"] for row in taxes))
        base["amount_currency"] = currency.round(
            values["amount_currency"] - sum(row["amount_currency"] for row in taxes)
        )
        return [base, *taxes]

    @api.model
    def _is_refund(self, match):
        """Whether the money runs against the taxes' own direction: in on a purchase tax, out on a sales tax."""
        sale = match.tax_ids[:1].type_tax_use == "sale"
        return match.amount < 0 if sale else match.amount > 0

    # ------------------------------------------------------------------------------------------------------- discounts

    @api.model
    def _discounted_items(self, match):
        """The items of the line whose discount was taken: those whose discounts together are the match's amount.

        :raise UserError: when no matched item has a discount
        """
        line = match.statement_line_id
        discounts = {}
        for item in line.match_ids.move_line_id.filtered("discount_date").filtered("discount_amount_currency"):
            share = 1 - item.discount_amount_currency / item.amount_currency if item.amount_currency else 0
            discounts[item] = line._residual_in_line_currency(item) * share
        if not discounts:
            raise UserError(self.env._("None of the matched items has an early payment discount."))
        items = list(discounts)
        for size in range(len(items), 0, -1) if len(items) <= DISCOUNTS_TO_CHOOSE_FROM else ():
            for chosen in combinations(items, size):
                if not line.currency_id.compare_amounts(sum(map(discounts.get, chosen)), -match.amount):
                    return chosen[0].union(*chosen)
        return items[0].union(*items)

    @api.model
    def _discount_values(self, match, balance):
        """Book an early payment discount as the payment term of the items says, taxes included.

        :param balance: what the discount has to cover, signed as in the ledger
        """
        line = match.statement_line_id
        items = self._discounted_items(match)
        amounts = [
            {
                "aml": item,
                "amount_currency": -item.amount_residual_currency,
                "balance": -item.amount_residual,
            }
            for item in items
        ]
        groups = self.env["account.move"]._get_invoice_counterpart_amls_for_early_payment_discount(amounts, balance)
        values = [
            {"move_id": line.move_id.id, **row} for rows in groups.values() for row in rows if row.get("account_id")
        ]
        covered = line.company_id.currency_id.round(sum(row["balance"] for row in values))
        if not values or line.company_id.currency_id.compare_amounts(covered, balance):
            raise UserError(
                self.env._(
                    "The early payment discount of %(items)s does not come to %(amount)s.",
                    items=", ".join(items.move_id.mapped("name")),
                    amount=match.currency_id.format(match.amount),
                )
            )
        return values
