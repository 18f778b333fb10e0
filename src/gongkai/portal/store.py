"""The page store: finished bytes by address. Reading is one statement, no model, no template.

Only :mod:`gongkai.portal.publishing` writes here.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import brotli
from django.db import connections

from gongkai.portal.models import ALIAS, Page

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
WORTH_IT = 256
"""Bytes below which nothing is compressed."""
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/atom+xml",
    "application/feed+json",
    "application/xml",
)
_BROTLI_QUALITY = 9  # 11 saves 8 % more and takes 30 times as long, with every item of a year in one batch
_SMALL_WINDOW, _LARGE_WINDOW = 16, 22  # pages below 64 KiB: the same bytes in a fifteenth of the time

_COLUMNS = {"": "raw", "gzip": "gzip", "br": "brotli"}
_FIND = {
    encoding: "SELECT status, content_type, etag, headers, file, size, "
    + f"CASE WHEN length({column}) > 0 THEN {column} ELSE raw END, length({column}) > 0 "
    + "FROM portal_page WHERE path = %s"
    for encoding, column in _COLUMNS.items()
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it was rendered, before it is stored."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stored:
    """What one lookup gives: the bytes in the encoding that was chosen, or the digest of a file."""

    status: int
    content_type: str
    etag: str
    headers: Mapping[str, str]
    encoding: str
    body: bytes
    file: str
    size: int


def etag_of(body: bytes) -> str:
    """The name of these bytes in HTTP, without quotation marks."""
    return sha256(body).hexdigest()[:32]


def put(path: str, page: Rendered, *, now: datetime, owner: str = "") -> None:
    """Store a page under its address, compressed twice; replaces what lay there."""
    small = len(page.body) < WORTH_IT or not page.content_type.startswith(_COMPRESSIBLE)
    values = {
        "status": page.status,
        "content_type": page.content_type,
        "raw": page.body,
        "gzip": b"" if small else gzip.compress(page.body, 9, mtime=0),
        "brotli": b"" if small else _packed(page.body),
        "etag": etag_of(page.body),
        "headers": dict(page.headers),
        "file": "",
        "size": len(page.body),
        "owner": owner,
        "updated": now,
    }
    Page.objects.update_or_create(path=path, defaults=values)


def _packed(body: bytes) -> bytes:
    window = _SMALL_WINDOW if len(body) <= 1 << _SMALL_WINDOW else _LARGE_WINDOW
    packed: bytes = brotli.compress(body, quality=_BROTLI_QUALITY, lgwin=window)
    return packed


def put_file(
    path: str, digest: str, size: int, content_type: str, disposition: str, *, now: datetime
) -> None:
    """Let an address lead to a file of the folder of files."""
    values = {
        "status": 200,
        "content_type": content_type,
        "raw": b"",
        "gzip": b"",
        "brotli": b"",
        "etag": digest[:32],
        "headers": {"Content-Disposition": disposition},
        "file": digest,
        "size": size,
        "owner": "",
        "updated": now,
    }
    Page.objects.update_or_create(path=path, defaults=values)


def drop(paths: Iterable[str]) -> None:
    """Take addresses out of the store; effective with the commit."""
    Page.objects.filter(path__in=list(paths)).delete()


def find(path: str, encoding: str = "") -> Stored | None:
    """The page at an address in one statement; ``encoding`` is ``gzip``, ``br`` or empty.

    A page that has no such encoding comes as it is (``encoding`` of the answer is then empty).
    """
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(_FIND[encoding], [path])
        row = cursor.fetchone()
    if row is None:
        return None
    status, content_type, etag, headers, file, size, body, packed = row
    return Stored(
        status=status,
        content_type=content_type,
        etag=etag,
        headers=json.loads(headers) if isinstance(headers, str) else headers,
        encoding=encoding if packed else "",
        body=bytes(body),
        file=file,
        size=size,
    )
