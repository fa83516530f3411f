import datetime
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..formats import FORMATS, FORMATS_BY_NAME, StatementFormatError, parse
from .formats_common import DATA, ENTRY, camt053

# The same examples in every run: a failure is a bug that is there, not bad luck of one machine.
BOUNDED = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

SAMPLES = [path.read_bytes() for path in sorted(DATA.glob("*/*")) if path.suffix != ".json"]
TOKENS = [
    *(b"< > /> </ & &x; <!-- <![CDATA[ ]]> NaN 1E999999 - 2026-02-30 DBIT PDNG \x00 \xff\xfe \xe2\x80\xae".split()),
    *(b"<Ntry> </Ntry> <Stmt> <TxDtls/> <Bal/> <Btch/> <Cd/> <Amt>".split()),
    b"<!DOCTYPE a [",
    b"<X y='1'/>",
    *(
        b"<STMTTRN> </STMTTRN> <LEDGERBAL> </BANKTRANLIST> <OFX> <?OFX 20260230 \n21 \n05 \n23 \n33 \n8 \n88".split(
            b" "
        )
    ),
    *(b"\n:61: \n:86: \n:20: \n:62F:C260101EUR1, -} {1: ?20 ?31 EREF+ /REMI/ /NAME/ IBAN: RC 0230".split(b" ")),
    *(b"\n88, \n16, \n49, D,99 S,V ^\n \n^ !Type: !Account\n \nD \nT '26".split(b" ")),
    b"xmlns='urn:x'",
    b"9" * 40,
    b" ",
]


@st.composite
def damaged_samples(draw):
    """A sample with up to six edits: a part removed, doubled, or replaced by something meaningful."""
    content = draw(st.sampled_from(SAMPLES))
    for _edit in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        new = draw(st.sampled_from([b"", content[start:end] * 2, *TOKENS]) | st.binary(max_size=8))
        content = content[:start] + new + content[end:]
    return content


@tagged("post_install", "-at_install")
class TestFormatsFuzz(BaseCase):
    """Whatever a file holds, it is read into sound records or refused with a typed error."""

    def try_to_parse(self, content, **options):
        try:
            statements = parse(content, **options)
        except StatementFormatError as error:
            self.assertEqual(str(error), error.message_template % error.values)
            return
        self.assertTrue(statements)
        for statement in statements:
            self.assertEqual(statement.account_number, "".join(statement.account_number.split()))
            for warning in statement.warnings:
                self.assertTrue(str(warning))
            for transaction in (*statement.transactions, *statement.pending):
                self.assertIsInstance(transaction.amount, Decimal)
                self.assertTrue(transaction.amount.is_finite())
                self.assertIs(type(transaction.date), datetime.date)
                self.assertRegex(transaction.currency, "^([A-Z]{3})?$")

    def test_any_bytes(self):
        @BOUNDED
        @given(st.binary(max_size=300))
        def check(content):
            self.try_to_parse(content)
            for known in FORMATS:
                self.try_to_parse(content, format=known)

        check()

    def test_damaged_samples(self):
        @BOUNDED
        @given(damaged_samples())
        def check(content):
            self.try_to_parse(content)

        check()

    def test_any_lines_of_tags(self):
        tags = ("20", "25", "28C", "60F", "60M", "61", "86", "NS", "62F", "62M", "64", "34F", "90D", "13D")
        values = st.sampled_from(
            [
                "C260101EUR1,",
                "2601010101C1,NTRFREF//B\nDetails",
                "166?00A?20EREF+1?21SVWZ+b?31X?32Y",
                "/REMI/x/NAME/y",
                "1",
            ]
        ) | st.text("?>/:+,.- \nCDR019AEU", max_size=20)
        lines = st.lists(st.tuples(st.sampled_from(tags), values), max_size=12)

        @BOUNDED
        @given(lines)
        def check(fields):
            content = "\n".join(f":{tag}:{value}" for tag, value in fields).encode()
            for name in ("mt940", "mt942"):
                self.try_to_parse(content or b":", format=FORMATS_BY_NAME[name])

        check()

    def test_any_records_with_commas(self):
        codes = st.sampled_from(["01", "02", "03", "16", "88", "49", "98", "99"])
        fields = st.lists(
            st.sampled_from(["", "1", "010", "195", "260115", "USD", "D", "S", "V", "-5", "2", "x"]), max_size=9
        )
        records = st.lists(st.tuples(codes, fields), max_size=10)

        @BOUNDED
        @given(records)
        def check(parts):
            lines = ["01,A,B,260101,1,1,,,2/", "02,A,B,1,260101,,USD,2/"]
            lines += [",".join((code, *values)) + "/" for code, values in parts]
            self.try_to_parse("\n".join(lines).encode(), format=FORMATS_BY_NAME["bai2"])

        check()

    def test_any_lines_of_letters(self):
        values = st.sampled_from(["1/31'26", "31.01.26", "1,000.00", "-5", "[A]", "", "x"]) | st.text(
            "019.,-'/ $", max_size=9
        )
        lines = st.lists(st.tuples(st.sampled_from("DTUNPMALCS$E^!"), values), max_size=15)

        @BOUNDED
        @given(lines)
        def check(fields):
            content = "!Type:Bank\n" + "\n".join(letter + value for letter, value in fields)
            self.try_to_parse(content.encode(), format=FORMATS_BY_NAME["qif"])

        check()

    def test_any_text_in_any_field(self):
        letters = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="<>&\"'")
        values = st.sampled_from(["", "10.00", "EUR", "CRDT", "2026-01-15"]) | st.text(letters, max_size=30)

        @BOUNDED
        @given(st.fixed_dictionaries(dict.fromkeys(("10.00", "EUR", "CRDT", "BOOK", "2026-01-15", "REF1"), values)))
        def check(replaced):
            entry = ENTRY
            for part, value in replaced.items():
                entry = entry.replace(f">{part}<", f">{value}<").replace(f'"{part}"', f'"{value}"')
            self.try_to_parse(camt053(entry))

        check()
