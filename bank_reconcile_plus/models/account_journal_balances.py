from odoo import api, fields, models
from odoo.fields import Domain

BANK_TYPES = ("bank", "credit", "cash")


class AccountJournal(models.Model):
    """What a bank stands at, and the ways from it to its statements, its ledger and what is outstanding."""

    _inherit = "account.journal"

    # Who changed where the money goes, when, from what to what; the host tracks it on the account number only.
    bank_account_id = fields.Many2one(tracking=True)
    bank_acc_number = fields.Char(tracking=True)
    bank_id = fields.Many2one(tracking=True)
    currency_id = fields.Many2one(tracking=True)
    default_account_id = fields.Many2one(tracking=True)
    suspense_account_id = fields.Many2one(tracking=True)

    statement_sequence_id = fields.Many2one(
        "ir.sequence",
        string="Statement Numbers",
        check_company=True,
        copy=False,
        help="Gives a statement its number when it is posted, unless somebody wrote one. Without it a statement keeps"
        " the number it was imported or entered with.",
    )
    balance_currency_id = fields.Many2one("res.currency", compute="_compute_balance_currency_id")
    last_statement_number = fields.Char(compute="_compute_last_statement_figures")
    last_statement_date = fields.Date(compute="_compute_last_statement_figures")
    last_statement_balance = fields.Monetary(
        string="Balance of Last Statement",
        compute="_compute_last_statement_figures",
        currency_field="balance_currency_id",
    )
    ledger_balance = fields.Monetary(
        string="Account Balance",
        compute="_compute_ledger_balances",
        currency_field="balance_currency_id",
        help="Balance of the bank's ledger account, of all posted entries.",
    )
    outstanding_balance = fields.Monetary(
        compute="_compute_ledger_balances",
        currency_field="balance_currency_id",
        string="Outstanding",
        help="Receipts and payments in the books that the bank has not shown.",
    )
    balance_with_outstanding = fields.Monetary(
        compute="_compute_ledger_balances",
        currency_field="balance_currency_id",
        help="What the bank will stand at when all that is outstanding has come.",
    )
    shared_account_warning = fields.Char(compute="_compute_shared_account_warning")

    @api.depends("currency_id", "company_id.currency_id")
    def _compute_balance_currency_id(self):
        for journal in self:
            journal.balance_currency_id = journal.currency_id or journal.company_id.currency_id

    def _compute_last_statement_figures(self):
        for journal in self:
            statement = journal.last_statement_id
            journal.last_statement_number = statement.name
            journal.last_statement_date = statement.date
            journal.last_statement_balance = statement.balance_end_real

    def _compute_ledger_balances(self):
        """All banks by two queries."""
        Item = self.env["account.move.line"]
        posted = Domain("parent_state", "=", "posted")
        amounts = ["amount_currency:sum", "balance:sum"]
        of_account = Item._read_group(
            posted & Domain("account_id", "in", self.default_account_id.ids), ["account_id", "currency_id"], amounts
        )
        waiting = Item._read_group(
            posted & self._outstanding_domain() & Domain("reconciled", "=", False),
            ["journal_id", "currency_id"],
            ["amount_residual_currency:sum", "amount_residual:sum"],
        )
        today = fields.Date.context_today(self)
        for journal in self:
            convert = self.env["account.bank.ledger.figures"]._in_bank_currency(journal, today)
            ledger = [
                convert(currency.id, amount, balance)
                for account, currency, amount, balance in of_account
                if account == journal.default_account_id
            ]
            outstanding = [
                convert(currency.id, amount, balance)
                for bank, currency, amount, balance in waiting
                if bank == journal._origin
            ]
            journal.ledger_balance = sum(ledger)
            journal.outstanding_balance = sum(outstanding)
            journal.balance_with_outstanding = journal.ledger_balance + journal.outstanding_balance

    def _outstanding_domain(self):
        """:return: the domain of the banks' own entries on accounts that wait for the bank, reconciled or not"""
        return (
            Domain("journal_id", "in", self.ids)
            & Domain("statement_line_id", "=", False)
            & Domain("account_id.reconcile", "=", True)
            & Domain("account_id.account_type", "not in", ("asset_receivable", "liability_payable"))
            & Domain("account_id", "not in", (self.default_account_id | self.suspense_account_id).ids)
        )

    @api.depends("default_account_id", "type")
    def _compute_shared_account_warning(self):
        for journal in self:
            of_bank = journal.type in BANK_TYPES and journal.default_account_id
            journal.shared_account_warning = of_bank and journal._shared_account_words()

    @api.onchange("default_account_id")
    def _onchange_shared_account(self):
        if self.shared_account_warning:
            return {"warning": {"title": self.env._("Shared Account"), "message": self.shared_account_warning}}
        return None

    def _shared_account_words(self):
        """:return: that other banks post to the same ledger account, naming them; empty when none does"""
        self.ensure_one()
        others = self.search(
            [
                *self._check_company_domain(self.company_id),
                ("type", "in", BANK_TYPES),
                ("default_account_id", "=", self.default_account_id.id),
                ("default_account_id", "!=", False),
                ("id", "not in", self._origin.ids),
            ]
        )
        if not others:
            return ""
        return self.env._(
            "Ledger account %(account)s is used by other banks as well (%(banks)s): its balance is not that of this"
            " bank. Give each bank an account of its own.",
            account=self.default_account_id.display_name,
            banks=", ".join(others.mapped("name")),
        )

    # ------------------------------------------------------------------------------------------------------- dashboard

    def _fill_bank_cash_dashboard_data(self, dashboard_data):
        """EXTENDS account. The last statement's number, the ledger's balance, and what is outstanding with it."""
        result = super()._fill_bank_cash_dashboard_data(dashboard_data)
        for journal in self.filtered(lambda journal: journal.type in BANK_TYPES):
            money = journal.balance_currency_id.format
            dashboard_data[journal.id].update(
                last_statement_number=journal.last_statement_number,
                last_statement_balance=money(journal.last_statement_balance),
                ledger_balance=money(journal.ledger_balance),
                balance_with_outstanding=(
                    money(journal.balance_with_outstanding) if journal.outstanding_balance else False
                ),
            )
        return result

    # ---------------------------------------------------------------------------------------------------------- ways

    def action_create_statement_sequence(self):
        """Give the bank numbers of its own for its statements, anew each year."""
        self.ensure_one()
        self.check_access("write")
        # Access: whoever may set up a bank may number its statements; sequences belong to the system's settings.
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .create(
                {
                    "name": self.env._("Statements of %s", self.name),
                    "prefix": f"{self.code}/%(range_year)s/",
                    "padding": 4,
                    "use_date_range": True,
                    "implementation": "no_gap",
                    "company_id": self.company_id.id,
                }
            )
        )
        self.statement_sequence_id = sequence
        return True

    def _open_action(self, xml_id, name, domain, **context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(f"bank_reconcile_plus.{xml_id}")
        return {**action, "name": f"{name}: {self.name}", "domain": domain, "context": context}

    def action_open_statements(self):
        """List the statements of this bank."""
        return self._open_action(
            "action_bank_reconcile_statements",
            self.env._("Statements"),
            [("journal_id", "=", self.id)],
            default_journal_id=self.id,
        )

    def action_open_statistics(self):
        """Show money in and out of this bank by period."""
        return self._open_action(
            "action_account_bank_statistics", self.env._("Statistics"), [("journal_id", "=", self.id)]
        )

    def action_open_ledger(self):
        """List the entries of the bank's ledger account with their running balance."""
        return self._open_action(
            "action_bank_ledger",
            self.env._("Ledger"),
            [("account_id", "=", self.default_account_id.id), ("parent_state", "=", "posted")],
        )

    def action_open_outstanding(self):
        """List what is in the books and the bank has not shown."""
        domain = self._outstanding_domain() & Domain("parent_state", "=", "posted") & Domain("reconciled", "=", False)
        return self._open_action("action_bank_outstanding", self.env._("Outstanding"), list(domain))

    def action_open_direct_postings(self):
        """List the entries on the bank's ledger account that are not from the bank."""
        today = fields.Date.context_today(self)
        domain = self.env["account.bank.ledger.figures"]._direct_domain(self, today)
        return self._open_action("action_bank_ledger", self.env._("Not from the Bank"), list(domain))

    def action_open_last_statement(self):
        """Open the bank's last statement."""
        self.ensure_one()
        return self.last_statement_id._get_records_action()
