"""What the pages of tasks and placements say: rows, forms that fit the state, materials to hand on."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import is_public
from gongkai.desk.outlets import forms
from gongkai.desk.outlets.adapters import Adapter, adapter, adapters
from gongkai.desk.outlets.fetching import is_listed
from gongkai.desk.outlets.making.source import of
from gongkai.desk.outlets.models import Posting, Visit
from gongkai.desk.outlets.visiting import hosts

VIEWS = {
    "waiting": gettext_lazy("待发布"),
    "down": gettext_lazy("待撤下"),
    "compare": gettext_lazy("待核对"),
    "done": gettext_lazy("已发布"),
}
"""The tabs of the list; what was placed and has still to come down or be compared is 已发布 as well."""
KINDS = {
    "poster-a3": gettext_lazy("公开栏海报 A3（PDF）"),
    "poster-a4": gettext_lazy("公开栏海报 A4（PDF）"),
    "press": gettext_lazy("报刊通稿"),
    "tv": gettext_lazy("电视字幕、口播稿"),
    "short": gettext_lazy("微博短文"),
    "wechat": gettext_lazy("微信文章（粘贴用）"),
    "html": gettext_lazy("网站正文（粘贴用）"),
    "package": gettext_lazy("复制包：正文、附件、元数据（ZIP）"),
}
CHECKS = {"same": "done", "altered": "late", "missing": "due", "dead": "late"}


def row(one: Posting, view: str = "") -> dict[str, Any]:
    """One placement in a list."""
    means = adapter(one.outlet)
    if one.dropped_on:
        state, words = "calm", _("已取消")
    elif one.down_on:
        state, words = "calm", _("已撤下")
    elif view == "down":
        state, words = "late", _("待撤下")
    elif view == "compare":
        state = CHECKS.get(one.check_result, "due")
        words = one.get_check_result_display() or _("待核对")
    elif one.placed_on:
        state, words = "done", _("已发布")
    else:
        state, words = "due", _("待发布")
    return {
        "posting": one,
        "adapter": means,
        "state": state,
        "words": words,
        "check": CHECKS.get(one.check_result, ""),
        "href": reverse("outlets:posting", args=[one.uid]),
        "item_href": reverse("outlets:item", args=[one.item.uid]),
    }


def item(found: Item) -> dict[str, Any]:
    """The outlets of an item, and what can be made for them while it is public."""
    public = is_public(found) or (found.published_on is not None and not found.releases.exists())
    rows = found.postings.select_related("place", "item").order_by("dropped_on", "pk")
    view = "" if public else "down"
    kinds = KINDS if public else {}
    return {
        "item": found,
        "public": public,
        "rows": [
            row(one, view if one.placed_on and not adapter(one.outlet).automatic else "") for one in rows
        ],
        "kinds": [
            {"label": label, "href": reverse("outlets:make", args=[found.uid, kind])}
            for kind, label in kinds.items()
        ],
    }


def posting(one: Posting) -> dict[str, Any]:
    """One placement."""
    public = is_public(one.item) or (one.item.published_on is not None and not one.item.releases.exists())
    said = row(one, "down" if one.placed_on and not public and not adapter(one.outlet).automatic else "")
    made = [
        {"label": KINDS[kind], "href": reverse("outlets:make", args=[one.item.uid, kind])}
        for kind in said["adapter"].makes
        if public
    ]
    return said | {"item": one.item, "public": public, "kinds": made, "visit": _visit(one, public=public)}


def _visit(one: Posting, *, public: bool) -> dict[str, Any] | None:
    """What the worker saw at the page last, and whether it goes there at all; null where it does not."""
    if not public or not is_listed(one.address, hosts()):
        return None
    found = Visit.objects.filter(posting=one).first()
    if found is None:
        return {"at": None}
    lines: list[str] = []
    if found.lines:
        cleared = of(one.item)
        if cleared.digest == found.digest:
            text = [cleared.title, *cleared.lines]
            lines = [text[int(place)] for place, _kind in found.lines]
    return {"at": found.at, "problem": found.problem, "failures": found.failures, "lines": lines}


def posting_forms(one: Posting, request: HttpRequest, act: str, today: date) -> dict[str, Any]:
    """The forms that fit the state of a placement, by what they do."""
    means = adapter(one.outlet)
    if one.dropped_on or means.automatic:
        return {}
    post = {name: request.POST if act == name else None for name in ("place", "drop", "down", "check")}
    files = request.FILES if act in ("place", "down") else None
    if one.placed_on is None:
        return {
            "place": forms.PlaceForm(post["place"], files, means, one.item.agency, today),
            "drop": forms.DropForm(post["drop"], auto_id="drop_%s"),
        }
    found: dict[str, Any] = {}
    if not one.down_on and not is_public(one.item) and one.item.releases.exists():
        found["down"] = forms.DownForm(post["down"], files, initial={"on": today})
    elif means.live_check and not one.down_on:
        found["check"] = forms.CheckForm(post["check"])
    return found


def makers() -> tuple[Adapter, ...]:
    """The outlets for which something is made."""
    return tuple(one for one in adapters() if one.makes)


def attachment(name: str) -> str:
    """A Content-Disposition that saves under a Chinese name."""
    safe = "".join(" " if letter in '/\\:*?"<>|\r\n' else letter for letter in name)
    return f"attachment; filename=\"file\"; filename*=UTF-8''{quote(safe, safe='')}"
