"""Code lists of CFONB 120: operations, and the qualifiers of the records that complete them. Data only.

Source: CFONB, interbank operation codes and the brochure "Relevé de compte", annexes; names as the banks print them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What the 70 characters of a record 05 hold.

    :param remainder: field of a transaction that the text, or what is left of it, belongs to; empty: kept as it is
    :param parts: fields of fixed width before that, as (field, width)
    """

    remainder: str = ""
    parts: tuple[tuple[str, int], ...] = ()


_REMITTANCE = Qualifier("remittance_lines")

QUALIFIERS: dict[str, Qualifier] = {
    "LIB": _REMITTANCE,
    "LCC": _REMITTANCE,
    "LC2": _REMITTANCE,
    "LCS": Qualifier("structured_reference"),
    "NPY": Qualifier("counterparty_name"),
    "NBE": Qualifier("counterparty_name"),
    "NPO": Qualifier("ultimate_party_name"),
    "NBU": Qualifier("ultimate_party_name"),
    "CBE": Qualifier("counterparty_account"),
    "CPY": Qualifier("counterparty_account"),
    "BBE": Qualifier("counterparty_bic"),
    "BPY": Qualifier("counterparty_bic"),
    "RCN": Qualifier("", (("end_to_end_id", 35),)),
    "REF": Qualifier("transaction_id"),
    "RUM": Qualifier("", (("mandate_id", 35),)),
    "MMO": Qualifier("original_amount"),
    "FEE": Qualifier("charges"),
}
"""Qualifier -> its meaning. Those that are not here are kept with the transaction under their own name."""

DIRECT_DEBIT_CODES = frozenset("08 09 10 22 24 26 27 96 97 98 A1 A2 A3 A4 A5 A6 B1 B2 B3 B4 B5 B6".split())
RETURN_CODES = frozenset("03 10 12 26 27 33 38 98 99 A3 A4 A5 A6 B3 B4 B5 B6".split())
"""Operations that take an earlier one back."""

CHEQUE_CODES = frozenset(("01",))
"""Operations whose entry number is the number of a cheque."""

OPERATION_NAMES: dict[str, str] = {
    "01": "Chèque payé",
    "02": "Remise de chèques",
    "03": "Chèque impayé",
    "04": "Versement d'espèces",
    "05": "Virement reçu",
    "06": "Virement émis",
    "07": "LCR/BOR domicilié",
    "08": "Prélèvement, TIP ou télérèglement domicilié",
    "09": "Prélèvement, TIP ou télérèglement émis",
    "10": "Prélèvement, TIP ou télérèglement rejeté ou impayé",
    "11": "Facture carte, DAB-GAB",
    "12": "Rejet ou retour de virement",
    "13": "Virement de trésorerie reçu",
    "14": "Virement de trésorerie émis",
    "18": "Autre virement reçu",
    "21": "Autre virement émis",
    "28": "Facture carte payée",
    "29": "Retrait DAB-GAB",
    "30": "Facture carte remise",
    "31": "Remise d'effets à l'encaissement",
    "33": "Effet impayé",
    "35": "Remise de LCR/BOR à l'encaissement",
    "37": "Remise de LCR/BOR à l'escompte",
    "41": "Transfert avec l'étranger",
    "44": "Virement international émis",
    "45": "Virement international reçu",
    "61": "Agios",
    "62": "Commission et frais divers",
    "63": "Produit financier",
    "64": "Commission, taxes comprises",
    "65": "Commission hors taxes",
    "66": "Commission non taxable",
    "67": "Taxe",
    "71": "Tirage de crédit",
    "72": "Échéance de crédit",
    "91": "Opération diverse",
    "99": "Annulation ou régularisation",
    "A1": "Prélèvement SEPA émis",
    "A2": "Prélèvement SEPA interentreprises émis",
    "A3": "Prélèvement SEPA rejeté ou impayé",
    "A4": "Prélèvement SEPA interentreprises rejeté ou impayé",
    "B1": "Prélèvement SEPA domicilié",
    "B2": "Prélèvement SEPA interentreprises domicilié",
    "B3": "Prélèvement SEPA rejeté ou impayé, reçu",
    "B4": "Prélèvement SEPA interentreprises rejeté ou impayé, reçu",
}
"""Interbank operation code -> what it is."""
