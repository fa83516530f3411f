from odoo import Command, api, models


class AccountBankImportResult(models.Model):
    """A table that could not be read leads to the assistant, which asks what its columns mean."""

    _inherit = "account.bank.import.result"

    @api.depends("format_name", "file_name")
    def _compute_needs_sheet(self):
        """EXTENDS. Whatever is wrong with a table, its description may be what is wrong."""
        done = super()._compute_needs_sheet()
        for result in self:
            if result.status == "refused" and (result.error_code or "").startswith(SHEET_CODES):
                result.needs_sheet = True
            elif result.error_code == "unknown_format":
                result.needs_sheet = (result.file_name or "").lower().endswith(SHEET_ENDINGS)
        return done

    def action_describe_sheet(self):
        """Say what the columns of the file mean, and import it."""
        self.ensure_one()
        values = {"result_id": self.id, "file_name": self.file_name}
        bank = self.chosen_journal_id or self.import_id.journal_id
        if bank:
            values["journal_ids"] = [Command.set(bank.ids)]
        return self.env["account.bank.sheet.wizard"].create(values).action_read()


SHEET_CODES = ("sheet", "mixed_decimal_marks", "duplicate_column")
SHEET_ENDINGS = (".csv", ".txt", ".tsv", ".tab", ".xls", ".xlsx", ".xlsm")
