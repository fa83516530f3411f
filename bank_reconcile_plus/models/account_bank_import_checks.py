from odoo import api, models
from odoo.tools.misc import format_date

from .words import translated

# Movements named one by one in a warning; the rest is counted.
NAMED = 5


class AccountBankImportChecks(models.AbstractModel):
    """Says what does not add up between a statement of a file and what is there: nothing of it stops the import."""

    _name = "account.bank.import.checks"
    _description = "Checks of Imported Statements"

    @api.model
    def _parser_warnings(self, parsed):
        """:return: sentences about what is odd in the file, and about pending movements, which are left out"""
        warnings = [translated(self.env, warning.template, dict(warning.values)) for warning in parsed.warnings]
        if parsed.pending:
            warnings.append(
                self.env._("%s pending movements were left out; they come when they are booked.", len(parsed.pending))
            )
        return warnings

    # -------------------------------------------------------------------------------------------------------- balances

    @api.model
    def _balance_warnings(self, statement, parsed):
        """:return: sentences about balances that do not follow from each other, named by date and amount"""
        warnings = [
            self._gap_before(statement, self._statement_before(statement)),
            self._gap_after(statement, self._statement_after(statement)),
        ]
        currency = statement.currency_id
        parser_said_so = any(warning.code == "balances_differ" for warning in parsed.warnings)
        if currency.compare_amounts(statement.balance_end, statement.balance_end_real) and not parser_said_so:
            warnings.append(
                self.env._(
                    "The movements lead to %(computed)s, but the bank says %(said)s.",
                    computed=currency.format(statement.balance_end),
                    said=currency.format(statement.balance_end_real),
                )
            )
        return [warning for warning in warnings if warning]

    @api.model
    def _statement_before(self, statement):
        return self._next_to(statement, "<", "first_line_index DESC")

    @api.model
    def _statement_after(self, statement):
        return self._next_to(statement, ">", "first_line_index")

    @api.model
    def _next_to(self, statement, operator, order):
        domain = [
            ("journal_id", "=", statement.journal_id.id),
            ("first_line_index", "!=", False),
            ("first_line_index", operator, statement.first_line_index),
        ]
        return statement.search(domain, order=order, limit=1)

    @api.model
    def _gap_before(self, statement, before):
        currency = statement.currency_id
        if not before or not currency.compare_amounts(statement.balance_start, before.balance_end_real):
            return None
        words = self.env._(
            "The opening balance is %(opening)s on %(date)s, but “%(before)s” of %(before_date)s ended with %(ending)s,"
            " a difference of %(difference)s: a statement between them is missing or wrong.",
            opening=currency.format(statement.balance_start),
            date=self._first_date_words(statement),
            before=before.name,
            before_date=format_date(self.env, before.date),
            ending=currency.format(before.balance_end_real),
            difference=currency.format(statement.balance_start - before.balance_end_real),
        )
        return " ".join(filter(None, (words, self._missing_numbers(before, statement))))

    @api.model
    def _gap_after(self, statement, after):
        currency = statement.currency_id
        if not after:
            return None
        if not currency.compare_amounts(after.balance_start, statement.balance_end_real):
            return self.env._(
                "It is older than the last statement and was put before “%(after)s” of %(date)s.",
                after=after.name,
                date=format_date(self.env, after.date),
            )
        return self.env._(
            "It ends with %(ending)s on %(date)s, but “%(after)s”, the next statement, begins on %(after_date)s with"
            " %(opening)s, a difference of %(difference)s: a statement between them is missing or wrong.",
            ending=currency.format(statement.balance_end_real),
            date=format_date(self.env, statement.date),
            after=after.name,
            after_date=self._first_date_words(after),
            opening=currency.format(after.balance_start),
            difference=currency.format(after.balance_start - statement.balance_end_real),
        )

    @api.model
    def _first_date_words(self, statement):
        """:return: the date of the statement's first line, which its index begins with"""
        index = statement.first_line_index
        return format_date(self.env, f"{index[:4]}-{index[4:6]}-{index[6:8]}")

    @api.model
    def _missing_numbers(self, before, statement):
        """:return: which statements are missing by the bank's own numbers, where they count"""
        one, two = before.import_number or "", statement.import_number or ""
        if not one.isdecimal() or not two.isdecimal() or int(two) - int(one) < 2:
            return None
        first, last = int(one) + 1, int(two) - 1
        if first == last:
            return self.env._("By the bank's numbers it is statement %s.", first)
        return self.env._("By the bank's numbers these are statements %(first)s to %(last)s.", first=first, last=last)

    @api.model
    def _unmoved_words(self, parsed, journal):
        """:return: the sentence for a statement without movements, whose balance is held against the books"""
        domain = [("journal_id", "=", journal.id), ("first_line_index", "!=", False)]
        if parsed.closing_date:
            domain.append(("date", "<=", parsed.closing_date))
        last = self.env["account.bank.statement"].search(domain, order="first_line_index DESC", limit=1)
        if parsed.closing_balance is None or not last:
            return self.env._("The statement has no movements.")
        currency = last.currency_id
        said = float(parsed.closing_balance)
        values = {"said": currency.format(said), "name": last.name, "ending": currency.format(last.balance_end_real)}
        if not currency.compare_amounts(said, last.balance_end_real):
            return self.env._("The statement has no movements; its balance %(said)s agrees with “%(name)s”.", **values)
        return self.env._(
            "The statement has no movements, but its balance is %(said)s and “%(name)s” ended with %(ending)s:"
            " a statement between them is missing.",
            **values,
        )

    # -------------------------------------------------------------------------------------------------------- overlaps

    @api.model
    def _overlap_warnings(self, movements, journal):
        """:return: sentences about the movements that are there already, and those that may be"""
        known = [movement for movement in movements if movement.line_id]
        warnings = []
        if known and len(known) < len(movements):
            days = [movement.transaction.date for movement in known]
            warnings.append(
                self.env._(
                    "It overlaps with what was there, from %(first)s to %(last)s: %(list)s.",
                    first=format_date(self.env, min(days)),
                    last=format_date(self.env, max(days)),
                    list=self._listed(known, journal),
                )
            )
        twins = [movement for movement in movements if movement.twin_ids]
        if twins:
            warnings.append(
                self.env._(
                    "Lines of the same day and amount are there that did not come from such a file: %(list)s. Where one"
                    " is the same movement, delete it.",
                    list=self._listed(twins, journal),
                )
            )
        return warnings

    @api.model
    def _listed(self, movements, journal):
        currency = journal.currency_id or journal.company_id.currency_id
        named = [
            self.env._(
                "%(date)s %(amount)s",
                date=format_date(self.env, movement.transaction.date),
                amount=currency.format(float(movement.transaction.amount)),
            )
            for movement in movements[:NAMED]
        ]
        if len(movements) > NAMED:
            named.append(self.env._("and %s more", len(movements) - NAMED))
        return ", ".join(named)
