"""Providers of feeds, against real servers on the loopback."""

import os
import tempfile
import unittest
from datetime import date
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..feeds import FeedSettings, exceptions, folder, https, sftp
from .feed_servers import HOST, PASSWORD, USER, HttpsServer, SftpServer, paramiko


class FolderCase(BaseCase):
    def setUp(self):
        super().setUp()
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name).resolve() / "root"
        self.root.mkdir()

    def put(self, name, content=b"content", day=None):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if day:
            os.utime(path, (day, day))
        return path


@tagged("post_install", "-at_install")
class TestFolder(FolderCase):
    """A folder below the one the server names, and nothing beside it."""

    def settings(self, **values):
        return FeedSettings(**{"root": str(self.root), "folder": "bank", **values})

    def test_files_by_pattern_and_day_oldest_first(self):
        self.put("bank/b.xml", b"b", 1_700_000_000)
        self.put("bank/a.xml", b"a", 1_700_100_000)
        self.put("bank/notes.txt")
        self.put("bank/.hidden.xml")
        self.put("bank/deeper/c.xml")
        files = folder.fetch(self.settings(pattern="*.xml"))
        self.assertEqual([(file.name, file.content) for file in files], [("b.xml", b"b"), ("a.xml", b"a")])
        later = folder.fetch(self.settings(pattern="*.xml"), since=date.fromtimestamp(1_700_100_000))
        self.assertEqual([file.name for file in later], ["a.xml"])

    def test_done_moves_and_overwrites_nothing(self):
        self.put("bank/a.xml", b"first")
        folder.done(self.settings(), ["a.xml"])
        self.put("bank/a.xml", b"second")
        folder.done(self.settings(), ["a.xml", "not-there.xml", "../../etc/passwd"])
        self.assertEqual(folder.fetch(self.settings()), [])
        moved = {path.name: path.read_bytes() for path in (self.root / "bank/imported").iterdir()}
        self.assertEqual(moved, {"a.xml": b"first", "a-1.xml": b"second"})

    def test_nothing_outside_of_the_root(self):
        outside = self.root.parent / "outside"
        outside.mkdir()
        (outside / "secret.xml").write_bytes(b"secret")
        (self.root / "link").symlink_to(outside)
        for name in ("..", "../outside", "bank/../../outside", "/etc", str(outside), "link", "a\x00b"):
            with self.subTest(name=name), self.assertRaises(exceptions.FolderNotAllowedError):
                folder.fetch(self.settings(folder=name))
        self.put("bank/a.xml")
        (self.root / "bank/link.xml").symlink_to(outside / "secret.xml")
        os.mkfifo(self.root / "bank/pipe.xml")
        self.assertEqual([file.name for file in folder.fetch(self.settings())], ["a.xml"])

    def test_refusals_are_sentences(self):
        with self.assertRaisesRegex(exceptions.NoRootError, "bank_feed_root"):
            folder.fetch(self.settings(root=""))
        with self.assertRaises(exceptions.FolderMissingError):
            folder.fetch(self.settings(folder="nowhere"))
        self.put("bank/large.xml", b" " * 1_000_001)
        with self.assertRaisesRegex(exceptions.TooLargeError, r"large.xml is larger than 1 MB"):
            folder.fetch(self.settings(megabytes=1))


@tagged("post_install", "-at_install")
@unittest.skipUnless(paramiko, "paramiko is not installed")
class TestSftp(FolderCase):
    """A real SFTP server whose key is known."""

    def setUp(self):
        super().setUp()
        self.server = SftpServer(self.root)
        self.addCleanup(self.server.close)
        self.put("out/a.xml", b"a", 1_700_000_000)
        self.put("out/b.xml", b"b", 1_700_100_000)
        self.put("out/b.txt")

    def settings(self, **values):
        known = {
            "host": HOST,
            "port": self.server.port,
            "username": USER,
            "password": PASSWORD,
            "host_key": self.server.public_key,
            "folder": "out",
            "pattern": "*.xml",
        }
        return FeedSettings(**{**known, **values})

    def test_by_password_only_what_is_new(self):
        files = sftp.fetch(self.settings())
        self.assertEqual([(file.name, file.content) for file in files], [("a.xml", b"a"), ("b.xml", b"b")])
        self.put("out/b.xml", b"changed", 1_700_200_000)
        again = sftp.fetch(self.settings(seen=frozenset(file.key for file in files)))
        self.assertEqual([(file.name, file.content) for file in again], [("b.xml", b"changed")])
        self.assertEqual(sftp.fetch(self.settings(), until=date(2020, 1, 1)), [])

    def test_by_key(self):
        files = sftp.fetch(self.settings(password="", private_key=self.server.client_key_text))
        self.assertEqual(len(files), 2)
        with self.assertRaises(exceptions.PrivateKeyError):
            sftp.fetch(self.settings(private_key="no key"))

    def test_another_host_key_gets_no_password(self):
        other = paramiko.RSAKey.generate(2048).get_base64()
        for key in (f"ssh-rsa {other}", f"ssh-ed25519 {other}", "ssh-rsa not/base64!"):
            with self.subTest(key=key[:30]), self.assertRaises(exceptions.HostKeyDiffersError):
                sftp.fetch(self.settings(host_key=key))
        with self.assertRaises(exceptions.HostKeyMissingError) as caught:
            sftp.fetch(self.settings(host_key=""))
        self.assertIn(self.server.public_key[:60], str(caught.exception))
        self.assertEqual(self.server.logins, [])

    def test_refusals_are_sentences_without_secrets(self):
        cases = {
            exceptions.LoginRefusedError: {"password": "wrong secret"},
            exceptions.FolderMissingError: {"folder": "nowhere"},
            exceptions.UnreachableError: {"port": 1},
            exceptions.SettingMissingError: {"host": ""},
        }
        for kind, values in cases.items():
            with self.subTest(kind=kind.__name__), self.assertRaises(kind) as caught:
                sftp.fetch(self.settings(**values))
            self.assertNotIn("secret", str(caught.exception))
            self.assertNotIn(PASSWORD, repr(self.settings()) + str(caught.exception))
        self.put("out/large.xml", b" " * 1_000_001)
        with self.assertRaises(exceptions.TooLargeError):
            sftp.fetch(self.settings(megabytes=1))


