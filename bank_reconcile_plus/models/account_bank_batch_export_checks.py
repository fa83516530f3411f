from datetime import timedelta

from odoo import fields, models

from ..payment_files.checks import account_problems, name_problems, transfer_problems
from ..payment_files.letters import unwritable
from ..payment_files.sepa import SEPA_COUNTRIES, SEPA_OTHERS
from .words import translated

# Kinds of errors that are mended at the creditor's bank account, the others at the payment.
OF_ACCOUNT = frozenset(("invalid_iban", "invalid_bic", "missing_bic", "missing_name"))

# How long ago a document may have been sent and still be paid twice.
REMEMBERED_DAYS = 400


class AccountBankBatch(models.Model):
    """What is to be mended before a batch of payments can go to the bank, and where."""

    _inherit = "account.bank.batch"

    def payment_file_problems(self):
        """What keeps the payments from the bank, and what somebody should know before they go.

        :return: list of dicts: ``level`` (``error`` keeps the file from being made, ``warning`` does not), ``text``,
            ``payment`` (record, empty for the bank's own) and ``record`` (where it is mended)
        """
        self.ensure_one()
        problems = [*self._problems_of_bank(), *self._problems_of_batch()]
        payments = self._payments_to_send()
        end_to_end_ids = payments._end_to_end_ids()
        paid = self._paid_before(payments)
        for payment in self._shown_by_bank():
            text = self.env._("The bank has shown %s already: it is paid, and left out.", payment.display_name)
            problems.append(self._problem("warning", text, payment, payment))
        for payment in payments:
            problems += self._problems_of_payment(payment, end_to_end_ids[payment])
            problems += self._problems_of_bills(payment)
            problems += self._notes_on_payment(payment, paid.get(payment))
        return problems

    def _problem(self, level, text, record, payment=None):
        return {"level": level, "text": text, "record": record, "payment": payment or self.env["account.payment"]}

    def _problems_of_bank(self):
        journal = self.journal_id
        if self.batch_type != "outbound":
            yield self._problem("error", self.env._("Only payments go into a payment file."), self)
        if not journal.payment_file_format:
            text = self.env._("No payment file format is set for %s; choose one in the bank's settings.", journal.name)
            yield self._problem("error", text, journal)
        party, account = journal._payment_file_party(), journal._payment_file_account()
        errors = [*name_problems(party), *account_problems(account, journal.name)]
        for error in errors:
            text = translated(self.env, error.message_template, error.values)
            yield self._problem("error", text, journal.bank_account_id or journal)
        if not errors and journal.payment_file_scope == "sepa" and account.iban[:2] not in SEPA_COUNTRIES:
            text = self.env._(
                "The account of %s has no IBAN of the SEPA area, from which its payments come.", journal.name
            )
            yield self._problem("error", text, journal)

    def _problems_of_batch(self):
        problems = self._problems() if self.state == "draft" else []
        if self.state == "draft" and self.line_ids:
            problems.append(self.env._("Post the batch first: payments are made of the lines that were typed."))
        if self.state != "draft" and not self._payments_to_send():
            problems.append(self.env._("There is no payment in the batch that the bank has not shown."))
        if self.line_ids.filtered(lambda line: line.kind == "account"):
            problems.append(self.env._("A line of the batch goes to an account of the ledger; no bank can pay that."))
        return [self._problem("error", text, self) for text in problems]

    def _problems_of_payment(self, payment, end_to_end_id):
        """What keeps one payment from the bank."""
        bank = payment.partner_bank_id
        if bank and not bank.active:
            text = self.env._("Account %(account)s of %(partner)s is archived.", **self._account_words(bank))
            yield self._problem("error", text, bank, payment)
        if bank and not bank.allow_out_payment:
            text = self.env._(
                "Account %(account)s of %(partner)s is not trusted; somebody who may validate bank accounts has to"
                " compare it with the vendor and allow to send money to it.",
                **self._account_words(bank),
            )
            yield self._problem("error", text, bank, payment)
        transfer = payment._credit_transfer(end_to_end_id)
        for error in transfer_problems(transfer, sepa=payment._payment_file_is_sepa()):
            record = payment
            if error.code in OF_ACCOUNT and bank:
                record = bank
            elif error.code == "missing_account" and not bank:
                record = payment.partner_id
            yield self._problem("error", translated(self.env, error.message_template, error.values), record, payment)

    def _problems_of_bills(self, payment):
        """What keeps a payment back in what it was registered for: it was paid otherwise, or is not to be paid."""
        settled = payment._settled_bills()
        for bill in settled | payment.invoice_ids:
            words = {"payment": payment.display_name, "bill": bill.display_name}
            if bill.payment_state == "blocked":
                text = self.env._("%(bill)s, which %(payment)s is for, is blocked for payment.", **words)
                yield self._problem("error", text, bill, payment)
            elif bill not in settled and not payment.is_reconciled and bill.state != "posted":
                text = self.env._("%(bill)s, which %(payment)s is for, is not posted any more.", **words)
                yield self._problem("error", text, bill, payment)
            elif bill not in settled and not payment.is_reconciled and not bill.amount_residual:
                text = self.env._(
                    "%(bill)s, which %(payment)s is for, was paid otherwise meanwhile. Take the payment out, or"
                    " reconcile it with what it pays.",
                    **words,
                )
                yield self._problem("error", text, payment, payment)

    def _notes_on_payment(self, payment, paid):
        """What somebody should know of one payment before it goes."""
        bank, name = payment.partner_bank_id, payment.display_name
        date = payment._payment_file_date()
        if date != payment.date:
            text = self.env._("%(payment)s is paid on %(date)s, a day banks are open.", payment=name, date=date)
            yield self._problem("warning", text, payment, payment)
        left_out = payment._payment_file_text()[1]
        if left_out and not payment._payment_file_reference():
            text = self.env._(
                "The text of %(payment)s has no room for %(count)s more documents; tell %(partner)s which ones.",
                payment=name,
                count=left_out,
                partner=payment.partner_id.name,
            )
            yield self._problem("warning", text, payment, payment)
        lost = unwritable(payment._payment_file_name())
        if lost:
            text = self.env._(
                "Of the name %(name)s the bank gets %(lost)s as a point.", name=payment._payment_file_name(), lost=lost
            )
            yield self._problem("warning", text, bank or payment.partner_id, payment)
        iban = bank._payment_file_account().iban
        far = not payment._payment_file_is_sepa() or iban[:2] in SEPA_OTHERS
        if far and not self.company_id.partner_id._payment_file_address():
            text = self.env._("Payments out of the European Economic Area need the town and country of your company.")
            yield self._problem("warning", text, self.company_id.partner_id, payment)
        if paid:
            yield self._problem("warning", paid, payment, payment)

    def _account_words(self, bank):
        return {"account": bank.acc_number, "partner": bank.partner_id.name}

    def _paid_before(self, payments):
        """:return: dict: payment -> words, where a document of it, or one with its reference, is sent already"""
        oldest = min(payments.mapped("date"), default=fields.Date.context_today(self))
        sent = self.env["account.payment"].search(
            [
                ("id", "not in", payments.ids),
                ("bank_payment_file_id", "!=", False),
                ("company_id", "=", self.company_id.id),
                ("partner_id", "in", payments.partner_id.ids),
                ("date", ">=", oldest - timedelta(days=REMEMBERED_DAYS)),
            ]
        )
        known = {(payment.partner_id, key): payment for payment in sent for key in payment._payment_file_documents()}
        words = {}
        for payment in payments:
            for key, shown in payment._payment_file_documents().items():
                other = known.setdefault((payment.partner_id, key), payment)
                if other != payment:
                    words[payment] = self._paid_words(payment, other, shown)
        return words

    def _paid_words(self, payment, other, shown):
        file, partner = other.bank_payment_file_id, payment.partner_id.name
        if not file or other in self.payment_ids:
            return self.env._(
                "%(reference)s of %(partner)s is in this batch twice: also as %(payment)s.",
                reference=shown,
                partner=partner,
                payment=other.display_name,
            )
        return self.env._(
            "%(reference)s of %(partner)s is in payment file %(file)s already, as %(payment)s.",
            reference=shown,
            partner=partner,
            file=file.name,
            payment=other.display_name,
        )
