"""Open data as CSV: the list of a column's items, and the figures of an annual report.

Counts of persons' matters below :data:`SMALL` are not told, nor what would give them away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gongkai import smallcells
from gongkai.papers import blocks as b
from gongkai.portal.models import Published
from gongkai.portal.publishing import meta, site, stale
from gongkai.portal.publishing.columns import columns
from gongkai.portal.store import Rendered
from gongkai.sealing.canon import parse

CSV = "text/csv; charset=utf-8"
SMALL = 3
"""Cells below this number, and above none, are suppressed where they count persons' matters."""
HIDDEN = f"<{SMALL}"
_PERSONS = ("app.", "in.", "out.", "carry.", "t4.", "rev.", "lit.", "foi.", "complaints.", "remedies.")
_PERSON_UNITS = ("件", "人", "人次", "起", "宗")
_NAME = re.compile(r"(items|figures|charts|tables)-([a-z0-9_-]+)")
_DATASET = re.compile(r"[a-z]+-(?:19|20)[0-9]{2}")
_CATALOGUE = ("主题分类", "体裁分类", "公开范围", "内容概述", "关键词")
_NOT_TOLD = "＊"
"""What stands in a table in the place of a cell that is not told."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(name: str) -> Rendered | None:
    """The data ``/data/<name>.csv``, null where there is none."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    kind, key = found.groups()
    if kind == "items":
        return _items(key)
    if kind == "tables":
        return _tables(key)
    report = reports().filter(year=int(key)).first() if key.isdecimal() and len(key) == 4 else None
    if report is None:
        return None
    return _figures(report) if kind == "figures" else _charts(report)


def reports() -> QuerySet[Published]:
    """The annual reports, newest first."""
    return Published.objects.filter(kind=Published.Kind.ANNUAL_REPORT).order_by("-year", "-log_index")


def datasets() -> dict[str, Published]:
    """The items whose tables are data, by the key of the data set; of several versions the newest."""
    items = Published.objects.filter(kind=Published.Kind.ITEM, meta__dataset__isnull=False)
    found: dict[str, Published] = {}
    for item in items.order_by("-published", "-log_index"):
        key = item.meta.get("dataset")
        if isinstance(key, str) and _DATASET.fullmatch(key):
            found.setdefault(key, item)
    return found


def of_dataset(item: Published) -> set[str]:
    """The address of the tables that an item holds, if any: it changes when the item does."""
    key = item.meta.get("dataset")
    return {f"/data/tables-{key}.csv"} if isinstance(key, str) and _DATASET.fullmatch(key) else set()


def charts(report: Published) -> list[b.Chart]:
    """The charts of a report."""
    body = b.body_from_json(parse(bytes(report.content))["body"])
    return [block for block in b.walk(body) if isinstance(block, b.Chart)]


def page(now: datetime) -> Rendered:
    """The list of everything that can be taken away as data."""
    years = [
        {
            "year": report.year,
            "title": report.title,
            "href": site.href(report.path),
            "figures": f"/data/figures-{report.year}.csv",
            "charts": f"/data/charts-{report.year}.csv" if charts(report) else "",
        }
        for report in reports()
    ]
    listed = [
        {
            "title": column["name"],
            "href": column["href"],
            "count": column["count"],
            "csv": f"/data/items-{column['key']}.csv",
            "atom": f"/feeds/{column['key']}.atom",
            "json": f"/feeds/{column['key']}.json",
        }
        for column in columns()
    ]
    context = site.context(
        years=years,
        datasets=[
            {"title": item.title, "href": site.href(item.path), "csv": f"/data/tables-{key}.csv"}
            for key, item in datasets().items()
        ],
        columns=listed,
        small=SMALL,
        json_ld=stale.JSON_LD,
        turtle=stale.TURTLE,
        crumbs=[{"title": "开放数据", "url": ""}],
        meta={
            "column_name": "开放数据",
            "column_description": "可以下载的目录和统计数据",
            "column_keywords": "开放数据,统计",
            "column_type": "政府信息公开",
        },
        updated=f"{site.day_of(now):%Y-%m-%d}",
    )
    return site.render("portal/data.html", context)


