from types import SimpleNamespace

from markupsafe import Markup

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class AccountBankBatch(models.Model):
    """Posting a batch and taking it back: payments of its lines, and one entry for the rest."""

    _inherit = "account.bank.batch"

    def action_post(self):
        """Register what was typed, book the entry, and wait for the bank's line.

        :raise UserError: with all that is missing
        """
        for batch in self:
            batch._lock()
            if batch.state != "draft":
                raise UserError(self.env._("%s is posted already.", batch.name))
            if problems := batch._problems():
                raise UserError("\n".join([self.env._("%s cannot be posted yet.", batch.name), *problems]))
            batch._post()
        return True

    def _lock(self):
        if not self.try_lock_for_update() or self.payment_ids - self.payment_ids.try_lock_for_update(
            allow_referencing=True
        ):
            raise UserError(self.env._("Somebody else is working on %s just now.", self.name))

    def _post(self):
        self.ensure_one()
        waiting = self._waiting_items(self.payment_ids)
        self._bank_matches(waiting, self.payment_ids).statement_line_id.match_ids.filtered(
            lambda match: match.state == "proposed"
        ).unlink()
        self._make_payments()
        self._make_entry()
        self.state = "posted"
        self.env["account.bank.match.background"]._wake_for_items(self.payment_ids.move_id | self.move_id)

    def _make_payments(self):
        """Register a payment for each line of a customer or vendor, and apply it as the line says."""
        lines = self.line_ids.filtered(lambda line: line.kind != "account")
        payments = self.env["account.payment"].create([line._payment_values() for line in lines])
        payments.action_post()
        for line, payment in zip(lines, payments, strict=True):
            line.payment_id = payment
            line._apply()  # one after the other: the next finds open what this one left
            payment._message_log(body=self.env._("Made by %s.", self._get_html_link()))

    # ------------------------------------------------------------------------------------------------------ the entry

    def _make_entry(self):
        """Book the lines of accounts, and the lump sum, in one entry; reconcile the payments into it."""
        typed = self.line_ids.filtered(lambda line: line.kind == "account")
        waiting = self._waiting_items(self.payment_ids) if self.is_lump_sum else self.env["account.move.line"]
        if not typed and not self.is_lump_sum:
            return
        rows = []
        for line in typed:
            rows += self._account_values(line)
            if not self.is_lump_sum:
                rows.append(self._outstanding_values(self._entry_balance(line), line))
        start = len(rows)
        rows += [self._settling_values(item) for item in waiting]
        if self.is_lump_sum:
            rows.append(self._outstanding_values(-sum(row["balance"] for row in rows)))
        self.move_id = (
            self.env["account.move"]
            .with_context(skip_invoice_sync=True)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": self.journal_id.id,
                    "date": self.date,
                    "ref": self.name,
                    "line_ids": [Command.create(row) for row in rows],
                }
            )
        )
        self.move_id.action_post()
        settling = self.move_id.line_ids.sorted("id")[start : start + len(waiting)]
        waiting._reconcile_plan([item | own for item, own in zip(waiting, settling, strict=True)])

    def _outstanding_account(self):
        """:return: where the batch waits for the bank: with its payments, or where the bank's payments do"""
        if accounts := self._waiting_items(self.payment_ids).account_id:
            return accounts[0]
        methods = self.journal_id._get_available_payment_method_lines(self.batch_type)
        if methods.payment_account_id:
            return methods.payment_account_id[0]
        draft = self.env["account.payment"].new({"company_id": self.company_id.id, "journal_id": self.journal_id.id})
        return draft._get_outstanding_account(self.batch_type)

    def _entry_balance(self, line):
        """:return: the company amount of a line, signed as the ledger has money in"""
        return self.currency_id._convert(
            line.amount * line._sign(), self.company_id.currency_id, self.company_id, self.date
        )

    def _outstanding_values(self, balance, line=None):
        amount = line.amount if line else self.amount
        sign = 1 if self.batch_type == "inbound" else -1
        words = " ".join(
            filter(None, [self.name, line.check_number, line.memo] if line else [self.name, self.reference])
        )
        return {
            "name": words,
            "account_id": self._outstanding_account().id,
            "partner_id": line.partner_id.id if line else False,
            "currency_id": self.currency_id.id,
            "amount_currency": amount * sign,
            "balance": balance,
            "date_maturity": self.date,
            "bank_batch_id": self.id,
        }

    def _settling_values(self, item):
        """What takes the place of a payment's outstanding item in the lump sum."""
        return {
            "name": " ".join([self.name, item.move_id.name]),
            "account_id": item.account_id.id,
            "partner_id": item.partner_id.id,
            "currency_id": item.currency_id.id,
            "amount_currency": -item.amount_residual_currency,
            "balance": -item.amount_residual,
            "date_maturity": self.date,
        }

    def _account_values(self, line):
        """:return: list of values of the items on the account, taxes taken out as the host computes them"""
        values = {
            "move_id": False,
            "name": line.memo or self.name,
            "account_id": line.account_id.id,
            "partner_id": line.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": -line.amount * line._sign(),
            "balance": -self._entry_balance(line),
            "analytic_distribution": line.analytic_distribution,
        }
        rows = [{**values, "tax_ids": [Command.clear()]}]
        if line.tax_ids:
            gross = SimpleNamespace(
                company_id=self.company_id,
                tax_ids=line.tax_ids,
                partner_id=line.partner_id,
                account_id=line.account_id,
                analytic_distribution=line.analytic_distribution,
                amount=line.amount * line._sign(),
            )
            rows = self.env["account.bank.match.entry"]._with_taxes(gross, values)
        return [{name: value for name, value in row.items() if name != "move_id"} for row in rows]

    # ----------------------------------------------------------------------------------------------------------- undo

    def action_undo(self):
        """Take the batch back: its entry and the payments it made are cancelled, its own payments wait as before.

        :raise UserError: when the bank's line has it already
        """
        for batch in self:
            batch._lock()
            batch._check_undo()
            batch._undo()
        return True

    def _undo(self):
        self.ensure_one()
        items = self._outstanding_items()
        proposals = self._bank_matches(items, self.payment_ids)
        proposals.statement_line_id.match_ids.filtered(lambda match: match.state == "proposed").unlink()
        made = self.line_ids.payment_id
        entry = self.move_id
        self.write({"state": "draft", "move_id": False})
        self.line_ids.payment_id = False
        made.bank_batch_id = False
        if entry:
            entry.button_draft()
            entry.line_ids.bank_batch_id = False
            entry.button_cancel()
        if made:
            made.action_draft()
            made.action_cancel()
        cancelled = [record._get_html_link() for record in (*entry, *made)]
        if cancelled:
            body = self.env._("Undone. Cancelled: %s", Markup(", ").join(cancelled))
            self._message_log(body=body)

    # -------------------------------------------------------------------------------------------------------- preview

    def action_preview(self):
        """Show what posting would make; nothing is posted."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("%s is posted already.", self.name))
        problems = self._problems()
        if problems and problems != self._total_problems():
            raise UserError("\n".join([self.env._("%s cannot be posted yet.", self.name), *problems]))
        result = self.env["account.bank.match.preview"]._preview_batch(self)
        result["refusals"] = [[self.name, reason] for reason in problems]
        wizard = self.env["account.bank.preview.wizard"].create({"result": result})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview of %s", self.name),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # ------------------------------------------------------------------------------------------------------ the slip

    def action_print_slip(self):
        """Print the deposit slip, or the list of the payments of a batch."""
        return self.env.ref("bank_reconcile_plus.action_report_bank_batch").report_action(self, config=False)

    def _slip_title(self):
        return self.env._("Deposit Slip") if self.batch_type == "inbound" else self.env._("Payment Batch")

    def _slip_file_name(self):
        return f"{self._slip_title()} {(self.name or '').replace('/', '-')}"

    def _slip_rows(self):
        """:return: list of dicts in the reader's formats: a payment or line each, cancelled ones left out"""
        payments = self.payment_ids.filtered(lambda payment: payment.state not in ("canceled", "rejected"))
        rows = [
            {
                "date": format_date(self.env, payment.date),
                "name": payment.name or "",
                "partner": payment.partner_id.display_name or "",
                "check": payment.check_number or "",
                "memo": payment.memo or "",
                "account": payment.partner_bank_id.acc_number or "" if self.batch_type == "outbound" else "",
                "amount": self.currency_id.format(payment.amount),
            }
            for payment in payments.sorted(lambda payment: (payment.date, payment.name or "", payment.id))
        ]
        typed = self.line_ids._without_payment()
        return rows + [
            {
                "date": format_date(self.env, line.date or self.date),
                "name": "",
                "partner": line.partner_id.display_name or line.account_id.name or "",
                "check": line.check_number or "",
                "memo": line.memo or "",
                "account": "",
                "amount": self.currency_id.format(line.amount),
            }
            for line in typed
        ]
