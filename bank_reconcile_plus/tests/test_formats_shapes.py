"""Shapes that files of banks come in, each in a few lines: what is read of them, to the cent and day."""

import datetime
import io
from decimal import Decimal

import openpyxl

from odoo.tests import BaseCase, tagged

from ..formats import StatementFormatError, detect, parse
from ..formats.exceptions import EmptyFileError

MT940_HEADER = (":20:X", ":25:NL91ABNA0417164300", ":28C:1/1", ":60F:C260131EUR100,00")
OFX_CARD = (
    "<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><TRNUID>0<STATUS><CODE>0<SEVERITY>INFO</STATUS><CCSTMTRS><CURDEF>USD"
    "<CCACCTFROM><ACCTID>4111111111111111</CCACCTFROM><BANKTRANLIST><DTSTART>20260101<DTEND>20260131<STMTTRN>"
    "<TRNTYPE>DEBIT<DTPOSTED>20260115120000.000[-5:EST]<TRNAMT>-12.34<FITID>A1<NAME>Caf&eacute; &amp; Co</STMTTRN>"
    "</BANKTRANLIST><LEDGERBAL><BALAMT>-99.00<DTASOF>20260131</LEDGERBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1>"
    "</OFX>"
)
PAYPAL = (
    '{header}\n"{day}","11:05","CET","x","EUR","49,37","-1,78","47,59","4.626,81","T1","P1","0,00"\n'
    '"14/01/2026","11:05","CET","x","EUR","28,82","-1,19","27,63","4.654,44","T2","P2","0,00"\n'
)
NORMA43 = (
    "11{account}2601012601312000000000100009783ACME S.L.\n"
    "22    {office}260105260105120311{amount}0000000000\n2301COMPRA\n"
    "33{account}0000100000000003000{credits}{sign}00000000007000978\n"
    "88999999999999999999000004\n"
)


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def mt940(*lines, closing):
    return "\n".join((*MT940_HEADER, *lines, f":62F:C260131EUR{closing}")).encode()


