import time

from odoo.tests import BaseCase, tagged

from ..formats import FORMATS_BY_NAME, StatementFormatError, detect, exceptions, parse
from ..formats.cfonb120 import CREDIT_DIGITS, DEBIT_DIGITS
from .formats_common import DATA


def sample(name):
    return (DATA / name).read_bytes()


class RecordsCase(BaseCase):
    """What the tests of these formats share: a sample with one thing changed, and what comes of it."""

    def refused(self, content, kind, line=None, element=None, **values):
        with self.assertRaises(StatementFormatError) as caught:
            parse(content)
        error = caught.exception
        self.assertIs(type(error), kind, str(error))
        self.assertLessEqual(values.items(), error.values.items())
        if line is not None:
            self.assertEqual((error.location.line, error.location.element), (line, element), str(error))
        return error

    def replaced(self, content, old, new):
        self.assertIn(old, content)
        return content.replace(old, new, 1)

    def warned(self, content):
        return [(warning.code, dict(warning.values)) for found in parse(content) for warning in found.warnings]


@tagged("post_install", "-at_install")
class TestFormatsOfx(RecordsCase):
    """OFX of every making is read, and what cannot be is refused at its line and element."""

    HEAD = b"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS>\n<STMTRS><CURDEF>EUR\n"
    ACCOUNT = b"<BANKACCTFROM><ACCTID>123</BANKACCTFROM>\n"
    ENTRY = b"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260115<TRNAMT>-10.00<FITID>F1<NAME>ACME</STMTTRN>\n"
    TAIL = b"</BANKTRANLIST>\n<LEDGERBAL><BALAMT>90.00<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></OFX>"

    def file(self, *entries, head=HEAD, account=ACCOUNT, tail=TAIL):
        return head + account + b"<BANKTRANLIST>" + b"".join(entries or (self.ENTRY,)) + tail

    def entry(self, old, new):
        """The only transaction of a file, with one part of it changed."""
        [statement] = parse(self.file(self.replaced(self.ENTRY, old, new)))
        return statement.transactions[0]

    def test_beginnings(self):
        body = self.file(head=self.HEAD[self.HEAD.index(b"<OFX>") :])
        for beginning in (
            b"",
            b"\xef\xbb\xbf",
            b"\r\n\r\n  ",
            b"OFXHEADER:100DATA:OFXSGMLVERSION:102SECURITY:NONE",
            b"OFXHEADER:100\rDATA:OFXSGML\rVERSION:102\r\r",
            b"ofxheader:100\nVERSION:151\n\n",
            b"Content-Type: application/x-ofx\r\nX-Server: a\r\n\r\nOFXHEADER:100\r\n\r\n",
            b'<?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="202"?>',
            b'<?OFX OFXHEADER="200" VERSION="202"?>\n',
        ):
            with self.subTest(beginning):
                self.assertEqual(detect(beginning + body).name, "ofx")
                self.assertEqual(parse(beginning + body), parse(body))
        self.assertEqual(parse(body.decode().encode("utf-16")), parse(body))
        self.assertEqual(parse(body.replace(b"<OFX>", b'<OFX xmlns="http://ofx.net">')), parse(body))

    def test_not_ofx(self):
        for content in (b"<OFXX></OFXX>", b"text <OFX>", b"a;b;<OFX>\n1;2;3\n", b"<html><!-- <OFX> --></html>"):
            self.assertFalse(FORMATS_BY_NAME["ofx"].detect(content), content)

    def test_character_sets(self):
        for header, encoding in (
            (b"ENCODING:USASCII\nCHARSET:1252", "cp1252"),
            (b"ENCODING:USASCII\nCHARSET:1252", "utf-8"),
            (b"ENCODING:UTF-8\nCHARSET:NONE", "utf-8"),
            (b"ENCODING:USASCII\nCHARSET:8859-1", "latin-1"),
            (b"ENCODING:USASCII\nCHARSET:NONE", "cp1252"),
            (b"CHARSET:1252", "utf-8-sig"),
        ):
            with self.subTest(header, encoding=encoding):
                content = self.file().replace(b"DATA:OFXSGML", header).decode().replace("ACME", "Müller ß")
                [statement] = parse(content.encode(encoding))
                self.assertEqual(statement.transactions[0].counterparty_name, "Müller ß")
        content = self.file().replace(b"DATA:OFXSGML", b"CHARSET:1251").decode().replace("ACME", "Банк")
        self.assertEqual(parse(content.encode("cp1251"))[0].transactions[0].counterparty_name, "Банк")

    def test_amounts(self):
        for written, amount in (
            (b"-10,00", "-10.00"),
            (b"+10.00", "10.00"),
            (b" 1,234.56 ", "1234.56"),
            (b"1.234,56", "1234.56"),
            (b"1 234,56", "1234.56"),
            (b"10.00-", "-10.00"),
            (b".5", "0.5"),
            (b"-0", "0"),
            (b"-00000000001500.0000", "-1500.0000"),
        ):
            with self.subTest(written):
                self.assertEqual(str(self.entry(b"-10.00", written).amount).lstrip("-"), amount.lstrip("-"))
                self.assertEqual(self.entry(b"-10.00", written).amount < 0, amount.startswith("-"))
        for written in (b"$10", b"NaN", b"1E5", b"1,2,3", b"1.2.3", b"--1", b".", b"1" * 19, b"10 EUR", b"1" * 9999):
            with self.subTest(written[:20]):
                content = self.file(self.ENTRY, self.replaced(self.ENTRY, b"-10.00", written))
                self.refused(content, exceptions.InvalidAmountError, 8, "STMTRS[1]/STMTTRN[2]/TRNAMT")

    def test_dates(self):
        for written in (
            b"20260115",
            b"20260115235959.123[-5:EST]",
            b"20260115000000[0:GMT]",
            b"2026-01-15",
            b"20260115 ",
        ):
            self.assertEqual(str(self.entry(b"20260115", written).date), "2026-01-15")
        for written in (b"20260230", b"20261301", b"15.01.2026", b"2026", b"00000000"):
            content = self.file(self.replaced(self.ENTRY, b"20260115", written))
            self.refused(
                content, exceptions.InvalidDateError, 7, "STMTRS[1]/STMTTRN[1]/DTPOSTED", value=written.decode()
            )

    def test_missing(self):
        for part, element in ((b"<DTPOSTED>20260115", "DTPOSTED"), (b"<TRNAMT>-10.00", "TRNAMT")):
            content = self.file(self.replaced(self.ENTRY, part, b""))
            self.refused(content, exceptions.MissingElementError, 7, f"STMTRS[1]/STMTTRN[1]/{element}")
        self.refused(self.HEAD.replace(b"<STMTRS>", b""), exceptions.MissingElementError, 5, "OFX/STMTRS")
        for account in (b"", b"<BANKACCTFROM><BANKID>1<ACCTID> </BANKACCTFROM>"):
            error = self.refused(self.file(account=account), exceptions.MissingElementError)
            self.assertEqual(error.location.element, "STMTRS[1]/BANKACCTFROM/ACCTID")

    def test_currency(self):
        content = self.file().replace(b"EUR", b"EURO")
        self.refused(content, exceptions.InvalidCurrencyError, 5, "STMTRS[1]/CURDEF", value="EURO")

    def test_the_bank_refuses(self):
        content = (
            self.HEAD + b"<STATUS>\n<CODE>2003<SEVERITY>ERROR<MESSAGE>Account not found</STATUS></STMTTRNRS></OFX>"
        )
        content = content.replace(b"<STMTRS>", b"")
        error = self.refused(
            content, exceptions.BankRefusedError, 6, "STATUS", status="2003", detail="Account not found"
        )
        self.assertIn("2003", str(error))

    def test_cut_off(self):
        whole = self.file(*[self.ENTRY] * 20)
        for end in range(len(self.HEAD) + 80, len(whole) - len(self.TAIL), 37):
            self.refused(whole[:end], exceptions.MalformedFileError)

    def test_end_tags_banks_forget(self):
        expected = parse(self.file(self.ENTRY, self.ENTRY))
        for forgotten in (b"</STMTTRN>", b"</BANKTRANLIST>", b"</BANKACCTFROM>", b"</OFX>", b"</STMTRS>"):
            with self.subTest(forgotten):
                self.assertEqual(parse(self.file(self.ENTRY, self.ENTRY).replace(forgotten, b"")), expected)
        closed = self.ENTRY
        for name in (b"TRNTYPE", b"DTPOSTED", b"TRNAMT", b"FITID", b"NAME"):
            head, _tag, rest = closed.partition(b"<" + name + b">")
            value, _less, rest = rest.partition(b"<")
            closed = head + b"<" + name + b">" + value + b"</" + name + b"><" + rest
        self.assertEqual(
            parse(self.file(closed, closed.lower().replace(b"f1", b"F1").replace(b"acme", b"ACME"))), expected
        )

    def test_attacks(self):
        secret = b'<!DOCTYPE OFX [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
        content = self.file(
            self.ENTRY.replace(b"ACME", b"&x;"), head=b"<?xml version='1.0'?>\n" + secret + self.HEAD[28:]
        )
        error = self.refused(content, exceptions.UnsafeFileError)
        self.assertEqual(error.location.line, 2)
        self.assertEqual(self.entry(b"ACME", b"A&x;B\0C").counterparty_name, "A&x;B C")

    def test_attacks_end_in_time(self):
        started = time.process_time()
        for attack in (
            b"<STMTTRN>",
            b"<a ",
            b"<!--",
            b"<![CDATA[",
            b"<?",
            b"&",
            b"<BANKTRANLIST>",
            b'<a b="',
            b"</STMTTRN>",
        ):
            with self.subTest(attack), self.assertRaises(StatementFormatError):
                parse(self.file(attack * 100_000, tail=b""))
        self.assertLess(time.process_time() - started, 20)


