"""Payment files for a bank, without Odoo: :class:`PaymentFile` in, bytes out.

One registry of what can be written; every format has ``NAME`` and ``LABEL`` beside ``write(payment_file)``. Errors are
:class:`PaymentFileError`, each a sentence that says what and what to do. sepaxml was looked at: it writes no structured
references, one currency a file and no hybrid addresses, so the messages are written here and its schemas prove them.

>>> [each.NAME for each in FORMATS]
['pain.001.001.03', 'pain.001.001.09']
"""

from .exceptions import PaymentFileError
from .pain001 import FORMATS, FORMATS_BY_NAME, Pain001
from .types import (
    Account,
    Address,
    CreditorReference,
    CreditTransfer,
    Party,
    PaymentFile,
    PaymentInformation,
)

__all__ = [
    "FORMATS",
    "FORMATS_BY_NAME",
    "Account",
    "Address",
    "CreditTransfer",
    "CreditorReference",
    "Pain001",
    "Party",
    "PaymentFile",
    "PaymentFileError",
    "PaymentInformation",
]
