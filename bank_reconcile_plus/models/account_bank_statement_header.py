from odoo import api, fields, models
from odoo.tools import SQL


class AccountBankStatement(models.Model):
    """What a statement is checked against: the statement before, its own lines, the ledger, other statements."""

    _inherit = "account.bank.statement"

    previous_statement_id = fields.Many2one(
        "account.bank.statement", string="Last Statement", compute="_compute_previous_statement_id"
    )
    balance_last = fields.Monetary(
        string="Balance of Last Statement",
        compute="_compute_previous_statement_id",
        help="Ending balance of the statement before this one.",
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

    # ---------------------------------------------------------------------------------------------- what is missing

    def _missing_to_post(self):
        """What stands between the statement and its posting.

        :return: list of sentences; empty when it can be posted
        """
        self.ensure_one()
        if self.reconciliation_state == "posted":
            return [self.env._("The statement is posted.")]
        lines = self._line_totals()
        if not lines["count"]:
            return [self.env._("The statement has no lines.")]
        sentences = [
            self._missing_in_balances(lines["amount"]),
            *self._missing_in_lines(lines),
            self._missing_number(),
        ]
        return [sentence for sentence in sentences if sentence]

    def _line_totals(self):
        """:return: dict of counts and sums of the lines, in one query; amounts in the bank's currency"""
        self.env.flush_all()
        tolerance = self.currency_id.rounding / 2
        (row,) = self.env.execute_query_dict(
            SQL(
                """
                WITH line AS (
                    SELECT line.amount,
                           line.is_reconciled IS TRUE AS done,
                           move.state,
                           COUNT(match.id) AS matches,
                           COUNT(match.id) FILTER (WHERE match.state = 'proposed') AS proposed,
                           line.amount - COALESCE(SUM(match.amount), 0) AS difference
                      FROM account_bank_statement_line AS line
                      JOIN account_move AS move ON move.id = line.move_id
                 LEFT JOIN account_bank_match AS match ON match.statement_line_id = line.id
                     WHERE line.statement_id = %(id)s AND move.state != 'cancel'
                  GROUP BY line.id, move.id
                )
                SELECT COUNT(*) AS count,
                       COALESCE(SUM(amount) FILTER (WHERE state = 'posted'), 0) AS amount,
                       COUNT(*) FILTER (WHERE state != 'posted') AS draft_count,
                       COUNT(*) FILTER (WHERE NOT done AND matches = 0) AS open_count,
                       COALESCE(SUM(amount) FILTER (WHERE NOT done AND matches = 0), 0) AS open_amount,
                       COUNT(*) FILTER (WHERE NOT done AND proposed > 0) AS proposed_count,
                       COUNT(*) FILTER (WHERE NOT done AND matches > 0 AND ABS(difference) > %(tolerance)s)
                           AS difference_count,
                       COALESCE(SUM(difference) FILTER (WHERE NOT done AND matches > 0), 0) AS difference_amount
                  FROM line
                """,
                id=self.id,
                tolerance=tolerance,
            )
        )
        return {name: float(value) if name.endswith("amount") else value for name, value in row.items()}

    def _missing_in_balances(self, total):
        """:param total: sum of the lines"""
        currency = self.currency_id
        wanted = self.balance_end_real - self.balance_start
        missing = wanted - total
        if currency.is_zero(missing):
            return None
        values = {
            "total": currency.format(total),
            "wanted": currency.format(wanted),
            "missing": currency.format(abs(missing)),
        }
        if missing > 0:
            return self.env._(
                "The lines add up to %(total)s, ending minus starting balance is %(wanted)s: %(missing)s is missing.",
                **values,
            )
        return self.env._(
            "The lines add up to %(total)s, ending minus starting balance is %(wanted)s: %(missing)s is too much.",
            **values,
        )

    def _missing_in_lines(self, lines):
        """:param lines: dict of :meth:`_line_totals`"""
        money = self.currency_id.format
        if lines["draft_count"]:
            yield self.env._("Lines whose entry is a draft: %s.", lines["draft_count"])
        if lines["open_count"]:
            yield self.env._(
                "Lines that are matched with nothing: %(count)s, in all %(amount)s.",
                count=lines["open_count"],
                amount=money(lines["open_amount"]),
            )
        if lines["proposed_count"]:
            yield self.env._("Lines with a proposal nobody has accepted: %s.", lines["proposed_count"])
        if lines["difference_count"]:
            yield self.env._(
                "Lines with a difference left: %(count)s, in all %(amount)s.",
                count=lines["difference_count"],
                amount=money(lines["difference_amount"]),
            )

    def _missing_number(self):
        if self.journal_id.statement_sequence_id and not self.number_given:
            return None
        if not self.name:
            return self.env._("The statement has no number.")
        taken = [
            ("journal_id", "=", self.journal_id.id),
            ("name", "=", self.name),
            ("reconciliation_state", "=", "posted"),
            ("id", "!=", self.id),
        ]
        if self.search_count(taken, limit=1):
            return self.env._("Another posted statement of this bank has number %s: change the number.", self.name)
        return None

    # ---------------------------------------------------------------------------------------------- for the work bench

    def _reconciliation_buttons(self):
        """What can be done with the statement as a whole just now.

        :return: dict of button name -> ``{"enabled": bool, "why": str}``; ``why`` says what is missing
        """
        self.ensure_one()
        missing = self._missing_to_post()
        if not missing and not self.has_access("write"):
            missing = [self.env._("You may read statements, not post them.")]
        post = {"enabled": not missing, "why": " ".join(missing)}
        why_not_reopen = self._why_not_reopen()
        yes = {"enabled": True, "why": ""}
        return {
            "post": post,
            "post_print": post,
            "reopen": {"enabled": not why_not_reopen, "why": why_not_reopen},
            "test_report": yes,
            "find_error": yes,
        }

    def action_find_error(self):
        """Look for what explains the difference of the statement."""
        self.ensure_one()
        return self.env["account.bank.error.wizard"]._action_open(self)
