"""Writes ``organisation.toml``: the agency, its units, the leading group and what each year states."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.demo.events import activities
from gongkai.demo.identifiers import credit_code
from gongkai.demo.penalties import cases
from gongkai.demo.plan import Plan
from gongkai.demo.requests import applications
from gongkai.demo.words import read


def text(plans: list[Plan]) -> str:
    """The file for these years, the last of which is the year of the report."""
    base = read("organisation.toml")
    staff = read("words/staff.toml")
    parts = [
        "# 样例：机构、单位名称来自公开年度报告，人员均为虚构。\n",
        _table("agency", base["agency"] | {"uscc": agency_code()}),
    ]
    parts += [
        _table("[units]", {key: unit[key] for key in ("code", "name", "kind", "head", "clerk")})
        for unit in staff["units"]
    ]
    parts.append(_table("leading_group", base["leading_group"]))
    for plan in plans:
        stated = plan.table["stated"]
        for name in ("staffing", "funding"):
            parts.append(_table(f"years.{plan.year}.{name}", stated[name]))
        parts.append(_table(f"years.{plan.year}.figures", _figures(plan)))
        compared = any(other.year == plan.year - 1 for other in plans)
        parts.append(_table(f"years.{plan.year}.narrative", narrative(plan, compared=compared)))
    return "\n".join(parts)


def agency_code() -> str:
    """The agency's own invented credit code: class 11 (机关), the area, an organisation code."""
    return credit_code("11371000", "MB2A0001")


def narrative(plan: Plan, *, compared: bool = False) -> dict[str, str]:
    """The sections of the year's form, with the year filled in; numbers stay references to figures.

    ``compared`` speaks of the year before as well.
    """
    form = "2014" if plan.year < 2019 else "2019"
    classes = "，".join(
        f"{name}{{{{ items.by_category.{name} }}}}条" for name, count in plan.table["items"].items() if count
    )
    before = "，上年为{{ complaints.days_to_close.median.previous }}个工作日" if compared else ""
    fill = {
        "@year@": str(plan.year), "@next@": str(plan.year + 1), "@classes@": classes, "@closebefore@": before,
        "@fee@": _fee(plan), "@theme@": read("words/festivals.toml")["theme"][str(plan.year)],
        "@papers@": str(sum(int(row["发放材料份数"] or 0) for row in activities(plan))),
    }  # fmt: skip
    sections: dict[str, str] = {}
    for key, words in read(f"narrative/{form}.toml").items():
        for mark, value in fill.items():
            words = words.replace(mark, value)
        sections[key] = words.strip() + "\n"
    return sections


def _fee(plan: Plan) -> str:
    """The sentence on the information processing fee, which reports have stated since it exists."""
    if plan.year < 2021:
        return ""
    answered = [
        row for row in applications(plan, last=plan.last) if row["答复日期"] >= plan.first.isoformat()
    ]
    total = sum(int(row["收费金额"]) for row in answered)
    if not total:
        return "依据《政府信息公开信息处理费管理办法》，本年没有收取信息处理费。"
    source = f'{{{{ stated({total}, "依申请公开登记台账") }}}}'
    return f"依据《政府信息公开信息处理费管理办法》，本年收取信息处理费{source}元，已全额上缴国库。"


def _figures(plan: Plan) -> dict[str, Any]:
    """What is stated by hand; decisions on penalties are those of the register, repeated for the form."""
    figures = dict(plan.table["stated"]["figures"])
    if plan.year >= 2019:
        decided = [case for case in cases(plan) if plan.first <= case.decided <= plan.last]
        figures["t2.penalty.decisions"] = len(decided)
    return figures


def _table(name: str, values: Mapping[str, Any]) -> str:
    lines = [f"[{name}]"]
    for key, value in values.items():
        plain = key.isascii() and key.replace("_", "").isalnum()
        lines.append(f"{key if plain else json.dumps(key, ensure_ascii=False)} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and "\n" in value:
        return f"'''\n{value}'''"
    return json.dumps(value, ensure_ascii=False)
