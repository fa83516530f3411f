"""The bank account in October 2026: every line of the statement as a row, with the documents it needs.

A row is a :class:`Case`: kind, day, who, which documents must exist (:class:`Want`), and how the text names them.
``{0}`` is the first document's number; ``{0.compact}``, ``{0.serial}``, ... are ways people write it
(:class:`.records.Document`). What a person would make of a line follows from its kind, in ``KINDS``.
"""

from __future__ import annotations

from dataclasses import dataclass

# kind -> (may it be posted without a person looking, what a person would do)
KINDS = {
    "exact_reference": ("must", "the invoice number stands in the text and the amount is exact"),
    "structured_reference": ("must", "the payment reference has a right checksum and the amount is exact"),
    "order_number": ("may", "the customer names its own order number, kept on the invoice"),
    "name_and_amount": ("may", "no reference and no known account: the name and the exact amount, a person confirms"),
    "account_and_amount": ("may", "no reference: the payer's account is known and one invoice has that amount"),
    "several_named": ("may", "several invoices named in one payment, together the exact amount"),
    "all_open_invoices": ("may", "the customer pays all that is open, without saying so"),
    "early_discount": ("may", "2% taken within ten days of the invoice"),
    "late_discount": ("never", "2% taken after the discount had ended: ask the customer or grant it"),
    "fee_held_back": ("may", "a correspondent bank kept its fee: the invoice is paid, the fee is a cost"),
    "short_by_cents": ("may", "a typing slip of cents, written off"),
    "partial": ("may", "a part of the named invoice; the rest of it stays open"),
    "overpayment": ("never", "more than the named invoice: a person decides about the rest"),
    "credit_note_netted": ("may", "the customer deducts its credit note"),
    "parent_pays": ("may", "the parent company pays its hotels' invoices"),
    "similar_name": ("may", "two companies with nearly the same name: the account number tells which"),
    "partner_mapping": ("may", "a text mapping says who pays under this name"),
    "direct_debit_batch": ("may", "our own collection, booked by the bank as one sum"),
    "registered_payment": ("must", "a payment we sent: the bank brings back our end-to-end id"),
    "check": ("may", "a check we wrote has been cashed"),
    "bill_reference": ("must", "the vendor's own bill number stands in the text and the amount is exact"),
    "vendor_refund": ("may", "a vendor pays a credit back"),
    "foreign_currency": ("may", "a bill in dollars; the exchange difference goes to the ledger by itself"),
    "text_mapping": ("may", "a text mapping books it"),
    "memory": ("may", "the same text was booked to this account in September"),
    "transfer": ("may", "to our own savings account, whose statement has the other side"),
    "twin": ("never", "two invoices of one customer with the same amount, and nothing says which"),
    "returned_debit": ("never", "a collection came back: the customer owes again, a person takes it up"),
    "duplicate_payment": ("never", "this invoice was already paid in September: stays open until it is paid back"),
    "closed_document": (
        "never",
        "names an invoice we do not have; that another customer owes the same amount is chance",
    ),
    "unknown": ("never", "nobody knows yet: stays open"),
}

# our word for an account a line may go to -> its code; demo_settings.xml, written by hand, has the records
ACCOUNT_CODES = {
    "rent": "612000",
    "telecom": "615000",
    "insurance": "616000",
    "travel": "618000",
    "office": "619000",
    "bank_charges": "620000",
    "salary": "630000",
    "payroll_taxes": "631000",
    "vat": "252100",
}


@dataclass(frozen=True)
class Want:
    """A document that must exist for a case.

    :param days: days from the document to the bank line
    :param net: net amount; None leaves it to chance
    :param payment: it is already paid in the books, by a registered payment that waits for the bank
    """

    days: int = 30
    kind: str = "invoice"
    net: str | None = None
    party: str = ""
    structured: str = ""
    order: bool = False
    discount: bool = False
    currency: str = "EUR"
    payment: bool = False
    paid_in_september: bool = False


@dataclass(frozen=True)
class Case:
    """One line of the statement; see the module for the text.

    :param pays: which of the documents are paid; None is all
    :param known: the counterparty's account stands in the file
    :param short: what is missing of the documents' sum; :param extra: what is too much; :param part: share paid
    :param amount: signed, for a line that needs no document
    :param book_to: a key of ``ACCOUNT_CODES``, where the line goes to an account instead of documents
    """

    kind: str
    day: int
    party: str = ""
    wants: tuple[Want, ...] = ()
    text: tuple[str, ...] = ()
    name: str | None = None
    known: bool = True
    code: str = "transfer_in"
    structured: bool = False
    end_to_end: str = ""
    pays: tuple[int, ...] | None = None
    short: str = ""
    extra: str = ""
    part: str = ""
    amount: str = ""
    charges: bool = False
    book_to: str = ""
    batch: str = ""


