from odoo import Command, api, fields, models
from odoo.exceptions import UserError

PAYABLE = ("in_invoice", "in_receipt")


class AccountBankPayBillsWizard(models.TransientModel):
    """Registers payments of bills as the host does, on one day or each when it is due, and puts them in a batch."""

    _name = "account.bank.pay.bills.wizard"
    _description = "Pay Bills in a Batch"

    move_ids = fields.Many2many("account.move", string="Selected", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, required=True)
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        check_company=True,
        domain="[('type', '=', 'bank'), ('company_id', 'parent_of', company_id)]",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_bills")
    pay_on = fields.Selection(
        [("date", "On one day"), ("due", "Each when it is due")], string="Pay", required=True, default="date"
    )
    date = fields.Date(string="Payment Date", default=fields.Date.context_today, required=True)
    group_payment = fields.Boolean(
        string="One Payment per Vendor",
        default=True,
        help="Bills of one vendor that are paid on the same day to the same account are one payment.",
    )
    bill_ids = fields.Many2many("account.move", string="Bills", compute="_compute_bills")
    amount = fields.Monetary(string="Total", compute="_compute_bills")
    left_out = fields.Text(compute="_compute_bills")

    @api.depends("company_id")
    def _compute_journal_id(self):
        for wizard in self:
            banks = self.env["account.journal"].search(
                [*self.env["account.journal"]._check_company_domain(wizard.company_id), ("type", "=", "bank")]
            )
            wizard.journal_id = (banks.filtered("payment_file_format") or banks)[:1]

    @api.depends("move_ids", "journal_id")
    @api.depends_context("lang")
    def _compute_bills(self):
        for wizard in self:
            wizard.currency_id = wizard.journal_id.currency_id or wizard.company_id.currency_id
            reasons = {bill: wizard._refusal(bill) for bill in wizard.move_ids}
            bills = wizard.move_ids.filtered(lambda bill, reasons=reasons: not reasons[bill])
            wizard.bill_ids = [Command.set(bills.ids)]
            wizard.amount = sum(bills.mapped("amount_residual"))
            wizard.left_out = "\n".join(filter(None, reasons.values())) or False

    @api.model
    def _action_open(self, moves):
        """:return: the action that asks from which bank and when the selected bills are paid

        :raise UserError: when none of them can be paid
        """
        if not moves:
            raise UserError(self.env._("Select bills first."))
        wizard = self.create({"move_ids": [Command.set(moves.ids)], "company_id": moves[0].company_id.id})
        if not wizard.bill_ids:
            raise UserError(wizard.left_out)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pay Bills in a Batch"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _refusal(self, bill):
        """:return: why a document cannot be paid here; None when it can"""
        self.ensure_one()
        names = {"bill": bill.display_name, "partner": bill.partner_id.name or ""}
        if bill.move_type == "in_refund":
            return self.env._(
                "%(bill)s is a credit note: apply it to a bill of %(partner)s, the rest is paid.", **names
            )
        if bill.move_type not in PAYABLE:
            return self.env._("%(bill)s is no vendor bill.", **names)
        if bill.company_id != self.company_id:
            return self.env._("%(bill)s is of another company.", **names)
        if bill.state != "posted":
            return self.env._("%(bill)s is not posted.", **names)
        if bill.payment_state == "blocked":
            return self.env._("%(bill)s is blocked for payment.", **names)
        if not self._open_items(bill):
            return self.env._("%(bill)s is paid already.", **names)
        if bill.currency_id != self.currency_id:
            return self.env._(
                "%(bill)s is in %(currency)s, and the bank keeps %(other)s: pay it by itself.",
                currency=bill.currency_id.name,
                other=self.currency_id.name,
                **names,
            )
        return None

    @api.model
    def _open_items(self, bills):
        return bills.line_ids.filtered(
            lambda item: item.account_type == "liability_payable" and not item.reconciled and item.amount_residual
        )

    def action_pay(self):
        """Register the payments and open the batch they are in."""
        self.ensure_one()
        batch = self._pay()
        return {
            "type": "ir.actions.act_window",
            "res_model": batch._name,
            "res_id": batch.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _pay(self):
        """:return: the batch with the registered payments"""
        if not self.bill_ids:
            raise UserError(self.left_out)
        payments = self.env["account.payment"]
        for (date, *__), items in self._groups().items():
            payments |= self._registered(items, date)
        batch = self.env["account.bank.batch"].create(
            {"batch_type": "outbound", "journal_id": self.journal_id.id, "date": min(payments.mapped("date"))}
        )
        payments.bank_batch_id = batch
        return batch

    def _groups(self):
        """:return: dict: (day, ...) -> the journal items one payment settles"""
        today = fields.Date.context_today(self)

        def key(item):
            bill = item.move_id
            date = self.date if self.pay_on == "date" else max(item.date_maturity or bill.date, today)
            return (date, item.partner_id, item.account_id, bill.partner_bank_id, not self.group_payment and bill)

        items = self._open_items(self.bill_ids).sorted(lambda item: (item.date_maturity or item.date, item.id))
        return items.grouped(key)

    def _registered(self, items, date):
        """:return: the payments the host registers of some items on a day"""
        register = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move.line", active_ids=items.ids)
            .create({"journal_id": self.journal_id.id, "payment_date": date, "group_payment": True})
        )
        # What was chosen is paid: not only the host's next instalment of it.
        register.installments_mode = "full"
        return register._create_payments()
