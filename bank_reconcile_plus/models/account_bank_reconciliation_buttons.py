from odoo import api, models


class AccountBankReconciliationButtons(models.AbstractModel):
    """What can be done on the Bank Reconciliation page just now, and in a sentence why something cannot."""

    _name = "account.bank.reconciliation.buttons"
    _description = "Bank Reconciliation Buttons"

    @api.model
    def _buttons(self, statement, lines, items, figures):
        """:return: button name -> ``{"enabled": bool, "why": str}``

        :param dict figures: of ``account.bank.reconciliation._line_figures``
        """
        everything = self._why_nothing(statement)
        whys = {
            "match_automatically": self._why_not_match_automatically(figures),
            "accept": self._why_not_accept(lines),
            "accept_high": self._why_not_accept_high(figures),
            "match": self._why_not_match(lines, items),
            "remove": self._why_not_remove(lines, items),
            "transfer_difference": self._why_not_open(lines) or self._why_nothing_left(lines),
            "bank_transfer": self._why_not_open(lines) or self._why_not_one(lines),
            "set_partner": self._why_not_open(lines),
            "set_account": self._why_not_open(lines) or self._why_nothing_left(lines),
            "receivable": self._why_not_on_account(lines),
            "payable": self._why_not_on_account(lines),
            "to_check": self._why_not_to_check(lines),
            "suggest": "",
            "undo": self._why_not_undo(lines, figures),
        }
        whys = {name: everything or why for name, why in whys.items()}
        whys["details"] = "" if lines else self.env._("Select a statement line.")
        to_post = figures["proposed"] + figures["accepted"]
        whys["preview"] = "" if to_post else self.env._("Nothing is matched that would be posted.")
        buttons = {name: {"enabled": not why, "why": why or ""} for name, why in whys.items()}
        return buttons | statement._reconciliation_buttons()

    @api.model
    def _why_nothing(self, statement):
        if statement.reconciliation_state == "posted":
            return self.env._("The statement is posted. Reopen it first.")
        if not self.env["account.bank.match"].has_access("write") or not statement.has_access("write"):
            return self.env._("You may look at this, not change it.")
        return ""

    @api.model
    def _why_not_open(self, lines):
        """:return: why nothing can be matched with these lines: none selected, or reconciled already"""
        return self.env["account.bank.hand.match"]._line_refusal(lines) or ""

    @api.model
    def _why_not_one(self, lines):
        return "" if len(lines) == 1 else self.env._("Select one line: a transfer has one line at each bank.")

    @api.model
    def _why_not_match(self, lines, items):
        if not lines or not items:
            return self.env._("Select lines on the left and open items on the right.")
        hand = self.env["account.bank.hand.match"]
        return hand._line_refusal(lines) or hand._item_refusal(lines, items) or ""

    @api.model
    def _why_not_match_automatically(self, figures):
        return "" if figures["to_match"] else self.env._("Every line is decided on.")

    @api.model
    def _why_not_accept(self, lines):
        proposed = lines.filtered(lambda line: line.match_state == "proposed")
        return "" if proposed else self.env._("Select a line with a proposal.")

    @api.model
    def _why_not_accept_high(self, figures):
        return "" if figures["sure"] else self.env._("No proposal is High, unique and complete.")

    @api.model
    def _why_not_remove(self, lines, items):
        if not lines:
            return self.env._("Select a line that is matched.")
        matches = lines.match_ids.filtered(lambda match: match.state != "posted")
        if matches and items and not matches.move_line_id & items:
            return self.env._("The line is matched with other items than the selected ones.")
        if matches:
            return ""
        if all(lines.mapped("is_reconciled")):
            return self.env._("The line is posted. Undo it first.")
        return self.env._("Nothing is matched with the line.")

    @api.model
    def _why_nothing_left(self, lines):
        hand = self.env["account.bank.hand.match"]
        if all(line.currency_id.is_zero(hand._left(line)) for line in lines):
            return self.env._("Nothing of the line is left.")
        return ""

    @api.model
    def _why_not_on_account(self, lines):
        reason = self._why_not_open(lines) or self._why_nothing_left(lines)
        if not reason and any(not line.partner_id for line in lines):
            return self.env._("Set the partner first: money on account belongs to somebody.")
        return reason

    @api.model
    def _why_not_to_check(self, lines):
        return "" if lines else self.env._("Select a statement line.")

    @api.model
    def _why_not_undo(self, lines, figures):
        if "posted" in lines.match_ids.mapped("state"):
            return ""
        if lines:
            return self.env._("Nothing of the line was posted from a match.")
        return "" if figures["posted"] else self.env._("Nothing is posted yet.")
