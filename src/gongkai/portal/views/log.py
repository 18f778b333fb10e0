"""The release log as C2SP tlog-tiles: checkpoint, tiles, entries, key, proofs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.portal import surroundings
from gongkai.portal.models import Published, Tombstone
from gongkai.portal.publishing import log, logpage
from gongkai.refusal import Refused
from gongkai.sealing import tiles

TEXT = "text/plain; charset=utf-8"
_IMMUTABLE = "public, max-age=31536000, immutable"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The log for people; may be kept for a minute."""
    del request
    made = logpage.page()
    if made is None:
        raise Http404
    return _answer(made.body, made.content_type, "public, max-age=60")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint; may be kept for five seconds."""
    del request
    newest = log.newest()
    if newest is None:
        raise Http404
    return _answer(newest.note.encode(), TEXT, "public, max-age=5")


@require_safe
def vkey(request: HttpRequest) -> HttpResponse:
    """The public keys of the log as C2SP texts, one a line."""
    del request
    keys = surroundings.log_vkeys()
    if not keys:
        raise Http404
    return _answer("".join(f"{key}\n" for key in keys).encode(), TEXT, "public, max-age=300")


@require_safe
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """A tile of hashes or of entries, whole or partial."""
    del request
    try:
        level, number, width = tiles.parse_path(f"tile/{place}")
    except Refused as refusal:
        raise Http404 from refusal
    if level is None:
        data = log.entries(number, width)
    else:
        held = log.read_tile(level, number, width)
        data = held[: width * tiles.HASH] if len(held) >= width * tiles.HASH else None
    if data is None:
        raise Http404
    return _answer(data, "application/octet-stream", _IMMUTABLE)


@require_safe
def proof(request: HttpRequest, index: str) -> HttpResponse:
    """The proof that an item's release, or its withdrawal, stands in the log."""
    del request
    for model in (Published, Tombstone):
        number = model.objects.filter(index=index).values_list("log_index", flat=True).first()
        if number is not None and (text := log.proof(number)):
            return _answer(text.encode(), TEXT, "no-cache")
    raise Http404


def _answer(data: bytes, content_type: str, cache: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Cache-Control"] = cache
    return response
