"""The baked folder, kept up to date by the worker: what came or went is there before its round ends."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from gongkai.portal import fingerprint
from gongkai.portal.baking import folder, nginx
from gongkai.portal.baking.baking import Baked, bake
from gongkai.portal.models import DoorAck
from gongkai.portal.publishing import site

_last: list[tuple[str, tuple[tuple[int, int], ...], date, bool]] = []


def out() -> Path | None:
    """The folder of the settings (``bake_folder``), null where none is kept."""
    named = str(settings.GONGKAI_VALUES["bake_folder"]).strip()
    return Path(named) if named else None


def server() -> nginx.Server:
    """How nginx serves that folder, as the settings say."""
    values = settings.GONGKAI_VALUES
    return nginx.Server(
        name=str(values["bake_server_name"]),
        listen=str(values["bake_listen"]),
        upstream=str(values["bake_upstream"]).rstrip("/"),
        brotli=bool(values["bake_brotli"]),
    )


def keep(now: datetime, *, rendered: int = 0) -> Baked | None:
    """Bake when something may have changed since this process last did; null when there was nothing to do.

    ``rendered`` are the pages that this round rendered. Whatever else changes a page is a message of the
    desk, which moves the acknowledgement, or a new day. While pages of an older version wait to be rendered
    again, the baked ones stay; they are baked when the last is done. Refuses what :func:`bake` refuses.
    """
    place = out()
    if place is None:
        return None
    acknowledged = tuple(DoorAck.objects.order_by("agency").values_list("epoch", "seq"))
    waits = fingerprint.waits()
    state = (str(place), acknowledged, site.day_of(now), waits)
    if (waits or not rendered) and _last == [state] and (place / folder.MANIFEST).exists():
        return None
    done = bake(place, now=now, server=server())
    _last[:] = [state]
    return done
