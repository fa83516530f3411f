from odoo import fields, models


class AccountBankStatement(models.Model):
    """Statements that worksheets made: opened again, their worksheet is."""

    _inherit = "account.bank.statement"

    worksheet_ids = fields.One2many("account.bank.worksheet", "statement_id", string="Worksheets", readonly=True)

    def _reopen(self, reason):
        """EXTENDS. The lines a worksheet made go, and the worksheet is open with its ticks; the statement keeps its
        number for the next posting."""
        result = super()._reopen(reason)
        worksheet = self.worksheet_ids.filtered(lambda each: each.state == "posted")
        if worksheet:
            lines = self.line_ids
            lines.statement_id = False  # the host keeps the lines of a complete statement
            audited = self.company_id.restrictive_audit_trail  # else the chatter of what is deleted goes with it
            lines.with_context(tracking_disable=not audited).unlink()
            worksheet._write_life({"state": "draft", "snapshot": False})
            worksheet._message_log(body=self.env._("Undone: %s", reason))
        return result

    def _reopened_words(self):
        """EXTENDS. Of a worksheet's statement nothing but the number is left."""
        worksheet = self.worksheet_ids[:1]
        if not worksheet:
            return super()._reopened_words()
        return self.env._(
            "Worksheet %(worksheet)s is open again with its ticks. Statement %(statement)s has no lines until it is"
            " posted again.",
            worksheet=worksheet.name,
            statement=self.name,
        )
