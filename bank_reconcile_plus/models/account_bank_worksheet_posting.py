from odoo import models
from odoo.exceptions import UserError


class AccountBankWorksheet(models.Model):
    """Posting a worksheet: its statement, the lines and their matches; and what undoing the statement brings back."""

    _inherit = "account.bank.worksheet"

    def _missing_to_post(self, figures=None):
        """What stands between the worksheet and its posting.

        :return: list of sentences; empty when it can be posted
        """
        self.ensure_one()
        if self.state == "posted":
            return [self.env._("The worksheet is posted.")]
        totals = (figures or self._figures())["totals"]
        return [
            *self._missing_difference(totals),
            *self._missing_content(totals),
            *self._missing_date(),
            *self.adjustment_ids._missing(),
        ]

    def _missing_difference(self, totals):
        money = self.currency_id.format
        if self.currency_id.is_zero(totals["difference"]):
            return
        values = {
            "cleared": money(totals["cleared"]),
            "end": money(totals["end"]),
            "difference": money(abs(totals["difference"])),
        }
        if totals["difference"] > 0:
            yield self.env._(
                "Starting balance, what is ticked and adjustments make %(cleared)s, the ending balance is %(end)s:"
                " %(difference)s is too much.",
                **values,
            )
        else:
            yield self.env._(
                "Starting balance, what is ticked and adjustments make %(cleared)s, the ending balance is %(end)s:"
                " %(difference)s is missing.",
                **values,
            )

    def _missing_content(self, totals):
        if not any(totals[f"{name}_count"] for name in ("cleared_checks", "cleared_deposits", "adjustments")):
            yield self.env._("Nothing is ticked, and there is no adjustment.")
        if self.statement_id.line_ids:
            yield self.env._(
                "Statement %s of this worksheet has lines of its own. Remove them first.", self.statement_id.name
            )

    def _missing_date(self):
        taxed = bool(self.adjustment_ids.tax_ids)
        if closed := self.env["account.bank.match.refusal"]._of_period(self.company_id, self.date, taxed):
            yield closed

    # --------------------------------------------------------------------------------------------------------- posting

    def action_post(self):
        """Make the statement, its lines and their matches, and post them: all of it, or nothing.

        :return: a notification
        :raise UserError: says all that is missing, or what the ledger refuses
        """
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update():
            raise UserError(self.env._("Somebody else is working on worksheet %s just now.", self.name))
        self.invalidate_recordset()
        figures = self._figures()
        if missing := self._missing_to_post(figures):
            raise UserError(
                self.env._(
                    "Worksheet %(worksheet)s cannot be posted yet. %(missing)s",
                    worksheet=self.name,
                    missing=" ".join(missing),
                )
            )
        with self.env.cr.savepoint():
            statement = self._make_statement(figures)
            self._post_statement(statement, figures)
        self._message_log(body=self.env._("Posted as statement %s.", statement._get_html_link()))
        return self._notify_posted()

    def action_post_and_print(self):
        """Post the worksheet, then print it."""
        self.action_post()
        return self.action_print()

    def _make_statement(self, figures):
        """:return: the statement, with a line for each cleared row and adjustment, matched and accepted"""
        values = {"date": self.date, "balance_start": self.balance_start, "balance_end_real": self.balance_end}
        if self.statement_number:
            values["name"] = self.statement_number
        statement = self.statement_id
        if statement:
            statement.write(values)
        else:
            statement = statement.create({"journal_id": self.journal_id.id, **values})
        cleared = [row for side in ("checks", "deposits") for row in figures[side] if row["cleared"]]
        items = self.env["account.move.line"].browse(item_id for row in cleared for item_id in row["item_ids"])
        comments = {tick.move_line_id: tick.comment for tick in self.item_ids if tick.comment}
        statement._make_lines_of_items(items, comments)
        self.adjustment_ids._make_lines(statement)
        return statement

    def _post_statement(self, statement, figures):
        """:raise UserError: with what the ledger refuses"""
        statement.action_post_statement()
        if statement.reconciliation_state != "posted":
            reasons = dict.fromkeys(filter(None, statement.line_ids.mapped("match_refusal")))
            raise UserError(
                "\n".join([self.env._("Worksheet %s cannot be posted. Nothing was changed.", self.name), *reasons])
            )
        self._write_life({"state": "posted", "statement_id": statement.id})
        self._write_life({"snapshot": {**figures, "header": self._header()}})

    def _notify_posted(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Worksheet %s is posted.", self.name),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------------------------------------------------------ undo

    def action_undo(self):
        """Ask why, then take the posting back: the statement is opened, and the worksheet with it."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "posted":
            raise UserError(self.env._("Worksheet %s is not posted.", self.name))
        return self.statement_id.action_reopen()

    def action_open_statement(self):
        """Open the statement the worksheet became."""
        self.ensure_one()
        return self.statement_id._action_open_reconciliation()
