from odoo import api, fields, models

from ..matching.rules import DEFAULT_RULES
from ..matching.types import AmountMatch, ApplicationRule, Confidence, DocumentMatch, PartyMatch

CONFIDENCES = [("high", "High"), ("medium", "Medium"), ("low", "Low")]


class AccountBankMatchRule(models.Model):
    """One row of the application rules: what is known about a match, and how sure that makes it.

    The first row that fits decides. A blank cell means "any".
    """

    _name = "account.bank.match.rule"
    _description = "Bank Match Rule"
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=1000)
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
    confidence = fields.Selection(CONFIDENCES, required=True)
    review_required = fields.Boolean(help="Never accepted without a person, whatever the confidence.")
    apply_immediately = fields.Boolean(help="Take the first item that fits this rule without looking further.")
    summary = fields.Char(string="Meaning", compute="_compute_summary")

    @api.depends("party", "document", "amount", "direct_debit", "confidence", "review_required")
    def _compute_summary(self):
        for rule in self:
            parts = [rule._party_words(), rule._document_words(), rule._amount_words()]
            if rule.direct_debit == "yes":
                parts.append(self.env._("the line is a direct debit collection"))
            elif rule.direct_debit == "no":
                parts.append(self.env._("the line is not a direct debit collection"))
            condition = self.env._(", ").join(part for part in parts if part)
            confidence = dict(rule._fields["confidence"]._description_selection(self.env)).get(rule.confidence, "")
            words = {"condition": condition or self.env._("always"), "confidence": confidence}
            if rule.review_required:
                rule.summary = self.env._("%(confidence)s, to be reviewed: %(condition)s", **words)
            else:
                rule.summary = self.env._("%(confidence)s: %(condition)s", **words)

    def _party_words(self):
        return {
            "fully": self.env._("the counterparty is known by account number"),
            "partially": self.env._("the counterparty is known by name"),
            "no": self.env._("the counterparty is not known"),
        }.get(self.party)

    def _document_words(self):
        return {
            "yes_multiple": self.env._("the text names several documents"),
            "yes": self.env._("the text names the document"),
            "no": self.env._("the text names no document"),
        }.get(self.document)

    def _amount_words(self):
        return {
            "one": self.env._("the amount fits exactly one way"),
            "multiple": self.env._("the amount fits several ways"),
            "none": self.env._("the amount does not fit"),
        }.get(self.amount)

    def _to_engine(self):
        """:return: the rules as the matching engine takes them, in order"""
        return tuple(
            ApplicationRule(
                id=rule.id,
                sequence=index,
                confidence=Confidence(rule.confidence),
                party=PartyMatch(rule.party) if rule.party else None,
                document=DocumentMatch(rule.document) if rule.document else None,
                amount=AmountMatch(rule.amount) if rule.amount else None,
                direct_debit={"yes": True, "no": False}.get(rule.direct_debit),
                review_required=rule.review_required,
                apply_immediately=rule.apply_immediately,
            )
            for index, rule in enumerate(self)
        )

    @api.model
    def action_restore_defaults(self):
        """Bring back the rules the addon ships: shipped rows as they were, rows added by hand archived."""
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