@tagged("post_install", "-at_install")
class TestFormatsCoda(RecordsCase):
    """CODA is refused at its line and field, and what it declares about itself is checked."""

    def test_fields(self):
        content = sample("coda/v2_everyday.cod")
        for old, new, kind, line, element in (
            (b"1000000000050250", b"1000000000O50250", exceptions.InvalidAmountError, 9, "21/amount"),
            (b"1000000000050250", b"7000000000050250", exceptions.InvalidValueError, 9, "21/sign"),
            (b"3101260120 ", b"3002260120 ", exceptions.InvalidDateError, 3, "21/entry_date"),
            (b"BE68539007547034", b"                ", exceptions.MissingElementError, 2, "1/account"),
            (b"\n22", b"\n29", exceptions.UnexpectedElementError, 4, "29"),
            (b"\n22", b"\n51", exceptions.UnexpectedElementError, 4, "51"),
            (b"2200010000", b"2200050000", exceptions.UnexpectedElementError, 4, "22"),
        ):
            with self.subTest(new):
                self.refused(self.replaced(content, old, new), kind, line, element)

    def test_cut_off(self):
        lines = sample("coda/v2_everyday.cod").splitlines(keepends=True)
        closing = next(number for number, line in enumerate(lines) if line.startswith(b"8"))
        for end in range(2, closing):
            self.refused(b"".join(lines[:end]), exceptions.MissingElementError, end, "8")
        self.assertEqual(self.warned(b"".join(lines[:-1])), [("closing_record_missing", {"element": "9"})])

    def test_declared_counts_and_sums(self):
        content = sample("coda/v2_everyday.cod")
        self.assertEqual(self.warned(content), [])
        lost = [line for line in content.splitlines(keepends=True) if not line.startswith(b"2100060000")]
        codes = [code for code, _values in self.warned(b"".join(lost))]
        self.assertEqual(codes, ["balances_differ", "summary_sum_differs"])
        batches = sample("coda/v2_batches.cod").splitlines(keepends=True)
        lost = b"".join(line for line in batches if not line.startswith(b"2200010000"))
        self.assertIn(
            ("record_count_differs", {"element": "9/records", "declared": "17", "found": "16"}), self.warned(lost)
        )

    def test_without_line_ends(self):
        content = sample("coda/v2_batches.cod")
        self.assertEqual(parse(content.replace(b"\n", b"")), parse(content))

    def test_more_details_than_their_number_can_hold(self):
        """After 9999 details of one movement their number starts again; they are still of that movement."""
        lines = sample("coda/v2_batches.cod").splitlines(keepends=True)
        movement = next(line for line in lines if line.startswith(b"2100010000"))
        detail = next(line for line in lines if line.startswith(b"2100010002"))
        movement = movement[:32] + b"%015d" % (3 * 25_000) + movement[47:]
        details = [detail[:6] + number + detail[10:] for number in (b"9998", b"9999", b"0000")]
        [statement] = parse(b"".join([*lines[:2], movement, *details, *lines[-2:]]))
        self.assertEqual(
            [(found.entry_number, found.detail_number) for found in statement.transactions], [(1, 1), (1, 2), (1, 3)]
        )


