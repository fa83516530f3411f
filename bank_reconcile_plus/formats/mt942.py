"""MT942, Interim Transaction Report: what happened on an account since the last report, without balances.

Source: SWIFT Standards MT, category 9. Entries marked as expected (EC, ED) are pending, all others booked.

>>> content = b''':20:942260131
... :25:DE89370400440532013000
... :28C:42/1
... :34F:EURD0,
... :13D:2601311200+0100
... :61:2601310131C500,NTRFINV-123//BANK-1
... :86:Incoming payment
... :90D:0EUR0,
... :90C:1EUR500,
... -'''
>>> detect(content)
True
>>> [report] = parse(content)
>>> report.closing_balance, str(report.transactions[0].amount), report.transactions[0].end_to_end_id
(None, '500', 'INV-123')
"""

from __future__ import annotations

from .swift.detection import is_report as detect
from .swift.statement import parse

__all__ = ["detect", "parse"]
