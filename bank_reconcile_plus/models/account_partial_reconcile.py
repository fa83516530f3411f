from odoo import api, models

from .account_bank_statement_lock import RECONCILIATION_CONTENT


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        """EXTENDS account. What a posted statement settled is not reconciled with more."""
        ids = {vals.get(side) for vals in vals_list for side in ("debit_move_id", "credit_move_id")}
        items = self.debit_move_id.browse(filter(None, ids))
        lock = self.env["account.bank.statement.lock"]
        lock._check_open(lock._settled(items.filtered("statement_line_id")).sudo().statement_id)  # as the lock itself
        return super().create(vals_list)

    def write(self, vals):
        """EXTENDS account. Reconciliations of a posted statement stay as they are."""
        if not RECONCILIATION_CONTENT.isdisjoint(vals):
            self.env["account.bank.statement.lock"]._check_reconciliations(self)
        return super().write(vals)

    def unlink(self):
        """EXTENDS account. A posted match ends where its reconciliation is taken back, whoever does it."""
        sides = self.debit_move_id | self.credit_move_id
        self.env["account.bank.statement.lock"]._check_reconciliations(self)
        matches = (
            self.env["account.bank.match"].sudo().search([("counterpart_line_id", "in", sides.ids)])
            if sides
            else self.env["account.bank.match"]
        )
        result = super().unlink()
        # Access: the user may unreconcile, so the working note of it goes too, whatever the user's own groups.
        ended = matches.exists().filtered(
            lambda match: (
                match.move_line_id
                and not (match.counterpart_line_id.matched_debit_ids or match.counterpart_line_id.matched_credit_ids)
            )
        )
        ended.with_context(bank_match_follows_ledger=True).unlink()
        return result
