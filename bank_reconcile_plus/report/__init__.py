from . import (
    account_bank_reconciliation_page,
    account_bank_statistics,
)
