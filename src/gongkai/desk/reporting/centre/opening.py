"""The centre's tables of a year as open data: small cells hidden, also against what was published before.

What a version publishes is kept (:class:`OpenTables`). The next version of the same year joins rows at least
as far and hides at least the same cells, so that with equal records it tells nothing new; where records
changed, every difference that can be worked out must be none or not small, else it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from gongkai import smallcells
from gongkai.desk.agencies.models import Agency, Unit
from gongkai.desk.reporting.centre.facts import RESULTS, crossed
from gongkai.desk.reporting.facts import Period
from gongkai.desk.reporting.facts.matters import PETITIONS
from gongkai.desk.reporting.models import AnnualReport, CellThreshold, FrozenFigure, OpenTables
from gongkai.refusal import Refused
from gongkai.sealing.canon import canon

LEAST = 5
"""Counts below this are not told where the office has set nothing else."""
HIDDEN = "＊"
"""What stands in the place of a hidden cell."""
TITLES = {
    "month": "按月份",
    "channel": "按来源渠道",
    "result": "按办理情况",
    "category": "按商品服务类别",
    "unit": "按承办单位",
}
"""The tables in their order."""
_TJ = "complaints.received_tj"


@dataclass(frozen=True, slots=True)
class Built:
    """Tables as they go out, and how many cells are hidden as small and beside those."""

    tables: dict[str, Any]
    small: int
    beside: int

    @property
    def digest(self) -> str:
        """What the person saw, so that nothing else goes out."""
        return sha256(canon(self.tables)).hexdigest()


def least_on(agency: Agency, day: date) -> int:
    """The threshold of a day."""
    rows = CellThreshold.objects.filter(agency=agency, since__lte=day).order_by("-since")
    return rows.values_list("least", flat=True).first() or LEAST


def versions(agency: Agency, year: int) -> list[OpenTables]:
    """The versions of a year, newest first."""
    return list(
        OpenTables.objects.filter(agency=agency, year=year).select_related("item", "by").order_by("-no")
    )


def published_before(agency: Agency, year: int) -> dict[str, Any] | None:
    """The newest version of a year that became public, also if it was withdrawn: it was read."""
    rows = OpenTables.objects.filter(agency=agency, year=year, item__published_on__isnull=False)
    newest = rows.order_by("-no").first()
    return dict(newest.tables) if newest else None


def build(agency: Agency, year: int, least: int) -> Built:
    """The tables of a year. Raises Refused: ``too-few`` in all, ``small-change`` since an earlier version."""
    before = published_before(agency, year)
    if before is not None:
        least = max(least, int(before["least"]))
    found = crossed(agency, Period.of(year))
    totals = {kind: sum(row.get(kind, 0) for row in found["month"].values()) for kind in PETITIONS}
    whole = sum(totals.values())
    if whole < least:
        raise Refused(
            "too-few", f"{year} 年只有不到 {least} 件，不能作为开放数据发布", "件数太少的年度不发布"
        )
    groups = smallcells.columns(totals, least, before["columns"] if before else ())
    units = dict(Unit.objects.filter(agency=agency).values_list("pk", "name"))
    made: dict[str, Any] = {}
    small = beside = 0
    for by in TITLES:
        table, counts = _table(by, found[by], groups, least, before, units)
        made[by] = table
        small, beside = small + counts[0], beside + counts[1]
    tables = {
        "year": year,
        "least": least,
        "columns": [list(group) for group in groups],
        "totals": [sum(totals[name] for name in group) for group in groups],
        "total": whole,
        "tables": made,
    }
    if before is not None:
        _demand_apart(differences(before, tables), least)
    _demand_apart(_from_report(agency, tables), least)
    return Built(tables, small, beside)


def _table(
    by: str,
    found: Mapping[str, Mapping[str, int]],
    groups: Sequence[tuple[str, ...]],
    least: int,
    before: Mapping[str, Any] | None,
    units: Mapping[int, str],
) -> tuple[list[dict[str, Any]], tuple[int, int]]:
    """One table as it goes out, and how many cells are hidden as small and beside them."""
    counts = {
        value: [sum(row.get(kind, 0) for kind in group) for group in groups]
        for value, row in sorted(found.items(), key=lambda one: _order(by, one))
    }
    old = before["tables"].get(by, []) if before else []
    rows = smallcells.rows(counts, least, [row["members"] for row in old if len(row["members"]) > 1])
    also = {
        (r, c)
        for r, row in enumerate(rows)
        for c, group in enumerate(groups)
        if before and _was_hidden(old, before["columns"], row.members, group)
    }
    chosen = smallcells.hidden(rows, least, also)
    small = sum(0 < rows[r].cells[c] < least for r, c in chosen)
    shown = [
        {
            "members": list(row.members),
            "label": _label(by, row, units),
            "cells": [None if (r, c) in chosen else n for c, n in enumerate(row.cells)],
            "total": row.total,
        }
        for r, row in enumerate(rows)
    ]
    return shown, (small, len(chosen) - small)


def _order(by: str, one: tuple[str, Mapping[str, int]]) -> tuple[Any, ...]:
    value, row = one
    if by == "month":
        return (value,)
    return (list(RESULTS).index(value),) if by == "result" else (-sum(row.values()), value)


def _label(by: str, row: smallcells.Row, units: Mapping[int, str]) -> str:
    if len(row.members) > 1 and row.label == smallcells.OTHER:
        return f"其他（{len(row.members)} 项合并）"
    if by == "month":
        return f"{int(row.label)} 月"
    if by == "result":
        return RESULTS[row.label]
    if by == "unit":
        return units.get(int(row.label), "未分办") if row.label else "未分办"
    if by == "channel" and row.label.isdecimal():
        return f"{row.label}热线"  # a bare number looks like somebody's telephone
    return row.label or "未分类"


def _was_hidden(
    old: Sequence[Mapping[str, Any]],
    columns: Sequence[Sequence[str]],
    members: Sequence[str],
    group: Sequence[str],
) -> bool:
    return any(
        row["cells"][c] is None
        for row in old
        if set(row["members"]) & set(members)
        for c, names in enumerate(columns)
        if set(names) & set(group)
    )


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """What a reader of both versions can work out: the change of every total, cell and hidden remainder."""
    places = [
        [c for c, names in enumerate(before["columns"]) if set(names) <= set(group)]
        for group in now["columns"]
    ]
    yield "合计", now["total"] - before["total"]
    tops = [
        n - sum(before["totals"][c] for c in place) for n, place in zip(now["totals"], places, strict=True)
    ]
    yield from (("合计", change) for change in tops)
    for by, rows in now["tables"].items():
        rest = list(tops)
        for row in rows:
            old = [one for one in before["tables"].get(by, []) if set(one["members"]) & set(row["members"])]
            change = left = row["total"] - sum(one["total"] for one in old)
            yield row["label"], change
            for c, value in enumerate(row["cells"]):
                if value is not None:
                    moved = value - sum(one["cells"][place] for one in old for place in places[c])
                    left -= moved
                    rest[c] -= moved
                    yield row["label"], moved
            yield row["label"], left
        yield from ((TITLES[by], change) for change in rest)


def _from_report(agency: Agency, now: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The change of the totals that the year's published annual report tells too."""
    report = (
        AnnualReport.objects.filter(agency=agency, year=now["year"], item__published_on__isnull=False)
        .order_by("-no")
        .first()
    )
    if report is None:
        return
    told = {
        key: int(value)
        for key, value in FrozenFigure.objects.filter(report=report, key__startswith=_TJ).values_list(
            "key", "value"
        )
        if value is not None and value.isdecimal()
    }
    if _TJ in told:
        yield "合计", now["total"] - told[_TJ]
    for by, name in (("channel", "by_channel"), ("month", "by_month")):
        for row in now["tables"][by]:
            keys = [f"{_TJ}.{name}.{member}" for member in row["members"]]
            if all(key in told for key in keys):
                yield row["label"], row["total"] - sum(told[key] for key in keys)


