import json
import logging
import re
import subprocess
import sys
import unittest
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..formats import FORMATS_BY_NAME, StatementFormatError, detect, parse
from ..formats.sheet.profile import SheetProfile
from .test_formats_corpus import ADDON, CORPUS, MOST_MEGABYTES, MOST_SECONDS, READ_ALONE

_logger = logging.getLogger(__name__)

FORMATS = ("csv", "xlsx", "xls")
SETTINGS = {
    "delim": "separator",
    "date": "date",
    "dec": "decimal_mark",
    "amount": "amount",
    "debit": "debit",
    "credit": "credit",
    "ccy": "currency",
    "ccycol": "currency_column",
    "acctcol": "account_column",
    "bal": "balance",
}


def profile_of(mapping):
    """The profile a record of the corpus describes; its date format is one of strptime."""
    settings = {SETTINGS[name]: value for name, value in mapping.items() if name in SETTINGS and value is not None}
    parts = re.findall("%([dmbByY])", mapping.get("fmt") or "")
    order = "".join(dict.fromkeys({"d": "d", "y": "y", "Y": "y"}.get(part, "m") for part in parts))
    row_order = {"asc": "oldest", "desc": "newest"}.get(mapping.get("order"), "")
    return SheetProfile(**settings, date_order=order, row_order=row_order)


@tagged("post_install", "-at_install")
@unittest.skipUnless((CORPUS / "index.jsonl").is_file(), "no corpus of statement files")
class TestFormatsSheetCorpus(BaseCase):
    """Tables of others with known content, with the profile they need and without any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lines = (CORPUS / "index.jsonl").read_text("utf-8").splitlines()
        cls.every_record = [json.loads(line) for line in lines]
        cls.records = [record for record in cls.every_record if record["format"] in FORMATS]

    def test_every_table(self):
        self.assertGreater(len(self.records), 15)
        outcomes = []
        for record in self.records:
            ways = {"detected": None}
            if record.get("csv_mapping"):
                ways["profile"] = profile_of(record["csv_mapping"])
            for way, profile in ways.items():
                with self.subTest(record["path"], way=way):
                    outcome = self.check(record, profile)
                    outcomes.append(f"{record['path']:70} {way:8} {record['expect']:6} {outcome}")
        _logger.info("Corpus of tables:\n%s", "\n".join(outcomes))

    def check(self, record, profile):
        content = (CORPUS / record["path"]).read_bytes()
        try:
            statements = parse(content, profile=profile)
        except StatementFormatError as error:
            self.assertTrue(record["expect"] == "error" or record["soft"], str(error))
            self.assertTrue(error.location.line, str(error))
            self.assertNotIn("root:", str(error))
            return f"refused: {error}"
        self.assertTrue(record["expect"] == "ok" or record["soft"])
        self.assertEqual(detect(content).name, record["format"])
        if record["expect"] == "ok":
            expected = record.get("statements") or [record]
            self.assertEqual(len(statements), len(expected))
            for statement, truth in zip(statements, expected, strict=True):
                self.check_statement(statement, truth, profile)
        return f"{len(statements)} statements, {sum(len(found.transactions) for found in statements)} transactions"

    def check_statement(self, statement, truth, profile):
        self.assertEqual(len(statement.transactions) + len(statement.pending), truth["n_entries"])
        self.assertEqual(sum(found.amount for found in statement.transactions), Decimal(truth["sum_entries"]))
        if "first_date" in truth:
            self.assertEqual(str(statement.opening_date), truth["first_date"])
            self.assertEqual(str(statement.closing_date), truth["last_date"])
            self.assertEqual(statement.account_number or None, truth["account_id"])
            for balance, name in ((statement.opening_balance, "opening"), (statement.closing_balance, "closing")):
                self.assertEqual(None if balance is None else str(balance), truth[name])
        if "currency" in truth and (profile or statement.currency):  # a file that names none is of its bank's currency
            self.assertEqual(statement.currency, truth["currency"])
        if "balanced" in truth:
            self.assertEqual({warning.code for warning in statement.warnings}, set())

    def test_no_other_format_is_taken_for_a_table(self):
        for record in self.every_record:
            content = (CORPUS / record["path"]).read_bytes()
            found = [name for name in FORMATS if FORMATS_BY_NAME[name].detect(content)]
            with self.subTest(record["path"]):
                self.assertEqual(found, [record["format"]] if record["format"] in FORMATS else [])

    def test_hostile_tables_end_in_bounds(self):
        paths = [str(CORPUS / record["path"]) for record in self.records if record["hostile"]]
        command = [sys.executable, "-c", READ_ALONE, str(ADDON), *paths]
        result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        for name, outcome, seconds, megabytes in map(json.loads, result.stdout.splitlines()):
            with self.subTest(name, outcome=outcome):
                self.assertLess(seconds, MOST_SECONDS)
                self.assertLess(megabytes, MOST_MEGABYTES)
