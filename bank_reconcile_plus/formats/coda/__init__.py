"""CODA, coded statement of account: what Belgian banks send, records of 128 characters.

Source: Febelfin, Standard CODA 2.6 (and version 1, which older archives hold). febelfin-coda is not used: it keeps
neither the totals nor the globalisation levels, and what it cannot read it leaves out.

A movement with details (a globalisation) becomes one transaction a detail when they add up to it exactly, else it
stays one. Communications in a structure of their own (OGM, RF, SEPA direct debit, card terminals) are taken apart.

>>> content = '\\n'.join((
...     '0000031012672505        00099450  ACME                      KREDBEBB   00123456789 00000'.ljust(127) + '2',
...     '12001BE68539007547034                  EUR0000000000100000300126ACME'.ljust(125) + '001',
...     '2100010000REF1                 1000000000010500310126001500001101000000000107'.ljust(115) + '31012600100 0',
...     '8001BE68539007547034                  EUR0000000000089500310126'.ljust(127) + '0',
...     '9               000003000000000010500000000000000000'.ljust(127) + '2')).encode()
>>> detect(content)
True
>>> [statement] = parse(content)
>>> statement.account_number, str(statement.opening_balance), str(statement.closing_balance), statement.warnings
('BE68539007547034', '100.000', '89.500', ())
>>> str(statement.transactions[0].amount), statement.transactions[0].structured_reference
('-10.500', '000000000107')
"""

from .document import detect, parse

__all__ = ["detect", "parse"]
