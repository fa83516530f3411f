import time
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..matching import Matcher
from ..matching.types import Partner, PastLine, Settings, StatementLine, VoidCheck

HISTORY_LIMIT = 5000
HISTORY_DAYS = 400
# Payments without an entry have no journal item; the engine knows them by this and their id.
PAYMENT = "payment-"


def payment_id_of(item_id):
    """:return: the id of the payment an item of the engine stands for, None when it is a journal item"""
    return int(item_id.removeprefix(PAYMENT)) if isinstance(item_id, str) else None


class AccountBankMatcher(models.AbstractModel):
    """Reads open lines and items from the books into the matching engine, and keeps what it proposes.

    Everything is read by a few set-based queries a bank, whatever the number of lines, under the user's own access
    rules. Nothing is posted here.
    """

    _name = "account.bank.matcher"
    _description = "Bank Matcher"

    @api.model
    def _match(self, lines, date_tolerance=None):
        """Propose matches for lines that are open.

        Proposals of these lines are replaced; accepted and posted matches stay, and so do their items' promises.

        :param lines: ``account.bank.statement.line`` records; those with an accepted match, those that may be there
            twice, and those somebody else is working on, are left alone
        :param int date_tolerance: days an item may be dated after the line; the bank's own setting where None
        :return: ``account.bank.match.run`` record
        """
        lines.check_access("write")
        started = time.monotonic()
        self.env["account.bank.arrivals"]._tell_apart(lines)
        lines = lines.filtered(
            lambda line: (
                not line.is_reconciled
                and not line.bank_duplicate_of_id
                and line.state == "posted"
                and all(match.state == "proposed" and match.origin != "manual" for match in line.match_ids)
            )
        ).try_lock_for_update(allow_referencing=True)
        run = self.env["account.bank.match.run"].create(
            {
                "kind": "match",
                "company_id": (lines.company_id[:1] or self.env.company).id,
                "journal_ids": [(6, 0, lines.journal_id.ids)],
                "line_count": len(lines),
            }
        )
        lines.match_ids.unlink()
        counts = defaultdict(int)
        for journal, journal_lines in lines.grouped("journal_id").items():
            results = self._propose(journal, journal_lines, date_tolerance)
            self._keep(run, journal, results)
            for result in results:
                counts[result.proposal.confidence.value if result.proposal else "none"] += 1
        for before, now in self.env["account.bank.transfer.finder"]._propose(run, lines).values():
            counts[before] -= 1
            counts[now] += 1
        run.write(
            {
                **{f"{name}_count": counts[name] for name in ("high", "medium", "low", "none")},
                "duration": time.monotonic() - started,
            }
        )
        return run

    @api.model
    def _propose(self, journal, lines, date_tolerance=None):
        """:return: list of the engine's ``LineResult``, one a line, in order"""
        engine_lines = self._read_lines(lines)
        matcher = self._matcher(journal, lines, engine_lines, date_tolerance)
        return matcher.match(engine_lines, taken=self._promised_amounts(journal))

    @api.model
    def _matcher(self, journal, lines, engine_lines, date_tolerance=None):
        items = list(self._read_items(journal))
        return Matcher(
            items,
            self._read_partners(journal, items, engine_lines),
            self._settings(journal, date_tolerance),
            rules=self._rules(journal)._to_engine(),
            mappings=self._mappings(journal)._to_engine_mappings(),
            history=self._read_history(journal, lines),
            void_checks=self._read_void_checks(journal),
        )

    # ------------------------------------------------------------------------------------------------------- reading

    @api.model
    def _read_lines(self, lines):
        """:return: list of the engine's :class:`StatementLine`, in the order of the records"""
        lines.fetch(["date", "amount", "payment_ref", "partner_id", "partner_name", "account_number"])
        lines.move_id.line_ids.fetch(["account_id", "balance"])
        return [
            StatementLine(
                id=line.id,
                date=line.date,
                value_date=line.bank_value_date or None,
                amount=self._decimal(line.amount, line.currency_id.decimal_places),
                currency=line.currency_id.name,
                text=line.payment_ref or "",
                partner_id=line.partner_id.commercial_partner_id.id or None,
                partner_name=line.partner_name or "",
                account_number=line.account_number or "",
                end_to_end_id=line.bank_end_to_end_id or "",
                structured_reference=line.bank_structured_reference or "",
                check_number=line.bank_check_number or "",
                batch_id=line.bank_batch or "",
                is_direct_debit=line.bank_is_direct_debit,
                foreign_currency=line.foreign_currency_id.name or "",
                foreign_amount=(
                    self._decimal(line.amount_currency, line.foreign_currency_id.decimal_places)
                    if line.foreign_currency_id
                    else None
                ),
                company_amount=self._decimal(line._company_amount(), line.company_id.currency_id.decimal_places),
            )
            for line in lines
        ]

    @api.model
    def _read_void_checks(self, journal):
        """:return: list of the engine's :class:`VoidCheck` of a bank"""
        return [
            VoidCheck(payment.check_number, payment.check_void_date or None, payment.payment_type == "inbound")
            for payment in journal._void_checks().values()
        ]

    @api.model
    def _decimal(self, amount, places):
        return Decimal(f"{amount or 0:.{places}f}")

    @api.model
    def _read_partners(self, journal, items, engine_lines):
        """:return: list of the engine's :class:`Partner`: those with open items, and owners of the lines' accounts"""
        numbers = {"".join(filter(str.isalnum, line.account_number)).upper() for line in engine_lines} - {""}
        owned = defaultdict(set)
        partner_ids = {item.partner_id for item in items if item.partner_id}
        banks = self.env["res.partner.bank"].search_fetch(
            self.env["res.partner.bank"]._check_company_domain(journal.company_id)
            & (Domain("sanitized_acc_number", "in", list(numbers)) | Domain("partner_id", "in", list(partner_ids))),
            ["sanitized_acc_number", "partner_id"],
        )
        banks.partner_id.fetch(["commercial_partner_id"])
        for bank in banks:
            owned[bank.partner_id.commercial_partner_id.id].add(bank.sanitized_acc_number)
        return self._engine_partners(journal, partner_ids | owned.keys(), owned)

    @api.model
    def _engine_partners(self, journal, partner_ids, owned):
        """:param owned: partner id -> account numbers
        :return: list of the engine's :class:`Partner`
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        partners.fetch(["name", "country_id", "city", "parent_id"])
        # Banks name the account holder on nearly every line, so our own name says nothing; our own accounts do.
        own = journal.company_id.partner_id
        return [
            Partner(
                id=partner.id,
                name=partner.name or "" if partner != own else "",
                country=partner.country_id.code or "",
                city=partner.city or "",
                parent_id=partner.parent_id.id or None,
                account_numbers=tuple(sorted(owned.get(partner.id, ()))),
            )
            for partner in partners
        ]

    @api.model
    def _settings(self, journal, date_tolerance=None):
        currencies = self.env["res.currency"].with_context(active_test=False).search_fetch([], ["decimal_places"])
        limits = journal._tolerances()
        return Settings(
            currency=journal.company_id.currency_id.name,
            decimals=tuple((currency.name, currency.decimal_places) for currency in currencies),
            date_tolerance_days=journal.match_date_tolerance if date_tolerance is None else date_tolerance,
            tolerance_amount=Decimal(str(limits["amount"])),
            tolerance_percent=Decimal(str(limits["percent"])),
            tolerance_silent=limits["silent"],
            known_fees=journal._known_fees(),
            discount_grace_days=limits["discount_grace_days"],
        )

    @api.model
    def _rules(self, journal):
        return self.env["account.bank.match.rule"].search([("company_id", "in", (False, journal.company_id.id))])

    @api.model
    def _mappings(self, journal):
        """:param journal: one bank, or several of one company: text mappings of any of them"""
        return self.env["account.reconcile.model"].search(
            [
                *self.env["account.reconcile.model"]._check_company_domain(journal.company_id),
                ("match_label", "in", ("contains", "match_regex")),
                ("match_label_param", "!=", False),
                "|",
                ("match_journal_ids", "=", False),
                ("match_journal_ids", "in", journal.ids),
            ]
        )

    @api.model
    def _read_history(self, journal, lines):
        """Earlier lines of the bank that were booked to one account as a whole, these lines not among them.

        :return: list of the engine's :class:`PastLine`, newest first, at most ``HISTORY_LIMIT``
        """
        since = max(lines.mapped("date")) - timedelta(days=HISTORY_DAYS)
        return self._read_booked_lines(
            journal, since, SQL("line.id NOT IN %s", tuple(lines.ids) or (0,)), HISTORY_LIMIT
        )

    @api.model
    def _read_booked_lines(self, journal, since, condition, limit):
        """:return: list of the engine's :class:`PastLine`: lines booked to one account as a whole, newest first"""
        self.env["account.bank.statement.line"].flush_model()
        self.env["account.move.line"].flush_model(["account_id", "move_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.date, line.amount, line.payment_ref, line.partner_name, line.account_number,
                       line.partner_id, MIN(item.account_id)
                  FROM account_bank_statement_line line
                  JOIN account_move move ON move.id = line.move_id AND move.state = 'posted'
                  JOIN account_move_line item ON item.move_id = line.move_id
                       AND item.account_id NOT IN %(own)s AND item.tax_line_id IS NULL
                  JOIN account_account account ON account.id = item.account_id
                 WHERE line.journal_id = %(journal)s
                   AND line.is_reconciled
                   AND %(condition)s
                   AND move.date >= %(since)s
              GROUP BY line.id, move.id
                HAVING COUNT(*) = 1
                   AND BOOL_AND(account.account_type NOT IN ('asset_receivable', 'liability_payable'))
                   AND BOOL_AND(NOT account.reconcile)
              ORDER BY move.date DESC, line.id DESC
                 LIMIT %(limit)s
                """,
                own=tuple((journal.default_account_id | journal.suspense_account_id).ids) or (0,),
                journal=journal.id,
                condition=condition,
                since=since,
                limit=limit,
            )
        )
        places = (journal.currency_id or journal.company_id.currency_id).decimal_places
        return [
            PastLine(
                date=date,
                amount=self._decimal(amount, places),
                text=text or "",
                account=account_id,
                partner_name=partner_name or "",
                account_number=account_number or "",
                partner_id=partner_id,
            )
            for date, amount, text, partner_name, account_number, partner_id, account_id in rows
        ]

    @api.model
    def _promised_amounts(self, journal, beside=None):
        """:param beside: lines whose own proposals promise nothing
        :return: item id -> :class:`Decimal` in the item's currency that unposted matches of others promise
        """
        promised = defaultdict(Decimal)
        matches = self.env["account.bank.match"].search(
            Domain("state", "in", ("proposed", "accepted"))
            & (Domain("move_line_id", "!=", False) | Domain("payment_id", "!=", False))
            & Domain("company_id", "child_of", journal.company_id.root_id.id)
            & (Domain("state", "=", "accepted") | Domain("statement_line_id", "not in", beside.ids if beside else []))
        )
        for match in matches:
            promised[match._engine_item_id()] += self._decimal(match.item_amount, match.item_currency_id.decimal_places)
        return promised

    # ------------------------------------------------------------------------------------------------------- keeping

    @api.model
    def _keep(self, run, journal, results):
        """Store the best proposal of every line as matches."""
        values = []
        for result in results:
            if result.proposal:
                values += self._proposal_values(run, journal, result.proposal)
        return self.env["account.bank.match"].create(values)

    @api.model
    def _proposal_values(self, run, journal, proposal):
        common = {
            "statement_line_id": proposal.line_id,
            "state": "proposed",
            "origin": "automatic",
            "confidence": proposal.confidence.value,
            "automatic": proposal.automatic and proposal.score >= journal.match_minimum_score,
            "explanations": proposal.explanations,
            "rule_id": proposal.rule_id,
            "score": proposal.score,
            "evidence": [[e.criterion, e.weight, dict(e.values)] for e in proposal.evidence],
            "run_id": run.id,
        }
        if proposal.mapping_id is not None and proposal.account is not None:
            return self._mapping_values(common, proposal)
        if proposal.account is not None:
            line = self.env["account.bank.statement.line"].browse(proposal.line_id)
            return [
                {
                    **common,
                    "origin": "learned",
                    "account_id": proposal.account,
                    "amount": line.amount,
                    "name": line.payment_ref,
                    "partner_id": proposal.partner_id,
                }
            ]
        rows = [
            {
                **common,
                "sequence": 10 + index,
                **self._target_values(application.item_id),
                "amount": float(application.amount),
                "item_amount": float(application.item_amount),
            }
            for index, application in enumerate(proposal.applications)
        ]
        if proposal.write_off:
            rows.append(self._write_off_values(common, journal, proposal))
        return rows

    @api.model
    def _target_values(self, item_id):
        """:return: what a match points to: a journal item, or a payment that has none"""
        payment_id = payment_id_of(item_id)
        return {"payment_id": payment_id} if payment_id else {"move_line_id": item_id}

    @api.model
    def _mapping_values(self, common, proposal):
        """A mapping's own setting says whether it may be taken without a look."""
        line = self.env["account.bank.statement.line"].browse(proposal.line_id)
        mapping = self.env["account.reconcile.model"].browse(proposal.mapping_id)
        rows = mapping._counterpart_values(line)
        automatic = common["automatic"] and mapping.trigger == "auto_reconcile"
        return [
            {**common, "automatic": automatic, "origin": "mapping", "reconcile_model_id": mapping.id, **row}
            for row in rows
        ]

    @api.model
    def _discount_account(self, company, amount):
        """:return: where an early payment discount is booked; negative is one our customer took"""
        if amount < 0:
            return company.account_journal_early_pay_discount_loss_account_id
        return company.account_journal_early_pay_discount_gain_account_id

    @api.model
    def _write_off_values(self, common, journal, proposal):
        reason = proposal.write_off.reason
        if reason == "early_payment_discount":
            account = self._discount_account(journal.company_id, proposal.write_off.amount)
        else:
            account = journal._write_off_account(reason, proposal.write_off.amount)
        return {
            **common,
            "sequence": 100,
            "account_id": account.id,
            "write_off_reason": reason,
            "amount": float(proposal.write_off.amount),
            "partner_id": proposal.partner_id,
        }
