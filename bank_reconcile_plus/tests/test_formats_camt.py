import datetime
import time
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..formats import FORMATS_BY_NAME, detect, parse
from ..formats.exceptions import MalformedFileError, MissingElementError
from .formats_common import ACCOUNT, DATA, ENTRY, NAMESPACE, balance, camt053

VERSIONS = range(1, 15)

OLD_SHAPE = """<Sts>BOOK</Sts><BookgDt><Dt>2026-01-15</Dt></BookgDt><NtryDtls><TxDtls>
<RltdPties><Dbtr><Nm>Payer</Nm><PstlAdr><TwnNm>Gent</TwnNm></PstlAdr></Dbtr>
<DbtrAcct><Id><IBAN>BE68539007547034</IBAN></Id></DbtrAcct><UltmtDbtr><Nm>Owner</Nm></UltmtDbtr></RltdPties>
<RltdAgts><DbtrAgt><FinInstnId><BIC>GKCCBEBB</BIC></FinInstnId></DbtrAgt></RltdAgts></TxDtls></NtryDtls>"""
NEW_SHAPE = """<Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-01-15T23:30:00Z</DtTm></BookgDt><NtryDtls><TxDtls>
<RltdPties><Dbtr><Pty><Nm>Payer</Nm><PstlAdr><TwnNm>Gent</TwnNm></PstlAdr></Pty></Dbtr>
<DbtrAcct><Id><IBAN>BE68539007547034</IBAN></Id></DbtrAcct><UltmtDbtr><Pty><Nm>Owner</Nm></Pty></UltmtDbtr></RltdPties>
<RltdAgts><DbtrAgt><FinInstnId><BICFI>GKCCBEBB</BICFI></FinInstnId></DbtrAgt></RltdAgts></TxDtls></NtryDtls>"""


def only_transaction(content):
    """The one booked transaction of a file with one statement."""
    (statement,) = parse(content)
    (transaction,) = statement.transactions
    return transaction


