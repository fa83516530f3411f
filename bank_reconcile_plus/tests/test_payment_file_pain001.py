import dataclasses
import datetime
import random
import uuid
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..payment_files import (
    FORMATS,
    FORMATS_BY_NAME,
    Account,
    CreditorReference,
    Party,
    PaymentFile,
    PaymentFileError,
    PaymentInformation,
)
from ..payment_files.addresses import address_of, street_parts
from ..payment_files.identifiers import identifier, is_identifier, message_id, payment_id
from ..payment_files.letters import ALLOWED, bank_text, joined, unwritable
from ..payment_files.remittance import creditor_reference
from ..payment_files.sepa import is_sepa, next_bank_day
from .payment_files_common import IBANS, OUR_IBAN, payment_file, texts, transfer, valid

BOUNDED = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
OLD, NEW = FORMATS_BY_NAME["pain.001.001.03"], FORMATS_BY_NAME["pain.001.001.09"]


@tagged("post_install", "-at_install")
class TestPain001(BaseCase):
    """A file fits the published schema and says what the payments say."""

    def test_says_who_pays_whom_how_much_and_for_what(self):
        rf = creditor_reference(["RF18 5390 0754 7034"], IBANS["NL"])
        content = payment_file(
            transfer("P-1", "12.50", text="F-2026-7, F-2026-9"),
            transfer("P-2", "0.01", "DE", "Müller & Söhne GmbH", reference=rf, text="not sent"),
        )
        for version in FORMATS:
            with self.subTest(version.NAME):
                root = valid(version.write(content))
                self.assertEqual(texts(root, "GrpHdr/MsgId"), ["M-1"])
                self.assertEqual(texts(root, "GrpHdr/CreDtTm"), ["2026-03-01T12:30:59"])
                self.assertEqual(texts(root, "NbOfTxs"), ["2", "2"])
                self.assertEqual(texts(root, "CtrlSum"), ["12.51", "12.51"])
                self.assertEqual(texts(root, "PmtInf/PmtTpInf/SvcLvl/Cd"), ["SEPA"])
                self.assertEqual(texts(root, "PmtInf/ChrgBr"), ["SLEV"])
                self.assertEqual(texts(root, "PmtInf/BtchBookg"), ["true"])
                self.assertEqual(texts(root, "DbtrAcct/Id/IBAN"), [OUR_IBAN])
                self.assertEqual(texts(root, "DbtrAgt/FinInstnId/Othr/Id"), ["NOTPROVIDED"])
                self.assertEqual(texts(root, "PmtId/EndToEndId"), ["P-1", "P-2"])
                self.assertEqual(texts(root, "Amt/InstdAmt"), ["12.50", "0.01"])
                self.assertEqual(texts(root, "CdtrAcct/Id/IBAN"), [IBANS["NL"], IBANS["DE"]])
                self.assertEqual(texts(root, "RmtInf/Ustrd"), ["F-2026-7, F-2026-9"])
                self.assertEqual(texts(root, "CdtrRefInf/Tp/CdOrPrtry/Cd"), ["SCOR"])
                self.assertEqual(texts(root, "CdtrRefInf/Tp/Issr"), ["ISO"])
                self.assertEqual(texts(root, "CdtrRefInf/Ref"), ["RF18539007547034"])

    def test_what_the_two_versions_write_differently(self):
        uetr = str(uuid.UUID("1b4e28ba-2fa1-4ad2-883f-0016d3cca427"))
        account = Account(iban=IBANS["NL"], bic="RABONL2U")
        content = payment_file(transfer(account=account, uetr=uetr))
        old, new = (valid(version.write(content)) for version in (OLD, NEW))
        self.assertEqual(
            (texts(old, "CdtrAgt/FinInstnId/BIC"), texts(old, "ReqdExctnDt")), (["RABONL2U"], ["2026-03-02"])
        )
        self.assertEqual(texts(old, "UETR"), [])
        self.assertEqual(texts(new, "CdtrAgt/FinInstnId/BICFI"), ["RABONL2U"])
        self.assertEqual(texts(new, "ReqdExctnDt/Dt"), ["2026-03-02"])
        self.assertEqual(texts(new, "PmtId/UETR"), [uetr])

    def test_address_is_structured_or_hybrid(self):
        home = address_of("Königsallee 7a", "", "40212", "Düsseldorf", "DE")
        long = address_of(
            "A very long name of a street that leaves no room for more 12", "Building C, door 4", "1", "X", "NL"
        )
        content = payment_file(
            transfer("P-1", creditor=Party("A", home)),
            transfer("P-2", creditor=Party("B", long)),
            transfer("P-3", creditor=Party("C", address_of("Nowhere 1", "", "", "", "NL"))),
        )
        for version in FORMATS:
            root = valid(version.write(content))
            first, second = root.iterfind(".//{*}Cdtr/{*}PstlAdr")
            parts = {element.tag.rpartition("}")[2]: element.text for element in first}
            self.assertEqual(
                parts,
                {"StrtNm": "Koenigsallee", "BldgNb": "7a", "PstCd": "40212", "TwnNm": "Duesseldorf", "Ctry": "DE"},
            )
            self.assertEqual(texts(second, "AdrLine"), ["Building C, door 4"])
            self.assertEqual((texts(second, "TwnNm"), texts(second, "Ctry")), (["X"], ["NL"]))

    def test_initiating_party_shows_the_id_the_bank_gave(self):
        content = payment_file(transfer())
        content = dataclasses.replace(content, initiating_party=Party("We", None, "0468651441", "KBO-BCE"))
        for version in FORMATS:
            root = valid(version.write(content))
            self.assertEqual(texts(root, "InitgPty/Id/OrgId/Othr/Id"), ["0468651441"])
            self.assertEqual(texts(root, "InitgPty/Id/OrgId/Othr/Issr"), ["KBO-BCE"])

    def test_other_currency_and_country(self):
        abroad = Account(number="000123 456", bic="CHASUS33", bank_name="Chase")
        yen = transfer("P-2", "1500", currency="JPY", account=Account(number="77", bic="BOTKJPJT"))
        content = payment_file(
            transfer("P-1", "100.00", currency="USD", account=abroad),
            yen,
            sepa=False,
            charge_bearer="SHAR",
            batch_booking=None,
        )
        for version in FORMATS:
            root = valid(version.write(content))
            self.assertEqual(texts(root, "SvcLvl/Cd") + texts(root, "BtchBookg"), [])
            self.assertEqual(texts(root, "ChrgBr"), ["SHAR"])
            self.assertEqual(texts(root, "CdtrAcct/Id/Othr/Id"), ["000123 456", "77"])
            self.assertEqual(texts(root, "Amt/InstdAmt"), ["100.00", "1500"])
            self.assertEqual([it.get("Ccy") for it in root.iterfind(".//{*}InstdAmt")], ["USD", "JPY"])

    def test_days_stand_apart_with_their_own_sums(self):
        us, account = Party("We"), Account(iban=OUR_IBAN, bic="ABNANL2A", currency="EUR")
        days = [datetime.date(2026, 3, 2), datetime.date(2026, 3, 9)]
        payments = tuple(
            PaymentInformation(payment_id("M-1", number), day, us, account, (transfer(f"P-{number}", f"{number}.10"),))
            for number, day in enumerate(days, start=1)
        )
        content = PaymentFile("M-1", datetime.datetime(2026, 3, 1), us, payments)
        root = valid(NEW.write(content))
        self.assertEqual(texts(root, "PmtInf/PmtInfId"), ["M-1-1", "M-1-2"])
        self.assertEqual(texts(root, "GrpHdr/CtrlSum") + texts(root, "PmtInf/CtrlSum"), ["3.20", "1.10", "2.10"])
        self.assertEqual(texts(root, "DbtrAgt/FinInstnId/BICFI"), ["ABNANL2A"] * 2)

    def test_refuses_what_a_bank_could_not_carry_out(self):
        qr = CreditorReference("210000000003139471430009017", "", "QRR")
        cases = [
            ("nothing_to_pay", payment_file()),
            ("invalid_amount", payment_file(transfer(amount="0"))),
            ("invalid_amount", payment_file(transfer(amount="-5"))),
            ("invalid_amount", payment_file(transfer(amount="1.005"))),
            ("invalid_amount", payment_file(transfer(amount="1000000000"))),
            ("invalid_amount", payment_file(transfer(amount="NaN"))),
            ("invalid_iban", payment_file(transfer(account=Account(iban="NL00RABO0123456789")))),
            ("missing_account", payment_file(transfer(account=Account()))),
            ("invalid_bic", payment_file(transfer(account=Account(iban=IBANS["NL"], bic="RABO")))),
            ("not_sepa", payment_file(transfer(currency="USD"))),
            ("not_sepa", payment_file(transfer(account=Account(number="123")))),
            ("not_sepa", payment_file(transfer(country="CH-QR", reference=qr))),
            ("missing_bic", payment_file(transfer(account=Account(number="123")), sepa=False)),
            ("missing_name", payment_file(transfer(name="東京"))),
            ("missing_name", payment_file(transfer(name=" "))),
            ("invalid_identifier", payment_file(transfer("P//1"))),
            ("invalid_identifier", payment_file(transfer("P" * 36))),
            ("invalid_identifier", payment_file(transfer("é"))),
            ("invalid_identifier", payment_file(transfer(), message_id="")),
            ("repeated_identifier", payment_file(transfer("P-1"), transfer("P-1"))),
            ("invalid_reference", payment_file(transfer(country="CH-QR"), sepa=False)),
            ("invalid_reference", payment_file(transfer(country="CH", reference=qr), sepa=False)),
        ]
        for code, content in cases:
            with self.subTest(code), self.assertRaises(PaymentFileError) as caught:
                NEW.write(content)
            self.assertEqual(caught.exception.code, code)

    @BOUNDED
    @given(
        name=st.text(min_size=1, max_size=200),
        text=st.text(max_size=300),
        street=st.text(max_size=120),
        town=st.text(max_size=60),
        amount=st.decimals("0.01", "999999999.99", places=2),
        country=st.sampled_from(["", "DE", "NL", "GR", "CH"]),
    )
    def test_any_text_gives_a_valid_file(self, name, text, street, town, amount, country):
        party = Party("A " + name, address_of(street, text, town, town, country))
        content = payment_file(
            transfer("P-1", str(amount), creditor=party, text=text),
            transfer(
                "P-2", creditor=Party(name + "7"), account=Account(iban=IBANS["FR"], bic="AGRIFRPP", bank_name=town)
            ),
        )
        for version in FORMATS:
            root = valid(version.write(content))
            written = "".join(root.itertext())
            self.assertLessEqual(set(written) - {"\n"}, ALLOWED)
            self.assertEqual(texts(root, "Amt/InstdAmt")[0], str(amount))

    @settings(BOUNDED, max_examples=40)
    @given(st.integers(0, 2**32 - 1))
    def test_any_batch_gives_a_valid_file_that_adds_up(self, seed):
        content = random_file(random.Random(seed))
        transfers = [each for payment in content.payments for each in payment.transfers]
        for version in FORMATS:
            root = valid(version.write(content))
            amounts = [Decimal(amount) for amount in texts(root, "Amt/InstdAmt")]
            self.assertEqual(amounts, [each.amount for each in transfers])
            self.assertEqual(texts(root, "GrpHdr/NbOfTxs"), [str(len(transfers))])
            self.assertEqual(Decimal(*texts(root, "GrpHdr/CtrlSum")), sum(amounts))
            self.assertEqual(sum(map(Decimal, texts(root, "PmtInf/CtrlSum"))), sum(amounts))
            self.assertEqual(sum(map(int, texts(root, "PmtInf/NbOfTxs"))), len(transfers))
            self.assertEqual(texts(root, "PmtId/EndToEndId"), [each.end_to_end_id for each in transfers])
            self.assertEqual(texts(root, "CdtrAcct/Id/IBAN"), [each.account.iban for each in transfers])
            references = [each.reference.reference for each in transfers if each.reference]
            self.assertEqual(texts(root, "CdtrRefInf/Ref"), references)
            self.assertEqual(texts(root, "ChrgBr"), ["SLEV" if each.sepa else "SHAR" for each in content.payments])
            self.assertFalse(set("".join(root.itertext())) - ALLOWED - {"\n"})
            for address in root.iterfind(".//{*}PstlAdr"):
                self.assertTrue(texts(address, "Ctry") and texts(address, "TwnNm"), "free lines alone are not taken")


