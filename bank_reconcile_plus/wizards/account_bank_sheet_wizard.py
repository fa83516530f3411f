from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..formats import archive
from ..formats.exceptions import StatementFormatError
from ..formats.sheet.columns import plain_name
from ..formats.sheet.preview import preview
from ..formats.sheet.profile import SheetProfile
from ..formats.sheet.ready import READY_PROFILES, READY_PROFILES_BY_NAME
from ..formats.sheet.rows import Reader
from ..formats.sheet.sheets import fits, suggest, tables_of
from ..models.words import translated

# Rows read for the preview; the guess is made of the whole file.
PREVIEW_ROWS = 200


class AccountBankSheetWizard(models.TransientModel):
    """The assistant: says what the columns of a table mean, shows its rows as they are understood, and keeps it."""

    _name = "account.bank.sheet.wizard"
    _description = "Sheet Assistant"
    _inherit = ["account.bank.sheet.layout"]

    state = fields.Selection([("file", "File"), ("columns", "Columns")], default="file", required=True)
    file = fields.Binary(string="Sample File", attachment=True)
    file_name = fields.Char()
    result_id = fields.Many2one("account.bank.import.result", readonly=True, ondelete="cascade")
    profile_id = fields.Many2one(
        "account.bank.sheet.profile", string="Corrected Profile", readonly=True, ondelete="cascade"
    )
    name = fields.Char(string="Name of the Profile")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    journal_ids = fields.Many2many(
        "account.journal",
        "account_bank_sheet_wizard_journal_rel",
        string="Banks",
        domain="[('type', 'in', ('bank', 'credit', 'cash'))]",
        check_company=True,
        default=lambda self: self._default_journal_ids(),
        help="Files of these banks are read this way.",
    )
    ready_profile = fields.Selection(
        "_selection_ready_profile", string="Start From", help="Empty: what the file tells."
    )
    column_ids = fields.One2many("account.bank.sheet.wizard.column", "wizard_id", string="Columns")
    preview_html = fields.Html(compute="_compute_preview", sanitize=False, string="First Rows")
    problem = fields.Text(compute="_compute_preview")
    question = fields.Text(compute="_compute_preview")
    summary = fields.Char(compute="_compute_preview")
    is_readable = fields.Boolean(compute="_compute_preview")

    @api.model
    def _default_journal_ids(self):
        """:return: the bank, where there is just one"""
        banks = self.env["account.bank.import.finder"]._banks()
        return banks if len(banks) == 1 else banks[:0]

    @api.model
    def _selection_ready_profile(self):
        return [(profile.name, profile.name) for profile in READY_PROFILES]

    # --------------------------------------------------------------------------------------------------------- preview

    @api.depends(
        "state",
        "column_ids.role",
        "encoding",
        "separator",
        "sheet_name",
        "has_header",
        "date_order",
        "decimal_mark",
        "row_order",
        "is_sign_inverted",
        "is_fee_on_top",
        "debit_words",
        "credit_words",
        "currency_name",
        "account_number",
    )
    def _compute_preview(self):
        for wizard in self:
            wizard.update({"preview_html": False, "problem": False, "question": False, "summary": False})
            wizard.is_readable = False
            if wizard.state == "columns":
                wizard._fill_preview()

    def _fill_preview(self):
        """Read the first rows as the settings say, and say what came of it."""
        profile = self._sheet_profile()
        table = None
        try:
            table = self._sample_table(profile)
            if profile.missing:
                self.problem = self._missing_words(profile.missing)
            else:
                found = preview(table, profile)
                error = found.first_error
                self.problem = translated(self.env, error.message_template, error.values) if error else False
                self.question = self._question_words(found)
                self.summary = self._summary_words(found)
                self.is_readable = not error and not self.question
                self.preview_html = self._preview_table(found.rows, found)
        except StatementFormatError as error:
            self.problem = translated(self.env, error.message_template, error.values)
        if not self.preview_html and table:
            self.preview_html = self._raw_table(table)

    def _preview_table(self, rows, found):
        """:return: markup of the first rows both ways"""
        return self.env["ir.qweb"]._render(
            "bank_reconcile_plus.sheet_preview",
            {
                "header": found.header,
                "rows": rows[:12],
                "has_balance": any(row.movement and row.movement.balance is not None for row in rows),
                "error_words": lambda error: translated(self.env, error.message_template, error.values),
                "format_amount": self._format_amount,
                "format_date": self._format_day,
            },
        )

    def _raw_table(self, table):
        """:return: markup of the first rows as written"""
        rows = [(number, [str(cell) for cell in cells]) for number, cells in table.rows[:12]]
        return self.env["ir.qweb"]._render("bank_reconcile_plus.sheet_raw", {"rows": rows})

    @api.model
    def _format_day(self, date):
        """:return: a day with its month by name, so that nobody takes it for another one"""
        return format_date(self.env, date, date_format="d MMM yyyy")

    @api.model
    def _format_amount(self, amount):
        """:return: an amount in the reader's language, with the file's own decimals, two at least"""
        if amount is None:
            return ""
        digits = max(2, -amount.as_tuple().exponent)
        return self.env["res.lang"]._lang_get(self.env.lang or "en_US").format(f"%.{digits}f", amount, grouping=True)

    @api.model
    def _missing_words(self, missing):
        if "date" in missing:
            return self.env._("Choose the column of the date.")
        return self.env._("Choose the column of the amount, or those of money out and money in.")

    def _question_words(self, found):
        """:return: what is still open, as a sentence with an example"""
        questions = []
        if "date_order" in found.questions and found.movements:
            column = found.profile.date
            place = found.header.index(column) if column in found.header else 0
            example = next((row.cells[place] for row in found.rows if len(row.cells) > place), "")
            questions.append(
                self.env._('Choose how dates are written: "%s" can be read in more than one way.', example)
            )
        if "decimal_mark" in found.questions:
            questions.append(self.env._("Choose the decimal mark: the amounts can be read with a comma or a point."))
        return "\n".join(questions) or False

    @api.model
    def _summary_words(self, found):
        movements = found.movements
        if not movements:
            return self.env._("No row is read as a movement.")
        dates = [movement.date for movement in movements]
        words = self.env._(
            "Movements: %(count)s, from %(first)s to %(last)s, together %(sum)s.",
            count=len(movements),
            first=self._format_day(min(dates)),
            last=self._format_day(max(dates)),
            sum=self._format_amount(sum(movement.amount for movement in movements)),
        )
        if found.balances.closing is None:
            return words
        if found.balances.breaks:
            return words + " " + self.env._("Rows that do not lead to their balance: %s.", len(found.balances.breaks))
        opening, closing = (
            self._format_amount(balance) for balance in (found.balances.opening, found.balances.closing)
        )
        return (
            words
            + " "
            + self.env._("Balance from %(opening)s to %(closing)s: it fits.", opening=opening, closing=closing)
        )

    # ------------------------------------------------------------------------------------------------ file and profile

    def _content(self):
        """:return: bytes of the sample file; of an archive the file the import spoke of"""
        wizard = (self._origin or self).with_context(bin_size=False)  # else files are read as their size
        if not wizard.result_id:
            return self._uploaded(wizard)
        result = wizard.result_id
        members = archive.members(result.attachment_id.raw or b"", result.attachment_id.name)
        return members[result.member][1] if result.member < len(members) else b""

    @api.model
    def _uploaded(self, wizard):
        attachment = wizard.env["ir.attachment"].search(
            [("res_model", "=", wizard._name), ("res_field", "=", "file"), ("res_id", "=", wizard.id)], limit=1
        )
        return archive.members(attachment.raw or b"", wizard.file_name or "")[0][1]

    def _sample_table(self, profile):
        tables = tables_of(self._content(), profile, PREVIEW_ROWS)
        named = [table for table in tables if table.name == profile.sheet] or [
            table for table in tables if fits([table], profile)
        ]
        return (named or [table for table in tables if not table.is_hidden] or tables)[0]

    def _sheet_profile(self):
        """:return: the :class:`SheetProfile` that the choices make"""
        self.ensure_one()
        named = [
            (column.role, column.name if self.has_header else f"#{column.sequence + 1}") for column in self.column_ids
        ]
        columns = {role: name for role, name in named if role and role != "text"}
        text = tuple(name for role, name in named if role == "text")
        return SheetProfile(name=self.name or "", text=text, **columns, **self._settings())

    def _show(self, profile, questions=()):
        """Take over a profile: its settings, and what each column of the sample means."""
        table = self._sample_table(profile)
        pairs = self._titles_and_samples(table, profile)
        roles = {plain_name(name): "text" for name in profile.text}
        named = {role: getattr(profile, role) for role in ROLES if role != "text"}
        roles |= {plain_name(name): role for role, name in named.items() if name}
        values = {**self._settings_values(profile), **dict.fromkeys(questions, False)}
        columns = [
            {"sequence": place, "name": title, "sample": sample, "role": roles.get(plain_name(title))}
            for place, (title, sample) in enumerate(pairs)
        ]
        values["column_ids"] = [Command.clear(), *map(Command.create, columns)]
        self.write({"state": "columns", **values})

    @api.model
    def _titles_and_samples(self, table, profile):
        """:return: list of (name of a column, its first cells in one line)"""
        try:
            reader = Reader(table, profile)
            rows = reader.body[:3]
        except StatementFormatError:
            reader, rows = None, table.rows[:3]
        width = max([len(cells) for _number, cells in rows] + [len(reader.header) if reader else 0])
        names = [reader.name_of(place) if reader else f"#{place + 1}" for place in range(width)]
        titles = [name if names.count(name) == 1 else f"#{place + 1}" for place, name in enumerate(names)]
        samples = [
            " · ".join(filter(None, (str(cells[place])[:24] for _number, cells in rows if place < len(cells))))
            for place in range(width)
        ]
        return list(zip(titles, samples, strict=True))

    # --------------------------------------------------------------------------------------------------------- actions

    def action_read(self):
        """Read the sample and propose what its columns mean."""
        self.ensure_one()
        if not self.result_id and not self.file:
            raise UserError(self.env._("Choose a file first."))
        try:
            if self.ready_profile:
                self._show(READY_PROFILES_BY_NAME[self.ready_profile])
            elif self.profile_id:
                self._show(self.profile_id._sheet_profile())
            else:
                _table, found = suggest(tables_of(self._content()))
                self._show(found.profile, [name for name in found.questions if name in ("date_order", "decimal_mark")])
        except StatementFormatError as error:
            raise UserError(translated(self.env, error.message_template, error.values)) from error
        if not self.name:
            self.name = self.ready_profile or (self.file_name or self.result_id.file_name or "").rpartition(".")[0]
        return self._action_open()

    def action_other_file(self):
        """Go back and choose another file or another profile to start from."""
        self.ensure_one()
        self.state = "file"
        return self._action_open()

    def action_save(self):
        """Keep the profile."""
        profile = self._save()
        return {
            "type": "ir.actions.act_window",
            "res_model": profile._name,
            "res_id": profile.id,
            "views": [(False, "form")],
        }

    def action_import(self):
        """Keep the profile, and import the file with it."""
        self.ensure_one()
        if not self.is_readable:
            raise UserError(self.problem or self.question or self.env._("The rows cannot be read like this."))
        profile = self._save()
        if self.result_id:
            self._choose_bank()
            return self.result_id._again()
        attachment = self.env["ir.attachment"].create({"name": self.file_name or profile.name, "raw": self._content()})
        journal = profile.journal_ids if len(profile.journal_ids) == 1 else None
        return self.env["account.bank.import"]._start(attachment, journal)._action_open()

    def _choose_bank(self):
        """The one bank of the profile is the bank of this file, where neither a person nor the file said another."""
        said = self.result_id.import_id.journal_id or self.result_id.chosen_journal_id
        profile = self._sheet_profile()
        movements = preview(self._sample_table(profile), profile).movements
        if not said and len(self.journal_ids) == 1 and not any(movement.account for movement in movements):
            self.result_id.write({"chosen_journal_id": self.journal_ids.id, "decided": True})

    def _save(self):
        self.ensure_one()
        if not self.journal_ids:
            raise UserError(self.env._("Choose the banks whose files are written like this."))
        settings = self._sheet_profile()
        if settings.missing:
            raise UserError(self._missing_words(settings.missing))
        if not self.name:
            raise UserError(self.env._("Give the profile a name."))
        profiles = self.env["account.bank.sheet.profile"]
        values = {**profiles._values_of(settings), "journal_ids": [Command.set(self.journal_ids.ids)]}
        if self.profile_id:
            self.profile_id.write(values)
        else:
            self.profile_id = profiles.create(values)
        return self.profile_id

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What the Columns Mean"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }


ROLES = (
    "date",
    "other_date",
    "value_date",
    "amount",
    "debit",
    "credit",
    "indicator",
    "balance",
    "text",
    "counterparty",
    "counterparty_account",
    "bic",
    "reference",
    "bank_id",
    "check",
    "type",
    "currency_column",
    "account_column",
    "fee",
    "gross",
    "status",
    "original_amount",
    "original_currency",
    "exchange_rate",
)


class AccountBankSheetWizardColumn(models.TransientModel):
    """One column of the sample file, and what it means."""

    _name = "account.bank.sheet.wizard.column"
    _description = "Sheet Assistant Column"
    _order = "sequence, id"

    wizard_id = fields.Many2one("account.bank.sheet.wizard", required=True, ondelete="cascade")
    sequence = fields.Integer()
    name = fields.Char(string="Column", readonly=True)
    sample = fields.Char(string="In the First Rows", readonly=True)
    role = fields.Selection("_selection_role", string="Means")

    @api.model
    def _selection_role(self):
        """:return: what a column can mean, in the words of the profile's own fields"""
        words = self.env["account.bank.sheet.profile"].fields_get([f"column_{role}" for role in ROLES], ["string"])
        return [(role, words[f"column_{role}"]["string"]) for role in ROLES]
