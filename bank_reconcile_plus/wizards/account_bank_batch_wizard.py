from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class AccountBankBatchWizard(models.TransientModel):
    """Puts registered payments into a batch: a new one for each bank and direction, or one that is not posted yet."""

    _name = "account.bank.batch.wizard"
    _description = "Add Payments to a Batch"

    payment_ids = fields.Many2many("account.payment", string="Payments", readonly=True)
    left_ids = fields.Many2many(
        "account.payment", "account_bank_batch_wizard_left_rel", string="Left Out", readonly=True
    )
    journal_id = fields.Many2one("account.journal", readonly=True)
    batch_type = fields.Selection([("inbound", "Deposit"), ("outbound", "Payment Batch")], readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(string="Total", readonly=True)
    batch_id = fields.Many2one(
        "account.bank.batch",
        string="Add To",
        domain="[('state', '=', 'draft'), ('journal_id', '=', journal_id), ('batch_type', '=', batch_type)]",
        help="Empty: a new one.",
    )
    date = fields.Date(default=fields.Date.context_today, required=True)
    reference = fields.Char(help="What the bank calls it: the number of the slip.")
    words = fields.Text(readonly=True)

    @api.model
    def _action_open(self, payments):
        """:return: the action that asks; payments that cannot be in a batch are named and left out

        :raise UserError: when none of them can
        """
        reasons = {payment: reason for payment in payments if (reason := self._refusal(payment))}
        left = payments.browse().union(*reasons)
        fitting = payments - left
        if not fitting:
            raise UserError("\n".join(dict.fromkeys(reasons.values())) or self.env._("Select payments first."))
        groups = fitting.grouped(self._group)
        single = len(groups) == 1
        wizard = self.create(
            {
                "payment_ids": [Command.set(fitting.ids)],
                "left_ids": [Command.set(left.ids)],
                "journal_id": fitting.journal_id.id if single else False,
                "batch_type": fitting[0].payment_type if single else False,
                "currency_id": fitting.currency_id.id if single else False,
                "amount": sum(fitting.mapped("amount")) if single else 0.0,
                "words": "\n".join(dict.fromkeys(reasons.values())),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add to a Deposit or Payment Batch"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _group(self, payment):
        return (payment.journal_id, payment.payment_type)

    @api.model
    def _refusal(self, payment):
        """:return: why a payment cannot go into a batch; None when it can"""
        env, words = self.env, payment._words()
        if payment.bank_batch_id:
            return env._("%(payment)s is in %(batch)s already.", payment=words, batch=payment.bank_batch_id.name)
        if payment.state in ("draft", "canceled", "rejected"):
            states = dict(payment._fields["state"]._description_selection(env))
            return env._("%(payment)s: %(state)s.", payment=words, state=states[payment.state])
        if payment.is_matched:
            return env._("%s is already reconciled with the bank.", words)
        bank_currency = payment.journal_id.currency_id or payment.journal_id.company_id.currency_id
        if payment.currency_id != bank_currency:
            return env._(
                "%(payment)s is in %(currency)s, and the bank keeps %(other)s.",
                payment=words,
                currency=payment.currency_id.name,
                other=bank_currency.name,
            )
        return None

    def action_add(self):
        """Put the payments in, and show the batch."""
        self.ensure_one()
        batches = self.batch_id
        if batches:
            self.payment_ids.write({"bank_batch_id": batches.id})
        else:
            for (journal, batch_type), payments in self.payment_ids.grouped(self._group).items():
                batches |= self.env["account.bank.batch"].create(
                    {
                        "journal_id": journal.id,
                        "batch_type": batch_type,
                        "date": self.date,
                        "reference": self.reference,
                        "payment_ids": [Command.link(payment.id) for payment in payments],
                    }
                )
        return batches._get_records_action(name=self.env._("Deposits and Payment Batches"))
