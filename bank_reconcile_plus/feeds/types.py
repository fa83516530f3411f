"""What a provider is told, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """How to reach the files; each provider reads its own part. Secrets never appear in ``repr``.

    :param root: folder of the server below which drop folders must be, empty where the server names none
    :param folder: below ``root``, or on the SFTP server
    :param pattern: of the file names to take, with ``*`` and ``?``
    :param host_key: the SFTP server's public key as ``ssh-keyscan`` prints it: type and base64
    :param url: https address; ``{since}`` and ``{until}`` stand for ISO dates
    :param token_header: name of the header that carries the token
    :param certificate: PEM of the authority that signed the server's certificate, empty for the well-known ones
    :param megabytes: size above which a file is not taken
    :param seen: keys of the files taken before, which are left alone
    """

    root: str = ""
    folder: str = ""
    pattern: str = "*"
    host: str = ""
    port: int = 22
    username: str = ""
    password: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    host_key: str = ""
    url: str = ""
    token_header: str = "Authorization"
    token: str = field(default="", repr=False)
    certificate: str = ""
    megabytes: int = 50
    seen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """One file.

    :param name: as the provider calls it, without folders
    :param key: tells it from every other file of the provider, and from itself once it changed
    """

    name: str
    content: bytes = field(repr=False)
    key: str = ""
