from itertools import chain

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..matching.types import Discount, ItemKind, OpenItem
from .account_bank_matcher import PAYMENT

KIND_BY_MOVE_TYPE = {
    "out_invoice": ItemKind.INVOICE,
    "out_receipt": ItemKind.INVOICE,
    "out_refund": ItemKind.REFUND,
    "in_invoice": ItemKind.BILL,
    "in_receipt": ItemKind.BILL,
    "in_refund": ItemKind.BILL_REFUND,
}


class AccountBankMatcher(models.AbstractModel):
    """What a line may settle, read from the books for the engine: journal items, drafts, payments without entry."""

    _inherit = "account.bank.matcher"

    @api.model
    def _booked_domain(self, journal):
        companies = self.env["res.company"].search([("id", "child_of", journal.company_id.id)])
        return Domain("company_id", "in", companies.ids) & Domain(
            "display_type", "not in", ("line_section", "line_subsection", "line_note")
        )

    @api.model
    def _open_domain(self, journal):
        return Domain("reconciled", "=", False) & self._booked_domain(journal)

    @api.model
    def _items_domain(self, journal):
        """What a match may settle: receivables and payables, and this bank's own ledger entries."""
        return Domain("parent_state", "=", "posted") & self._open_domain(journal) & self._classes_domain(journal)

    @api.model
    def _classes_domain(self, journal):
        partner_accounts = Domain("account_id.account_type", "in", ("asset_receivable", "liability_payable"))
        documents = partner_accounts & Domain("payment_id", "=", False)
        reconcilable = Domain("account_id.reconcile", "=", True) & ~partner_accounts
        of_bank = Domain("payment_id", "!=", False) | Domain("bank_batch_id", "!=", False)
        registered = reconcilable & of_bank & Domain("journal_id", "=", journal.id)
        transfers = Domain("payment_id", "=", False) & Domain(
            "account_id", "=", journal.company_id.transfer_account_id.id
        )
        return documents | registered | transfers

    @api.model
    def _kinds_domain(self, journal):
        """The kinds of items a bank leaves out of automatic matching are not read; by hand they can be matched."""
        employees = Domain("partner_id.commercial_partner_id.employee", "=", True)
        owed_to_us = Domain("account_id.account_type", "=", "asset_receivable")
        owed_by_us = Domain("account_id.account_type", "=", "liability_payable")
        kinds = {
            "match_customers": owed_to_us & ~employees,
            "match_vendors": owed_by_us & ~employees,
            "match_employees": (owed_to_us | owed_by_us) & employees,
            "match_bank_entries": (Domain("payment_id", "!=", False) | Domain("bank_batch_id", "!=", False))
            & ~(owed_to_us | owed_by_us),
            "match_transfers": Domain("account_id", "=", journal.company_id.transfer_account_id.id)
            & Domain("payment_id", "=", False),
        }
        return Domain.AND(~domain for kind, domain in kinds.items() if not journal[kind])

    @api.model
    def _drafts_domain(self, journal):
        """Drafts a person may settle: documents that say who owes how much."""
        return (
            Domain("parent_state", "=", "draft")
            & self._open_domain(journal)
            & Domain("display_type", "=", "payment_term")
            & Domain("move_type", "in", list(KIND_BY_MOVE_TYPE))
            & Domain("partner_id", "!=", False)
        )

    @api.model
    def _payments_domain(self, journal):
        """Payments under way that have no entry, as with Enterprise accounting: nothing of the bank's is booked yet."""
        valid = Domain("state", "in", self.env["account.payment"]._valid_payment_states())
        invoices_open = Domain("invoice_ids", "any", [("amount_residual", "!=", 0), ("state", "=", "posted")])
        posted = Domain("bank_match_ids", "any", [("state", "=", "posted")])
        return (
            Domain("journal_id", "=", journal.id)
            & Domain("move_id", "=", False)
            & Domain("outstanding_account_id", "=", False)
            & valid
            & (Domain("state", "=", "in_process") | invoices_open)
            & ~posted
        )

    @api.model
    def _read_items(self, journal):
        """Stream the open items of a bank.

        :return: iterator of the engine's :class:`OpenItem`
        """
        payments = self.env["account.payment"].search(self._payments_domain(journal))
        # What such a payment will settle is not offered a second time.
        paid = Domain("move_id", "not in", payments.invoice_ids.ids) if payments else Domain.TRUE
        kinds = self._kinds_domain(journal)
        rows = chain(
            self._item_rows(self._items_domain(journal) & kinds & paid),
            self._item_rows(self._drafts_domain(journal) & kinds),
        )
        company_places = journal.company_id.currency_id.decimal_places
        transfer_account = journal.company_id.transfer_account_id.id
        for row in rows:
            yield self._open_item(row, company_places, transfer_account)
        offered = payments if journal.match_bank_entries else payments.browse()
        sent_as = self.env["account.bank.payment.file.line"]._sent_as(offered.bank_batch_id)
        for payment in offered:
            yield self._payment_item(payment, sent_as)

    @api.model
    def _item_rows(self, domain):
        """:return: list of dicts: the journal items of a domain with what identifies them, by one query"""
        Line = self.env["account.move.line"]
        Payment = self.env["account.payment"]
        Line.flush_model()
        self.env["account.move"].flush_model(["name", "ref", "payment_reference", "invoice_origin", "move_type"])
        self.env["account.bank.batch"].flush_model()
        Payment.flush_model()
        query = Line._search(domain, bypass_access=False)
        table = SQL.identifier(query.table)
        rows = self.env.execute_query_dict(self._item_query(query, table))
        self.env["account.bank.payment.file.line"]._add_sent_as(rows)
        return rows

    @api.model
    def _item_query(self, query, table):
        """:return: what is read of the journal items of a query, as :class:`SQL`"""
        move = query.join(query.table, "move_id", "account_move", "id", "move")
        payment = query.left_join(query.table, "payment_id", "account_payment", "id", "payment")
        currency = query.join(query.table, "currency_id", "res_currency", "id", "currency")
        batch = self._join_batch(query, payment)
        return query.select(
            SQL("%s.id", table),
            SQL("%s.account_id", table),
            SQL("%s.partner_id", table),
            SQL("%s.parent_state", table),
            SQL("%s.bank_batch_id", table),
            SQL("%s.id AS batch_id", SQL.identifier(batch)),
            SQL("%s.id AS payment_id", SQL.identifier(payment)),
            SQL("%s.date", table),
            SQL("%s.date_maturity", table),
            SQL("%s.amount_currency", table),
            SQL("%s.amount_residual", table),
            SQL("%s.amount_residual_currency", table),
            SQL("%s.discount_date", table),
            SQL("%s.discount_amount_currency", table),
            SQL("%s.name AS currency", SQL.identifier(currency)),
            SQL("%s.decimal_places AS places", SQL.identifier(currency)),
            SQL("%s.move_type", SQL.identifier(move)),
            SQL("%s.name AS number", SQL.identifier(move)),
            SQL("%s.ref", SQL.identifier(move)),
            SQL("%s.payment_reference", SQL.identifier(move)),
            SQL("%s.invoice_origin", SQL.identifier(move)),
            SQL("%s.payment_type", SQL.identifier(payment)),
            SQL("%s.memo", SQL.identifier(payment)),
            SQL("%s.check_number", SQL.identifier(payment)),
            SQL("%s.bank_end_to_end_id AS end_to_end_id", SQL.identifier(payment)),
            SQL("%s.name AS batch", SQL.identifier(batch)),
            # What the bank calls the payments of one day, when the batch has several days.
            SQL(
                "COALESCE(%s, %s) AS batch_reference",
                SQL.identifier(payment, "bank_payment_information_id"),
                SQL.identifier(batch, "reference"),
            ),
            SQL("%s.date AS batch_date", SQL.identifier(batch)),
        )

    @api.model
    def _join_batch(self, query, payment):
        """:return: alias of the posted batch an item, or its payment, is in; a draft one is not with the bank yet"""
        batch = query.make_alias(query.table, "batch")
        condition = SQL(
            "%(batch)s.id = COALESCE(%(of_item)s, %(of_payment)s) AND %(batch)s.state = 'posted'",
            batch=SQL.identifier(batch),
            of_item=SQL.identifier(query.table, "bank_batch_id"),
            of_payment=SQL.identifier(payment, "bank_batch_id"),
        )
        query.add_join("LEFT JOIN", batch, "account_bank_batch", condition)
        return batch

    @api.model
    def _newest_item_date(self, journal):
        """:return: when the newest of what a line of the bank may settle was posted or changed, in UTC, or None"""
        Line = self.env["account.move.line"]
        Line.flush_model(["move_id"])
        self.env["account.move"].flush_model()
        query = Line._search(self._items_domain(journal) & self._kinds_domain(journal), bypass_access=False)
        move = query.join(query.table, "move_id", "account_move", "id", "move")
        [(newest,)] = self.env.execute_query(query.select(SQL("MAX(%s.write_date)", SQL.identifier(move))))
        payments = self.env["account.payment"].search(self._payments_domain(journal))
        batches = self.env["account.bank.batch"].search(
            [("journal_id", "=", journal.id), ("state", "=", "posted"), ("bank_state", "!=", "cleared")],
            order="write_date desc",
            limit=1,
        )
        dates = [newest, *payments.mapped("write_date"), *batches.mapped("write_date")]
        return max(filter(None, dates), default=None)

    @api.model
    def _open_item(self, row, company_places, transfer_account):
        places = row["places"]
        residual = self._decimal(row["amount_residual_currency"], places)
        draft = row["parent_state"] == "draft"
        return OpenItem(
            id=row["id"],
            kind=self._kind(row, transfer_account),
            # A draft's number is not its own yet: the host may give it to another document.
            number=row["number"] or "" if not draft else "",
            date=row["date"],
            due=row["date_maturity"],
            currency=row["currency"],
            residual=residual,
            residual_company=self._decimal(row["amount_residual"], company_places),
            partner_id=row["partner_id"],
            reference=row["ref"] or "",
            payment_reference=row["payment_reference"] or "",
            origin=row["invoice_origin"] or "",
            memo=row["memo"] or "",
            check_number=row["check_number"] or "",
            discount=self._discount(row, residual, places),
            account_id=row["account_id"],
            draft=draft,
            end_to_end_id=row["end_to_end_id"] or "",
            batch=row["batch"] or "",
            batch_reference=row["batch_reference"] or "",
            sent_as=row["sent_as"],
            batch_date=row["batch_date"],
        )

    @api.model
    def _payment_item(self, payment, sent_as):
        """:return: the engine's :class:`OpenItem` of a payment without entry; its documents' numbers are its own

        :param dict sent_as: by which ids the bank may bring payments of batches
        """
        company_currency = payment.company_id.currency_id
        document = payment.invoice_ids[:1]
        batch = payment.bank_batch_id.filtered(lambda batch: batch.state == "posted")
        return OpenItem(
            id=f"{PAYMENT}{payment.id}",
            kind=ItemKind.PAYMENT_IN if payment.payment_type == "inbound" else ItemKind.PAYMENT_OUT,
            number=payment.name or "",
            date=payment.date,
            currency=payment.currency_id.name,
            residual=self._decimal(payment.amount_signed, payment.currency_id.decimal_places),
            residual_company=self._decimal(payment.amount_company_currency_signed, company_currency.decimal_places),
            partner_id=payment.partner_id.commercial_partner_id.id or None,
            reference=payment.payment_reference or document.ref or "",
            payment_reference=document.payment_reference or "",
            origin=document.name or "",
            memo=payment.memo or "",
            end_to_end_id=payment.bank_end_to_end_id or "",
            batch=batch.name or "",
            batch_reference=payment.bank_payment_information_id or batch.reference or "",
            sent_as=sent_as.get((batch.id, payment.id), ()),
            batch_date=batch.date or None,
            check_number=payment.check_number or "",
        )

    @api.model
    def _kind(self, row, transfer_account):
        if row["payment_type"]:
            return ItemKind.PAYMENT_IN if row["payment_type"] == "inbound" else ItemKind.PAYMENT_OUT
        if row["bank_batch_id"]:
            return ItemKind.PAYMENT_IN if row["amount_currency"] > 0 else ItemKind.PAYMENT_OUT
        if row["account_id"] == transfer_account:
            return ItemKind.TRANSFER
        return KIND_BY_MOVE_TYPE.get(row["move_type"], ItemKind.OTHER)

    @api.model
    def _discount(self, row, residual, places):
        """The discount the host still gives: none once something of the item is paid."""
        amount = self._decimal(row["discount_amount_currency"], places)
        whole = self._decimal(row["amount_currency"], places) == residual
        if not row["discount_date"] or not amount or not whole or amount == residual:
            return None
        return Discount(until=row["discount_date"], residual=amount)
