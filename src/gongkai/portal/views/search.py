"""Search over everything public: newest first, hits marked, narrowed by column and year; the same as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from gongkai import grams
from gongkai.portal.models import Published
from gongkai.portal.publishing import searching, site
from gongkai.portal.publishing.columns import columns as all_columns
from gongkai.portal.publishing.searching import Hit

PAGE = 20
"""Hits on a page."""
COUNTED = 1000
"""Hits that are counted; beyond, the page says so and offers no counts by column and year."""
_BEFORE = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,15})")
_COLUMN = re.compile(r"[a-z0-9_-]{1,40}")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked for; whatever is no column, year or place is passed over."""

    question: str
    words: list[str]
    column: str
    year: int | None
    before: tuple[date, int] | None

    def link(self, **change: object) -> str:
        """The address of the same question with something changed."""
        given: Mapping[str, object] = {"q": self.question, "column": self.column, "year": self.year} | change
        return "?" + urlencode({name: value for name, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of an answer: its items, how many there are, where the pages beside it begin.

    ``previous`` is null on the first page and empty where the first page is the one before.
    """

    listed: Sequence[Hit]
    total: int
    previous: str | None
    next: str

    @property
    def capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.total >= COUNTED


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The search page."""
    asked = read(request.GET)
    hits = answer(asked)
    context = site.context(
        q=asked.question,
        total=hits.total,
        capped=hits.capped,
        groups=_groups(hits.listed, asked.words),
        facets=[] if hits.capped and asked.words else _facets(asked, hits.total),
        hidden=[
            {"name": name, "value": value}
            for name, value in (("column", asked.column), ("year", asked.year))
            if value
        ],
        pager={
            "previous": "" if hits.previous is None else asked.link(before=hits.previous) or "?",
            "next": asked.link(before=hits.next) if hits.next else "",
            "shown": len(hits.listed),
            "total": hits.total,
            "capped": hits.capped,
        },
        crumbs=[{"title": "查信息", "url": ""}],
        nav="find",
        meta={
            "column_name": "查信息",
            "column_description": "检索公开的政府信息",
            "column_keywords": "检索",
            "column_type": "政府信息公开",
            "robots": "noindex",
        },
    )
    stored = site.render("portal/search.html", context)
    return _fresh(HttpResponse(stored.body, content_type=stored.content_type))


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The same answer for machines."""
    asked = read(request.GET)
    hits = answer(asked)
    items = [
        {
            "index": item.index_number,
            "title": item.title,
            "url": site.absolute(item.path),
            "column": item.column,
            "category": item.category,
            "published": item.published.isoformat(),
            "excerpt": grams.excerpt(item.plain, asked.words),
        }
        for item in hits.listed
    ]
    following = site.absolute("/search.json") + asked.link(before=hits.next) if hits.next else None
    said = {
        "q": asked.question,
        "total": hits.total,
        "capped": hits.capped,
        "items": items,
        "next": following,
    }
    return _fresh(JsonResponse(said, json_dumps_params={"ensure_ascii": False}))


def read(given: Mapping[str, str]) -> Asked:
    """The question in an address."""
    question = given.get("q", "")[: grams.stream.LONGEST_QUESTION].strip()
    column, year = given.get("column", ""), given.get("year", "")
    return Asked(
        question=question,
        words=grams.terms(question),
        column=column if _COLUMN.fullmatch(column) else "",
        year=int(year) if _YEAR.fullmatch(year) else None,
        before=_place(given.get("before", "")),
    )


def answer(asked: Asked) -> Hits:
    """One page of what was found, newest first: the index tells the places, then a page of items is read."""
    if asked.question and not asked.words:
        return Hits([], 0, None if asked.before is None else "", "")  # only signs were asked for
    sought = searching.Sought(asked.words, asked.column, asked.year)
    newest = searching.places(sought, COUNTED)
    here, previous = newest, None
    if asked.before:
        before = searching.place_of(*asked.before)
        here = searching.places(sought, PAGE + 1, before=before)
        above = searching.places_above(sought, before, PAGE + 1)
        previous = "" if len(above) <= PAGE else _cursor(searching.hits(above[PAGE:])[0])
    listed = searching.hits(here[:PAGE])
    following = _cursor(listed[-1]) if len(here) > PAGE and listed else ""
    return Hits(listed, len(newest), previous, following)


def _cursor(item: Hit) -> str:
    return f"{item.published:%Y-%m-%d}.{item.log_index}"


def _place(text: str) -> tuple[date, int] | None:
    found = _BEFORE.fullmatch(text)
    if not found:
        return None
    try:
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        return None


def _groups(items: Iterable[Hit], words: list[str]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for item in items:
        label = f"{item.published.year}年{item.published.month}月"
        if not groups or groups[-1]["month_label"] != label:
            groups.append({"month_label": label, "items": []})
        groups[-1]["items"].append(_hit(item, words))
    return groups


def _hit(item: Hit, words: list[str]) -> dict[str, Any]:
    ended = item.validity in ("失效", "废止")
    return {
        "title_html": _marked(item.title, words),
        "href": site.href(item.path),
        "snippet_html": _marked(grams.excerpt(item.plain, words), words),
        "category": item.category,
        "date": item.published,
        "index": item.index_number,
        "attachments": item.attached,
        "validity": {"state": "calm", "words": item.validity} if ended else None,
    }


def _marked(text: str, words: list[str]) -> SafeString:
    pieces = grams.highlighted(text, words)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if hit else piece,) for piece, hit in pieces)
    )


def _facets(asked: Asked, total: int) -> list[dict[str, Any]]:
    """Columns and years with their numbers of hits, each counted under the other's choice."""
    found = searching.find(asked.words) if asked.words or not asked.question else Published.objects.none()
    in_year = found.filter(published__year=asked.year) if asked.year else found
    in_column = _of_column(found, asked.column) if asked.column else found
    items = in_year.filter(kind=Published.Kind.ITEM)
    counts = dict(items.order_by().values_list("column").annotate(Count("pk")))
    years = in_column.order_by().values_list("published__year").annotate(Count("pk"))
    names = {one["key"]: one["name"] for one in all_columns()}
    columns = [_entry(asked, "column", "", "全部", in_year.count())]
    columns += [
        _entry(asked, "column", key, name, counts[key]) for key, name in names.items() if key in counts
    ]
    listed = sorted(years, reverse=True)
    by_year = [_entry(asked, "year", None, "全部", sum(count for _, count in listed))]
    by_year += [_entry(asked, "year", year, f"{year} 年", count) for year, count in listed]
    return [{"title": "栏目", "entries": columns}, {"title": "年份", "entries": by_year}] if total else []


def _of_column(found: QuerySet[Published], column: str) -> QuerySet[Published]:
    """The items of a column, as its own page counts them: an annual report belongs to none."""
    return found.filter(column=column, kind=Published.Kind.ITEM)


def _entry(asked: Asked, name: str, value: object, label: str, count: int) -> dict[str, Any]:
    current = (getattr(asked, name) or None) == (value or None)
    return {"label": label, "count": count, "href": asked.link(**{name: value}), "current": current}


def _fresh(response: HttpResponse) -> HttpResponse:
    """What was withdrawn must not live on in a cache."""
    response["Cache-Control"] = "no-store"
    return response
