import contextlib
import dataclasses
import tempfile
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..formats import FORMATS, FORMATS_BY_NAME, StatementFormatError, detect, exceptions, parse, registry, xml
from .formats_common import ACCOUNT, ENTRY, NAMESPACE, balance, camt053

AMOUNT = '<Amt Ccy="EUR">10.00</Amt>'
SIGN = "<CdtDbtInd>CRDT</CdtDbtInd>"
DATE = "<BookgDt><Dt>2026-01-15</Dt></BookgDt>"


@tagged("post_install", "-at_install")
class TestFormatsErrors(BaseCase):
    """A file that cannot be read is refused with the kind of error, the line, the element and what to do."""

    def refused(self, content, kind, line=None, element=None, **values):
        with self.assertRaises(StatementFormatError) as caught:
            parse(content)
        error = caught.exception
        self.assertIs(type(error), kind, str(error))
        self.assertEqual(str(error), error.message_template % error.values)
        self.assertLessEqual(values.items(), error.values.items())
        if line is not None:
            self.assertEqual((error.location.line, error.location.element), (line, element))
            self.assertIn(str(line), str(error))
            self.assertIn(element, str(error))
        return error

    def entry(self, old, new, kind, element, **values):
        """An entry with one part of it replaced is refused at that element of the entry, on line 6."""
        return self.refused(camt053(ENTRY.replace(old, new)), kind, 6, f"Stmt[1]/Ntry[1]/{element}", **values)

    def test_entry(self):
        self.entry(AMOUNT, "", exceptions.MissingElementError, "Amt")
        self.entry(AMOUNT, '<Amt Ccy="EUR"> </Amt>', exceptions.MissingElementError, "Amt")
        self.entry(SIGN, "", exceptions.MissingElementError, "CdtDbtInd")
        self.entry("CRDT", "PLUS", exceptions.InvalidValueError, "CdtDbtInd", value="PLUS")
        self.entry(DATE, "", exceptions.MissingElementError, "BookgDt")
        self.entry("EUR", "euro", exceptions.InvalidCurrencyError, "Amt/@Ccy", value="euro")

    def test_amounts(self):
        for text in (
            "NaN", "Infinity", "-Infinity", "sNaN", "1E5", "1e-2", "1E9999999", "12..34", "1,000.00", "10,00", "1 000",
            "1_000", "0x10", "٣", "１２", "--1", "-", ".", "1234567890123456789", "0.1234567890123456789", "9" * 5000,
        ):  # fmt: skip
            with self.subTest(text[:30]):
                error = self.entry("10.00", text, exceptions.InvalidAmountError, "Amt")
                self.assertLess(len(str(error)), 200)
        self.entry("10.00", "-10.00", exceptions.InvalidAmountError, "Amt", value="-10.00 CRDT")

    def test_dates(self):
        for text in (
            "2026-02-30", "2026-13-01", "0000-01-01", "15.01.2026", "20260115", "2026-01", "2026-W03-4", "2026-01-15x",
            "26-01-15", "٢٠٢٦-٠١-١٥",
        ):  # fmt: skip
            with self.subTest(text):
                self.entry("2026-01-15", text, exceptions.InvalidDateError, "BookgDt/Dt", value=text)

    def test_detail(self):
        details = '<TxDtls/>\n<TxDtls>\n<Amt Ccy="EUR">x</Amt></TxDtls>'
        self.refused(
            camt053(f"{ENTRY}<NtryDtls>{details}</NtryDtls>"),
            exceptions.InvalidAmountError,
            7,
            "Stmt[1]/Ntry[1]/NtryDtls/TxDtls[2]/Amt",
            value="x",
        )

    def test_statement(self):
        self.refused(camt053(account=""), exceptions.MissingElementError, 3, "Stmt[1]/Acct/Id")
        self.refused(
            camt053(account="<Acct><Id><IBAN> </IBAN></Id></Acct>"),
            exceptions.MissingElementError,
            4,
            "Stmt[1]/Acct/Id",
        )
        self.refused(
            camt053(account=ACCOUNT.replace("EUR", "EU")),
            exceptions.InvalidCurrencyError,
            4,
            "Stmt[1]/Acct/Ccy",
            value="EU",
        )
        header = balance("OPBD", "1.00") + "\n" + balance("CLBD", "1.0O")
        self.refused(camt053(header=header), exceptions.InvalidAmountError, 6, "Stmt[1]/Bal[2]/Amt", value="1.0O")
        header = balance("OPBD", "1.00", date="2026-02-30")
        self.refused(camt053(header=header), exceptions.InvalidDateError, 5, "Stmt[1]/Bal[1]/Dt/Dt")

    def test_second_statement_is_named(self):
        first, second = camt053(ENTRY), camt053(ENTRY, ENTRY.replace("10.00", "?"))
        content = first.replace(
            b"</BkToCstmrStmt>", second[second.index(b"<Stmt>") : second.index(b"</BkTo")] + b"</BkToCstmrStmt>"
        )
        self.refused(content, exceptions.InvalidAmountError, 12, "Stmt[2]/Ntry[2]/Amt")

    def test_line_counts_blank_lines_before_the_declaration(self):
        error = self.refused(b"\n\n" + camt053(ENTRY)[:-40], exceptions.MalformedFileError)
        self.assertGreater(error.location.line, 7)

    def test_no_statement(self):
        start = f'<Document xmlns="{NAMESPACE}">'
        for content in (f"{start}</Document>", f"{start}<BkToCstmrStmt><GrpHdr/></BkToCstmrStmt></Document>"):
            self.refused(content.encode(), exceptions.MissingElementError, 1, "BkToCstmrStmt/Stmt")

    def test_elements_in_the_wrong_place(self):
        for content, element in (
            (camt053(ENTRY).replace(b"Stmt>", b"Other>").replace(b"BkToCstmrOther", b"BkToCstmrStmt"), "Ntry"),
            (camt053(f"{ENTRY}<NtryDtls><Other><TxDtls/></Other></NtryDtls>"), "TxDtls"),
            (camt053(f"{ENTRY}<NtryDtls><Ntry>{ENTRY}</Ntry></NtryDtls>"), "Ntry"),
            (camt053(ENTRY).replace(b"<Stmt>", b"<Group><Stmt>").replace(b"</Stmt>", b"</Stmt></Group>"), "Ntry"),
        ):
            error = self.refused(content, exceptions.UnexpectedElementError)
            self.assertEqual(error.location.element, element)

    def test_version(self):
        for version in ("00", "15", "99"):
            namespace = NAMESPACE[:-2] + version
            error = self.refused(camt053(ENTRY, namespace=namespace), exceptions.UnsupportedVersionError)
            self.assertEqual(error.values["version"], f"camt.053.001.{version}")
            self.assertIn("02, 03", str(error))

    def test_damaged(self):
        content = camt053(ENTRY)
        for damaged, line in (
            (content[:-20], 8),
            (content.replace(b"</Stmt>", b"</Stm>"), 7),
            (content.replace(b"REF1", b"RE\x00F1"), 6),
            (content.replace(b"REF1", "Müller".encode("cp1252")), 6),
            (content.replace(b"REF1", b"&nothing;"), 6),
            (content.replace(b"REF1", b"\x01"), 6),
            (content + b"<again/>", 8),
            (content.replace(b"<AcctSvcrRef>", b"<x:AcctSvcrRef>", 1), 6),
        ):
            with self.subTest(line=line, content=damaged[-120:]):
                error = parse_error(damaged)
                self.assertIsInstance(error, exceptions.MalformedFileError)
                self.assertEqual(error.location.line, line)

    def test_unknown_encoding(self):
        self.refused(camt053(ENTRY).replace(b"UTF-8", b"X-UNKNOWN"), exceptions.UnknownFormatError)

    def test_doctype_is_refused_before_anything_is_read(self):
        content = camt053(ENTRY).replace(b"REF1", b"&x;")
        secret = self.enterContext(_secret_file())
        for doctype in (
            f'<!DOCTYPE Document [<!ENTITY x SYSTEM "file://{secret}">]>',
            '<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/x.dtd">',
            "<!DOCTYPE Document>",
            "<!DOCTYPE Document [" + "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12)) + "]>",
            '<!DOCTYPE Document [<!ENTITY x "' + "A" * 300_000 + '">]>',
            '<!DOCTYPE Document [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
        ):
            with self.subTest(doctype[:60]):
                error = self.refused(
                    content.replace(b"<Document", doctype.encode() + b"\n<Document"), exceptions.UnsafeFileError
                )
                self.assertEqual(error.location.line, 2)
                self.assertNotIn("top secret", str(error))

    def test_doctype_longer_than_what_is_peeked_at(self):
        doctype = b'<!DOCTYPE Document [<!ENTITY x "' + b"A" * 2_000_000 + b'">]>\n<Document'
        content = camt053(ENTRY).replace(b"REF1", b"&x;").replace(b"<Document", doctype)
        with self.assertRaises(exceptions.UnsafeFileError):
            parse(content, FORMATS_BY_NAME["camt053"])

    def test_too_large(self):
        self.patch(xml, "LARGEST_FILE", 100)
        self.refused(camt053(ENTRY), exceptions.FileTooLargeError)

    def test_too_large_a_part(self):
        self.patch(xml, "LARGEST_PART", 100_000)
        filler = "<X/>" * 100_000
        self.refused(camt053(header=filler), exceptions.FileTooLargeError)
        many = [ENTRY] * 2_000
        self.assertGreater(len(camt053(*many)), 300_000)
        self.assertEqual(len(parse(camt053(*many))[0].transactions), 2_000)

    def test_too_deep(self):
        content = camt053(ENTRY + "<A>" * 300 + "</A>" * 300)
        self.assertIsInstance(parse_error(content), exceptions.MalformedFileError)

    def test_empty(self):
        for content in (b"", b" \r\n\t" * 2_000):
            self.refused(content, exceptions.EmptyFileError)

    def test_unknown(self):
        for content in (
            b"hello",
            b"<html><body>Please log in</body></html>",
            b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn/></Document>',
            b"<BkToCstmrStmtX/>",
            b"text that mentions <BkToCstmrStmt>",
            bytes(range(256)),
        ):
            error = self.refused(content, exceptions.UnknownFormatError)
            self.assertIn("CAMT.053, MT940, OFX or CSV", str(error))
            self.assertLess(len(str(error)), 160, "the list of all formats is beside it, not in it")

    def test_ambiguous(self):
        twin = dataclasses.replace(FORMATS_BY_NAME["camt053"], name="twin", label="Twin format")
        self.patch(registry, "FORMATS", (*FORMATS, twin))
        with self.assertRaises(exceptions.AmbiguousFormatError) as caught:
            detect(camt053(ENTRY))
        self.assertIn("CAMT.053 bank statement, Twin format", str(caught.exception))

    def test_every_kind_has_a_code_and_a_sentence_of_its_own(self):
        kinds = [kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, ValueError)]
        self.assertGreater(len(kinds), 12)
        self.assertEqual(len({kind.code for kind in kinds}), len(kinds))
        self.assertEqual(len({kind.message_template for kind in kinds}), len(kinds))

    def test_values_of_the_file_are_shown_short_and_printable(self):
        error = exceptions.InvalidAmountError(exceptions.Location(1, "Amt"), value="a\n\x07\u202e" + "b" * 500)
        self.assertEqual(error.values["value"], "a???" + "b" * 56 + "…")

    def test_percent_signs_in_the_file_do_no_harm(self):
        self.entry("10.00", "100%(line)s%", exceptions.InvalidAmountError, "Amt", value="100%(line)s%")

    def test_figures_survive_a_small_decimal_context(self):
        (statement,) = parse(camt053(ENTRY.replace("10.00", "9999999999999.99999"), ENTRY))
        self.assertEqual(sum(found.amount for found in statement.transactions), Decimal("10000000000009.99999"))


@contextlib.contextmanager
def _secret_file():
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("top secret")
        file.flush()
        yield file.name


def parse_error(content):
    """The error a file ends in, or None."""
    try:
        parse(content)
    except StatementFormatError as error:
        return error
    return None
