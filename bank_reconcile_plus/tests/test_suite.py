import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

FOLDER = Path(__file__).parent


@tagged("post_install", "-at_install")
class TestSuite(BaseCase):
    """Odoo's runner sees only what the package imports: a test file left out would never run there."""

    def test_every_test_file_is_imported(self):
        imported = re.findall(r"^from \. import (test_\w+)$", (FOLDER / "__init__.py").read_text(), re.MULTILINE)
        self.assertEqual(imported, sorted(path.stem for path in FOLDER.glob("test_*.py")))
