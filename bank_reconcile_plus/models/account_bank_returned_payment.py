from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .words import line_words


class AccountBankStatementLine(models.Model):
    """Lines by which a payment of a file comes back: the bank refused it, or the vendor's bank sent it back."""

    _inherit = "account.bank.statement.line"

    returned_payment_id = fields.Many2one(
        "account.payment",
        compute="_compute_returned_payment_id",
        help="The payment of a file that comes back with this line: its end-to-end id and its amount, as money in.",
    )
    returned_payment_words = fields.Char(compute="_compute_returned_payment_words")

    @api.depends("bank_end_to_end_id", "amount", "journal_id", "is_reconciled")
    def _compute_returned_payment_id(self):
        self.returned_payment_id = False
        waiting = self.filtered(lambda line: line.bank_end_to_end_id and line.amount > 0 and not line.is_reconciled)
        sent = self.env["account.payment"].search(
            [
                ("bank_end_to_end_id", "in", waiting.mapped("bank_end_to_end_id")),
                ("journal_id", "in", waiting.journal_id.ids),
                ("payment_type", "=", "outbound"),
                ("state", "in", ("in_process", "paid")),
            ]
        )
        known = {(payment.journal_id, payment.bank_end_to_end_id): payment for payment in sent}
        for line in waiting if sent else ():
            payment = known.get((line.journal_id, line.bank_end_to_end_id))
            if payment and not payment.currency_id.compare_amounts(payment.amount, line.amount):
                line.returned_payment_id = payment

    @api.depends("returned_payment_id", "match_ids.move_line_id")
    @api.depends_context("lang")
    def _compute_returned_payment_words(self):
        for line in self:
            payment = line.returned_payment_id
            if not payment or line._returned_items() <= line.match_ids.move_line_id:
                line.returned_payment_words = False
                continue
            reason = line._return_reason()
            bills = ", ".join(payment._settled_bills().mapped("display_name"))
            line.returned_payment_words = " ".join(
                filter(
                    None,
                    [
                        self.env._(
                            "Payment %(payment)s to %(partner)s came back.",
                            payment=payment.display_name,
                            partner=payment.partner_id.name or "",
                        ),
                        reason and self.env._("The bank's reason: %s.", reason),
                        bills and self.env._("It paid %s.", bills),
                    ],
                )
            )

    @api.depends("returned_payment_words")
    def _compute_match_proposal(self):
        """EXTENDS this addon. Where a payment came back, that is what the line is."""
        result = super()._compute_match_proposal()
        for line in self.filtered("returned_payment_words"):
            line.match_proposal = line.returned_payment_words
        return result

    def _return_reason(self):
        """:return: why the payment came back, a code of ISO 20022 or the bank's own words"""
        self.ensure_one()
        details = self.transaction_details if isinstance(self.transaction_details, dict) else {}
        return next((text for name, text in details.get("fields") or () if name == "Return reason"), "")

    def _returned_items(self):
        """:return: the payment's items on the vendor's account, which the bills are reconciled with"""
        self.ensure_one()
        return self.returned_payment_id.move_id.line_ids.filtered(
            lambda item: item.account_type in ("liability_payable", "asset_receivable")
        )

    def action_reopen_returned_bills(self):
        """Open the bills again whose payment came back, and match the line with the payment in their stead.

        :raise UserError: no payment came back with this line
        """
        self.ensure_one()
        self.check_access("write")
        payment, items = self.returned_payment_id, self._returned_items()
        if not items:
            raise UserError(self.env._("No payment of a file comes back with “%s”.", line_words(self)))
        payment.check_access("write")
        bills = payment._settled_bills()
        items.remove_move_reconcile()
        # The host links a payment with what it was registered for; it pays that no longer.
        payment.invoice_ids -= bills
        self.env["account.bank.hand.match"]._match(self, items)
        words = self.env._(
            "Payment %(payment)s came back on %(date)s: %(reason)s. Open again: %(bills)s",
            payment=payment.display_name,
            date=format_date(self.env, self.date),
            reason=self._return_reason() or line_words(self),
            bills=", ".join(bills.mapped("display_name")) or "-",
        )
        payment._message_log(body=words)
        payment.bank_batch_id._message_log(body=words)
        bills._message_log_batch({bill.id: words for bill in bills})
        return True
