from odoo import api, fields, models

from ..matching.rules import DEFAULT_RULES
from ..matching.types import AmountMatch, ApplicationRule, Confidence, DocumentMatch, PartyMatch

CONFIDENCES = [("high", "High"), ("medium", "Medium"), ("low", "Low")]
CONDITIONS = ("party", "document", "amount", "direct_debit")


class AccountBankMatchRule(models.Model):
    """One row of the application rules: what is known about a match, and how sure that makes it.

    The first row that fits decides. A blank cell means "any".
    """

    _name = "account.bank.match.rule"
    _description = "Bank Match Rule"
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(help="Empty on a new rule: before the first one that would decide all it decides.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: the rule holds for every company.")
    party = fields.Selection(
        [("fully", "Fully"), ("partially", "Partially"), ("no", "No")],
        string="Counterparty Known",
        help="Fully: by account number, or set on the line. Partially: by name. Empty: any.",
    )
    document = fields.Selection(
        [("yes_multiple", "Yes, several"), ("yes", "Yes"), ("no", "No")],
        string="Document Named",
        help="Whether the bank's text names documents of the match. Empty: any.",
    )
    amount = fields.Selection(
        [("one", "One"), ("multiple", "Several"), ("none", "None")],
        string="Amount Fits",
        help="How many ways to explain the amount there are. Empty: any.",
    )
    direct_debit = fields.Selection(
        [("yes", "Yes"), ("no", "No")], help="Whether the line is a direct debit collection. Empty: any."
    )
    confidence = fields.Selection(CONFIDENCES, required=True, default="low")
    review_required = fields.Boolean(help="Never accepted without a person, whatever the confidence.")
    apply_immediately = fields.Boolean(help="Take the best explanation this rule decides, although others are as good.")
    summary = fields.Char(string="Meaning", compute="_compute_summary")
    place = fields.Char(compute="_compute_place", help="Between which rules it is asked; the first that fits decides.")

    @api.depends("party", "document", "amount", "direct_debit", "confidence", "review_required", "apply_immediately")
    @api.depends_context("lang")
    def _compute_summary(self):
        for rule in self:
            known = [rule._party_words(), rule._document_words(), rule._amount_words(), rule._debit_words()]
            condition = self.env._(", ").join(filter(None, known)) or self.env._("anything")
            result = [rule._confidence_words()]
            if rule.review_required:
                result.append(self.env._("always reviewed by a person"))
            if rule.apply_immediately:
                result.append(self.env._("applied at once, whatever else fits"))
            rule.summary = self.env._(
                "%(condition)s → %(result)s",
                condition=condition[:1].upper() + condition[1:],
                result=self.env._(", ").join(filter(None, result)),
            )

    @api.depends("summary")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule.summary

    def _party_words(self):
        return {
            "fully": self.env._("party known by account number"),
            "partially": self.env._("party known by name"),
            "no": self.env._("party not known"),
        }.get(self.party)

    def _document_words(self):
        return {
            "yes_multiple": self.env._("several documents named"),
            "yes": self.env._("one document named"),
            "no": self.env._("no document named"),
        }.get(self.document)

    def _amount_words(self):
        return {
            "one": self.env._("amount fits one way"),
            "multiple": self.env._("amount fits several ways"),
            "none": self.env._("amount does not fit"),
        }.get(self.amount)

    def _debit_words(self):
        return {
            "yes": self.env._("a direct debit collection"),
            "no": self.env._("not a direct debit collection"),
        }.get(self.direct_debit)

    def _confidence_words(self):
        return dict(self._fields["confidence"]._description_selection(self.env)).get(self.confidence, "")

    # ------------------------------------------------------------------------------------------------- the order

    @api.model_create_multi
    def create(self, vals_list):
        """EXTENDS base. A rule without a place gets the one its conditions ask for."""
        rules = self.browse()
        for vals in vals_list:
            if not vals.get("sequence"):
                vals = {**vals, "sequence": self.new(vals)._free_place()}
            rules |= super().create([vals])
        return rules

    def _covers(self, other):
        """:return: whether all that the other rule fits, this one fits as well"""
        same = all(not self[name] or self[name] == other[name] for name in CONDITIONS)
        return same and (not self.company_id or self.company_id._origin == other.company_id._origin)

    def _others(self):
        """:return: the rules this one is asked among, in their order"""
        self.ensure_one()
        companies = [False, *self.company_id._origin.ids] if self.company_id else None
        return self.search([("company_id", "in", companies)] if companies else []) - self._origin

    def _free_place(self):
        """:return: the sequence right before the first rule that leaves this one nothing to decide, else the last"""
        self.ensure_one()
        others = self._others()
        covering = next((rule for rule in others if rule._covers(self)), None)
        return covering.sequence - 1 if covering else (others[-1:].sequence or 0) + 10

    @api.depends("sequence", "active", "company_id", *CONDITIONS)
    @api.depends_context("lang")
    def _compute_place(self):
        for rule in self:
            place = (rule.sequence or rule._free_place(), rule._origin.id or float("inf"))
            others = rule._others()
            before = others.filtered(lambda other, place=place: (other.sequence, other.id) < place)[-1:]
            after = (others - others.filtered(lambda other, place=place: (other.sequence, other.id) < place))[:1]
            rule.place = rule._place_words(before, after) if others and rule.active else False

    def _place_words(self, before, after):
        if not before:
            return self.env._("Asked first, before “%s”", after.summary)
        if not after:
            return self.env._("Asked last, after “%s”", before.summary)
        return self.env._("Asked after “%(before)s” and before “%(after)s”", before=before.summary, after=after.summary)

    # ------------------------------------------------------------------------------------------------- for the engine

    def _to_engine(self):
        """:return: the rules as the matching engine takes them, in order"""
        return self._to_engine_rules(self)

    @api.model
    def _to_engine_rules(self, rules):
        """:param rules: rules in their order, saved or not
        :return: tuple of the engine's :class:`ApplicationRule`
        """
        return tuple(
            ApplicationRule(
                id=rule.id,
                sequence=index,
                confidence=Confidence(rule.confidence or "low"),
                party=PartyMatch(rule.party) if rule.party else None,
                document=DocumentMatch(rule.document) if rule.document else None,
                amount=AmountMatch(rule.amount) if rule.amount else None,
                direct_debit={"yes": True, "no": False}.get(rule.direct_debit),
                review_required=rule.review_required,
                apply_immediately=rule.apply_immediately,
            )
            for index, rule in enumerate(rules)
        )

    @api.model
    def action_dry_run(self, record_ids, values):
        """Show what a rule would do to open and to past lines, before it is saved.

        :param record_ids: id of the rule in a list, empty for a new one
        :param dict values: what was changed in the form
        :return: the action that shows it
        """
        self.check_access("read")
        rule = self.new(values, origin=self.browse(record_ids))
        rule.sequence = rule.sequence or rule._free_place()
        rows = self.env["account.bank.dry.runner"]._rows_of_rule(rule)
        return self.env["account.bank.dry.run"]._action_open(rule.summary, rows, of_rule=True)

    def action_restore_defaults(self):
        """Bring back the rules the addon ships, all of them: shipped rows as they were, rows added by hand archived."""
        self.check_access("write")
        shipped = self.browse()
        for index, default in enumerate(DEFAULT_RULES):
            rule = self.env.ref(f"bank_reconcile_plus.{xmlid(default)}", raise_if_not_found=False)
            if rule:
                rule.write(values(default, (index + 1) * 10))
                shipped |= rule
        self.search([("id", "not in", shipped.ids)]).active = False
        return True


def xmlid(default):
    """:return: the external id, without module, of the record that holds a default rule of the engine"""
    return "rule_" + str(default.id).lower().replace("/", "_").replace("-", "any")


def values(default, sequence):
    """:return: field values of the record that holds a default rule of the engine"""
    return {
        "active": True,
        "sequence": sequence,
        "party": default.party and default.party.value,
        "document": default.document and default.document.value,
        "amount": default.amount and default.amount.value,
        "direct_debit": {True: "yes", False: "no"}.get(default.direct_debit, False),
        "confidence": default.confidence.value,
        "review_required": default.review_required,
        "apply_immediately": default.apply_immediately,
    }
