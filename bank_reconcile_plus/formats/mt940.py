"""MT940, Customer Statement Message: what was booked on an account, with opening and closing balance.

Source: SWIFT Standards MT, category 9, and the descriptions of the banks that send it. MT950, which has no narratives,
is read as well. A statement that comes in several messages (pages, ``:28C:5/1`` and ``:28C:5/2``) is one
:class:`ParsedStatement` a message: each has balances of its own, and one goes on where the other ends.

>>> content = b'''{1:F01BANKNL2AXXXX0000000000}{2:I940BANKNL2AXXXXN}{4:
... :20:940260131
... :25:NL91ABNA0417164300
... :28C:5/1
... :60F:C260130EUR100,00
... :61:2601310131D10,5NTRFNONREF//BANK-7
... :86:/TRTP/SEPA OVERBOEKING/IBAN/NL44RABO0123456789/NAME/JANSEN/REMI/factuur 12
... :62F:C260131EUR89,5
... -}'''
>>> detect(content)
True
>>> [statement] = parse(content)
>>> statement.account_number, str(statement.closing_balance), str(statement.transactions[0].amount)
('NL91ABNA0417164300', '89.5', '-10.5')
>>> statement.transactions[0].counterparty_name, statement.transactions[0].remittance_lines
('JANSEN', ('factuur 12',))
"""

from __future__ import annotations

from .swift.detection import is_statement as detect
from .swift.statement import parse

__all__ = ["detect", "parse"]
