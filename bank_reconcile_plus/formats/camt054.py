"""CAMT.054, Bank To Customer Debit Credit Notification: single movements, often the details of a batch, no balances.

Source: ISO 20022 message camt.054.001, versions .01 to .14.

>>> detect(b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn/></Document>')
True
"""

from __future__ import annotations

from .camt.message import CAMT054

detect = CAMT054.detect
parse = CAMT054.parse
