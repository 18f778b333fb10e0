"""Rendering again what became stale, in small batches, so that nobody waits for the portal's own work."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.portal import surroundings
from gongkai.portal.models import ALIAS, DoorAck, Page, Published, StalePage
from gongkai.portal.publishing import items, rendering, renewing, searching, site, stale

BATCH = 20
"""Pages rendered in one transaction: some tenths of a second."""


def refresh(now: datetime) -> int:
    """Render all stale pages; gives their number. Called after a batch of messages, and by the worker.

    Pages that an older version rendered follow, a round of them (:mod:`renewing`). A new day makes the front
    page stale (its date, its warnings), and a warning that ended yesterday its own page. What has nothing to
    show any more leaves the store, and so does an item whose period is over.
    """
    with transaction.atomic(using=ALIAS):
        list(DoorAck.objects.select_for_update())
        items.expire(folder=surroundings.files(), now=now)
    renewing.notice(now)
    if _mark_for_today(now):
        searching.tidy()
    done = 0
    while count := _refresh_batch(now):
        done += count
    return done + renewing.renew(now)


def _refresh_batch(now: datetime) -> int:
    with transaction.atomic(using=ALIAS):
        list(DoorAck.objects.select_for_update())  # nothing becomes public between rendering and commit
        batch = list(StalePage.objects.order_by("pk")[:BATCH])
        if not batch:
            return 0
        rendering.store_again((row.path for row in batch), now)
        StalePage.objects.filter(pk__in=[row.pk for row in batch]).delete()
    return len(batch)


def _mark_for_today(now: datetime) -> bool:
    """Mark what a new day changes; gives whether it is the first look of the day."""
    today = site.day_of(now)
    front = Page.objects.filter(path=stale.FRONT).only("updated").first()
    first = front is None or site.day_of(front.updated) != today
    if first:
        stale.mark(stale.ALWAYS)
    _mark_turned(today)
    warned = Published.objects.filter(valid_until__lt=today).values_list("index", "valid_until")
    ended = {index: until for index, until in warned if until}
    rendered = Page.objects.filter(owner__in=ended, path__in=[f"/gk/{index}" for index in ended])
    stale.mark(
        f"/gk/{index}"
        for index, updated in rendered.values_list("owner", "updated")
        if site.day_of(updated) <= ended[index]
    )
    return first


def _mark_turned(today: date) -> None:
    """Drafts whose period began or ended since their page was rendered: it says what can be done now."""
    asked = Published.objects.filter(asks_until__isnull=False)
    days = {
        index: (first, last) for index, first, last in asked.values_list("index", "asks_from", "asks_until")
    }
    rendered = Page.objects.filter(owner__in=days, path__in=[f"/gk/{index}" for index in days])
    for index, updated in rendered.values_list("owner", "updated"):
        first, last = days[index]
        then = site.day_of(updated)
        if first and last and (then < first <= today or then <= last < today):
            stale.mark({f"/gk/{index}", stale.CONSULTATIONS})
