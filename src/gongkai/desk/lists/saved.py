"""Saved views: filters under a name, one's own or lent by whoever leads; one may open by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
class Lent:
    """That a view is shared: with whom, by whom, since which day; ``ends``: the reader may take it back."""

    to: str
    by: str
    since: date
    ends: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A view that stands above a reader's list; ``lent`` where it is shared."""

    view: SavedView
    is_own: bool
    lent: Lent | None


@dataclass(frozen=True, slots=True)
class Tab:
    """A view above a list; ``pk`` of a kept one, ``lent`` where it is shared."""

    label: str
    query: str
    current: bool
    pk: int | None = None
    is_default: bool = False
    is_own: bool = False
    lent: Lent | None = None


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


def query_of(chosen: Mapping[str, str]) -> str:
    """The filters as they stand in an address."""
    return urlencode(chosen) or f"{EVERYTHING}=1"


def tabs(views: list[Kept], chosen: Mapping[str, str], usual: list[tuple[str, dict[str, str]]]) -> list[Tab]:
    """The list's usual views (label and filters), then the officer's own and those shared with them."""
    now = dict(chosen)
    kept = [
        Tab(
            one.view.name,
            query_of(one.view.chosen),
            one.view.chosen == now,
            one.view.pk,
            one.is_own and one.view.is_default,
            one.is_own,
            one.lent,
        )
        for one in views
    ]
    taken = any(one.current for one in kept)  # a name of one's own for it goes before the usual one
    shown = [Tab(label, query_of(given), given == now and not taken) for label, given in usual]
    return [*shown, *kept]
