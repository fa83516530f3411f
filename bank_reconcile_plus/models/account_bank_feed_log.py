from datetime import timedelta

from odoo import api, fields, models

KEPT_DAYS = 400


class AccountBankFeedLog(models.Model):
    """One file a feed brought, or one time it failed."""

    _name = "account.bank.feed.log"
    _description = "Bank Feed Log"
    _order = "id desc"

    feed_id = fields.Many2one("account.bank.feed", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="feed_id.company_id", store=True, index=True)
    name = fields.Char(string="What Happened", readonly=True)
    is_error = fields.Boolean(readonly=True)
    key = fields.Char(readonly=True, help="Tells the file from others of the same feed.")
    size = fields.Integer(readonly=True)
    import_id = fields.Many2one("account.bank.import", readonly=True, ondelete="set null", index="btree_not_null")

    @api.autovacuum
    def _gc_old(self):
        """Forget what is long past; files that come again by then are known by their movements."""
        self.search([("create_date", "<", fields.Datetime.now() - timedelta(days=KEPT_DAYS))], limit=10000).unlink()

    def action_open_import(self):
        """Show what became of the file."""
        return self.import_id._action_open() if self.import_id else True
