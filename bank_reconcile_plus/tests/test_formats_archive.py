import io
import struct
import zipfile

from odoo.tests import BaseCase, tagged

from ..formats import StatementFormatError, parse
from ..formats.archive import MOST_MEMBERS, members
from ..formats.exceptions import (
    ArchiveError,
    ArchiveTooLargeError,
    BrokenArchiveError,
    EmptyArchiveError,
    EncryptedArchiveError,
    NestedArchiveError,
    PdfFileError,
    UnsafeArchiveError,
)

TABLE = b"Date,Text,Amount\n2026-01-02,a,1.00\n"


def zipped(*files):
    """A zip file of (name, content)."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return output.getvalue()


@tagged("post_install", "-at_install")
class TestFormatsArchive(BaseCase):
    """Zip files give the files in them, within limits, or say what is wrong."""

    def test_files_in_order_without_noise(self):
        content = zipped(("b/2.csv", TABLE), ("__MACOSX/._2.csv", b"x"), ("1.csv", TABLE), (".DS_Store", b"x"))
        self.assertEqual(members(content, "bank.zip"), [("2.csv", TABLE), ("1.csv", TABLE)])
        self.assertEqual(len(parse(content)), 2)

    def test_refused(self):
        encrypted = bytearray(zipped(("a.csv", TABLE)))
        directory = encrypted.rindex(b"PK\x01\x02")
        struct.pack_into("<H", encrypted, directory + 8, 1)
        cases = (
            (NestedArchiveError, zipped(("inner.zip", zipped(("a.csv", TABLE))))),
            (NestedArchiveError, zipped(("inner.csv", zipped(("a.csv", TABLE))))),
            (EncryptedArchiveError, bytes(encrypted)),
            (UnsafeArchiveError, zipped(("../../etc/cron.d/x", TABLE))),
            (UnsafeArchiveError, zipped(("C:\\x.csv", TABLE))),
            (ArchiveTooLargeError, zipped(("bomb.csv", b"0" * 30_000_000))),
            (ArchiveTooLargeError, zipped(*((f"{index}.csv", b"") for index in range(MOST_MEMBERS + 1)))),
            (EmptyArchiveError, zipped()),
            (BrokenArchiveError, zipped(("a.csv", TABLE))[:60]),
            (BrokenArchiveError, b"PK\x03\x04" + bytes(100)),
        )
        for kind, content in cases:
            with self.subTest(kind.__name__), self.assertRaises(kind) as caught:
                members(content, "bank.zip")
            self.assertIsInstance(caught.exception, StatementFormatError)
            self.assertRegex(str(caught.exception), r"^.*\.$")

    def test_damaged_file_is_named(self):
        content = bytearray(zipped(("good.csv", TABLE), ("bad.csv", TABLE)))
        start = content.index(b"bad.csv") + len("bad.csv")
        content[start : start + 4] = b"\xff\xff\xff\xff"
        with self.assertRaisesRegex(ArchiveError, r"damaged \(bad\.csv\)"):
            parse(bytes(content))

    def test_pdf_says_what_to_ask_for(self):
        with self.assertRaises(PdfFileError) as caught:
            parse(b"%PDF-1.4 ...")
        for name in ("CAMT.053", "MT940", "CSV"):
            self.assertIn(name, str(caught.exception))