@tagged("post_install", "-at_install")
class TestFormatsCamt(BaseCase):
    """What the fields of an ISO 20022 statement mean."""

    def detail(self, detail, sign="CRDT", entry="", **statement):
        """The transaction of an entry of 10.00 with one detail."""
        entry = ENTRY.replace("CRDT", sign) + entry + f"<NtryDtls><TxDtls>{detail}</TxDtls></NtryDtls>"
        return only_transaction(camt053(entry, **statement))

    def test_versions_old_and_new_shape(self):
        for version in VERSIONS:
            for shape in (OLD_SHAPE, NEW_SHAPE):
                with self.subTest(version=version, shape=shape[:20]):
                    transaction = only_transaction(
                        camt053(
                            f'<Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>{shape}',
                            namespace=f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}",
                        )
                    )
                    self.assertEqual(transaction.amount, Decimal("10.00"))
                    self.assertEqual(transaction.date, datetime.date(2026, 1, 15))
                    self.assertEqual(transaction.counterparty_name, "Payer")
                    self.assertEqual(transaction.counterparty_account, "BE68539007547034")
                    self.assertEqual(transaction.counterparty_bic, "GKCCBEBB")
                    self.assertEqual(transaction.counterparty_address, "Gent")
                    self.assertEqual(transaction.ultimate_party_name, "Owner")
                    self.assertEqual(transaction.raw, ())

    def test_namespaces_and_encodings(self):
        plain = camt053(ENTRY)
        text = plain.decode()
        expected = parse(plain)
        body = text.partition("\n")[2]
        prefixed = body.replace("<", "<ns2:").replace("<ns2:/", "</ns2:").replace("xmlns=", "xmlns:ns2=")
        variants = {
            "no namespace": camt053(ENTRY, namespace=""),
            "a bank's own namespace": camt053(ENTRY, namespace="urn:bank:statement"),
            "country variant": camt053(ENTRY, namespace=NAMESPACE + ".ch.02"),
            "prefix": prefixed.encode(),
            "no declaration": body.encode(),
            "blank lines first": b"\r\n \n" + plain,
            "UTF-8 mark": b"\xef\xbb\xbf" + plain,
            "UTF-8 mark and blank lines": b"\xef\xbb\xbf\n" + plain,
            "UTF-16": text.replace("UTF-8", "UTF-16").encode("utf-16"),
            "UTF-32": text.replace("UTF-8", "UTF-32").encode("utf-32"),
            "UTF-32, the other order": b"\0\0\xfe\xff" + text.encode("utf-32-be"),
            "UTF-32, no mark": text.encode("utf-32-le"),
            "Windows": text.replace("UTF-8", "windows-1252").encode("cp1252"),
            "comments and instructions": text.replace("<Stmt>", "<!-- <Stmt> --><?pi x?><Stmt>").encode(),
            "CRLF": plain.replace(b"\n", b"\r\n"),
        }
        for name, content in variants.items():
            with self.subTest(name):
                self.assertEqual(detect(content).name, "camt053")
                self.assertEqual(parse(content), expected)

    def test_amounts_are_kept_as_written(self):
        for text in ("10", "10.1", "10.10", "10.12345", "0.00", "+7.5", "007", ".5", "5.", "9999999999999.99999"):
            with self.subTest(text):
                transaction = only_transaction(camt053(ENTRY.replace("10.00", text)))
                self.assertEqual(str(transaction.amount), str(Decimal(text)))
        debit = ENTRY.replace("10.00", "9999999999999.99999").replace("CRDT", "DBIT")
        self.assertEqual(only_transaction(camt053(debit)).amount, Decimal("-9999999999999.99999"))

    def test_reversal_keeps_the_sign_of_the_entry(self):
        for sign, amount in (("CRDT", "10.00"), ("DBIT", "-10.00")):
            entry = ENTRY.replace("CRDT", sign).replace("<Sts>", "<RvslInd>true</RvslInd><Sts>")
            transaction = only_transaction(camt053(entry))
            self.assertEqual((str(transaction.amount), transaction.is_reversal), (amount, True))

    def test_status(self):
        for status, is_booked in (("BOOK", True), ("PDNG", False), ("INFO", False), ("FUTR", False), ("", True)):
            for written in (f"<Sts>{status}</Sts>", f"<Sts><Cd>{status}</Cd></Sts>"):
                (statement,) = parse(camt053(ENTRY.replace("<Sts>BOOK</Sts>", written)))
                self.assertEqual((len(statement.transactions), len(statement.pending)), (is_booked, not is_booked))

    def test_pending_entries_do_not_count_in_the_balances(self):
        header = balance("OPBD", "0.00") + balance("CLBD", "10.00")
        pending = ENTRY.replace("BOOK", "PDNG").replace("10.00", "99.00")
        (statement,) = parse(camt053(ENTRY, pending, header=header))
        self.assertEqual(statement.warnings, ())
        self.assertEqual([str(transaction.amount) for transaction in statement.pending], ["99.00"])

    def test_dates(self):
        booked = "<BookgDt><Dt>2026-01-15</Dt></BookgDt>"
        for written, date in (
            ("<BookgDt><Dt>2026-01-14Z</Dt></BookgDt>", "2026-01-14"),
            ("<BookgDt><DtTm>2026-01-14T23:59:59.999999999+13:00</DtTm></BookgDt>", "2026-01-14"),
            ("<BookgDt><Dt>2026-01-14T00:00:00</Dt></BookgDt>", "2026-01-14"),
            ("<ValDt><Dt>2026-01-16</Dt></ValDt>", "2026-01-16"),
        ):
            self.assertEqual(str(only_transaction(camt053(ENTRY.replace(booked, written))).date), date)

    def test_no_date_at_all(self):
        """What is booked has a day: its detail's, where the entry says none; what is announced waits for one."""
        undated = ENTRY.replace("<BookgDt><Dt>2026-01-15</Dt></BookgDt>", "")
        header = balance("OPBD", "0.00") + balance("CLBD", "10.00")
        with self.assertRaises(MissingElementError) as caught:
            parse(camt053(ENTRY, undated, header=header))
        self.assertEqual(
            (caught.exception.location.line, caught.exception.location.element[-15:]), (7, "Ntry[2]/BookgDt")
        )
        related = (
            "<RltdDts><AccptncDtTm>2026-01-12T10:00:00</AccptncDtTm><IntrBkSttlmDt>2026-01-13</IntrBkSttlmDt></RltdDts>"
        )
        detail = f"<NtryDtls><TxDtls>{related}</TxDtls></NtryDtls>"
        self.assertEqual(str(only_transaction(camt053(undated + detail, header=header)).date), "2026-01-13")
        (statement,) = parse(camt053(undated.replace("BOOK", "PDNG"), header=header.replace("10.00", "0.00")))
        self.assertEqual([str(found.date) for found in statement.pending], ["2026-01-15"])
        self.assertEqual([warning.code for warning in statement.warnings], ["date_assumed"])

    def test_entry_without_value_date_has_none(self):
        self.assertIsNone(only_transaction(camt053(ENTRY)).value_date)

    def test_account_of_any_kind(self):
        for written, number in (
            ("<Acct><Id><IBAN>nl91 abna 0417 1643 00</IBAN></Id></Acct>", "nl91abna0417164300"),
            ("<Acct><Id><Othr><Id>12-34</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id></Acct>", "12-34"),
            ("<Acct><Id><IBAN/><Othr><Id>77</Id></Othr></Id></Acct>", "77"),
            ("<Acct><Prxy><Id>+3212345678</Id></Prxy></Acct>", "+3212345678"),
        ):
            (statement,) = parse(camt053(ENTRY, account=written))
            self.assertEqual((statement.account_number, statement.currency), (number, "EUR"))

    def test_currency_of_the_account_comes_from_what_there_is(self):
        account = ACCOUNT.replace("<Ccy>EUR</Ccy>", "")
        (by_balance,) = parse(camt053(account=account, header=balance("OPBD", "5442.09000", currency="RON")))
        self.assertEqual((by_balance.currency, str(by_balance.opening_balance)), ("RON", "5442.09000"))
        (by_entry,) = parse(camt053(ENTRY.replace("EUR", "SEK"), account=account))
        self.assertEqual(by_entry.currency, "SEK")
        (nothing,) = parse(camt053(account=account))
        self.assertEqual((nothing.currency, nothing.transactions, nothing.warnings), ("", (), ()))

    def test_booked_balances_come_before_available_ones(self):
        header = "".join(
            balance(code, amount)
            for code, amount in (
                ("OPAV", 1),
                ("PRCD", 2),
                ("OPBD", 3),
                ("CLAV", 4),
                ("CLBD", 13),
                ("FWAV", 6),
                ("ITBD", 7),
            )
        )
        (statement,) = parse(camt053(ENTRY, header=header))
        self.assertEqual((statement.opening_balance, statement.closing_balance), (3, 13))
        self.assertEqual([str(found.amount) for found in statement.balances], ["1", "2", "3", "4", "13", "6", "7"])
        self.assertEqual(statement.warnings, ())

    def test_interim_balance_is_no_closing_balance(self):
        (statement,) = parse(camt053(ENTRY, header=balance("OPBD", 1) + balance("ITBD", 2)))
        self.assertEqual((statement.opening_balance, statement.closing_balance), (1, None))

    def test_statement_without_entries(self):
        (statement,) = parse(camt053(header=balance("OPBD", "100.00") + balance("CLBD", "100.00")))
        self.assertEqual((statement.transactions, statement.warnings), ((), ()))

    def test_counterparty_is_the_other_side(self):
        us, them = "<{0}><Nm>Us</Nm></{0}>", "<{0}><Nm>Them</Nm></{0}>"
        our_account, their_account = "NL91ABNA0417164300", "BE68539007547034"
        account = ACCOUNT.replace("</Acct>", "<Ownr><Nm>US</Nm></Ownr></Acct>")
        number = "<{0}Acct><Id><IBAN>{1}</IBAN></Id></{0}Acct>"
        cases = {
            "credit": ("CRDT", "", them.format("Dbtr") + us.format("Cdtr"), "Them"),
            "debit": ("DBIT", "", us.format("Dbtr") + them.format("Cdtr"), "Them"),
            "roles swapped, name": ("CRDT", "", us.format("Dbtr") + them.format("Cdtr"), "Them"),
            "roles swapped, account": (
                "CRDT",
                "",
                number.format("Dbtr", our_account) + them.format("Cdtr") + number.format("Cdtr", their_account),
                "Them",
            ),
            "reversed": ("CRDT", "<RvslInd>true</RvslInd>", "<Dbtr><Nm>We</Nm></Dbtr>" + them.format("Cdtr"), "Them"),
            "only the other side, known not to be us": ("DBIT", "", them.format("Dbtr"), "Them"),
            "only us": ("DBIT", "", us.format("Dbtr"), ""),
            "own accounts at two banks": (
                "CRDT",
                "",
                us.format("Dbtr") + number.format("Dbtr", their_account) + us.format("Cdtr"),
                "Us",
            ),
        }
        for name, (sign, entry, parties, expected) in cases.items():
            with self.subTest(name):
                transaction = self.detail(f"<RltdPties>{parties}</RltdPties>", sign, entry, account=account)
                self.assertEqual(transaction.counterparty_name, expected)

    def test_both_sides_us(self):
        parties = "".join(
            f"<{role}Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></{role}Acct>" for role in ("Dbtr", "Cdtr")
        )
        self.assertEqual(self.detail(f"<RltdPties>{parties}</RltdPties>").counterparty_account, "")

    def test_ids_that_stand_for_none(self):
        refs = "".join(
            f"<{name}>NotProvided</{name}>" for name in ("EndToEndId", "TxId", "InstrId", "MndtId", "PmtInfId")
        )
        transaction = self.detail(f"<Refs>{refs}</Refs>")
        self.assertEqual(transaction.end_to_end_id + transaction.transaction_id + transaction.instruction_id, "")
        self.assertEqual(transaction.mandate_id + transaction.batch_id, "")
        self.assertFalse(transaction.is_direct_debit)

    def test_direct_debit(self):
        domain = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{}</Cd><SubFmlyCd>ESDD</SubFmlyCd></Fmly></Domn></BkTxCd>"
        for code, expected in (("RDDT", True), ("IDDT", True), ("RCDT", False)):
            with self.subTest(code):
                self.assertEqual(self.detail(domain.format(code)).is_direct_debit, expected)
                self.assertEqual(self.detail("", entry=domain.format(code)).is_direct_debit, expected)
        self.assertTrue(self.detail("<BkTxCd><Prtry><Cd>NDDT+105</Cd></Prtry></BkTxCd>").is_direct_debit)
        self.assertTrue(self.detail("<Refs><MndtId>M-1</MndtId></Refs>").is_direct_debit)

    def test_transaction_code_of_the_detail_comes_first(self):
        code = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        transaction = self.detail(code.format("RCDT"), entry=code.format("ICDT"))
        self.assertEqual(transaction.bank_transaction_code, "PMNT/RCDT/ESCT")
        self.assertIn(("BkTxCd/Domn/Fmly/Cd", "ICDT"), transaction.raw)

    def test_several_references_are_all_kept(self):
        strd = "".join(f"<Strd><CdtrRefInf><Ref>{ref}</Ref></CdtrRefInf></Strd>" for ref in ("RF18539007547034", "R2"))
        transaction = self.detail(f"<RmtInf><Ustrd>text</Ustrd>{strd}</RmtInf>")
        self.assertEqual(transaction.structured_reference, "RF18539007547034")
        self.assertEqual(transaction.remittance_lines, ("text", "R2"))

    def test_fields_without_a_place_are_kept(self):
        transaction = self.detail(
            "<Refs><UETR>u</UETR></Refs><Tax><TtlTaxAmt Ccy='EUR'>1.00</TtlTaxAmt></Tax><New><Deep>x</Deep></New>",
            entry="<CardTx><Card><PlainCardData><PAN>1</PAN></PlainCardData></Card></CardTx>",
        )
        self.assertEqual(
            transaction.raw,
            (
                ("CardTx/Card/PlainCardData/PAN", "1"),
                ("NtryDtls/TxDtls/Refs/UETR", "u"),
                ("NtryDtls/TxDtls/Tax/TtlTaxAmt", "1.00"),
                ("NtryDtls/TxDtls/Tax/TtlTaxAmt/@Ccy", "EUR"),
                ("NtryDtls/TxDtls/New/Deep", "x"),
            ),
        )

    def test_field_given_twice_loses_nothing(self):
        transaction = self.detail("<Refs><EndToEndId>A</EndToEndId><EndToEndId>B</EndToEndId></Refs>")
        self.assertEqual(transaction.end_to_end_id, "A")
        self.assertEqual(transaction.raw, (("NtryDtls/TxDtls/Refs/EndToEndId", "B"),))

    def test_detail_amount_never_replaces_the_entry_amount(self):
        transaction = self.detail('<Amt Ccy="EUR">0.04</Amt><CdtDbtInd>DBIT</CdtDbtInd>')
        self.assertEqual(transaction.amount, Decimal("10.00"))

    def test_detail_in_the_currency_it_was_ordered_in(self):
        booked = '<CntrValAmt><Amt Ccy="EUR">10.00</Amt><CcyXchg><XchgRate>0.87</XchgRate></CcyXchg></CntrValAmt>'
        ordered = '<Amt Ccy="USD">11.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        transaction = self.detail(f"{ordered}<AmtDtls>{booked}</AmtDtls>")
        self.assertEqual((str(transaction.original_amount), transaction.original_currency), ("11.50", "USD"))
        self.assertEqual((str(transaction.exchange_rate), transaction.amount), ("0.87", Decimal("10.00")))

    def test_rate_that_is_no_number_stays_as_it_is(self):
        block = (
            '<AmtDtls><InstdAmt><Amt Ccy="USD">11</Amt><CcyXchg><XchgRate>{}</XchgRate></CcyXchg></InstdAmt></AmtDtls>'
        )
        self.assertEqual(self.detail(block.format("1.1")).exchange_rate, Decimal("1.1"))
        transaction = self.detail(block.format("n/a"))
        self.assertIsNone(transaction.exchange_rate)
        self.assertIn(("NtryDtls/TxDtls/AmtDtls/InstdAmt/CcyXchg/XchgRate", "n/a"), transaction.raw)

    def test_charges_before_and_since_version_04(self):
        charge = '<Amt Ccy="EUR">1.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Tp><Cd>COMM</Cd></Tp>'
        for written in (
            f"<Chrgs>{charge}</Chrgs><Chrgs><Amt Ccy='EUR'>0.50</Amt></Chrgs>",
            f"<Chrgs><Rcrd>{charge}</Rcrd><Rcrd><Amt Ccy='EUR'>0.50</Amt></Rcrd></Chrgs>",
            "<Chrgs><TtlChrgsAndTaxAmt Ccy='EUR'>2.00</TtlChrgsAndTaxAmt></Chrgs>",
        ):
            self.assertEqual(self.detail(written).charges, Decimal("2.00"))
            self.assertEqual(self.detail("", entry=written).charges, Decimal("2.00"))
        self.assertIsNone(self.detail("").charges)

    def test_batch_splits_only_into_what_adds_up(self):
        detail = '<TxDtls><AmtDtls><TxAmt><Amt Ccy="{1}">{0}</Amt></TxAmt></AmtDtls></TxDtls>'
        for amounts, expected, warns in (
            ([("4.00", "EUR"), ("6.00", "EUR")], ["4.00", "6.00"], False),
            ([("4.00", "EUR"), ("6.01", "EUR")], ["10.00"], True),
            ([("4.00", "EUR"), ("6.00", "USD")], ["10.00"], True),
            ([("4.00", "USD"), ("6.00", "USD")], ["10.00"], False),
            ([("0.1", "EUR")] * 100, ["0.1"] * 100, False),
        ):
            details = "".join(detail.format(*amount) for amount in amounts)
            (statement,) = parse(camt053(f"{ENTRY}<NtryDtls>{details}</NtryDtls>"))
            self.assertEqual([str(transaction.amount) for transaction in statement.transactions], expected)
            self.assertEqual([warning.code for warning in statement.warnings], ["batch_not_split"] * warns)

    def test_batch_of_a_reversal_with_the_direction_of_the_original(self):
        detail = '<TxDtls><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>'
        entry = ENTRY.replace("CRDT", "DBIT").replace("<Sts>", "<RvslInd>true</RvslInd><Sts>")
        (statement,) = parse(camt053(f"{entry}<NtryDtls>{detail * 2}</NtryDtls>"))
        self.assertEqual([str(transaction.amount) for transaction in statement.transactions], ["-5.00", "-5.00"])

    def test_parts_of_a_batch_are_told_apart(self):
        detail = '<TxDtls><Amt Ccy="EUR">5.00</Amt></TxDtls>'
        (statement,) = parse(camt053(ENTRY, f"{ENTRY}<NtryDtls>{detail * 2}</NtryDtls>", ENTRY))
        numbers = [(transaction.entry_number, transaction.detail_number) for transaction in statement.transactions]
        self.assertEqual(numbers, [(1, 0), (2, 1), (2, 2), (3, 0)])

    def test_charges_of_a_batch_are_not_repeated_on_its_parts(self):
        charge = '<Chrgs><Rcrd><Amt Ccy="EUR">2.00</Amt></Rcrd></Chrgs>'
        detail = '<TxDtls><Amt Ccy="EUR">5.00</Amt></TxDtls>'
        (statement,) = parse(camt053(f"{ENTRY}{charge}<NtryDtls>{detail * 2}</NtryDtls>"))
        self.assertEqual([transaction.charges for transaction in statement.transactions], [None, None])

    def test_the_family(self):
        for name, container, statement in (
            ("camt052", "BkToCstmrAcctRpt", "Rpt"),
            ("camt053", "BkToCstmrStmt", "Stmt"),
            ("camt054", "BkToCstmrDbtCdtNtfctn", "Ntfctn"),
        ):
            content = camt053(ENTRY, namespace=f"urn:iso:std:iso:20022:tech:xsd:camt.{name[4:]}.001.08")
            content = content.replace(b"BkToCstmrStmt", container.encode()).replace(b"Stmt>", statement.encode() + b">")
            self.assertEqual(detect(content).name, name)
            self.assertEqual([str(found.transactions[0].amount) for found in parse(content)], ["10.00"])

    def test_format_may_be_named(self):
        content = (DATA / "camt053" / "v02_payments.xml").read_bytes()
        self.assertEqual(parse(content, FORMATS_BY_NAME["camt053"]), parse(content))

    def test_attributes_by_the_thousand_are_refused_in_time(self):
        attributes = " ".join(f'a{number}="1"' for number in range(50_000))
        content = camt053(ENTRY).replace(b"<Amt ", f"<Amt {attributes} ".encode(), 1)
        start = time.process_time()
        with self.assertRaises(MalformedFileError) as caught:
            parse(content)
        self.assertIn("attributes", str(caught.exception))
        self.assertLess(time.process_time() - start, 5)
