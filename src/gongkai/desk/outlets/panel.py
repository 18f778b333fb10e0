"""What an item's page shows of its outlets: each placement with its day and proof, and what is public."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure.models import Item, Release
from gongkai.desk.disclosure.queries import is_public
from gongkai.desk.outlets.screens import row

SHOWN = 12


def panel(item: Item, officer: Officer, day: date) -> dict[str, Any] | None:
    """The panel, with the template that shows it; null while the item has neither outlets nor a release."""
    del officer, day
    postings = list(item.postings.select_related("place", "item").order_by("dropped_on", "pk")[:SHOWN])
    release = item.releases.order_by("-no").first()
    if not postings and release is None:
        return None
    return {
        "template": "outlets/_panel.html",
        "rows": [row(one) for one in postings],
        "href": reverse("outlets:item", args=[item.uid]),
        "public": _public(item, release) if release else None,
    }


def _public(item: Item, release: Release) -> dict[str, Any]:
    """Where everybody finds the item, or the notice that took its place; print and proof while it is out."""
    address = str(settings.GONGKAI_VALUES["portal_address"]).rstrip("/")
    page = f"{address}/gk/{quote(item.index, safe='/-._~')}"
    shown = is_public(item)
    return {
        "page": page,
        "is_shown": shown,
        "json": f"{page}.json",
        "proof": f"{page}.tlog-proof",
        "number": release.log_index,
        "delivered_at": release.delivered_at,
        "print": reverse("outlets:make", args=[item.uid, "poster-a4"]) if shown else "",
    }
