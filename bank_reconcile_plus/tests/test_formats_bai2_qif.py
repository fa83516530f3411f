import datetime

from odoo.tests import tagged

from ..formats import FORMATS_BY_NAME, detect, exceptions, parse
from .test_formats_records import RecordsCase

BAI2_HEAD = b"01,BANK,CUSTOMER,260116,0600,1,80,,2/\n02,CUSTOMER,BANK,1,260115,,USD,2/\n"
BAI2_ACCOUNT = b"03,123456,USD,010,10000,,,015,11000,,/\n"
BAI2_ENTRY = b"16,195,1000,0,REF1,CUST1,Test/\n"
BAI2_TAIL = b"49,22000,3/\n98,22000,1,5/\n99,22000,1,7/\n"


@tagged("post_install", "-at_install")
class TestFormatsBai2(RecordsCase):
    """BAI2 is read record by record and held to its own totals; what cannot be read is refused at its record."""

    FILE = BAI2_HEAD + BAI2_ACCOUNT + BAI2_ENTRY + BAI2_TAIL

    def entry(self, record, account=BAI2_ACCOUNT):
        [statement] = parse(BAI2_HEAD + account + record + b"\n49,,/\n98,,,/\n99,,,/")
        [transaction] = statement.transactions
        return transaction

    def test_beginnings(self):
        expected = parse(self.FILE)
        for content in (
            b"\n \n" + self.FILE,
            b"\xef\xbb\xbf" + self.FILE,
            self.FILE.replace(b"\n", b"\r\n"),
            self.FILE.replace(b"\n", b"\r"),
            self.FILE.replace(b"/\n", b"/   \n"),
            self.FILE.replace(b"/\n", b"/ ", 1),
            self.FILE.replace(b"/\n", b"\n"),
            self.FILE + b"\x1a",
        ):
            with self.subTest(content[:60]):
                self.assertEqual(detect(content).name, "bai2")
                found = parse(content)
                self.assertEqual(found[0].transactions, expected[0].transactions)
                self.assertEqual(found[0].warnings, ())

    def test_not_bai2(self):
        for content in (b"01,a,b\n02;c", b"01,02,03\n1,2,3\n", b"0101,a\n02,b", b"text\n01,A,B/\n02,A/"):
            self.assertFalse(FORMATS_BY_NAME["bai2"].detect(content), content)

    def test_directions(self):
        for code, amount in (
            ("108", "10.00"), ("195", "10.00"), ("399", "10.00"), ("400", "-10.00"), ("475", "-10.00"),
            ("699", "-10.00"), ("721", "10.00"), ("760", "-10.00"), ("829", "10.00"),
            ("930", "10.00"), ("970", "-10.00"),
        ):  # fmt: skip
            self.assertEqual(str(self.entry(f"16,{code},1000,0,,,x/".encode()).amount), amount, code)
        self.assertEqual(str(self.entry(b"16,195,-1000,,,/").amount), "-10.00")
        self.assertEqual(str(self.entry(b"16,890,,,,,Notice/").amount), "0")

    def test_smallest_unit_of_the_currency(self):
        for currency, amount in (("USD", "10.00"), ("JPY", "1000"), ("KWD", "1.000"), ("", "10.00")):
            head = BAI2_HEAD.replace(b"USD", b"")
            account = f"03,1,{currency},015,1000,,/\n".encode()
            [statement] = parse(head + account + b"16,195,1000,,,,x/\n49,,/\n98,,,/\n99,,,/")
            self.assertEqual((statement.currency, str(statement.transactions[0].amount)), (currency, amount))
            self.assertEqual(str(statement.closing_balance), amount)
        self.assertEqual(str(self.entry(b"16,195,10.25,,,/").amount), "10.25")

    def test_funds_references_and_text(self):
        for record, bank, customer, lines in (
            (b"16,195,1000,,,/", "", "", ()),
            (b"16,195,1000,Z,B1,C1,/", "B1", "C1", ()),
            (b"16,195,1000,0,B1,C1,a, b/c/", "B1", "C1", ("a, b/c",)),
            (b"16,195,1000,V,260116,,B1,C1,text/", "B1", "C1", ("text",)),
            (b"16,195,1000,S,1,2,3,B1,C1,text/", "B1", "C1", ("text",)),
            (b"16,195,1000,D,2,0,400,1,600,B1,C1,text/", "B1", "C1", ("text",)),
            (b"16,195,1000,D/\n88,2,0,400/\n88,1,600,B1,C1,text/", "B1", "C1", ("text",)),
            (b"16,195,1000,,B1,C1/\n88,one, two\n88,three/", "B1", "C1", ("one, two", "three")),
            (b"16,195,1000,,B1,C1,one\n88:two\n  broken\n", "B1", "C1", ("one", "two", "broken")),
            (b"16,195,1000,,000,0000,x/", "", "", ("x",)),
            (b"16,195,1000/", "", "", ()),
        ):
            found = self.entry(record)
            self.assertEqual(
                (found.account_servicer_reference, found.end_to_end_id, found.remittance_lines), (bank, customer, lines)
            )
        self.assertEqual(self.entry(b"16,195,1,V,260116,,,,/").value_date, datetime.date(2026, 1, 16))
        self.assertIsNone(self.entry(b"16,195,1,V,269999,,,,/").value_date)
        self.assertEqual(self.entry(b"16,475,1,,B,00001007,/").check_number, "1007")
        labelled = b"16,%s,1,,,,Wire\n88,EREF: E1\n88,DBNM: PAYER INC DACT: 77\n88,CRNM: PAYEE INC"
        self.assertEqual(self.entry(labelled % b"195").counterparty_name, "PAYER INC")
        self.assertEqual(self.entry(labelled % b"195").counterparty_account, "77")
        self.assertEqual(self.entry(labelled % b"495").counterparty_name, "PAYEE INC")
        self.assertEqual(self.entry(labelled % b"495").end_to_end_id, "E1")

    def test_balances(self):
        for account in (
            b"03,123456,USD,010,10000,,,015,11000,,/\n",
            b"03,123456,,010,10000,,,015,11000,,,/\n",
            b"03,123456,,,,,,010,+10000,,,015,11000/\n",
            b"03,123456,,010,10000/\n88,,,015,11000,2,0/\n",
            b"03,123456,,010,10000,,,015/\n88,11000,,/\n",
            b"03,123456,,010,10000,,S,1,2,3,040,5,,V,260101,,015,11000,,D,1,0,5,072,7/\n",
        ):
            [statement] = parse(BAI2_HEAD + account + BAI2_ENTRY + b"49,,/\n98,,,/\n99,,,/")
            self.assertEqual((str(statement.opening_balance), str(statement.closing_balance)), ("100.00", "110.00"))
            self.assertEqual((statement.currency, statement.warnings), ("USD", ()))

    def test_what_does_not_add_up(self):
        self.assertEqual(self.warned(self.FILE), [])
        for old, new, code in (
            (b"49,22000", b"49,22001", "control_total_differs"),
            (b"98,22000", b"98,1", "control_total_differs"),
            (b"99,22000", b"99,1", "control_total_differs"),
            (b"49,22000,3", b"49,22000,4", "record_count_differs"),
            (b"1,7/", b"1,8/", "record_count_differs"),
            (b"99,22000,1,7/\n", b"", "closing_record_missing"),
            (b"015,11000", b"015,12000", "balances_differ"),
            (b"015,11000,,", b"100,2000,1", "summary_sum_differs"),
        ):
            codes = [found for found, _values in self.warned(self.replaced(self.FILE, old, new))]
            self.assertIn(code, codes, new)
        content = self.replaced(self.FILE, b"015,11000,,", b"400,2000,1")
        [found] = [values["found"] for code, values in self.warned(content) if code == "summary_sum_differs"]
        self.assertEqual(found, "0")
        for blank in (b"49,,3/\n98,22000", b"49,,/\n98,,"):
            content = self.replaced(self.FILE, b"49,22000,3/\n98,22000", blank)
            self.assertNotIn(
                ("control_total_differs", "49"), [(code, v.get("element")) for code, v in self.warned(content)]
            )

    def test_refused(self):
        for old, new, kind, line, element in (
            (b"260115", b"260230", exceptions.InvalidDateError, 2, "02/as-of date"),
            (b",USD,2/", b",usd,2/", None, 0, ""),
            (b"03,123456,USD", b"03,123456,US", exceptions.InvalidCurrencyError, 3, "03/currency"),
            (b"03,123456", b"03, ", exceptions.MissingElementError, 3, "03/account number"),
            (b"010,10000", b"010,1e5", exceptions.InvalidAmountError, 3, "03/010"),
            (b"010,10000", b"0X0,10000", exceptions.InvalidValueError, 3, "03/type code"),
            (b"195,1000", b"195,NaN", exceptions.InvalidAmountError, 4, "16/amount"),
            (b"195,1000", b"195," + b"9" * 19, exceptions.InvalidAmountError, 4, "16/amount"),
            (b"195,1000", b"010,1000", exceptions.InvalidValueError, 4, "16/type code"),
            (b"195,1000", b"A95,1000", exceptions.InvalidValueError, 4, "16/type code"),
            (b"49,22000,3/\n", b"", exceptions.MissingElementError, 5, "49"),
            (BAI2_TAIL, b"", exceptions.MissingElementError, 4, "49"),
            (b"49,22000", b"49,x", exceptions.InvalidAmountError, 5, "49/control total"),
            (BAI2_ACCOUNT, b"", exceptions.UnexpectedElementError, 3, "16"),
            (b"80,,2/", b"80,,1/", exceptions.UnsupportedVersionError, 1, "01/version"),
        ):
            content = self.replaced(self.FILE, old, new)
            if kind is None:
                self.assertEqual(parse(content)[0].currency, "USD")  # that of the account counts
            else:
                self.refused(content, kind, line, element)

    def test_large_files_end_in_time(self):
        content = BAI2_HEAD + BAI2_ACCOUNT + b"16,195,1,,,,x\n" + b"88,AB: x\n" * 50_000 + b"49,,/\n98,,,/\n99,,,/"
        self.assertEqual(len(parse(content)[0].transactions[0].remittance_lines), 50_001)
        self.refused(BAI2_HEAD + b"03,1,USD,010,1,D,999" + b",1" * 50_000, exceptions.InvalidValueError)


