import time

from odoo.tests import BaseCase, tagged

from ..formats.exceptions import Location, MalformedFileError
from ..formats.values import currency_of, date_of, decimal_of
from ..formats.xml import peek, stream


@tagged("post_install", "-at_install")
class TestFormatsXml(BaseCase):
    """The helpers under every XML format."""

    def names(self, content):
        return [name for _namespace, name, _line in peek(content).elements]

    def test_peek_tells_what_it_is(self):
        self.assertEqual(peek(b'\n<a xmlns="urn:x">\n<b/></a>').elements, (("urn:x", "a", 1), ("urn:x", "b", 2)))
        self.assertEqual(peek(b"<a/>").elements, (("", "a", 1),))

    def test_peek_reads_what_stands_before_the_damage(self):
        self.assertEqual(self.names(b"<a><b></a>"), ["a", "b"])
        self.assertEqual(self.names(b"<a><b>\x00"), ["a", "b"])

    def test_peek_is_not_fooled_by_text(self):
        self.assertEqual(self.names(b"<a><!-- <b> --><![CDATA[<c>]]></a>"), ["a"])

    def test_peek_never_fails_and_never_reads_everything(self):
        for content in (
            b"",
            b" ",
            b"<",
            b"text",
            b"\xff\xfe",
            b"\xfe\xff\x00",
            b"<?xml",
            b"<!DOCTYPE a [",
            b"\x00<",
        ):
            self.assertEqual(peek(content).elements, ())
        self.assertLessEqual(len(peek(b"<a>" + b"<b/>" * 10_000 + b"</a>").elements), 200)

    def test_peek_passes_blank_lines_in_time(self):
        start = time.process_time()
        self.assertEqual(self.names(b"\n" * 5_000_000 + b"<a/>"), ["a"])
        self.assertLess(time.process_time() - start, 0.5)

    def test_peek_sees_a_doctype(self):
        self.assertTrue(peek(b"<!DOCTYPE a><a/>").has_doctype)
        self.assertTrue(peek("<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE a><a/>".encode("utf-16")).has_doctype)
        self.assertFalse(peek(b"<!-- <!DOCTYPE a> --><a/>").has_doctype)

    def test_stream_gives_elements_in_any_namespace(self):
        content = b'<a xmlns:x="urn:x"><b>1</b><x:b>2</x:b><c>3</c></a>'
        self.assertEqual([element.text for element in stream(content, ["b"])], ["1", "2"])

    def test_stream_says_where_it_is_damaged(self):
        for content, line in ((b"<a>\n<b>\n</a>", 3), (b"\n\n<a>\n<b></a>", 4), (b"<a>\n\n&x;</a>", 3)):
            with self.assertRaises(MalformedFileError) as caught:
                list(stream(content, ["a"]))
            self.assertEqual(caught.exception.location, Location(line))

    def test_stream_keeps_no_file_open_and_follows_no_include(self):
        content = (
            b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/hostname" parse="text"/></a>'
        )
        (element,) = stream(content, ["a"])
        self.assertEqual("".join(element.itertext()), "")

    def test_values(self):
        self.assertEqual(str(decimal_of("000.10")), "0.10")
        self.assertEqual(str(decimal_of("123456789012345678.000")), "123456789012345678.000")
        self.assertEqual(str(date_of("2024-02-29T12:00")), "2024-02-29")
        self.assertEqual(currency_of("XAU"), "XAU")
        for read, text in (
            (decimal_of, ""),
            (decimal_of, "1\n"),
            (date_of, "2023-02-29"),
            (date_of, ""),
            (currency_of, "EU"),
        ):
            with self.assertRaises(ValueError):
                read(text)
