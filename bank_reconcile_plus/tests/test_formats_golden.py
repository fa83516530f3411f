import json

from odoo.tests import BaseCase, tagged

from ..formats import detect
from ..formats.messages import WARNINGS
from .formats_common import DATA, plain


@tagged("post_install", "-at_install")
class TestFormatsGolden(BaseCase):
    """Each sample in data/formats/<format>/ is read into exactly what the .json file beside it says."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.samples = sorted(path for path in DATA.glob("*/*") if path.suffix != ".json")

    def test_every_sample_is_read_exactly(self):
        self.assertGreater(len(self.samples), 7)
        for sample in self.samples:
            with self.subTest(sample=f"{sample.parent.name}/{sample.name}"):
                content = sample.read_bytes()
                expected = json.loads(sample.with_suffix(".json").read_text("utf-8"))
                found = detect(content)
                self.assertEqual(found.name, sample.parent.name)
                self.assertEqual(plain(found.parse(content)), expected)

    def test_samples_show_every_warning(self):
        warned = {
            warning["code"]
            for sample in self.samples
            for statement in json.loads(sample.with_suffix(".json").read_text("utf-8"))
            for warning in statement.get("warnings", ())
        }
        self.assertEqual(warned, set(WARNINGS))

    def test_warnings_are_sentences(self):
        for sample in self.samples:
            for statement in detect(sample.read_bytes()).parse(sample.read_bytes()):
                for warning in statement.warnings:
                    self.assertEqual(str(warning), warning.template % dict(warning.values))
                    self.assertRegex(str(warning), r"^[A-Z].*\.$")
