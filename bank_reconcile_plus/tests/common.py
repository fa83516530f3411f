"""What the tests of the addon share: a company with a bank, and short ways to make lines and documents."""

from collections import defaultdict
from unittest.mock import patch

from odoo import Command, fields
from odoo.addons.account.tests.common import AccountTestInvoicingCommon


class BankReconcileCase(AccountTestInvoicingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.company_data["default_journal_bank"]
        cls.receivable = cls.company_data["default_account_receivable"]
        cls.expense = cls.company_data["default_account_expense"]
        cls.poster = cls.env["account.bank.match.posting"]
        cls.matcher = cls.env["account.bank.matcher"]
        cls.delta = cls.env["res.partner"].create({"name": "Delta Bouw", "city": "Utrecht"})
        cls.ocean = cls.env["res.partner"].create({"name": "Ocean Trading", "city": "Antwerpen"})

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("bank_reconcile_plus.group_bank_reconcile_manager")

    @classmethod
    def make_line(cls, amount, text="", date="2026-03-10", journal=None, **values):
        """A posted statement line: positive is money in."""
        return cls.env["account.bank.statement.line"].create(
            {
                "journal_id": (journal or cls.bank).id,
                "date": date,
                "amount": amount,
                "payment_ref": text or "no text",
                **values,
            }
        )

    @classmethod
    def make_invoice(cls, amount, partner=None, move_type="out_invoice", date="2026-03-01", taxes=(), **values):
        """A posted document of one untaxed line."""
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or cls.delta).id,
                "invoice_date": date,
                "date": date,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "goods",
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.set([tax.id for tax in taxes])],
                        }
                    )
                ],
                **values,
            }
        )
        move.action_post()
        return move

    @classmethod
    def open_item(cls, move):
        """The receivable or payable of a document that is open."""
        return move.line_ids.filtered(
            lambda item: (
                item.account_id.account_type in ("asset_receivable", "liability_payable") and not item.reconciled
            )
        )

    @classmethod
    def make_payment(cls, amount, date="2026-03-05", partner=None, journal=None, **values):
        """A registered payment: positive is received, negative is paid."""
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound" if amount > 0 else "outbound",
                "partner_type": "customer" if amount > 0 else "supplier",
                "partner_id": (partner or cls.delta).id,
                "amount": abs(amount),
                "date": date,
                "journal_id": (journal or cls.bank).id,
                **values,
            }
        )
        payment.action_post()
        return payment

    @classmethod
    def outstanding_item(cls, payment):
        return payment.move_id.line_ids.filtered(lambda item: item.account_id == payment.outstanding_account_id)

    @classmethod
    def make_match(cls, line, **values):
        """An accepted match by hand."""
        return cls.env["account.bank.match"].create({"statement_line_id": line.id, **values})

    @classmethod
    def trial_balance(cls):
        """Account code -> balance of posted items, zeros left out."""
        balances = defaultdict(float)
        rows = cls.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted"), ("company_id", "=", cls.env.company.id)], ["account_id"], ["balance:sum"]
        )
        for account, balance in rows:
            balances[account.code] = round(balance, 2)
        return {code: balance for code, balance in balances.items() if balance}

    @classmethod
    def suspense_balance(cls, journal=None):
        rows = cls.env["account.move.line"]._read_group(
            [("account_id", "=", (journal or cls.bank).suspense_account_id.id), ("parent_state", "=", "posted")],
            [],
            ["balance:sum"],
        )
        return round(rows[0][0] or 0, 2)

    @classmethod
    def lock(cls, date):
        """Close the books up to a date, as happens when the close and the work on a line cross each other."""
        company = cls.env.company
        with patch.object(type(company), "_validate_locks"):
            company.fiscalyear_lock_date = date

    def assertRefused(self, line, words):
        """The line was left as it was, and says why."""
        self.assertFalse(line.is_reconciled)
        self.assertIn(words, line.match_refusal or "")

    @classmethod
    def day(cls, text):
        return fields.Date.to_date(text)
