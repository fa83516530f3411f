from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_datetime
from odoo.tools.translate import get_translation

# Written by posting and reopening only.
LIFE = {"reconciliation_state", "posted_date", "posted_by_id", "snapshot"}


class AccountBankStatement(models.Model):
    """The life of a statement: open, posted and locked, open again."""

    _name = "account.bank.statement"
    _inherit = ["account.bank.statement", "mail.thread", "mail.activity.mixin"]

    name = fields.Char(tracking=True)
    date = fields.Date(tracking=True)
    balance_start = fields.Monetary(tracking=True)
    balance_end_real = fields.Monetary(tracking=True)
    number_given = fields.Boolean(
        readonly=True, copy=False, help="The number was given by a person or by a posting, and stays."
    )
    reconciliation_state = fields.Selection(
        [("open", "Open"), ("posted", "Posted")],
        string="Reconciliation",
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    posted_date = fields.Datetime(string="Posted on", readonly=True, copy=False)
    posted_by_id = fields.Many2one("res.users", string="Posted by", readonly=True, copy=False, ondelete="restrict")
    snapshot = fields.Json(
        readonly=True, copy=False, help="The figures of the reconciliation as they were when it was posted."
    )

    _posted_number = models.UniqueIndex(
        "(journal_id, name) WHERE reconciliation_state = 'posted'",
        "Another posted statement of this bank has this number. Change the number.",
    )

    # -------------------------------------------------------------------------------------------- what may be written

    @api.model_create_multi
    def create(self, vals_list):
        """EXTENDS account. A statement begins open; a number that is not made up from its date is kept."""
        self._check_life(*vals_list)
        statements = super().create(vals_list)
        for statement, vals in zip(statements, vals_list, strict=True):
            if vals.get("name") and not statement._has_default_name():
                statement.number_given = True
        return statements

    def write(self, vals):
        """EXTENDS account. A posted statement stays as it is; later balances follow a changed ending balance."""
        self._check_life(vals)
        lock = self.env["account.bank.statement.lock"]
        if lock._is_content(vals):
            lock._check_open(self)
        if "name" in vals:
            vals = {**vals, "number_given": bool(vals["name"])}
        ends = {statement: statement.balance_end_real for statement in self} if "balance_end_real" in vals else {}
        result = super().write(vals)
        for statement, end in ends.items():
            statement._roll_forward(end)
        return result

    @api.ondelete(at_uninstall=False)
    def _bank_lock_on_unlink(self):
        self.env["account.bank.statement.lock"]._check_open(self)

    @api.model
    def _check_life(self, *vals_list):
        if any(not LIFE.isdisjoint(vals) for vals in vals_list):
            raise UserError(self.env._("A statement is posted and reopened by its buttons, not by writing its state."))

    def _write_life(self, vals):
        """Write past the lock: for posting, reopening and what follows from them."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _has_default_name(self):
        """:return: whether the number is the host's own: bank code, the word Statement, a date or the bank's number"""
        word = get_translation("account", self.env.lang or "en_US", "Statement %(date)s", {"date": ""}).strip()
        return not self.name or self.name.startswith(f"{self.journal_id.code} {word}")

    def _roll_forward(self, end):
        """Carry a changed ending balance to the statements after this one, as long as they followed the old one.

        :param end: the ending balance as it was
        """
        currency = self.currency_id
        change = self.balance_end_real - end
        if currency.is_zero(change) or not self.first_line_index:
            return
        later = self.search(
            [("journal_id", "=", self.journal_id.id), ("first_line_index", ">", self.first_line_index)],
            order="first_line_index",
        )
        words = self.env._(
            "Balances moved by %(change)s: the ending balance of statement %(statement)s was changed.",
            change=currency.format(change),
            statement=self.name,
        )
        for statement in later:
            if currency.compare_amounts(statement.balance_start, end):
                break
            end = statement.balance_end_real
            statement._write_life({"balance_start": statement.balance_start + change, "balance_end_real": end + change})
            statement._message_log(body=words)

    # ---------------------------------------------------------------------------------------------------------- posting

    def action_post_statement(self):
        """Post the accepted lines, then number and lock the statement.

        Lines the host refuses (a lock date, say) stay accepted and say why; the others are posted, and the statement
        stays open.

        :return: a notification
        :raise UserError: says all that is missing
        """
        self._lock_row()
        if missing := self._missing_to_post():
            raise UserError(
                self.env._(
                    "Statement %(statement)s cannot be posted yet. %(missing)s",
                    statement=self.name,
                    missing=" ".join(missing),
                )
            )
        accepted = self.line_ids.filtered(lambda line: line.state == "posted" and not line.is_reconciled)
        run = accepted._post_accepted_matches() if accepted else None
        if run and run.refused_count:
            return run._notify()
        if missing := self._missing_in_posted_lines():
            raise UserError(missing)
        self.journal_id._update_match_activity()
        self._close()
        return self._notify_posted()

    def action_post_and_print(self):
        """Post the statement, then print its reconciliation."""
        notification = self.action_post_statement()
        if self.reconciliation_state == "posted":
            return self.action_reconciliation_statement()
        return notification

    def _missing_in_posted_lines(self):
        """:return: why the lines are not all closed although nothing was refused; a statement says no more than is"""
        left = self.line_ids.filtered(lambda line: line.state == "posted" and not line.is_reconciled)
        return left and self.env._("Lines that are still open after posting: %s. Nothing was posted.", len(left))

    def _lock_row(self):
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update():
            raise UserError(self.env._("Somebody else is working on statement %s just now.", self.name))

    def _close(self):
        """Number the statement, keep its figures as they are now, and lock it."""
        sequence = self.journal_id.statement_sequence_id
        number = {}
        if sequence and not self.number_given:
            number = {"name": sequence.next_by_id(sequence_date=self.date)}
        self._write_life(
            {
                **number,
                "number_given": True,
                "reconciliation_state": "posted",
                "posted_date": fields.Datetime.now(),
                "posted_by_id": self.env.uid,
            }
        )
        self._write_life({"snapshot": self.env["account.bank.statement.figures"]._figures(self)})

    def _notify_posted(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Statement %s is posted.", self.name),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # -------------------------------------------------------------------------------------------------------- reopening

    def action_reopen(self):
        """Ask why, then open a posted statement again."""
        self.ensure_one()
        if why := self._why_not_reopen():
            raise UserError(why)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen %s", self.name),
            "res_model": "account.bank.reopen.wizard",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_statement_id": self.id},
        }

    def _why_not_reopen(self):
        """:return: why the user cannot reopen the statement; empty when it is possible"""
        if self.reconciliation_state != "posted":
            return self.env._("The statement is not posted.")
        if not self.env.user.has_group("bank_reconcile_plus.group_bank_reconcile_manager"):
            return self.env._("Only a bank reconciliation manager can open a posted statement again.")
        return ""

    def _reopen(self, reason):
        """Open a posted statement again: entries as before posting, items open, matches kept as accepted.

        Any posted statement can be opened, in any order. What its lines were reconciled with by other means than a
        match stays.

        :param str reason: kept in the chatter of the statement and of the entries
        :raise UserError: when an entry cannot be taken back; nothing is changed then
        """
        self._lock_row()
        if why := self._why_not_reopen():
            raise UserError(why)
        words = self.env._(
            "Reopened: %(reason)s. It was posted by %(user)s on %(moment)s with an ending balance of %(end)s.",
            reason=reason.rstrip("."),
            user=self.posted_by_id.name,
            moment=format_datetime(self.env, self.posted_date, dt_format="short"),
            end=self.currency_id.format(self.balance_end_real),
        )
        self._write_life(
            {"reconciliation_state": "open", "posted_date": False, "posted_by_id": False, "snapshot": False}
        )
        lines = self.line_ids.filtered(lambda line: "posted" in line.match_ids.mapped("state"))
        run = lines._undo_with_reason(reason) if lines else None
        if run and run.refused_count:
            raise UserError(
                self.env._(
                    "Statement %(statement)s stays posted, as some of its entries cannot be taken back:\n%(lines)s",
                    statement=self.name,
                    lines=run.refusal_text,
                )
            )
        self._message_log(body=words)

    def _reopened_words(self):
        """:return: what to tell whoever opened the statement again"""
        return self.env._("Statement %s is open again. Its matches are kept as accepted.", self.name)
