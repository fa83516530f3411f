"""What can be wrong with a payment: one class a kind, each a sentence that says what and what to do.

Every error has a stable ``code``, an English ``message_template`` with named placeholders and the ``values`` that fill
it, so that it can be shown in the reader's language; ``str()`` is the English sentence.

>>> print(InvalidIbanError(party="Delta Bouw", iban="NL00ABNA0417164300"))
"NL00ABNA0417164300" of Delta Bouw is not an IBAN; correct the account number.
"""

from __future__ import annotations

from ..translatable import _


class PaymentFileError(ValueError):
    """A payment cannot be written for a bank. Base of all errors of this package.

    :ivar code: stable name of the kind of error
    :ivar message_template: English sentence with named placeholders
    :ivar values: what fills the placeholders
    """

    code = "payment_file"
    message_template = _("The payments cannot be written into a file for the bank.")

    def __init__(self, **values: object) -> None:
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self.message_template % self.values)


class NothingToPayError(PaymentFileError):
    """The file, or one part of it, has no payment."""

    code = "nothing_to_pay"
    message_template = _("There is no payment to write; put payments in the batch.")


class InvalidAmountError(PaymentFileError):
    """An amount is not positive, too large, or has too many decimals. Values: party, amount, currency."""

    code = "invalid_amount"
    message_template = _(
        "%(amount)s %(currency)s to %(party)s cannot be paid; the amount must be more than zero and have no more "
        "decimals than its currency."
    )


class InvalidIbanError(PaymentFileError):
    """Check digits or form of an IBAN are wrong. Values: party, iban."""

    code = "invalid_iban"
    message_template = _('"%(iban)s" of %(party)s is not an IBAN; correct the account number.')


class MissingAccountError(PaymentFileError):
    """There is no account to pay from or to. Values: party."""

    code = "missing_account"
    message_template = _("%(party)s has no bank account; enter its account number.")


class InvalidBicError(PaymentFileError):
    """A BIC is not in its form. Values: party, bic."""

    code = "invalid_bic"
    message_template = _('"%(bic)s" is not the BIC of a bank; correct it at the bank of %(party)s.')


class MissingBicError(PaymentFileError):
    """An account abroad needs the BIC of its bank. Values: party."""

    code = "missing_bic"
    message_template = _("The bank of %(party)s needs a BIC, because the payment leaves the SEPA area.")


class NotSepaError(PaymentFileError):
    """In another currency, or of an account outside the SEPA area. Values: party, currency, account."""

    code = "not_sepa"
    message_template = _(
        "%(currency)s to %(account)s of %(party)s is no SEPA payment: those are in EUR, between accounts with an IBAN "
        "of the SEPA area. Pay it otherwise, or let the bank's settings take other payments."
    )


class MissingNameError(PaymentFileError):
    """A name has no letter or digit a bank takes. Values: name."""

    code = "missing_name"
    message_template = _(
        'The name "%(name)s" cannot be written in Latin letters; enter the name of the account holder.'
    )


class InvalidIdentifierError(PaymentFileError):
    """An identifier is empty, too long, or has characters a bank does not take. Values: identifier."""

    code = "invalid_identifier"
    message_template = _(
        '"%(identifier)s" cannot be an identifier for a bank: 1 to 35 letters without accents, digits and '
        "/ - ? : ( ) . , ' +, not beginning or ending with a slash."
    )


class RepeatedIdentifierError(PaymentFileError):
    """Two payments have the same identifier. Values: identifier."""

    code = "repeated_identifier"
    message_template = _('Two payments have the identifier "%(identifier)s"; every payment needs its own.')


class InvalidReferenceError(PaymentFileError):
    """A structured reference cannot be sent to this account. Values: party, reference."""

    code = "invalid_reference"
    message_template = _(
        "The reference %(reference)s cannot go to this account of %(party)s; a QR-IBAN takes a QR reference, and "
        "nothing else does."
    )