@tagged("post_install", "-at_install")
class TestFormatsCfonb(RecordsCase):
    """CFONB 120 is refused at its line and field."""

    def test_fields(self):
        content = sample("cfonb120/everyday.txt")
        for old, new, kind, line, element in (
            (b"0000000002500{", b"0000000002500Z", exceptions.InvalidAmountError, 2, "04/amount"),
            (b"0000000002500{", b"00000000025000", exceptions.InvalidAmountError, 2, "04/amount"),
            (b"0000000002500{", b"000000000250-{", exceptions.InvalidAmountError, 2, "04/amount"),
            (b"05310126  310126VIR", b"05310226  310126VIR", exceptions.InvalidDateError, 2, "04/date"),
            (b"EUR2 00012345678  300126", b"eur2 00012345678  300126", exceptions.UnknownFormatError, 0, ""),
            (b"\n05", b"\n08", exceptions.UnexpectedElementError, 3, "08"),
            (b"\n04", b"\n05", exceptions.UnexpectedElementError, 2, "05"),
            (b"\n07", b"\n01", exceptions.UnexpectedElementError, 25, "01"),
        ):
            with self.subTest(new):
                self.refused(self.replaced(content, old, new), kind, line, element)

    def test_cut_off(self):
        lines = sample("cfonb120/everyday.txt").splitlines(keepends=True)
        for end in range(1, 22):
            self.refused(b"".join(lines[:end]), exceptions.MissingElementError, end, "07")

    def test_every_last_digit(self):
        content = sample("cfonb120/everyday.txt").decode("cp1252")
        for digits, sign in ((CREDIT_DIGITS, 1), (DEBIT_DIGITS, -1)):
            for character, digit in digits.items():
                found = parse(content.replace("0000000002500{", f"0000000002500{character}", 1).encode("cp1252"))
                self.assertEqual(found[0].transactions[0].amount * 100, sign * (25000 + int(digit)))

    def test_decimals(self):
        content = sample("cfonb120/everyday.txt")
        lines = [line.replace(b"EUR2", b"KWD3") for line in content.splitlines(keepends=True)]
        self.assertEqual(str(parse(b"".join(lines))[0].transactions[0].amount), "25.000")

    def test_other_messages_are_not_taken(self):
        for content in (
            b"3100000120181220E    300661077100020030401".ljust(240),
            b"01,122099999,123456789,040621,0200,1,65,,2/\n",
        ):
            self.assertFalse(FORMATS_BY_NAME["cfonb120"].detect(content))


