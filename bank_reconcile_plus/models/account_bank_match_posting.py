import time
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError

CHUNK = 200


class AccountBankMatchPosting(models.AbstractModel):
    """Puts accepted matches into the host ledger, and takes them back.

    A line's entry keeps its liquidity journal item; the suspense item is replaced by one counterpart a match (with
    the taxes the host computes), and all counterparts of a chunk are reconciled with their items by one call of the
    host. Lock dates, hashes, archived accounts and access rules are the host's to judge and never gone round.
    """

    _name = "account.bank.match.posting"
    _description = "Bank Match Posting"

    # -------------------------------------------------------------------------------------------------------- public

    @api.model
    def _post(self, lines):
        """Post the accepted matches of lines.

        A line that cannot be posted is left as it was, with its reason; the others are posted.

        :param lines: ``account.bank.statement.line`` records
        :return: ``account.bank.match.run`` record of the posting
        """
        return self._run("post", lines, self._refusals_before_post, self._post_chunk)

    @api.model
    def _undo(self, lines):
        """Give posted lines their entry back: liquidity and suspense, items open again, matches kept as accepted.

        :param lines: ``account.bank.statement.line`` records
        :return: ``account.bank.match.run`` record of the undo
        """
        return self._run("undo", lines, self._refusals_before_undo, self._undo_chunk)

    @api.model
    def _run(self, kind, lines, refusals_before, work):
        started = time.monotonic()
        lines = lines.sorted(lambda line: (line.date, line.id))
        run = self.env["account.bank.match.run"].create(
            {
                "kind": kind,
                "company_id": (lines.company_id[:1] or self.env.company).id,
                "journal_ids": [(6, 0, lines.journal_id.ids)],
                "line_count": len(lines),
            }
        )
        locked, reasons = self._lock(lines)
        reasons |= refusals_before(locked.filtered(lambda line: line not in reasons))
        ready = locked.filtered(lambda line: line not in reasons)
        for start in range(0, len(ready), CHUNK):
            reasons |= self._each_or_halves(ready[start : start + CHUNK], lambda chunk: work(run, chunk))
        self._keep_refusals(locked, reasons)
        run._note_refusals(reasons)
        run.write({"done_count": len(lines) - len(reasons), "duration": time.monotonic() - started})
        return run

    @api.model
    def _lock(self, lines):
        """Lock the lines and the items they settle; whoever comes second is told so.

        :return: the locked lines, freshly read, and line -> reason for the others
        """
        locked = lines.try_lock_for_update()
        items = locked.match_ids.move_line_id
        locked_items = items.try_lock_for_update(allow_referencing=True)
        reasons = {line: self.env._("Somebody else is working on this line just now.") for line in lines - locked}
        for line in locked:
            if busy := line.match_ids.move_line_id - locked_items:
                reasons[line] = self.env._("Somebody else is posting %s just now.", busy[0].display_name)
        locked.invalidate_recordset()
        locked.match_ids.invalidate_recordset()
        items.invalidate_recordset(["amount_residual", "amount_residual_currency", "reconciled"])
        return locked, reasons

    @api.model
    def _each_or_halves(self, lines, work):
        """Do the work on all lines at once; where the host refuses, on halves, down to the line it refuses.

        :return: line -> reason for the lines that were refused; nothing of them remains
        """
        if not lines:
            return {}
        try:
            with self.env.cr.savepoint():
                work(lines)
            return {}
        except (UserError, RedirectWarning) as error:
            self.env.invalidate_all()
            if len(lines) == 1:
                return {lines: str(error.args[0])}
        half = len(lines) // 2
        return self._each_or_halves(lines[:half], work) | self._each_or_halves(lines[half:], work)

    @api.model
    def _keep_refusals(self, locked, reasons):
        """Leave the reason on each line that was refused; a line somebody else has locked is not touched."""
        for line in locked:
            reason = reasons.get(line, False)
            if line.match_refusal != reason:
                line.match_refusal = reason

    # ------------------------------------------------------------------------------------------------ what is refused

    @api.model
    def _refusals_before_post(self, lines):
        """:return: line -> reason, for lines that cannot be posted as they are now"""
        reasons = {}
        left = {item: item.amount_residual_currency for item in lines.match_ids.move_line_id}
        for line in lines:
            reason = self._refusal_of_line(line) or self._refusal_of_items(line, left)
            if reason:
                reasons[line] = reason
        return reasons

    @api.model
    def _refusal_of_line(self, line):
        env = self.env
        if line.is_reconciled:
            return env._("The line is already reconciled.")
        if line.state != "posted":
            return env._("The line's entry is not posted.")
        if not line.match_ids:
            return env._("Nothing is matched with this line.")
        if any(match.state == "proposed" for match in line.match_ids):
            return env._("The proposal is not accepted yet.")
        if not line.currency_id.is_zero(line.match_difference):
            return env._(
                "%s of the line is not explained. Match it, or transfer it to an account.",
                line.currency_id.format(line.match_difference),
            )
        for match in line.match_ids.filtered(lambda match: not match.move_line_id):
            if not match.account_id:
                return self._missing_account_words(match)
            if not match.account_id.active:
                return env._("Account %s is archived.", match.account_id.display_name)
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
    def _refusal_of_items(self, line, left):
        """Check what the items have open, counting what earlier lines of the same posting take.

        :param dict left: item -> what is left of it, in its currency; lowered by what this line takes
        """
        for match in line.match_ids.filtered("move_line_id"):
            item = match.move_line_id
            if item.parent_state != "posted":
                return self.env._("%s is not posted.", item.move_id.display_name)
            rest = left[item] - match.item_amount
            overdrawn = rest * left[item] < 0 and not item.currency_id.is_zero(rest)
            if item.reconciled or item.currency_id.is_zero(left[item]) or overdrawn:
                return self.env._(
                    "%(item)s has only %(open)s open, the match takes %(taken)s.",
                    item=match.matched_with,
                    open=item.currency_id.format(left[item]),
                    taken=item.currency_id.format(match.item_amount),
                )
        for match in line.match_ids.filtered("move_line_id"):
            left[match.move_line_id] -= match.item_amount
        return None

    @api.model
    def _refusals_before_undo(self, lines):
        return {
            line: self.env._("Nothing of this line was posted from a match.")
            for line in lines
            if not any(match.state == "posted" for match in line.match_ids)
        }

    # ------------------------------------------------------------------------------------------------------- posting

    @api.model
    def _ledger_env(self, records):
        """The records with the host's switches for rewriting posted entries of statement lines."""
        return records.with_context(
            skip_account_move_synchronization=True,
            skip_readonly_check=True,
            force_delete=True,
            dynamic_unlink=True,
            no_bank_match_hook=True,
        )

    @api.model
    def _post_chunk(self, run, lines):
        moves = self._ledger_env(lines.move_id)
        self._fill_partners(lines)
        container = {"records": moves}
        with moves._check_balanced(container), moves._sync_dynamic_lines(container):
            values, heads = self._counterpart_values(lines)
            suspense = self._ledger_env(lines.move_id.line_ids).filtered(
                lambda item: item.account_id == item.journal_id.suspense_account_id
            )
            suspense.unlink()
            created = self._ledger_env(self.env["account.move.line"]).create(values)
        plan = []
        for match, index in heads:
            match_values = {"state": "posted", "counterpart_line_id": created[index].id, "post_run_id": run.id}
            match.write(match_values)
            if match.move_line_id:
                plan.append(self.env["account.move.line"].browse((created[index].id, match.move_line_id.id)))
        self.env["account.move.line"]._reconcile_plan(plan)

    @api.model
    def _fill_partners(self, lines):
        """Put the partner of the matches on lines that have none, when it is one partner; undo takes it back."""
        by_partner = defaultdict(self.env["account.bank.statement.line"].browse)
        for line in lines:
            partner = line.match_ids.partner_id
            if not line.partner_id and len(partner) == 1:
                by_partner[partner] |= line
        for partner, partner_lines in by_partner.items():
            self._set_partner(partner_lines, partner, by_match=True)

    @api.model
    def _set_partner(self, lines, partner, by_match):
        self._ledger_env(lines).write({"partner_id": partner.id, "match_set_partner": by_match})
        liquidity = lines.move_id.line_ids.filtered(lambda item: item.account_id == item.journal_id.default_account_id)
        self._ledger_env(liquidity).write({"partner_id": partner.id})
        self._ledger_env(lines.move_id).write({"partner_id": partner.id})

    @api.model
    def _counterpart_values(self, lines):
        """:return: values of all counterpart journal items, and (match, index of its first item) pairs"""
        values, heads = [], []
        for line in lines:
            balances = self._company_balances(line)
            line_values = []
            for match in line.match_ids:
                heads.append((match, len(values) + len(line_values)))
                line_values += self._match_values(match, balances[match])
            values += line_values
        return values, heads

    @api.model
    def _company_balances(self, line):
        """Spread the line's company amount over its matches, at the rate booked on the line; the last takes the cent.

        :return: match -> balance of its counterpart, signed as in the ledger (money in is a credit)
        """
        company_currency = line.company_id.currency_id
        booked = line._company_amount()
        rate = booked / line.amount if line.amount else 1.0
        balances = {match: company_currency.round(-match.amount * rate) for match in line.match_ids}
        rest = company_currency.round(-booked - sum(balances.values()))
        if rest:
            balances[max(line.match_ids, key=lambda match: abs(match.amount))] += rest
        return balances

    @api.model
    def _match_values(self, match, balance):
        """:return: list of journal item values; the first is the match's own counterpart"""
        line = match.statement_line_id
        if match.write_off_reason == "early_payment_discount":
            return self._discount_values(match, balance)
        common = {
            "move_id": line.move_id.id,
            "name": match.name or line.payment_ref,
            "partner_id": (match.partner_id or line.partner_id).id,
            "balance": balance,
        }
        item = match.move_line_id
        if item:
            return [
                {
                    **common,
                    "partner_id": item.partner_id.id,
                    "account_id": item.account_id.id,
                    "currency_id": item.currency_id.id,
                    "amount_currency": -match.item_amount,
                }
            ]
        values = {
            **common,
            "account_id": match.account_id.id,
            "currency_id": match.currency_id.id,
            "amount_currency": -match.amount,
            "analytic_distribution": match.analytic_distribution,
            "reconcile_model_id": match.reconcile_model_id.id,
        }
        return self._with_taxes(match, values) if match.tax_ids else [values]

    @api.model
    def _with_taxes(self, match, values):
        """Split a gross amount into base and taxes as the host computes them.

        :return: list of journal item values: the base first, then the taxes; together they are the gross amount
        """
        Tax = self.env["account.tax"]
        company = match.company_id
        rate = values["amount_currency"] / values["balance"] if values["balance"] else 1.0
        base_line = Tax._prepare_base_line_for_taxes_computation(
            {},
            price_unit=values["amount_currency"],
            quantity=1.0,
            currency_id=match.currency_id,
            tax_ids=match.tax_ids,
            partner_id=match.partner_id,
            account_id=match.account_id,
            analytic_distribution=match.analytic_distribution,
            rate=rate,
            is_refund=self._is_refund(match),
            special_mode="total_included",
            sign=1,
        )
        Tax._add_tax_details_in_base_line(base_line, company)
        Tax._round_base_lines_tax_details([base_line], company)
        Tax._add_accounting_data_in_base_lines_tax_details([base_line], company, include_caba_tags=True)
        result = Tax._prepare_tax_lines([base_line], company)
        _base, base_values = result["base_lines_to_update"][0]
        taxes = [
            {"move_id": values["move_id"], "partner_id": values["partner_id"], **row}
            for row in result["tax_lines_to_add"]
        ]
        base = {**values, **base_values, "tax_ids": [(6, 0, match.tax_ids.ids)]}
        base["balance"] = company.currency_id.round(values["balance"] - sum(row["balance"] for row in taxes))
        base["amount_currency"] = match.currency_id.round(
            values["amount_currency"] - sum(row["amount_currency"] for row in taxes)
        )
        return [base, *taxes]

    @api.model
    def _is_refund(self, match):
        """Whether the money runs against the taxes' own direction: in on a purchase tax, out on a sales tax."""
        sale = match.tax_ids[:1].type_tax_use == "sale"
        return match.amount < 0 if sale else match.amount > 0

    @api.model
    def _discount_values(self, match, balance):
        """Book an early payment discount as the payment term of the items says, taxes included.

        :param balance: what the discount has to cover, signed as in the ledger
        """
        line = match.statement_line_id
        items = line.match_ids.move_line_id.filtered(lambda item: item.discount_date and item.discount_amount_currency)
        if not items:
            raise UserError(self.env._("None of the matched items has an early payment discount."))
        amounts = [
            {
                "aml": item,
                "amount_currency": -item.amount_residual_currency,
                "balance": -item.amount_residual,
            }
            for item in items
        ]
        groups = self.env["account.move"]._get_invoice_counterpart_amls_for_early_payment_discount(amounts, balance)
        values = [
            {"move_id": line.move_id.id, **row} for rows in groups.values() for row in rows if row.get("account_id")
        ]
        covered = line.company_id.currency_id.round(sum(row["balance"] for row in values))
        if not values or line.company_id.currency_id.compare_amounts(covered, balance):
            raise UserError(
                self.env._(
                    "The early payment discount of %(items)s does not come to %(amount)s.",
                    items=", ".join(items.move_id.mapped("name")),
                    amount=match.currency_id.format(match.amount),
                )
            )
        return values

    # ---------------------------------------------------------------------------------------------------------- undo

    @api.model
    def _undo_chunk(self, run, lines):
        matches = lines.match_ids.filtered(lambda match: match.state == "posted")
        matches.write({"state": "accepted", "counterpart_line_id": False, "post_run_id": False})
        moves = self._ledger_env(lines.move_id)
        counterparts = self.env["account.move.line"]
        for line in lines:
            liquidity, _suspense, _others = line._seek_for_lines()
            counterparts |= line.move_id.line_ids - liquidity
        counterparts.remove_move_reconcile()
        partner_lines = lines.filtered("match_set_partner")
        if partner_lines:
            self._set_partner(partner_lines, self.env["res.partner"], by_match=False)
        container = {"records": moves}
        with moves._check_balanced(container), moves._sync_dynamic_lines(container):
            self._ledger_env(counterparts).unlink()
            self._ledger_env(self.env["account.move.line"]).create([self._suspense_values(line) for line in lines])

    @api.model
    def _suspense_values(self, line):
        """:return: values of the suspense item that balances the liquidity item as it is booked, at its own rate"""
        _liquidity, suspense = line._prepare_move_line_default_vals()
        balance = -line._company_amount()
        return {
            **{key: value for key, value in suspense.items() if key not in ("debit", "credit")},
            "balance": balance,
        }
