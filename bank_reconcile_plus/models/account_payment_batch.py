from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .account_bank_batch import GONE


class AccountPayment(models.Model):
    """Payments in a batch: a deposit, or a batch of payments."""

    _inherit = "account.payment"

    bank_batch_id = fields.Many2one(
        "account.bank.batch",
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        tracking=True,
        help="The deposit or payment batch the bank shows as one line.",
    )
    bank_end_to_end_id = fields.Char(
        string="End-to-End Id",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="What the payment file calls this payment; the bank's statement brings it back.",
    )

    @api.constrains("bank_batch_id", "journal_id", "currency_id", "payment_type")
    def _check_bank_batch(self):
        # Access: whoever changes a payment need not see batches; so it is below.
        for payment in self.sudo().filtered("bank_batch_id"):
            if reason := payment._other_than_batch():
                raise ValidationError(reason)

    def _other_than_batch(self):
        """:return: what sets a payment apart from the batch it is in; None where nothing does"""
        self.ensure_one()
        batch = self.bank_batch_id
        names = {"payment": self._words(), "batch": batch.name}
        if self.journal_id != batch.journal_id:
            return self.env._(
                "%(payment)s is of %(bank)s, %(batch)s of %(other)s.",
                bank=self.journal_id.display_name,
                other=batch.journal_id.display_name,
                **names,
            )
        if self.payment_type != batch.batch_type:
            return (
                self.env._("%(payment)s is money out, and %(batch)s is a deposit.", **names)
                if batch.batch_type == "inbound"
                else self.env._("%(payment)s is money in, and %(batch)s is a batch of payments.", **names)
            )
        if self.currency_id != batch.currency_id:
            return self.env._(
                "%(payment)s is in %(currency)s, %(batch)s in %(other)s.",
                currency=self.currency_id.name,
                other=batch.currency_id.name,
                **names,
            )
        return None

    def _words(self):
        """:return: a payment named in a sentence, though it may have no number yet"""
        self.ensure_one()
        if self.name:
            return self.name
        amount = self.currency_id.format(self.amount)
        return self.env._("The payment of %(amount)s of %(partner)s", amount=amount, partner=self.partner_id.name or "")

    def write(self, vals):
        """A payment is in one batch only, and one of a posted batch is not taken out of it by itself."""
        if "bank_batch_id" in vals:
            self.sudo()._check_leaves_batch(vals["bank_batch_id"])
        gone = self.browse()
        if vals.get("state") in (*GONE, "draft"):
            gone = self.sudo().filtered(lambda payment: payment.bank_batch_id.state == "posted")
            gone._check_leaves_lump_sum()
        result = super().write(vals)
        if vals.get("state") in GONE:
            gone._tell_batch_gone()
        return result

    def _check_leaves_batch(self, batch_id):
        for payment in self.filtered(lambda payment: payment.bank_batch_id and payment.bank_batch_id.id != batch_id):
            batch = payment.bank_batch_id
            if batch.state == "posted":
                raise UserError(
                    self.env._(
                        "%(payment)s is in %(batch)s, which is posted. Undo the batch first.",
                        payment=payment._words(),
                        batch=batch.name,
                    )
                )
            if batch_id:
                raise UserError(
                    self.env._(
                        "%(payment)s is in %(batch)s already. Take it out there first.",
                        payment=payment._words(),
                        batch=batch.name,
                    )
                )

    def _check_leaves_lump_sum(self):
        for payment in self:
            if payment.bank_batch_id.is_lump_sum:
                raise UserError(
                    self.env._(
                        "%(payment)s is part of %(batch)s, which is booked as one sum. Undo the batch first.",
                        payment=payment._words(),
                        batch=payment.bank_batch_id.name,
                    )
                )

    def _tell_batch_gone(self):
        """Leave a note on posted batches that a payment of theirs is no money any more."""
        for batch, payments in self.grouped("bank_batch_id").items():
            batch._message_log(
                body=self.env._(
                    "%(payments)s no longer counts: cancelled or rejected. The total is now %(total)s.",
                    payments=", ".join(payment._words() for payment in payments),
                    total=batch.currency_id.format(batch.amount),
                )
            )

    # ------------------------------------------------------------------------------------------------------- the list

    def action_add_to_bank_batch(self):
        """Ask which batch these payments go into: a new one, or one that is not posted yet."""
        return self.env["account.bank.batch.wizard"]._action_open(self)

    def action_remove_from_bank_batch(self):
        """Take payments out of batches that are not posted."""
        if not self.bank_batch_id:
            raise UserError(self.env._("None of these payments is in a deposit or payment batch."))
        return self.write({"bank_batch_id": False})
