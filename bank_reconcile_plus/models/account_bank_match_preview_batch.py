from odoo import api, models


class AccountBankMatchPreview(models.AbstractModel):
    """What posting a batch would make."""

    _inherit = "account.bank.match.preview"

    @api.model
    def _preview_batch(self, batch):
        """Post a batch and take it back.

        :return: dict as of :meth:`_preview`, without refusals
        """
        with self._taken_back():
            batch = batch.with_context(tracking_disable=True, mail_notify_force_send=False)
            last_move_id = self._last_move_id()
            batch._post()
            moves = self._new_moves(last_move_id)
            settled = batch.line_ids.mapped("payment_id").move_id.line_ids
            settled = (settled.matched_debit_ids.debit_move_id | settled.matched_credit_ids.credit_move_id) - settled
            return {
                "entries": [self._entry(move, moves) for move in moves],
                "accounts": self._account_rows(moves, self._balances(moves.browse()), self._balances(moves)),
                "documents": [self._document(item) for item in settled - moves.line_ids],
                "line_count": 0,
            }