NAMES = (
    "Müller & Söhne <Öl> GmbH",
    "Société Générale d'Électricité",
    "Жълта книга ООД",
    "Ελληνική Τράπεζα",
    "Ünal İnşaat \x07\x1f\x00 A.Ş.",
    "Ice 🍦 Cream ]]> Ltd",
    "Łódź \ufffe\ud7ff Spółka",
    "N" * 160,
    "a" + "́" * 90,
)
TEXTS = ("", "F-2026/001, F-2026/002", "//F-1//", "&amp; <Rechnung> 12", "\r\n\t☃", "x" * 300, "№ 7 — «été» 50%")
REFERENCES = (
    ("BE", "+++010/8068/17183+++"),
    ("FI", "12 34561"),
    ("NL", "RF18 5390 0754 7034"),
    ("CH", "RF18539007547034"),
    ("CH-QR", "21 00000 00003 13947 14300 09017"),
)
AMOUNTS = ("0.01", "999999999.99", "10", "1E+3", "0.10", "123456.7")


def random_file(chance):
    """A file of several days and kinds, with what people type into names, texts and addresses."""
    us = Party(chance.choice(NAMES), address_of("Kade 1", "", "3511 AA", "Utrecht", "NL"))
    payments, number = [], 0
    for part in range(chance.randint(1, 3)):
        abroad = chance.random() < 0.3
        transfers = []
        for __ in range(chance.choice((1, 2, 7, 30))):
            number += 1
            country, text = chance.choice(REFERENCES[: None if abroad else -1])
            reference = (
                creditor_reference([text], IBANS[country]) if country == "CH-QR" or chance.random() < 0.5 else None
            )
            address = address_of(
                chance.choice(TEXTS), chance.choice(TEXTS), chance.choice(TEXTS), chance.choice(TEXTS), country[:2]
            )
            transfers.append(
                transfer(
                    identifier(f"PBNK{part}/2026/{number:05}"),
                    chance.choice(AMOUNTS),
                    country,
                    chance.choice(NAMES),
                    creditor=Party(chance.choice(NAMES), address),
                    text=chance.choice(TEXTS),
                    reference=reference,
                    currency=chance.choice(("CHF", "EUR")) if abroad else "EUR",
                )
            )
        payments.append(
            PaymentInformation(
                payment_id("M-1", part + 1),
                datetime.date(2026, 11, 23) + datetime.timedelta(days=chance.randint(0, 400)),
                us,
                Account(iban=OUR_IBAN, bic=chance.choice(("", "ABNANL2A")), currency=chance.choice(("", "EUR"))),
                tuple(transfers),
                chance.choice((True, False, None)),
                "SHAR",
                not abroad,
            )
        )
    return PaymentFile("M-1", datetime.datetime(2026, 11, 23, 9, 0), us, tuple(payments))


