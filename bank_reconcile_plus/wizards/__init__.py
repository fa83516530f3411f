from . import account_bank_import_wizard, account_bank_match_wizard
