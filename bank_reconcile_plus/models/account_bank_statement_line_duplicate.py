from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class AccountBankStatementLine(models.Model):
    """A line that may be the same movement as one already there, and what a person says to that."""

    _inherit = "account.bank.statement.line"

    bank_duplicate_of_id = fields.Many2one(
        "account.bank.statement.line",
        string="May Be the Same As",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Brought by another way than ours, after that movement was there already. Left out of automatic matching"
        " until somebody has decided.",
    )
    bank_duplicate_words = fields.Char(string="Possible Duplicate", compute="_compute_bank_duplicate_words")

    @api.depends("bank_duplicate_of_id.statement_id.name", "bank_duplicate_of_id.payment_ref")
    def _compute_bank_duplicate_words(self):
        for line in self:
            line.bank_duplicate_words = line._duplicate_words() if line.bank_duplicate_of_id else False

    def _duplicate_words(self):
        # Access: the line that was there may be another branch's; its day and amount are this one's.
        other = self.bank_duplicate_of_id.sudo()
        values = {
            "amount": other.currency_id.format(other.amount),
            "date": format_date(self.env, other.date),
            "text": other.payment_ref or other.display_name,
        }
        if other.statement_id:
            return self.env._(
                "May be the same as %(amount)s of %(date)s in statement %(statement)s: %(text)s",
                statement=other.statement_id.name,
                **values,
            )
        return self.env._("May be the same as %(amount)s of %(date)s: %(text)s", **values)

    @api.model_create_multi
    def create(self, vals_list):
        """EXTENDS account. Lines that come otherwise than by a file of ours are told apart as those are."""
        lines = super().create(vals_list)
        self.env["account.bank.arrivals"]._tell_apart(lines)
        return lines

    def write(self, vals):
        """EXTENDS account. A line a person corrects is told apart anew by what it says then."""
        result = super().write(vals)
        if vals.keys() & {"date", "amount"}:
            corrected = self.filtered(lambda line: line.bank_import_key and not line._is_of_file())
            if corrected:
                corrected.bank_import_key = False
                self.env["account.bank.arrivals"]._tell_apart(corrected)
        return result

    @api.depends("bank_duplicate_words")
    def _compute_match_proposal(self):
        """A line that may be there twice says so where others say what settles them."""
        result = super()._compute_match_proposal()
        for line in self.filtered("bank_duplicate_of_id"):
            line.match_proposal = line.bank_duplicate_words
        return result

    def _is_of_file(self):
        """:return: whether a file of ours brought this line, or said what it knows of it"""
        self.ensure_one()
        return isinstance(self.transaction_details, dict) and bool(self.transaction_details.get("format"))

    @api.model
    def _duplicates_domain(self, journals):
        """:return: the domain of lines of banks that may be there twice"""
        return [("journal_id", "in", journals.ids), ("bank_duplicate_of_id", "!=", False)]

    def action_remove_duplicate(self):
        """Delete these lines, which are other lines once more; what was there is kept and told of it.

        :return: from the form of a line, which is gone, the list of what else may be there twice
        :raise UserError: when a line is no possible duplicate, or is posted
        """
        self.check_access("unlink")
        self._check_possible_duplicates()
        if posted := self.filtered("is_reconciled"):
            raise UserError(self.env._("“%s” is posted. Undo it first.", posted[0].payment_ref))
        words = {}
        for line in self:
            words[line.bank_duplicate_of_id.move_id.id] = self.env._(
                "This movement came once more (%(text)s, added on %(date)s) and was removed as a duplicate.",
                text=line.payment_ref or line.display_name,
                date=format_date(self.env, line.create_date),
            )
        journals = self.journal_id
        self.env["account.move"].browse(words)._message_log_batch(words)
        statements = self.statement_id
        self.statement_id = False  # The host keeps the lines of a statement that adds up; it says so once it does not.
        self.unlink()
        statements.filtered(lambda statement: not statement.line_ids).unlink()
        journals._update_match_activity()
        if self.env.context.get("bank_duplicate_from_form"):
            return {**journals.action_open_duplicates(), "target": "main"}
        return True

    def action_keep_duplicate(self):
        """Say that these lines are movements of their own: they are matched like any other from now on."""
        self.check_access("write")
        self._check_possible_duplicates()
        for line in self:
            line.write(
                {"bank_import_key": self.env["account.bank.arrivals"]._next_key(line), "bank_duplicate_of_id": False}
            )
        if any(journal.match_mode != "off" for journal in self.journal_id):
            self.env["account.bank.match.background"]._wake()
        return True

    def _check_possible_duplicates(self):
        if others := self.filtered(lambda line: not line.bank_duplicate_of_id):
            raise UserError(self.env._("“%s” is not a possible duplicate.", others[0].payment_ref))
