import ast
import io
import re
from pathlib import Path

from docutils.core import publish_doctree

from odoo.tests import BaseCase, tagged

FOLDER = Path(__file__).parent
ADDON = FOLDER.parent


@tagged("post_install", "-at_install")
class TestSuite(BaseCase):
    """Odoo's runner sees only what the package imports: a test file left out would never run there."""

    def test_every_test_file_is_imported(self):
        tree = ast.parse((FOLDER / "__init__.py").read_text())
        imported = [name.name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names]
        self.assertEqual(imported, sorted(path.stem for path in FOLDER.glob("test_*.py")))


@tagged("post_install", "-at_install")
class TestReadme(BaseCase):
    """What people read before they install: it is well-formed, and its pictures are there."""

    def test_readme_is_well_formed_and_has_its_pictures(self):
        readme, complaints = (ADDON / "README.rst").read_text(), io.StringIO()
        publish_doctree(readme, settings_overrides={"warning_stream": complaints, "report_level": 1})
        self.assertFalse(complaints.getvalue())
        pictures = re.findall(r"image:: (\S+)", readme)
        self.assertGreater(len(pictures), 10)
        self.assertFalse([name for name in pictures if not (ADDON / name).is_file()])

    def test_page_in_the_apps_list_has_its_pictures_and_leads_nowhere(self):
        folder = ADDON / "static" / "description"
        page = (folder / "index.html").read_text()
        self.assertFalse([name for name in re.findall(r'src="([^"]+)"', page) if not (folder / name).is_file()])
        self.assertNotIn("href", page)
