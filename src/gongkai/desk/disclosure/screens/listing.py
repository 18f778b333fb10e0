"""The list of items: filters, a page by key, and what each row says. A bounded number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Agency
from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.course import STATES, Course, courses, in_state
from gongkai.desk.disclosure.models import Item

SHOWN = 30
"""Rows of a page."""
COUNTED = 1000
"""As many are counted; beyond that the list says "more than"."""
_FIRST_YEAR = 2008
_TABS = ("review", "returned", "public")


@dataclass(frozen=True, slots=True)
class Row:
    """One item in a list."""

    item: Item
    course: Course
    due: due.Due
    href: str


def filtered(items: QuerySet[Item], chosen: Mapping[str, str]) -> QuerySet[Item]:
    """The items that fit the filters."""
    if state := chosen.get("state"):
        items = in_state(items, state)
    if category := chosen.get("category"):
        items = items.filter(category=category)
    if unit := chosen.get("unit"):
        items = items.filter(unit__code=unit)
    if year := chosen.get("year"):
        items = items.filter(formed_on__range=(date(int(year), 1, 1), date(int(year), 12, 31)))
    for word in chosen.get("q", "").split():
        items = items.filter(Q(title__icontains=word) | Q(index__icontains=word) | Q(doc_no__icontains=word))
    return items


def page(
    items: QuerySet[Item], chosen: Mapping[str, str], place: Mapping[str, str], today: date
) -> dict[str, Any]:
    """One page, newest first; ``place`` holds ``after`` or ``before``, the key of an item."""
    found = filtered(items, chosen)
    total = found.order_by()[: COUNTED + 1].values("pk").count()
    shown, more_before, more_after = _window(found, place)
    standing = courses(shown)
    rows = [row(one, standing[one.pk], today) for one in shown]
    return {
        "rows": rows,
        "pager": {
            "previous": _turn(chosen, before=shown[0].pk) if shown and more_before else "",
            "next": _turn(chosen, after=shown[-1].pk) if shown and more_after else "",
            "shown": len(rows),
            "total": min(total, COUNTED),
            "capped": total > COUNTED,
        },
    }


def views(chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """The usual states as tabs over the list; the other filters stay."""
    rest = {name: value for name, value in chosen.items() if name != "state"}
    now = chosen.get("state", "")
    tabs = [("", _("全部")), *((key, str(STATES[key][0])) for key in _TABS)]
    return [
        {"label": label, "query": urlencode(rest | ({"state": key} if key else {})), "current": key == now}
        for key, label in tabs
    ]


def row(item: Item, course: Course, today: date) -> Row:
    """What a list says about one item."""
    return Row(
        item=item,
        course=course,
        due=due.publication(item, today, course.public_on),
        href=reverse("disclosure:item", args=[item.uid]),
    )


def years(agency: Agency, today: date) -> Sequence[int]:
    """The years to choose from, newest first."""
    ends = Item.objects.filter(agency=agency).aggregate(first=Min("published_on"), last=Max("published_on"))
    first = ends["first"].year if ends["first"] else today.year
    return range(max(today.year, first), max(min(first - 1, today.year), _FIRST_YEAR) - 1, -1)


def _window(found: QuerySet[Item], place: Mapping[str, str]) -> tuple[list[Item], bool, bool]:
    """The items of a page, and whether there are some before and after it."""
    rows = found.select_related("unit").defer("text", "body", "extras")
    after, before = _key(place.get("after")), _key(place.get("before"))
    if before is not None:
        part = list(rows.filter(pk__gt=before).order_by("pk")[: SHOWN + 1])
        return part[:SHOWN][::-1], len(part) > SHOWN, True
    if after is not None:
        rows = rows.filter(pk__lt=after)
    part = list(rows.order_by("-pk")[: SHOWN + 1])
    return part[:SHOWN], after is not None, len(part) > SHOWN


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def _turn(chosen: Mapping[str, str], **place: int) -> str:
    return "?" + urlencode({**chosen, **place})
