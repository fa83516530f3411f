"""What the tests of payment files share: the published schemas, and short ways to make payments and read files."""

import base64
import datetime
import importlib.util
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

from lxml import etree

from odoo import Command, fields

from ..payment_files import Account, CreditTransfer, Party, PaymentFile, PaymentInformation
from .camt import camt053
from .common import BankReconcileCase

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


class PaymentFileCase(BankReconcileCase):
    """A company with a Dutch bank that takes files, and two vendors with trusted accounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.env.company.currency_id = cls.euro
        cls.env.company.partner_id.write({"city": "Utrecht", "country_id": cls.env.ref("base.nl").id})
        cls.bank.write(
            {
                "bank_account_id": cls.make_account(cls.env.company.partner_id, OUR_IBAN).id,
                "payment_file_format": "pain.001.001.09",
            }
        )
        cls.delta_account = cls.make_account(cls.delta, IBANS["NL"])
        cls.ocean_account = cls.make_account(cls.ocean, IBANS["BE"])

    @classmethod
    def make_account(cls, partner, number, trusted=True, **values):
        return cls.env["res.partner.bank"].create(
            {"partner_id": partner.id, "acc_number": number, "allow_out_payment": trusted, **values}
        )

    @classmethod
    def make_bill(cls, amount, partner, due=None, **values):
        """A posted vendor bill."""
        return cls.make_invoice(amount, partner, "in_invoice", invoice_date_due=due or "2026-03-01", **values)

    @classmethod
    def pay(cls, bills, **values):
        """Register payments of bills as the page does.

        :return: the batch
        """
        wizard = cls.env["account.bank.pay.bills.wizard"].browse(bills.action_pay_in_batch()["res_id"])
        wizard.write({"journal_id": cls.bank.id, **values})
        return cls.env["account.bank.batch"].browse(wizard.action_pay()["res_id"])

    @classmethod
    def import_back(cls, *entries, notification=False):
        """Import a statement, or a notification (CAMT.054), of entries as :func:`returned_entry` writes them.

        :return: its lines
        """
        content = camt053(list(entries), closing="100.00")
        if notification:
            content = re.sub(rb"<Bal>.*?</Bal>", b"", content).replace(b"camt.053.001.02", b"camt.054.001.02")
            content = content.replace(b"BkToCstmrStmt", b"BkToCstmrDbtCdtNtfctn").replace(b"Stmt>", b"Ntfctn>")
        attachment = cls.env["ir.attachment"].create({"name": "b.xml", "datas": base64.b64encode(content)})
        wizard = cls.env["account.bank.import.wizard"].create({"attachment_ids": [Command.set(attachment.ids)]})
        wizard.action_import()
        return wizard.import_id.result_ids.statement_ids.line_ids.sorted("internal_index")

    @classmethod
    def today(cls):
        return fields.Date.context_today(cls.env.user)


def returned_entry(amount, details, day, info="", message="", reason="", text=""):
    """One entry of a statement for payments that were in a file, as banks write it.

    :param str amount: signed; positive is money in
    :param details: list of (end-to-end id, unsigned amount) pairs; several make a batch with its parts
    :param str info: payment information id the bank gives with a batch
    :param str message: message id, of banks that give that one only
    :param str reason: why a payment came back
    :param str text: what the bank says of the entry
    """
    side = "CRDT" if Decimal(amount) > 0 else "DBIT"
    batch = "".join(f"<{tag}>{text}</{tag}>" for tag, text in (("MsgId", message), ("PmtInfId", info)) if text)
    batch = f"<Btch>{batch}<NbOfTxs>{max(1, len(details))}</NbOfTxs></Btch>" if batch else ""
    transactions = "".join(
        f"<TxDtls><Refs><EndToEndId>{end_to_end_id}</EndToEndId></Refs>"
        f'<AmtDtls><TxAmt><Amt Ccy="EUR">{part}</Amt></TxAmt></AmtDtls>'
        + (f"<RtrInf><Rsn><Cd>{reason}</Cd></Rsn></RtrInf>" if reason else "")
        + "</TxDtls>"
        for end_to_end_id, part in details
    )
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(Decimal(amount))}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        + ("<RvslInd>true</RvslInd>" if reason else "")
        + f"<Sts>BOOK</Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
        + f"<NtryDtls>{batch}{transactions}</NtryDtls>"
        + (f"<AddtlNtryInf>{text}</AddtlNtryInf>" if text else "")
        + "</Ntry>"
    )
