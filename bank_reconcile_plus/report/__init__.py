from . import (
    account_bank_reconciliation_page,
)
