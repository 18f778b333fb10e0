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
from typing import Any

import brotli
from django.db import connections

from gongkai.portal import fingerprint
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
_BROTLI_QUALITY, _GZIP_LEVEL = (
    5,
    6,
)  # a site of 100,000 items is rendered again in one go; the last 8 % cost most
_SMALL_WINDOW, _LARGE_WINDOW = 16, 22  # pages below 64 KiB: the same bytes in a fifteenth of the time

_REPLACED = (
    "status", "content_type", "raw", "gzip", "brotli", "etag", "headers", "file", "size", "owner", "updated",
    "made_with",
)  # fmt: skip

_COLUMNS = {"": "raw", "gzip": "gzip", "br": "brotli"}
_FIND = {
    encoding: "SELECT status, content_type, etag, headers, file, size, "
    + f"CASE WHEN length({column}) > 0 THEN {column} ELSE raw END, length({column}) > 0 "
    + "FROM portal_page WHERE path = %s"
    for encoding, column in _COLUMNS.items()
}
_FIND_LITE = {encoding: sql.replace("%s", "?") for encoding, sql in _FIND.items()}


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
    put_all([(path, page, owner)], now=now)


def put_all(pages: Iterable[tuple[str, Rendered, str]], *, now: datetime) -> None:
    """Store several pages (address, page, owner), one statement for all of them."""
    made_with = fingerprint.present()
    rows = [_row(path, page, owner, now, made_with) for path, page, owner in pages]
    Page.objects.bulk_create(rows, update_conflicts=True, unique_fields=["path"], update_fields=_REPLACED)


def _row(path: str, page: Rendered, owner: str, now: datetime, made_with: int) -> Page:
    small = len(page.body) < WORTH_IT or not page.content_type.startswith(_COMPRESSIBLE)
    return Page(
        path=path,
        status=page.status,
        content_type=page.content_type,
        raw=page.body,
        gzip=b"" if small else gzip.compress(page.body, _GZIP_LEVEL, mtime=0),
        brotli=b"" if small else _packed(page.body),
        etag=etag_of(page.body),
        headers=dict(page.headers),
        file="",
        size=len(page.body),
        owner=owner,
        updated=now,
        made_with=made_with,
    )


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
        "made_with": fingerprint.NOT_RENDERED,
    }
    Page.objects.update_or_create(path=path, defaults=values)


def drop(paths: Iterable[str]) -> None:
    """Take addresses out of the store; effective with the commit."""
    Page.objects.filter(path__in=list(paths)).delete()


def find(path: str, encoding: str = "") -> Stored | None:
    """The page at an address in one statement; ``encoding`` is ``gzip``, ``br`` or empty.

    A page that has no such encoding comes as it is (``encoding`` of the answer is then empty).
    """
    row = _row_of(path, encoding)
    if row is None:
        return None
    status, content_type, etag, headers, file, size, body, packed = row
    return Stored(
        status=status,
        content_type=content_type,
        etag=etag,
        headers=_headers(headers),
        encoding=encoding if packed else "",
        body=bytes(body),
        file=file,
        size=size,
    )


def _row_of(path: str, encoding: str) -> Any:
    """The row of the lookup; on SQLite past Django's cursor, whose wrappers cost as much as the lookup."""
    connection = connections[ALIAS]
    if connection.vendor == "sqlite" and not connection.force_debug_cursor:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            return connection.connection.execute(_FIND_LITE[encoding], (path,)).fetchone()
    with connection.cursor() as cursor:
        cursor.execute(_FIND[encoding], [path])
        return cursor.fetchone()


def _headers(stored: Any) -> Mapping[str, str]:
    if stored == "{}":
        return {}
    headers: Mapping[str, str] = json.loads(stored) if isinstance(stored, str) else stored
    return headers
