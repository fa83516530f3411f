from odoo import api, fields, models


class AccountBankStatement(models.Model):
    """A statement written by hand: bank, date and ending balance come first, its lines later.

    The host takes bank, date and starting balance from the lines; a statement without lines would lose them.
    """

    _inherit = "account.bank.statement"

    journal_id = fields.Many2one(readonly=False, domain="[('type', 'in', ('bank', 'cash', 'credit'))]")

    date_given = fields.Boolean(
        readonly=True, copy=False, help="A person said until when the statement goes; its lines do not change that."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """EXTENDS account. The date of a statement that has no lines yet is a person's."""
        return super().create([self._values_by_hand(vals) for vals in vals_list])

    @api.model
    def _values_by_hand(self, vals):
        """:return: the values without an empty number, which the host makes up then, and saying who gave the date"""
        vals = {name: value for name, value in vals.items() if name != "name" or value}
        return {**vals, "date_given": True} if vals.get("date") and not vals.get("line_ids") else vals

    def write(self, vals):
        """EXTENDS account. A date that is written is a person's."""
        return super().write({**vals, "date_given": bool(vals["date"])} if "date" in vals else vals)

    @api.depends("line_ids.journal_id")
    def _compute_journal_id(self):
        """EXTENDS account. Without lines the bank that was chosen stays."""
        for statement in self.filtered(lambda each: not each.line_ids):
            statement.journal_id = statement.journal_id
        return super(AccountBankStatement, self.filtered("line_ids"))._compute_journal_id()

    @api.depends("line_ids.internal_index", "line_ids.state")
    def _compute_date(self):
        """EXTENDS account. A date that was given stays, unless lines are dated after it."""
        given = {each: each.date for each in self if each.date and (each.date_given or not each.line_ids)}
        result = super()._compute_date()
        for statement, date in given.items():
            statement.date = max(date, statement.date or date)
        return result

    @api.depends("create_date")
    def _compute_name(self):
        """EXTENDS account. The host's number holds a date: none before there is one."""
        undated = self.filtered(lambda each: not each.date and not each.create_date)
        undated.name = False
        return super(AccountBankStatement, self - undated)._compute_name()

    @api.depends("create_date")
    def _compute_balance_start(self):
        """EXTENDS account. Without lines it begins where the bank's last statement ended."""
        for statement in self.filtered(lambda each: not each.line_ids):
            last = self.search(
                [("journal_id", "=", statement.journal_id.id), ("id", "not in", statement._origin.ids)],
                order="first_line_index DESC NULLS LAST",
                limit=1,
            )
            statement.balance_start = last.balance_end_real
        return super(AccountBankStatement, self.filtered("line_ids"))._compute_balance_start()

    @api.onchange("journal_id")
    def _onchange_journal_id_by_hand(self):
        """Show at once what choosing the bank brings."""
        if not self._origin and not self.line_ids:
            self._compute_balance_start()
