from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..matching.check_words import check_key

# Checks named in the activity; the list has them all.
NAMED_CHECKS = 20


class AccountJournal(models.Model):
    """Checks of a bank that it has not shown: their list, and what is stale among them."""

    _inherit = "account.journal"

    check_stale_days = fields.Integer(
        string="Checks Stale After",
        default=180,
        help="Days after its date an outstanding check is stale: banks refuse such checks. 0 for never.",
    )

    @api.constrains("check_stale_days")
    def _check_check_stale_days(self):
        for journal in self:
            if journal.check_stale_days < 0:
                raise ValidationError(self.env._("Checks of %s cannot be stale before they are written.", journal.name))

    def _outstanding_checks_domain(self):
        return Domain("journal_id", "in", self.ids) & Domain("check_state", "in", ("outstanding", "stale"))

    def action_open_checks(self):
        """List the checks of this bank that it has not shown."""
        self.ensure_one()
        return self._open_action(
            "action_account_bank_checks",
            self.env._("Outstanding and Stale Checks"),
            [("journal_id", "=", self.id), *self.env["account.payment"]._check_domain()],
            search_default_outstanding=1,
        )

    def _void_checks(self):
        """Find the void checks of a bank, without those of payments that were cancelled and registered anew.

        :return: dict of (check number without zeros, payment type) -> the bank's payment whose check is void
        """
        payments = self.env["account.payment"].search_fetch(
            Domain("journal_id", "in", self.ids)
            & Domain("state", "=", "canceled")
            & Domain("check_number", "not in", (False, "")),
            ["check_number", "payment_type", "check_void_date"],
            order="id",
        )
        numbers = payments.filtered(lambda payment: not payment.check_void_date).mapped("check_number")
        same = payments._same_numbers(self, numbers)
        live = {key for key, twins in same.items() if any(twin.state in ("in_process", "paid") for twin in twins)}
        return {
            (check_key(payment.check_number), payment.payment_type): payment
            for payment in payments
            if payment.check_void_date or payment._check_identity() not in live
        }

    def _fill_bank_cash_dashboard_data(self, dashboard_data):
        """EXTENDS account. How many checks the bank has not shown, and how many of them are stale."""
        result = super()._fill_bank_cash_dashboard_data(dashboard_data)
        counts = {}
        for state in ("outstanding", "stale"):
            rows = self.env["account.payment"]._read_group(
                Domain("journal_id", "in", self.ids) & Domain("check_state", "=", state), ["journal_id"], ["__count"]
            )
            counts[state] = {journal.id: count for journal, count in rows}
        for journal in self.filtered(lambda journal: journal.type in ("bank", "cash", "credit")):
            stale = counts["stale"].get(journal.id, 0)
            dashboard_data[journal.id].update(
                check_count=counts["outstanding"].get(journal.id, 0) + stale, check_stale_count=stale
            )
        return result

    # ------------------------------------------------------------------------------------------------------ activity

    @api.model
    def _remind_of_stale_checks(self):
        """Keep one activity a bank that names its stale checks, and end it when none is left. For the daily job."""
        Payment = self.env["account.payment"]
        banks = self.search([("type", "in", ("bank", "cash", "credit"))])
        stale = Payment.search(
            Domain("journal_id", "in", banks.ids) & Domain("check_state", "=", "stale"), order="date, id"
        ).grouped("journal_id")
        for bank in banks:
            checks = stale.get(bank, Payment)
            bank._keep_activity(
                "bank_reconcile_plus.mail_activity_type_bank_checks",
                bank._user_for_checks(checks) if checks else self.env["res.users"],
                lambda env, checks=checks: env._("Stale checks: %s", len(checks)),
                lambda env, checks=checks: self._stale_note(env, checks),
            )

    def _user_for_checks(self, checks):
        """:return: who looks after stale checks: the bank's responsible, who wrote the last, a manager of the bank"""
        if self.match_responsible_id:
            return self.match_responsible_id
        managers = self.env.ref("bank_reconcile_plus.group_bank_reconcile_manager").all_user_ids
        for users in (checks[-1].create_uid, managers):
            active = users.filtered(lambda user: user.active and not user.share and self.company_id in user.company_ids)
            if active:
                return active[0]
        return managers.browse()

    @api.model
    def _stale_note(self, env, checks):
        """:return: the stale checks as a list, oldest first, in the language of an environment"""
        rows = [
            env._(
                "Check %(check)s of %(date)s, %(partner)s: %(amount)s",
                check=payment.check_number or payment.name,
                date=format_date(env, payment.date),
                partner=payment.partner_id.name or "",
                amount=payment.currency_id.format(payment.amount),
            )
            for payment in checks.with_env(env)[:NAMED_CHECKS]
        ]
        if len(checks) > NAMED_CHECKS:
            rows.append(env._("and %s more", len(checks) - NAMED_CHECKS))
        return Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % row for row in rows)
