from odoo import fields, models


class AccountJournal(models.Model):
    """How a bank's feeds are."""

    _inherit = "account.journal"

    feed_ids = fields.One2many("account.bank.feed", "journal_id", string="Feeds")

    def _fill_bank_cash_dashboard_data(self, dashboard_data):
        """EXTENDS account. Whether the bank's feeds work."""
        result = super()._fill_bank_cash_dashboard_data(dashboard_data)
        readable = self.env["account.bank.feed"].has_access("read")
        for journal in self.filtered(lambda journal: journal.type in ("bank", "cash", "credit")):
            feeds = journal.feed_ids if readable else self.env["account.bank.feed"]
            failing = feeds.filtered(lambda feed: feed.state == "failing")
            dashboard_data[journal.id].update(
                feed_count=len(feeds),
                feed_error=failing[:1].last_error,
                feed_last_success=self._moment_words(max(filter(None, feeds.mapped("last_success")), default=False)),
            )
        return result

    def action_open_feeds(self):
        """List the feeds of this bank."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bank_reconcile_plus.action_account_bank_feed")
        return {**action, "domain": [("journal_id", "=", self.id)], "context": {"default_journal_id": self.id}}
