"""Statements in tables: CSV, XLSX and XLS, read by a profile that says which column means what.

A table is read (:mod:`.text`, :mod:`.workbook`, :mod:`.old_workbook`), a profile is found (given, ready or guessed,
:mod:`.guess`), and its rows become transactions (:mod:`.rows`). A row is read whole or the file is refused.
"""
