import datetime
import io
import time
import zipfile
from decimal import Decimal
from unittest.mock import patch

import openpyxl
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..formats import StatementFormatError, detect, parse
from ..formats.exceptions import (
    DuplicateColumnError,
    FileTooLargeError,
    LibraryMissingError,
    MalformedFileError,
    MissingElementError,
    MixedDecimalMarksError,
    SheetColumnMissingError,
    SheetDateError,
    SheetProfileNeededError,
    SheetValueError,
    UnknownFormatError,
    UnsafeFileError,
)
from ..formats.sheet import workbook as reading
from ..formats.sheet.profile import SheetProfile
from ..formats.sheet.profiles import PROFILES
from ..formats.sheet.ready import READY_PROFILES_BY_NAME, recognise
from ..formats.sheet.sheets import tables_of
from ..formats.sheet.table import shown
from .formats_common import DATA
from .test_formats_fuzz import BOUNDED

# Headers as banks of many countries write them: separator, header, row, what it is.
HEADERS = (
    ("fr", "Date opération;Date de valeur;Libellé;Débit;Crédit;Solde", "03/04/2026;;Loyer;12,50;;87,50"),
    ("it", "Data contabile;Data valuta;Descrizione;Dare;Avere;Saldo", "03/04/2026;;Bonifico;12,50;;87,50"),
    ("es", "Fecha contable;F. Valor;Concepto;Cargo;Abono;Saldo", "03/04/2026;;Compra;-12,50;;87,50"),
    ("pt", "Data Lançamento;Data Valor;Descrição;Débito;Crédito;Saldo", "03-04-2026;;Compra;12,50;;87,50"),
    ("nl", "Boekdatum;Tegenpartij;Omschrijving;Af Bij;Bedrag;Saldo", "03-04-2026;x;Huur;Af;12,50;87,50"),
    ("de", "Buchungstag;Empfänger;Verwendungszweck;Umsatz;Soll/Haben;Saldo", "03.04.2026;x;Miete;12,50;S;87,50"),
    ("sv", "Bokföringsdag;Rubrik;Belopp;Saldo", "2026/04/03;Kortköp;-12,50;87,50"),
    ("da", "Bogføringsdato;Tekst;Beløb;Saldo", "03-04-2026;Husleje;-12,50;87,50"),
    ("no", "Bokført dato;Forklaring;Ut av konto;Inn på konto;Saldo", "03.04.2026;Leie;12,50;;87,50"),
    ("fi", "Kirjauspäivä;Saaja/Maksaja;Viesti;Määrä;Saldo", "3.4.2026;Oy;vuokra;-12,50;87,50"),
    ("pl", "Data księgowania;Opis operacji;Obciążenia;Uznania;Saldo po operacji", "2026-04-03;Czynsz;12,50;;87,50"),
    ("cs", "Datum zaúčtování;Popis;Částka;Měna;Zůstatek", "03.04.2026;Nájem;-12,50;CZK;87,50"),
    ("hu", "Könyvelés dátuma;Közlemény;Terhelés;Jóváírás;Egyenleg", "2026.04.03.;Bérlet;12,50;;87,50"),
    ("ro", "Data tranzacției;Descriere;Debit;Credit;Sold", "03.04.2026;Chirie;12,50;;87,50"),
    ("tr", "İşlem Tarihi;Açıklama;Tutar;Bakiye", "03.04.2026;Kira;-12,50;87,50"),
    ("ru", "Дата операции;Описание;Приход;Расход;Остаток", "03.04.2026;Аренда;;12,50;87,50"),
    ("el", "Ημερομηνία;Περιγραφή;Χρέωση;Πίστωση;Υπόλοιπο", "03/04/2026;Ενοίκιο;12,50;;87,50"),
    ("ja", "日付,摘要,お支払金額,お預り金額,差引残高", "2026/4/3,家賃,12.50,,87.50"),
    ("zh", "交易日期,摘要,支出金额,收入金额,余额", "2026-04-03,房租,12.50,,87.50"),
)
PLAIN = SheetProfile(date="Date", amount="Amount", text=("Text",), date_order="ymd", decimal_mark=".")


