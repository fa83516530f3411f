from collections import defaultdict

from odoo import api, models


class AccountBankMatchPosting(models.AbstractModel):
    """Takes posted lines back: their items are open again, and the entry gets its suspense item back."""

    _inherit = "account.bank.match.posting"

    @api.model
    def _undo(self, lines):
        """Give posted lines their entry back: liquidity and suspense, items open again, matches kept as accepted.

        Drafts that accepting posted stay posted; they are documents of their own now.

        :param lines: ``account.bank.statement.line`` records
        :return: ``account.bank.match.run`` record of the undo
        """
        return self._run("undo", lines)

    @api.model
    def _undo_in_chunks(self, lines, commit):
        """Undo lines chunk by chunk, each in a transaction of its own. For crons and scripts.

        :param lines: ``account.bank.statement.line`` records
        :param commit: as for :meth:`_post_in_chunks`
        :return: ``account.bank.match.run`` record of the undo
        """
        return self._run("undo", lines, commit)

    @api.model
    def _undo_chunk(self, run, lines):
        """Open the items again and give the entries their suspense item back."""
        matches = lines.match_ids.filtered(lambda match: match.state == "posted")
        matches.write({"state": "accepted", "counterpart_line_id": False, "post_run_id": False, "undo_run_id": run.id})
        paid = matches.payment_id.filtered(lambda payment: payment.state == "paid")
        moves = self._ledger_env(lines.move_id)
        counterparts = {line: self._counterparts_of(line) for line in lines}
        items = self.env["account.move.line"].union(*counterparts.values())
        self._let_go(items)
        self._read_at_once(items)
        items.remove_move_reconcile()
        self._set_paid(paid, "in_process")
        container = {"records": moves}
        with moves._check_balanced(container), moves._sync_dynamic_lines(container):
            if partner_lines := lines.filtered("match_set_partner"):
                self._set_partners({self.env["res.partner"]: partner_lines}, by_match=False)
            self._restore_suspense(counterparts)

    @api.model
    def _read_at_once(self, items):
        """Read for all items what the host looks at one by one later."""
        partials = items.matched_debit_ids | items.matched_credit_ids
        (partials.debit_move_id | partials.credit_move_id).move_id.mapped("matched_payment_ids")

    @api.model
    def _let_go(self, items):
        """Lines that settled one of these items, as the other bank of a transfer does, stay booked on its account.

        :param items: ``account.move.line`` records that are about to go
        """
        # Access: a match of another bank follows the ledger, whatever the user may do there.
        matches = self.env["account.bank.match"].sudo().search([("move_line_id", "in", items.ids)])
        matches.filtered(lambda match: match.state == "proposed").unlink()
        kept = matches.exists().with_context(bank_match_follows_ledger=True)
        for account, of_account in kept.grouped(lambda match: match.move_line_id.account_id).items():
            of_account.write({"move_line_id": False, "account_id": account.id, "item_amount": 0})

    @api.model
    def _counterparts_of(self, line):
        """:return: the journal items of the line's entry but the bank's own"""
        liquidity, _suspense, _others = line._seek_for_lines()
        return line.move_id.line_ids - liquidity

    @api.model
    def _restore_suspense(self, counterparts):
        """Turn a single counterpart of the same amounts back into the suspense item; replace all others.

        :param dict counterparts: line -> its journal items but the bank's own
        """
        changes = defaultdict(self.env["account.move.line"].browse)
        to_delete = self.env["account.move.line"]
        to_create = []
        everything = self.env["account.move.line"].union(*counterparts.values())
        coded = everything.filtered(
            lambda item: item.tax_ids or item.tax_tag_ids or item.tax_line_id or item.analytic_distribution
        )
        for line, items in counterparts.items():
            values = self._suspense_values(line)
            match_values = {"reconcile_model_id": False, **values}
            kept = None if items & coded else self._same_item(items, [(None, [match_values])])
            if kept is not None:
                for name, value in kept.items():
                    changes[name, value] |= items
                continue
            to_delete |= items
            to_create.append(values)
        self._write_by_field(changes)
        if to_delete:
            self._ledger_env(to_delete).unlink()
            self._ledger_env(self.env["account.move.line"]).create(to_create)

    @api.model
    def _suspense_values(self, line):
        """:return: values of the suspense item that balances the liquidity item as it is booked, at its own rate"""
        _liquidity, suspense = line._prepare_move_line_default_vals()
        return {
            **{key: value for key, value in suspense.items() if key not in ("debit", "credit")},
            "balance": -line._company_amount(),
        }
