from dataclasses import replace
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..matching.transfers import OwnBank, Side, find_pairs, named_banks

RANKS = {"high": 3, "medium": 2, "low": 1, False: 0}


class AccountBankTransferFinder(models.AbstractModel):
    """Finds the lines of two own banks that show one transfer, and proposes each as the other side of the other.

    The first of them that is posted waits on the transfer account, the second closes it. A line that already waits
    there is found in the same way.
    """

    _name = "account.bank.transfer.finder"
    _description = "Bank Transfer Finder"

    @api.model
    def _propose(self, run, lines):
        """Propose pairs for lines that were just matched, where a pair is surer than what was found.

        The line of the other bank gets its side of the proposal too, where it is open.

        :param run: the ``account.bank.match.run`` of the matching
        :param lines: ``account.bank.statement.line`` records, locked
        :return: dict of line -> (confidence before, confidence of the pair), of these lines that got a pair
        """
        changed = {}
        for company, company_lines in lines.grouped("company_id").items():
            banks = self._banks(company)
            if not company.transfer_account_id or len(banks) < 2 or not company_lines.journal_id & banks:
                continue
            sides = self._sides(banks, company_lines)
            for pair in find_pairs(sides, self._own_banks(banks), [company.name, company.partner_id.name]):
                changed |= self._keep(run, pair, company_lines)
        return {line: change for line, change in changed.items() if line in lines}

    # ------------------------------------------------------------------------------------------------------- reading

    @api.model
    def _banks(self, company):
        return self.env["account.journal"].search(
            [
                ("company_id", "=", company.id),
                ("type", "in", ("bank", "cash", "credit")),
                ("match_transfers", "=", True),
            ]
        )

    @api.model
    def _own_banks(self, banks):
        """:return: list of the engine's :class:`OwnBank`"""
        banks.bank_account_id.fetch(["sanitized_acc_number", "acc_number"])
        return [
            OwnBank(
                id=bank.id,
                name=bank.name,
                account_numbers=tuple(filter(None, [bank.bank_account_id.sanitized_acc_number])),
                names=tuple(filter(None, [bank.name, bank.bank_id.name])),
                days=bank.match_transfer_days,
            )
            for bank in banks
        ]

    @api.model
    def _named_bank(self, line):
        """:return: the only other bank of the company a line names by account number; else none"""
        banks = self.env["account.journal"].search(
            [("company_id", "=", line.company_id.id), ("type", "in", ("bank", "cash", "credit"))]
        )
        named = named_banks(self._line_side(line), self._own_banks(banks))
        return banks.browse(named) if len(named) == 1 else banks.browse()

    @api.model
    def _sides(self, banks, lines):
        """:return: list of the engine's :class:`Side`: these lines, other open lines, and what waits for a side"""
        days = max(banks.mapped("match_transfer_days"))
        dates = lines.mapped("date")
        window = Domain("date", ">=", min(dates) - timedelta(days)) & Domain("date", "<=", max(dates) + timedelta(days))
        of_banks = Domain("journal_id", "in", banks.ids)
        Line = self.env["account.bank.statement.line"]
        open_lines = Line.search(
            of_banks & window & Domain("is_reconciled", "=", False) & Domain("state", "=", "posted"),
            order="internal_index",
        )
        waiting = self.env["account.move.line"].search(
            of_banks
            & window
            & Domain("account_id", "=", banks.company_id.transfer_account_id.id)
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("move_id.statement_line_id", "!=", False)
        )
        sides = []
        for line in self._mirrored(open_lines, waiting):
            decided = line.match_ids.filtered(lambda match: match.state != "proposed" or match.origin == "manual")
            if not decided or self._goes_to_transfers(decided):
                sides.append(self._line_side(line, is_open=not decided))
        promised = self.env["account.bank.match"].search(
            [("move_line_id", "in", waiting.ids), ("state", "=", "accepted")]
        )
        sides = self._with_registered(banks, sides)
        return sides + [self._item_side(item) for item in waiting - promised.move_line_id]

    @api.model
    def _with_registered(self, banks, sides):
        """Say which sides have their amount registered as a payment of their bank that no line is matched with."""
        items = self.env["account.move.line"].search(
            Domain("journal_id", "in", banks.ids)
            & Domain("payment_id", "!=", False)
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("account_id.account_type", "not in", ("asset_receivable", "liability_payable"))
            & ~Domain("bank_match_ids", "any", [("state", "!=", "posted")])
        )
        decimal = self.env["account.bank.matcher"]._decimal
        known = {
            (
                item.journal_id.id,
                item.currency_id.name,
                decimal(item.amount_residual_currency, item.currency_id.decimal_places),
            )
            for item in items
        }
        return [replace(side, is_registered=(side.bank, side.currency, side.amount) in known) for side in sides]

    @api.model
    def _mirrored(self, lines, waiting):
        """:return: the lines whose amount another line or waiting item has too, as all do where currencies differ"""
        amounts = {line: (line.currency_id, line.currency_id.round(line.amount)) for line in lines}
        opposite = {(currency, currency.round(-amount)) for currency, amount in amounts.values()}
        opposite |= {(item.currency_id, item.currency_id.round(item.amount_residual_currency)) for item in waiting}
        if len({currency for currency, _amount in opposite}) > 1:
            return lines
        return lines.filtered(lambda line: amounts[line] in opposite)

    @api.model
    def _goes_to_transfers(self, matches):
        """:return: whether all of a line goes to the transfer account by one decision"""
        line = matches.statement_line_id
        return (
            len(matches) == 1
            and matches.account_id == line.company_id.transfer_account_id
            and not matches.move_line_id
            and not line.currency_id.compare_amounts(matches.amount, line.amount)
        )

    @api.model
    def _line_side(self, line, is_open=True):
        matcher = self.env["account.bank.matcher"]
        company = line.company_id
        partner = line.partner_id.commercial_partner_id
        return Side(
            id=line.id,
            bank=line.journal_id.id,
            date=line.date,
            amount=matcher._decimal(line.amount, line.currency_id.decimal_places),
            currency=line.currency_id.name,
            company_amount=matcher._decimal(line._company_amount(), company.currency_id.decimal_places),
            text=line.payment_ref or "",
            partner_name=line.partner_name or (company.name if partner == company.partner_id else ""),
            account_number=line.account_number or "",
            end_to_end_id=line.bank_end_to_end_id or "",
            is_open=is_open,
            is_strangers=bool(partner) and partner != company.partner_id,
        )

    @api.model
    def _item_side(self, item):
        """A line that is posted to the transfer account, for what of it is still open there."""
        matcher = self.env["account.bank.matcher"]
        line = item.move_id.statement_line_id
        side = self._line_side(line, is_open=False)
        return Side(
            id=side.id,
            bank=side.bank,
            date=side.date,
            amount=matcher._decimal(-item.amount_residual_currency, item.currency_id.decimal_places),
            currency=item.currency_id.name,
            company_amount=matcher._decimal(-item.amount_residual, item.company_currency_id.decimal_places),
            text=side.text,
            partner_name=side.partner_name,
            account_number=side.account_number,
            end_to_end_id=side.end_to_end_id,
            is_open=False,
        )

    # ------------------------------------------------------------------------------------------------------- keeping

    @api.model
    def _keep(self, run, pair, lines):
        """Store a pair as proposals of its open lines, where it is surer than theirs.

        :return: dict of line -> (confidence before, confidence of the pair)
        """
        Line = self.env["account.bank.statement.line"]
        sides = [(Line.browse(side.id), side) for side in (pair.out, pair.into)]
        open_lines = Line.union(*(line for line, side in sides if side.is_open))
        if not open_lines & lines or not all(self._outranks(pair, line) for line in open_lines):
            return {}
        locked = open_lines.try_lock_for_update(allow_referencing=True)
        if locked != open_lines:
            return {}
        before = {line: line.match_ids[:1].confidence or "none" for line in open_lines}
        open_lines.match_ids.unlink()
        values = []
        for (line, side), (other, other_side) in (sides, sides[::-1]):
            if side.is_open:
                values.append(self._match_values(run, pair, line, other, other_side))
        self.env["account.bank.match"].create(values)
        self._point_back(sides)
        self._point_back(sides[::-1])
        return {line: (confidence, pair.confidence.value) for line, confidence in before.items()}

    @api.model
    def _point_back(self, sides):
        """Let a line that is accepted to the transfer account know its other side, where it has none."""
        (line, side), (other, _other_side) = sides
        accepted = line.match_ids.filtered(lambda match: match.state == "accepted" and match.account_id)
        if not side.is_open and not accepted.transfer_line_id:
            accepted.transfer_line_id = other

    @api.model
    def _outranks(self, pair, line):
        """:return: whether a pair says more of a line than what is proposed for it"""
        matches = line.match_ids
        if not matches:
            return True
        items = matches.move_line_id
        if matches.payment_id or items.payment_id or items.bank_batch_id:
            return False  # It is booked already; a pair would book it a second time.
        if matches.transfer_line_id or matches.account_id == line.company_id.transfer_account_id:
            return True
        if items.account_id and items.account_id == line.company_id.transfer_account_id:
            return True
        return RANKS[pair.confidence.value] > max(RANKS[match.confidence] for match in matches)

    @api.model
    def _match_values(self, run, pair, line, other, other_side):
        company = line.company_id
        values = {
            "statement_line_id": line.id,
            "transfer_line_id": other.id,
            "state": "proposed",
            "origin": "automatic",
            "confidence": pair.confidence.value,
            "automatic": pair.automatic and pair.score >= line.journal_id.match_minimum_score,
            "explanations": pair.explanations,
            "score": pair.score,
            "evidence": [[e.criterion, e.weight, dict(e.values)] for e in pair.evidence],
            "run_id": run.id,
            "amount": line.amount,
        }
        item = self._waiting_item(other) if not other_side.is_open else None
        if item:
            return {**values, "move_line_id": item.id, "item_amount": item.amount_residual_currency}
        return {
            **values,
            "account_id": company.transfer_account_id.id,
            "name": self.env._("Transfer, %s", other.journal_id.name),
        }

    @api.model
    def _waiting_item(self, line):
        """:return: what of a posted line waits on the transfer account, none of a line that is only accepted"""
        return line.move_id.line_ids.filtered(
            lambda item: item.account_id == line.company_id.transfer_account_id and not item.reconciled
        )[:1]