@tagged("post_install", "-at_install")
class TestFormatsAeb43(RecordsCase):
    """AEB43 is refused at its line and field, and what it declares about itself is checked."""

    def test_fields(self):
        content = sample("aeb43/everyday.n43")
        for old, new, kind, line, element in (
            (b"100000000012100", b"10000000001210O", exceptions.InvalidAmountError, 2, "22/amount"),
            (b"100000000012100", b"300000000012100", exceptions.InvalidValueError, 2, "22/sign"),
            (b"260115260116040071", b"260230260116040071", exceptions.InvalidDateError, 2, "22/date"),
            (b"00000001000009783", b"00000001000000003", exceptions.InvalidCurrencyError, 1, "11/currency"),
            (b"\n330049", b"\n330050", exceptions.InvalidValueError, 13, "33/account"),
            (b"\n22", b"\n23", exceptions.UnexpectedElementError, 2, "23"),
            (b"\n22", b"\n29", exceptions.UnexpectedElementError, 2, "29"),
            (b"\n33", b"\n11", exceptions.UnexpectedElementError, 13, "11"),
        ):
            with self.subTest(new):
                self.refused(self.replaced(content, old, new), kind, line, element)

    def test_cut_off(self):
        lines = sample("aeb43/everyday.n43").splitlines(keepends=True)
        for end in range(1, len(lines) - 2):
            self.refused(b"".join(lines[:end]), exceptions.MissingElementError, end, "33")

    def test_declared_counts_and_sums(self):
        lines = sample("aeb43/everyday.n43").splitlines(keepends=True)
        lost = [line for line in lines if not line.startswith(b"22    15002601152601160100")]
        self.assertEqual(len(lost), len(lines) - 1)
        codes = [code for code, _values in self.warned(b"".join(lost))]
        self.assertEqual(
            codes, ["summary_count_differs", "summary_sum_differs", "balances_differ", "record_count_differs"]
        )
