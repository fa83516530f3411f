from odoo import fields, models


class AccountBankBatch(models.Model):
    """Where a batch is at the bank: the statement lines that are matched with it."""

    _inherit = "account.bank.batch"

    bank_line_count = fields.Integer(compute="_compute_bank_line_count")

    def _compute_bank_line_count(self):
        for batch in self:
            batch.bank_line_count = len(batch._bank_lines())

    def _bank_lines(self):
        """:return: the statement lines matched with the batch, proposals included"""
        self.ensure_one()
        return self._bank_matches(self._outstanding_items(), self.payment_ids).statement_line_id

    def action_open_bank_lines(self):
        """Open the statement lines that show the batch."""
        self.ensure_one()
        return self._bank_lines()._action_open(self.env._("Bank Lines of %s", self.name))

    def action_open_entries(self):
        """Open the journal entries of the batch: those of its payments, and its own."""
        self.ensure_one()
        moves = self.payment_ids.move_id | self.move_id
        return moves.with_context(create=False)._get_records_action(name=self.env._("Entries of %s", self.name))
