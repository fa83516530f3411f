from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..matching.replay import Change, Knowledge, replay
from .account_bank_matcher import HISTORY_DAYS, HISTORY_LIMIT

#: earlier lines read once for a whole replay; each day remembers the latest of its past
MOST_HISTORY = 20_000


class AccountBankMatcher(models.AbstractModel):
    """The books as they were on a day: which items were open then, and what was known.

    What the ledger says is taken by its accounting dates: an item is there from its date on, and what settled it
    counts from the later of both dates. A bank line's own settlement counts from the day after, so that the line finds
    its items as open as they were. Partners' account numbers and text mappings have no accounting date: those count
    that were in the system before the day's lines were. The partner of a line is not used: posting may have set it.
    """

    _inherit = "account.bank.matcher"

    @api.model
    def _replay(self, journal, lines):
        """Match posted lines as if they were open, each day with what was there on that day.

        :param lines: posted ``account.bank.statement.line`` records of one bank
        :return: iterator of pairs: day, list of the engine's ``LineResult``
        """
        if not lines:
            return iter(())
        engine_lines = [replace(line, partner_id=None) for line in self._read_lines(lines)]
        since, until = min(lines.mapped("date")), max(lines.mapped("date"))
        remembered_since = since - timedelta(days=HISTORY_DAYS)
        return replay(
            engine_lines,
            self._read_changes(journal, since, until),
            self._read_booked_lines(journal, remembered_since, SQL("TRUE"), MOST_HISTORY),
            self._settings(journal, date_tolerance=0),
            self._rules(journal)._to_engine(),
            self._knowledge(journal, lines, engine_lines),
            HISTORY_DAYS,
            HISTORY_LIMIT,
        )

    # --------------------------------------------------------------------------------------------- what was open when

    @api.model
    def _past_domain(self, journal, since, until):
        """What of the books may have been open to this bank on some day of a period."""
        settled_later = Domain("matched_debit_ids", "any", [("max_date", ">=", since)])
        settled_later |= Domain("matched_credit_ids", "any", [("max_date", ">=", since)])
        return (
            Domain("parent_state", "=", "posted")
            & self._booked_domain(journal)
            & self._classes_domain(journal)
            & self._kinds_domain(journal)
            & Domain("date", "<=", until)
            & (Domain("reconciled", "=", False) | settled_later)
        )

    @api.model
    def _read_changes(self, journal, since, until):
        """:return: list of the engine's :class:`Change`: how items opened, shrank and closed within a period"""
        rows = self._item_rows(self._past_domain(journal, since, until))
        ids = [row["id"] for row in rows]
        settled = self._read_settlements(journal, ids, since)
        of_lines = self._ids_of_own_lines(journal, ids)
        company_places = journal.company_id.currency_id.decimal_places
        transfer_account = journal.company_id.transfer_account_id.id
        changes = []
        for row in rows:
            # What a line of this bank left open is there for the lines of the next day.
            begin = max(row["date"] + timedelta(days=row["id"] in of_lines), since)
            later = settled.get(row["id"], ())
            for day in sorted({begin, *(day for day, *_amounts in later if begin < day <= until)}):
                after = [amounts for settled_on, *amounts in later if settled_on > day]
                past_row = {
                    **row,
                    "amount_residual": float(row["amount_residual"] or 0) + sum(amount for amount, _other in after),
                    "amount_residual_currency": float(row["amount_residual_currency"] or 0)
                    + sum(amount for _other, amount in after),
                }
                item = self._open_item(past_row, company_places, transfer_account)
                changes.append(Change(day, row["id"], item if item.residual else None))
        return changes

    @api.model
    def _read_settlements(self, journal, item_ids, since):
        """:return: item id -> list of (day from which it counts, company amount, item's amount), signed like the item

        Those that count from before the period are left out: every day of it has them already.
        """
        self.env["account.partial.reconcile"].flush_model()
        settled = defaultdict(list)
        if not item_ids:
            return settled
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partial.debit_move_id, partial.credit_move_id, partial.max_date, partial.amount,
                       partial.debit_amount_currency, partial.credit_amount_currency,
                       (debit.statement_line_id IS NOT NULL AND debit.journal_id = %(journal)s
                           AND debit.date = partial.max_date)
                       OR (credit.statement_line_id IS NOT NULL AND credit.journal_id = %(journal)s
                           AND credit.date = partial.max_date)
                       OR EXISTS (SELECT 1 FROM account_partial_reconcile main
                                   WHERE main.exchange_move_id IN (debit.move_id, credit.move_id))
                  FROM account_partial_reconcile partial
                  JOIN account_move_line debit ON debit.id = partial.debit_move_id
                  JOIN account_move_line credit ON credit.id = partial.credit_move_id
                 WHERE partial.max_date >= %(since)s
                   AND (partial.debit_move_id = ANY(%(items)s) OR partial.credit_move_id = ANY(%(items)s))
                """,
                journal=journal.id,
                since=since,
                items=list(item_ids),
            )
        )
        for debit_id, credit_id, date, amount, debit_amount, credit_amount, by_line in rows:
            day = date + timedelta(days=bool(by_line))
            settled[debit_id].append((day, float(amount), float(debit_amount)))
            settled[credit_id].append((day, -float(amount), -float(credit_amount)))
        return settled

    @api.model
    def _ids_of_own_lines(self, journal, item_ids):
        """:return: set of those items that stand in the entry of a statement line of this bank"""
        Line = self.env["account.move.line"]
        domain = Domain("id", "in", item_ids) & Domain("statement_line_id", "!=", False)
        return set(Line._search(domain & Domain("journal_id", "=", journal.id)).get_result_ids())

    # ---------------------------------------------------------------------------------------------- what was known when

    @api.model
    def _knowledge(self, journal, lines, engine_lines):
        """:return: function of a day, its lines and its open items: the partners and text mappings known then"""
        lines.fetch(["create_date"])
        created = {line.id: line.create_date for line in lines}
        partners, numbers_of, owners_of = self._read_known_partners(journal, engine_lines)
        mappings = self._mappings(journal).sorted("create_date")
        engine_mappings = {mapping: mapping._to_engine_mappings() for mapping in mappings}

        def known(_day, todays, items):
            moment = min(created[line.id] for line in todays)
            wanted = {item.partner_id for item in items if item.partner_id}
            for line in todays:
                number = self._account_key(line.account_number)
                wanted |= {owner for owner, since in owners_of.get(number, ()) if since <= moment}
            return Knowledge(
                partners=[
                    replace(
                        partners[partner_id],
                        account_numbers=tuple(
                            sorted(number for number, since in numbers_of.get(partner_id, ()) if since <= moment)
                        ),
                    )
                    for partner_id in wanted
                    if partner_id in partners
                ],
                mappings=[
                    engine_mapping
                    for mapping in mappings
                    if mapping.create_date <= moment
                    for engine_mapping in engine_mappings[mapping]
                ],
            )

        return known

    @api.model
    def _account_key(self, number):
        return "".join(filter(str.isalnum, number or "")).upper()

    @api.model
    def _read_known_partners(self, journal, engine_lines):
        """:return: partner id -> the engine's partner without accounts; partner id -> (number, since when); and the
        other way round
        """
        Item = self.env["account.move.line"]
        until = max((line.date for line in engine_lines), default=fields.Date.today())
        since = min((line.date for line in engine_lines), default=until)
        with_items = Item._read_group(
            self._past_domain(journal, since, until) & Domain("partner_id", "!=", False), ["partner_id"]
        )
        partner_ids = {partner.id for (partner,) in with_items}
        numbers = {self._account_key(line.account_number) for line in engine_lines} - {""}
        Bank = self.env["res.partner.bank"].with_context(active_test=False)
        banks = Bank.search_fetch(
            Bank._check_company_domain(journal.company_id)
            & (Domain("sanitized_acc_number", "in", list(numbers)) | Domain("partner_id", "in", list(partner_ids))),
            ["sanitized_acc_number", "partner_id", "create_date"],
        )
        banks.partner_id.fetch(["commercial_partner_id"])
        numbers_of, owners_of = defaultdict(list), defaultdict(list)
        for bank in banks:
            owner = bank.partner_id.commercial_partner_id.id
            numbers_of[owner].append((bank.sanitized_acc_number, bank.create_date))
            owners_of[bank.sanitized_acc_number].append((owner, bank.create_date))
        partners = self._engine_partners(journal, partner_ids | numbers_of.keys(), {})
        return {partner.id: partner for partner in partners}, numbers_of, owners_of
