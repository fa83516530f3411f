from odoo import models


class AccountBankStatement(models.Model):
    """What the Bank Reconciliation page asks of a statement, and what a person does with its lines there.

    The page's public methods. All take ids, as they are called from the browser. Amounts are floats in the bank's
    currency, positive is money in. Each delegates: the state of the page to ``account.bank.reconciliation``, matching
    by hand to ``account.bank.hand.match``, everything else to the lines.
    """

    _inherit = "account.bank.statement"

    # ------------------------------------------------------------------------------------------------- what is shown

    def get_reconciliation(self, line_ids, item_ids):
        """The state of the page for a selection: totals, counts, buttons with why not, warnings, linked rows.

        :param line_ids: ids of the selected ``account.bank.statement.line``
        :param item_ids: ids of the selected ``account.move.line``
        :return: dict with ``currency_id``, ``totals``, ``counts``, ``buttons`` (name -> ``enabled``, ``why``),
            ``warnings`` (list of ``text``, ``action``, ``level``) and ``linked`` (``line_ids``, ``item_ids``)
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["account.bank.reconciliation"]._state(self, *self._selection(line_ids, item_ids))

    def get_linked(self, line_ids, item_ids):
        """What lines and items are matched with on the other side, as of :meth:`get_reconciliation`.

        :return: dict with ``line_ids`` and ``item_ids``
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["account.bank.reconciliation"]._linked(self, *self._selection(line_ids, item_ids))

    def preview_match(self, line_ids, item_ids, amounts=None):
        """How the lines would be spread over the items, in date order; nothing is saved.

        :param dict amounts: ``"<line id>-<item id>"`` -> amount, where a person edited what is applied;
            ``"tolerance"`` -> whether a difference within the tolerance is written off, where a person said so
        :return: dict with ``rows``, ``difference`` (what of the lines would be left), ``tolerance`` (of a difference
            that may be written off ``words`` and whether it is ``taken``; else False) and ``words``
        """
        self.ensure_one()
        self.check_access("read")
        lines, items = self._selection(line_ids, item_ids)
        return self.env["account.bank.hand.match"]._preview(lines, items, amounts)

    def next_open_line(self, line_id):
        """:return: id of the next line that still needs a decision, in the page's order, after this one; or False"""
        self.ensure_one()
        self.check_access("read")
        return self.env["account.bank.reconciliation"]._next_open_line(self, line_id)

    # ------------------------------------------------------------------------------------------------- a person's acts

    def match_by_hand(self, line_ids, item_ids, amounts=None):
        """Match lines with open items, accepted, as previewed; proposals of these lines are dropped.

        :param dict amounts: as of :meth:`preview_match`
        :return: ids of the ``account.bank.match`` made
        :raise UserError: in words, when it is not possible
        """
        lines, items = self._selection_to_change(line_ids, item_ids)
        return self.env["account.bank.hand.match"]._match(lines, items, amounts).ids

    def accept_lines(self, line_ids):
        """Accept the proposals of lines.

        :return: ids of the lines that are accepted now; where one is a side of a transfer between own banks, the
            action that offers the other side
        """
        lines, _items = self._selection_to_change(line_ids)
        offer = lines.action_accept_matches()
        if isinstance(offer, dict):
            return offer
        return lines.filtered(lambda line: line.match_state == "accepted").ids

    def accept_high(self):
        """Accept every proposal of the statement that is High, unique and complete, and asks for no review.

        :return: ids of the lines that are accepted now
        """
        self.ensure_one()
        self.check_access("write")
        proposed = self.env["account.bank.statement.line"].search(
            [("statement_id", "=", self.id), ("match_state", "=", "proposed")]
        )
        accepted = proposed._accept_automatic()
        self.journal_id._update_match_activity()
        return accepted.ids

    def remove_matches(self, line_ids, match_ids=None):
        """Remove the unposted matches of lines, or just some of them.

        :param match_ids: ids of ``account.bank.match`` of these lines; all of them where None
        """
        lines, _items = self._selection_to_change(line_ids)
        return self.env["account.bank.hand.match"]._remove(lines, match_ids)

    def remove_selected(self, line_ids, item_ids):
        """Remove the unposted matches of lines with the items selected beside them; with none selected, all of them."""
        lines, items = self._selection_to_change(line_ids, item_ids)
        matches = lines.match_ids.filtered(lambda match: match.move_line_id in items) if items else lines.match_ids
        return self.env["account.bank.hand.match"]._remove(lines, matches.ids)

    def set_partner(self, line_ids, partner_id):
        """Say whose payment the lines are; proposals are looked for anew."""
        lines, _items = self._selection_to_change(line_ids)
        return self.env["account.bank.hand.match"]._set_partner(lines, self.env["res.partner"].browse(partner_id))

    def set_account(self, line_ids, account_id):
        """Book what is left of each line to an account."""
        lines, _items = self._selection_to_change(line_ids)
        return self.env["account.bank.hand.match"]._set_account(lines, self.env["account.account"].browse(account_id))

    def set_receivable(self, line_ids):
        """Book what is left of each line to its partner's receivable account, as a payment on account."""
        lines, _items = self._selection_to_change(line_ids)
        return self.env["account.bank.hand.match"]._set_partner_account(lines, "property_account_receivable_id")

    def set_payable(self, line_ids):
        """Book what is left of each line to its partner's payable account, as a payment on account."""
        lines, _items = self._selection_to_change(line_ids)
        return self.env["account.bank.hand.match"]._set_partner_account(lines, "property_account_payable_id")

    def set_to_check(self, line_ids, to_check=True):
        """Flag lines for a second look, or take the flag away: the host's own ``checked`` of their entries."""
        lines, _items = self._selection_to_change(line_ids)
        lines.move_id.set_moves_checked(not to_check)
        return True

    def toggle_to_check(self, line_ids):
        """Flag lines for a second look; where all of them are flagged, take the flag away."""
        lines, _items = self._selection_to_change(line_ids)
        return self.set_to_check(line_ids, any(lines.mapped("checked")))

    # -------------------------------------------------------------------------------------------------------- wizards

    def action_transfer_difference(self, line_ids):
        """Ask where what is left of lines goes: an account, or another bank."""
        lines, _items = self._selection_to_change(line_ids)
        return self.env["account.bank.transfer.difference.wizard"]._action_open(lines)

    def action_open_transfer(self, line_ids):
        """Ask for the transfer between own banks that a line shows, and match the line with it."""
        lines, _items = self._selection_to_change(line_ids)
        return lines.action_open_transfer()

    def action_suggest_lines(self):
        """Ask which ledger entries the bank has not shown become lines of the statement."""
        self.ensure_one()
        self.check_access("write")
        return self.env["account.bank.suggest.lines.wizard"]._action_open(self)

    def action_undo_lines(self, line_ids):
        """Ask why, then give lines back the entries they had before posting; all lines where none is given."""
        lines, _items = self._selection_to_change(line_ids)
        return (lines or self.line_ids).action_open_undo()

    # ---------------------------------------------------------------------------------------------------- selections

    def _selection(self, line_ids, item_ids=()):
        """:return: the lines of this statement and the journal items of these ids that still exist"""
        lines = self.env["account.bank.statement.line"].search(
            [("id", "in", line_ids), ("statement_id", "in", self.ids)], order="internal_index"
        )
        items = self.env["account.move.line"].search([("id", "in", item_ids)], order="date, id")
        return lines, items

    def _selection_to_change(self, line_ids, item_ids=()):
        self.ensure_one()
        self.check_access("write")
        return self._selection(line_ids, item_ids)
