from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .words import line_words

#: what is typed in the columns of a line: field -> key of ``code_lines``
COLUMNS = {
    "code_account_id": "account_id",
    "code_tax_ids": "tax_ids",
    "code_analytic_distribution": "analytic_distribution",
}
PARTNER_ACCOUNTS = ("asset_receivable", "liability_payable")


class AccountBankStatementLine(models.Model):
    """Coding: the account, taxes, analytic distribution and partner of lines, typed down the columns of a list.

    What is typed is a match with an account, made by hand; these fields show it and change it, and keep nothing
    themselves. A line has one such match: one that is spread over several accounts is changed in its own form.
    """

    _inherit = "account.bank.statement.line"

    code_partner_id = fields.Many2one(
        "res.partner",
        string="Partner of the Line",
        compute="_compute_code_partner_id",
        inverse="_inverse_code_partner_id",
        help="Whose payment it is. What could be theirs is proposed again.",
    )
    code_account_id = fields.Many2one(
        "account.account",
        string="Account",
        compute="_compute_code_account_id",
        inverse="_inverse_code",
        check_company=True,
        domain="[('account_type', '!=', 'off_balance')]",
        help="Where what no document explains is booked. An account typed here takes the place of a proposal.",
    )
    code_several = fields.Boolean(
        string="Several Accounts",
        compute="_compute_code_account_id",
        help="The line is booked to several accounts, which are changed on its own page.",
    )
    code_tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        compute="_compute_code_tax_ids",
        inverse="_inverse_code",
        check_company=True,
        help="Taken out of the amount. Empty on a new account: the account's own.",
    )
    code_analytic_distribution = fields.Json(
        string="Analytic", compute="_compute_code_analytic_distribution", inverse="_inverse_code"
    )
    analytic_precision = fields.Integer(compute="_compute_analytic_precision")

    @api.depends("partner_id")
    def _compute_code_partner_id(self):
        for line in self:
            line.code_partner_id = line.partner_id

    @api.depends("match_ids.account_id", "match_ids.write_off_reason")
    def _compute_code_account_id(self):
        for line in self:
            line.code_account_id = line._coding().account_id
            line.code_several = len(line._coded_matches()) > 1

    @api.depends("match_ids.tax_ids", "code_account_id")
    def _compute_code_tax_ids(self):
        for line in self:
            coding = line._coding()
            same = coding.account_id == line.code_account_id
            line.code_tax_ids = coding.tax_ids if same else line._taxes_of(line.code_account_id)

    @api.depends("match_ids.analytic_distribution")
    def _compute_code_analytic_distribution(self):
        for line in self:
            line.code_analytic_distribution = line._coding().analytic_distribution

    def _compute_analytic_precision(self):
        self.analytic_precision = self.env["decimal.precision"].precision_get("Percentage Analytic")

    def _coding(self):
        """:return: the one match of a line with an account, empty where there is none or several"""
        coded = self._coded_matches()
        return coded if len(coded) == 1 else coded.browse()

    def _coded_matches(self):
        matches = self.match_ids
        coded = matches.filtered(lambda match: match.account_id and not match.write_off_reason)
        return coded.with_prefetch(matches._prefetch_ids)  # so that a column is read for all lines at once

    def _taxes_of(self, account):
        return account.tax_ids.filtered_domain(account.tax_ids._check_company_domain(self.company_id))

    # ----------------------------------------------------------------------------------------------- what was typed

    def _inverse_code(self):
        self.code_lines(
            {
                line.id: {
                    "account_id": line.code_account_id.id,
                    "tax_ids": line.code_tax_ids.ids,
                    "analytic_distribution": line.code_analytic_distribution,
                }
                for line in self
            }
        )

    def _inverse_code_partner_id(self):
        self.code_lines({line.id: {"partner_id": line.code_partner_id.id} for line in self})

    @api.model
    def code_lines(self, values):
        """Book lines to accounts, all at once, as decided by a person.

        What a line leaves out of its values stays as it is. An account is booked for what no other match explains;
        a proposal gives way to it. Without account the line is open again. A receivable or payable is proposed: it
        is money on account, which somebody has to match later.

        :param dict values: line id -> dict with any of ``account_id``, ``tax_ids`` (list of ids),
            ``analytic_distribution`` and ``partner_id``
        :return: ids of the lines
        :raise UserError: when a line is posted, booked to several accounts or has nothing left to book, or nobody said
            to which account
        """
        values = {int(line_id): line_values for line_id, line_values in values.items()}
        lines = self.browse(values).exists()
        lines.check_access("write")
        self._code_partners(lines, values)
        coded = lines.filtered(lambda line: COLUMNS.values() & values[line.id].keys())
        self._code_accounts(coded, {line: line._coded_values(values[line.id]) for line in coded})
        return lines.ids

    def _coded_values(self, values):
        """:return: the values of this line's match: what was typed, and what stood there"""
        coding = self._coding()
        account = self.env["account.account"].browse(values.get("account_id", coding.account_id.id) or ())
        taxes = coding.tax_ids if account == coding.account_id else self._taxes_of(account)
        if not account and (values.get("tax_ids") or values.get("analytic_distribution")):
            raise UserError(self.env._("Choose an account for “%s” first.", line_words(self)))
        return {
            "account_id": account.id,
            "tax_ids": [Command.set(values.get("tax_ids", taxes.ids))],
            "analytic_distribution": values.get("analytic_distribution", coding.analytic_distribution) or False,
        }

    @api.model
    def _code_partners(self, lines, values):
        """Set partners; where no account is typed with them, what is theirs is proposed."""
        hand = self.env["account.bank.hand.match"]
        groups = defaultdict(lines.browse)
        for line in lines.filtered(lambda line: "partner_id" in values[line.id]):
            alone = not values[line.id].get("account_id")
            groups[line.journal_id, values[line.id]["partner_id"], alone] |= line
        for (_journal, partner_id, alone), of_partner in groups.items():
            partner = self.env["res.partner"].browse(partner_id or ())
            if alone:
                hand._set_partner(of_partner, partner)
            elif reason := hand._line_refusal(of_partner):
                raise UserError(reason)
            else:
                of_partner.write({"partner_id": partner.id})

    @api.model
    def _code_accounts(self, lines, values):
        """:param dict values: line -> values of its match with an account; without account it is open again"""
        if not lines:
            return
        hand = self.env["account.bank.hand.match"]
        if reason := hand._line_refusal(lines):
            raise UserError(reason)
        if spread := lines.filtered("code_several")[:1]:
            raise UserError(
                self.env._("“%s” is booked to several accounts. Change them on its own page.", line_words(spread))
            )
        codings = lines.browse().match_ids.union(*(line._coding() for line in lines))
        codings.unlink()
        accounts = {line: self.env["account.account"].browse(values[line]["account_id"] or ()) for line in lines}
        on_account = lines.filtered(lambda line: accounts[line].account_type in PARTNER_ACCOUNTS)
        booked = lines.filtered(lambda line: accounts[line]) - on_account
        if booked:
            hand._book(booked, lambda line: values[line], "accepted")
        if on_account:
            hand._book_on_account(on_account, lambda line: accounts[line])
        if emptied := lines - booked - on_account:
            hand._after(emptied)

    # ------------------------------------------------------------------------------------------------------- totals

    @api.model
    def get_coding_totals(self, domain):
        """What is coded of the lines of a domain and waits to be posted, by account and by tax.

        :return: dict with ``accounts`` and ``taxes``: lists of dicts with ``id``, ``name``, ``count``, ``amount``
            (in the lines' currency, positive is money in) and ``currency_id``; and ``left``, how many lines have none
        """
        lines = Domain(domain) & Domain("is_reconciled", "=", False)
        matches = Domain("statement_line_id", "any", lines) & Domain("account_id", "!=", False)
        matches &= Domain("state", "!=", "posted") & Domain("write_off_reason", "=", False)
        return {
            "accounts": self._coding_sums(matches, "account_id"),
            "taxes": self._coding_sums(matches & Domain("tax_ids", "!=", False), "tax_ids"),
            "left": self.search_count(lines & Domain("match_state", "=", "open")),
        }

    @api.model
    def _coding_sums(self, domain, group):
        rows = self.env["account.bank.match"]._read_group(
            domain, [group, "statement_line_id.currency_id"], ["amount:sum", "__count"]
        )
        return [
            {
                "id": record.id,
                "name": record.display_name,
                "currency_id": currency.id,
                "amount": currency.round(amount),
                "count": count,
            }
            for record, currency, amount, count in rows
        ]
