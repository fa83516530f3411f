"""What CAMT.052, .053 and .054 share: they report an account with the same entries under different names.

Source: ISO 20022, Bank-to-Customer Cash Management. The formats themselves are :mod:`..camt052`, :mod:`..camt053` and
:mod:`..camt054`.
"""
