from odoo import Command, api, models
from odoo.exceptions import UserError

from .words import line_words

# What of the matches says why, and goes with them to the payment and back.
REASONS = ("origin", "confidence", "automatic", "explanations", "score", "evidence")
PARTNER_ACCOUNTS = ("asset_receivable", "liability_payable")


class AccountBankMatchPayment(models.AbstractModel):
    """Registers payments for accepted matches and leaves the bank's side to be posted later.

    The host's own payment registration makes them. The line stays open; its match then points to what the payment
    waits with on the outstanding account, so posting the line later recognises it and books nothing twice.
    """

    _name = "account.bank.match.payment"
    _description = "Bank Match Payments"

    @api.model
    def _register_payments(self, lines):
        """Register the payments of accepted lines.

        :param lines: ``account.bank.statement.line`` records
        :return: ``account.bank.match.run`` record
        """
        return self.env["account.bank.match.posting"]._run("pay", lines)

    @api.model
    def _cancel_payments(self, lines):
        """Cancel the payments registered from open lines; the matches settle the documents again, as accepted.

        :param lines: ``account.bank.statement.line`` records
        :return: ``account.bank.match.run`` record
        """
        return self.env["account.bank.match.posting"]._run("unpay", lines)

    # ------------------------------------------------------------------------------------------------ what is refused

    @api.model
    def _refusals(self, lines):
        """:return: line -> reason, for lines that settle nothing a payment could be registered for"""
        return {
            line: self.env._("Nothing of this line settles a document of a customer or vendor.")
            for line in lines
            if not self._document_matches(line)
        }

    @api.model
    def _refusals_of_undo(self, lines):
        payments = self._payments_of(lines).grouped("bank_line_id")
        reasons = {}
        for line in lines:
            if line not in payments:
                reasons[line] = self.env._("No payment was registered from this line.")
            elif any(match.state == "posted" for match in line.match_ids):
                reasons[line] = self.env._("The line is posted. Undo it first, then its payments.")
        return reasons

    @api.model
    def _document_matches(self, line):
        return line.match_ids.filtered(
            lambda match: match.state == "accepted" and match.move_line_id.account_id.account_type in PARTNER_ACCOUNTS
        )

    @api.model
    def _payments_of(self, lines):
        """:return: the payments registered from the lines that still stand"""
        return self.env["account.payment"].search(
            [("bank_line_id", "in", lines.ids), ("state", "in", ("in_process", "paid"))]
        )

    # ----------------------------------------------------------------------------------------------------- registering

    @api.model
    def _pay_chunk(self, run, lines):
        for line in lines:
            discounts = line.match_ids.filtered(lambda match: match.write_off_reason == "early_payment_discount")
            groups = self._groups(line)
            discount_of = self._discount_of_group(line, discounts, groups)
            for matches in groups:
                self._pay(run, line, matches, discount_of.get(matches, discounts.browse()))

    @api.model
    def _groups(self, line):
        """:return: list of matches that one payment settles: of one party and account, each item settled in full

        A part of an item gets a payment of its own, for the host would spread a common one its own way.
        """
        register = self.env["account.payment.register"]
        groups = {}
        for match in self._document_matches(line):
            item = match.move_line_id
            whole = not item.currency_id.compare_amounts(match.item_amount, item.amount_residual_currency)
            key = (*register._get_line_batch_key(item).values(), None if whole else match.id)
            groups[key] = groups.get(key, match.browse()) | match
        return list(groups.values())

    @api.model
    def _discount_of_group(self, line, discounts, groups):
        """:return: group -> the matches of early payment discounts its payment takes

        :raise UserError: when a discount belongs to several payments
        """
        found = {}
        for discount in discounts:
            items = self.env["account.bank.match.entry"]._discounted_items(discount)
            owners = [matches for matches in groups if items & matches.move_line_id]
            if len(owners) != 1:
                raise UserError(
                    self.env._("Its discount belongs to several payments. Post the line itself instead of payments.")
                )
            found[owners[0]] = found.get(owners[0], discounts.browse()) | discount
        return found

    @api.model
    def _pay(self, run, line, matches, discounts):
        """Register one payment and let one match to it take the place of those it settles."""
        documents = matches.move_line_id.move_id
        payment = self._create_payment(line, matches, discounts)
        waiting = self._waiting_item(payment)
        everything = matches | discounts
        values = {
            "statement_line_id": line.id,
            "amount": sum(everything.mapped("amount")),
            "item_amount": waiting.amount_residual_currency or payment.amount_signed,
            "name": matches[0].name,
            "accepted_by_id": matches[0].accepted_by_id.id or self.env.uid,
            "sequence": matches[0].sequence,
            "rule_id": matches[0].rule_id.id,
            "run_id": matches[0].run_id.id,
            **{name: matches[0][name] for name in REASONS},
            **({"move_line_id": waiting.id} if waiting else {"payment_id": payment.id}),
        }
        everything.unlink()
        self.env["account.bank.match"].create(values)
        payment.bank_line_id = line
        words = self.env._(
            "Registered from the bank line %(line)s for %(documents)s. The line itself is still to be posted.",
            line=line_words(line),
            documents=", ".join(documents.mapped("display_name")),
        )
        payment._message_log(body=words)
        run.payment_ids = [Command.link(payment.id)]

    @api.model
    def _create_payment(self, line, matches, discounts):
        """:return: the payment the host registers for the matches' items

        :raise UserError: when the host would register another one than the matches say
        """
        items = matches.move_line_id
        currency = items.currency_id
        total = sum(matches.mapped("item_amount"))
        if discounts:
            share = sum((matches | discounts).mapped("amount")) / sum(matches.mapped("amount"))
            total *= share
        total = currency.round(total)
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move.line", active_ids=items.ids)
            .create(
                {
                    "payment_date": line.date,
                    "journal_id": line.journal_id.id,
                    "currency_id": currency.id,
                    "amount": abs(total),
                    "group_payment": True,
                    "communication": line.payment_ref,
                }
            )
        )
        if not wizard.can_edit_wizard or (wizard.payment_type == "inbound") != (total > 0):
            raise UserError(self.env._("One payment cannot settle these documents. Post the line itself instead."))
        if discounts and not wizard.early_payment_discount_mode:
            raise UserError(
                self.env._("A payment of that day no longer gets the discount. Post the line itself instead.")
            )
        wizard.payment_difference_handling = "reconcile" if discounts else "open"
        return wizard._create_payments()

    @api.model
    def _waiting_item(self, payment):
        """:return: the journal item the payment waits with for the bank; none when it has no entry

        :raise UserError: when the payment is booked on the bank's account itself
        """
        if not payment.move_id:
            return self.env["account.move.line"]
        waiting = payment._seek_for_lines()[0]
        if len(waiting) != 1 or not waiting.account_id.reconcile or waiting.reconciled:
            raise UserError(
                self.env._(
                    "Payments by %(method)s of %(journal)s are not booked on an outstanding account that can be"
                    " reconciled; the line would be booked twice.",
                    method=payment.payment_method_line_id.name,
                    journal=payment.journal_id.display_name,
                )
            )
        return waiting

    # ---------------------------------------------------------------------------------------------------- taking back

    @api.model
    def _unpay_chunk(self, run, lines):
        payments = self._payments_of(lines)
        values = []
        for payment in payments:
            values += self._values_before(payment)
            self._match_of(payment).unlink()
        payments.action_cancel()
        self.env["account.bank.match"].create(values)
        run.payment_ids = [Command.set(payments.ids)]

    @api.model
    def _match_of(self, payment):
        """:return: the match of the payment's own line with it"""
        return payment.bank_line_id.match_ids.filtered(
            lambda match: match.payment_id == payment or match.move_line_id in payment.move_id.line_ids
        )

    @api.model
    def _values_before(self, payment):
        """What the line settled before the payment was registered, as the ledger says: the items it was applied to.

        :return: list of values of matches; empty when somebody removed the match meanwhile
        """
        match = self._match_of(payment)
        settled = self._settled_amounts(payment)
        if not match or not settled:
            return []
        line = payment.bank_line_id
        common = {
            "statement_line_id": line.id,
            "accepted_by_id": match.accepted_by_id.id,
            "rule_id": match.rule_id.id,
            "run_id": match.run_id.id,
            **{name: match[name] for name in REASONS},
        }
        rate = match.amount / match.item_amount if match.item_amount else 1.0
        rows = [
            {
                **common,
                "sequence": match.sequence + place,
                "move_line_id": item.id,
                "item_amount": amount,
                "amount": line.currency_id.round(amount * rate),
            }
            for place, (item, amount) in enumerate(settled.items())
        ]
        rest = line.currency_id.round(match.amount - sum(row["amount"] for row in rows))
        if not line.currency_id.is_zero(rest):
            reason = {"write_off_reason": "early_payment_discount"} if self._took_discount(payment) else {}
            if not reason:
                rows[-1]["amount"] += rest
            else:
                account = self.env["account.bank.matcher"]._discount_account(line.company_id, rest)
                rows.append({**common, "sequence": 100, "amount": rest, "account_id": account.id, **reason})
        return rows

    @api.model
    def _took_discount(self, payment):
        return bool(payment._seek_for_lines()[2])

    @api.model
    def _settled_amounts(self, payment):
        """:return: journal item -> signed amount in its currency that the payment settles of it"""
        if not payment.move_id:
            return {
                item: item.amount_residual_currency
                for item in self.env["account.bank.match.entry"]._items_paid(self._match_of(payment))
            }
        settled = {}
        items = payment.move_id.line_ids.filtered(lambda item: item.account_id.account_type in PARTNER_ACCOUNTS)
        for partial in items.matched_debit_ids:
            settled[partial.debit_move_id] = settled.get(partial.debit_move_id, 0) + partial.debit_amount_currency
        for partial in items.matched_credit_ids:
            settled[partial.credit_move_id] = settled.get(partial.credit_move_id, 0) - partial.credit_amount_currency
        return settled
