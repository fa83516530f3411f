-- The host asks for the payments of documents with joins that PostgreSQL plans badly, minutes instead of seconds, when
-- its statistics still say that there are no documents. Loaded when the documents are there and before they are paid.
ANALYZE account_move, account_move_line, account_payment, account_partial_reconcile, account_account;
