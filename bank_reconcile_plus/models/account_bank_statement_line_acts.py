from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_datetime


class AccountBankStatementLine(models.Model):
    """What a person does with lines: accept, remove, match by hand, post, register payments, undo."""

    _inherit = "account.bank.statement.line"

    def action_match_automatically(self):
        """Open the matching wizard on these lines."""
        return self.env["account.bank.match.wizard"]._action_open(lines=self)

    def action_accept_matches(self):
        """Accept the proposals of these lines.

        :return: True, or the action that offers the other side of a transfer between own banks
        """
        self.check_access("write")
        proposed = self.filtered(lambda line: line.match_state == "proposed")
        self.match_ids.action_accept()
        self.journal_id._update_match_activity()
        back = self._back_to_wizard()
        offer = self.env["account.bank.transfer.pair.wizard"]._action_offer(proposed) if back is True else None
        return offer or back

    def _sure_enough(self):
        """:return: the lines whose proposal may be taken without a look: automatic, nothing left, no account missing"""
        return self.filtered(
            lambda line: (
                line.match_state == "proposed"
                and not line.bank_duplicate_of_id
                and all(match.automatic and match._is_complete() for match in line.match_ids)
                and line.currency_id.is_zero(line.match_difference)
            )
        )

    def _accept_automatic(self):
        """Accept the proposals that may be taken without a look.

        :return: the lines that were accepted
        """
        self.check_access("write")
        sure = self._sure_enough()
        sure.match_ids.action_accept()
        return sure

    def action_remove_matches(self):
        """Remove the matches of these lines that are not posted."""
        self.check_access("write")
        self.match_ids.filtered(lambda match: match.state != "posted").unlink()
        self.filtered("match_refusal").match_refusal = False
        return self._back_to_wizard()

    def _back_to_wizard(self):
        """:return: the matching wizard's action when a row of it was clicked: a dialog closes on any other answer"""
        wizard = self.env["account.bank.match.wizard"].browse(self.env.context.get("match_wizard_id", ())).exists()
        return wizard._reopen() if wizard else True

    def action_post_matches(self):
        """Post the accepted matches of these lines into their entries; lines that cannot be posted say why.

        :return: a notification with the result
        """
        run = self._post_accepted_matches()
        self.journal_id._update_match_activity()
        return run._notify()

    def _post_accepted_matches(self):
        """:return: the ``account.bank.match.run`` of the posting"""
        self.check_access("write")
        return self.env["account.bank.match.posting"]._post(self)

    def action_post_payments(self):
        """Register payments for the accepted matches with documents; the lines themselves are posted later.

        :return: a notification with the result
        """
        self.check_access("write")
        run = self.env["account.bank.match.payment"]._register_payments(self)
        self.journal_id._update_match_activity()
        return run._notify()

    def action_open_undo_payments(self):
        """Ask why, then cancel the payments that were registered from these lines."""
        self.check_access("write")
        return self.env["account.bank.undo.wizard"]._action_open_payments(self)

    def _undo_payments_with_reason(self, reason):
        """Cancel the payments registered from lines, and keep why with the lines' entries, the payments and the run.

        :param str reason: in the words of who undoes it
        :return: the ``account.bank.match.run`` of the undo
        """
        self.check_access("write")
        run = self.env["account.bank.match.payment"]._cancel_payments(self)
        run.reason = reason
        words = self.env._("Payments cancelled: %s", reason)
        run.payment_ids._message_log_batch({payment.id: words for payment in run.payment_ids})
        moves = run.payment_ids.bank_line_id.move_id
        moves._message_log_batch({move.id: words for move in moves})
        self.journal_id._update_match_activity()
        return run

    def action_match_now(self):
        """Match these lines, and accept or post what is sure where their bank says so. For rules and the Action menu.

        :return: a notification with the result
        """
        self.check_access("write")
        runs = self.env["account.bank.match.run"]
        for mode, lines in self.grouped(lambda line: line.journal_id.match_mode).items():
            runs |= self.env["account.bank.match.background"]._match_as_set(lines, mode)
        self.journal_id._update_match_activity()
        return runs._notify_matched()

    def action_preview_posting(self):
        """Show the journal entries that posting these lines would make."""
        return self.env["account.bank.preview.wizard"]._action_open(self)

    def action_open_undo(self):
        """Ask why, then undo what was posted of these lines."""
        self.check_access("write")
        return self.env["account.bank.undo.wizard"]._action_open(lines=self)

    def _undo_with_reason(self, reason):
        """Undo lines, and keep why with their entries and with the run.

        :param str reason: in the words of who undoes it
        :return: the ``account.bank.match.run`` of the undo
        """
        self.check_access("write")
        of_all = self.match_ids.filtered(lambda match: match.state == "posted")
        of_all.mapped("matched_with")  # at once, as they are put into words one by one
        posted = {line: line.match_ids & of_all for line in self}
        words = {line: self._undone_words(reason, matches) for line, matches in posted.items()}
        postings = self.match_ids.post_run_id
        run = self.env["account.bank.match.posting"]._undo(self)
        run.write({"reason": reason, "undone_run_ids": [(6, 0, postings.ids)]})
        undone = self.filtered(lambda line: posted[line] and "posted" not in line.match_ids.mapped("state"))
        undone.move_id._message_log_batch({line.move_id.id: words[line] for line in undone})
        self.journal_id._update_match_activity()
        return run

    def _undone_words(self, reason, matches):
        """:return: what the chatter of a line's entry says about its undo"""
        posting = matches.post_run_id[:1]
        words = self.env._(
            "Posting undone: %(reason)s. It was matched with %(matches)s, posted by %(user)s on %(moment)s.",
            reason=reason.rstrip("."),
            matches="; ".join(matches.mapped("matched_with")),
            user=posting.user_id.name or "",
            moment=format_datetime(self.env, posting.date, dt_format="short") if posting else "",
        )
        if drafts := matches.filtered("posted_draft").move_line_id.move_id:
            kept = self.env._(
                "Still posted, though they were drafts before: %s.", ", ".join(drafts.mapped("display_name"))
            )
            words = f"{words} {kept}"
        return words

    def action_undo_matches(self):
        """Give back the entries as they were before posting; the matches are kept as accepted."""
        self.check_access("write")
        run = self.env["account.bank.match.posting"]._undo(self)
        return run._notify()

    def action_undo_reconciliation(self):
        """EXTENDS account. Undoing on the host's screens ends the matches: there is nothing left they stand for."""
        self.match_ids.filtered(lambda match: match.state == "posted").with_context(
            bank_match_follows_ledger=True
        ).unlink()
        return super().action_undo_reconciliation()

    def _match_with_account(self, account):
        """Book what is left of each line to one account, as a person's decision.

        :param account: ``account.account`` record
        """
        return self._match_by_hand(lambda line: {"account_id": account.id, "name": line.payment_ref})

    def _match_with_item(self, move_line):
        """Apply an open item to the line as a person's decision, as much of it as the line has left.

        :param move_line: ``account.move.line`` record not fully reconciled: posted, or an instalment of a draft,
            which is posted with the line
        :raise UserError: when the item is not open
        """
        self.ensure_one()
        draft = move_line.parent_state == "draft" and move_line.display_type == "payment_term"
        standing = draft or move_line.parent_state == "posted"
        if move_line.reconciled or not standing or not move_line.account_id.reconcile:
            raise UserError(self.env._("%s is not an open item.", move_line.display_name))
        return self._match_by_hand(lambda line: {"move_line_id": move_line.id})

    def _match_by_hand(self, values_of_line):
        """Drop what was proposed and add one accepted match a line.

        :raise UserError: when one of the lines is already reconciled
        """
        self.check_access("write")
        if posted := self.filtered("is_reconciled"):
            raise UserError(self.env._("“%s” is already reconciled.", posted[0].payment_ref or posted[0].display_name))
        self.match_ids.filtered(lambda match: match.state == "proposed").unlink()
        return self.env["account.bank.match"].create(
            [{"statement_line_id": line.id, "accepted_by_id": self.env.uid, **values_of_line(line)} for line in self]
        )
