"""BAI2, Cash Management Balance Reporting: what North American banks, and their branches elsewhere, send.

Source: BAI, Cash Management Balance Reporting Specifications, version 2; X9's BTRS, version 3, is read as well, since
what it changed does not matter here. Records of comma-separated fields: 01 file, 02 group (a bank and a day), 03
account with balances, 16 transaction, 88 continuation, 49, 98 and 99 the trailers with control totals. An amount is in
the smallest unit of the currency; its direction is in the type code. A file that names no currency has none here: the
standard then means US dollars, banks elsewhere mean their own.

Read by own code: the bai2 package refuses files whose totals are off or whose lines end in blanks, and has no line
numbers to say where.

>>> content = b'''01,BANK,CUSTOMER,260201,0600,1,80,,2/
... 02,CUSTOMER,BANK,1,260131,,USD,2/
... 03,12345678,USD,010,10000,,,015,8950,,/
... 16,475,1050,,BANKREF,00001007,OFFICE RENT/
... 88,JANUARY/
... 49,20000,4/
... 98,20000,1,6/
... 99,20000,1,8/'''
>>> detect(content)
True
>>> [statement] = parse(content)
>>> statement.account_number, statement.currency, str(statement.closing_balance), statement.warnings
('12345678', 'USD', '89.50', ())
>>> [check] = statement.transactions
>>> str(check.amount), check.date.isoformat(), check.check_number, check.remittance_lines
('-10.50', '2026-01-31', '1007', ('OFFICE RENT', 'JANUARY'))
"""

from .document import detect, parse

__all__ = ["detect", "parse"]
