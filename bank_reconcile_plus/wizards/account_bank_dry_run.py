from collections import Counter

from odoo import Command, api, fields, models

from ..models.account_bank_dry_runner import MOST_ROWS
from ..models.dialogs import dialog_of


class AccountBankDryRun(models.TransientModel):
    """Shows what a rule or a text mapping would do before it is saved: counts, and the lines one by one."""

    _name = "account.bank.dry.run"
    _description = "Dry Run"

    name = fields.Char(readonly=True)
    of_rule = fields.Boolean(readonly=True)
    open_count = fields.Integer(string="Open Lines", readonly=True)
    changed_count = fields.Integer(string="Would Change", readonly=True)
    past_count = fields.Integer(string="Lines of the Last Year", readonly=True)
    contradiction_count = fields.Integer(string="People Decided Otherwise", readonly=True)
    words = fields.Text(readonly=True)
    row_ids = fields.One2many("account.bank.dry.run.row", "dry_run_id", readonly=True)
    mapping_wizard_id = fields.Many2one("account.bank.mapping.wizard", readonly=True, ondelete="set null")

    @api.model
    def _action_open(self, name, rows, of_rule=False, wizard=None):
        """Keep what a dry run found, and show it.

        :param list rows: values of the rows; ``now`` and ``would`` as words, or as what is put into words here: ids of
            journal items and of accounts
        :param wizard: ``account.bank.mapping.wizard`` record to go back to
        :return: the action that shows it
        """
        open_rows = [row for row in rows if row["is_open"]]
        outcomes = Counter((row["is_open"], row["outcome"]) for row in rows)
        dry_run = self.create(
            {
                "name": name,
                "of_rule": of_rule,
                "open_count": len(open_rows),
                "past_count": len(rows) - len(open_rows),
                "changed_count": outcomes[(True, "change")],
                "contradiction_count": outcomes[(False, "contradiction")],
                "words": self._words_of(rows, of_rule),
                "row_ids": [Command.create(values) for values in self._row_values(rows[:MOST_ROWS])],
                "mapping_wizard_id": wizard.id if wizard else False,
            }
        )
        return dialog_of(dry_run, self.env._("Dry Run: %s", name or ""))

    @api.model
    def _row_values(self, rows):
        """:return: list of values, with what is or would be booked put into words at once"""
        targets = [row[name] for row in rows for name in ("now", "would") if isinstance(row[name], tuple)]
        words = dict(
            zip(map(repr, targets), self.env["account.bank.decisions"]._words(targets), strict=True) if targets else ()
        )
        return [
            {
                "statement_line_id": row["line_id"],
                "is_open": row["is_open"],
                "outcome": row["outcome"],
                "why": row.get("why", ""),
                **{name: words.get(repr(row[name]), row[name]) or "" for name in ("now", "would")},
            }
            for row in rows
        ]

    @api.model
    def _words_of(self, rows, of_rule):
        """:return: what it comes to, in sentences"""
        outcomes = Counter((row["is_open"], row["outcome"]) for row in rows)
        sentences = []
        if not rows:
            sentences.append(self.env._("Nothing among the open lines and those of the last twelve months."))
        if wrong := outcomes[(False, "contradiction")]:
            sentences.append(self.env._("Booked otherwise by people in the last twelve months: %s.", wrong))
        if same := outcomes[(False, "same")]:
            sentences.append(self.env._("Booked just so: %s.", same))
        if stays := outcomes[(True, "stays")]:
            sentences.append(self.env._("Open lines that stay as they are: %s.", stays))
        if of_rule and not self.env["account.bank.backtest"].search_count([("state", "=", "done")], limit=1):
            sentences.append(self.env._("No back-test has been run yet, so nothing can be said about the past."))
        if len(rows) > MOST_ROWS:
            sentences.append(self.env._("The first %(shown)s of %(all)s are listed.", shown=MOST_ROWS, all=len(rows)))
        return " ".join(sentences) or False

    def action_back(self):
        """Go back to the mapping that is being made."""
        self.ensure_one()
        return self.mapping_wizard_id._reopen()
