"""What can go wrong with a feed: one class a kind, each a sentence that says what and what to do.

The values are what the person typed or the server's public answer; passwords, tokens and addresses with their query
never are.

>>> print(UnreachableError(host="sftp.bank.example"))
sftp.bank.example does not answer; check the address, the port and the network, it is tried again later.
"""

from __future__ import annotations

from ..translatable import _


class FeedError(Exception):
    """Files cannot be fetched. Base of all errors of this package.

    :ivar message_template: English sentence with named placeholders
    :ivar values: what fills the placeholders
    """

    message_template = _("The files could not be fetched; it is tried again later.")

    def __init__(self, **values: object) -> None:
        self.values = {name: str(value)[:200] for name, value in values.items()}
        super().__init__(self.message_template % self.values)


class SettingMissingError(FeedError):
    """Values: setting."""

    message_template = _("%(setting)s is not filled in.")


class FolderNotAllowedError(FeedError):
    """Values: folder."""

    message_template = _(
        "The folder %(folder)s is not below the folder the server allows (bank_feed_root in its configuration)."
    )


class FolderMissingError(FeedError):
    """Values: folder."""

    message_template = _("The folder %(folder)s does not exist or may not be read.")


class NoRootError(FeedError):
    """The server names no folder."""

    message_template = _(
        "The server's configuration names no folder for bank files; ask your administrator to set bank_feed_root."
    )


class UnreachableError(FeedError):
    """Values: host."""

    message_template = _(
        "%(host)s does not answer; check the address, the port and the network, it is tried again later."
    )


class LoginRefusedError(FeedError):
    """Values: host."""

    message_template = _("%(host)s refused the login; check the user name and the password, key or token.")


class PrivateKeyError(FeedError):
    """The private key cannot be read."""

    message_template = _(
        "The private key cannot be read; paste it whole, in OpenSSH or PEM form, without a passphrase."
    )


class HostKeyMissingError(FeedError):
    """Values: host, key."""

    message_template = _(
        "The host key of %(host)s is not filled in. It shows %(key)s; compare it with what the bank says, and paste it."
    )


class HostKeyDiffersError(FeedError):
    """Values: host."""

    message_template = _(
        "%(host)s shows another host key than the one filled in. It may not be the bank: ask it before you change the"
        " key."
    )


class CertificateError(FeedError):
    """Values: host."""

    message_template = _("The certificate of %(host)s is not trusted; nothing was sent to it.")


class RedirectRefusedError(FeedError):
    """Values: host."""

    message_template = _("%(host)s sends on to another address, which is not followed; ask the bank for the right one.")


class NotHttpsError(FeedError):
    """The address does not begin with https."""

    message_template = _("The address must begin with https://.")


class AnswerError(FeedError):
    """Values: host, status."""

    message_template = _("%(host)s answers with error %(status)s; it is tried again later.")


class TooLargeError(FeedError):
    """Values: name, limit."""

    message_template = _("%(name)s is larger than %(limit)s MB and was not fetched.")


class LibraryMissingError(FeedError):
    """Values: library."""

    message_template = _(
        "This needs the Python package %(library)s; ask your administrator to run: pip install %(library)s"
    )
