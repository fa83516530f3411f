"""Where bank files are fetched from, without Odoo: settings in, files out.

One module a provider with the same two functions, ``fetch`` and ``done``; :mod:`.registry` lists them all.
Errors are :class:`FeedError`, each a sentence that says what and what to do, and none of them carries a secret.
"""

from .exceptions import FeedError
from .registry import PROVIDERS
from .types import FeedSettings, FetchedFile

__all__ = ["PROVIDERS", "FeedError", "FeedSettings", "FetchedFile"]