@tagged("post_install", "-at_install")
class TestFormatsQif(RecordsCase):
    """QIF of Quicken and of banks is read with the conventions of the whole file."""

    def file(self, *records, head="!Type:Bank"):
        return "\n".join((head, *(f"{record}\n^" for record in records), "")).encode()

    def dates(self, *dates, head="!Type:Bank"):
        content = self.file(*(f"D{date}\nT1" for date in dates), head=head)
        assumed = any(code == "day_order_assumed" for code, _values in self.warned(content))
        return [str(found.date) for found in parse(content)[0].transactions], assumed

    def test_dates(self):
        for written, expected, assumed in (
            (["1/31'26"], ["2026-01-31"], False),
            (["1/ 5'00", "1/31'00"], ["2000-01-05", "2000-01-31"], False),
            (["1/ 5' 5", "1/31' 5"], ["2005-01-05", "2005-01-31"], False),
            (["2/10'2020", "2/14'2020"], ["2020-02-10", "2020-02-14"], False),
            (["01/31/98"], ["1998-01-31"], False),
            (["31/01/2026", "02/01/2026"], ["2026-01-31", "2026-01-02"], False),
            (["2026-09-08"], ["2026-09-08"], False),
            (["20260908"], ["2026-09-08"], False),
            (["31.12.25"], ["2025-12-31"], False),
            (["02/03/2026"], ["2026-02-03"], True),
            (["02.03.2026"], ["2026-03-02"], True),
            (["01/01/2026"], ["2026-01-01"], False),
        ):
            self.assertEqual(self.dates(*written), (expected, assumed), written)
        self.assertEqual(self.dates("10.11.23", head="!Option:MDY\n!Type:Bank"), (["2023-10-11"], False))
        self.assertEqual(self.dates("10/11/23", head="!Option:DMY\n!Type:Bank"), (["2023-11-10"], False))

    def test_amounts(self):
        for written, expected in (
            (["-1,000.00"], ["-1000.00"]),
            (["1,250", "10.50"], ["1250", "10.50"]),
            (["1.250", "10,50"], ["1250", "10.50"]),
            (["1.250,50"], ["1250.50"]),
            (["1,250"], ["1250"]),
            (["1,234,567"], ["1234567"]),
            (["1'234.50"], ["1234.50"]),
            (["$12.50", "-$3"], ["12.50", "-3"]),
            (["+5", "5-", ".5"], ["5", "-5", "0.5"]),
        ):
            content = self.file(*(f"D1/31/26\nT{amount}" for amount in written))
            self.assertEqual([str(found.amount) for found in parse(content)[0].transactions], expected, written)
        [statement] = parse(self.file("D1/31/26\nU12.00\nMx"))
        self.assertEqual(str(statement.transactions[0].amount), "12.00")
        for wrong in ("NaN", "1E5", "1,00,0.5", "--1", "abc", "9" * 19, "٣", "-", "1..2"):
            self.refused(self.file(f"D1/31/26\nT{wrong}"), exceptions.InvalidAmountError, 3, "amount", value=wrong)

    def test_fields(self):
        content = self.file("D1/31/26\nT-5\nN0007\nPPayee\nAStreet 1\nATown\nMMemo\nLCat\nCX\nSSplit\n$-5\nZ1")
        [found] = parse(content)[0].transactions
        self.assertEqual((found.counterparty_name, found.counterparty_address), ("Payee", "Street 1, Town"))
        self.assertEqual((found.check_number, found.remittance_lines), ("7", ("Memo",)))
        self.assertEqual(
            found.raw,
            (("category", "Cat"), ("cleared", "X"), ("split category", "Split"), ("split amount", "-5"), ("Z", "1")),
        )
        [plain] = parse(self.file("D1/31/26\nT-5\nPACME INV/2026/1\nNDEP"))[0].transactions
        self.assertEqual((plain.remittance_lines, plain.check_number), (("ACME INV/2026/1",), ""))
        [bare] = parse(self.file("D1/31/26\nT-5"))[0].transactions
        self.assertEqual((bare.remittance_lines, bare.counterparty_name), ((), ""))

    def test_accounts(self):
        account = "!Account\nN%s\nTBank\n^\n!Type:%s"
        content = (
            self.file("D1/31/26\nT1", head=account % ("First", "Bank"))
            + self.file("D1/31/26\nT2", head=account % ("My Visa", "CCard"))
            + self.file("D1/31/26\nT3", head=account % ("First", "Bank"))
        )
        found = [(one.account_number, one.account_name, len(one.transactions)) for one in parse(content)]
        self.assertEqual(found, [("First", "First", 2), ("MyVisa", "My Visa", 1)])
        for kind in ("Bank", "Cash", "CCard", "Oth A", "Oth L", "bank "):
            [statement] = parse(self.file("D1/31/26\nT1", head=f"!Type:{kind}"))
            self.assertEqual((statement.account_number, statement.currency), ("", ""))
        [statement] = parse(self.file("D1/31/26\nT100\nPOpening Balance\nL[Checking]", "D1/31/26\nT5"))
        self.assertEqual(statement.account_number, "Checking")
        self.assertEqual([warning.code for warning in statement.warnings], ["opening_balance_entry"])

    def test_what_is_no_movement(self):
        lists = b"!Type:Cat\nNFood\nDx\nT1\n^\n!Type:Class\nNx\n^\n!Type:Security\nNx\n^\n!Type:Memorized\nT1\n^\n"
        trades = b"!Type:Invst\nD1/31/26\nNBuy\n$5\n^\n"
        [statement] = parse(lists + self.file("D1/31/26\nT1") + trades + lists)
        self.assertEqual(len(statement.transactions), 1)
        self.assertEqual([warning.code for warning in statement.warnings], ["trades_left_out"])
        self.refused(lists + trades, exceptions.TradesOnlyError, 15, "!Type:Invst")
        self.refused(lists, exceptions.MissingElementError)
        self.refused(b"!Type:Bank\n^\n", exceptions.MissingElementError)

    def test_a_record_without_end_is_kept_and_named(self):
        content = self.file("D1/31/26\nT10") + b"D1/30/26\nT20\nPb\n"
        self.assertEqual(sum(found.amount for found in parse(content)[0].transactions), 30)
        self.assertEqual([code for code, _values in self.warned(content)], ["record_not_ended"])

    def test_refused(self):
        for record, kind, line, element in (
            ("D30/02/2026\nT1", exceptions.InvalidDateError, 2, "date"),
            ("Dsoon\nT1", exceptions.InvalidDateError, 2, "date"),
            ("Px\nT1", exceptions.MissingElementError, 2, "date"),
            ("D1/31/26\nPx", exceptions.MissingElementError, 2, "amount in full"),
        ):
            self.refused(self.file(record), kind, line, element)

    def test_letters_and_line_ends(self):
        content = "!Type:Bank\nD1/31/26\nT1\nPMüller\n^\n"
        for data in (
            content.encode(), content.encode("cp1252"), content.encode("utf-16"),
            content.replace("\n", "\r\n").encode(),
            content.replace("\n", "\r").encode(), b"\xef\xbb\xbf" + content.encode(), b"# comment\n" + content.encode(),
            content.lower().replace("d1", "D1").replace("t1", "T1").replace("pm", "PM").encode(),
        ):  # fmt: skip
            self.assertEqual(detect(data).name, "qif", data)
            self.assertEqual(parse(data)[0].transactions[0].counterparty_name, "Müller")
