"""SFTP server of a bank or a payment provider; the server's host key must be known beforehand.

Source: RFC 4251 for host keys. ``paramiko`` (LGPL-2.1) speaks the protocol and is needed only for this provider.
"""

from __future__ import annotations

import base64
import fnmatch
import io
import socket
import stat
from contextlib import contextmanager
from datetime import date, datetime

from .exceptions import (
    FolderMissingError,
    HostKeyDiffersError,
    HostKeyMissingError,
    LibraryMissingError,
    LoginRefusedError,
    PrivateKeyError,
    SettingMissingError,
    TooLargeError,
    UnreachableError,
)
from .types import MEGABYTE, FeedSettings, FetchedFile

SECONDS = 30
MOST_FILES = 500


def _paramiko():
    try:
        import paramiko
    except ImportError:
        raise LibraryMissingError(library="paramiko") from None
    return paramiko


def fetch(settings: FeedSettings, since: date | None = None, until: date | None = None) -> list[FetchedFile]:
    """The files of the folder that were not seen before, oldest first.

    :raises FeedError: the server cannot be reached, is another one, or refuses
    """
    for name in ("host", "username"):
        if not getattr(settings, name):
            raise SettingMissingError(setting=name.capitalize())
    paramiko = _paramiko()
    with _connected(paramiko, settings) as client:
        try:
            return _files(client, settings, since, until)
        except (paramiko.SSHException, EOFError, TimeoutError):
            raise UnreachableError(host=settings.host) from None
        except OSError:
            raise FolderMissingError(folder=settings.folder or ".") from None


def _files(client, settings: FeedSettings, since: date | None, until: date | None) -> list[FetchedFile]:
    folder = settings.folder or "."
    wanted = []
    for entry in client.listdir_attr(folder):
        key = f"{entry.filename}:{entry.st_size}:{entry.st_mtime}"
        if not stat.S_ISREG(entry.st_mode or 0) or key in settings.seen:
            continue
        day = datetime.fromtimestamp(entry.st_mtime or 0).date()
        if fnmatch.fnmatch(entry.filename, settings.pattern or "*") and (since or day) <= day <= (until or day):
            wanted.append((entry.st_mtime or 0, entry.filename, key, entry.st_size or 0))
    files = []
    for _time, name, key, size in sorted(wanted)[:MOST_FILES]:
        if size > settings.megabytes * MEGABYTE:
            raise TooLargeError(name=name, limit=settings.megabytes)
        with client.open(f"{folder}/{name}", "rb") as file:
            content = file.read(settings.megabytes * MEGABYTE + 1)
        if len(content) > settings.megabytes * MEGABYTE:  # It said it was smaller.
            raise TooLargeError(name=name, limit=settings.megabytes)
        files.append(FetchedFile(name.replace("\\", "/").rpartition("/")[2], content, key))
    return files


@contextmanager
def _connected(paramiko, settings: FeedSettings):
    """An SFTP client; nothing secret is sent before the server showed the key it must show."""
    try:
        connection = socket.create_connection((settings.host, settings.port or 22), timeout=SECONDS)
    except OSError:
        raise UnreachableError(host=settings.host) from None
    transport = paramiko.Transport(connection)
    transport.banner_timeout = transport.auth_timeout = SECONDS
    try:
        _begin(paramiko, transport, settings)
        _log_in(paramiko, transport, settings)
        client = paramiko.SFTPClient.from_transport(transport)
        client.get_channel().settimeout(SECONDS)
        yield client
    finally:
        transport.close()


def _begin(paramiko, transport, settings: FeedSettings) -> None:
    wanted = settings.host_key.split()
    if wanted and wanted[0] in transport.get_security_options().key_types:
        transport.get_security_options().key_types = (wanted[0],)
    try:
        transport.start_client(timeout=SECONDS)
    except paramiko.SSHException as error:
        if wanted and "key" in str(error):  # It has no key of this kind.
            raise HostKeyDiffersError(host=settings.host) from None
        raise UnreachableError(host=settings.host) from None
    except (EOFError, OSError):
        raise UnreachableError(host=settings.host) from None
    shown = transport.get_remote_server_key()
    if len(wanted) < 2:
        raise HostKeyMissingError(host=settings.host, key=f"{shown.get_name()} {shown.get_base64()}")
    try:
        known = base64.b64decode(wanted[1], validate=True)
    except ValueError:
        known = b""
    if shown.get_name() != wanted[0] or shown.asbytes() != known:
        raise HostKeyDiffersError(host=settings.host)


def _log_in(paramiko, transport, settings: FeedSettings) -> None:
    try:
        if settings.private_key:
            transport.auth_publickey(settings.username, _private_key(paramiko, settings.private_key))
        else:
            transport.auth_password(settings.username, settings.password)
    except paramiko.AuthenticationException:
        raise LoginRefusedError(host=settings.host) from None
    except (paramiko.SSHException, EOFError, OSError):
        raise UnreachableError(host=settings.host) from None


def _private_key(paramiko, text: str):
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text.strip() + "\n"))
        except (paramiko.SSHException, ValueError, IndexError):
            continue
    raise PrivateKeyError()
