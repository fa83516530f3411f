"""What banks write into field 86 and the supplementary details, as tables. Data only.

Source: the banks' own format descriptions (ABN AMRO, ING, Knab, Rabobank, SNS and ASN, Triodos; Commerzbank, Deutsche
Bank, Sparkassen, Volksbanken; PKO, mBank, ING Poland and Romania; ASB, HSBC), the business transaction codes (GVC) of
Die Deutsche Kreditwirtschaft, appendix 3 of the Data Format Standard, and the SEPA attributes in it.

A part is the name of a field of :class:`..types.ParsedTransaction`, or one of the names below that need more than
copying; a part that is empty is only kept as the file has it.
"""

from __future__ import annotations

from dataclasses import dataclass

POSTING_TEXT = "posting_text"
"""How the bank calls the movement: becomes additional information."""

RETURN_KEY = "return_key"
"""Text key of the German banks: the reason of a return, if the movement is one."""

SHARED_CODE = "shared_code"
"""Code of the kind of movement in the bank's own list."""

ORDERED = "ordered"
"""Amount and currency the payer ordered."""

CHARGES = "charges"
RATE = "rate"
PARTY = "party"
"""Account, BIC and name of the other side in one, with slashes between."""

FIGURES = frozenset((ORDERED, CHARGES, RATE))
"""Parts that end at the next slash: HSBC goes on with the remittance."""

REMITTANCE = "remittance"
REMITTANCE_FIELD = "remittance_field"
"""Remittance with its own marks of structured (STRD) and free text (USTD)."""

NAME = "counterparty_name"
ACCOUNT = "counterparty_account"
BIC = "counterparty_bic"
ULTIMATE = "ultimate_party_name"
END_TO_END = "end_to_end_id"

# ------------------------------------------------------------------------------------------------ numbered subfields

SUBFIELD_WIDTH = 27
"""Places of a German subfield: text that fills it goes on in the next one without a blank."""

SUBFIELD_MARKS = "?>~^<|"

GERMAN_SUBFIELDS: dict[str, str] = {
    "00": POSTING_TEXT,
    **{f"{number}": "" for number in range(10, 20)},
    **{f"{number}": REMITTANCE for number in (*range(20, 30), *range(60, 66))},
    "30": BIC,
    "31": ACCOUNT,
    "32": NAME,
    "33": NAME,
    "34": RETURN_KEY,
    "35": "",
    "36": "",
    "37": "",
    "38": ACCOUNT,
    "39": "",
    **{f"{number}": "" for number in range(70, 80)},
    "99": "",
}
"""German, Polish, Romanian and Luxembourg banks; 38 is the IBAN where 31 is the national number."""

TRIODOS_SUBFIELDS: dict[str, str] = {
    "10": ACCOUNT,
    **{f"{number}": REMITTANCE for number in range(20, 30)},
    "31": "",
}
"""10 is the other side's account, 31 our own."""


@dataclass(frozen=True, slots=True)
class Subfields:
    """A layout of numbered subfields.

    :param code: pattern of the code before the first mark
    :param marks: characters that may set subfields off
    :param is_party_first: the remittance may begin with BIC and IBAN of the other side
    """

    code: str
    marks: str
    parts: dict[str, str]
    is_party_first: bool = False


SUBFIELD_LAYOUTS = (
    Subfields(code=r"000", marks=">", parts=TRIODOS_SUBFIELDS, is_party_first=True),
    Subfields(code=r"\s?(?:\d{3})?", marks=SUBFIELD_MARKS, parts=GERMAN_SUBFIELDS),
)

NOTE_FIELDS: dict[str, str] = {
    **{f"{number:02}": REMITTANCE for number in range(1, 15)},
    "15": NAME,
    "16": NAME,
    "17": POSTING_TEXT,
    "33": BIC,
    "34": ACCOUNT,
}
"""Lines of field NS that belong to an entry."""

OWNER_NOTE = "22"
ACCOUNT_NAME_NOTE = "23"
"""Lines of field NS that belong to the statement."""

# ---------------------------------------------------------------------------------------------------- SEPA attributes

ATTRIBUTES: dict[str, str] = {
    "EREF+": END_TO_END,
    "KREF+": "instruction_id",
    "MREF+": "mandate_id",
    "PREF+": "batch_id",
    "CRED+": "",
    "DEBT+": "",
    "COAM+": "",
    "OAMT+": "",
    "PURP+": "",
    "SVWZ+": REMITTANCE,
    "MTLG:": REMITTANCE,
    "ABWA+": ULTIMATE,
    "ABWE+": ULTIMATE,
    "IBAN+": ACCOUNT,
    "BIC+": BIC,
}
"""Attribute within the remittance -> part."""

# -------------------------------------------------------------------------------------------------- words in slashes

