"""Zip files: the statement files in them, within limits, and never written to disk.

Source: PKWARE APPNOTE.TXT 6.3. A workbook (XLSX) is a zip file as well; it is one statement file and stays whole.

>>> members(b"plain", "statement.csv")
[('statement.csv', b'plain')]
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from .exceptions import (
    ArchiveError,
    ArchiveTooLargeError,
    BrokenArchiveError,
    EmptyArchiveError,
    EncryptedArchiveError,
    NestedArchiveError,
    UnsafeArchiveError,
)
from .xml import LARGEST_FILE, MEGABYTE

MOST_MEMBERS = 200
MOST_RATIO = 300
"""Most bytes one byte may unpack to, beyond the first megabyte: statements are text, and text does not shrink more."""

_SIGNATURE = b"PK\x03\x04"
_EMPTY = b"PK\x05\x06"
_CHUNK = 256 * 1024
_NOISE = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_NESTED = re.compile(r"\.(zip|7z|rar|gz|tgz|bz2|xz)$", re.IGNORECASE)
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def is_zip(content: bytes) -> bool:
    """Whether a file is a zip file, workbooks included."""
    return content.startswith((_SIGNATURE, _EMPTY))


def is_archive(content: bytes) -> bool:
    """Whether a file is a zip file of other files, not a workbook or another document kept as a zip file."""
    return is_zip(content) and b"[Content_Types].xml" not in content[:4096] and not _is_document(content)


def _is_document(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except _FAILURES:
        return False
    return bool(names & {"[Content_Types].xml", "mimetype"})


def members(content: bytes, name: str) -> list[tuple[str, bytes]]:
    """The files to import of what was given: those in a zip file, or the one file itself.

    :param name: of the file, given back for one that is no zip file
    :return: (name, content) in the order of the zip file; folders and what systems leave behind are not files
    :raises ArchiveError: damaged, empty, encrypted, nested, with unsafe paths, or too large when unpacked
    """
    if not is_archive(content):
        return [(name, content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = [entry for entry in archive.infolist() if not entry.is_dir() and not _NOISE.search(entry.filename)]
            _check(found)
            files = _unpack(archive, found)
    except _FAILURES as error:
        if isinstance(error, ArchiveError):
            raise
        raise BrokenArchiveError() from None
    if not files:
        raise EmptyArchiveError()
    return files


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the directory says, before anything is unpacked."""
    if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > LARGEST_FILE:
        raise _too_large()
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in path.split("/"):
            raise UnsafeArchiveError(name=entry.filename)
        if entry.flag_bits & 1:
            raise EncryptedArchiveError(name=entry.filename)
        if _NESTED.search(path):
            raise NestedArchiveError(name=entry.filename)


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> list[tuple[str, bytes]]:
    files = []
    left = LARGEST_FILE
    for entry in entries:
        content = _read(archive, entry, left)
        left -= len(content)
        if is_archive(content):
            raise NestedArchiveError(name=entry.filename)
        files.append((entry.filename.replace("\\", "/").rpartition("/")[2], content))
    return files


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """One file, counted while it is unpacked: what the directory says of its size may be a lie."""
    most = min(left, MEGABYTE + MOST_RATIO * entry.compress_size)
    parts = bytearray()
    try:
        with archive.open(entry) as file:
            while chunk := file.read(_CHUNK):
                parts += chunk
                if len(parts) > most:
                    raise _too_large()
    except _FAILURES as error:
        raise error if isinstance(error, ArchiveError) else ArchiveError(name=entry.filename) from None
    return bytes(parts)


def _too_large() -> ArchiveTooLargeError:
    return ArchiveTooLargeError(limit=LARGEST_FILE // MEGABYTE, count=MOST_MEMBERS)
