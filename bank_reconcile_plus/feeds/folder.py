"""Drop folder: files that another program puts into a folder of the server.

The folder must be below the one the server's configuration names. Links are not followed, neither folders nor files;
files that are imported are moved into the folder ``imported`` beside them.
"""

from __future__ import annotations

import fnmatch
import os
import stat
from datetime import date, datetime
from pathlib import Path

from .exceptions import FolderMissingError, FolderNotAllowedError, NoRootError, TooLargeError
from .types import MEGABYTE, FeedSettings, FetchedFile

DONE = "imported"
MOST_FILES = 500


def _folder(settings: FeedSettings) -> Path:
    """The folder, checked.

    :raises FolderNotAllowedError: it is outside of the root, by name or by a link
    """
    if not settings.root:
        raise NoRootError()
    root = Path(settings.root).resolve()
    folder = Path(os.path.normpath(root / settings.folder))
    if not folder.is_relative_to(root) or "\x00" in settings.folder:
        raise FolderNotAllowedError(folder=settings.folder)
    if folder.resolve() != folder:
        raise FolderNotAllowedError(folder=settings.folder)
    if not folder.is_dir():
        raise FolderMissingError(folder=settings.folder)
    return folder


def fetch(settings: FeedSettings, since: date | None = None, until: date | None = None) -> list[FetchedFile]:
    """The files of the folder, oldest first.

    :raises FeedError: the folder is not allowed, or a file too large
    """
    found = []
    with os.scandir(_folder(settings)) as entries:
        for entry in entries:
            information = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(information.st_mode) or not fnmatch.fnmatch(entry.name, settings.pattern or "*"):
                continue
            day = datetime.fromtimestamp(information.st_mtime).date()
            if not entry.name.startswith(".") and (since or day) <= day <= (until or day):
                found.append((information.st_mtime, entry.name, entry.path))
    return [
        FetchedFile(name, _read(path, name, settings.megabytes)) for _time, name, path in sorted(found)[:MOST_FILES]
    ]


def _read(path: str, name: str, megabytes: int) -> bytes:
    # What was a file a moment ago may be a link now: it is opened only as what it was.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        content = file.read(megabytes * MEGABYTE + 1)
    if len(content) > megabytes * MEGABYTE:
        raise TooLargeError(name=name, limit=megabytes)
    return content


def done(settings: FeedSettings, names: list[str]) -> None:
    """Move files that are imported out of the way."""
    folder = _folder(settings)
    target = folder / DONE
    target.mkdir(exist_ok=True)
    if target.is_symlink():
        raise FolderNotAllowedError(folder=DONE)
    for name in names:
        source = folder / Path(name).name
        if source.is_file() and not source.is_symlink():
            free = target / source.name
            count = 0
            while free.exists():
                count += 1
                free = target / f"{source.stem}-{count}{source.suffix}"
            source.rename(free)
