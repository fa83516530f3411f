"""What the tests of payment files share: the published schemas, and short ways to make payments and read files."""

import datetime
import importlib.util
from decimal import Decimal
from functools import cache
from pathlib import Path

from lxml import etree

from ..payment_files import Account, CreditTransfer, Party, PaymentFile, PaymentInformation

OUR_IBAN = "NL91ABNA0417164300"
IBANS = {
    "AT": "AT611904300234573201",
    "BE": "BE68539007547034",
    "CH": "CH9300762011623852957",
    "CH-QR": "CH4431999123000889012",
    "DE": "DE89370400440532013000",
    "EE": "EE382200221020145685",
    "FI": "FI2112345600000785",
    "FR": "FR1420041010050500013M02606",
    "GB": "GB29NWBK60161331926819",
    "NL": "NL44RABO0123456789",
    "NO": "NO9386011117947",
    "SE": "SE4550000000058398257466",
    "US": "",
}


@cache
def schema(name):
    """The schema ISO 20022 publishes for a message; the package sepaxml, which the tests need, carries it."""
    package = Path(importlib.util.find_spec("sepaxml").origin).parent
    return etree.XMLSchema(etree.parse(package / "schemas" / f"{name}.xsd"))


def valid(content):
    """The root of a file that fits the schema of its own namespace; fails with what the schema says."""
    root = etree.fromstring(content)
    schema(etree.QName(root).namespace.rpartition(":")[2]).assertValid(root)
    return root


def texts(root, path):
    """The texts at a path written without namespaces, in the order of the file."""
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return [element.text for element in root.iterfind(f".//{steps}")]


def transfer(end_to_end_id="P-1", amount="12.50", country="NL", name="Delta Bouw", **values):
    """A transfer to an account of a country."""
    values = {"currency": "EUR", "account": Account(iban=IBANS[country]), "creditor": Party(name), **values}
    return CreditTransfer(end_to_end_id, Decimal(amount), **values)


def payment_file(*transfers, message_id="M-1", day=datetime.date(2026, 3, 2), **values):
    """A file of one payment information."""
    us = Party("Our Company B.V.")
    payment = PaymentInformation(f"{message_id}-1", day, us, Account(iban=OUR_IBAN), tuple(transfers), **values)
    return PaymentFile(message_id, datetime.datetime(2026, 3, 1, 12, 30, 59, 999), us, (payment,))
