from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_datetime

from .spread import Spread, item_words
from .words import line_words


class AccountBankHandMatch(models.AbstractModel):
    """What a person matches on the Bank Reconciliation page: lines with items, one or several on either side.

    What is previewed is what is saved. A person's match is accepted at once, and the machine's proposals of the lines
    give way; so do proposals of other lines for the same items.
    """

    _name = "account.bank.hand.match"
    _description = "Bank Match by Hand"

    # ------------------------------------------------------------------------------------------------------ the spread

    @api.model
    def _preview(self, lines, items, amounts=None):
        """How lines would be spread over items; nothing is saved.

        :return: dict with ``possible``, ``rows``, ``difference`` and ``words``; when it is not possible ``words``
            says why
        """
        try:
            self._check_possible(lines, items)
            spread = self._spread(lines, items, amounts)
        except UserError as error:
            return {"possible": False, "rows": [], "difference": 0.0, "words": str(error.args[0])}
        return {
            "possible": bool(spread.parts),
            "rows": [
                {
                    "line_id": part.line.id,
                    "line": line_words(part.line),
                    "item_id": part.item.id,
                    "item": item_words(part.item),
                    "amount": part.amount,
                    "item_amount": part.item_amount,
                    "item_currency_id": part.item.currency_id.id,
                    "open_after": spread.open[part.item],
                }
                for part in spread.parts
            ],
            "difference": spread.difference,
            "tolerance": self._tolerance_answer(spread),
            "words": self._spread_words(spread),
        }

    @api.model
    def _match(self, lines, items, amounts=None):
        """Save the spread as accepted matches.

        :return: ``account.bank.match`` records
        :raise UserError: when a line is reconciled or worked on, an item is not open, or an amount is not possible
        """
        self._check_possible(lines, items)
        lines = self._lock(lines)
        spread = self._spread(lines, items, amounts)
        if not spread.parts:
            raise UserError(self._spread_words(spread))
        (self._proposals(lines) | self._other_proposals(lines, items)).unlink()
        matches = self.env["account.bank.match"].create(
            [
                {
                    "statement_line_id": part.line.id,
                    "move_line_id": part.item.id,
                    "amount": part.amount,
                    "item_amount": part.item_amount,
                    "state": "proposed" if part.item.parent_state == "draft" else "accepted",
                    "accepted_by_id": self.env.uid,
                }
                for part in spread.parts
            ]
            + self._write_off_values(spread)
        )
        matches.action_accept()  # drafts are posted on the way
        self._after(lines)
        return matches

    @api.model
    def _spread(self, lines, items, amounts=None):
        """:return: the :class:`Spread` of what the lines have left over what the items have open"""
        left = {line: self._left(line) for line in lines}
        promised = defaultdict(float)
        pairs = set()
        for match in self._promises(items):
            promised[match.move_line_id] += match.item_amount
            pairs.add((match.statement_line_id, match.move_line_id))
        open_amounts = {item: item.currency_id.round(item.amount_residual_currency - promised[item]) for item in items}
        items = items.sorted(lambda item: (item.date_maturity or item.date, item.date, item.id))
        return Spread(lines, items, left, open_amounts, pairs).fill(amounts)

    @api.model
    def _write_off_values(self, _spread):
        """:return: list of values of the matches, beside those with items, that a spread brings with it"""
        return []

    @api.model
    def _left(self, line):
        """:return: what a line has left beside what is accepted, signed; a proposal is not a match yet"""
        return line.currency_id.round(line.amount - sum((line.match_ids - self._proposals(line)).mapped("amount")))

    @api.model
    def _promises(self, items):
        """:return: the accepted matches, of whatever line, that wait to be posted on these items"""
        return self.env["account.bank.match"].search(
            [("move_line_id", "in", items.ids), ("state", "=", "accepted")], order="id"
        )

    @api.model
    def _proposals(self, lines):
        return lines.match_ids.filtered(lambda match: match.state == "proposed")

    @api.model
    def _other_proposals(self, lines, items):
        """:return: the whole proposals of other lines that count on one of the items"""
        others = self.env["account.bank.match"].search(
            [
                ("move_line_id", "in", items.ids),
                ("state", "=", "proposed"),
                ("statement_line_id", "not in", lines.ids),
            ]
        )
        return self._proposals(others.statement_line_id)

    # ------------------------------------------------------------------------------------------------- what is refused

    @api.model
    def _check_possible(self, lines, items):
        """:raise UserError: with what stands in the way of matching these lines with these items"""
        reason = self._line_refusal(lines) or self._item_refusal(lines, items)
        if reason:
            raise UserError(reason)

    @api.model
    def _line_refusal(self, lines):
        if not lines:
            return self.env._("Select a statement line.")
        for line in lines:
            if line.statement_id.reconciliation_state == "posted":
                return self.env._("Statement “%s” is posted. Reopen it first.", line.statement_id.name)
            if line.is_reconciled:
                return self._posted_words(line)
            if line.state != "posted":
                return self.env._("The entry of “%s” is not posted.", line_words(line))
        return None

    @api.model
    def _posted_words(self, line):
        """:return: that a line is reconciled, and who did it and when, where known"""
        run = line.match_ids.post_run_id[:1]
        if not run:
            return self.env._("“%s” is already reconciled.", line_words(line))
        return self.env._(
            "“%(line)s” is already reconciled: %(user)s posted it on %(moment)s.",
            line=line_words(line),
            user=run.user_id.name,
            moment=format_datetime(self.env, run.date, dt_format="short"),
        )

    @api.model
    def _item_refusal(self, lines, items):
        if not items:
            return self.env._("Select an open item to match with.")
        promises = self._promises(items).grouped("move_line_id")
        for item in items:
            reason = self._closed_words(item) or self._promised_words(lines, item, promises.get(item))
            if reason:
                return reason
            if item.statement_line_id in lines:
                return self.env._("%s belongs to the line itself.", item_words(item))
            if item.company_id not in self._companies(lines):
                return self.env._("%s belongs to another company.", item_words(item))
        return self._sign_refusal(lines, items)

    @api.model
    def _closed_words(self, item):
        """:return: why a journal item is not open; None when it is"""
        name = item_words(item)
        if not item.account_id.reconcile:
            return self.env._(
                "%(item)s is on %(account)s, which is not settled by payments. If it did not come from the bank,"
                " correct the entry; to book a line there, set the account.",
                item=name,
                account=item.account_id.display_name,
            )
        if item.parent_state == "cancel":
            return self.env._("%s is cancelled.", name)
        if item.parent_state == "draft" and item.display_type != "payment_term":
            return self.env._("%s is not posted.", name)
        if item.reconciled:
            match = self.env["account.bank.match"].search(
                [("move_line_id", "=", item.id), ("state", "=", "posted")], limit=1
            )
            if match:
                return self.env._(
                    "%(item)s is already settled by “%(line)s”.", item=name, line=line_words(match.statement_line_id)
                )
            return self.env._("%s is already settled.", name)
        return None

    @api.model
    def _promised_words(self, lines, item, matches):
        """:return: that nothing is left of an item, as accepted matches of other lines take it all; None otherwise"""
        others = (matches or self.env["account.bank.match"]).filtered(
            lambda match: match.statement_line_id not in lines
        )
        rest = item.amount_residual_currency - sum(others.mapped("item_amount"))
        if not others or not item.currency_id.is_zero(rest):
            return None
        line = others[0].statement_line_id
        return self.env._(
            "%(item)s is already matched with “%(line)s” on %(statement)s. Remove that match first.",
            item=item_words(item),
            line=line_words(line),
            statement=line.statement_id.name or line.journal_id.name,
        )

    @api.model
    def _sign_refusal(self, lines, items):
        """:return: that items run against all lines, so that matching would only widen the difference"""
        if any(line.amount * item.amount_residual > 0 for line in lines for item in items):
            return None
        if lines[0].amount > 0:
            return self.env._(
                "%s is to be paid out, and the line is money in. Add what the line pays.", item_words(items[0])
            )
        return self.env._(
            "%s is to be received, and the line is money out. Add what the line pays.", item_words(items[0])
        )

    @api.model
    def _companies(self, lines):
        return self.env["res.company"].search([("id", "child_of", lines.company_id.ids)])

    @api.model
    def _lock(self, lines):
        """Keep lines from everybody else until the end of the transaction.

        :return: the lines, in the same order, freshly read
        :raise UserError: when somebody works on one of them just now, or has just posted it
        """
        locked = lines.try_lock_for_update(allow_referencing=True)
        if busy := lines - locked:
            raise UserError(self.env._("Somebody else is working on “%s” just now.", line_words(busy[0])))
        if reason := self._line_refusal(lines):
            raise UserError(reason)
        return lines

    # ----------------------------------------------------------------------------------------------------------- words

    @api.model
    def _spread_words(self, spread):
        """:return: the sentences under a preview"""
        env, currency = self.env, spread.lines[:1].currency_id
        sentences = []
        if not spread.parts:
            sentences.append(env._("Nothing of this selection is left to match."))
        elif currency.is_zero(spread.difference):
            sentences.append(env._("Nothing of the lines is left."))
        else:
            sentences.append(
                env._(
                    "%s of the lines is left. Match it, or transfer the difference.",
                    currency.format(spread.difference),
                )
            )
        kept = {part.item: spread.open[part.item] for part in spread.parts}
        sentences += [
            env._("%(item)s keeps %(open)s open.", item=item_words(item), open=item.currency_id.format(open_after))
            for item, open_after in kept.items()
            if not item.currency_id.is_zero(open_after)
        ]
        if drafts := [item for item in kept if item.parent_state == "draft"]:
            sentences.append(env._("Accepting posts %s, which is a draft.", item_words(drafts[0])))
        if others := self._other_proposals(spread.lines, spread.items):
            sentences.append(
                env._("The proposal for “%s” is dropped.", line_words(others[0].statement_line_id))
                if len(others.statement_line_id) == 1
                else env._("The proposals for %s other lines are dropped.", len(others.statement_line_id))
            )
        return " ".join(sentences)

    # -------------------------------------------------------------------------------------------------- other actions

    @api.model
    def _remove(self, lines, match_ids=None):
        """Remove the unposted matches of lines, or just those named: the others stay as they are."""
        if reason := self._line_refusal(lines):
            raise UserError(reason)
        lines = self._lock(lines)
        matches = lines.match_ids.filtered(lambda match: match.state != "posted")
        matches.filtered(lambda match: match_ids is None or match.id in match_ids).unlink()
        self._after(lines)
        return True

    @api.model
    def _set_partner(self, lines, partner):
        """Say whose payment the lines are, and look for proposals anew; what a person accepted stays.

        :return: ids of the lines that have a proposal now
        """
        if reason := self._line_refusal(lines):
            raise UserError(reason)
        partner.check_access("read")
        lines = self._lock(lines)
        lines.write({"partner_id": partner.id})
        self.env["account.bank.candidates"]._propose_again(lines)
        self._after(lines)
        return lines.filtered(lambda line: line.match_state == "proposed").ids

    @api.model
    def _set_account(self, lines, account):
        """Book what is left of each line to an account, accepted; a receivable or payable is proposed.

        :return: ids of the matches made
        """
        if not account.exists():
            raise UserError(self.env._("Choose an account."))
        if account.account_type in ("asset_receivable", "liability_payable"):
            return self._book_on_account(lines, lambda _line: account)
        return self._book(lines, lambda line: {"account_id": account.id}, "accepted").ids

    @api.model
    def _set_partner_account(self, lines, field_name):
        """Propose to book what is left of each line to its partner's own account, as a payment on account.

        :param str field_name: ``property_account_receivable_id`` or ``property_account_payable_id``
        """
        return self._book_on_account(lines, lambda line: line.partner_id.with_company(line.company_id)[field_name])

    @api.model
    def _book_on_account(self, lines, account_of):
        """Propose a payment on account. It is proposed, never accepted: it becomes an open item that somebody has to

        match later, so a person says yes to it as to any proposal, having seen what it does.
        """
        if nobody := lines.filtered(lambda line: not line.partner_id)[:1]:
            raise UserError(
                self.env._("Set the partner of “%s” first: money on account belongs to somebody.", line_words(nobody))
            )

        def values(line):
            account = account_of(line)
            if not account:
                raise UserError(self.env._("%s has no account for this.", line.partner_id.display_name))
            return {"account_id": account.id, "partner_id": line.partner_id.commercial_partner_id.id}

        return self._book(lines, values, "proposed").ids

    @api.model
    def _book(self, lines, values_of_line, state):
        """Drop the proposals of lines and book what is left of each.

        :raise UserError: when a line is reconciled, or has nothing left
        """
        if reason := self._line_refusal(lines):
            raise UserError(reason)
        lines = self._lock(lines)
        self._proposals(lines).unlink()
        full = lines.filtered(lambda line: line.currency_id.is_zero(line.match_difference))[:1]
        if full:
            raise UserError(self.env._("Nothing of “%s” is left to book.", line_words(full)))
        matches = self.env["account.bank.match"].create(
            [
                {
                    "statement_line_id": line.id,
                    "name": line.payment_ref,
                    "amount": line.match_difference,
                    "state": state,
                    "accepted_by_id": self.env.uid if state == "accepted" else False,
                    **values_of_line(line),
                }
                for line in lines
            ]
        )
        self._after(lines)
        return matches

    @api.model
    def _after(self, lines):
        """What an old posting said of the lines holds no more; whoever reviews them is told what is left."""
        lines.filtered("match_refusal").match_refusal = False
        lines.journal_id._update_match_activity()
