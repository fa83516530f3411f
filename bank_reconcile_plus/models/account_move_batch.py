from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """The entry of a batch is taken back with the batch, not by itself."""

    _inherit = "account.move"

    def button_draft(self):
        """EXTENDS account."""
        self._check_not_of_batch()
        return super().button_draft()

    def _check_not_of_batch(self):
        # Access: whoever takes an entry back need not see batches.
        Batch = self.env["account.bank.batch"].sudo()
        if batch := Batch.search([("move_id", "in", self.ids), ("state", "=", "posted")], limit=1):
            raise UserError(
                self.env._(
                    "%(entry)s is the entry of %(batch)s. Undo the batch instead.",
                    entry=batch.move_id.name,
                    batch=batch.name,
                )
            )
