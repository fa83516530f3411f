import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase, tagged

from .. import feeds, formats, matching, payment_files, references

ADDON = Path(__file__).parents[1]
PACKAGES = (feeds, formats, matching, payment_files, references)

# Imports every module of the packages where Odoo cannot be imported, and prints their names.
IMPORT_WITHOUT_ODOO = """
import importlib, pkgutil, sys, types

class NoOdoo:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "odoo":
            raise ImportError(f"{name} was imported")

sys.meta_path.insert(0, NoOdoo())
parent = types.ModuleType("bank_reconcile_plus")
parent.__path__ = [sys.argv[1]]
sys.modules["bank_reconcile_plus"] = parent
for name in sys.argv[2:]:
    package = importlib.import_module(f"bank_reconcile_plus.{name}")
    print(package.__name__)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
        print(module.name)
assert "odoo" not in sys.modules
"""


def modules(package):
    """A package and every module in it."""
    yield package
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


@tagged("post_install", "-at_install")
class TestPurePackages(BaseCase):
    """What needs no database needs no Odoo, and its examples are true."""

    def test_packages_never_import_odoo(self):
        names = [package.__name__.rpartition(".")[2] for package in PACKAGES]
        command = [sys.executable, "-c", IMPORT_WITHOUT_ODOO, str(ADDON), *names]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        imported = set(result.stdout.split())
        for package in PACKAGES:
            for module in modules(package):
                self.assertIn("bank_reconcile_plus" + module.__name__.partition("bank_reconcile_plus")[2], imported)

    def test_examples_in_docstrings(self):
        flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
        for package in PACKAGES:
            attempted = 0
            for module in modules(package):
                with self.subTest(module.__name__):
                    result = doctest.testmod(module, optionflags=flags)
                    self.assertEqual(result.failed, 0)
                    attempted += result.attempted
            self.assertGreater(attempted, 0, package.__name__)
