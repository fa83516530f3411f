import ast
from pathlib import Path

from odoo.tests import BaseCase, tagged

FOLDER = Path(__file__).parent


@tagged("post_install", "-at_install")
class TestSuite(BaseCase):
    """Odoo's runner sees only what the package imports: a test file left out would never run there."""

    def test_every_test_file_is_imported(self):
        tree = ast.parse((FOLDER / "__init__.py").read_text())
        imported = [name.name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names]
        self.assertEqual(imported, sorted(path.stem for path in FOLDER.glob("test_*.py")))