@tagged("post_install", "-at_install")
class TestHttps(BaseCase):
    """A real HTTPS server with a certificate of its own."""

    def setUp(self):
        super().setUp()
        self.server = HttpsServer()
        self.addCleanup(self.server.close)

    def settings(self, path="/statement.xml", **values):
        known = {"url": self.server.url + path, "token": "Bearer s3cret", "certificate": self.server.certificate}
        return FeedSettings(**{**known, **values})

    def answer(self, content=b"content", status=200, path="/statement.xml", **headers):
        self.server.answers[path] = status, headers, content

    def test_file_with_token_and_dates(self):
        self.answer(
            b"content", path="/api?from=2026-03-01&to=2026-03-05", **{"Content-Disposition": 'x; filename="m.xml"'}
        )
        settings = self.settings("/api?from={since}&to={until}")
        (file,) = https.fetch(settings, date(2026, 3, 1), date(2026, 3, 5))
        self.assertEqual((file.name, file.content), ("m.xml", b"content"))
        self.assertEqual(self.server.requests[0][1]["Authorization"], "Bearer s3cret")
        again = self.settings("/api?from={since}&to={until}", seen=frozenset((file.key,)))
        self.assertEqual(https.fetch(again, date(2026, 3, 1), date(2026, 3, 5)), [])

    def test_unknown_certificate_gets_nothing(self):
        self.answer()
        with self.assertRaises(exceptions.CertificateError):
            https.fetch(self.settings(certificate=""))
        self.assertEqual(self.server.requests, [])

    def test_sends_on_only_to_itself(self):
        self.answer()
        self.answer(b"", 302, "/moved", Location="/statement.xml")
        self.assertEqual(https.fetch(self.settings("/moved"))[0].content, b"content")
        for target in ("https://localhost/x", "http://127.0.0.1/x", f"https://{HOST}:1/x", "//evil.example/x"):
            self.answer(b"", 302, "/moved", Location=target)
            with self.subTest(target=target), self.assertRaises(exceptions.RedirectRefusedError):
                https.fetch(self.settings("/moved"))
        self.answer(b"", 302, "/round", Location="/round")
        with self.assertRaises(exceptions.RedirectRefusedError):
            https.fetch(self.settings("/round"))

    def test_refusals_are_sentences_without_secrets(self):
        for status, kind in ((401, exceptions.LoginRefusedError), (500, exceptions.AnswerError)):
            self.answer(b"s3cret", status)
            with self.assertRaises(kind) as caught:
                https.fetch(self.settings("/statement.xml"))
            self.assertNotIn("s3cret", str(caught.exception) + repr(self.settings()))
        self.answer(b" " * 1_000_001)
        with self.assertRaises(exceptions.TooLargeError):
            https.fetch(self.settings(megabytes=1))
        with self.assertRaises(exceptions.NotHttpsError):
            https.fetch(FeedSettings(url="http://127.0.0.1/x"))
        with self.assertRaises(exceptions.SettingMissingError):
            https.fetch(FeedSettings())
        with self.assertRaises(exceptions.UnreachableError):
            https.fetch(self.settings(url="https://127.0.0.1:1/x?token=s3cret"))

    def test_nothing_there(self):
        self.answer(b"", 204)
        self.assertEqual(https.fetch(self.settings()), [])
