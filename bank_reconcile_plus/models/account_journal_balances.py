from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    statement_sequence_id = fields.Many2one(
        "ir.sequence",
        string="Statement Numbers",
        check_company=True,
        copy=False,
        help="Gives a statement its number when it is posted, unless somebody wrote one. Without it a statement keeps"
        " the number it was imported or entered with.",
    )

    def _shared_account_words(self):
        """:return: that other banks post to the same ledger account, naming them; empty when none does"""
        self.ensure_one()
        others = self.search(
            [
                *self._check_company_domain(self.company_id),
                ("type", "in", ("bank", "credit", "cash")),
                ("default_account_id", "=", self.default_account_id.id),
                ("default_account_id", "!=", False),
                ("id", "not in", self.ids),
            ]
        )
        if not others:
            return ""
        return self.env._(
            "Ledger account %(account)s is used by other banks as well (%(banks)s): its balance is not that of this"
            " bank. Give each bank an account of its own.",
            account=self.default_account_id.display_name,
            banks=", ".join(others.mapped("name")),
        )
