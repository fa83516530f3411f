import json
import logging
import os
import subprocess
import sys
import unittest
from decimal import Decimal
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..formats import StatementFormatError, parse

_logger = logging.getLogger(__name__)

ADDON = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("STATEMENT_CORPUS") or ADDON.parents[1] / "shared" / "statements")
FORMATS = ("camt052", "camt053", "camt054", "mt940", "mt942", "bai2", "ofx", "qif", "coda", "cfonb", "aeb43")

MOST_SECONDS = 5
MOST_MEGABYTES = 200

# Reads each file named on the command line without Odoo, and says what came of it, how long it took, and the memory.
READ_ALONE = """
import json, resource, sys, time, types
from pathlib import Path
package = types.ModuleType("bank_reconcile_plus")
package.__path__ = [sys.argv[1]]
sys.modules["bank_reconcile_plus"] = package
from bank_reconcile_plus.formats import StatementFormatError, parse
def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
for name in sys.argv[2:]:
    content = Path(name).read_bytes()
    before, start = memory(), time.perf_counter()
    try:
        outcome = f"{len(parse(content))} statements"
    except StatementFormatError as error:
        outcome = error.code
    print(json.dumps([name, outcome, time.perf_counter() - start, memory() - before]))
"""


@tagged("post_install", "-at_install")
@unittest.skipUnless((CORPUS / "index.jsonl").is_file(), "no corpus of statement files")
class TestFormatsCorpus(BaseCase):
    """Real and hostile files of others with known content: read exactly, or refused as they should be."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lines = (CORPUS / "index.jsonl").read_text("utf-8").splitlines()
        cls.records = [record for record in map(json.loads, lines) if record["format"] in FORMATS]

    def test_every_file(self):
        self.assertGreater(len(self.records), 40)
        outcomes = []
        for record in self.records:
            with self.subTest(record["path"]):
                outcome = self.check(record)
                outcomes.append(f"{record['path']:100} {record['expect']:6} {outcome}")
        _logger.info("Corpus of statement files:\n%s", "\n".join(outcomes))

    def check(self, record):
        try:
            statements = parse((CORPUS / record["path"]).read_bytes())
        except StatementFormatError as error:
            self.assertTrue(record["expect"] == "error" or record["soft"], str(error))
            self.assertNotIn("root:", str(error))
            return f"refused: {error.code}"
        self.assertTrue(record["expect"] == "ok" or record["soft"])
        if record["expect"] == "ok":
            self.assertEqual(len(statements), record["n_statements"])
            for statement, expected in zip(statements, record.get("statements", ()), strict="statements" in record):
                self.check_statement(statement, expected)
            self.check_sums(statements, record)
        if record.get("must_warn"):
            self.assertTrue(any(statement.warnings for statement in statements))
        return f"{len(statements)} statements, {sum(len(found.transactions) for found in statements)} transactions"

    def check_statement(self, statement, expected):
        """Check whatever the index knows of a statement of this format."""
        every = statement.transactions + statement.pending
        self.assertEqual(statement.account_number, "".join((expected["account_id"] or "").split()))
        kind = dict(statement.raw).get("!Type", "")  # QIF has no ids; the index takes the section's kind
        self.assertEqual(statement.statement_id or kind.strip(), expected.get("id") or "")
        self.assertEqual(statement.currency, expected["currency"] or "")
        self.assertEqual(len({found.entry_number for found in every}), expected["n_entries"])
        self.assertEqual(sum(found.amount for found in every), Decimal(expected["sum_entries"]))
        for balance, name in ((statement.opening_balance, "opening"), (statement.closing_balance, "closing")):
            if expected[name] is not None or not expected.get(f"{name}_code"):  # else the index could not read it
                self.assertEqual(balance, expected[name] and Decimal(expected[name]))
        if "n_reversals" in expected:
            reversals = {found.entry_number for found in every if found.is_reversal}
            self.assertEqual(len(reversals), expected["n_reversals"])
        codes = {warning.code for warning in statement.warnings}
        if "balanced" in expected and len(expected.get("entry_currencies", ())) < 2:
            self.assertEqual("balances_differ" not in codes, expected["balanced"])
        if "balances" in expected:
            self.check_camt(statement, expected, codes)

    def check_sums(self, statements, record):
        """Check what the index says of a whole file."""
        every = [found for statement in statements for found in statement.transactions + statement.pending]
        if "sum_entries" in record:
            self.assertEqual(sum(found.amount for found in every), Decimal(record["sum_entries"]))

    def check_camt(self, statement, expected, codes):
        self.assertEqual(sum(found.amount for found in statement.transactions), Decimal(expected["sum_booked"]))
        self.assertEqual(
            [(found.code, str(found.amount), found.currency, str(found.date)) for found in statement.balances],
            [(found["code"], found["amount"], found["ccy"], found["date"][:10]) for found in expected["balances"]],
        )
        self.assertEqual("batch_not_split" in codes, bool(expected["details_sum_mismatch"]))
        dates = [found["date"][:10] for found in expected["balances"]]
        for date in filter(None, (statement.opening_date, statement.closing_date)):
            self.assertTrue(not dates or str(date) in dates)

    def test_hostile_files_end_in_bounds(self):
        paths = [str(CORPUS / record["path"]) for record in self.records if record["hostile"]]
        self.assertGreater(len(paths), 15)
        command = [sys.executable, "-c", READ_ALONE, str(ADDON), *paths]
        result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        outcomes = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(outcomes), len(paths))
        for name, outcome, seconds, megabytes in outcomes:
            with self.subTest(name, outcome=outcome):
                self.assertLess(seconds, MOST_SECONDS)
                self.assertLess(megabytes, MOST_MEGABYTES)