SLASH_CODES: dict[str, str] = {
    "TRTP": POSTING_TEXT,
    "TRCD": SHARED_CODE,
    "BAI": SHARED_CODE,
    "IBAN": ACCOUNT,
    "BBAN": ACCOUNT,
    "ACNO": ACCOUNT,
    "ACCW": PARTY,
    "CNTP": PARTY,
    "BIC": BIC,
    "NAME": NAME,
    "ORDP": NAME,
    "BENM": NAME,
    "ULTB": ULTIMATE,
    "ULTC": ULTIMATE,
    "ULTD": ULTIMATE,
    "ULTP": ULTIMATE,
    "ADDR": "counterparty_address",
    "REMI": REMITTANCE_FIELD,
    "EREF": END_TO_END,
    "IREF": "instruction_id",
    "PREF": "batch_id",
    "MARF": "mandate_id",
    "RTRN": "return_reason",
    "OCMT": ORDERED,
    "EXCH": RATE,
    "CHGS": CHARGES,
    "CREF": "",
    "CSID": "",
    "ID": "",
    "ISDT": "",
    "OGB": "",
    "PURP": "",
    "RTYP": "",
    "SVCL": "",
    "VA": "",
}
"""Code -> part."""

SLASH_OPENERS = frozenset(SLASH_CODES) - {"ID", "VA"}
"""Codes that say, at the beginning of a text, that all of it is written like this."""

CITI_OPENER = "/PT/"
"""How a text of Citibank begins: the type of product."""

PAYER_NAME, PAYER_ACCOUNT, PAYEE_NAME, PAYEE_ACCOUNT = "payer_name", "payer_account", "payee_name", "payee_account"
"""Parts of both sides: which of them is the other one depends on the direction of the movement."""

CITI_CODES: dict[str, str] = {
    "PT": "",
    "EI": REMITTANCE,
    "PY": REMITTANCE,
    "BO": PAYER_ACCOUNT,
    "BO1": PAYER_NAME,
    "BO2": "",
    "BO3": "",
    "BN": PAYEE_ACCOUNT,
    "BN1": PAYEE_NAME,
    "BN2": "",
    "BN3": "",
    "BI": "",
    "OB": "",
    "OB1": "",
    "AB": "",
    "AB1": "",
}
"""Code of Citibank -> part; BO is by order of, BN the beneficiary, the figures are lines of name and address."""

PARTY_CODES = frozenset(("ORDP", "BENM"))
ULTIMATE_CODES = frozenset(("ULTB", "ULTC", "ULTD", "ULTP"))
"""Codes whose name may follow as a code of its own: ``/ULTD//NAME/..``."""

# ------------------------------------------------------------------------------------------------ words and a colon

LABELS: dict[str, str] = {
    "IBAN:": ACCOUNT,
    "REK:": ACCOUNT,
    "REKENING:": ACCOUNT,
    "Z RACH.:": ACCOUNT,
    "NA RACH.:": ACCOUNT,
    "BIC:": BIC,
    "NAAM:": NAME,
    "OD:": NAME,
    "DLA:": NAME,
    "EREF:": END_TO_END,
    "KENMERK:": END_TO_END,
    "MACHTIGING:": "mandate_id",
    "MREF:": "mandate_id",
    "BETALINGSKENM.:": "structured_reference",
    "BETALINGSKENM.": "structured_reference",
    "BETALINGSKENMERK:": "structured_reference",
    "INCASSANT:": "",
    "OMSCHRIJVING:": "",
    "OMSCHR.:": "",
    "CRED:": "",
    "ABWA:": "",
    "SVWZ:": "",
    "TYT.:": "",
    "TNR:": "",
    "PAS:": "",
}
"""Label within a free text -> part; the text stays whole as remittance."""

# ----------------------------------------------------------------------------------------------------------- codes

PLACEHOLDERS = frozenset(
    "NONREF|NOREF|NOTPROVIDED|NOT PROVIDED|NOTAVAILABLE|NONE|EREF|EREF+|KREF|KREF+|MREF|MREF+|PREF|MARF|N|X|XXX|/"
    .split("|")
)  # fmt: skip
"""What stands in a reference that nobody gave, or that is given in field 86."""

NUMBERS = frozenset((ACCOUNT, BIC, RETURN_KEY))
"""Parts that are not there when they are all zeros."""

CHECK_TYPES = frozenset(("CHK", "TCK"))
DIRECT_DEBIT_TYPES = frozenset(("DDT",))
RETURN_TYPES = frozenset(("RTI",))
"""SWIFT's transaction types, without the letter before them."""

DIRECT_DEBIT_CODES = frozenset(("104", "105", "107", "171", "174"))
"""German transaction codes of SEPA direct debits, collected and paid."""

RETURN_CODES = frozenset(("108", "109", "159", "181", "184"))
"""German transaction codes of returns."""
