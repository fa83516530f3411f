from odoo import Command, api, fields, models


class AccountBankTransferPairWizard(models.TransientModel):
    """Offers the other side of transfers between own banks of which one side was just accepted."""

    _name = "account.bank.transfer.pair.wizard"
    _description = "Other Side of a Transfer"

    line_ids = fields.Many2many(
        "account.bank.statement.line", "account_bank_transfer_pair_line_rel", readonly=True, string="Lines"
    )

    @api.model
    def _action_offer(self, lines):
        """:param lines: ``account.bank.statement.line`` records that were just accepted
        :return: the action that offers their other sides, None where none waits for a decision
        """
        sides = lines.match_ids.filtered(lambda match: match.state == "accepted" and match.transfer_line_id)
        proposed = sides._mirrors().filtered(lambda match: match.state == "proposed").statement_line_id - lines
        if not proposed:
            return None
        wizard = self.create({"line_ids": [Command.set(proposed.ids)]})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Other Side of the Transfer"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def action_accept(self):
        """Accept the other sides too."""
        self.ensure_one()
        self.line_ids.action_accept_matches()
        return {"type": "ir.actions.act_window_close"}
