"""Pages of an older version of the program, rendered again: a bounded number at a time, the front first.

Nothing is noted beside the pages themselves: each says by what it was rendered, so whoever is killed in the
middle leaves the rest to the next round. Readers get the old page until the new one is there.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.portal import fingerprint, store
from gongkai.portal.models import ALIAS, DoorAck, Page
from gongkai.portal.publishing import rendering, stale

BATCH = 20
"""Pages looked at in one transaction: some tenths of a second."""
ROUND = 200
"""Pages of one round of the worker: some seconds, so that releases and withdrawals never wait for more."""


def notice(now: datetime) -> bool:
    """Look whether another version renders now; then the front pages, and pages that are new, go first."""
    with transaction.atomic(using=ALIAS):
        if not fingerprint.is_new(fingerprint.present(), now):
            return False
        there = set(Page.objects.filter(owner="", file="").values_list("path", flat=True))
        stale.mark(stale.ALWAYS | (stale.every_derived() - there))
    return True


def renew(now: datetime, most: int = ROUND) -> int:
    """Render so many pages of older versions again: derived ones first, then items, newest numbers first.

    Gives how many were looked at; 0 when none waits.
    """
    done = 0
    while done < most and (count := _batch(now, min(BATCH, most - done))):
        done += count
    return done


def _batch(now: datetime, size: int) -> int:
    with transaction.atomic(using=ALIAS):
        list(DoorAck.objects.select_for_update())  # nothing becomes public between rendering and commit
        pages = fingerprint.oldest(fingerprint.present())
        if pages is None:
            return 0
        named = pages.values_list("path", "owner", "file")
        rows = list(named.filter(owner="").order_by("path")[:size])
        rows += named.exclude(owner="").order_by("-owner")[: size - len(rows)]
        files = {path for path, _, file in rows if file}
        sources = [rendering.source_of(path, owner) for path, owner, file in rows if not file]
        right = rendering.store_again(sources, now)
        store.drop({path for path, _, _ in rows} - files - right)
        Page.objects.filter(path__in=files).update(made_with=fingerprint.NOT_RENDERED)
    return len(rows)
