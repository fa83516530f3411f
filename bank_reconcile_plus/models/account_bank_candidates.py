from dataclasses import dataclass, replace

from odoo import api, models
from odoo.fields import Domain

from ..matching import Matcher
from ..matching.money import Minor
from ..matching.view import LineView
from .words import evidence_words

#: sentences of evidence shown beside an item
REASONS = 3


@dataclass(frozen=True)
class Candidate:
    """One open item as what could settle a line.

    :param reason: why, in the reader's language
    :param confidence: ``high``, ``medium``, ``low``, or False where nothing but the partner or the amount speaks for it
    :param amount: what of the line it would settle, signed, in the line's currency; 0 where that is not known
    """

    reason: str
    confidence: str | bool = False
    amount: float = 0.0


class Ranking(dict):
    """Item id -> :class:`Candidate`, best first. Compared by identity: a ranking is of one moment.

    :ivar lines: the ``account.bank.statement.line`` records it is about
    """

    def __init__(self, lines):
        super().__init__()
        self.lines = lines

    __hash__ = object.__hash__
    __eq__ = object.__eq__
    __ne__ = object.__ne__


class AccountBankCandidates(models.AbstractModel):
    """What could settle a line, best first: the matching engine's word on a bounded set of this bank's open items.

    The set is found by indexes (``account.bank.candidates.search``), so that ranking costs the same whatever is open.
    """

    _name = "account.bank.candidates"
    _description = "Bank Match Candidates"

    @api.model
    def _ranking(self, lines):
        """Rank what could settle lines, all of one bank, together.

        :param lines: ``account.bank.statement.line`` records
        :return: :class:`Ranking`; what is matched with the lines already stands first
        """
        ranking = Ranking(lines)
        for match in lines.match_ids.filtered("move_line_id"):
            ranking[match.move_line_id.id] = Candidate(self._match_reason(match), match.confidence, match.amount)
        open_lines = lines.filtered(lambda line: not line.is_reconciled)
        if not open_lines:
            return ranking
        engine_line = self._joined(open_lines)
        if not engine_line.amount:
            return ranking
        for item_id, candidate in self._by_engine(open_lines, engine_line):
            if not ranking.get(item_id, Candidate("")).reason:
                ranking[item_id] = candidate
        return ranking

    @api.model
    def _reason(self, evidence):
        return "; ".join(words for words, _weight in evidence_words(self.env, evidence)[:REASONS])

    @api.model
    def _match_reason(self, match):
        if match.origin == "manual":
            return self.env._("Matched by hand")
        return self._reason(match.evidence)

    @api.model
    def _joined(self, lines):
        """:return: the lines as one of the engine's lines: what they have left together, and all that they say"""
        bank = self.env["account.bank.matcher"]
        engine_lines = bank._read_lines(lines)
        first, amount = engine_lines[0], bank._decimal(self._left(lines), lines.currency_id.decimal_places)
        if len(engine_lines) == 1:
            return first if amount == first.amount else replace(first, amount=amount, foreign_amount=None)

        def common(name, nothing):
            values = {getattr(each, name) for each in engine_lines}
            return values.pop() if len(values) == 1 else nothing

        return replace(
            first,
            date=max(each.date for each in engine_lines),
            value_date=None,
            amount=amount,
            text=" ".join(each.text for each in engine_lines),
            partner_id=common("partner_id", None),
            partner_name=common("partner_name", ""),
            account_number=common("account_number", ""),
            end_to_end_id=common("end_to_end_id", ""),
            structured_reference=common("structured_reference", ""),
            check_number=common("check_number", ""),
            foreign_currency="",
            foreign_amount=None,
            company_amount=sum(each.company_amount for each in engine_lines),
        )

    @api.model
    def _left(self, lines):
        """:return: what lines have left together beside what is accepted; a proposal is not a match yet"""
        kept = lines.match_ids.filtered(lambda match: match.state != "proposed")
        return sum(lines.mapped("amount")) - sum(kept.mapped("amount"))

    @api.model
    def _by_engine(self, lines, engine_line):
        """:return: (item id, :class:`Candidate`) pairs, best first: the engine's proposals, then what resembles"""
        journal = lines.journal_id
        matcher, items = self._bounded_matcher(journal, [engine_line])
        proposals = matcher.explain(engine_line)
        shown = {}
        for proposal in proposals:
            evidence = [(each.criterion, each.weight, dict(each.values)) for each in proposal.evidence]
            reason = self._reason(evidence)
            for application in proposal.applications:
                candidate = Candidate(reason, proposal.confidence.value, float(application.amount))
                shown.setdefault(application.item_id, candidate)
        partner_id = self._payer(journal, engine_line, items, shown)
        items += self._more_of(journal, engine_line, partner_id, items)
        rest = [item for item in items if item.id not in shown and item.residual]
        for item in sorted(rest, key=lambda item: self._likeness(item, engine_line, partner_id)):
            if candidate := self._resembling(item, engine_line, partner_id):
                shown[item.id] = candidate
        return shown.items()

    @api.model
    def _payer(self, journal, engine_line, items, shown):
        """:return: id of the partner whose payment a line is: known, of what is proposed, else of the account number"""
        if engine_line.partner_id or shown:
            partners = {item.id: item.partner_id for item in items}
            return engine_line.partner_id or partners.get(next(iter(shown)))
        partner_ids = self.env["account.bank.candidates.search"]._partner_ids(journal, self._view(journal, engine_line))
        return partner_ids[0] if len(partner_ids) == 1 else None

    @api.model
    def _more_of(self, journal, engine_line, partner_id, items):
        """:return: the partner's items that the search did not come to, as the line does not name the partner"""
        if not partner_id or partner_id == engine_line.partner_id:
            return []
        search = self.env["account.bank.candidates.search"]
        known = {item.id for item in items}
        found = search._of_partners(search._accounts(journal), [partner_id], engine_line.amount)
        return self._items(journal, [item_id for item_id in found if item_id not in known])

    @api.model
    def _likeness(self, item, engine_line, partner_id):
        """What resembles most comes first: the partner's, of the line's own side, of the nearest amount, the oldest."""
        wrong_side = item.residual * engine_line.amount < 0
        apart = abs(abs(item.residual) - abs(engine_line.amount))
        return (item.partner_id != partner_id or not partner_id, wrong_side, apart, item.due or item.date, str(item.id))

    @api.model
    def _resembling(self, item, engine_line, partner_id):
        same_partner = partner_id and item.partner_id == partner_id
        same_amount = item.residual == engine_line.amount and item.currency == engine_line.currency
        same_side = item.residual * engine_line.amount > 0
        settles = 0.0
        if same_side and item.currency == engine_line.currency:
            settles = float(min(item.residual, engine_line.amount, key=abs))
        if same_partner and same_amount:
            return Candidate(self.env._("Same partner, same amount"), False, settles)
        if same_partner:
            return Candidate(
                self.env._("Same partner") if same_side else self.env._("Same partner, the other way"), False, settles
            )
        if same_amount:
            return Candidate(self.env._("Same amount"), False, settles)
        return None

    # ------------------------------------------------------------------------------------------------------- the engine

    @api.model
    def _bounded_matcher(self, journal, engine_lines):
        """:return: a matcher of the items the lines may mean, and the list of these items"""
        bank = self.env["account.bank.matcher"]
        views = [self._view(journal, line) for line in engine_lines]
        items = self._items(journal, self.env["account.bank.candidates.search"]._item_ids(journal, views))
        matcher = Matcher(
            items,
            bank._read_partners(journal, items, engine_lines),
            bank._settings(journal),
            rules=bank._rules(journal)._to_engine(),
            mappings=bank._mappings(journal)._to_engine_mappings(),
            void_checks=bank._read_void_checks(journal),
        )
        return matcher, items

    @api.model
    def _view(self, journal, engine_line):
        """:return: the engine's reading of a line: its text taken apart"""
        currencies = self.env["account.bank.matcher"]._settings(journal)
        return LineView(engine_line, Minor(currencies.decimals), currencies.currency, engine_line.partner_id)

    @api.model
    def _items(self, journal, ids):
        """:return: list of the engine's items of these ids that are open for this bank, less what is promised"""
        if not ids:
            return []
        bank = self.env["account.bank.matcher"]
        company = journal.company_id
        rows = bank._item_rows(bank._items_domain(journal) & Domain("id", "in", ids))
        items = [
            bank._open_item(row, company.currency_id.decimal_places, company.transfer_account_id.id) for row in rows
        ]
        return list(self._without_promised(items))

    @api.model
    def _without_promised(self, items):
        """Take off each item what accepted matches promise; leave out what is promised in full."""
        promised = dict(
            self.env["account.bank.match"]._read_group(
                [("move_line_id", "in", [item.id for item in items]), ("state", "=", "accepted")],
                ["move_line_id"],
                ["item_amount:sum"],
            )
        )
        promised = {item.id: amount for item, amount in promised.items()}
        for item in items:
            if item.id not in promised:
                yield item
                continue
            taken = self.env["account.bank.matcher"]._decimal(promised[item.id], -item.residual.as_tuple().exponent)
            rest = item.residual - taken
            if rest * item.residual > 0:
                share = rest / item.residual
                yield replace(item, residual=rest, residual_company=item.residual_company * share, discount=None)

    @api.model
    def _propose_again(self, lines):
        """Look for proposals of lines anew, among the items each may mean; what is accepted stays.

        These proposals are never taken without a look: they come of a person's hint, and only some items were seen.
        """
        bank = self.env["account.bank.matcher"]
        lines = lines.filtered(
            lambda line: all(match.state == "proposed" and match.origin != "manual" for match in line.match_ids)
        )
        if not lines:
            return
        lines.match_ids.unlink()
        journal = lines.journal_id
        engine_lines = bank._read_lines(lines)
        matcher, _items = self._bounded_matcher(journal, engine_lines)
        matches = bank._keep(self.env["account.bank.match.run"], journal, matcher.match(engine_lines))
        matches.write({"automatic": False})
