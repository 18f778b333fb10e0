"""What is baked: every address with the name of its bytes, and the bytes when they are asked for."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import brotli
from django.contrib.staticfiles import finders

from gongkai.face import statics as own_statics
from gongkai.portal import store, surroundings
from gongkai.portal.models import Checkpoint, Page, Published, Tombstone
from gongkai.portal.publishing import blobs, log, logpage, site
from gongkai.portal.publishing import pages as item_pages
from gongkai.sealing import merkle, tiles
from gongkai.sealing.log import proof_text

SITE, GONE, ERRORS = "site", "gone", "errors"
"""Folders: what is public, tombstones (410), pages for errors."""
TEXT, BYTES = "text/plain; charset=utf-8", own_statics.BYTES
MISSING, FILE_GONE = "/404.html", "/410.html"
_STATIC = re.compile(rb'(?:href|src)="/static/([^"?#]+)"')
_IMAGES = re.compile(r'url\(["\']?([^"\')]+)["\']?\)')


@dataclass(frozen=True, slots=True)
class Bytes:
    """The bytes of an address: as they are, and compressed where that gains something."""

    raw: bytes
    gzip: bytes = b""
    brotli: bytes = b""


@dataclass(frozen=True, slots=True)
class Entry:
    """One address: its folder, the name of its bytes, and how to get them.

    ``load`` gives null when the address was taken away meanwhile; ``source`` is a file to be copied instead.
    """

    area: str
    path: str
    tag: str
    content_type: str
    load: Callable[[], Bytes | None] = lambda: None
    source: Path | None = None
    headers: dict[str, str] = field(default_factory=dict)


def every() -> Iterator[Entry]:
    """All addresses that can be baked."""
    yield from pages()
    yield from release_log()
    yield from proofs()
    yield from statics()
    missing = site.render("face/errors/portal_404.html", site.context(path=""), status=404).body
    yield _made(ERRORS, MISSING, missing, store.HTML)
    gone = item_pages.file_gone()
    yield _made(ERRORS, FILE_GONE, gone.body, gone.content_type)


def pages() -> Iterator[Entry]:
    """The page store: pages, tombstones, attachments."""
    rows = Page.objects.order_by("path").values_list(
        "path", "status", "content_type", "etag", "file", "headers"
    )
    for path, status, content_type, etag, file, headers in rows.iterator(chunk_size=2000):
        area = SITE if status == 200 else GONE
        if file:
            source = blobs.place(surroundings.files(), file)
            yield Entry(area, path, etag, content_type, source=source, headers=headers)
        else:
            yield Entry(area, path, etag, content_type, _page_loader(path, etag))


def release_log() -> Iterator[Entry]:
    """Checkpoint, keys, and the tiles of every published state: full ones, and partial ones of the edge."""
    newest = log.newest()
    if newest is None:
        return
    yield _made(SITE, "/log/checkpoint", newest.note.encode(), TEXT)
    if (page := logpage.page()) is not None:
        yield _made(SITE, "/log/", page.body, page.content_type)
    keys = "".join(f"{key}\n" for key in surroundings.log_vkeys())
    if keys:
        yield _made(SITE, "/log/vkey", keys.encode(), TEXT)
    sizes = list(Checkpoint.objects.order_by("size").values_list("size", flat=True))
    for level in range(8):
        known = newest.size >> (8 * level)
        if not known:
            break
        full, edge = divmod(known, tiles.WIDTH)
        yield from (_tile(level, number, tiles.WIDTH) for number in range(full))
        widths = {size >> (8 * level) for size in sizes if size >> (8 * level) > full * tiles.WIDTH}
        if edge:
            yield from (_tile(level, full, width - full * tiles.WIDTH) for width in sorted(widths))
        if level == 0:
            yield from (_entries(number, tiles.WIDTH) for number in range(full))
            yield from (_entries(full, width - full * tiles.WIDTH) for width in sorted(widths) if edge)


def proofs() -> Iterator[Entry]:
    """The proof of each item and tombstone against the newest checkpoint."""
    newest = log.newest()
    if newest is None:
        return
    held: dict[tuple[int, int], bytes] = {}

    def read(level: int, number: int, width: int) -> bytes:
        if (level, number) not in held:
            held[level, number] = log.read_tile(level, number, width)
        return held[level, number]

    nodes = tiles.Nodes(read, newest.size)

    def proof(number: int) -> Callable[[], Bytes]:
        return lambda: Bytes(
            proof_text(number, merkle.inclusion_proof(nodes, number, newest.size), newest.note).encode()
        )

    root = store.etag_of(newest.note.encode())
    numbers = dict(Tombstone.objects.values_list("index", "log_index"))
    numbers |= dict(Published.objects.values_list("index", "log_index"))
    for index, number in numbers.items():
        if number < newest.size:
            yield Entry(SITE, f"/gk/{index}.tlog-proof", f"{root}-{number}", TEXT, proof(number))


def statics() -> Iterator[Entry]:
    """The style sheets and pictures that the portal's pages name."""
    wanted = sorted(
        {
            name.decode()
            for template in ("face/portal/base.html", "portal/screen.html")
            for name in _STATIC.findall(site.render(template, site.context()).body)
        }
    )
    while wanted:
        name = wanted.pop()
        found = finders.find(name)
        if not found:
            continue
        data = Path(found).read_bytes()
        if name.endswith(".css"):
            folder = name.rpartition("/")[0]
            wanted += [
                f"{folder}/{one}"
                for one in _IMAGES.findall(data.decode())
                if not one.startswith(("data:", "/", "#"))
            ]
        yield _made(SITE, f"/static/{name}", data, own_statics.TYPES.get(name.rpartition(".")[2], BYTES))


def _page_loader(path: str, etag: str) -> Callable[[], Bytes | None]:
    def load() -> Bytes | None:
        row = Page.objects.filter(path=path, etag=etag).values_list("raw", "gzip", "brotli").first()
        return Bytes(*(bytes(part) for part in row)) if row else None

    return load


def _made(area: str, path: str, data: bytes, content_type: str) -> Entry:
    def load() -> Bytes:
        if len(data) < store.WORTH_IT or path.startswith("/log/"):
            return Bytes(data)
        return Bytes(data, gzip.compress(data, 9, mtime=0), brotli.compress(data))

    return Entry(area, path, store.etag_of(data), content_type, load)


def _tile(level: int, number: int, width: int) -> Entry:
    path = f"/log/{tiles.tile_path(level, number, width)}"

    def load() -> Bytes | None:
        data = log.read_tile(level, number, width)[: width * tiles.HASH]
        return Bytes(data) if len(data) == width * tiles.HASH else None

    return Entry(SITE, path, f"tile-{width}", BYTES, load)


def _entries(number: int, width: int) -> Entry:
    path = f"/log/{tiles.tile_path('entries', number, width)}"

    def load() -> Bytes | None:
        data = log.entries(number, width)
        return Bytes(data) if data is not None else None

    return Entry(SITE, path, f"entries-{width}", BYTES, load)
