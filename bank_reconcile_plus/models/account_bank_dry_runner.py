from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.date_utils import relativedelta

from ..matching.mappings import MappingTable
from ..matching.measure import redecide

#: lines looked at, open ones first; and open lines a rule is tried on, for a bank
MOST_LINES = 50_000
MOST_RULE_LINES = 5_000
#: rows listed; the counts are complete
MOST_ROWS = 200
BANKS = ("bank", "credit", "cash")


class AccountBankDryRunner(models.AbstractModel):
    """What a rule or a text mapping would do, before it is saved: nothing here writes but the rows that are shown.

    A mapping is held against every open line and every line of the last twelve months; a rule against the open lines,
    matched anew with and without it, and against what the latest back-test found of the past.
    """

    _name = "account.bank.dry.runner"
    _description = "Dry Run of Rules and Text Mappings"

    # ------------------------------------------------------------------------------------------------- text mappings

    @api.model
    def _hits(self, mapping):
        """:param mapping: ``account.reconcile.model``, saved or not
        :return: pair of the open and the posted lines the mapping's text fits, newest first
        """
        Line = self.env["account.bank.statement.line"]
        table = MappingTable(mapping._to_engine_mappings())
        line_ids = [[], []]
        for line, is_reconciled in self._read_texts(mapping):
            if table.fits(line, [line.partner_id] if line.partner_id else []):
                line_ids[is_reconciled].append(line.id)
        return tuple(Line.browse(ids) for ids in line_ids)

    @api.model
    def _read_texts(self, mapping):
        """:return: list of (the engine's line with its text only, whether it is reconciled), newest first"""
        Line = self.env["account.bank.statement.line"]
        journals = self._journals(mapping.company_id or self.env.company, mapping.match_journal_ids._origin)
        rows = Line.search_fetch(
            Domain("journal_id", "in", journals.ids)
            & Domain("state", "=", "posted")
            & (Domain("is_reconciled", "=", False) | Domain("date", ">=", self._since())),
            ["date", "amount", "payment_ref", "partner_name", "partner_id", "is_reconciled"],
            order="is_reconciled, internal_index desc",
            limit=MOST_LINES,
        )
        rows.partner_id.fetch(["commercial_partner_id"])
        return [(row._as_text(), row.is_reconciled) for row in rows]

    @api.model
    def _since(self):
        return fields.Date.context_today(self) - relativedelta(months=12)

    @api.model
    def _journals(self, companies, journals=None):
        return journals or self.env["account.journal"].search(
            [("type", "in", BANKS), ("company_id", "child_of", companies.ids)]
        )

    @api.model
    def _rows_of_mapping(self, mapping):
        """:return: list of values of ``account.bank.dry.run.row``, what contradicts first"""
        open_lines, past_lines = self._hits(mapping)
        return [*self._past_rows(mapping, past_lines), *self._open_rows(mapping, open_lines)]

    @api.model
    def _past_rows(self, mapping, lines):
        decisions = self.env["account.bank.decisions"]._read(lines)
        lines.fetch(["amount", "partner_id"])
        partner = mapping._partner_only().commercial_partner_id._origin
        rows = []
        for line in lines:
            decision = decisions.get(line.id)
            if not decision:
                continue
            accounts = mapping._accounts_of(line.amount > 0)
            if partner:
                agrees = line.partner_id.commercial_partner_id in (partner, partner.browse())
            else:
                agrees = not decision.items and set(decision.accounts) == set(accounts.ids)
            rows.append(
                {
                    "line_id": line.id,
                    "is_open": False,
                    "outcome": "same" if agrees else "contradiction",
                    "now": (list(decision.items), list(decision.accounts)),
                    "would": partner.display_name or ([], accounts.ids),
                }
            )
        return sorted(rows, key=lambda row: row["outcome"] != "contradiction")

    @api.model
    def _open_rows(self, mapping, lines):
        """What becomes of open lines: a person's decision, a High proposal and a longer text go before."""
        journals = self._journals(mapping.company_id or self.env.company)
        others = self.env["account.bank.matcher"]._mappings(journals) if journals else mapping.browse()
        table = MappingTable([*(others - mapping._origin)._to_engine_mappings(), *mapping._to_engine_mappings()])
        partner = mapping._partner_only()
        rows = []
        for line in lines:
            text = line._as_text()
            found = table.partner_for(text) if partner else table.account_for(text, [text.partner_id])
            first = line.match_ids[:1]
            decided = any(match.state != "proposed" or match.origin == "manual" for match in line.match_ids)
            high = first.confidence == "high" and first.origin == "automatic"
            accounts = mapping._accounts_of(line.amount > 0)
            proposed = first.origin == "mapping" and accounts and line.match_ids.account_id == accounts
            stays = decided or high or (found and not self._is_same(found[0].id, mapping))
            rows.append(
                {
                    "line_id": line.id,
                    "is_open": True,
                    "outcome": "stays" if stays else "same" if proposed else "change",
                    "now": line.match_words or "",
                    "would": partner.display_name or ([], accounts.ids),
                    "why": self._why_it_stays(decided, high) if stays else "",
                }
            )
        return rows

    @api.model
    def _is_same(self, record_id, record):
        """:return: whether an id the engine gave back is that of a record; one not saved equals nothing, not itself"""
        return record_id is record.id or record_id == record.id

    @api.model
    def _why_it_stays(self, decided, high):
        if decided:
            return self.env._("A person decided on it")
        return self.env._("Its proposal is High") if high else self.env._("A longer text fits")

    # -------------------------------------------------------------------------------------------------------- rules

    @api.model
    def _rows_of_rule(self, rule):
        """:param rule: ``account.bank.match.rule``, saved or not
        :return: list of values of ``account.bank.dry.run.row``
        """
        rows = []
        for journal in self._journals(rule.company_id or self.env.companies):
            rules = self.env["account.bank.matcher"]._rules(journal)
            changed = rules - rule._origin
            changed = [*changed, rule] if rule.active else [*changed]
            changed.sort(key=lambda one: (one.sequence, one._origin.id or float("inf")))
            engine_rules = rules.browse()._to_engine_rules(changed)
            rows += self._past_rule_rows(journal, engine_rules)
            rows += self._open_rule_rows(journal, engine_rules, rule)
        return sorted(rows, key=lambda row: (row["outcome"] != "contradiction", not row["is_open"]))

    @api.model
    def _open_rule_rows(self, journal, engine_rules, rule):
        """Match the open lines as they are and with the rules changed; what differs is what the rule would do."""
        bank = self.env["account.bank.matcher"]
        Line = self.env["account.bank.statement.line"]
        lines = Line.search(
            Domain("journal_id", "=", journal.id)
            & Domain("state", "=", "posted")
            & Domain("match_state", "in", ("open", "proposed")),
            order="internal_index desc",
            limit=MOST_RULE_LINES,
        )
        if not lines:
            return []
        engine_lines = bank._read_lines(lines)
        matcher = bank._matcher(journal, lines, engine_lines)
        taken = bank._promised_amounts(journal, beside=lines)
        before = matcher.match(engine_lines, taken)
        matcher.set_rules(engine_rules)
        after = matcher.match(engine_lines, taken)
        rows = []
        for old, new in zip(before, after, strict=True):
            sureness = [self._sureness(result.proposal) for result in (old, new)]
            decided = new.proposal is not None and self._is_same(new.proposal.rule_id, rule)
            if sureness[0] == sureness[1] and not decided:
                continue
            rows.append(
                {
                    "line_id": new.line_id,
                    "is_open": True,
                    "outcome": "change" if sureness[0] != sureness[1] else "same",
                    "now": self._sureness_words(*sureness[0]),
                    "would": self._sureness_words(*sureness[1]),
                }
            )
        return rows

    @api.model
    def _sureness(self, proposal):
        return (proposal.confidence.value, proposal.automatic) if proposal else ("none", False)

    @api.model
    def _sureness_words(self, confidence, automatic):
        words = {
            "high": self.env._("High"),
            "medium": self.env._("Medium"),
            "low": self.env._("Low"),
            "none": self.env._("No proposal"),
        }[confidence]
        return self.env._("%s, needs no look", words) if automatic else words

    @api.model
    def _past_rule_rows(self, journal, engine_rules):
        """What the rules would have made of the past, by the latest back-test of the bank."""
        backtest = self.env["account.bank.backtest"]._latest(journal)
        results = backtest.result_ids.filtered("party")
        rows = []
        for result in results:
            _rule, confidence = redecide(
                result.party,
                result.document,
                result.amount_fits,
                result.direct_debit,
                result.evidence_limit or "",
                result.explanations,
                engine_rules,
            )
            if confidence == result.confidence:
                continue
            wrong = result.outcome == "wrong" and confidence == "high"
            rows.append(
                {
                    "line_id": result.statement_line_id.id,
                    "is_open": False,
                    "outcome": "contradiction" if wrong else "change",
                    "now": self._sureness_words(result.confidence, False),
                    "would": self._sureness_words(confidence, False),
                    "why": self.env._("People booked it otherwise: %s", result.decided_words) if wrong else "",
                }
            )
        return rows
