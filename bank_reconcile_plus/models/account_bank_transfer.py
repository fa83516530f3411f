from odoo import api, models


class AccountBankTransfer(models.AbstractModel):
    """Both sides of a transfer between own banks, brought together on the host's transfer account.

    A side is a journal item on that account: of a registered payment, or of a bank's statement line. In one currency
    the host reconciles them to the cent. In two currencies each side is worth what the host's rates say, and what
    remains between them goes to the host's exchange accounts, by the host's own entry, which unreconciling reverses.
    """

    _name = "account.bank.transfer"
    _description = "Bank Transfer"

    @api.model
    def _reconcile(self, pairs):
        """Reconcile the two sides of transfers with each other.

        :param pairs: list of (``account.move.line``, ``account.move.line``), both open on the transfer account
        """
        self.env["account.move.line"]._reconcile_plan([first | second for first, second in pairs])
        for first, second in pairs:
            self._close_exchange_difference(first, second)

    @api.model
    def _close_exchange_difference(self, first, second):
        """Book what is left between two reconciled sides of different currencies to the exchange accounts."""
        partial = (first.matched_debit_ids | first.matched_credit_ids) & (
            second.matched_debit_ids | second.matched_credit_ids
        )
        if first.currency_id == second.currency_id or not partial:
            return
        items, amounts = self.env["account.move.line"], []
        for item in first | second:
            company_currency = item.company_currency_id
            if not company_currency.is_zero(item.amount_residual):
                items += item
                amounts.append({"amount_residual": item.amount_residual})
            if item.currency_id != company_currency and not item.currency_id.is_zero(item.amount_residual_currency):
                items += item
                amounts.append({"amount_residual_currency": item.amount_residual_currency})
        if not items:
            return
        values = items._prepare_exchange_difference_move_vals(
            amounts, company=first.company_id, exchange_date=max(first.date, second.date)
        )
        [move] = items._create_exchange_difference_moves([{**values, "to_post": True}])
        if partial[0].exchange_move_id:
            # One of its own is there already: this one is undone with it, as the host reverses what is linked.
            (move.line_ids.matched_debit_ids | move.line_ids.matched_credit_ids)[:1].exchange_move_id = move
        else:
            partial[0].exchange_move_id = move

    @api.model
    def _side(self, payment):
        """:return: the item of a payment on the transfer account, its counterpart where both items stand there"""
        sign = 1 if payment.payment_type == "outbound" else -1
        return payment.move_id.line_ids.filtered(
            lambda item: item.account_id == item.company_id.transfer_account_id and item.balance * sign > 0
        )[:1]
