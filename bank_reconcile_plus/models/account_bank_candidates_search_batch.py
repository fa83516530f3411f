from odoo import api, models
from odoo.fields import Domain

#: open batches of a bank that are looked through for one a line may mean, newest first
MOST_BATCHES = 500


class AccountBankCandidatesSearch(models.AbstractModel):
    """Finds batches a line may mean: by name or reference, by their total, by a payment of them."""

    _inherit = "account.bank.candidates.search"

    @api.model
    def _item_ids(self, journal, views):
        """EXTENDS. Where a line may mean a batch, all of it is found."""
        found = super()._item_ids(journal, views)
        batches = self.env["account.bank.batch"].search(
            [("journal_id", "=", journal.id), ("state", "=", "posted"), ("bank_state", "in", ("open", "part"))],
            limit=MOST_BATCHES,
        )
        if not batches:
            return found
        meant = batches.filtered(lambda batch: any(batch._may_be_meant(view) for view in views))
        items = self.env["account.move.line"].browse(found)
        meant |= (items.bank_batch_id | items.payment_id.bank_batch_id) & batches
        of_batches = Domain("bank_batch_id", "in", meant.ids) | Domain("payment_id.bank_batch_id", "in", meant.ids)
        more = items.search(of_batches & Domain("reconciled", "=", False)) if meant else items.browse()
        return sorted({*found, *more.ids})
