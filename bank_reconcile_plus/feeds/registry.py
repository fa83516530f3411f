"""Every provider, in one table.

>>> sorted(PROVIDERS)
['folder', 'https', 'sftp']
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ..translatable import _
from . import folder, https, sftp
from .types import FeedSettings, FetchedFile


@dataclass(frozen=True, slots=True)
class Provider:
    """One way files come.

    :param label: what a person calls it, in English
    :param fetch: the files changed between two dates that were not seen before
    :param done: told which files are imported, by their names
    """

    label: str
    fetch: Callable[[FeedSettings, date | None, date | None], list[FetchedFile]]
    done: Callable[[FeedSettings, list[str]], None] | None = None


PROVIDERS: dict[str, Provider] = {
    "folder": Provider(_("Drop folder of the server"), folder.fetch, folder.done),
    "sftp": Provider(_("SFTP server"), sftp.fetch),
    "https": Provider(_("HTTPS address"), https.fetch),
}