@tagged("post_install", "-at_install")
class TestPaymentFileTexts(BaseCase):
    """Names and texts keep what they say in the letters of a bank; references keep their scheme."""

    def test_letters(self):
        cases = [
            ("Čeněk Žižka, s.r.o.", "", "Cenek Zizka, s.r.o."),
            ("Łukasz Świątek", "PL", "Lukasz Swiatek"),
            ("Ørsted & Søn A/S", "DK", "Orsted + Son A/S"),
            ("ÄNDERUNG Übel Ölfuß", "AT", "AENDERUNG Uebel Oelfuss"),
            ("Gül İnşaat", "TR", "Gul Insaat"),
            ("Œuvre — №5 «été» 50% @bank_1;", "FR", "Oeuvre - No5 'ete' 50pct (at)bank-1,"),
            ("Αθήνα Ψυχή Θεός", "GR", "Athina Psychi Theos"),
            ("Щастие Юг Ямбол", "BG", "Shtastie Yug Yambol"),
            ("Ћирић Љубљана Ђорђе", "RS", "Ciric Ljubljana Djordje"),
            ("１２３ ＡＢＣ ½ ﬁn", "", "123 ABC 1/2 fin"),
            ("one\ttwo\r\n three\u200b\u00a0four", "", "one two three four"),
            ("emoji 🎉 tail", "", "emoji . tail"),
        ]
        for text, country, expected in cases:
            with self.subTest(text):
                self.assertEqual(bank_text(text, 140, country), expected)
        self.assertEqual(unwritable("Foo 東京 Łódź ١٢"), "東京")
        self.assertEqual(bank_text("ab " * 40, 70), ("ab " * 40)[:70].rstrip())

    @BOUNDED
    @given(st.text(max_size=400), st.integers(1, 140))
    def test_letters_are_always_allowed_and_never_too_many(self, text, limit):
        written = bank_text(text, limit)
        self.assertLessEqual(set(written), ALLOWED)
        self.assertLessEqual(len(written), limit)
        self.assertEqual(written, bank_text(written, limit))

    @BOUNDED
    @given(st.text(max_size=80))
    def test_identifiers_are_what_a_bank_takes(self, text):
        made = identifier(text)
        self.assertTrue(made == "" or is_identifier(made), made)
        message = message_id(text, datetime.datetime(2026, 3, 2, 9, 5, 7))
        self.assertTrue(is_identifier(message), message)
        self.assertTrue(is_identifier(payment_id(message, 999)))

    def test_references_left_out_are_counted(self):
        numbers = [f"INV-{number:05}" for number in range(30)]
        text, left_out = joined(numbers, 140)
        self.assertLessEqual(len(text), 140)
        self.assertEqual(text.count("INV-") + left_out, 30)
        self.assertTrue(text.endswith(f"+ {left_out} more"), text)
        self.assertEqual(joined([], 140), ("", 0))
        self.assertEqual(joined(["x" * 150, "y"], 140), ("x" * 140, 1))

    def test_reference_is_structured_in_the_scheme_of_the_account(self):
        cases = [
            ("+++010/8068/17183+++", "BE", ("010806817183", "SCOR", "", "BBA")),
            ("010806817183", "BE", ("010806817183", "SCOR", "", "BBA")),
            ("+++010/8068/17183+++", "NL", None),
            ("5000 0567 8901 2345", "NL", ("5000056789012345", "SCOR", "", "CUR")),
            ("12 34561", "FI", ("1234561", "SCOR", "", "")),
            ("2345676", "NO", ("2345676", "SCOR", "", "")),
            ("2345676", "DE", None),
            ("123455", "SE", ("123455", "SCOR", "", "")),
            ("21 00000 00003 13947 14300 09017", "CH-QR", ("210000000003139471430009017", "", "QRR", "")),
            ("21 00000 00003 13947 14300 09017", "CH", None),
            ("RF18539007547034", "CH", ("RF18539007547034", "SCOR", "", "ISO")),
            ("RF18539007547034", "CH-QR", None),
            ("rf18 5390 0754 7034", "DE", ("RF18539007547034", "SCOR", "", "ISO")),
            ("RF17539007547034", "DE", None),
            ("invoice 7 RF18539007547034", "DE", None),
        ]
        for text, country, expected in cases:
            with self.subTest(text=text, country=country):
                found = creditor_reference(["", text], IBANS[country])
                self.assertEqual(dataclasses.astuple(found) if found else None, expected)
                if found:
                    valid(NEW.write(payment_file(transfer(country=country, reference=found), sepa=country != "CH-QR")))

    def test_document_number_is_no_reference_by_chance(self):
        self.assertIsNone(creditor_reference([], IBANS["NO"], guesses=["2345676"]))
        self.assertEqual(creditor_reference([], IBANS["NO"], guesses=["RF18539007547034"]).issuer, "ISO")
        self.assertEqual(creditor_reference(["x"], IBANS["BE"], guesses=["010/8068/17183"]).issuer, "BBA")

    def test_days_and_area(self):
        days = {
            "2026-11-21": "2026-11-23",
            "2026-12-25": "2026-12-28",
            "2027-03-26": "2027-03-30",
            "2026-05-04": "2026-05-04",
        }
        for day, expected in days.items():
            self.assertEqual(next_bank_day(datetime.date.fromisoformat(day)), datetime.date.fromisoformat(expected))
        self.assertTrue(is_sepa("EUR", OUR_IBAN, IBANS["GB"]))
        self.assertFalse(is_sepa("EUR", OUR_IBAN, IBANS["CH-QR"]))
        self.assertFalse(is_sepa("EUR", OUR_IBAN, ""))
        self.assertFalse(is_sepa("GBP", OUR_IBAN, IBANS["GB"]))

    def test_house_number_stands_apart_only_where_it_is_sure(self):
        cases = {
            "Hauptstr. 12": ("Hauptstr.", "12"),
            "Straße des 17. Juni 135": ("Straße des 17. Juni 135", ""),
            "10 Downing Street": ("Downing Street", "10"),
            "Rue du Bac 12-14": ("Rue du Bac", "12-14"),
            "P.O. Box 12": ("P.O. Box 12", ""),
            "Industrieweg": ("Industrieweg", ""),
            "": ("", ""),
        }
        for street, expected in cases.items():
            self.assertEqual(street_parts(street), expected)

    def test_error_is_a_sentence_with_its_values(self):
        with self.assertRaises(PaymentFileError) as caught:
            NEW.write(payment_file(transfer(account=Account(iban="NL00RABO0123456789"))))
        error = caught.exception
        self.assertEqual(str(error), error.message_template % error.values)
        self.assertEqual(error.values, {"party": "Delta Bouw", "iban": "NL00RABO0123456789"})

    def test_sums_are_exact(self):
        content = payment_file(*(transfer(f"P-{number}", "0.10") for number in range(1000)))
        self.assertEqual((content.count, content.total), (1000, Decimal("100.00")))
