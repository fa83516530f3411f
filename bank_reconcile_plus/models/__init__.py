from . import (
    account_bank_match,
    account_bank_match_background,
    account_bank_match_posting,
    account_bank_match_rule,
    account_bank_match_run,
    account_bank_matcher,
    account_bank_statement,
    account_bank_statement_importer,
    account_bank_statement_line,
    account_journal,
    account_partial_reconcile,
    account_reconcile_model,
)
