from collections import Counter, defaultdict
from contextlib import contextmanager

from odoo import api, models
from odoo.tools.misc import Callbacks

from .words import line_words

# Where a cursor keeps, while a preview runs, how many numbers each sequence has shown without taking them.
PREVIEWED_NUMBERS = "bank_reconcile_plus.previewed_numbers"


class AccountBankMatchPreview(models.AbstractModel):
    """The very journal entries a posting would make, found by posting and taking all of it back.

    Nothing is computed a second time here, so nothing can differ. Nothing remains either: rows, numbers of sequences,
    messages and what waits for the commit (mails, notifications) go with the savepoint.
    """

    _name = "account.bank.match.preview"
    _description = "Posting Preview"

    @api.model
    def _preview(self, lines, include_proposed=False):
        """Post lines and take it back.

        :param lines: ``account.bank.statement.line`` records
        :param bool include_proposed: show proposals as if they were accepted
        :return: dict of plain values; amounts are floats in the entry's company currency, positive is debit

            - ``entries``: every journal entry that is rewritten, made or posted, with its journal items
            - ``accounts``: total debit and credit an account, and by how much its balance changes
            - ``documents``: what the settled documents have open afterwards
            - ``refusals``: (line, reason) of the lines that would be left as they are
        """
        with self._taken_back():
            lines = lines.sorted(lambda line: (line.date, line.id)).with_context(
                tracking_disable=True, mail_notify_force_send=False
            )
            before = self._balances(lines.move_id)
            items = lines.match_ids.move_line_id
            drafts = items.move_id.filtered(lambda move: move.state == "draft")
            last_move_id = self._last_move_id()
            if include_proposed:
                lines.match_ids.action_accept()
            lines.env["account.bank.match.posting"]._post(lines)
            posted = lines.filtered(lambda line: "posted" in line.match_ids.mapped("state"))
            new = self._new_moves(last_move_id)
            moves = posted.move_id | drafts.filtered(lambda move: move.state == "posted") | new
            return {
                "entries": [self._entry(move, new) for move in moves],
                "accounts": self._account_rows(moves, before, self._balances(moves)),
                "documents": [self._document(item) for item in posted.match_ids.move_line_id],
                "refusals": [[line_words(line), line.match_refusal] for line in lines - posted if line.match_refusal],
                "line_count": len(posted),
            }

    @contextmanager
    def _taken_back(self):
        """Let nothing of what happens inside remain."""
        cr = self.env.cr
        savepoint = cr.savepoint()
        # What waits for the commit is not in the database: a savepoint does not take it back.
        waiting, cr.postcommit = cr.postcommit, Callbacks()
        cr.cache[PREVIEWED_NUMBERS] = Counter()
        try:
            yield
        finally:
            cr.postcommit = waiting
            cr.cache.pop(PREVIEWED_NUMBERS, None)
            savepoint.close(rollback=True)

    @api.model
    def _last_move_id(self):
        # Access: only the highest id is read, of entries the user may not see as well.
        return self.env["account.move"].sudo().search([], order="id desc", limit=1).id or 0

    @api.model
    def _new_moves(self, last_move_id):
        """:return: the entries that came into being in this transaction: exchange differences, cash basis taxes"""
        return self.env["account.move"].search([("id", ">", last_move_id), ("state", "=", "posted")], order="id")

    # ------------------------------------------------------------------------------------------------ as plain values

    @api.model
    def _entry(self, move, new_moves):
        return {
            "name": move.name,
            "date": move.date.isoformat(),
            "journal": move.journal_id.display_name,
            "company_id": move.company_id.id,
            "new": move in new_moves,
            "text": move.statement_line_id.payment_ref or move.ref or "",
            "items": [self._item(item) for item in move.line_ids.sorted(lambda item: (-item.balance, item.id))],
        }

    @api.model
    def _item(self, item):
        others = item.matched_debit_ids.debit_move_id | item.matched_credit_ids.credit_move_id
        foreign = item.currency_id != item.company_currency_id
        return {
            "account": item.account_id.display_name,
            "partner": item.partner_id.display_name or "",
            "label": item.name or "",
            "debit": item.debit,
            "credit": item.credit,
            "amount_currency": item.amount_currency if foreign else None,
            "currency_id": item.currency_id.id,
            "taxes": ", ".join(item.tax_ids.mapped("name")),
            "reconciled_with": ", ".join(other.move_id.name or other.display_name for other in others),
        }

    @api.model
    def _document(self, item):
        return {
            "name": item.move_id.name,
            "partner": item.partner_id.display_name or "",
            "open": item.amount_residual_currency,
            "currency_id": item.currency_id.id,
        }

    @api.model
    def _balances(self, moves):
        """:return: {entry: {account: balance}}, of posted entries"""
        balances = defaultdict(lambda: defaultdict(float))
        for item in moves.line_ids.filtered(lambda item: item.parent_state == "posted"):
            balances[item.move_id][item.account_id] += item.balance
        return balances

    @api.model
    def _account_rows(self, moves, before, after):
        """:return: list of rows by company and account number: debit and credit of the entries, and the change"""
        rows = {}
        for item in moves.line_ids:
            row = rows.setdefault((item.company_id, item.account_id), [0.0, 0.0, 0.0])
            row[0] += item.debit
            row[1] += item.credit
        for move in moves:
            for account in before[move].keys() | after[move].keys():
                row = rows.setdefault((move.company_id, account), [0.0, 0.0, 0.0])
                row[2] += after[move][account] - before[move][account]
        return [
            {
                "account": account.display_name,
                "company_id": company.id,
                "debit": company.currency_id.round(debit),
                "credit": company.currency_id.round(credit),
                "change": company.currency_id.round(change),
            }
            for (company, account), (debit, credit, change) in sorted(
                rows.items(), key=lambda pair: (pair[0][0].id, pair[0][1].code or "")
            )
        ]
