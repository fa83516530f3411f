"""What MT940 and MT942 share: messages of tagged fields, the statement line, and what banks write into field 86.

Source: SWIFT Standards MT, category 9 (MT940 Customer Statement, MT942 Interim Transaction Report). The formats
themselves are :mod:`..mt940` and :mod:`..mt942`.

Read by own code: the mt-940 package has neither line numbers nor typed errors, passes over what it does not know,
joins the statements of a file that holds several accounts into one, and takes dates that are none.
"""
