from . import (
    account_bank_date_wizard,
    account_bank_import_wizard,
    account_bank_match_wizard,
    account_bank_preview_wizard,
    account_bank_reopen_wizard,
    account_bank_report_wizard,
    account_bank_sheet_profile_import_wizard,
    account_bank_sheet_wizard,
    account_bank_suggest_lines_wizard,
    account_bank_transfer_difference_wizard,
    account_bank_undo_wizard,
)
