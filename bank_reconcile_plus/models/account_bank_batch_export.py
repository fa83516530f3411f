import hashlib
import uuid
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_datetime

from ..payment_files import PaymentFile, PaymentFileError, PaymentInformation
from ..payment_files.identifiers import message_id, payment_id
from .account_bank_batch import GONE
from .words import translated


class AccountBankBatch(models.Model):
    """A batch of payments as a file for the bank: made once, kept, and taken back or made again with a reason."""

    _inherit = "account.bank.batch"

    payment_file_ids = fields.One2many("account.bank.payment.file", "batch_id", string="Payment Files", readonly=True)
    payment_file_id = fields.Many2one(
        "account.bank.payment.file",
        compute="_compute_payment_file_id",
        store=True,
        help="The file the bank has.",
    )
    payment_file_format = fields.Selection(related="journal_id.payment_file_format")
    exported_date = fields.Datetime(related="payment_file_id.date")
    exported_by_id = fields.Many2one(related="payment_file_id.user_id")

    @api.depends("payment_file_ids.state")
    def _compute_payment_file_id(self):
        for batch in self:
            batch.payment_file_id = batch.payment_file_ids.filtered(lambda each: each.state == "exported")[:1]

    # ------------------------------------------------------------------------------------------------------- buttons

    def action_open_export(self):
        """Show what the bank would get and what is to be mended before, and ask to export."""
        self.ensure_one()
        self._check_may_export()
        return self.env["account.bank.export.wizard"]._action_open(self)

    def action_download_payment_file(self):
        """Download the file the bank has."""
        self.ensure_one()
        return self.payment_file_id.action_download()

    def _payments_to_send(self):
        """:return: the payments of the batch that are money, and that the bank has not shown yet"""
        return self.payment_ids.filtered(lambda payment: payment.state not in GONE) - self._shown_by_bank()

    def _shown_by_bank(self):
        """:return: the payments of the batch a statement has: of a lump sum all or none"""
        if self.is_lump_sum:
            return self.payment_ids if self.bank_state == "cleared" else self.payment_ids.browse()
        return self.payment_ids.filtered("is_matched")

    def _check_may_export(self):
        """:raise AccessError: when the user may only look at batches or payments"""
        self.check_access("write")
        self.payment_ids.check_access("write")

    # -------------------------------------------------------------------------------------------------------- export

    def action_export(self, reason=""):
        """Make the file for the bank and keep it.

        The batch is posted when it is still a draft.

        :param str reason: why the payments are exported again; asked for when a file was made before
        :return: the ``account.bank.payment.file``
        :raise UserError: something is to be mended first, or the reason is missing
        """
        self.ensure_one()
        self._check_may_export()
        reason = (reason or "").strip()
        self._lock()
        if self.payment_file_id and not reason:
            raise UserError(
                self.env._(
                    "%(batch)s was exported on %(date)s by %(user)s. Say why it is exported again: a bank that carries"
                    " out both files pays twice.",
                    batch=self.display_name,
                    date=format_datetime(self.env, self.exported_date),
                    user=self.exported_by_id.name,
                )
            )
        errors = [problem["text"] for problem in self.payment_file_problems() if problem["level"] == "error"]
        if errors:
            raise UserError("\n".join([self.env._("The payments of %s cannot go yet:", self.display_name), *errors]))
        if self.state == "draft":
            self.action_post()
        return self._export(reason)

    def _export(self, reason):
        moment = self._free_moment()
        message = message_id(self.name, fields.Datetime.context_timestamp(self, moment))
        ids = self._payments_to_send()._end_to_end_ids()
        parts = self._payment_informations(message, ids)
        content = self._payment_file(message, moment, parts)
        try:
            xml = self.journal_id._payment_file_writer().write(content)
        except PaymentFileError as error:
            raise UserError(translated(self.env, error.message_template, error.values)) from error
        file = self._keep_file(content, xml, reason)
        self._keep_lines(file, parts)
        self._note_ids(file, parts, ids)
        self._log_export(file)
        return file

    def _free_moment(self):
        """:return: now, or the first second after it of which this batch has no file"""
        moment = fields.Datetime.now()
        # A message id is unique for all companies, so those of others are looked at as well.
        Files = self.env["account.bank.payment.file"].sudo()
        while Files.search_count(
            [("name", "=", message_id(self.name, fields.Datetime.context_timestamp(self, moment)))], limit=1
        ):
            moment += timedelta(seconds=1)
        return moment

    def _payment_informations(self, message, ids):
        """Payments of one day and kind together: the bank may book each part as one line.

        :return: list of (:class:`PaymentInformation`, its payments)
        """
        journal = self.journal_id
        groups = (
            self._payments_to_send()
            .sorted("id")
            .grouped(lambda payment: (payment._payment_file_date(), not payment._payment_file_is_sepa()))
        )
        ordered = sorted(groups.items())
        parts = []
        for number, ((date, abroad), payments) in enumerate(ordered, start=1):
            # Other banks than those of SEPA follow a payment by its UETR.
            transfers = tuple(
                each._credit_transfer(ids[each], str(uuid.uuid4()) if abroad else "") for each in payments
            )
            information = PaymentInformation(
                payment_id(message, number) if len(ordered) > 1 else message,
                date,
                journal._payment_file_party(),
                journal._payment_file_account(),
                transfers,
                journal.payment_file_batch_booking,
                journal.payment_file_charge_bearer,
                not abroad,
            )
            parts.append((information, payments))
        return parts

    def _payment_file(self, message, moment, parts):
        return PaymentFile(
            message,
            fields.Datetime.context_timestamp(self, moment),
            self.journal_id._payment_file_initiator(),
            tuple(information for information, __ in parts),
        )

    def _keep_file(self, content, xml, reason):
        """Keep the file with what proves it.

        :return: the ``account.bank.payment.file``
        """
        # Nobody may write or replace the record of a file by hand; it is made here, of what was just written.
        Files = self.env["account.bank.payment.file"].sudo()
        self.sudo().payment_file_ids.filtered(lambda each: each.state == "exported").state = "replaced"
        file = Files.create(
            {
                "name": content.message_id,
                "batch_id": self.id,
                "file_format": self.journal_id.payment_file_format,
                "checksum": hashlib.sha256(xml).hexdigest(),
                "reason": reason or False,
                "transfer_count": content.count,
                "control_sum": f"{content.total:f}",
            }
        )
        file.attachment_id = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{content.message_id.replace('/', '-')}.xml",
                    "raw": xml,
                    "mimetype": "application/xml",
                    "res_model": file._name,
                    "res_id": file.id,
                }
            )
        )
        return file.sudo(self.env.su)

    def _keep_lines(self, file, parts):
        """Keep what was sent of each payment: the payment may change once the file is taken back."""
        # Nobody may write what was sent by hand; it is what was just written.
        self.env["account.bank.payment.file.line"].sudo().create(
            [
                {
                    "file_id": file.id,
                    "payment_id": payment.id,
                    "partner_id": payment.partner_id.id,
                    "account_number": transfer.account.iban or transfer.account.number,
                    "date": information.execution_date,
                    "currency_id": payment.currency_id.id,
                    "amount": float(transfer.amount),
                    "remittance": transfer.reference.reference if transfer.reference else transfer.text,
                    "end_to_end_id": transfer.end_to_end_id,
                    "payment_information_id": information.id,
                }
                for information, payments in parts
                for payment, transfer in zip(payments, information.transfers, strict=True)
            ]
        )

    def _note_ids(self, file, parts, ids):
        """Keep by which ids the bank's statement will bring the payments back."""
        # What the bank has is guarded against changes; this is where the bank gets it.
        for information, payments in parts:
            payments.sudo().write({"bank_payment_file_id": file.id, "bank_payment_information_id": information.id})
            for payment in payments.filtered(lambda payment: payment.bank_end_to_end_id != ids[payment]):
                payment.sudo().write({"bank_payment_file_id": file.id, "bank_end_to_end_id": ids[payment]})
            payments.filtered(lambda payment: not payment.is_sent).mark_as_sent()
        self.sudo().reference = file.name

    def _log_export(self, file):
        words = self.env._(
            "Payment file %(file)s exported: %(count)s payments, control sum %(sum)s, SHA-256 %(checksum)s.",
            file=file.name,
            count=file.transfer_count,
            sum=file.control_sum,
            checksum=file.checksum,
        )
        body = Markup("<p>%s</p>") % words
        if file.reason:
            body += Markup("<p>%s</p>") % self.env._("Exported again: %s", file.reason)
        self.message_post(body=body)
