from odoo import api, models

from .words import line_words


class AccountBankStatementLine(models.Model):
    """Applying one line by hand: what the page of one line asks, and what a person does with it there.

    All delegate to ``account.bank.hand.match``, as the Bank Reconciliation page does for the lines of a statement.
    Amounts are floats in the bank's currency, positive is money in.
    """

    _inherit = "account.bank.statement.line"

    def get_application(self, item_ids):
        """The state of the page for the selected open items: sums, buttons with why not, linked rows.

        :param item_ids: ids of the selected ``account.move.line``
        :return: dict with ``currency_id``, ``totals``, ``buttons`` (name -> ``enabled``, ``why``) and ``linked``
        """
        self.ensure_one()
        self.check_access("read")
        items = self._application_items(item_ids)
        pane = items.with_context(bank_statement_id=self.statement_id.id, bank_candidates_line_ids=self.ids)
        selected = sum(pane.mapped("bank_item_residual"))
        left = self.env["account.bank.hand.match"]._left(self)
        return {
            "currency_id": self.currency_id.id,
            "totals": {
                "lines": self.amount,
                "applied": self.currency_id.round(self.amount - left),
                "difference": left,
                "selected_items": self.currency_id.round(selected),
                "selected_difference": self.currency_id.round(left - selected),
            },
            "buttons": self._application_buttons(items),
            "linked": {"line_ids": self.ids, "item_ids": self.match_ids.move_line_id.ids},
        }

    def _application_buttons(self, items):
        """:return: button name -> ``{"enabled": bool, "why": str}``"""
        buttons = self.env["account.bank.reconciliation.buttons"]
        not_open = buttons._why_not_open(self)
        whys = {
            "match": buttons._why_not_match(self, items),
            "accept": buttons._why_not_accept(self),
            "remove": buttons._why_not_remove(self, items),
            "transfer_difference": not_open or buttons._why_nothing_left(self),
            "set_account": not_open or buttons._why_nothing_left(self),
            "set_partner": not_open,
            "receivable": buttons._why_not_on_account(self),
            "payable": buttons._why_not_on_account(self),
            "map_text": "",
            "to_check": "",
        }
        everything = buttons._why_nothing(self.statement_id)
        whys = {name: everything or why for name, why in whys.items()}
        return {name: {"enabled": not why, "why": why or ""} for name, why in whys.items()}

    def preview_application(self, item_ids, amounts=None):
        """How the line would be spread over the items; nothing is saved.

        :return: as of ``account.bank.statement.preview_match``
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["account.bank.hand.match"]._preview(self, self._application_items(item_ids), amounts)

    def apply_items(self, item_ids, amounts=None):
        """Match the line with open items, accepted, as previewed.

        :param dict amounts: ``"<line id>-<item id>"`` -> amount, where a person edited what is applied
        :return: ids of the ``account.bank.match`` made
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["account.bank.hand.match"]._match(self, self._application_items(item_ids), amounts).ids

    def accept_application(self):
        """Accept what is proposed for the line."""
        self.check_access("write")
        self.action_accept_matches()
        return True

    def remove_application(self, item_ids=()):
        """Remove the matches of the line that are not posted; just those with the selected items where some are."""
        self.check_access("write")
        chosen = self.match_ids.filtered(lambda match: match.move_line_id.id in item_ids)
        return self.env["account.bank.hand.match"]._remove(self, chosen.ids if item_ids else None)

    def apply_partner(self, partner_id):
        """Say whose payment the lines are; proposals are looked for anew."""
        self.check_access("write")
        return self.code_lines({line.id: {"partner_id": partner_id} for line in self})

    def apply_account(self, account_id):
        """Book what is left of each line to an account."""
        self.check_access("write")
        return self.env["account.bank.hand.match"]._set_account(self, self.env["account.account"].browse(account_id))

    def apply_receivable(self):
        """Book what is left of each line to its partner's receivable account, as a payment on account."""
        self.check_access("write")
        return self.env["account.bank.hand.match"]._set_partner_account(self, "property_account_receivable_id")

    def apply_payable(self):
        """Book what is left of each line to its partner's payable account, as a payment on account."""
        self.check_access("write")
        return self.env["account.bank.hand.match"]._set_partner_account(self, "property_account_payable_id")

    def action_transfer_difference(self):
        """Ask where what is left of these lines goes: an account, or another bank."""
        self.check_access("write")
        return self.env["account.bank.transfer.difference.wizard"]._action_open(self)

    def action_apply_manually(self):
        """Open the page on which one line is applied by hand."""
        self.ensure_one()
        view = self.env.ref("bank_reconcile_plus.view_bank_line_application_form")
        return {
            "type": "ir.actions.act_window",
            "name": line_words(self),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
        }

    def action_open_details(self):
        """Open the line's own form: its matches with taxes, what the file said, messages and attachments."""
        self.ensure_one()
        view = self.env.ref("bank_reconcile_plus.view_bank_reconcile_line_form")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement Line"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @api.model
    def next_line_to_review(self, line_ids, line_id):
        """:return: id of the line after this one, in the order given, that nobody has decided on; from the start

        again after the last, False when all are decided on
        """
        to_review = set(self.search([("id", "in", line_ids), ("match_to_review", "=", True)]).ids)
        place = line_ids.index(line_id) + 1 if line_id in line_ids else 0
        order = line_ids[place:] + line_ids[:place]
        return next((each for each in order if each in to_review and each != line_id), False)

    @api.model
    def _application_items(self, item_ids):
        return self.env["account.move.line"].search([("id", "in", item_ids)], order="date, id")
