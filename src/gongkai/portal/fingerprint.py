"""What renders the pages, as one number: templates, catalogues, texts and code, the public address.

Each stored page carries the number by which it was rendered (``Page.made_with``). After an update the number
is another one, and every page that carries an old one waits to be rendered again; it is served as it is until
then. :func:`renew` changes the number when something changed that all pages show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import django
from django.db.models import F, Q, QuerySet

import gongkai
from gongkai.portal import surroundings
from gongkai.portal.models import Page, Renderer

NOT_RENDERED = 0
"""Stands at addresses that lead to a file."""
_ROOT = Path(gongkai.__file__).resolve().parent
_PARTS = ("portal", "face", "papers", "smallcells", "locale", "law")
"""Packages of which something stands in a page."""
_ENDINGS = frozenset({".py", ".html", ".txt", ".xml", ".svg", ".js", ".toml", ".mo"})
_PASSED = frozenset({"tests", "migrations", "__pycache__", "static"})
_ONE = 1


@cache
def of_program() -> str:
    """SHA-256 over every file of this program that renders; read once by a process."""
    return digest_of(_files())


def digest_of(files: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 over named files, in their order, and the version of Django."""
    hashed = sha256(f"gongkai/renderer/1\n{django.get_version()}\n".encode())
    for name, data in files:
        hashed.update(f"{name}\n{len(data)}\n".encode() + data)
    return hashed.hexdigest()


def present() -> int:
    """The number of what renders now: 1 … 2^63 − 1."""
    row = Renderer.objects.filter(pk=_ONE).values_list("generation", flat=True).first()
    said = f"{of_program()}\n{surroundings.address()}\n{row or 0}"
    return int.from_bytes(sha256(said.encode()).digest()[:8]) >> 1 or 1


def renew() -> None:
    """Let every page count as rendered by something older: what all of them show has changed."""
    Renderer.objects.get_or_create(pk=_ONE)
    Renderer.objects.filter(pk=_ONE).update(generation=F("generation") + 1)


def is_new(number: int, now: datetime) -> bool:
    """Whether this is not the renderer that was noticed last; it is from now on."""
    row, _ = Renderer.objects.get_or_create(pk=_ONE)
    if row.seen == number:
        return False
    row.seen, row.at = number, now
    row.save(update_fields=["seen", "at"])
    return True


def outdated(number: int) -> QuerySet[Page]:
    """The pages that an older renderer made; those that this one failed at (−number) do not wait."""
    gaps = Q(made_with__isnull=True)
    for low, high in _gaps(number):
        gaps |= Q(made_with__gt=low, made_with__lt=high)
    return Page.objects.filter(gaps)


def oldest(number: int) -> QuerySet[Page] | None:
    """The pages of one older renderer, so that an index finds and orders them; null when none is left."""
    if Page.objects.filter(made_with__isnull=True).exists():
        return Page.objects.filter(made_with__isnull=True)
    for low, high in _gaps(number):
        of_gap = Page.objects.filter(made_with__gt=low, made_with__lt=high)
        found = of_gap.order_by("made_with").values_list("made_with", flat=True).first()
        if found is not None:
            return Page.objects.filter(made_with=found)
    return None


def failed(number: int) -> QuerySet[Page]:
    """The pages that this renderer could not make: readers get what an older one made."""
    return Page.objects.filter(made_with=-number)


def waits() -> bool:
    """Whether any page waits to be rendered again by this version."""
    return oldest(present()) is not None


def waiting() -> tuple[int, int]:
    """How many pages wait to be rendered again by this version, and at how many it failed."""
    number = present()
    return outdated(number).count(), failed(number).count()


def _gaps(number: int) -> Iterator[tuple[int, int]]:
    most = (1 << 63) - 1
    edges = (-most, -number, NOT_RENDERED, number, most)
    yield from pairwise(edges)


def _files() -> Iterator[tuple[str, bytes]]:
    for part in _PARTS:
        for file in sorted((_ROOT / part).rglob("*")):
            name = file.relative_to(_ROOT)
            if file.suffix in _ENDINGS and not _PASSED.intersection(name.parts) and file.is_file():
                yield name.as_posix(), file.read_bytes()
