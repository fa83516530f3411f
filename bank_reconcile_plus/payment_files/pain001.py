"""ISO 20022 customer credit transfer initiation, pain.001: the file that asks a bank to pay.

Two versions: .001.09, the one of the SEPA rulebooks since 2023, and .001.03 for banks that still ask for it. They
differ in a few elements; addresses are structured or hybrid in both, because free ones are no longer taken. Source:
ISO 20022 message definition report, EPC132-08 (customer to bank implementation guidelines, SEPA credit transfer).

>>> import datetime
>>> from .types import Account, CreditTransfer, PaymentInformation
>>> us, account = Party("We"), Account(iban="NL91ABNA0417164300")
>>> transfer = CreditTransfer("P-1", Decimal("12.50"), "EUR", Party("Delta"), account, text="F-7")
>>> payment = PaymentInformation("M-1-1", datetime.date(2026, 3, 2), us, account, (transfer,))
>>> xml = FORMATS[1].write(PaymentFile("M-1", datetime.datetime(2026, 3, 1), us, (payment,)))
>>> b"<ReqdExctnDt><Dt>2026-03-02</Dt></ReqdExctnDt>" in xml.replace(b" ", b"").replace(bytes([10]), b"")
True
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from ..translatable import _
from .checks import MOST_DECIMALS, check_file
from .letters import bank_text
from .types import Account, Address, CreditorReference, CreditTransfer, Party, PaymentFile, PaymentInformation

LONGEST_NAME = 70
LONGEST_TEXT = 140
ADDRESS_LINES = 2


@dataclass(frozen=True, slots=True)
class Pain001:
    """One version of the message: what it is called and where it differs.

    :param bic: element a BIC stands in
    :param recent: the execution date stands in an element of its own, and a transfer may carry a UETR
    """

    NAME: str
    LABEL: str
    bic: str
    recent: bool

    def write(self, payment_file: PaymentFile) -> bytes:
        """The file as XML in UTF-8.

        :raises PaymentFileError: a bank could not carry it out
        """
        check_file(payment_file)
        namespace = f"urn:iso:std:iso:20022:tech:xsd:{self.NAME}"
        document = etree.Element("Document", nsmap={None: namespace})
        initiation = _add(document, "CstmrCdtTrfInitn")
        self._header(initiation, payment_file)
        for payment in payment_file.payments:
            self._payment(initiation, payment)
        for element in document.iter():
            element.tag = f"{{{namespace}}}{element.tag}"
        return etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    def _header(self, parent: etree._Element, payment_file: PaymentFile) -> None:
        header = _add(parent, "GrpHdr")
        _add(header, "MsgId", payment_file.message_id)
        _add(header, "CreDtTm", payment_file.created.replace(microsecond=0, tzinfo=None).isoformat())
        _add(header, "NbOfTxs", str(payment_file.count))
        _add(header, "CtrlSum", _number(payment_file.total))
        party = payment_file.initiating_party
        initiating = _add(header, "InitgPty")
        _add(initiating, "Nm", bank_text(party.name, LONGEST_NAME, _country(party)))
        if party.identification:
            other = _add(initiating, "Id/OrgId/Othr")
            _add(other, "Id", bank_text(party.identification, 35))
            if party.issuer:
                _add(other, "Issr", bank_text(party.issuer, 35))

    def _payment(self, parent: etree._Element, payment: PaymentInformation) -> None:
        element = _add(parent, "PmtInf")
        _add(element, "PmtInfId", payment.id)
        _add(element, "PmtMtd", "TRF")
        if payment.batch_booking is not None:
            _add(element, "BtchBookg", "true" if payment.batch_booking else "false")
        _add(element, "NbOfTxs", str(len(payment.transfers)))
        _add(element, "CtrlSum", _number(payment.total))
        if payment.sepa:
            _add(element, "PmtTpInf/SvcLvl/Cd", "SEPA")
        day = "ReqdExctnDt/Dt" if self.recent else "ReqdExctnDt"
        _add(element, day, payment.execution_date.isoformat())
        self._party(element, "Dbtr", payment.debtor)
        account = _add(element, "DbtrAcct")
        self._account(account, payment.account)
        if payment.account.currency:
            _add(account, "Ccy", payment.account.currency)
        self._agent(element, "DbtrAgt", payment.account)
        bearer = "SLEV" if payment.sepa else payment.charge_bearer
        if bearer:
            _add(element, "ChrgBr", bearer)
        for transfer in payment.transfers:
            self._transfer(element, transfer)

    def _transfer(self, parent: etree._Element, transfer: CreditTransfer) -> None:
        element = _add(parent, "CdtTrfTxInf")
        identification = _add(element, "PmtId")
        _add(identification, "InstrId", transfer.end_to_end_id)
        _add(identification, "EndToEndId", transfer.end_to_end_id)
        if transfer.uetr and self.recent:
            _add(identification, "UETR", transfer.uetr)
        _add(element, "Amt/InstdAmt", _number(transfer.amount)).set("Ccy", transfer.currency)
        if transfer.account.bic or transfer.account.bank_name:
            self._agent(element, "CdtrAgt", transfer.account)
        self._party(element, "Cdtr", transfer.creditor)
        self._account(_add(element, "CdtrAcct"), transfer.account)
        text = bank_text(transfer.text, LONGEST_TEXT, _country(transfer.creditor))
        if transfer.reference:
            _creditor_reference(element, transfer.reference)
        elif text:
            _add(element, "RmtInf/Ustrd", text)

    def _party(self, parent: etree._Element, role: str, party: Party) -> None:
        element = _add(parent, role)
        _add(element, "Nm", bank_text(party.name, LONGEST_NAME, _country(party)))
        if party.address:
            self._address(element, party.address)

    def _address(self, parent: etree._Element, address: Address) -> None:
        """Structured, hybrid where it has free lines; without town or country no bank takes it and none is written."""
        country = address.country
        if not country or not bank_text(address.town, 35, country):
            return
        parts = [
            ("StrtNm", bank_text(address.street, 70, country)),
            ("BldgNb", bank_text(address.building_number, 16, country)),
            ("PstCd", bank_text(address.post_code, 16)),
            ("TwnNm", bank_text(address.town, 35, country)),
            ("Ctry", country),
            *(("AdrLine", bank_text(line, 70, country)) for line in address.lines[:ADDRESS_LINES]),
        ]
        element = _add(parent, "PstlAdr")
        for tag, text in parts:
            if text:
                _add(element, tag, text)

    def _account(self, parent: etree._Element, account: Account) -> None:
        if account.iban:
            _add(parent, "Id/IBAN", account.iban)
        else:
            _add(parent, "Id/Othr/Id", bank_text(account.number, 34))

    def _agent(self, parent: etree._Element, role: str, account: Account) -> None:
        institution = _add(parent, f"{role}/FinInstnId")
        if account.bic:
            _add(institution, self.bic, account.bic)
        elif bank_text(account.bank_name, LONGEST_NAME):
            _add(institution, "Nm", bank_text(account.bank_name, LONGEST_NAME))
        else:
            _add(institution, "Othr/Id", "NOTPROVIDED")


FORMATS = (
    Pain001("pain.001.001.03", _("SEPA and ISO 20022 credit transfer, pain.001.001.03"), "BIC", recent=False),
    Pain001("pain.001.001.09", _("SEPA and ISO 20022 credit transfer, pain.001.001.09"), "BICFI", recent=True),
)
FORMATS_BY_NAME = {each.NAME: each for each in FORMATS}


def _creditor_reference(parent: etree._Element, reference: CreditorReference) -> None:
    information = _add(parent, "RmtInf/Strd/CdtrRefInf")
    kind = _add(information, "Tp")
    if reference.proprietary:
        _add(kind, "CdOrPrtry/Prtry", reference.proprietary)
    else:
        _add(kind, "CdOrPrtry/Cd", reference.code)
    if reference.issuer:
        _add(kind, "Issr", reference.issuer)
    _add(information, "Ref", reference.reference)


def _country(party: Party) -> str:
    return party.address.country if party.address else ""


def _number(amount: Decimal) -> str:
    """An amount with the decimals it has, never an exponent.

    >>> _number(Decimal("1E+3")), _number(Decimal("12.50")), _number(Decimal("1.235"))
    ('1000', '12.50', '1.235')
    """
    places = min(MOST_DECIMALS, max(0, -amount.as_tuple().exponent))
    return f"{amount:.{places}f}"


def _add(parent: etree._Element, path: str, text: str | None = None) -> etree._Element:
    """Add the elements of a path below each other; the last one, with the text, is given back."""
    for tag in path.split("/"):
        parent = etree.SubElement(parent, tag)
    parent.text = text
    return parent
