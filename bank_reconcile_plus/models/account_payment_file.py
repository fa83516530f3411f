from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..payment_files import CreditTransfer, Party
from ..payment_files.identifiers import identifier
from ..payment_files.letters import joined
from ..payment_files.remittance import creditor_reference
from ..payment_files.sepa import is_sepa, next_bank_day

# What a file says of a payment, and what would undo it: the bank has it, so it stays.
SENT_FIELDS = frozenset(
    "amount bank_batch_id bank_end_to_end_id bank_payment_file_id bank_payment_information_id currency_id date"
    " journal_id partner_bank_id partner_id partner_type payment_type".split()
)
ENDING_STATES = ("draft", "canceled", "rejected")


class AccountPayment(models.Model):
    """A payment in a file for the bank: how the file has it, and that it stays as it was sent."""

    _inherit = "account.payment"

    bank_payment_file_id = fields.Many2one(
        "account.bank.payment.file",
        string="Payment File",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The file the bank has this payment in.",
    )
    bank_payment_information_id = fields.Char(
        string="Payment Information Id",
        copy=False,
        readonly=True,
        help="What the bank calls the payments of one day when it shows them as one line.",
    )

    # ----------------------------------------------------------------------------------------------- stays as it is

    def write(self, vals):
        """EXTENDS account. A payment the bank has in a file is taken out of it first, with a reason."""
        if SENT_FIELDS & vals.keys() or vals.get("state") in ENDING_STATES:
            self._refuse_sent(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_file(self):
        self._refuse_sent({"bank_payment_file_id": False})

    def _refuse_sent(self, vals):
        sent = self.filtered("bank_payment_file_id").filtered(lambda payment: payment._differs(vals))
        # Taking a payment out of a file is for the batch, which asks why and keeps the answer.
        if sent and not (self.env.su and "bank_payment_file_id" in vals):
            raise UserError(
                self.env._(
                    "The bank has %(payments)s in payment file %(file)s, exported on %(date)s by %(user)s. Take it back"
                    " in batch %(batch)s first, and say why.",
                    payments=", ".join(sent.mapped("display_name")),
                    file=sent.bank_payment_file_id[0].name,
                    date=format_date(self.env, sent.bank_payment_file_id[0].date),
                    user=sent.bank_payment_file_id[0].user_id.name,
                    batch=sent.bank_payment_file_id[0].batch_id.display_name,
                )
            )

    def _differs(self, vals):
        """:return: whether values change what the file says of this payment, or end it"""
        self.ensure_one()
        for name in SENT_FIELDS & vals.keys():
            field = self._fields[name]
            new = field.convert_to_record(field.convert_to_cache(vals[name], self), self)
            if new != self[name]:
                return True
        return vals.get("state") in ENDING_STATES and vals["state"] != self.state

    # ------------------------------------------------------------------------------------------- as the file has it

    def _payment_file_bills(self):
        """:return: the documents a payment pays, bills before the credit notes that were taken off"""
        self.ensure_one()
        return self._settled_bills().sorted(lambda bill: (bill.move_type == "in_refund", bill.name or ""))

    def _settled_bills(self):
        """:return: the documents that are reconciled with a payment, also by way of another: a bill it pays less a
        credit note has both
        """
        self.ensure_one()
        bills = self.invoice_ids.filtered(lambda move: move.is_purchase_document(include_receipts=True))
        if not self.move_id:
            return bills
        counterpart = self._seek_for_lines()[1]
        beside = counterpart.matched_debit_ids.debit_move_id | counterpart.matched_credit_ids.credit_move_id
        paid = beside.move_id.filtered(lambda move: move.is_purchase_document(include_receipts=True))
        return paid | (bills & counterpart.full_reconcile_id.reconciled_line_ids.move_id)

    def _payment_file_documents(self):
        """:return: dict: what a payment pays, folded -> as written, to find what is paid twice"""
        self.ensure_one()
        bills = self._settled_bills()
        refs = bills.mapped("ref") + bills.mapped("payment_reference")
        words = [word.strip() for word in [*(self.memo or "").split(", "), *filter(None, refs)]]
        return {word.casefold(): word for word in words if word}

    def _payment_file_text(self):
        """What the creditor reads.

        :return: tuple: the text, and how many documents did not fit
        """
        self.ensure_one()
        bills = self._payment_file_bills()
        words = self.memo or ", ".join(bill.ref or bill.payment_reference or bill.name for bill in bills)
        if len(bills) > 1 and len(words) > 140:
            return joined([bill.ref or bill.payment_reference or bill.name for bill in bills])
        return joined(words.split(", ")) if len(words) > 140 else (words, 0)

    def _payment_file_reference(self):
        """:return: the structured reference of the one bill, or of a payment without bills; None where it has none"""
        self.ensure_one()
        iban = self.partner_bank_id._payment_file_account().iban
        bills = self._payment_file_bills()
        if len(bills) > 1:
            return None
        if bills:
            return creditor_reference([bills.payment_reference], iban, guesses=[bills.ref])
        return creditor_reference([self.memo], iban)

    def _payment_file_name(self):
        """:return: the name of the account's holder"""
        self.ensure_one()
        return self.partner_bank_id.acc_holder_name or self.partner_id.commercial_partner_id.name or ""

    def _payment_file_is_sepa(self):
        """Whether the payment is sent as a SEPA credit transfer: where a bank takes no other, each one is."""
        self.ensure_one()
        ours = self.journal_id._payment_file_account().iban
        theirs = self.partner_bank_id._payment_file_account().iban
        return self.journal_id.payment_file_scope == "sepa" or is_sepa(self.currency_id.name, ours, theirs)

    def _payment_file_date(self):
        """:return: the day the bank is asked to pay: the payment's, never a past day or one banks are closed"""
        self.ensure_one()
        return next_bank_day(max(self.date, fields.Date.context_today(self)))

    def _credit_transfer(self, end_to_end_id, uetr=""):
        """:return: the pure package's :class:`CreditTransfer` of this payment"""
        self.ensure_one()
        partner = self.partner_bank_id.partner_id or self.partner_id
        # A currency's decimals are the file's: 12.5 euro are 12.50, 1500 yen are 1500.
        amount = Decimal(f"{self.amount:.{self.currency_id.decimal_places}f}")
        return CreditTransfer(
            end_to_end_id,
            amount,
            self.currency_id.name,
            Party(self._payment_file_name(), partner._payment_file_address()),
            self.partner_bank_id._payment_file_account(),
            self._payment_file_text()[0],
            self._payment_file_reference(),
            uetr,
        )

    def _end_to_end_ids(self):
        """What a file calls each payment: what an earlier one called it, else its number where no other has that.

        :return: dict: payment -> id of at most 35 characters
        """
        ids = {payment: payment.bank_end_to_end_id or identifier(payment.name or "") for payment in self}
        # Access: an id stands for one payment in all companies, as they may share a bank.
        others = self.sudo().search([("bank_end_to_end_id", "in", list(ids.values()))])
        taken = {}
        for payment in [*others, *self.filtered("bank_end_to_end_id"), *self]:
            own = ids.get(payment) or payment.bank_end_to_end_id
            if taken.setdefault(own, payment) != payment and payment in ids:
                ids[payment] = identifier(f"{own[:20]}-{payment.id}" if own else f"P-{payment.id}")
        return {payment: each or f"P-{payment.id}" for payment, each in ids.items()}
