"""The thin layer before Django: published addresses are answered from the page store with one lookup.

A withdrawal is therefore the commit itself, and a reader's request costs no model, no template, no session.
A page that was read since the last commit is told from memory (:mod:`gongkai.portal.kept`). What is not in
the store falls through to Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db import DatabaseError, connections

from gongkai.portal import store, surroundings
from gongkai.portal.kept import Kept
from gongkai.portal.models import ALIAS
from gongkai.portal.store import Stored

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SECURITY = (
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
"""Headers of every answer of the portal, stored or not."""
CACHE = "public, max-age=0, must-revalidate"
"""Asked again each time: a withdrawn page must not live on in a reader's cache."""
REASONS = {200: "200 OK", 304: "304 Not Modified", 410: "410 Gone"}
_CHUNK = 1 << 16

Header = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ready:
    """A stored page with its headers: those of every answer, and those of one with the page in it."""

    page: Stored
    tag: str
    short: list[Header]
    full: list[Header]


class Front:
    """A WSGI application that answers from the store and hands the rest to ``django``."""

    def __init__(self, django: WSGIApplication) -> None:
        self._django = django
        self._kept: Kept[Ready] = Kept(_file(), _ready, lambda ready: len(ready.page.body))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            path = decoded(environ.get("PATH_INFO", ""))
            encoding = preferred(environ.get("HTTP_ACCEPT_ENCODING", ""))
            ready = self._kept.find(path, encoding) if path is not None else None
            if ready is not None:
                answer = _answer(ready, environ, start_response)
                if answer is not None:
                    return answer
        return self._django(environ, _guarded(start_response))


def _file() -> Path | None:
    """The file of the portal's database, null where it has none."""
    connection = connections[ALIAS]
    return Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


def decoded(path_info: str) -> str | None:
    """The path as text; WSGI hands bytes over as Latin-1. Null when they are not UTF-8 or hold a zero."""
    if "\0" in path_info:
        return None
    if path_info.isascii():
        return path_info
    try:
        return path_info.encode("latin-1").decode()
    except UnicodeError:
        return None


def preferred(accepted: str) -> str:
    """``br`` or ``gzip`` where the reader takes it (a weight of 0 means: not), else empty."""
    if not accepted:
        return ""
    taken = set()
    for entry in accepted.lower().split(","):
        name, _, parameter = entry.partition(";")
        if parameter.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            taken.add(name.strip())
    return "br" if "br" in taken else "gzip" if "gzip" in taken else ""


def _looked_up(path: str, encoding: str) -> Stored | None:
    """The page at a path; a connection that broke meanwhile is opened again once."""
    connection = connections[ALIAS]
    try:
        return store.find(path, encoding)
    except DatabaseError:
        if connection.in_atomic_block:
            raise
        connection.close()
    return store.find(path, encoding)


def _ready(path: str, encoding: str) -> Ready | None:
    """The page at a path with its headers."""
    page = _looked_up(path, encoding)
    if page is None:
        return None
    tag = f'"{page.etag}{f"-{page.encoding}" if page.encoding else ""}"'
    own = page.headers
    security = [pair for pair in SECURITY if pair[0] not in own] if own else SECURITY
    short: list[Header] = [("ETag", tag), ("Cache-Control", CACHE), ("Vary", "Accept-Encoding"), *security]
    short += own.items()
    length = page.size if page.file else len(page.body)
    full = [*short, ("Content-Type", page.content_type), ("Content-Length", str(length))]
    if page.encoding:
        full.append(("Content-Encoding", page.encoding))
    return Ready(page, tag, short, full)


def _answer(ready: Ready, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
    """The answer for a stored page; null when its file is missing (then Django says 404)."""
    page = ready.page
    if page.status == 200 and _names(environ.get("HTTP_IF_NONE_MATCH", ""), ready.tag):
        start_response(REASONS[304], ready.short)
        return []
    source = _opened(page) if page.file else None
    if page.file and source is None:
        return None
    start_response(REASONS.get(page.status, f"{page.status} Status"), ready.full)
    if environ["REQUEST_METHOD"] == "HEAD":
        if source:
            source.close()
        return []
    return _chunks(source) if source else [page.body]


def _opened(page: Stored) -> BinaryIO | None:
    file = surroundings.files() / page.file[:2] / page.file
    try:
        return Path(file).open("rb")
    except FileNotFoundError:
        return None


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    with source:
        while chunk := source.read(_CHUNK):
            yield chunk


def _names(wanted: str, tag: str) -> bool:
    """Whether If-None-Match names these bytes; ``W/`` does not matter for reading."""
    if not wanted:
        return False
    if wanted == tag:
        return True
    given = {entry.strip().removeprefix("W/") for entry in wanted.split(",")}
    return tag in given or "*" in given


def _guarded(start_response: StartResponse) -> StartResponse:
    """Add the security headers to an answer of Django that does not set them itself."""

    def start(status: str, headers: list[Header], exc_info: Any = None) -> Callable[[bytes], object]:
        there = {name.lower() for name, _ in headers}
        guarded = headers + [(name, value) for name, value in SECURITY if name.lower() not in there]
        return start_response(status, guarded, exc_info) if exc_info else start_response(status, guarded)

    return start
