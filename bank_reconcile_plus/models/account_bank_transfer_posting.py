from odoo import api, models


class AccountBankMatchPosting(models.AbstractModel):
    """Posting brings the two sides of a transfer together, in whichever order their lines are posted."""

    _inherit = "account.bank.match.posting"

    @api.model
    def _lock(self, lines):
        """EXTENDS. Of a transfer both lines: posted at the same moment, neither side would see the other."""
        locked, reasons = super()._lock(lines)
        others = locked.match_ids.transfer_line_id - locked
        busy = others - others.try_lock_for_update()
        for line in locked if busy else ():
            if line.match_ids.transfer_line_id & busy:
                reasons[line] = self.env._("Somebody else is working on the other side of the transfer just now.")
        return locked, reasons

    @api.model
    def _post_chunk(self, run, lines):
        """EXTENDS. What settles the other bank's side is closed to the cent; sides of a pair are matched."""
        result = super()._post_chunk(run, lines)
        matches = lines.match_ids.filtered(lambda match: match.state == "posted")
        transfer = self.env["account.bank.transfer"]
        for match in matches.filtered("move_line_id"):
            if match.move_line_id.account_id == match.company_id.transfer_account_id and self._took_all(match):
                transfer._close_exchange_difference(match.counterpart_line_id, match.move_line_id)
        transfer._reconcile(self._sides_to_join(matches))
        return result

    @api.model
    def _took_all(self, match):
        """:return: whether a match meant all the item had, so what is left of it is an exchange difference"""
        item = match.move_line_id
        return not item.currency_id.compare_amounts(abs(match.item_amount), abs(item.amount_currency))

    @api.model
    def _sides_to_join(self, matches):
        """:return: list of (counterpart, counterpart) that are open on the transfer account and point at each other"""
        sides = matches.filtered(lambda match: match.account_id == match.company_id.transfer_account_id)
        Match = self.env["account.bank.match"]
        others = Match.search(
            [
                ("state", "=", "posted"),
                ("account_id", "in", sides.account_id.ids),
                "|",
                ("statement_line_id", "in", sides.transfer_line_id.ids),
                ("transfer_line_id", "in", sides.statement_line_id.ids),
            ]
        )
        pairs, joined = [], Match
        for match in sides:
            for other in others - joined:
                pointed = match.transfer_line_id == other.statement_line_id or (
                    other.transfer_line_id == match.statement_line_id
                )
                items = match.counterpart_line_id, other.counterpart_line_id
                opposite = items[0].balance * items[1].balance < 0
                if match not in joined and pointed and opposite and not any(item.reconciled for item in items):
                    joined |= match | other
                    pairs.append(items)
        return pairs
