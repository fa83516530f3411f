from odoo import models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def unlink(self):
        """EXTENDS account. A posted match ends where its reconciliation is taken back, whoever does it."""
        sides = self.debit_move_id | self.credit_move_id
        self.env["account.bank.statement.lock"]._check_items(sides)
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
