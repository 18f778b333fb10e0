"""Saved views: an officer's own filters under a name; one of them may open by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.lists.models import SavedView
from gongkai.refusal import Refused

MOST = 12
"""Views of one list that one person may keep; more would not fit above the list."""
EVERYTHING = "all"
"""In an address: the list without filters, although there is a view that opens by itself."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A view above a list; ``pk`` only for an officer's own."""

    label: str
    query: str
    current: bool
    pk: int | None = None
    is_default: bool = False


def save(
    owner: Officer, list: str, name: str, chosen: Mapping[str, str], *, is_default: bool = False
) -> SavedView:
    """Keep the filters under a name; the same name again replaces them. Raises Refused ``too-many-views``."""
    name = " ".join(name.split())[:30]
    if not name:
        raise Refused("no-name", "视图没有名称", "请给视图起个名称")
    with transaction.atomic():
        mine = SavedView.of(owner, list)
        if not mine.filter(name=name).exists() and mine.count() >= MOST:
            raise Refused("too-many-views", f"一个列表最多保存 {MOST} 个视图", "请先删除不用的视图")
        if is_default:
            mine.update(is_default=False)
        view, _ = SavedView.objects.update_or_create(
            owner=owner, list=list, name=name, defaults={"chosen": dict(chosen), "is_default": is_default}
        )
    return view


def open_by_itself(view: SavedView, wanted: bool) -> None:
    """Let a view open by itself, or no more."""
    with transaction.atomic():
        SavedView.of(view.owner, view.list).update(is_default=False)
        if wanted:
            SavedView.objects.filter(pk=view.pk).update(is_default=True)


def tabs(
    views: list[SavedView], chosen: Mapping[str, str], usual: list[tuple[str, dict[str, str]]]
) -> list[Tab]:
    """All, the list's usual views (label and filters), then the officer's own."""
    now = dict(chosen)
    shown = [Tab(label, urlencode(given) or f"{EVERYTHING}=1", given == now) for label, given in usual]
    own = [
        Tab(one.name, urlencode(one.chosen) or f"{EVERYTHING}=1", one.chosen == now, one.pk, one.is_default)
        for one in views
    ]
    if any(one.current for one in own):  # one's own name for it goes before the usual one
        shown = [Tab(one.label, one.query, current=False) for one in shown]
    return [*shown, *own]