def csv(*rows, header="Date,Text,Amount"):
    return "\n".join((header, *rows, "")).encode()


def workbook(*rows, prepare=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if prepare:
        prepare(book)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def found(content, profile=None):
    """(date, amount, texts) of each transaction of the one statement."""
    [statement] = parse(content, profile=profile)
    return [(str(row.date), str(row.amount), row.remittance_lines) for row in statement.transactions]


def amounts(content, profile=None):
    return [amount for _date, amount, _texts in found(content, profile)]


@tagged("post_install", "-at_install")
class TestSheetCsv(BaseCase):
    """Text tables as banks write them."""

    def test_headers_of_many_languages(self):
        for language, header, row in HEADERS:
            with self.subTest(language):
                [statement] = parse(f"{header}\n{row}\n".encode())
                [transaction] = statement.transactions
                self.assertEqual((str(transaction.date), str(transaction.amount)), ("2026-04-03", "-12.50"))
                self.assertEqual((str(statement.opening_balance), str(statement.closing_balance)), ("100.00", "87.50"))
                self.assertTrue(transaction.remittance_lines)

    def test_encodings(self):
        text = "Buchungstag;Verwendungszweck;Empfänger;Betrag\n28.02.2026;Bücher für März;Müller;-1,50\n"
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"):
            with self.subTest(encoding):
                [statement] = parse(text.encode(encoding))
                self.assertEqual(statement.transactions[0].remittance_lines, ("Bücher für März",))
                self.assertEqual(statement.transactions[0].counterparty_name, "Müller")
        czech = "Datum zaúčtování;Popis;Částka\n28.02.2026;Příspěvek;1,50\n"
        self.assertEqual(found(czech.encode("cp1250")), [("2026-02-28", "1.50", ("Příspěvek",))])

    def test_line_ends_separators_and_sep_line(self):
        for newline in ("\n", "\r\n", "\r"):
            for separator in (",", ";", "\t", "|"):
                rows = [separator.join(row) for row in (("Date", "Text", "Amount"), ("2026-01-02", "a", "1.50"))]
                with self.subTest(newline=newline, separator=separator):
                    self.assertEqual(found(newline.join(rows).encode()), [("2026-01-02", "1.50", ("a",))])
        self.assertEqual(amounts(b"sep=;\nDatum;Text;Betrag\n28.02.2026;x;1,50\n"), ["1.50"])

    def test_amounts_as_people_write_them(self):
        written = {
            "(10.00)": "-10.00",
            "20.00-": "-20.00",
            "\u221230.00": "-30.00",
            "+1'234.50": "1234.50",
            "1\u202f234.50": "1234.50",
            "$1,234.50": "1234.50",
            "-£5.25": "-5.25",
            "($1,000.00)": "-1000.00",
            "12.00 DR": "-12.00",
            "12.00CR": "12.00",
            "EUR -7.10": "-7.10",
            "1,23,456.00": "123456.00",
            ".50": "0.50",
        }
        for amount, expected in written.items():
            content = csv(f'2026-01-02,a,"{amount}"')
            with self.subTest(amount):
                self.assertEqual(amounts(content), [expected])
                self.assertEqual(amounts(content, PLAIN), [expected])

    def test_what_is_no_amount_is_named(self):
        for bad in ("NaN", "Infinity", "1e309", "12..34", "1.2.3.4", "1,2", "--5", "abc", "9" * 40, "٣", "5-5"):
            with self.subTest(bad), self.assertRaises(StatementFormatError) as caught:
                parse(csv("2026-01-02,a,1.00", f'2026-01-03,b,"{bad}"', "2026-01-04,c,2.50"))
            self.assertEqual((caught.exception.location.line, caught.exception.location.element), (3, "Amount"))

    def test_mixed_decimal_marks(self):
        with self.assertRaises(MixedDecimalMarksError) as caught:
            parse(csv('2026-01-02,a,"1.234,56"', '2026-01-03,b,"1,234.56"'))
        self.assertEqual(caught.exception.location.line, 3)

    def test_whole_column_decides_dates(self):
        rows = ["03/04/2026,a,1.00", "13/04/2026,b,2.00"]
        self.assertEqual([date for date, *_rest in found(csv(*rows))], ["2026-04-03", "2026-04-13"])
        rows = ["04/03/2026,a,1.00", "04/13/2026,b,2.00"]
        self.assertEqual([date for date, *_rest in found(csv(*rows))], ["2026-04-03", "2026-04-13"])

    def test_what_is_open_is_asked(self):
        cases = {
            ("date_order",): csv("03/04/2026,a,1.00", "05/04/2026,b,2.00"),
            ("decimal_mark",): csv("2026-04-03,a,1.234", "2026-04-05,b,-5.678"),
            ("amount",): csv("2026-04-03,a,1.00,2.00", header="Date,Text,Foo,Bar"),
        }
        for questions, content in cases.items():
            with self.subTest(questions), self.assertRaises(SheetProfileNeededError) as caught:
                parse(content)
            self.assertEqual(caught.exception.questions, questions)
            self.assertEqual(caught.exception.profile.date, "Date")
            self.assertIn("once in the assistant", str(caught.exception))
            self.assertNotIn("_", str(caught.exception))  # a sentence, not the name of a setting

    def test_dates_of_all_kinds(self):
        written = ["2026-01-31", "31.1.2026", "31/01/26", "20260131", "31 Jan 2026", "31-JAN-26", "31. Januar 2026"]
        written += ["2026-01-31T23:59:59Z", "31 de enero de 2026", "Sat, 31 Jan 2026 10:00"]
        for text in written:
            with self.subTest(text):
                self.assertEqual(found(csv(f'"{text}",a,1.00'))[0][0], "2026-01-31")

    def test_day_that_does_not_exist(self):
        with self.assertRaises(SheetDateError) as caught:
            parse(csv("2026-01-31,a,1.00", "2026-02-30,b,2.00"))
        self.assertEqual((caught.exception.location.line, caught.exception.location.element), (3, "Date"))

    def test_amount_without_date_is_not_dropped(self):
        with self.assertRaises(MissingElementError) as caught:
            parse(csv("2026-01-31,a,1.00", ",b,2.00", "2026-02-01,c,3.00"))
        self.assertEqual(caught.exception.location.line, 3)

    def test_preamble_totals_and_empty_rows(self):
        content = (
            b"Kontoauszug\nIBAN;DE89370400440532013000\n\nBuchungstag;Text;Betrag\n28.02.2026;a;1,50\n;;\n"
            b"Buchungstag;Text;Betrag\n01.03.2026;b;-2,00\n;Summe;-0,50\nSeite 1 von 1\n"
        )
        [statement] = parse(content)
        self.assertEqual(statement.account_number, "DE89370400440532013000")
        self.assertEqual([str(row.amount) for row in statement.transactions], ["1.50", "-2.00"])

    def test_row_without_amount_is_told(self):
        [statement] = parse(csv("2026-01-31,a,1.00", "2026-02-01,note,", "2026-02-02,b,2.00"))
        self.assertEqual(len(statement.transactions), 2)
        self.assertEqual([warning.code for warning in statement.warnings], ["row_without_amount"])

    def test_running_balance_in_both_orders(self):
        rows = ["2026-01-01,a,10.00,110.00", "2026-01-01,b,-30.00,80.00", "2026-01-01,c,5.00,85.00"]
        for ordered in (rows, rows[::-1]):
            [statement] = parse(csv(*ordered, header="Date,Text,Amount,Balance"))
            self.assertEqual((str(statement.opening_balance), str(statement.closing_balance)), ("100.00", "85.00"))
            self.assertFalse(statement.warnings)

    def test_running_balance_that_does_not_follow(self):
        [statement] = parse(
            csv("2026-01-01,a,10.00,110.00", "2026-01-02,b,-30.00,81.00", header="Date,Text,Amount,Balance")
        )
        self.assertEqual(
            {warning.code for warning in statement.warnings}, {"balances_differ", "running_balance_differs"}
        )

    def test_sign_told_by_the_balance(self):
        content = csv("2026-01-01,a,10.00,-10.00", "2026-01-02,b,20.00,-30.00", header="Date,Text,Amount,Balance")
        self.assertEqual(amounts(content), ["-10.00", "-20.00"])

    def test_no_header(self):
        self.assertEqual(
            found(b'"01/15/2026","-12.50","*","","STARBUCKS"\n"01/16/2026","1000.00","*","","PAYROLL"\n'),
            [("2026-01-15", "-12.50", ("STARBUCKS",)), ("2026-01-16", "1000.00", ("PAYROLL",))],
        )

    def test_quotes(self):
        content = b'Datum;Text;Betrag\n01.02.2026;"ACME" GmbH;12,00\n02.02.2026;12" Rohr;-3,00\n'
        self.assertEqual([texts for *_rest, texts in found(content)], [("ACME GmbH",), ('12" Rohr',)])
        for bad in ('01.02.2026;"ACME;12,00\n02.02.2026;Rohr;-3,00\n', '01.02.2026;"A;1,00\n02.02.2026;B";-3,00\n'):
            with self.assertRaises(MalformedFileError) as caught:
                parse(f"Datum;Text;Betrag\n{bad}".encode())
            self.assertEqual(caught.exception.location.line, 2)
        self.assertEqual(found(b'Date,Text,Amount\n2026-01-02,"a\nb",1.00\n')[0][2], ("a\nb",))

    def test_two_columns_of_one_name(self):
        with self.assertRaises(DuplicateColumnError):
            parse(csv("2026-01-02,1.00,2.00", header="Date,Amount,Amount"))
        self.assertEqual(amounts(csv("2026-01-02,a,b,1.00", header="Date,Note,Note,Amount")), ["1.00"])

    def test_several_accounts_and_currencies(self):
        content = csv(
            "NL1,2026-01-02,a,1.00,EUR",
            "NL2,2026-01-02,b,2.00,EUR",
            "NL1,2026-01-03,c,3.00,EUR",
            "NL1,2026-01-03,d,4.00,USD",
            header="Account,Date,Text,Amount,Currency",
        )
        statements = parse(content)
        self.assertEqual(
            [(one.account_number, one.currency, len(one.transactions)) for one in statements],
            [("NL1", "EUR", 2), ("NL2", "EUR", 1), ("NL1", "USD", 1)],
        )

    def test_direction_that_is_no_word_for_it(self):
        profile = SheetProfile(date="Date", amount="Amount", indicator="Way", date_order="ymd", decimal_mark=".")
        content = csv("2026-01-02,up,1.00", header="Date,Way,Amount")
        with self.assertRaises(SheetValueError):
            parse(content, profile=profile)
        own = SheetProfile.from_dict({**profile.to_dict(), "debit_words": ["up"], "credit_words": ["down"]})
        self.assertEqual(amounts(content, own), ["-1.00"])

    def test_both_columns_filled(self):
        with self.assertRaises(SheetValueError):
            parse(csv("2026-01-02,a,1.00,2.00", header="Date,Text,Debit,Credit"))

    def test_profile_of_another_bank(self):
        with self.assertRaises(SheetColumnMissingError) as caught:
            parse(csv("2026-01-02,a,1.00"), profile=SheetProfile(date="Datum", amount="Betrag"))
        self.assertIn("Datum", str(caught.exception))

    def test_text_that_is_no_table(self):
        for content in (b"Dear bank,\nplease, help, me.\n", b"a;b\n1;2\n", b"\x00\x01\x02" * 50):
            with self.assertRaises(UnknownFormatError):
                parse(content)

    def test_long_cells_take_no_time(self):
        head = b"Date,Text,Amount\n2026-01-02,"
        for cell in (
            b'"' + b"(" * 300_000 + b'"',
            b"(" * 300_000,
            b"A" * 300_000,
            b"," * 300_000,
            b'"' + b"a\n" * 99_000,
        ):
            start = time.monotonic()
            with self.assertRaises(MalformedFileError) as caught:
                parse(head + cell + b",1.00\n")
            self.assertEqual(caught.exception.location.line, 2)
            self.assertLess(time.monotonic() - start, 5)
        self.assertEqual(amounts(head + b"(" * 100_000 + b",1.00\n"), ["1.00"])

    def test_formulas_stay_text(self):
        rows = found(csv('2026-01-02,"=HYPERLINK(""http://x"")",1.00', "2026-01-02,@SUM(1),1.00"))
        self.assertEqual([texts for *_rest, texts in rows], [('=HYPERLINK("http://x")',), ("@SUM(1)",)])


@tagged("post_install", "-at_install")
class TestSheetWorkbooks(BaseCase):
    """XLSX and XLS."""

    HEADER = ("Date", "Text", "Amount", "Balance")

    def test_cells_of_all_kinds(self):
        content = workbook(
            ("Statement",),
            (),
            self.HEADER,
            (datetime.datetime(2026, 1, 31, 23, 59, 59), "a", 0.1 + 0.2, 100.3),
            (datetime.date(2026, 2, 1), "b", -12, 88.3),
            (46055, "serial", "1.50", 89.8),
            ("Total", None, -10.2, None),
        )
        self.assertEqual(detect(content).name, "xlsx")
        self.assertEqual(
            found(content),
            [("2026-01-31", "0.3", ("a",)), ("2026-02-01", "-12", ("b",)), ("2026-02-02", "1.50", ("serial",))],
        )
        [statement] = parse(content)
        self.assertEqual((str(statement.opening_balance), str(statement.closing_balance)), ("100.0", "89.8"))

    def test_hidden_and_several_sheets(self):
        def prepare(book):
            book.create_sheet("Notes").append(["only text"])
            hidden = book.create_sheet("Old")
            hidden.append(self.HEADER)
            hidden.append((datetime.date(2020, 1, 1), "old", 99, 99))
            hidden.sheet_state = "hidden"

        content = workbook(self.HEADER, (datetime.date(2026, 1, 1), "a", 1, 1), prepare=prepare)
        self.assertEqual(amounts(content), ["1"])
        profile = SheetProfile(date="Date", amount="Amount", text=("Text",), sheet="Sheet")
        self.assertEqual(amounts(content, profile), ["1"])

    def test_1904_dates(self):
        def prepare(book):
            book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

        content = workbook(self.HEADER, (44593, "serial", 1.5, None), prepare=prepare)
        self.assertEqual(found(content)[0][0], "2026-02-02")

    def test_formula_cell_without_saved_value_is_told(self):
        content = workbook(self.HEADER, (datetime.date(2026, 1, 1), "a", "=1+1", None))
        [statement] = parse(content)
        self.assertFalse(statement.transactions)
        self.assertEqual([warning.code for warning in statement.warnings], ["row_without_amount"])

    def test_xls(self):
        book = xlwt.Workbook()
        sheet = book.add_sheet("S")
        for place, name in enumerate(("Datum", "Text", "Betrag")):
            sheet.write(0, place, name)
        sheet.write(1, 0, datetime.date(2026, 1, 31), xlwt.easyxf(num_format_str="DD.MM.YYYY"))
        sheet.write(1, 1, "Miete")
        sheet.write(1, 2, -12.5)
        output = io.BytesIO()
        book.save(output)
        content = output.getvalue()
        self.assertEqual(detect(content).name, "xls")
        self.assertEqual(found(content), [("2026-01-31", "-12.5", ("Miete",))])
        for size in (600, 1500, 3000):
            with self.assertRaises(StatementFormatError):
                parse(content[:size])

    def test_missing_library_says_what_to_install(self):
        content = workbook(self.HEADER, (datetime.date(2026, 1, 1), "a", 1, 1))
        with patch.object(reading, "openpyxl", None), self.assertRaises(LibraryMissingError) as caught:
            parse(content)
        self.assertIn("pip install openpyxl", str(caught.exception))

    def replaced(self, content, name, change):
        output = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                data = old.read(entry)
                new.writestr(entry.filename, change(data) if entry.filename == name else data)
        return output.getvalue()

    def test_hostile_parts(self):
        content = workbook(self.HEADER, (datetime.date(2026, 1, 1), "a", 1, 1))
        sheet = "xl/worksheets/sheet1.xml"
        doctype = b'<?xml version="1.0"?><!-- x --><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        with self.assertRaises(UnsafeFileError):
            parse(self.replaced(content, sheet, lambda data: doctype + data))
        with self.assertRaises(FileTooLargeError):
            parse(self.replaced(content, sheet, lambda data: data + b" " * 20_000_000))
        for name in (sheet, "xl/workbook.xml", "xl/styles.xml"):
            with self.subTest(name), self.assertRaises(StatementFormatError):
                parse(self.replaced(content, name, lambda data: data[: len(data) // 2]))


@tagged("post_install", "-at_install")
class TestReadyProfiles(BaseCase):
    """What they read stands in data/formats/csv, beside each sample."""

    def recognised(self, sample):
        [table] = tables_of(sample.read_bytes())
        found = [recognise(tuple(map(shown, cells))) for _number, cells in table.rows]
        return [ready.profile.name for row in found for ready in row]

    def test_each_sample_belongs_to_one_profile_and_each_profile_has_a_sample(self):
        samples = [path for path in (DATA / "csv").iterdir() if path.suffix != ".json" and path.stem != "odd_rows"]
        names = {sample.stem: self.recognised(sample) for sample in samples}
        self.assertEqual({name: found for name, found in names.items() if len(found) != 1}, {})
        self.assertEqual(sorted(name for [name] in names.values()), sorted(READY_PROFILES_BY_NAME))

    def test_no_header_is_part_of_another(self):
        for ready in PROFILES:
            with self.subTest(ready.profile.name):
                self.assertEqual(recognise(ready.header), [ready])
                self.assertFalse(ready.profile.missing)


@tagged("post_install", "-at_install")
class TestSheetFuzz(BaseCase):
    """Whatever a table holds, it is read into sound records or refused with a typed error."""

    def try_to_parse(self, content, profile=None):
        try:
            statements = parse(content, profile=profile)
        except StatementFormatError as error:
            self.assertEqual(str(error), error.message_template % error.values)
            return
        for statement in statements:
            for transaction in (*statement.transactions, *statement.pending):
                self.assertTrue(isinstance(transaction.amount, Decimal) and transaction.amount.is_finite())
                self.assertIs(type(transaction.date), datetime.date)

    def test_any_cells(self):
        cells = st.sampled_from(
            ["2026-01-02", "31/12/26", "1,50", "-1.234,56", "(5)", "NaN", "", '"', "EUR", "D", "total", "=1", "١٢"]
        ) | st.text(max_size=12)
        header = st.sampled_from(["Date,Text,Amount,Balance", "Datum;Betrag;S/H", "a,b,c", "Fecha;Cargo;Abono"])

        @BOUNDED
        @given(header, st.lists(st.lists(cells, max_size=5), max_size=6), st.sampled_from([",", ";", "\t"]))
        def check(names, rows, separator):
            content = "\n".join([names, *(separator.join(row) for row in rows)]).encode("utf-8", "surrogatepass")
            self.try_to_parse(content)
            self.try_to_parse(content, PLAIN)

        check()

    def test_damaged_workbooks(self):
        content = workbook(("Date", "Text", "Amount"), (datetime.date(2026, 1, 1), "a", 1))

        @BOUNDED
        @given(st.integers(0, len(content)), st.binary(max_size=8))
        def check(place, damage):
            self.try_to_parse(content[:place] + damage + content[place + len(damage) :])

        check()
