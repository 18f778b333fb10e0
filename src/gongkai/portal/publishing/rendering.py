"""An address rendered from what is public now, whatever kind of page it is; one that fails stops no other."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from gongkai.papers import blocks as b
from gongkai.portal import fingerprint, store
from gongkai.portal.models import Page, Published, SearchRow, Tombstone
from gongkai.portal.publishing import derived, pages, searching
from gongkai.portal.publishing.held import held
from gongkai.portal.store import Rendered
from gongkai.refusal import Refused
from gongkai.sealing.canon import parse

Made = list[tuple[str, Rendered, str]]
"""Addresses with their pages and the index numbers that own them."""
_FAULTS = (Refused, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What one page may fail with: its old bytes stay, the others go on."""
_LOGGER = logging.getLogger(__name__)


def store_again(sources: Iterable[str], now: datetime) -> set[str]:
    """Render addresses and store what came of it; gives the addresses that are right now.

    What has nothing to show any more leaves the store. Where a page cannot be made, the stored one stays and
    says so (``made_with`` below 0).
    """
    made: Made = []
    broken: list[str] = []
    with held():
        for source in dict.fromkeys(sources):
            try:
                made += _render(source, now)
            except _FAULTS as fault:
                _LOGGER.error("page %s: %s", source, fault, exc_info=fault)
                broken.append(source)
    store.put_all(made, now=now)
    failed = set(_stored(broken))
    Page.objects.filter(path__in=failed).update(made_with=-fingerprint.present())
    return {path for path, _, _ in made} | failed


def source_of(path: str, owner: str) -> str:
    """The address by which a stored page is rendered: that of its item, or its own."""
    return f"/gk/{owner}" if owner else path


def _stored(sources: Iterable[str]) -> Iterable[str]:
    for source in sources:
        yield from Page.objects.filter(path=source).values_list("path", flat=True)
        own = Page.objects.filter(owner=source.removeprefix("/gk/")).exclude(owner="")
        yield from own.values_list("path", flat=True)


def _render(path: str, now: datetime) -> Made:
    """The pages at an address; what has nothing to show any more leaves the store."""
    index = path.removeprefix("/gk/")
    if path.startswith("/gk/") and index:
        return _render_own(index, now)
    page = derived.render(path, now)
    if page is None:
        store.drop([path])
    return [(path, page, "")] if page else []


def _render_own(index: str, now: datetime) -> Made:
    item = Published.objects.filter(index=index).first()
    if item:
        if not SearchRow.objects.filter(pk=item.pk).exists():  # its words do not change with the templates
            searching.put(item, b.body_from_json(parse(bytes(item.content))["body"]))
        return [(address, page, index) for address, page in pages.item_pages(item, now)]
    stone = Tombstone.objects.filter(index=index).first()
    return [(address, page, index) for address, page in pages.tombstone_pages(stone)] if stone else []
