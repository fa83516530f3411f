import time
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..formats import FORMATS_BY_NAME, StatementFormatError, detect, exceptions, parse
from .formats_common import DATA

HEAD = ":20:REF\n:25:NL91ABNA0417164300\n:28C:5/1\n:60F:C260131EUR100,00\n"
ENTRY = ":61:2602020202D10,NTRFNONREF//BANK-1\n:86:text\n"
TAIL = ":62F:C260202EUR90,00\n-\n"


@tagged("post_install", "-at_install")
class TestFormatsSwift(BaseCase):
    """MT940 and MT942 of every bank are read, and what cannot be is refused at its line and field."""

    def entry(self, line=":61:2602020202D10,NTRFNONREF//BANK-1", *narratives):
        """The only transaction of a statement made of this entry."""
        lines = "\n".join((line, *(f":86:{text}" for text in narratives)))
        [statement] = parse(f"{HEAD}{lines}\n{TAIL}".encode())
        [transaction] = statement.transactions
        return transaction

    def refused(self, text, kind, line, element, **values):
        with self.assertRaises(StatementFormatError) as caught:
            parse(text.encode())
        error = caught.exception
        self.assertIs(type(error), kind, str(error))
        self.assertEqual((error.location.line, error.location.element), (line, element), str(error))
        self.assertLessEqual(values.items(), error.values.items())

    def warned(self, text):
        return [warning.code for statement in parse(text.encode()) for warning in statement.warnings]

    def test_beginnings_and_ends(self):
        expected = parse((HEAD + ENTRY + TAIL).encode())
        body = HEAD + ENTRY + ":62F:C260202EUR90,00\n"
        for text in (
            body,
            body + "-",
            body + "-XXX\n",
            body + "\x1a",
            "\n\n" + body + "-\n\n",
            "BANKNL2A\n940\nBANKNL2A\n" + body,
            ":940:\n" + body,
            "{1:F01BANKNL2AXXXX0000000000}{2:I940BANKNL2AXXXXN}{4:\n" + body + "-}{5:{CHK:000000000000}}",
            "{1:F01BANKNL2AXXXX0000000000}{2:I940BANKNL2AXXXXN}{4:" + body + "-}",
            "\x01{1:F01BANKNL2AXXXX0000000000}{2:O9401200260202BANKNL2A}{4:\n" + body + "-}\x03",
            "ä4:\n" + body + "-å\n",
            body.replace("\n", "\r\n"),
            body.replace("\n", "\r"),
            body.replace("\n", "\n\n"),
        ):
            with self.subTest(text[:60]):
                self.assertEqual(detect(text.encode()).name, "mt940")
                self.assertEqual(parse(text.encode()), expected)
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le"):
            self.assertEqual(parse(body.encode(encoding)), expected)

    def test_letters(self):
        for encoding in ("utf-8", "cp1252", "latin-1", "utf-16"):
            [statement] = parse((HEAD + ENTRY.replace("text", "Müller") + TAIL).encode(encoding))
            self.assertEqual(statement.transactions[0].remittance_lines, ("Müller",))

    def test_not_swift(self):
        for content in (
            b"invoice :20: 5",
            b"<a>\n:20:X\n</a>",
            b"!Type:Bank\n:20:X",
            b"a;b;c\n" * 20 + b":20:X",
            b":30:X\n:40:Y",
        ):
            self.assertFalse(FORMATS_BY_NAME["mt940"].detect(content), content)
            self.assertFalse(FORMATS_BY_NAME["mt942"].detect(content), content)

    def test_kinds(self):
        report = ":20:R\n:25:1\n:28C:1\n:34F:EUR0,\n:13D:2602021200+0100\n" + ENTRY
        for text, name in (
            (report, "mt942"),
            ("{1:F01X}{2:I942BANKNL2AXXXXN}{4:\n" + report, "mt942"),
            (":20:R\n:25:1\n:28C:1\n:90D:0EUR0,\n:90C:0EUR0,", "mt942"),
            (HEAD + TAIL, "mt940"),
            ("{1:F01X}{2:I950BANKNL2AXXXXN}{4:\n" + HEAD + TAIL, "mt940"),
        ):
            self.assertEqual(detect(text.encode()).name, name, text)
            self.assertEqual(len(parse(text.encode())), 1)

    def test_several_messages(self):
        second = HEAD.replace("NL91ABNA0417164300", "NL44RABO0123456789") + TAIL.replace("90,00", "100,00")
        for between in ("", "-\n", "-}\n{1:F01X}{2:I940X}{4:\n", ":940:\n"):
            text = HEAD + ENTRY + ":62F:C260202EUR90,00\n" + between + second
            self.assertEqual(
                [
                    (found.account_number, str(found.closing_balance), len(found.transactions))
                    for found in parse(text.encode())
                ],
                [("NL91ABNA0417164300", "90.00", 1), ("NL44RABO0123456789", "100.00", 0)],
            )

    def test_pages_go_on_where_the_last_one_ended(self):
        page = ":60M:C260202EUR90,00\n" + ENTRY + ":62F:C260202EUR80,00\n"
        text = HEAD + ENTRY + ":62M:C260202EUR90,00\n"
        for again in ("", ":25:NL91ABNA0417164300\n:28C:5/2\n", "-\n:20:REF\n:25:NL91ABNA0417164300\n:28C:5/2\n"):
            first, second = parse((text + again + page).encode())
            self.assertEqual(first.closing_balance, second.opening_balance)
            self.assertEqual((first.account_number, first.statement_id), (second.account_number, second.statement_id))
            self.assertEqual([found.subtype for found in second.balances], ["INTM", ""])

    def test_amounts_and_directions(self):
        for written, amount, is_reversal in (
            ("C10,", "10", False),
            ("D10,5", "-10.5", False),
            ("RC10,50", "-10.50", True),
            ("RD10,50", "10.50", True),
            ("CR10,", "10", False),
            ("DR000000000001,62", "-1.62", False),
            ("RCR0,12", "-0.12", True),
            ("DD10", "-10", False),
            ("C10.25", "10.25", False),
            ("D0,", "0", False),
            ("C999999999999999,", "999999999999999", False),
        ):
            found = self.entry(f":61:2602020202{written}NTRFNONREF")
            self.assertEqual((str(found.amount), found.is_reversal), (amount, is_reversal), written)

    def test_dates(self):
        for written, date, value_date in (
            ("2512310102", "2026-01-02", "2025-12-31"),
            ("2601021231", "2025-12-31", "2026-01-02"),
            ("260102", "2026-01-02", "2026-01-02"),
            ("20260102", "2026-01-02", "2026-01-02"),
            ("990102", "1999-01-02", "1999-01-02"),
            ("2402290229", "2024-02-29", "2024-02-29"),
            ("2602300301", "2026-03-01", "2026-02-28"),
            ("2402300301", "2024-03-01", "2024-02-29"),
        ):
            found = self.entry(f":61:{written}C1,NTRFNONREF")
            self.assertEqual((str(found.date), str(found.value_date)), (date, value_date), written)
        self.assertIn("date_moved", self.warned(HEAD + ":61:2602300301C1,NTRFNONREF\n" + TAIL))

    def test_references(self):
        for rest, expected in (
            ("NTRFNONREF", {"bank_transaction_code": "NTRF"}),
            ("NTRFINV-7//BANK-7", {"end_to_end_id": "INV-7", "account_servicer_reference": "BANK-7"}),
            ("NCHK0000704711//B", {"check_number": "704711", "end_to_end_id": ""}),
            ("NDDTNONREF", {"is_direct_debit": True}),
            ("S   X", {"bank_transaction_code": "S", "end_to_end_id": ""}),
            ("NTRFNL44RABO0123456789//1", {"counterparty_account": "NL44RABO0123456789", "end_to_end_id": ""}),
            (
                "N0440121470966      W.P. Jansen",
                {"counterparty_account": "0121470966", "counterparty_name": "W.P. Jansen"},
            ),
            ("NTRFNONREF\nNL44RABO0123456789", {"counterparty_account": "NL44RABO0123456789", "additional_info": ""}),
            ("NTRFNONREF\nCard transaction", {"additional_info": "Card transaction"}),
            (
                "NTRFNONREF//1\n/OCMT/USD12,5/EXCH/1,25/",
                {"original_amount": Decimal("12.5"), "original_currency": "USD"},
            ),
            ("", {"bank_transaction_code": "", "end_to_end_id": "", "remittance_lines": ()}),
        ):
            found = self.entry(f":61:2602020202C1,{rest}")
            for name, value in expected.items():
                self.assertEqual(getattr(found, name), value, (rest, name))

    def test_narratives(self):
        for text, expected in (
            ("", {"remittance_lines": ()}),
            ("first\n\nsecond", {"remittance_lines": ("first", "second")}),
            ("is it?20 or so", {"remittance_lines": ("is it?20 or so",)}),
            ("/ not a code / REMI", {"remittance_lines": ("/ not a code / REMI",)}),
            ("at 14\n:20:30 h", {"remittance_lines": ("at 14", ":20:30 h")}),
            ("a\n:26:37 b\n:KO:NR:4", {"remittance_lines": ("a", ":26:37 b", ":KO:NR:4")}),
            (
                "166?00GUT?20EREF+E-1?21KREF+K-1?22MREF+M-1?23SVWZ+Rechnung 4711 vom 3?24.1.2026",
                {
                    "end_to_end_id": "E-1",
                    "instruction_id": "K-1",
                    "mandate_id": "M-1",
                    "remittance_lines": ("Rechnung 4711 vom 3 .1.2026",),
                    "bank_transaction_code": "NTRF+166",
                },
            ),
            (
                "166?20SVWZ+EWE,ENERGIEAUSWEIS RG.?21-NR. 1234567890 KD.-NR. 123?2277777",
                {"remittance_lines": ("EWE,ENERGIEAUSWEIS RG.-NR. 1234567890 KD.-NR. 12377777",)},
            ),
            ("020~20A~32B~38PL1~3177", {"counterparty_account": "PL1", "counterparty_name": "B"}),
            (
                "/BENM//NAME/ACME/REMI/12/4/EREF/NOTPROVIDED/ULTD//NAME/HOLDING",
                {"counterparty_name": "ACME", "remittance_lines": ("12/4",), "ultimate_party_name": "HOLDING"},
            ),
            ("/REMI/STRD/CUR/RF18539007547034/", {"structured_reference": "RF18539007547034", "remittance_lines": ()}),
            ("REK: NL44RABO0123456789/NAAM: PICQER", {"counterparty_name": "PICQER"}),
            ("000>100000000000>20HUUR", {"counterparty_account": "", "remittance_lines": ("HUUR",)}),
        ):
            found = self.entry(":61:2602020202C1,NTRFNONREF", text)
            for name, value in expected.items():
                self.assertEqual(getattr(found, name), value, (text, name))

    def test_every_text_stays(self):
        """What was taken apart is there as the bank wrote it, too."""
        for sample in sorted(DATA.glob("mt94*/*")):
            if sample.suffix == ".json":
                continue
            for statement in detect(sample.read_bytes()).parse(sample.read_bytes()):
                for found in statement.transactions + statement.pending:
                    kept = "".join("".join(value.split()) for _tag, value in found.raw)
                    kept += "".join("".join(line.split()) for line in found.remittance_lines)
                    for line in (found.counterparty_account, found.end_to_end_id, *found.remittance_lines):
                        pieces = line.split()
                        self.assertTrue(all(piece in kept or len(piece) > 20 for piece in pieces), line)

    def test_own_account_is_nobody_else(self):
        found = self.entry(":61:2602020202C1,NTRFNONREF", "/IBAN/NL91ABNA0417164300/NAME/ACME")
        self.assertEqual((found.counterparty_account, found.counterparty_name), ("", "ACME"))

    def test_missing_fields(self):
        text = HEAD + ENTRY + TAIL
        for tag, line, element in ((":25:", 1, ":25:"), (":60F:", 6, ":60F:"), (":62F:", 6, ":62F:")):
            kept = "".join(part for part in text.splitlines(True) if not part.startswith(tag))
            self.refused(kept, exceptions.MissingElementError, line, element)
        for tag in (":20:", ":28C:", ":86:"):
            kept = "".join(part for part in text.splitlines(True) if not part.startswith(tag))
            self.assertEqual(len(parse(kept.encode())[0].transactions), 1)
        self.refused(HEAD + ENTRY, exceptions.MissingElementError, 6, ":62F:")

    def test_wrong_values(self):
        for old, new, kind, line, element in (
            ("260131EUR", "260131EU", exceptions.InvalidAmountError, 4, ":60F:"),
            ("C260131EUR100,00", "X260131EUR100,00", exceptions.InvalidValueError, 4, ":60F:"),
            ("C260131EUR100,00", "C260131EUR1 00,00", exceptions.InvalidValueError, 4, ":60F:"),
            ("EUR100,00", "EURNaN", exceptions.InvalidAmountError, 4, ":60F:"),
            ("EUR90,00", "USD90,00", exceptions.CurrencyDiffersError, 7, ":62F:"),
            ("2602020202D", "2602310202D", exceptions.InvalidDateError, 5, ":61:"),
            ("2602020202D", "2613020202D", exceptions.InvalidDateError, 5, ":61:"),
            ("2602020202D", "2604310430D", exceptions.InvalidDateError, 5, ":61:"),
            ("2602020202D", "2602029999D", exceptions.InvalidDateError, 5, ":61:"),
            ("2602020202D10,", "2602020202X10,", exceptions.InvalidValueError, 5, ":61:"),
            ("2602020202D10,", "2602020202D,", exceptions.InvalidAmountError, 5, ":61:"),
            ("2602020202D10,", "2602020202D1,000,00", exceptions.InvalidAmountError, 5, ":61:"),
            ("2602020202D10,", "2602020202D1234567890123456789,", exceptions.InvalidAmountError, 5, ":61:"),
            ("2602020202D10,", "2602020202D1 0,00", exceptions.InvalidAmountError, 5, ":61:"),
            ("2602020202D10,", "2602020202D1\0 0,00", exceptions.InvalidAmountError, 5, ":61:"),
            ("2602020202D10,", "2602020202D10\0,00", exceptions.InvalidAmountError, 5, ":61:"),
            ("2602020202D10,", "2602020202D10,0\0005", exceptions.InvalidAmountError, 5, ":61:"),
            ("2602020202D10,", "2602020202D١٠,", exceptions.InvalidValueError, 5, ":61:"),
        ):
            with self.subTest(new):
                self.refused((HEAD + ENTRY + TAIL).replace(old, new), kind, line, element)
        self.refused(HEAD + HEAD[HEAD.index(":60F:") :] + TAIL, exceptions.UnexpectedElementError, 5, ":60F:")
        self.refused(HEAD + TAIL[:-2] + ENTRY, exceptions.UnexpectedElementError, 6, ":61:")

    def test_second_message_is_named(self):
        text = HEAD + ENTRY + TAIL + (HEAD + ENTRY + TAIL).replace("D10,", "D?,")
        self.refused(text, exceptions.InvalidValueError, 13, ":61:")

    def test_what_does_not_add_up(self):
        text = HEAD + ENTRY + TAIL
        self.assertEqual(self.warned(text), [])
        self.assertEqual(self.warned(text.replace("EUR90,00", "EUR90,01")), ["balances_differ"])
        self.assertEqual(self.warned(text.replace("C260202", "C260231")), ["balance_date_unknown"])
        report = ":20:R\n:25:1\n:28C:1\n:34F:EUR0,\n" + ENTRY
        self.assertEqual(self.warned(report + ":90D:1EUR10,\n:90C:0EUR0,\n"), [])
        self.assertEqual(self.warned(report + ":90D:2EUR10,\n"), ["summary_count_differs"])
        self.assertEqual(self.warned(report + ":90C:0EUR5,\n"), ["summary_sum_differs"])

    def test_expected_movements_are_pending(self):
        report = ":20:R\n:25:1\n:28C:1\n:34F:EUR0,\n" + ENTRY.replace("0202D", "0202ED")
        [statement] = parse(report.encode())
        self.assertEqual((statement.transactions, str(statement.pending[0].amount)), ((), "-10"))

    def test_narrative_too_long_for_any_layout_is_kept_as_it_is(self):
        narrative = "166?00CREDIT" + "?20a" * 20_000
        [statement] = parse((HEAD + ENTRY.replace("text", narrative) + TAIL).encode())
        self.assertEqual(statement.transactions[0].remittance_lines, (narrative,))

    def test_large_and_odd_files_end_in_time(self):
        for text in (
            HEAD + ENTRY.replace("text", "text\n" * 50_000) + TAIL,
            ":20:X\n" * 50_000,
            HEAD + "-\n" * 50_000 + TAIL,
            HEAD + ENTRY.replace("text", "020?20a" + "?x" * 200_000) + TAIL,
            HEAD + ENTRY.replace("text", "/REMI/x" * 50_000) + TAIL,
            ":20:X\n:25:1\n" + ":28:1\n" * 20_000 + ":60F:C260101EUR0,\n:62F:C260101EUR0,\n" * 10_000,
            HEAD + ":61:" + "9" * 500_000,
        ):
            start = time.perf_counter()
            try:
                parse(text.encode())
            except StatementFormatError as error:
                self.assertLess(len(str(error)), 300)
            self.assertLess(time.perf_counter() - start, 10, text[:100])
