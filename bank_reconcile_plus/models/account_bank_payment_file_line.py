from odoo import api, fields, models
from odoo.tools import SQL


class AccountBankPaymentFileLine(models.Model):
    """One payment as a file for the bank has it: what was sent, whatever becomes of the payment or the file.

    The bank may carry out an earlier file than the last one; its ids lead to the payments as well.
    """

    _name = "account.bank.payment.file.line"
    _description = "Payment in a Bank Payment File"
    _order = "file_id desc, date, id"

    file_id = fields.Many2one("account.bank.payment.file", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="file_id.company_id", store=True, precompute=True)
    payment_id = fields.Many2one("account.payment", readonly=True, index="btree_not_null", ondelete="set null")
    partner_id = fields.Many2one("res.partner", string="Vendor", readonly=True, ondelete="restrict")
    account_number = fields.Char(string="Account", readonly=True)
    date = fields.Date(string="Paid on", readonly=True, help="The day the bank is asked to pay.")
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(readonly=True)
    remittance = fields.Char(readonly=True, help="What the vendor reads: his reference, or the text.")
    end_to_end_id = fields.Char(string="End-to-End Id", readonly=True)
    payment_information_id = fields.Char(string="Payment Information Id", readonly=True)

    @api.depends("end_to_end_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.end_to_end_id

    @api.model
    def _sent_as(self, batches):
        """By which ids the bank may bring a batch or one payment of it, those of earlier files included.

        :return: dict: (batch id, payment id, or False for the batch as a whole) -> tuple of ids
        """
        if not batches:
            return {}
        self.flush_model()
        self.env["account.bank.payment.file"].flush_model(["name", "batch_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT file.batch_id, line.payment_id, file.name, line.payment_information_id
                  FROM account_bank_payment_file file
                  JOIN account_bank_payment_file_line line ON line.file_id = file.id
                 WHERE file.batch_id IN %s
                 ORDER BY file.id DESC, line.id
                """,
                tuple(batches.ids),
            )
        )
        found = {}
        for batch_id, payment_id, *ids in rows:
            for key in {(batch_id, False), (batch_id, payment_id or False)}:
                found.setdefault(key, {}).update(dict.fromkeys(ids))
        return {key: tuple(ids) for key, ids in found.items()}

    @api.model
    def _add_sent_as(self, rows):
        """Give each of the matcher's rows the ids its payment, or its whole batch, was sent under."""
        batches = self.env["account.bank.batch"].browse({row["batch_id"] for row in rows} - {None})
        sent = self._sent_as(batches)
        for row in rows:
            row["sent_as"] = sent.get((row["batch_id"], row["payment_id"] or False), ())
