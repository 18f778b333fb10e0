"""The small registers: meetings, trainings and campaigns; applications; remedies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.demo.days import iso
from gongkai.demo.plan import Plan
from gongkai.demo.words import read

ACTIVITY_COLUMNS = (
    "类型", "名称", "日期", "主办单位", "参加人数", "主要负责同志参加", "关联信息索引号", "说明", "地点", "发放材料份数",
    "接待咨询人次", "现场受理件数",
)  # fmt: skip
APPLICATION_COLUMNS = (
    "登记编号", "提交日期", "收到日期", "提交方式", "申请人类型", "申请人", "联系方式", "申请内容", "补正通知日期",
    "补正收到日期", "征求第三方日期", "第三方意见日期", "是否延期", "答复结果", "答复日期", "送达方式", "收费金额", "减免",
)  # fmt: skip
REMEDY_COLUMNS = ("类型", "案号", "关联登记编号", "收案日期", "结果", "结案日期")

Row = dict[str, str]


def activities(plan: Plan) -> Iterator[Row]:
    """Meetings, trainings, campaigns, interpretations and answers to public concerns, by date."""
    entries = [dict(entry) for entry in plan.table.get("activities", [])]
    if not entries:
        entries = [dict(entry) for entry in read("words/activities.toml")["activity"]]
        entries = [entry for entry in entries if plan.year >= 2020 or entry["kind"] != "在线访谈"]
    for entry in sorted(entries, key=lambda entry: entry["day"]):
        month, day = (int(part) for part in entry["day"].split("-"))
        row = {
            "类型": entry["kind"], "名称": entry["name"].format(year=plan.year, prev=plan.year - 1),
            "日期": iso(date(plan.year, month, day)), "主办单位": entry["unit"], "参加人数": str(entry.get("people", "")),
            "主要负责同志参加": "是" if entry.get("leader") else "否", "说明": entry.get("note", ""),
            "地点": entry.get("place", ""), "发放材料份数": str(entry.get("papers", "")),
            "接待咨询人次": str(entry.get("asked", "")), "现场受理件数": str(entry.get("cases", "")),
        }  # fmt: skip
        yield row


def applications(plan: Plan) -> Iterator[Row]:
    """The applications that the year's report counts: received in the year, or answered in it."""
    for entry in plan.table.get("applications", []):
        yield {name: _cell(value) for name, value in entry.items()}


def remedies(plan: Plan) -> Iterator[Row]:
    """Reconsiderations, suits and grievances about disclosure work."""
    for entry in plan.table.get("remedies", []):
        yield {name: _cell(value) for name, value in entry.items()}


def _cell(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
