from odoo import models
from odoo.exceptions import UserError


class AccountBankBatch(models.Model):
    """What the bank has of a batch stays as it is, until it is taken back with a reason."""

    _inherit = "account.bank.batch"

    def action_undo(self):
        """EXTENDS this addon. What the bank has stays as it is until it is taken back."""
        if sent := self.filtered("payment_file_id")[:1]:
            raise UserError(
                self.env._(
                    "The bank has %(batch)s in payment file %(file)s. Take the file back first, and say why.",
                    batch=sent.name,
                    file=sent.payment_file_id.name,
                )
            )
        return super().action_undo()

    def action_open_take_back(self):
        """Ask which payments of an exported batch are taken back, and why."""
        self.ensure_one()
        self._check_may_export()
        return self.env["account.bank.take.back.wizard"]._action_open(self)

    def _take_back(self, reason):
        """Take the whole file back: the bank did not get it, or refused it. Its payments may be changed again.

        :param str reason: kept in the chatter of the batch and of the payments
        """
        self.ensure_one()
        payments = self._opened_again()
        file = self.payment_file_id
        # Nobody may write the record of a file by hand; that it was taken back is kept here, with the reason.
        file.sudo().state = "taken_back"
        payments.unmark_as_sent()
        words = self.env._("Payment file %(file)s taken back: %(reason)s", file=file.name, reason=reason)
        self.message_post(body=words)
        payments._message_log_batch({payment.id: words for payment in payments})

    def _cancel_sent(self, payments, reason):
        """Cancel payments the bank refused or sent back: their bills are open again, the others stay with the bank.

        :param payments: of this batch's file
        :param str reason: kept in the chatter of the batch and of the payments
        """
        self.ensure_one()
        payments = self._opened_again(payments)
        words = self.env._(
            "Taken out of payment file %(file)s and cancelled: %(payments)s. %(reason)s",
            file=self.payment_file_id.name,
            payments=", ".join(payments.mapped("display_name")),
            reason=reason,
        )
        payments._message_log_batch({payment.id: words for payment in payments})
        payments.action_draft()
        payments.action_cancel()
        self.message_post(body=words)

    def _opened_again(self, payments=None):
        """:return: the payments of the file, or those of them, no longer guarded against changes"""
        self._check_may_export()
        self._lock()
        payments = self.payment_ids.filtered("bank_payment_file_id") & (payments or self.payment_ids)
        if matched := payments & self._shown_by_bank():
            raise UserError(
                self.env._(
                    "The bank has paid %s: it is in a statement. Undo that line first; if the money came back, open the"
                    " bills again from the line by which it came back.",
                    ", ".join(matched.mapped("display_name")),
                )
            )
        # What the bank has is guarded against changes; taking it back with a reason is what opens it.
        payments.sudo().write({"bank_payment_file_id": False, "bank_payment_information_id": False})
        return payments