def _invoices(*days: int, **options) -> tuple[Want, ...]:
    return tuple(Want(day, **options) for day in days)


BILL = {"kind": "bill"}
EXACT = [
    Case("exact_reference", 1, "anker", _invoices(38), ("{0}",)),
    Case("exact_reference", 1, "dijkstra", _invoices(29), ("Factuur {0} klantnummer 10233",)),
    Case("exact_reference", 2, "polder", _invoices(31), ("betr. {0.spaced}",), end_to_end="NOTPROVIDED"),
    Case(
        "exact_reference", 5, "groesser", _invoices(33), ("SVWZ+{0.compact} VIELEN DANK",), name="GROESSER RAUMKONZEPTE"
    ),
    Case("exact_reference", 6, "vermeer", _invoices(27), ("/{0}/ dd 09-09 met dank",)),
    Case("exact_reference", 7, "huisman", _invoices(40), ("declaratie kantoor, {0.yearly}, conform offerte",)),
    Case("exact_reference", 8, "nordheide", _invoices(30), ("RE {0.dashed} VOM 08.09.2026", "KD-NR 4471")),
    Case("exact_reference", 12, "schaefer", _invoices(35), ("ZAHLUNG ZUR RECHNUNG {0.head}", "{0.tail} SCHAEFER")),
    Case("exact_reference", 13, "benoit", _invoices(34), ("FACTURE {0} - MERCI",), name="ECLAIRAGES BENOIT"),
    Case("exact_reference", 15, "oconnor", _invoices(36), ("your ref {0} our ref 88213",)),
    Case("exact_reference", 20, "swiatlo", _invoices(41), ("FAKTURA {0}",), name="SWIATLO I FORMA SP. Z O.O."),
    Case("exact_reference", 26, "dekies", _invoices(30), ("nota {0.serial} tandartspraktijk",)),
    Case("exact_reference", 28, "dewit", _invoices(12), ("{0} lamp",), name="S DE WIT CJ", end_to_end="NOTPROVIDED"),
]
STRUCTURED = [
    Case("structured_reference", 2, "merwestroom", _invoices(30, structured="rf"), structured=True),
    Case("structured_reference", 9, "krommerijn", _invoices(28, structured="rf"), structured=True),
    Case("structured_reference", 14, "kaernten", _invoices(32, structured="rf"), ("Zahlungsreferenz {0.structured}",)),
    Case("structured_reference", 16, "devos", _invoices(30, structured="ogm"), structured=True),
    Case("structured_reference", 21, "lambrecht", _invoices(31, structured="ogm"), ("{0.structured}",)),
    Case("structured_reference", 27, "leroy", _invoices(34, structured="ogm"), structured=True),
]
WITHOUT_REFERENCE = [
    Case("order_number", 9, "kantoorvakman", _invoices(30, order=True), ("Uw order ons kenmerk {0.reference}",)),
    Case("order_number", 22, "hartley", _invoices(33, order=True), ("PO {0.reference} INVOICE",)),
    Case("name_and_amount", 6, "weiss", _invoices(21), ("Stehleuchte",), name="Juergen Weiss"),
    Case("name_and_amount", 12, "luce", _invoices(30), ("saldo fattura",)),
    Case("name_and_amount", 19, "bosch", _invoices(15), ("lampen woonkamer",), name="A VD BOSCH-SMIT"),
    Case("name_and_amount", 23, "terhorst", _invoices(25), ("betaling rekening",), name="MTS TER HORST"),
    Case("account_and_amount", 8, "bloemendaal", _invoices(28), ("overboeking",), name="BLOEMENDAAL BEHEER"),
    Case("account_and_amount", 13, "oostplein", _invoices(30), ("zie bijlage",), name="FYSIO O.P."),
    Case("account_and_amount", 20, "norregaard", _invoices(31), ("Betaling",), name="NORREGAARD MOBLER"),
    Case("account_and_amount", 29, "dubois", _invoices(30), ("paiement",), name="AT. DUBOIS"),
]
SEVERAL = [
    Case("several_named", 7, "zwart", _invoices(45, 40, 33), ("{0} {1.serial} {2.serial}",)),
    Case(
        "several_named", 15, "huebner", _invoices(38, 36), ("RG {0.compact} UND {1.compact}",), name="HUEBNER MESSEBAU"
    ),
    Case("several_named", 22, "peeters", _invoices(36, 35, 34), ("fact. {0} + {1} + {2}",)),
    Case(
        "several_named",
        27,
        "summit",
        _invoices(40, 33),
        ("REMITTANCE {0} {0.total} / {1} {1.total}",),
        code="foreign_in",
    ),
    Case("all_open_invoices", 16, "molenaar", _invoices(50, 41, 30), ("betaling openstaande posten",)),
    Case("all_open_invoices", 26, "lefevre", _invoices(37, 31), ("reglement",), name="LEFEVRE AGENCEMENT"),
    Case(
        "credit_note_netted",
        14,
        "yilmaz",
        (Want(35), Want(20, kind="credit_note", net="120.00")),
        ("{0} minus credit {1}",),
        name="YILMAZ HORECA BV",
    ),
    Case(
        "parent_pays",
        20,
        "zeezicht",
        (Want(34, party="zeezicht_egmond"), Want(33, party="zeezicht_domburg")),
        ("facturen {0} en {1} hotels",),
    ),
    Case(
        "partner_mapping",
        21,
        "blauwetram",
        _invoices(31),
        ("storting oktober",),
        name="STG DERDENGELDEN TRAMHUIS",
        known=False,
    ),
]
NOT_EXACT = [
    Case("early_discount", 9, "oekoladen", _invoices(9, discount=True), ("{0} ABZGL. 2% SKONTO",)),
    Case("early_discount", 19, "jansen", _invoices(7, discount=True), ("{0} minus 2%",)),
    Case("early_discount", 23, "brauhaus", _invoices(7, discount=True), ("{0}",)),
    Case("late_discount", 26, "janssen", _invoices(14, discount=True), ("{0} -2% korting",)),
    Case("fee_held_back", 13, "zuerisee", _invoices(33), ("{0}",), short="15.00", code="foreign_in", charges=True),
    Case("fee_held_back", 23, "sjoeberg", _invoices(35), ("INVOICE {0}",), short="10.00", code="foreign_in"),
    Case("short_by_cents", 5, "vanderberg", _invoices(30), ("{0}",), short="0.02"),
    Case(
        "short_by_cents",
        29,
        "muellersoehne",
        _invoices(29),
        ("Rechnung {0}",),
        short="0.04",
        name="MUELLER U. SOEHNE KG",
    ),
    Case("partial", 12, "bakker", _invoices(32), ("{0} eerste termijn",), part="0.5"),
    Case("partial", 27, "beaurivage", _invoices(40), ("ACOMPTE {0}",), part="0.4"),
    Case("overpayment", 16, "munoz", _invoices(30), ("{0}",), extra="50.00"),
]
TRAPS = [
    Case(
        "similar_name",
        19,
        "muellergmbh",
        (Want(31, net="640.00"), Want(36, net="640.00", party="muellersoehne")),
        ("Rechnung vom September",),
        name="MUELLER GMBH",
        pays=(0,),
    ),
    Case("twin", 8, "zonneveld", (Want(38, net="400.00"), Want(31, net="400.00")), ("factuur",), pays=(0,)),
    Case(
        "twin",
        22,
        "vandenberg",
        (Want(50, net="262.50"), Want(43, net="262.50"), Want(36, net="262.50")),
        ("maandnota",),
        pays=(0,),
    ),
    Case("twin", 26, "vandenberg", (), ("maandnota",), pays=(0,)),
    Case("duplicate_payment", 6, "anker", (Want(47, paid_in_september=True),), ("{0}",)),
    Case(
        "closed_document",
        15,
        "haddad",
        _invoices(30, net="310.00"),
        ("INV/2025/00917",),
        name="R TIMMERMANS",
        known=False,
    ),
    Case("unknown", 5, name="STICHTING FONDS BINNENSTAD", text=("toekenning aanvraag 2026-114",), amount="2500.00"),
    Case("unknown", 13, name="H. KOOPMAN", text=("bedankt!",), amount="75.00"),
    Case("unknown", 21, name="CORRECTIE", text=("Correctie boeking 0921-558",), amount="-31.40", code="card"),
]
VENDORS = [
    Case("registered_payment", 2, "thueringen", (Want(30, payment=True, **BILL),), ("{0.reference}",)),
    Case("registered_payment", 5, "waasland", (Want(28, payment=True, **BILL),), ("{0.reference}",)),
    Case("registered_payment", 9, "kuipers", (Want(25, payment=True, **BILL),), ("declaratie {0.reference}",)),
    Case("registered_payment", 16, "designlab", (Want(30, payment=True, **BILL),)),
    Case("registered_payment", 23, "luebeck", (Want(31, payment=True, **BILL),), ("{0.reference}",)),
    *(
        Case(
            "registered_payment",
            12,
            vendor,
            (Want(days, payment=True, **BILL),),
            ("{0.reference}",),
            batch="LV-BATCH-1012",
        )
        for vendor, days in (("rijnmond", 33), ("zuidhoek", 30), ("ijssel", 31), ("boehme", 28), ("verrerie", 32))
    ),
    Case("check", 14, "tielens", (Want(24, payment=True, **BILL),), code="check"),
    Case("bill_reference", 7, "lageland", (Want(26, **BILL),), ("factuur {0.reference}",)),
    Case("bill_reference", 8, "krueger", (Want(30, **BILL),), ("RE-NR. {0.reference}", "KD 20417")),
    Case("bill_reference", 15, "noorderzon", (Want(21, **BILL),), ("{0.reference} koffie",)),
    Case("bill_reference", 19, "stroomvast", (Want(20, **BILL),), ("Termijn factuur {0.reference}",), code="debited"),
    Case("bill_reference", 26, "schieland", (Want(22, **BILL),), ("LEASE {0.reference} TERMIJN",), code="debited"),
    Case("bill_reference", 29, "dekade", (Want(16, **BILL),), ("{0.reference}",)),
    Case("vendor_refund", 20, "helder", (Want(18, kind="vendor_credit", net="96.00"),), ("creditnota {0.reference}",)),
    Case("foreign_currency", 14, "brightpath", (Want(30, net="4860.00", currency="USD", **BILL),), ("{0.reference}",)),
]
COLLECTION = [
    ("kantoorvakman", 24),
    ("yilmaz", 25),
    ("vermeer", 23),
    ("polder", 26),
    ("zwart", 24),
    ("krommerijn", 25),
]
ACCOUNTS = [
    Case("text_mapping", 1, "vastgoed", text=("HUUR MAASKADE 114 OKTOBER 2026",), amount="-3250.00", book_to="rent"),
    Case(
        "text_mapping",
        1,
        name="",
        text=("KOSTEN ZAKELIJK BETALINGSVERKEER 09-2026",),
        amount="-18.45",
        code="charges",
        book_to="bank_charges",
    ),
    Case(
        "text_mapping",
        30,
        name="",
        text=("KOSTEN ZAKELIJK BETALINGSVERKEER 10-2026",),
        amount="-21.10",
        code="charges",
        book_to="bank_charges",
    ),
    Case(
        "text_mapping",
        6,
        "maasnet",
        text=("MAASNET ZAKELIJK INTERNET EN BELLEN", "KLANT 7734120 PERIODE 10-2026"),
        amount="-189.95",
        code="debited",
        book_to="telecom",
    ),
    Case(
        "text_mapping",
        23,
        name="SALARISSEN OKTOBER 2026",
        text=("SALARISSEN 2026-10 5 OPDRACHTEN",),
        amount="-14862.37",
        code="salary",
        book_to="salary",
    ),
    Case(
        "text_mapping",
        29,
        name="BELASTINGDIENST",
        text=("LOONHEFFINGEN 09-2026", "8612.34.567.L.01.6090"),
        amount="-6731.00",
        book_to="payroll_taxes",
    ),
    Case(
        "text_mapping",
        30,
        name="BELASTINGDIENST",
        text=("OMZETBELASTING 3E KWARTAAL 2026", "8612.34.567.B.01.6300"),
        amount="-9418.00",
        book_to="vat",
    ),
    Case(
        "memory",
        2,
        "delta",
        text=("PREMIE BEDRIJFSPOLIS 40-118823",),
        amount="-412.60",
        code="debited",
        book_to="insurance",
    ),
    Case(
        "memory",
        7,
        name="",
        text=("BROODJESHUIS DE HAVEN ROTTERDAM", "PAS 821 NR 4471BC"),
        amount="-38.75",
        code="card",
        book_to="travel",
    ),
    Case(
        "memory",
        12,
        name="",
        text=("TANKPUNT RIDDERKERK", "PAS 821 NR 9920XA"),
        amount="-96.12",
        code="card",
        book_to="travel",
    ),
    Case(
        "memory",
        27,
        name="",
        text=("KANTOORSHOP.EXAMPLE", "PAS 822 NR 5310KL"),
        amount="-129.00",
        code="card",
        book_to="office",
    ),
    Case("unknown", 19, name="", text=("HOBBYLOODS ZUID", "PAS 822 NR 1187PP"), amount="-64.90", code="card"),
    Case(
        "unknown", 28, name="", text=("PARKEERHUIS GRACHT AMSTERDAM", "PAS 821 NR 7702QD"), amount="-27.50", code="card"
    ),
]
CASES = [*EXACT, *STRUCTURED, *WITHOUT_REFERENCE, *SEVERAL, *NOT_EXACT, *TRAPS, *VENDORS, *ACCOUNTS]
