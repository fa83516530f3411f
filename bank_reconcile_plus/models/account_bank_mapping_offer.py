from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..matching.mappings import MappingTable
from ..matching.memory import text_core
from ..matching.text import fold
from ..matching.types import StatementLine

#: acts alike by hand before a mapping is offered, among the latest of a year
ENOUGH = 2
MOST_ACTS = 2_000
DAYS = 365


class AccountBankStatementLine(models.Model):
    """Offers a text mapping where a person has booked lines of the same text alike; nothing is made unasked."""

    _inherit = "account.bank.statement.line"

    match_offer_account_id = fields.Many2one(
        "account.account", string="Offered Account", compute="_compute_match_offer", compute_sudo=False
    )
    match_offer_partner_id = fields.Many2one(
        "res.partner", string="Offered Partner", compute="_compute_match_offer", compute_sudo=False
    )
    match_offer = fields.Char(
        string="Offered Text Mapping",
        compute="_compute_match_offer",
        compute_sudo=False,
        help="Lines of this text were booked alike by hand, and no text mapping does it yet.",
    )

    @api.depends("payment_ref", "partner_name", "amount", "match_ids.account_id", "match_ids.state")
    @api.depends_context("lang", "uid")
    def _compute_match_offer(self):
        self.match_offer = False
        self.match_offer_account_id = False
        self.match_offer_partner_id = False
        for journal, lines in self.grouped("journal_id").items():
            acts = self._acts_by_hand(journal)
            table = self._mapping_table(journal) if acts else None
            declined = self._declined_mappings(journal) if acts else None
            for line in lines - lines.filtered("match_ids.move_line_id"):
                key = line._text_key()
                kind, target, count = self._act_repeated(acts.get(key, ()))
                if not target or (kind == "partner" and line.partner_id) or table.fits(line._as_text()):
                    continue
                if (" ".join(key[0]), key[1], target) in declined:
                    continue
                line[f"match_offer_{kind}_id"] = target
                line.match_offer = self.env._(
                    "Booked by hand %(count)s times to %(target)s", count=count, target=target.display_name
                )

    def _text_key(self):
        """:return: what tells lines of one kind: the telling words, or the counterparty's name, and the direction"""
        self.ensure_one()
        core = text_core(self.payment_ref or "") or (fold(self.partner_name or "").strip(),)
        return (core, self.amount > 0) if any(core) else None

    def _as_text(self):
        """:return: the engine's line, with its text only"""
        self.ensure_one()
        return StatementLine(
            id=self.id,
            date=self.date,
            amount=self.env["account.bank.matcher"]._decimal(self.amount, self.currency_id.decimal_places),
            currency=self.currency_id.name,
            text=self.payment_ref or "",
            partner_name=self.partner_name or "",
            partner_id=self.partner_id.commercial_partner_id.id or None,
        )

    @api.model
    def _mapping_table(self, journal):
        return MappingTable(self.env["account.bank.matcher"]._mappings(journal)._to_engine_mappings())

    @api.model
    def _acts_by_hand(self, journal):
        """:return: text key -> list of what people booked lines of it to, an account or the partner of a document"""
        acts = defaultdict(list)
        if not journal:
            return acts
        matches = self.env["account.bank.match"].search_fetch(
            Domain("journal_id", "=", journal.id)
            & Domain("origin", "=", "manual")
            & Domain("state", "in", ("accepted", "posted"))
            & Domain("write_off_reason", "=", False)
            & Domain("statement_line_id.date", ">=", fields.Date.context_today(self) - timedelta(days=DAYS)),
            ["statement_line_id", "account_id", "partner_id", "move_line_id"],
            order="id desc",
            limit=MOST_ACTS,
        )
        matches.statement_line_id.fetch(["payment_ref", "partner_name", "amount"])
        for line, of_line in matches.grouped("statement_line_id").items():
            key = line._text_key()
            target = of_line.account_id if not of_line.move_line_id else of_line.partner_id
            if key and len(target) == 1:
                acts[key].append(target)
        return acts

    @api.model
    def _act_repeated(self, targets):
        """:return: (``account`` or ``partner``, what the acts agree on, how often), nothing where they do not"""
        if len(targets) < ENOUGH or len(set(targets)) != 1:
            return None, None, 0
        kind = "account" if targets[0]._name == "account.account" else "partner"
        return kind, targets[0], len(targets)

    @api.model
    def _declined_mappings(self, journal):
        """:return: set of (telling words, whether money in, account or partner) a person did not want mapped"""
        declined = self.env["account.bank.mapping.decline"].search([("journal_id", "=", journal.id)])
        return {(one.text, one.money_in, one.account_id or one.partner_id) for one in declined}

    def action_decline_offer(self):
        """Remember that the offered mapping is not wanted: it is not offered again for lines of this text."""
        self.check_access("write")
        values = []
        for line in self.filtered("match_offer"):
            words, money_in = line._text_key()
            values.append(
                {
                    "journal_id": line.journal_id.id,
                    "text": " ".join(words),
                    "money_in": money_in,
                    "account_id": line.match_offer_account_id.id,
                    "partner_id": line.match_offer_partner_id.id,
                }
            )
        self.env["account.bank.mapping.decline"].create(values)
        self.invalidate_model(["match_offer", "match_offer_account_id", "match_offer_partner_id"])
        return True

    def action_map_text(self):
        """Ask which text of the line leads to which account or partner from now on."""
        return self.env["account.bank.mapping.wizard"]._action_open(self)