def _demand_apart(changes: Iterator[tuple[str, int]], least: int) -> None:
    for label, change in changes:
        if 0 < abs(change) < least:
            raise Refused(
                "small-change",
                f"“{label}”与已公布的数相差不到 {least} 件，两次一比就能看出是哪几件",
                f"已公布的继续有效；等相差满 {least} 件（或与年度报告一致）再发布新版",
            )


def title(year: int) -> str:
    """How the item is called."""
    return f"{year}年投诉举报统计数据"


def text(tables: Mapping[str, Any]) -> str:
    """The tables as the Markdown of an item: what reviewers read is what becomes data."""
    year, least = tables["year"], tables["least"]
    heads = ["、".join(group) for group in tables["columns"]]
    lines = [
        f"{year}年1月1日至12月31日登记的投诉举报共 {tables['total']} 件（不含咨询），办理情况截至年末，"
        "与年度报告同一口径。",
        "",
        f"少于 {least} 件的数目以“{HIDDEN}”代替，由合计可以推出的一并代替；"
        f"合计少于 {least} 件的行合并为“其他”。",
        "",
    ]
    for by, rows in tables["tables"].items():
        lines += [f"## {TITLES[by]}", ""]
        lines += [f"| 项目 | {' | '.join(heads)} | 合计 |", f"| --- |{' --- |' * (len(heads) + 1)}"]
        for row in rows:
            cells = [HIDDEN if cell is None else f"{cell}" for cell in row["cells"]]
            label = row["label"].replace("|", "／")
            lines.append(f"| {label} | {' | '.join(cells)} | {row['total']} |")
        sums = " | ".join(str(n) for n in tables["totals"])
        lines += [f"| 合计 | {sums} | {tables['total']} |", ""]
    return "\n".join(lines)
