from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

BANKS = ("bank", "cash", "credit")
BANK_DOMAIN = f"[('type', 'in', {BANKS}), ('company_id', '=', company_id)]"
RATE_DIGITS = (16, 6)


class AccountBankTransferWizard(models.TransientModel):
    """Registers a transfer between two own banks: a payment out of one and a payment into the other.

    Both wait on their bank's outstanding account until its statement shows them, and are matched with each other on
    the host's transfer account. In two currencies, what the day's rate does not explain goes to the exchange accounts.
    """

    _name = "account.bank.transfer.wizard"
    _description = "Bank Transfer"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    from_journal_id = fields.Many2one("account.journal", string="From Bank", domain=BANK_DOMAIN)
    to_journal_id = fields.Many2one("account.journal", string="To Bank", domain=BANK_DOMAIN)
    line_id = fields.Many2one(
        "account.bank.statement.line", readonly=True, help="The line of one of the banks that shows this transfer."
    )
    line_id_is_out = fields.Boolean(compute="_compute_line_id_is_out")
    date = fields.Date(required=True, default=fields.Date.context_today)
    currency_out_id = fields.Many2one("res.currency", compute="_compute_currencies")
    currency_in_id = fields.Many2one("res.currency", compute="_compute_currencies")
    is_foreign = fields.Boolean(compute="_compute_currencies")
    amount_out = fields.Monetary(
        currency_field="currency_out_id",
        compute="_compute_amount_out",
        store=True,
        readonly=False,
        help="What leaves the first bank, its fee included, as its statement shows it.",
    )
    amount_in = fields.Monetary(
        currency_field="currency_in_id",
        compute="_compute_amount_in",
        store=True,
        readonly=False,
        help="What arrives at the second bank, as its statement shows it.",
    )
    fee_amount = fields.Monetary(
        string="Fee", currency_field="currency_out_id", help="What of the amount out a bank keeps as a fee."
    )
    fee_account_id = fields.Many2one(
        "account.account",
        compute="_compute_fee_account_id",
        store=True,
        readonly=False,
        domain="[('company_ids', 'in', company_id), ('account_type', 'in', ('expense', 'expense_other',"
        " 'expense_direct_cost'))]",
    )
    memo = fields.Char()
    day_rate = fields.Float(compute="_compute_rates", digits=RATE_DIGITS, help="The host's rate of the day.")
    effective_rate = fields.Float(compute="_compute_rates", digits=RATE_DIGITS, help="Amount in, a unit that goes out.")
    exchange_difference = fields.Monetary(
        currency_field="company_currency_id",
        compute="_compute_rates",
        help="Amount in less amount out, both at the day's rates. Negative is a loss.",
    )
    rate_words = fields.Char(compute="_compute_rates")
    refusal = fields.Char(compute="_compute_refusal")

    # -------------------------------------------------------------------------------------------------------- computes

    @api.depends("line_id")
    def _compute_line_id_is_out(self):
        for wizard in self:
            wizard.line_id_is_out = wizard.line_id.amount < 0

    @api.depends("from_journal_id", "to_journal_id", "company_id")
    def _compute_currencies(self):
        for wizard in self:
            company_currency = wizard.company_id.currency_id
            wizard.currency_out_id = wizard.from_journal_id.currency_id or company_currency
            wizard.currency_in_id = wizard.to_journal_id.currency_id or company_currency
            banks = wizard.from_journal_id and wizard.to_journal_id
            wizard.is_foreign = bool(banks) and wizard.currency_out_id != wizard.currency_in_id

    @api.depends("from_journal_id")
    def _compute_fee_account_id(self):
        for wizard in self:
            if not wizard.fee_account_id and wizard.from_journal_id:
                wizard.fee_account_id = wizard.from_journal_id._write_off_account("bank_fee", -1)

    @api.depends("line_id", "from_journal_id", "fee_amount", "date")
    def _compute_amount_out(self):
        """What a line shows as arrived went out with its fee, at the day's rate unless the bank says otherwise."""
        for wizard in self:
            if wizard._arrived():
                wizard.amount_out = wizard.fee_amount + wizard.line_id.currency_id._convert(
                    wizard.line_id.amount, wizard.currency_out_id, wizard.company_id, wizard._rate_date()
                )

    @api.depends("line_id", "from_journal_id", "to_journal_id", "amount_out", "fee_amount", "date")
    def _compute_amount_in(self):
        for wizard in self:
            if wizard._arrived():
                wizard.amount_in = wizard.line_id.amount
            else:
                wizard.amount_in = wizard._converted(wizard.amount_out - wizard.fee_amount, wizard.currency_in_id)

    def _arrived(self):
        """:return: whether it is made from a line of the bank the money came to"""
        return bool(self.line_id) and not self.line_id_is_out

    def _rate_date(self):
        return self.date or fields.Date.context_today(self)

    def _converted(self, amount, currency):
        """:return: an amount of the bank it leaves, in a currency, at the host's rate of the day"""
        return self.currency_out_id._convert(amount, currency, self.company_id, self._rate_date())

    @api.depends("from_journal_id", "to_journal_id", "amount_out", "amount_in", "fee_amount", "date")
    @api.depends_context("lang")
    def _compute_rates(self):
        for wizard in self:
            out, into, company = wizard.currency_out_id, wizard.currency_in_id, wizard.company_id
            date = wizard._rate_date()
            net = wizard.amount_out - wizard.fee_amount
            wizard.day_rate = out._get_conversion_rate(out, into, company, date) if wizard.is_foreign else 1
            wizard.effective_rate = wizard.amount_in / net if net else 0
            difference = 0
            if wizard.is_foreign:
                arrived = into._convert(wizard.amount_in, company.currency_id, company, date)
                difference = arrived - wizard._converted(net, company.currency_id)
            wizard.exchange_difference = difference
            wizard.rate_words = wizard.is_foreign and wizard._rate_words(date)

    def _rate_words(self, date):
        """:return: the day of the rate the host takes, or that it has none"""
        foreign = (self.currency_out_id | self.currency_in_id) - self.company_id.currency_id
        days = []
        for currency in foreign:
            rates = currency.rate_ids.filtered(lambda rate: rate.company_id in (self.company_id.root_id, rate.browse()))
            if not rates:
                return self.env._("No rate of %s is known: 1 is taken. Enter one, or the amount in.", currency.name)
            earlier = rates.filtered(lambda rate: rate.name <= date)
            days.append(max(earlier.mapped("name")) if earlier else min(rates.mapped("name")))
        return self.env._("Rate of %s", format_date(self.env, min(days)))

    @api.depends(
        "from_journal_id", "to_journal_id", "amount_out", "amount_in", "fee_amount", "fee_account_id", "date", "line_id"
    )
    @api.depends_context("lang")
    def _compute_refusal(self):
        for wizard in self:
            wizard.refusal = wizard._why_not()

    # ------------------------------------------------------------------------------------------------------- refusals

    def _why_not(self):
        """:return: why this transfer cannot be made, in a sentence; False where nothing is known against it"""
        self.ensure_one()
        return self._why_not_banks() or self._why_not_amounts() or self._why_not_books() or False

    def _why_not_banks(self):
        out, into = self.from_journal_id, self.to_journal_id
        if out and out == into:
            return self.env._("%s cannot send money to itself. Choose two banks.", out.display_name)
        for bank in out | into:
            if bank.type not in BANKS:
                return self.env._("%s is no bank.", bank.display_name)
            if bank.company_id == self.company_id:
                continue
            if bank.company_id.root_id == self.company_id.root_id:
                return self.env._(
                    "%(bank)s belongs to %(company)s. Between branches, book the line of each bank to the account for"
                    " internal transfers (Transfer Difference), and reconcile both there.",
                    bank=bank.display_name,
                    company=bank.company_id.display_name,
                )
            return self.env._(
                "%(bank)s belongs to %(company)s. A transfer is between banks of one company; between companies"
                " there is an invoice or a loan.",
                bank=bank.display_name,
                company=bank.company_id.display_name,
            )
        return None

    def _why_not_amounts(self):
        if self.amount_out < 0 or self.amount_in < 0 or self.fee_amount < 0:
            return self.env._("Amounts are positive: money goes from the first bank to the second.")
        if self.fee_amount and self.currency_out_id.compare_amounts(self.fee_amount, self.amount_out) >= 0:
            return self.env._("The fee is as much as the whole transfer.")
        net = self.amount_out - self.fee_amount
        banks = self.from_journal_id and self.to_journal_id
        if banks and not self.is_foreign and self.currency_in_id.compare_amounts(net, self.amount_in):
            return self.env._(
                "%(out)s go out after the fee, and %(into)s come in. In one currency that is the same amount.",
                out=self.currency_out_id.format(net),
                into=self.currency_in_id.format(self.amount_in),
            )
        return None

    def _why_not_books(self):
        account = self.company_id.transfer_account_id
        if not account:
            return self.env._("Set the account for transfers between banks (Internal Transfer) in the settings first.")
        if not account.reconcile:
            return self.env._("Allow reconciliation on %s first; transfers wait there.", account.display_name)
        refusal = self.env["account.bank.match.refusal"]
        if self.date and (closed := refusal._of_period(self.company_id, self.date, taxed=False)):
            return closed
        return self.line_id and self.env["account.bank.hand.match"]._line_refusal(self.line_id)

    def _check(self):
        """:raise UserError: in words, when the transfer cannot be made"""
        if not self.from_journal_id or not self.to_journal_id:
            raise UserError(self.env._("Choose the bank the money leaves and the bank it goes to."))
        if reason := self._why_not():
            raise UserError(reason)
        if self.currency_out_id.is_zero(self.amount_out) or self.currency_in_id.is_zero(self.amount_in):
            raise UserError(self.env._("Enter the amount: a transfer of nothing is none."))
        if self.fee_amount and not self.fee_account_id:
            raise UserError(self.env._("Choose the account of the fee."))
        if self.line_id and self.currency_out_id.compare_amounts(abs(self.line_id.amount), self._amount_of_line()):
            raise UserError(
                self.env._(
                    "The line is %(line)s, the transfer %(transfer)s. What the bank shows and what is transferred is"
                    " the same; a fee is part of the amount out.",
                    line=self.line_id.currency_id.format(abs(self.line_id.amount)),
                    transfer=self.line_id.currency_id.format(self._amount_of_line()),
                )
            )

    def _amount_of_line(self):
        return self.amount_out if self.line_id.journal_id == self.from_journal_id else self.amount_in

    # --------------------------------------------------------------------------------------------------------- actions

    @api.model
    def _action_open(self, journal=None, line=None):
        """:param journal: the bank the money leaves
        :param line: the ``account.bank.statement.line`` that shows the transfer at one of the banks
        :return: the action that asks for a transfer
        :raise UserError: when the line is reconciled already
        """
        if line and (reason := self.env["account.bank.hand.match"]._line_refusal(line)):
            raise UserError(reason)
        values = self._line_values(line) if line else {"from_journal_id": journal.id if journal else False}
        company = (line or journal or self.env["account.journal"]).company_id or self.env.company
        wizard = self.create({"company_id": company.id, **values})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bank Transfer"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _line_values(self, line):
        out = line.amount < 0
        mirror = self.env["account.bank.transfer.finder"]._named_bank(line)
        return {
            "line_id": line.id,
            "date": line.date,
            "memo": line.payment_ref,
            "from_journal_id": line.journal_id.id if out else mirror.id,
            "to_journal_id": mirror.id if out else line.journal_id.id,
            **({"amount_out": -line.amount} if out else {}),
        }

    def action_transfer(self):
        """Register the transfer, and match it with the line it was made from.

        :return: the action that shows it
        """
        self.ensure_one()
        self._check()
        payment = self._make_payments()
        if self.line_id:
            side = payment if self.line_id.journal_id == self.from_journal_id else self._other(payment)
            self.line_id._match_with_item(self._waiting_item(side) or self._not_waiting(side))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(amount)s from %(out)s to %(into)s. It waits for both banks' statements.",
                    amount=self.currency_out_id.format(self.amount_out),
                    out=self.from_journal_id.name,
                    into=self.to_journal_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def _other(self, payment):
        return payment.paired_internal_transfer_payment_id

    @api.model
    def _waiting_item(self, payment):
        """:return: the item of a payment that waits for the bank's statement"""
        transfer = self.env["account.bank.transfer"]._side(payment)
        waiting = payment._seek_for_lines()[0] - transfer
        return waiting.filtered(lambda item: item.account_id.reconcile and not item.reconciled)[:1]

    @api.model
    def _not_waiting(self, payment):
        """:raise UserError: as nothing of a payment waits for the bank's statement"""
        raise UserError(
            self.env._(
                "Payments of %(bank)s are booked straight to %(account)s, so no line of it can be matched with one. Set"
                " an outstanding account on its payment methods, or book the line with “Transfer Difference”.",
                bank=payment.journal_id.display_name,
                account=payment.outstanding_account_id.display_name,
            )
        )

    def _make_payments(self):
        """:return: the payment out; the payment in is paired with it"""
        Payment = self.env["account.payment"]
        payments = Payment.create([self._payment_values("outbound"), self._payment_values("inbound")])
        for payment in payments.filtered(lambda payment: not payment.outstanding_account_id):
            # With Enterprise accounting a payment may have no entry; a transfer has two sides to be matched.
            payment.outstanding_account_id = payment._get_outstanding_account(payment.payment_type)
        out, into = payments
        out.paired_internal_transfer_payment_id = into
        into.paired_internal_transfer_payment_id = out
        payments.action_post()
        return out

    def _payment_values(self, payment_type):
        out = payment_type == "outbound"
        journal = self.from_journal_id if out else self.to_journal_id
        values = {
            "payment_type": payment_type,
            "partner_type": "supplier" if out else "customer",
            "partner_id": self.company_id.partner_id.id,
            "destination_account_id": self.company_id.transfer_account_id.id,
            "journal_id": journal.id,
            "currency_id": (self.currency_out_id if out else self.currency_in_id).id,
            "amount": self.amount_out if out else self.amount_in,
            "date": self.date,
            "memo": self.memo
            or self.env._("Transfer %(out)s to %(into)s", out=self.from_journal_id.name, into=self.to_journal_id.name),
        }
        account = self.to_journal_id.bank_account_id
        if out and account.partner_id == self.company_id.partner_id:
            values["partner_bank_id"] = account.id
        if out and self.fee_amount:
            values["write_off_line_vals"] = [self._fee_values()]
        return values

    def _fee_values(self):
        return {
            "name": self.env._("Fee, %s", self.memo or self.to_journal_id.name),
            "account_id": self.fee_account_id.id,
            "currency_id": self.currency_out_id.id,
            "amount_currency": self.fee_amount,
            "balance": self._converted(self.fee_amount, self.company_id.currency_id),
        }
