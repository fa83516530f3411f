from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain
from odoo.tools import SQL

#: what comes first when lines are sorted for review: what needs most of a person
REFUSED, OPEN, LOW, MEDIUM, HIGH, ACCEPTED, DONE = range(7)
RANK_OF_CONFIDENCE = {"low": LOW, "medium": MEDIUM, "high": HIGH}


class AccountBankStatementLine(models.Model):
    """The Payment Reconciliation Journal: all open lines of a bank, what of them a person has to decide on, and posting

    what is decided. Its lines are the bank's statement lines themselves, nothing of the journal is stored.
    """

    _inherit = "account.bank.statement.line"

    match_to_review = fields.Boolean(
        string="To Review",
        compute="_compute_match_to_review",
        search="_search_match_to_review",
        help="Nobody has decided on the line yet, or it could not be posted as decided.",
    )
    match_has_difference = fields.Boolean(
        string="With Difference",
        compute="_compute_match_has_difference",
        search="_search_match_has_difference",
        help="Its matches do not cover the line, or cover more.",
    )
    match_review_rank = fields.Integer(string="Order for Review", compute="_compute_match_review_rank")
    match_proposal = fields.Char(
        string="Proposal",
        compute="_compute_match_proposal",
        help="What the line is matched with, and why in short.",
    )

    @api.depends("match_state", "match_refusal")
    def _compute_match_to_review(self):
        for line in self:
            line.match_to_review = line.match_state in ("open", "proposed") or (
                line.match_state == "accepted" and bool(line.match_refusal)
            )

    @api.model
    def _search_match_to_review(self, operator, value):
        if operator != "in":
            return NotImplemented
        undecided = Domain("match_state", "in", ("open", "proposed"))
        refused = Domain("is_reconciled", "=", False) & Domain("match_refusal", "!=", False)
        return undecided | refused if True in value else ~(undecided | refused)

    @api.depends("match_difference", "is_reconciled")
    def _compute_match_has_difference(self):
        for line in self:
            line.match_has_difference = not line.is_reconciled and not line.currency_id.is_zero(line.match_difference)

    @api.model
    def _search_match_has_difference(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.flush_model(["amount", "is_reconciled"])
        self.env["account.bank.match"].flush_model(["amount", "statement_line_id"])
        covered = SQL(
            """(
                SELECT line.id FROM account_bank_statement_line line
                 WHERE line.is_reconciled IS NOT TRUE
                   AND round(line.amount - COALESCE((
                       SELECT sum(match.amount) FROM account_bank_match match WHERE match.statement_line_id = line.id
                   ), 0), 6) != 0
            )"""
        )
        domain = Domain("id", "in", covered)
        return domain if True in value else ~domain

    @api.depends("match_state", "match_confidence", "match_refusal")
    def _compute_match_review_rank(self):
        ranks = {"posted": DONE, "accepted": ACCEPTED, "open": OPEN}
        for line in self:
            rank = ranks.get(line.match_state) or RANK_OF_CONFIDENCE.get(line.match_confidence, LOW)
            line.match_review_rank = REFUSED if line.match_refusal and rank != DONE else rank

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """EXTENDS base. The order for review is made of the matches."""
        if field_name != "match_review_rank":
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        self.env["account.bank.match"].flush_model(["state", "confidence", "statement_line_id", "sequence"])
        rank = SQL(
            """CASE WHEN %(line)s.is_reconciled THEN %(done)s
                    WHEN %(line)s.match_refusal IS NOT NULL THEN %(refused)s
                    ELSE COALESCE((
                        SELECT CASE WHEN bool_or(match.state = 'accepted') THEN %(accepted)s
                                    ELSE CASE (array_agg(match.confidence ORDER BY match.sequence, match.id))[1]
                                         WHEN 'high' THEN %(high)s WHEN 'medium' THEN %(medium)s ELSE %(low)s END END
                          FROM account_bank_match match
                         WHERE match.statement_line_id = %(line)s.id
                        HAVING count(*) > 0
                    ), %(open)s) END""",
            line=SQL.identifier(alias),
            refused=REFUSED,
            open=OPEN,
            low=LOW,
            medium=MEDIUM,
            high=HIGH,
            accepted=ACCEPTED,
            done=DONE,
        )
        return SQL("%s %s %s", rank, direction, nulls)

    @api.depends("match_words", "match_why")
    def _compute_match_proposal(self):
        for line in self:
            words = filter(None, (line.match_words, line.match_why))
            line.match_proposal = self.env._(": ").join(words) or False

    # ------------------------------------------------------------------------------------------------------- figures

    @api.model
    def _of_journal(self, journal_id):
        return Domain("journal_id", "=", journal_id) if journal_id else Domain.TRUE

    @api.model
    def get_payment_journal(self, journal_id=False):
        """What stands under the journal.

        :param journal_id: id of the bank; of all banks only the counts are told
        :return: dict with the counts ``to_review``, ``with_difference``, ``accepted`` and, of one bank, ``currency_id``
            and the amounts ``balance_after`` (of the bank's ledger account: posting moves what its lines are booked
            against, not the bank's balance) and ``balance_end`` (of its last statement, where ``has_statement``)
        """
        open_lines = self._of_journal(journal_id) & Domain("is_reconciled", "=", False)
        figures = {
            "to_review": self.search_count(open_lines & Domain("match_to_review", "=", True)),
            "with_difference": self.search_count(open_lines & Domain("match_has_difference", "=", True)),
            "accepted": self.search_count(open_lines & Domain("match_state", "=", "accepted")),
        }
        if journal_id:
            journal = self.env["account.journal"].browse(journal_id)
            figures |= {
                "currency_id": journal.balance_currency_id.id,
                "balance_after": journal.ledger_balance,
                "balance_end": journal.last_statement_balance,
                "statement": journal.last_statement_number or "",
                "has_statement": bool(journal.last_statement_id),
            }
        return figures

    def action_journal_import(self):
        """Open the import of files, into the bank the context names; for all banks each file says whose it is."""
        journal = self._journal_of_context()
        if journal:
            return journal.action_open_import()
        return self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_account_bank_import_wizard")

    def action_journal_match(self):
        """Open the matching wizard on the selected lines; on the bank where none is selected."""
        if self:
            return self.action_match_automatically()
        return self.env["account.bank.match.wizard"]._action_open(journal=self._journal_of_context())

    def _journal_of_context(self):
        return self.env["account.journal"].browse(self.env.context.get("default_journal_id") or ())

    # ------------------------------------------------------------------------------------------------------- posting

    def action_post_journal(self):
        """Post and reconcile the selected lines; all open lines of the bank where none is selected.

        :return: a notification with the result
        :raise RedirectWarning: when some still need review or have a difference; it leads to them
        """
        return self._journal_lines().action_post_matches()

    def action_post_journal_payments(self):
        """Register payments for the selected lines; for all open lines of the bank where none is selected.

        :raise RedirectWarning: as of :meth:`action_post_journal`
        """
        return self._journal_lines().action_post_payments()

    def _journal_lines(self):
        """:return: the lines to post: those selected, or all open ones of the bank that the context names"""
        lines = self.filtered(lambda line: not line.is_reconciled)
        if not self:
            journal_id = self.env.context.get("default_journal_id")
            lines = self.search(
                self._of_journal(journal_id) & Domain("is_reconciled", "=", False) & Domain("state", "=", "posted")
            )
        undecided = lines.filtered(lambda line: line.match_state != "accepted")
        unbalanced = (lines - undecided).filtered("match_has_difference")
        if undecided or unbalanced:
            raise RedirectWarning(
                self._cannot_post_words(undecided, unbalanced),
                (undecided | unbalanced)._action_open_payment_journal(self.env._("Lines That Cannot Be Posted")),
                self.env._("Show These Lines"),
            )
        return lines

    def _cannot_post_words(self, undecided, unbalanced):
        sentences = [self.env._("Nothing is posted yet.")]
        if undecided:
            sentences.append(self.env._("Lines that still need review: %s.", len(undecided)))
        if unbalanced:
            sentences.append(self.env._("Lines with a difference: %s.", len(unbalanced)))
        sentences.append(self.env._("Decide on them, or select only the lines to post."))
        return " ".join(sentences)

    def action_set_checked(self):
        """Take the flag for a second look away from these lines."""
        self.check_access("write")
        self.move_id.set_moves_checked()

    def action_set_to_check(self):
        """Flag these lines for a second look."""
        self.check_access("write")
        self.move_id.set_moves_checked(False)

    def toggle_to_check(self):
        """Flag these lines for a second look; where all of them are flagged, take the flag away."""
        if any(self.mapped("checked")):
            self.action_set_to_check()
        else:
            self.action_set_checked()
        return True

    def _action_open_payment_journal(self, name):
        """:return: the action that lists these lines in the journal"""
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_bank_reconcile_lines")
        journal = self.journal_id
        context = {"default_journal_id": journal.id} if len(journal) == 1 else {}
        return {**action, "name": name, "domain": [("id", "in", self.ids)], "context": context}
