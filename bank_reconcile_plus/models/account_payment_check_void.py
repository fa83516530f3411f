from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class AccountPayment(models.Model):
    """Void checks: the payment is taken back, what it paid is open again, and the number is kept."""

    _inherit = "account.payment"

    check_void_date = fields.Date(string="Void Since", readonly=True, copy=False, tracking=True)
    check_void_reason = fields.Char(string="Void Because", readonly=True, copy=False)

    def action_open_void_wizard(self):
        """Ask for date and reason, then void these checks."""
        self.check_access("write")
        return self.env["account.bank.void.wizard"]._action_open(self)

    def action_draft(self):
        """EXTENDS account. A payment that is worked on again is no void check any more; the chatter keeps it was."""
        result = super().action_draft()
        self.filtered("check_void_date").write({"check_void_date": False, "check_void_reason": False})
        return result

    def _void_refusals(self):
        """:return: dict of payment -> why its check cannot be voided, in a sentence"""
        reasons = {}
        for payment in self:
            names = {"check": payment.check_number or payment.name or ""}
            accepted = payment._accepted_bank_lines()
            if not payment._is_check():
                reasons[payment] = self.env._("Payment %s has no check number.", payment.display_name)
            elif payment.check_state == "void":
                reasons[payment] = self.env._("Check %(check)s is void already.", **names)
            elif payment.check_state == "cleared":
                reasons[payment] = payment._cleared_words(names["check"])
            elif payment.state == "draft":
                reasons[payment] = self.env._("Check %(check)s is a draft: cancel it or delete it.", **names)
            elif not payment.check_state:
                reasons[payment] = self.env._("Payment %s is not under way any more.", payment.display_name)
            elif lump_sum := payment._waiting_lump_sum():
                reasons[payment] = self.env._(
                    "Check %(check)s is part of %(batch)s, which is booked as one sum. Undo the batch first.",
                    batch=lump_sum.name,
                    **names,
                )
            elif accepted:
                reasons[payment] = self.env._(
                    "Check %(check)s is matched with the bank's line of %(date)s. Remove that match first.",
                    date=format_date(self.env, accepted[0].date),
                    **names,
                )
        return reasons

    def _cleared_words(self, number):
        line = self.reconciled_statement_line_ids[:1]
        if not line:
            return self.env._("Check %s counts as cleared in the books: it cannot be voided.", number)
        return self.env._(
            "The bank cleared check %(check)s on %(date)s: it cannot be voided. If that line is wrongly matched, undo"
            " the line first.",
            check=number,
            date=format_date(self.env, line.date),
        )

    def _void_words(self):
        """:return: that this check is void and the bank cashed it, in a sentence"""
        self.ensure_one()
        if not self.check_void_date:
            return self.env._("Check %s is void, but the bank cashed it.", self.check_number)
        return self.env._(
            "Check %(check)s is void since %(date)s (%(reason)s), but the bank cashed it.",
            check=self.check_number,
            date=format_date(self.env, self.check_void_date),
            reason=self.check_void_reason or "",
        )

    def _bank_matches(self):
        """:return: matches of bank lines with these payments that are not posted"""
        return self.env["account.bank.match"].search(
            [
                ("state", "!=", "posted"),
                "|",
                ("payment_id", "in", self.ids),
                ("move_line_id", "in", self.move_id.line_ids.ids),
            ]
        )

    def _accepted_bank_lines(self):
        matches = self._bank_matches().filtered(lambda match: match.state == "accepted")
        return matches.statement_line_id

    def _void_checks(self, date, reason, reverse=False):
        """Take payments by check back: what they paid is open again, the number stays and shows as void.

        An entry that may still change is cancelled; one that is locked, hashed or in a closed period is reversed on
        the date.

        :param date: day from which the checks are void; reversals are dated so
        :param str reason: in the words of who voids them
        :param bool reverse: leave every entry as it is and reverse it, also where it could be cancelled
        :raise UserError: when one of the checks cannot be voided; then none is
        """
        self.check_access("write")
        reasons = list(self._void_refusals().values())
        for payment in self.filtered(lambda payment: payment.date > date):
            reasons.append(
                self.env._(
                    "Check %(check)s is of %(date)s: it cannot be void before.",
                    check=payment.check_number or payment.name,
                    date=format_date(self.env, payment.date),
                )
            )
        if reasons:
            raise UserError("\n".join(reasons))
        self._bank_matches().unlink()
        documents = {payment: payment.reconciled_bill_ids | payment.reconciled_invoice_ids for payment in self}
        reversed_payments = self.filtered(lambda payment: payment.move_id and (reverse or payment._entry_is_closed()))
        (self - reversed_payments).action_cancel()
        reversed_payments._void_by_reversal(date, reason)
        self.write({"check_void_date": date, "check_void_reason": reason})
        self._log_void(documents)

    def _entry_is_closed(self):
        """Whether the host does not let the entry be changed: hashed, in a closed period, or to be asked elsewhere."""
        self.ensure_one()
        move = self.move_id
        locks = move._get_violated_lock_dates(move.date, bool(move.line_ids.tax_ids))
        return bool(move.inalterable_hash or move.need_cancel_request or locks)

    def _void_by_reversal(self, date, reason):
        """Reverse entries on a date; original and reversal are reconciled with each other by the host."""
        if not self:
            return
        self.move_id._reverse_moves(
            [
                {
                    "date": date,
                    "ref": self.env._("Check %(check)s void: %(reason)s", check=payment.check_number, reason=reason),
                }
                for payment in self
            ],
            cancel=True,
        )
        self.write({"state": "canceled"})

    def _log_void(self, documents):
        """Say in the chatter of the payments and of what they paid that the checks are void, since when and why."""
        bodies, notes = {}, {}
        for payment, moves in documents.items():
            values = {
                "check": payment.check_number or payment.name,
                "date": format_date(self.env, payment.check_void_date),
                "reason": payment.check_void_reason,
            }
            bodies[payment.id] = self.env._("Check %(check)s is void since %(date)s: %(reason)s", **values)
            for move in moves:
                notes[move.id] = self.env._(
                    "Check %(check)s, which paid this, is void since %(date)s: %(reason)s", **values
                )
        self._message_log_batch(bodies)
        self.env["account.move"].browse(notes)._message_log_batch(notes)
