import base64
import hashlib
import logging
from collections import Counter
from dataclasses import dataclass, field, fields

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from ..formats import registry
from ..formats.exceptions import StatementFormatError
from .words import translated

_logger = logging.getLogger(__name__)

# Of a parsed transaction: stored in fields of the statement line, or listed by their path.
FIELDS_OF_THEIR_OWN = {
    "date",
    "amount",
    "currency",
    "value_date",
    "account_servicer_reference",
    "end_to_end_id",
    "structured_reference",
    "check_number",
    "mandate_id",
    "batch_id",
    "bank_transaction_code",
    "counterparty_name",
    "counterparty_account",
    "counterparty_bic",
    "counterparty_address",
    "is_direct_debit",
    "raw",
}


@dataclass
class ImportResult:
    """What happened with one statement of a file (or with the file, when it could not be read)."""

    file_name: str
    status: str  # imported, duplicate or refused
    message: str = ""
    journal_id: int = 0
    statement_id: int = 0
    new_count: int = 0
    duplicate_count: int = 0
    warnings: list[str] = field(default_factory=list)


class AccountBankStatementImporter(models.AbstractModel):
    """Takes bank files to statements: reads, finds the bank by account number, leaves out what is already there.

    Every file stands for itself: one that cannot be read does not stop the others, and leaves nothing behind.
    """

    _name = "account.bank.statement.importer"
    _description = "Bank Statement Importer"

    @api.model
    def _import_attachments(self, attachments, journal=None):
        """Import files.

        :param attachments: ``ir.attachment`` records
        :param journal: bank journal to use where the file's account number finds none
        :return: list of :class:`ImportResult`, one a statement or unreadable file, in order
        """
        self.env["account.bank.statement"].check_access("create")
        results = []
        for attachment in attachments:
            content = base64.b64decode(attachment.datas or b"")
            results += self._import_file(attachment.name, content, journal, attachment)
        return results

    @api.model
    def _import_file(self, name, content, journal=None, attachment=None):
        """Import the statements of one file, all or none of them.

        :param bytes content: the file
        :return: list of :class:`ImportResult`
        """
        try:
            with self.env.cr.savepoint():
                return [self._import_statement(name, parsed, journal, attachment) for parsed in registry.parse(content)]
        except StatementFormatError as error:
            return [ImportResult(name, "refused", self._format_error_words(error))]
        except UserError as error:
            return [ImportResult(name, "refused", str(error))]
        except psycopg2.errors.UniqueViolation:
            _logger.info("File %s was imported by somebody else at the same moment", name)
            return [
                ImportResult(
                    name,
                    "refused",
                    self.env._("Somebody else is importing the same movements. Nothing was doubled; import it again."),
                )
            ]

    @api.model
    def _format_error_words(self, error):
        """:return: the reader's error as a translated sentence"""
        return translated(self.env, error.message_template, error.values)

    @api.model
    def _import_statement(self, name, parsed, journal, attachment):
        journal = self._find_journal(parsed, journal)
        self._check_currency(parsed, journal)
        result = ImportResult(name, "imported", journal_id=journal.id, warnings=self._parser_warnings(parsed))
        keys = self._import_keys(parsed)
        known = self._known_keys(journal, keys)
        new = [pair for pair in zip(keys, parsed.transactions, strict=True) if pair[0] not in known]
        result.new_count, result.duplicate_count = len(new), len(keys) - len(new)
        if not new:
            result.status = "duplicate"
            result.message = (
                self.env._("Nothing new: all %(count)s movements are already there.", count=len(keys))
                if keys
                else self.env._("The statement has no movements.")
            )
            return result
        statement = self._create_statement(parsed, journal, new, attachment)
        result.warnings += self._balance_warnings(statement, parsed)
        statement.import_warnings = "\n".join(result.warnings) or False
        result.statement_id = statement.id
        result.message = self._imported_words(result)
        return result

    @api.model
    def _parser_warnings(self, parsed):
        """:return: sentences about what is odd in the file, and about pending movements, which are left out"""
        warnings = [translated(self.env, warning.template, dict(warning.values)) for warning in parsed.warnings]
        if parsed.pending:
            warnings.append(
                self.env._("%s pending movements were left out; they come when they are booked.", len(parsed.pending))
            )
        return warnings

    @api.model
    def _imported_words(self, result):
        if result.duplicate_count:
            return self.env._(
                "%(new)s movements imported, %(duplicates)s were already there.",
                new=result.new_count,
                duplicates=result.duplicate_count,
            )
        return self.env._("%(new)s movements imported.", new=result.new_count)

    # ---------------------------------------------------------------------------------------------- whose account it is

    @api.model
    def _find_journal(self, parsed, journal):
        """The bank journal whose account number the statement carries.

        :raise UserError: when no bank has the number, or the chosen bank has another one
        """
        number = self._bare_number(parsed.account_number)
        if journal:
            own = self._bare_number(journal.bank_account_id.acc_number)
            if number and own and not self._same_number(number, own):
                raise UserError(
                    self.env._(
                        "The file is of account %(file)s, but %(journal)s is account %(own)s. Choose the bank the file"
                        " is of, or leave the bank empty to find it by account number.",
                        file=parsed.account_number,
                        journal=journal.display_name,
                        own=journal.bank_account_id.acc_number,
                    )
                )
            return journal
        candidates = self._bank_journals().filtered(
            lambda bank: number and self._same_number(number, self._bare_number(bank.bank_account_id.acc_number))
        )
        if len(candidates) == 1:
            return candidates
        if candidates:
            raise UserError(
                self.env._(
                    "Several banks have account %(number)s: %(journals)s. Choose one.",
                    number=parsed.account_number,
                    journals=", ".join(candidates.mapped("display_name")),
                )
            )
        raise UserError(
            self.env._(
                "No bank has account %(number)s. Choose the bank, or set the account number on it.",
                number=parsed.account_number or self.env._("(none in the file)"),
            )
        )

    @api.model
    def _bank_journals(self):
        return self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self.env.companies),
                ("type", "in", ("bank", "credit", "cash")),
            ]
        )

    @api.model
    def _bare_number(self, number):
        return "".join(character for character in (number or "").upper() if character.isalnum())

    @api.model
    def _same_number(self, number, other):
        """Whether two bare account numbers are the same account: equal, or one is the national part of an IBAN."""
        if not number or not other:
            return False
        short, long = sorted((number, other), key=len)
        return short == long or (len(short.lstrip("0")) >= 7 and long[:2].isalpha() and long.endswith(short))

    @api.model
    def _check_currency(self, parsed, journal):
        currency = journal.currency_id or journal.company_id.currency_id
        if parsed.currency and parsed.currency != currency.name:
            raise UserError(
                self.env._(
                    "The file is in %(file)s, but %(journal)s is in %(own)s.",
                    file=parsed.currency,
                    journal=journal.display_name,
                    own=currency.name,
                )
            )

    # ---------------------------------------------------------------------------------------------------- what is new

    @api.model
    def _import_keys(self, parsed):
        """One key a movement: the bank's id with date and amount, or, without id, the N-th equal row of the day.

        :return: list of strings, as long as ``parsed.transactions``
        """
        seen = Counter()
        keys = []
        for transaction in parsed.transactions:
            base = self._key_base(transaction)
            seen[base] += 1
            keys.append(f"{base}:{seen[base]}")
        return keys

    @api.model
    def _key_base(self, transaction):
        bank_id = transaction.account_servicer_reference or transaction.entry_reference
        parts = [transaction.date.isoformat(), f"{transaction.amount.normalize():f}", transaction.currency]
        parts += (
            [bank_id, transaction.transaction_id, transaction.end_to_end_id]
            if bank_id
            else [
                transaction.counterparty_name,
                transaction.counterparty_account,
                transaction.end_to_end_id,
                transaction.structured_reference,
                *transaction.remittance_lines,
                transaction.additional_info,
            ]
        )
        digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
        return f"{'id' if bank_id else 'row'}:{digest}"

    @api.model
    def _known_keys(self, journal, keys):
        # Access: a line the user may not see (another branch) is still the same movement.
        lines = (
            self.env["account.bank.statement.line"]
            .sudo()
            .search_fetch([("journal_id", "=", journal.id), ("bank_import_key", "in", keys)], ["bank_import_key"])
        )
        return set(lines.mapped("bank_import_key"))

    # --------------------------------------------------------------------------------------------- what is made of it

    @api.model
    def _create_statement(self, parsed, journal, new, attachment):
        """:param new: list of (key, :class:`ParsedTransaction`), in the file's order"""
        total = sum(transaction.amount for _key, transaction in new)
        values = {
            "name": self._statement_name(parsed, journal),
            "reference": parsed.statement_id or (attachment.name if attachment else False),
            "line_ids": [
                (0, 0, self._line_values(journal, key, transaction, len(new) - index))
                for index, (key, transaction) in enumerate(new)
            ],
        }
        if parsed.closing_balance is not None:
            values["balance_end_real"] = float(parsed.closing_balance)
            values["balance_start"] = float(parsed.closing_balance - total)
            if len(new) == len(parsed.transactions) and parsed.opening_balance is not None:
                values["balance_start"] = float(parsed.opening_balance)
        elif parsed.opening_balance is not None:
            values["balance_start"] = float(parsed.opening_balance)
            values["balance_end_real"] = float(parsed.opening_balance + total)
        statement = self.env["account.bank.statement"].create(values)
        if attachment:
            copy = attachment.copy({"res_model": statement._name, "res_id": statement.id})
            statement.attachment_ids = [(4, copy.id)]
        return statement

    @api.model
    def _statement_name(self, parsed, journal):
        number = parsed.number or (parsed.closing_date and parsed.closing_date.isoformat()) or parsed.statement_id
        if not number:
            return False
        return self.env._("%(journal)s Statement %(number)s", journal=journal.code, number=number)

    @api.model
    def _line_values(self, journal, key, transaction, sequence):
        """:return: values of one statement line; ``sequence`` counts down, as the host sorts a day's lines"""
        return {
            "journal_id": journal.id,
            "date": transaction.date,
            "amount": float(transaction.amount),
            "sequence": sequence,
            "payment_ref": self._label(transaction),
            "partner_name": transaction.counterparty_name or transaction.ultimate_party_name or False,
            "account_number": transaction.counterparty_account or False,
            "transaction_type": transaction.bank_transaction_code or False,
            "bank_value_date": transaction.value_date,
            "bank_entry_reference": transaction.account_servicer_reference or transaction.entry_reference or False,
            "bank_end_to_end_id": transaction.end_to_end_id or False,
            "bank_structured_reference": transaction.structured_reference or False,
            "bank_check_number": transaction.check_number or False,
            "bank_mandate": transaction.mandate_id or False,
            "bank_batch": transaction.batch_id or False,
            "bank_transaction_code": transaction.bank_transaction_code or False,
            "bank_counterparty_bic": transaction.counterparty_bic or False,
            "bank_counterparty_address": transaction.counterparty_address or False,
            "bank_is_direct_debit": transaction.is_direct_debit,
            "bank_import_key": key,
            "transaction_details": {"fields": self._other_fields(transaction)},
            **self._foreign_values(journal, transaction),
        }

    @api.model
    def _other_fields(self, transaction):
        """What of the file has no field of its own on the line.

        :return: list of [name, text], what the reader named first, then everything else by its path in the file
        """
        named = [
            [name.replace("_", " ").capitalize(), " / ".join(value) if isinstance(value, tuple) else str(value)]
            for name, value in ((field.name, getattr(transaction, field.name)) for field in fields(transaction))
            if name not in FIELDS_OF_THEIR_OWN and value not in (None, "", (), False, 0)
        ]
        return named + [list(pair) for pair in transaction.raw]

    @api.model
    def _foreign_values(self, journal, transaction):
        """:return: the host's foreign currency fields, when the payment was made in a currency the books know"""
        if not transaction.original_currency or transaction.original_amount is None:
            return {}
        own = journal.currency_id or journal.company_id.currency_id
        foreign = self.env["res.currency"].search([("name", "=", transaction.original_currency)], limit=1)
        if not foreign or foreign == own or not transaction.original_amount:
            return {}
        sign = -1 if transaction.amount < 0 else 1
        return {"foreign_currency_id": foreign.id, "amount_currency": sign * abs(float(transaction.original_amount))}

    @api.model
    def _label(self, transaction):
        """The line's label: what the payer wrote, or else what the bank says."""
        lines = list(transaction.remittance_lines) or [transaction.structured_reference]
        if not any(lines):
            lines = [transaction.additional_info or transaction.counterparty_name or transaction.bank_transaction_code]
        return " ".join(filter(None, (line.strip() for line in lines))) or self.env._("(no text)")

    @api.model
    def _balance_warnings(self, statement, parsed):
        """:return: sentences about balances that do not follow from each other"""
        warnings = []
        currency = statement.currency_id
        if not statement.is_valid:
            warnings.append(
                self.env._(
                    "The opening balance %(opening)s is not the ending balance of the statement before. A statement"
                    " before %(date)s is missing or wrong.",
                    opening=currency.format(statement.balance_start),
                    date=min(transaction.date for transaction in parsed.transactions),
                )
            )
        parser_said_so = any(warning.code == "balances_differ" for warning in parsed.warnings)
        if currency.compare_amounts(statement.balance_end, statement.balance_end_real) and not parser_said_so:
            warnings.append(
                self.env._(
                    "The movements lead to %(computed)s, but the bank says %(said)s.",
                    computed=currency.format(statement.balance_end),
                    said=currency.format(statement.balance_end_real),
                )
            )
        return warnings
