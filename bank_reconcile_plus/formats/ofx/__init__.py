"""OFX, Open Financial Exchange: what North American banks, and many others, offer as "Money" or "Quicken" download.

Source: OFX Banking Specification 1.0.3 to 2.3, chapters 2 (structure), 3 (common aggregates), 11 (banking) and 13
(investments). Version 1 is SGML, in which an element needs no end tag; version 2 is XML. Banks mix the two, leave out
or mislabel the header, and put ``<`` and ``&`` into text, so that one small reader of our own takes both: ofxtools
(GPL) cannot be shipped with us, ofxparse reads through an HTML parser, is slow, and loses fields and line numbers.

Bank and credit card statements are read in full. Of an investment statement only the cash lines are, with a warning
that counts what was left out.

>>> content = b'''OFXHEADER:100
... DATA:OFXSGML
... <OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>987<ACCTID>12 34</BANKACCTFROM>
... <BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260131120000[-5:EST]<TRNAMT>-10,50<FITID>1<NAME>ACME
... </STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>89.50<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></OFX>'''
>>> detect(content)
True
>>> [statement] = parse(content)
>>> statement.account_number, str(statement.closing_balance), str(statement.transactions[0].amount)
('1234', '89.50', '-10.50')
>>> statement.transactions[0].counterparty_name, statement.transactions[0].date.isoformat()
('ACME', '2026-01-31')
"""

from .document import detect, parse

__all__ = ["detect", "parse"]
