from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class AccountBankStatement(models.Model):
    """The life of a statement: open, posted and locked, open again."""

    _name = "account.bank.statement"
    _inherit = ["account.bank.statement", "mail.thread", "mail.activity.mixin"]

    previous_statement_id = fields.Many2one(
        "account.bank.statement", string="Last Statement", compute="_compute_previous_statement_id"
    )
    balance_last = fields.Monetary(
        string="Balance of Last Statement",
        compute="_compute_previous_statement_id",
        help="Ending balance of the statement before this one.",
    )
    reconciliation_state = fields.Selection(
        [("open", "Open"), ("posted", "Posted")],
        string="Reconciliation",
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    posted_date = fields.Datetime(string="Posted on", readonly=True, copy=False)
    posted_by_id = fields.Many2one("res.users", string="Posted by", readonly=True, copy=False, ondelete="restrict")
    snapshot = fields.Json(
        readonly=True, copy=False, help="The figures of the reconciliation as they were when it was posted."
    )

    @api.depends("journal_id", "first_line_index")
    def _compute_previous_statement_id(self):
        self.flush_model(["journal_id", "first_line_index", "balance_end_real"])
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT statement.id, previous.id AS previous_id
                  FROM account_bank_statement AS statement
                  JOIN LATERAL (
                        SELECT other.id
                          FROM account_bank_statement AS other
                         WHERE other.journal_id = statement.journal_id
                           AND other.id != statement.id
                           AND other.first_line_index IS NOT NULL
                           AND (
                                statement.first_line_index IS NULL
                                OR other.first_line_index < statement.first_line_index
                           )
                         ORDER BY other.first_line_index DESC
                         LIMIT 1
                       ) AS previous ON TRUE
                 WHERE statement.id = ANY(%s)
                """,
                self._origin.ids,
            )
        )
        previous = {row["id"]: row["previous_id"] for row in rows}
        for statement in self:
            statement.previous_statement_id = previous.get(statement._origin.id, False)
            statement.balance_last = statement.previous_statement_id.balance_end_real

    # ---------------------------------------------------------------------------------------------- for the work bench

    def _reconciliation_warnings(self):
        """What somebody who reconciles this statement should know.

        :return: list of ``{"text": str, "level": "info" | "warning" | "danger", "action": action or False}``
        """
        self.ensure_one()
        return []

    def _reconciliation_buttons(self):
        """What can be done with the statement as a whole just now.

        :return: dict of button name -> ``{"enabled": bool, "why": str}``; ``why`` says what is missing
        """
        self.ensure_one()
        posted = self.reconciliation_state == "posted"
        yes = {"enabled": True, "why": ""}
        post = {"enabled": not posted, "why": self.env._("The statement is posted.") if posted else ""}
        reopen = {"enabled": posted, "why": "" if posted else self.env._("The statement is not posted.")}
        return {
            "post": post,
            "post_print": post,
            "reopen": reopen,
            "test_report": yes,
            "find_error": yes,
        }

    def action_post_statement(self):
        """Post the accepted lines, then number and lock the statement."""
        self.ensure_one()
        raise UserError(self.env._("Posting a statement is not possible yet."))

    def action_post_and_print(self):
        """Post the statement, then show its reconciliation."""
        self.ensure_one()
        return self.action_post_statement()

    def action_reopen(self):
        """Ask why, then open a posted statement again."""
        self.ensure_one()
        raise UserError(self.env._("The statement is not posted."))

    def action_test_report(self):
        """Show where the reconciliation stands; nothing is posted."""
        self.ensure_one()
        return False

    def action_reconciliation_statement(self):
        """Show the reconciliation of the statement: as posted, or as it stands."""
        self.ensure_one()
        return False

    def action_find_error(self):
        """Look for what explains the difference of the statement."""
        self.ensure_one()
        return False