@tagged("post_install", "-at_install")
class TestFormatsShapes(BaseCase):
    def check(self, name, content, amounts, dates=None, warnings=(), **expected):
        """Compare the transactions of all statements, and fields of the first statement."""
        content = content if isinstance(content, bytes) else content.encode()
        with self.subTest(name):
            statements = parse(content)
            transactions = [found for statement in statements for found in statement.transactions]
            self.assertEqual([found.amount for found in transactions], [Decimal(amount) for amount in amounts])
            if dates:
                self.assertEqual([str(found.date) for found in transactions], dates)
            self.assertEqual([found.code for one in statements for found in one.warnings], list(warnings))
            for field, value in expected.items():
                found = getattr(statements[0], field)
                self.assertEqual(str(found) if isinstance(found, Decimal) else found, value)

    def check_refused(self, name, content, code, line):
        with self.subTest(name), self.assertRaises(StatementFormatError) as caught:
            parse(content if isinstance(content, bytes) else content.encode())
        self.assertEqual((caught.exception.code, caught.exception.location.line), (code, line))

    def test_csv_amounts(self):
        every = {
            "currency behind": ("10.00 USD", "-10.00 CAD", "7.00 D"),
            "currency before": ("USD 10.00", "CAD -10.00", "-7.00"),
            "brackets": ("$10.00", "(10.00)", "(7.00 HKD)"),
            "sign behind": ("10.00+", "10.00-", "7.00 DR"),
            "sign apart": ("+ 10.00", "- 10.00", "- 7.00 RM"),
            "text of a spreadsheet": ("'10.00 USD", "'-10.00 USD", "'-7.00"),
        }
        for name, amounts in every.items():
            rows = "".join(f"31/01/2026,x,{amount}\n" for amount in amounts)
            self.check(name, f"Date,Description,Amount\n{rows}", ["10.00", "-10.00", "-7.00"])
        self.check("lira", "Tarih;Açıklama;Tutar\n31.01.2026;a;-1.234,50 TL\n", ["-1234.50"])
        self.check("yen", '日付,お支払金額,お預り金額\n2026/01/30,"1,000",\n2026/01/29,,"5,000"\n', ["-1000", "5000"])
        self.check_refused("not all read", "Date,Amount\n31/01/2026,10.00 USDX\n15/02/2026,1.00\n", "sheet_amount", 2)

    def test_one_currency_in_a_column_is_of_every_row(self):
        content = workbook(
            ["DATE", "DESCRIPTION", "DEBIT", "CREDIT"],
            [datetime.date(2026, 3, 7), "x", "'579,68 USD", " "],
            [datetime.date(2026, 3, 8), "y", None, 100],
            [None, "TOTAL", 579.68, 100],
        )
        self.check("workbook", content, ["-579.68", "100"], currency="USD")
        [statement] = parse(content)
        self.assertEqual({found.currency for found in statement.transactions}, {"USD"})

    def test_workbook_without_content(self):
        for content in (workbook(), workbook([None, " "]), workbook([None] * 300 + [1])):
            with self.assertRaises(EmptyFileError):
                parse(content)

    def test_headers_of_two_rows(self):
        self.check(
            "units below",
            "Statement;;;\nDate;Description;Amount;Balance\n;;EUR;EUR\n31/01/2026;a;-10,00;90,00\n",
            ["-10.00"],
            closing_balance="90.00",
        )
        grouped = (
            "Date;Narrative;Movement;;Balance\n;;Debit;Credit;\n31/01/2026;a;10,00;;90,00\n28/02/2026;b;;5,00;95,00\n"
        )
        self.check("groups above", grouped, ["-10.00", "5.00"], opening_balance="100.00", closing_balance="95.00")
        self.check_refused(
            "amount without a day", "Date;Text;Amount\n;x;10,00\n31/01/2026;a;5,00\n", "missing_element", 2
        )

    def test_names_that_begin_with_the_mark_of_a_place(self):
        content = (
            "#Data operacji;#Opis operacji;#Kwota;\n2026-01-31;Zakup;-1 234,50 PLN;\n2026-01-30;Przelew;5,00 PLN;\n"
        )
        self.check("mBank", content, ["-1234.50", "5.00"], currency="PLN")

    def test_account_above_the_table(self):
        table = "\nDate;Label;Debit;Credit\n31/01/2026;a;10,00;\n15/02/2026;b;;5,00\n"
        self.check(
            "in one cell", f"Account Number: 08088804068{table}", ["-10.00", "5.00"], account_number="08088804068"
        )
        self.check("in two cells", f"Kontonummer;12 345 678{table}", ["-10.00", "5.00"], account_number="12345678")
        self.check("a name is no number", f"Account;Savings 2026{table}", ["-10.00", "5.00"], account_number="")
        self.check("masked", f"Account: 12-XXXX-3456{table}", ["-10.00", "5.00"], account_number="")
        self.check("two are not one", f"Account;123456\nAccount;654321{table}", ["-10.00", "5.00"], account_number="")

    def test_net_amounts_of_payment_providers(self):
        start = '"{}","{}","{}","{}","{}","{}","{}","{}","{}","{}","{}","{}"'.format
        headers = (
            start("Fecha", "Hora", "Zona", "Descripción", "Divisa", "Bruto", "Comisión", "Neto", "Saldo",
                  "Id. de transacción", "Nombre", "Importe de envío y manipulación"),
            start("Data", "Hora", "Fuso", "Descrição", "Moeda", "Bruto", "Tarifa", "Líquido", "Saldo",
                  "ID da transação", "Nome", "Valor do frete"),
            start("Data", "Ora", "Fuso", "Descrizione", "Valuta", "Lordo", "Tariffa", "Netto", "Saldo",
                  "Codice transazione", "Nome", "Importo di spedizione"),
        )  # fmt: skip
        for header in headers:
            content = PAYPAL.format(header=header, day="13/01/2026")
            self.check(header, content, ["47.59", "27.63"], opening_balance="4579.22", closing_balance="4654.44")

    def test_pending_rows_count_where_the_balance_counts_them(self):
        rows = (
            "Date,Description,Amount,Balance,Status\n"
            "2026-01-30,a,100.00,100.00,Completed\n{}2026-01-31,b,50.00,{},Completed\n"
        )
        counted = rows.format("2026-01-30,payout,-40.00,60.00,Pending\n", "110.00")
        self.check("counted", counted, ["100.00", "-40.00", "50.00"], closing_balance="110.00", pending=())
        not_counted = rows.format("2026-01-30,payout,-40.00,,Pending\n", "150.00")
        self.check("not counted", not_counted, ["100.00", "50.00"], closing_balance="150.00")
        self.assertEqual([found.amount for found in parse(not_counted.encode())[0].pending], [Decimal("-40.00")])

    def test_qif(self):
        self.check(
            "US",
            "!Type:Bank\nD1/31/26\nT-10.00\n^\nD2/1'26\nT5.00\n^\n",
            ["-10.00", "5.00"],
            ["2026-01-31", "2026-02-01"],
        )
        self.check(
            "EU",
            "!Type:CCard\nD31.01.26\nT-1.234,50\n^\nD01/02/2026\nT5,00\n^\n",
            ["-1234.50", "5.00"],
            ["2026-01-31", "2026-02-01"],
        )
        self.check("splits", "!Type:Bank\nD1/31'26\nT-100.00\nSFood\n$-60.00\nSHome\n$-40.00\n^\n", ["-100.00"])
        trades = "!Account\nNBroker\nTInvst\n^\n!Type:Invst\nD1/31'26\nNBuy\nYACME\nT50.00\n^\n"
        cash = "!Account\nNCash\nTBank\n^\n!Type:Bank \nD1/31'26\nT-2.00\n^\n"
        self.check("cash beside trades", trades + cash, ["-2.00"], warnings=["trades_left_out"], account_number="Cash")

    def test_ofx_headers(self):
        one_line = (
            "OFXHEADER:100 DATA:OFXSGML VERSION:102 SECURITY:NONE ENCODING:USASCII CHARSET:1252 COMPRESSION:NONE "
        )
        headers = ("OFXHEADER:100\nDATA:OFXSGML\n\n", "DATA:OFXSGML\nENCODING:UTF-8\n", one_line, "", "\n\n")
        for header in headers:
            content = header + OFX_CARD
            self.assertEqual(detect(content.encode()).name, "ofx")
            self.check(
                header, content, ["-12.34"], ["2026-01-15"], closing_balance="-99.00", account_number="4111111111111111"
            )

    def test_mt940_statement_lines(self):
        self.check("broken line", mt940(":61:2601310131CR", "30,00N062NONREF", ":86:x", closing="130,00"), ["30.00"])
        self.check("no entry date", mt940(":61:260131    DD25,00NMSCNONREF//", ":86:x", closing="75,00"), ["-25.00"])
        self.check("long year", mt940(":61:20260131D25,00NTRFNONREF", closing="75,00"), ["-25.00"], ["2026-01-31"])
        for rest in ("x5,00NTRFNONREF", "-NTRFNONREF", ";00NTRF"):
            self.check_refused(rest, mt940(f":61:2601310131D2{rest}", closing="75,00"), "invalid_amount", 5)
        [statement] = parse(mt940(":61:2601310131D25,00NTRF.//9", ":86:x", closing="75,00"))
        self.assertEqual(statement.transactions[0].end_to_end_id, "")

    def test_norma_43_without_an_account(self):
        def norma43(account, sign):
            return NORMA43.format(
                account=account, office=account[4:8], amount="00000000003000", credits="0" * 19, sign=sign
            )

        account = "008153980001414452"
        self.check("usual", norma43(account, 2), ["-30.00"], account_number=account, closing_balance="70.00")
        self.check("anonymous", norma43("0" * 18, 0), ["-30.00"], account_number="", closing_balance="70.00")
