"""HTTPS address that gives a statement file, with a token in a header.

The certificate is checked, by the well-known authorities or by one the bank gave. An answer that sends on to another
host, another port or to plain http is not followed, so that the token goes nowhere else.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from datetime import date, timedelta
from urllib.parse import urljoin, urlsplit

import requests

from .exceptions import (
    AnswerError,
    CertificateError,
    LoginRefusedError,
    NotHttpsError,
    RedirectRefusedError,
    SettingMissingError,
    TooLargeError,
    UnreachableError,
)
from .types import MEGABYTE, FeedSettings, FetchedFile

SECONDS = 30
MOST_SECONDS = 300
MOST_REDIRECTS = 5
CHUNK = 64 * 1024
FIRST_DAYS = 30


def fetch(settings: FeedSettings, since: date | None = None, until: date | None = None) -> list[FetchedFile]:
    """The file the address gives, unless it is the one seen last.

    :raises FeedError: the server cannot be reached, is not trusted, or refuses
    """
    if not settings.url:
        raise SettingMissingError(setting="URL")
    until = until or date.today()
    since = since or until - timedelta(days=FIRST_DAYS)
    url = settings.url.replace("{since}", since.isoformat()).replace("{until}", until.isoformat())
    if urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
        raise NotHttpsError()
    with requests.Session() as session:
        session.trust_env = False  # No netrc, no proxy from the environment: the token is only for this host.
        name, content = _get(session, url, settings)
    if not content:
        return []
    key = hashlib.sha256(content).hexdigest()
    return [] if key in settings.seen else [FetchedFile(name, content, key)]


def _get(session: requests.Session, url: str, settings: FeedSettings) -> tuple[str, bytes]:
    host = urlsplit(url).hostname
    headers = {settings.token_header or "Authorization": settings.token} if settings.token else {}
    authority = _certificate_file(settings.certificate)
    try:
        for _attempt in range(MOST_REDIRECTS):
            with session.get(
                url, headers=headers, timeout=SECONDS, stream=True, allow_redirects=False, verify=authority or True
            ) as answer:
                if not answer.is_redirect:
                    return _content(answer, host, settings)
                target = urljoin(url, answer.headers["Location"])
                if urlsplit(target)[:2] != urlsplit(url)[:2]:
                    raise RedirectRefusedError(host=host)
                url = target
        raise RedirectRefusedError(host=host)
    except requests.exceptions.SSLError:
        raise CertificateError(host=host) from None
    except requests.exceptions.RequestException:
        raise UnreachableError(host=host) from None
    finally:
        if authority:
            os.unlink(authority)


def _content(answer: requests.Response, host: str, settings: FeedSettings) -> tuple[str, bytes]:
    if answer.status_code in (401, 403):
        raise LoginRefusedError(host=host)
    if answer.status_code == 204:
        return "", b""
    if answer.status_code != 200:
        raise AnswerError(host=host, status=answer.status_code)
    said = re.search(r'filename="?([^";]+)', answer.headers.get("Content-Disposition", ""))
    name = (said[1] if said else urlsplit(answer.url).path).replace("\\", "/").rpartition("/")[2] or "statement"
    content, end = bytearray(), time.monotonic() + MOST_SECONDS
    for part in answer.iter_content(CHUNK):
        content += part
        if time.monotonic() > end:
            raise UnreachableError(host=host)
        if len(content) > settings.megabytes * MEGABYTE:
            raise TooLargeError(name=name, limit=settings.megabytes)
    return name, bytes(content)


def _certificate_file(certificate: str) -> str:
    """:return: path of a file with the authority's certificate, which requests wants; empty for the well-known ones"""
    if not certificate.strip():
        return ""
    handle, path = tempfile.mkstemp(suffix=".pem")
    with os.fdopen(handle, "w") as file:
        file.write(certificate)
    return path
