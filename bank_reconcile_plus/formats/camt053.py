"""CAMT.053, Bank To Customer Statement: what was booked on an account, with opening and closing balance.

Source: ISO 20022 message camt.053.001, versions .01 to .14.

>>> content = b'''<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
... <Id>1</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>
... <Ntry><Amt Ccy="EUR">10.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
... <BookgDt><Dt>2026-01-31</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>'''
>>> detect(content)
True
>>> [statement] = parse(content)
>>> statement.account_number, str(statement.transactions[0].amount), statement.transactions[0].date.isoformat()
('NL91ABNA0417164300', '-10.50', '2026-01-31')
"""

from __future__ import annotations

from .camt.message import CAMT053

detect = CAMT053.detect
parse = CAMT053.parse
