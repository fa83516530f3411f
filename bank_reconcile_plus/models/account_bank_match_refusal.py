from odoo import api, models
from odoo.tools import format_list
from odoo.tools.misc import format_date

NAMED_ADVISERS = 3


class AccountBankMatchRefusal(models.AbstractModel):
    """Why a line cannot be posted, paid or undone as it is now, in words that say what to do.

    The host would refuse most of it as well, but for a whole chunk, later, and not always saying who can help.
    """

    _name = "account.bank.match.refusal"
    _description = "Bank Match Refusal"

    @api.model
    def _of_lines(self, lines):
        """:return: line -> reason, for lines whose own state or matches forbid to post them"""
        return self._reasons(lines, self._of_line)

    @api.model
    def _of_items(self, lines):
        """:return: line -> reason, for lines whose items do not have open (any more) what the matches take"""
        left = {item: item.amount_residual_currency for item in lines.match_ids.move_line_id}
        for match in filter(self._gives_back, lines.match_ids):  # a correction by the bank, matched with the same item
            left[match.move_line_id] -= match.item_amount
        valid = self.env["account.payment"]._valid_payment_states()
        payments = lines.match_ids.payment_id
        free = payments.filtered(
            lambda payment: (
                payment.state in valid
                and not payment.move_id
                and "posted" not in payment.bank_match_ids.mapped("state")
            )
        )
        return self._reasons(
            lines, lambda line: self._of_payments(line, free) or self._of_journal_items(line, left, free)
        )

    @api.model
    def _of_undo(self, lines):
        """:return: line -> reason, for lines that cannot be taken back"""
        return self._reasons(lines, self._of_posted_line)

    @api.model
    def _reasons(self, lines, reason_of):
        return {line: reason for line in lines if (reason := reason_of(line))}

    # -------------------------------------------------------------------------------------------------- one line

    @api.model
    def _of_line(self, line):
        env = self.env
        if line.is_reconciled:
            return env._("The line is already reconciled.")
        if line.state != "posted":
            return env._("The line's entry is not posted.")
        if line.bank_duplicate_of_id:
            return env._("%s. Say first whether it is a duplicate.", line.bank_duplicate_words)
        if not line.match_ids:
            return env._("Nothing is matched with this line.")
        if any(match.state == "proposed" for match in line.match_ids):
            return env._("The proposal is not accepted yet.")
        difference = line.currency_id.round(line.amount - sum(line.match_ids.mapped("amount")))
        if difference:
            return env._(
                "%s of the line is not explained. Match it, or transfer it to an account.",
                line.currency_id.format(difference),
            )
        return self._of_accounts(line) or self._of_entry(line)

    @api.model
    def _of_accounts(self, line):
        for match in line.match_ids.filtered(lambda match: not (match.move_line_id or match.payment_id)):
            if not match.account_id:
                return self._missing_account_words(match)
            if not match.account_id.active:
                return self.env._("Account %s is archived.", match.account_id.display_name)
        return None

    @api.model
    def _missing_account_words(self, match):
        reasons = dict(match._fields["write_off_reason"]._description_selection(self.env))
        return self.env._(
            "No account is set for “%(reason)s” on %(journal)s.",
            reason=reasons.get(match.write_off_reason, ""),
            journal=match.journal_id.display_name,
        )

    @api.model
    def _of_posted_line(self, line):
        if not any(match.state == "posted" for match in line.match_ids):
            return self.env._("Nothing of this line was posted from a match.")
        return self._of_entry(line)

    # ---------------------------------------------------------------------------------------- what protects an entry

    @api.model
    def _of_entry(self, line):
        """Whether the line's entry may be rewritten: a hash forbids it for good, a lock date until it is lifted."""
        if line.move_id.inalterable_hash:
            return self.env._(
                "%s is secured with a hash: it cannot be changed any more, only reversed.", line.move_id.name
            )
        taxed = bool(line.match_ids.tax_ids or line.move_id.line_ids.tax_line_id)
        return self._of_period(line.company_id, line.date, taxed)

    @api.model
    def _of_period(self, company, date, taxed):
        """Say why nothing of a date can be changed in a company by this user: which locks, and who may help.

        :param bool taxed: taxes are booked, so a closed tax return counts as well
        """
        # The host knows exceptions granted to this user or to all, and the locks of parent companies.
        locks = company._get_lock_date_violations(date, sale=False, purchase=False, tax=taxed)
        if not locks:
            return None
        names = {name: field["string"] for name, field in company.fields_get([name for _, name in locks]).items()}
        closed = format_list(
            self.env,
            [f"{names[name]} ({format_date(self.env, day)})" for day, name in sorted(locks, key=lambda lock: lock[1])],
        )
        words = self.env._("%(date)s is in a closed period: %(locks)s.", date=format_date(self.env, date), locks=closed)
        if any(name == "hard_lock_date" for _, name in locks):
            return f"{words} {self.env._('Nobody can lift a hard lock.')}"
        advisers = self._advisers(company)
        if not advisers:
            return f"{words} {self.env._('Nobody of this company has the right to lift it.')}"
        return f"{words} {self.env._('May lift it or grant an exception: %s.', advisers)}"

    @api.model
    def _advisers(self, company):
        """:return: the names of a few people who may change the company's lock dates"""
        # Access: any internal user may be told whom to ask, even one who may not list users or groups.
        users = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", self.env.ref("account.group_account_manager").id),
                    ("company_ids", "in", company.ids),
                    ("share", "=", False),
                ],
                order="id",
            )
        )
        if len(users) > NAMED_ADVISERS:
            shown = users[:NAMED_ADVISERS].mapped("name")
            return format_list(self.env, [*shown, self.env._("%s others", len(users) - NAMED_ADVISERS)])
        return format_list(self.env, users.mapped("name")) if users else ""

    # --------------------------------------------------------------------------------------------------------- items

    @api.model
    def _of_payments(self, line, free):
        """:param free: payments without entry that nothing has posted yet"""
        for payment in line.match_ids.payment_id - free:
            return self.env._("Payment %s is not open any more.", payment.display_name)
        return None

    @api.model
    def _of_journal_items(self, line, left, free):
        """Check what the items have open, counting what earlier lines of the same posting take.

        :param dict left: item -> what is left of it, in its currency; lowered by what this line takes
        """
        taking = line.match_ids.filtered(lambda match: match.move_line_id and not self._gives_back(match))
        for match in line.match_ids.filtered("move_line_id"):
            item = match.move_line_id
            if item.parent_state != "posted":
                return self.env._("%s is not posted.", item.move_id.display_name)
            if match not in taking and not item.reconciled:
                continue
            rest = left[item] - match.item_amount
            overdrawn = rest * left[item] < 0 and not item.currency_id.is_zero(rest)
            if item.reconciled or item.currency_id.is_zero(left[item]) or overdrawn:
                return self.env._(
                    "%(item)s has only %(open)s open, the match takes %(taken)s.",
                    item=match.matched_with,
                    open=item.currency_id.format(left[item]),
                    taken=item.currency_id.format(match.item_amount),
                )
        for match in taking:
            left[match.move_line_id] -= match.item_amount
        return None

    @api.model
    def _gives_back(self, match):
        """:return: whether a match runs against its item, and leaves more of it open for others than there was"""
        return match.move_line_id and match.item_amount * match.move_line_id.amount_residual_currency < 0
