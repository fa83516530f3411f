from odoo import fields, models

from ..matching.text import compact

#: a reference shorter than this stands in too many texts
SHORTEST_REFERENCE = 3


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

    def _may_be_meant(self, view):
        """:param view: the engine's ``LineView`` of a line"""
        self.ensure_one()
        line = view.line
        if self.bank_state == "part" or not self.currency_id.compare_amounts(self.amount, abs(float(line.amount))):
            return True
        said = compact(" ".join([line.text, line.batch_id, line.structured_reference, line.end_to_end_id]))
        # The bank may carry out an earlier file than the last one.
        known = [self.name, self.reference, *self.payment_file_ids.mapped("name")]
        names = filter(None, [compact(name or "") for name in known])
        if any(len(name) >= SHORTEST_REFERENCE and name in said for name in names):
            return True
        return bool(self.reference) and self.reference.strip("0 ") == line.check_number.strip("0 ")

    def get_open_item_ids(self):
        """:return: ids of the journal items the bank's line would settle; what another line has is left out"""
        items = self._outstanding_items().filtered(lambda item: not item.reconciled and item.parent_state == "posted")
        items -= self._accepted_matches(items, self.payment_ids.browse()).move_line_id
        return items.sorted(lambda item: (item.date, item.id)).ids
