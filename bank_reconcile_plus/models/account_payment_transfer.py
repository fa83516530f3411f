from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

STATES = [
    ("draft", "Draft"),
    ("waiting", "Waiting for both banks"),
    ("part", "Shown by one bank"),
    ("done", "Shown by both banks"),
    ("canceled", "Cancelled"),
]


class AccountPayment(models.Model):
    """A transfer between own banks: a payment out of one bank and a payment into the other, paired as the host does.

    The two live and end together: one is not cancelled, reset, deleted or posted without the other.
    """

    _inherit = "account.payment"

    bank_transfer_to_id = fields.Many2one(related="paired_internal_transfer_payment_id.journal_id", string="To Bank")
    bank_transfer_currency_in_id = fields.Many2one(
        related="paired_internal_transfer_payment_id.currency_id", string="Currency In"
    )
    bank_transfer_amount_in = fields.Monetary(
        related="paired_internal_transfer_payment_id.amount",
        string="Amount In",
        currency_field="bank_transfer_currency_in_id",
    )
    bank_transfer_state = fields.Selection(STATES, string="Transfer", compute="_compute_bank_transfer_state")

    @api.depends("state", "is_matched", "paired_internal_transfer_payment_id.is_matched")
    def _compute_bank_transfer_state(self):
        for payment in self:
            other = payment.paired_internal_transfer_payment_id
            shown = payment.is_matched + other.is_matched
            if not other:
                payment.bank_transfer_state = False
            elif payment.state in ("draft", "canceled"):
                payment.bank_transfer_state = payment.state
            elif payment.state == "rejected":
                payment.bank_transfer_state = "canceled"
            else:
                payment.bank_transfer_state = ("waiting", "part", "done")[shown]

    def _both_sides(self):
        return self | self.paired_internal_transfer_payment_id

    def _check_transfer_not_shown(self):
        """:raise UserError: when a bank has shown one of these transfers, or its line is matched with it"""
        for payment in self.filtered("paired_internal_transfer_payment_id")._both_sides():
            line = payment.reconciled_statement_line_ids[:1]
            names = {"transfer": payment.name or "", "bank": payment.journal_id.display_name}
            if line:
                raise UserError(
                    self.env._(
                        "%(bank)s has shown %(transfer)s on %(date)s. Undo that line first; then both sides of the"
                        " transfer can be taken back.",
                        date=format_date(self.env, line.date),
                        **names,
                    )
                )
            if accepted := payment._accepted_bank_lines():
                raise UserError(
                    self.env._(
                        "%(transfer)s is matched with the line of %(bank)s of %(date)s. Remove that match first.",
                        date=format_date(self.env, accepted[0].date),
                        **names,
                    )
                )

    def action_draft(self):
        """EXTENDS account. Both sides of a transfer, as long as neither bank has shown it."""
        self._check_transfer_not_shown()
        return super(AccountPayment, self._both_sides()).action_draft()

    def action_cancel(self):
        """EXTENDS account. Both sides of a transfer, as long as neither bank has shown it."""
        self._check_transfer_not_shown()
        both = self._both_sides()
        transfers = both.filtered("paired_internal_transfer_payment_id")
        if transfers:
            transfers.check_access("write")
            # Access: what is proposed for a payment goes with it, whoever may cancel it; accepted was refused above.
            transfers.sudo()._bank_matches().unlink()
        return super(AccountPayment, both).action_cancel()

    def unlink(self):
        """EXTENDS account. Both sides of a transfer, as long as neither bank has shown it."""
        self._check_transfer_not_shown()
        return super(AccountPayment, self._both_sides()).unlink()

    def action_post(self):
        """EXTENDS account. Both sides of a transfer, matched with each other on the transfer account."""
        both = self | self.paired_internal_transfer_payment_id.filtered(lambda payment: payment.state == "draft")
        result = super(AccountPayment, both).action_post()
        both._reconcile_transfers()
        return result

    def _reconcile_transfers(self):
        """Match the two sides of posted transfers with each other, where they are not yet."""
        transfer = self.env["account.bank.transfer"]
        pairs = []
        for payment in self.filtered(lambda payment: payment.payment_type == "outbound"):
            sides = transfer._side(payment), transfer._side(payment.paired_internal_transfer_payment_id)
            if all(side and not side.reconciled and side.parent_state == "posted" for side in sides):
                payment._check_same_amount(*sides)
                pairs.append(sides)
        if pairs:
            transfer._reconcile(pairs)

    def _check_same_amount(self, out, into):
        """:raise UserError: when sides in one currency differ, as after one payment was edited"""
        if out.currency_id == into.currency_id and out.currency_id.compare_amounts(
            out.amount_currency, -into.amount_currency
        ):
            raise UserError(
                self.env._(
                    "%(out)s go out of %(bank)s after fees, and %(into)s come in at %(other)s. In one currency that is"
                    " the same amount: correct both payments.",
                    out=out.currency_id.format(out.amount_currency),
                    into=into.currency_id.format(-into.amount_currency),
                    bank=out.journal_id.display_name,
                    other=into.journal_id.display_name,
                )
            )

    def action_cancel_transfer(self):
        """Take a transfer back that neither bank has shown: both payments are cancelled."""
        self.action_cancel()
        return True

    def action_open_other_side(self):
        """Open the payment of the other bank."""
        self.ensure_one()
        return self.paired_internal_transfer_payment_id._get_records_action(name=self.env._("Other Side"))
