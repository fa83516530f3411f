from odoo import Command, api, fields, models
from odoo.exceptions import UserError

PAYABLE = ("in_invoice", "in_receipt", "in_refund")


class AccountBankPayBillsWizard(models.TransientModel):
    """Registers payments of bills as the host does, on one day or each when it is due, and puts them in a batch.

    What a vendor owes us by credit notes is taken off what we pay him.
    """

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
        help="Bills of one vendor that are paid on the same day to the same account are one payment, less his credit"
        " notes.",
    )
    bill_ids = fields.Many2many("account.move", string="Bills", compute="_compute_bills")
    payment_count = fields.Integer(string="Payments", compute="_compute_bills")
    amount = fields.Monetary(string="Total", compute="_compute_bills")
    discount = fields.Monetary(
        string="Early Payment Discount", compute="_compute_bills", help="Taken off, as the bills are paid in time."
    )
    left_out = fields.Text(compute="_compute_bills")

    @api.depends("company_id", "move_ids")
    def _compute_journal_id(self):
        for wizard in self:
            banks = self.env["account.journal"].search(
                [*self.env["account.journal"]._check_company_domain(wizard.company_id), ("type", "=", "bank")]
            )
            currencies = wizard.move_ids.currency_id
            wizard.journal_id = banks.sorted(
                lambda bank, currencies=currencies: (
                    (bank.currency_id or bank.company_id.currency_id) not in currencies,
                    not bank.payment_file_format,
                )
            )[:1]

    @api.depends("move_ids", "journal_id", "pay_on", "date", "group_payment")
    @api.depends_context("lang")
    def _compute_bills(self):
        for wizard in self:
            wizard.currency_id = wizard.journal_id.currency_id or wizard.company_id.currency_id
            plan, reasons = wizard._plan()
            items = self.env["account.move.line"].union(*plan.values())
            wizard.bill_ids = [Command.set(items.move_id.ids)]
            wizard.payment_count = len(plan)
            wizard.amount = sum(wizard._amount(group, date) for (date, *__), group in plan.items())
            wizard.discount = -sum(items.mapped("amount_residual_currency")) - wizard.amount
            wizard.left_out = "\n".join(reasons) or False

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
        plan, reasons = self._plan()
        if not plan:
            raise UserError("\n".join(reasons))
        payments = self.env["account.payment"]
        for (date, __, __, account, __), items in plan.items():
            payments |= self._registered(items, date, account)
        batch = self.env["account.bank.batch"].create(
            {"batch_type": "outbound", "journal_id": self.journal_id.id, "date": min(payments.mapped("date"))}
        )
        payments.bank_batch_id = batch
        return batch

    # ------------------------------------------------------------------------------------------ what one payment pays

    def _plan(self):
        """Which journal items each payment settles: bills of one vendor, day and account, less his credit notes.

        :return: tuple: dict of (day, vendor, payable account, bank account, bill or False) -> journal items, and a
            list of sentences about what is left out
        """
        refusals = {bill: self._refusal(bill) for bill in self.move_ids}
        items = self._open_items(self.move_ids.filtered(lambda bill: not refusals[bill]))
        items = items.sorted(lambda item: (item.date_maturity or item.date, item.id))
        plan, reasons = {}, list(filter(None, refusals.values()))
        for own in items.grouped(lambda item: (item.partner_id, item.account_id)).values():
            groups, sentences = self._vendor_plan(own)
            plan |= groups
            reasons += sentences
        return plan, reasons

    def _vendor_plan(self, items):
        """:return: the plan of one vendor's open items, and why some are left out"""
        owed = items.filtered(lambda item: item.amount_residual > 0)
        groups = (items - owed).grouped(self._payment_key)
        if not owed:
            return groups, []
        if not self.group_payment:
            return groups, [
                self.env._(
                    "%s is a credit note: it is taken off where a vendor's bills are one payment.", bill.display_name
                )
                for bill in owed.move_id
            ]
        net = -sum(items.mapped("amount_residual_currency"))
        if self.currency_id.compare_amounts(net, 0) <= 0:
            return {}, [self._nothing_to_pay_words(items, net)]
        return self._less(groups, owed)

    def _less(self, groups, owed):
        """Take credit notes off the first payment they leave something of; :return: as ``_vendor_plan``"""
        reasons = []
        for item in owed:
            for (date, *rest), paid in sorted(groups.items(), key=lambda group: group[0][0]):
                if self.currency_id.compare_amounts(self._amount(paid | item, date), 0) > 0:
                    groups[date, *rest] = paid | item
                    break
            else:
                reasons.append(
                    self.env._(
                        "%(refund)s is more than any one payment to %(partner)s: pay his bills on one day, or apply it"
                        " to a bill.",
                        refund=item.move_id.display_name,
                        partner=item.partner_id.name,
                    )
                )
        return groups, reasons

    def _nothing_to_pay_words(self, items, net):
        names = ", ".join(items.move_id.mapped("display_name"))
        partner = items.partner_id.name or ""
        if self.currency_id.is_zero(net):
            return self.env._(
                "The credit notes of %(partner)s cover his bills: reconcile them with each other (%(names)s).",
                partner=partner,
                names=names,
            )
        return self.env._(
            "%(partner)s owes you %(amount)s: his credit notes are more than his bills (%(names)s).",
            partner=partner,
            amount=self.currency_id.format(-net),
            names=names,
        )

    def _payment_key(self, item):
        """:return: what the bills of one payment have in common, its day first"""
        today = fields.Date.context_today(self)
        bill = item.move_id
        date = self.date if self.pay_on == "date" else max(item.date_maturity or bill.date, today)
        return (date, item.partner_id, item.account_id, bill.partner_bank_id, not self.group_payment and bill)

    def _amount(self, items, date):
        """:return: what a payment of these items on a day is, discounts that are still given taken off"""
        instalments = [
            instalment
            for own in items.grouped("move_id").values()
            for instalment in own._get_installments_data(payment_currency=self.currency_id, payment_date=date)
        ]
        return self.currency_id.round(-sum(each["amount_residual_currency"] for each in instalments))

    def _registered(self, items, date, account):
        """:return: the payment the host registers of some items on a day, to the account the bills name"""
        register = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move.line", active_ids=items.ids, bank_one_payment_to=account.id)
            .create({"journal_id": self.journal_id.id, "payment_date": date, "group_payment": True})
        )
        # What was chosen is paid: not only the host's next instalment of it.
        register.installments_mode = "full"
        return register._create_payments()
