from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..models.dialogs import dialog_of

# Entries on screen; the printed report has them all.
SHOWN = 200


class AccountBankPreviewWizard(models.TransientModel):
    """Shows and prints the journal entries that posting lines would make, before anything is posted."""

    _name = "account.bank.preview.wizard"
    _description = "Posting Preview"

    line_ids = fields.Many2many("account.bank.statement.line", readonly=True)
    match_wizard_id = fields.Many2one("account.bank.match.wizard", readonly=True, ondelete="cascade")
    include_proposed = fields.Boolean(string="Proposals Included", readonly=True)
    result = fields.Json(readonly=True)
    proposed_count = fields.Integer(compute="_compute_counts")
    post_count = fields.Integer(string="Lines to Post", compute="_compute_counts")
    content = fields.Html(compute="_compute_content", sanitize=False)

    @api.depends("result", "line_ids")
    def _compute_counts(self):
        for wizard in self:
            wizard.post_count = (wizard.result or {}).get("line_count", 0)
            wizard.proposed_count = len(wizard.line_ids.filtered(lambda line: line.match_state == "proposed"))

    @api.depends("result")
    @api.depends_context("lang")
    def _compute_content(self):
        for wizard in self:
            wizard.content = self.env["ir.qweb"]._render(
                "bank_reconcile_plus.posting_preview", {"preview": wizard._template_values(limit=SHOWN)}
            )

    @api.model
    def _action_open(self, lines, match_wizard=None):
        """Preview the posting of lines: of the accepted ones, or of the proposals where nothing is accepted yet.

        :param lines: ``account.bank.statement.line`` records
        :param match_wizard: the matching wizard to go back to
        :raise UserError: when no line has a match to post
        """
        states = set(lines.mapped("match_state"))
        if not states & {"accepted", "proposed"}:
            raise UserError(self.env._("None of these lines has a match to post."))
        wizard = self.create(
            {
                "line_ids": [Command.set(lines.ids)],
                "match_wizard_id": match_wizard.id if match_wizard else False,
                "include_proposed": "accepted" not in states,
            }
        )
        return wizard._show()

    def _show(self):
        """Find the entries anew, and show them."""
        self.ensure_one()
        states = {"accepted", "proposed"} if self.include_proposed else {"accepted"}
        lines = self.line_ids.filtered(lambda line: line.match_state in states)
        lines.check_access("write")
        self.result = self.env["account.bank.match.preview"]._preview(lines, self.include_proposed)
        return dialog_of(self, self.env._("Posting Preview"))

    def action_toggle_proposed(self):
        """Show the proposals as well, or the accepted lines only."""
        self.ensure_one()
        self.include_proposed = not self.include_proposed
        return self._show()

    def action_print(self):
        """Print what is shown."""
        return self.env.ref("bank_reconcile_plus.action_report_posting_preview").report_action(self, config=False)

    def action_post(self):
        """Post the accepted lines, as shown."""
        self.ensure_one()
        accepted = self.line_ids.filtered(lambda line: line.match_state == "accepted")
        if not accepted:
            raise UserError(self.env._("Accept a proposal first: only what is accepted is posted."))
        notification = accepted.action_post_matches()
        if self.match_wizard_id:
            notification["params"]["next"] = self.match_wizard_id._reopen()
        else:
            notification["params"]["next"] = {
                "type": "ir.actions.act_window_close",
                "infos": {"noReload": False},
            }
        return notification

    def action_back(self):
        """Go back to the matching wizard."""
        self.ensure_one()
        return self.match_wizard_id._reopen()

    # -------------------------------------------------------------------------------------------------- for the page

    def _template_values(self, limit=None):
        """:return: what the template shows, in the reader's formats

        :param int limit: show so many entries at most; all where None
        """
        self.ensure_one()
        result = self.result or {}
        entries = result.get("entries", [])
        shown = entries[:limit] if limit else entries
        accounts, documents = result.get("accounts", []), result.get("documents", [])
        left_open = [row for row in documents if row["open"]]
        return {
            "entries": [self._entry_values(entry) for entry in shown],
            "entries_left": len(entries) - len(shown),
            "accounts": [self._account_values(row) for row in accounts],
            "total": self._total_values(accounts),
            "closed_count": len(documents) - len(left_open),
            "left_open": [{**row, "open": self._money(row["open"], row["currency_id"])} for row in left_open],
            "refusals": result.get("refusals", []),
            "line_count": result.get("line_count", 0),
            "include_proposed": self.include_proposed,
        }

    def _entry_values(self, entry):
        currency = self.env["res.company"].browse(entry["company_id"]).currency_id
        return {
            **entry,
            "date": format_date(self.env, entry["date"]),
            "items": [
                {
                    **item,
                    "debit": self._money(item["debit"], currency.id, zero=""),
                    "credit": self._money(item["credit"], currency.id, zero=""),
                    "amount_currency": (
                        self._money(item["amount_currency"], item["currency_id"])
                        if item["amount_currency"] is not None
                        else ""
                    ),
                }
                for item in entry["items"]
            ],
        }

    def _account_values(self, row):
        currency = self.env["res.company"].browse(row["company_id"]).currency_id
        return {
            **row,
            **{name: self._money(row[name], currency.id, zero="") for name in ("debit", "credit", "change")},
        }

    def _total_values(self, rows):
        """:return: the sums of account rows in one company's currency; None where there are several companies"""
        companies = {row["company_id"] for row in rows}
        if len(companies) != 1:
            return None
        sums = {name: sum(row[name] for row in rows) for name in ("debit", "credit", "change")}
        currency = self.env["res.company"].browse(companies).currency_id
        return {name: self._money(amount, currency.id) for name, amount in sums.items()}

    def _money(self, amount, currency_id, zero=None):
        """:return: the amount in the reader's format; ``zero`` for an amount of nothing, where given"""
        currency = self.env["res.currency"].browse(currency_id)
        if zero is not None and currency.is_zero(amount):
            return zero
        return currency.format(amount)
