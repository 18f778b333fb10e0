"""The register of meetings, trainings, campaigns, interpretations and answers to public concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gongkai.demo.days import iso
from gongkai.demo.plan import Plan
from gongkai.demo.words import read

ACTIVITY_COLUMNS = (
    "类型",
    "名称",
    "日期",
    "主办单位",
    "参加人数",
    "主要负责同志参加",
    "关联信息索引号",
    "说明",
    "地点",
    "发放材料份数",
    "接待咨询人次",
    "现场受理件数",
)

Row = dict[str, str]


def activities(plan: Plan) -> Iterator[Row]:
    """Meetings, trainings, campaigns, interpretations and answers to public concerns, by date."""
    theme = read("words/festivals.toml")["theme"][str(plan.year)]
    entries = [entry for entry in read("words/activities.toml")["activity"] if fits(entry, plan.year)]
    for entry in sorted(entries, key=lambda entry: entry["day"]):
        month, day = (int(part) for part in entry["day"].split("-"))
        row = {
            "类型": entry["kind"],
            "名称": entry["name"].format(year=plan.year, prev=plan.year - 1),
            "日期": iso(date(plan.year, month, day)),
            "主办单位": entry["unit"],
            "参加人数": str(entry.get("people", "")),
            "主要负责同志参加": "是" if entry.get("leader") else "否",
            "说明": entry.get("note", "").format(theme=theme),
            "地点": entry.get("place", ""),
            "发放材料份数": str(entry.get("papers", "")),
            "接待咨询人次": str(entry.get("asked", "")),
            "现场受理件数": str(entry.get("cases", "")),
        }
        yield row


def fits(entry: Mapping[str, Any], year: int) -> bool:
    """Whether an entry of the word lists belongs into a year (``since``, ``until``, both included)."""
    return bool(entry.get("since", year) <= year <= entry.get("until", year))
