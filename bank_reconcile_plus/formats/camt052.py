"""CAMT.052, Bank To Customer Account Report: movements of the running day, booked and announced ones apart.

Source: ISO 20022 message camt.052.001, versions .01 to .14.

>>> detect(b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.08"><BkToCstmrAcctRpt/></Document>')
True
"""

from __future__ import annotations

from .camt.message import CAMT052

detect = CAMT052.detect
parse = CAMT052.parse