def _items(key: str) -> Rendered | None:
    of_column = Published.objects.filter(column=key, kind=Published.Kind.ITEM)
    rows = of_column.order_by("-published", "-log_index").values_list(
        "index", "title", "category", "published", "doc_no", "unit", "validity", "formed", "meta"
    )
    lines = [
        (
            index,
            title,
            category,
            f"{day}",
            doc_no,
            unit,
            validity,
            site.absolute(f"/gk/{index}"),
            f"{formed or ''}",
            *_catalogue(said),
        )
        for index, title, category, day, doc_no, unit, validity, formed, said in rows.iterator(
            chunk_size=2000
        )
    ]
    head = ("索引号", "标题", "信息类别", "发布日期", "文号", "责任单位", "有效性", "网址", "成文日期")
    return _csv((*head, *_CATALOGUE), lines) if lines else None


def _catalogue(said: Mapping[str, Any]) -> tuple[str, ...]:
    """The cells of :data:`_CATALOGUE`; empty for what was cleared without them."""
    told = meta.catalogue(said)
    return told.topic, told.genre, told.reach, told.summary, "、".join(told.keywords)


def _figures(report: Published) -> Rendered:
    given: list[dict[str, Any]] = report.meta.get("figures", [])
    hidden = _hidden(given)
    lines = [
        (one.get("key", ""), one["label"], _told(one, place in hidden), one["unit"])
        for place, one in enumerate(given)
    ]
    period = report.meta.get("period")
    span = (period["from"], period["to"]) if period else ("", "")
    return _csv(("指标", "名称", "数值", "单位", "起", "止"), [(*line, *span) for line in lines])


def _told(figure: Mapping[str, Any], hidden: bool) -> str:
    """The value, or that it is small, or nothing where it would give a small one away."""
    if not hidden:
        return str(figure["value"])
    return "" if figure["value"].isdecimal() and not _is_small(figure["value"]) else HIDDEN


def _hidden(given: Sequence[Mapping[str, Any]]) -> set[int]:
    """The figures of persons' matters that are not told: small ones, and what would give those away.

    Parts of one whole (``out.deny.secret.total``, ``out.deny.law.total``) are looked at together. A rate goes
    where its part, its whole or the rest is small.
    """
    found: set[int] = set()
    families: dict[str, list[int]] = {}
    for place, figure in enumerate(given):
        key = figure.get("key", "")
        if not key.startswith(_PERSONS):
            continue
        part, whole = figure.get("part"), figure.get("whole")
        rest = whole - part if part is not None and whole is not None else None
        counts = [figure["value"], *(str(one) for one in (part, whole, rest) if one is not None)]
        if any(map(_is_small, counts)):
            found.add(place)
        family = key.removesuffix(".total").rpartition(".")[0]
        if "." in family and figure["value"].isdecimal():
            families.setdefault(family, []).append(place)
    for places in families.values():
        cells = [int(given[place]["value"]) for place in places]
        found |= {places[number] for number in smallcells.line(cells, SMALL)}
    return found


def _charts(report: Published) -> Rendered | None:
    lines = []
    for chart in charts(report):
        for series in chart.series:
            values = [str(value) for value in series.values]
            if chart.unit in _PERSON_UNITS:
                values = suppressed(values)
            for label, value in zip(chart.labels, values, strict=True):
                lines.append((chart.title, series.name, label, value, chart.unit))
    return _csv(("图表", "系列", "项目", "数值", "单位"), lines) if lines else None


def _tables(key: str) -> Rendered | None:
    """The tables of an item, a line for each number: exactly what its page shows and its reviewers read."""
    item = datasets().get(key)
    if item is None:
        return None
    lines, title = [], ""
    for block in b.body_from_json(parse(bytes(item.content))["body"]):
        if isinstance(block, b.Heading):
            title = b.plain(block.inlines)
        if isinstance(block, b.Table) and block.header:
            heads = [cell.text for cell in block.header[-1]]
            for row in block.body:
                label, *cells = [cell.text for cell in row]
                for head, value in zip(heads[1:], cells, strict=False):
                    told = value != _NOT_TOLD
                    lines.append((title, label, head, value if told else "", "" if told else "1"))
    return _csv(("表", "项目", "类别", "件数", "不列"), lines) if lines else None


def suppressed(values: Sequence[str]) -> list[str]:
    """The cells of a series without the small ones, and without what the total would give them away by."""
    hidden = smallcells.line([int(value) if value.isdecimal() else 0 for value in values], SMALL)
    return ["" if place in hidden else value for place, value in enumerate(values)]


def _is_small(value: str) -> bool:
    return value.isdecimal() and 0 < int(value) < SMALL


def _csv(head: Sequence[str], lines: Iterable[Sequence[str]]) -> Rendered:
    """CSV with a mark of UTF-8 that spreadsheets want; nothing in it is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for line in lines:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in line])
    return Rendered(b"\xef\xbb\xbf" + out.getvalue().encode(), CSV)
