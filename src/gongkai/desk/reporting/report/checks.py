"""Everything that is checked before a report is signed; an error stands in the way, a warning does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from gongkai.desk.casework.clocks import calendar
from gongkai.desk.reporting.facts import where
from gongkai.desk.reporting.figures.model import Source, Value
from gongkai.desk.reporting.figures.year import Year, number
from gongkai.desk.reporting.report.narrative import Told, Written
from gongkai.law import forms
from gongkai.law.deadlines import annual_report

DEADLINE = "deadline"
"""The rule about the day by which the report must be public."""
Severity = Literal["error", "warn"]
_LEFTOVERS = re.compile(
    r"\[(?:image|bookmark)\b[^\]]*\]|_GoBack|\{\{|\}\}|XX+|××+|（待填）|TODO", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule, kept or not.

    ``key`` is a figure that it speaks of, ``section`` the section, ``title`` its name in Chinese.
    """

    rule: str
    ok: bool
    severity: Severity
    detail: str
    key: str = ""
    section: str = ""
    title: str = ""

    def as_json(self) -> dict[str, Any]:
        """For ``figures.json``."""
        return {"rule": self.rule, "ok": self.ok, "severity": self.severity, "detail": self.detail}


def errors(checks: Iterable[Check]) -> list[Check]:
    """Those that stand in the way of a signature."""
    return [check for check in checks if not check.ok and check.severity == "error"]


def run(
    year: Year, told: Told, *, signed_on: date | None = None, may_make_rules: bool = False
) -> list[Check]:
    """All checks of a report: sums, the statutory form, the narrative, the day."""
    return [
        *_sums(year),
        *_form(year, may_make_rules),
        *_stated(year),
        *_narrative(year, told),
        _deadline(year, signed_on),
    ]


def _plus(pairs: list[tuple[str, int]]) -> str:
    return " + ".join(f"{name} {value:,}" for name, value in pairs)


def parts(year: Year, prefix: str) -> list[tuple[str, int]]:
    """The figures directly below a prefix that are not zero: (name, value)."""
    found = []
    for key, result in year.now.results.items():
        name = key.removeprefix(prefix)
        if key.startswith(prefix) and isinstance(result.value, int) and result.value:
            found.append((name, result.value))
    return found


def _sum(year: Year, rule: str, title: str, total: str, pairs: list[tuple[str, int]]) -> Check:
    found, expected = year.now.value(total), sum(value for _, value in pairs)
    if found is None:
        words = (
            f"没有登记“{year[total].figure.label}”的台账，没有数可以核对；没有发生的，请导入只有表头的台账"
        )
        return Check(rule, False, "warn", words, total, title=title)
    words = f"{year[total].figure.label} {year[total].text} = {_plus(pairs) or '0'}"
    if found != expected:
        words += f"；各项之和为 {expected:,}"
    title = f"{title} = {year[total].text}"
    return Check(rule, found == expected, "error", words, total, title=title)


def _sums(year: Year) -> Iterator[Check]:
    received, petitions = "complaints.received", "complaints.received_tj"
    categories = parts(year, "items.by_category.")
    yield _sum(year, "items.categories", f"{len(categories)} 类之和", "items.total", categories)
    channels = [(name, value) for name, value in parts(year, "complaints.by_channel.") if not _is_cell(name)]
    yield _sum(year, "complaints.channels", "登记诉求：渠道之和", received, channels)
    types = parts(year, "complaints.by_type.")
    yield _sum(year, "complaints.types", "登记诉求：类型之和", received, types)
    hotlines = parts(year, f"{petitions}.by_channel.")
    yield _sum(year, "complaints.tj_channels", "投诉举报：渠道之和", petitions, hotlines)
    months = [(f"{int(name)}月", value) for name, value in parts(year, f"{petitions}.by_month.")]
    yield _sum(year, "complaints.tj_months", "投诉举报：各月之和", petitions, months)
    ends = [
        ("年内办结", _int(year.now.value("complaints.closed_tj"))),
        ("年末在办", _int(year.now.value("complaints.open_tj"))),
    ]
    yield _sum(year, "complaints.closed_and_open", "办结 + 在办", petitions, ends)
    if "pro.total" in year.form.keys:
        same = year.now.value("items.total") == year.now.value("pro.total")
        words = f"正文 {year['items.total'].text} 条，统计表 {year['pro.total'].text} 条"
        title = "正文与统计表一致"
        yield Check("items.form", same, "error", f"主动公开政府信息：{words}", "pro.total", title=title)


def _is_cell(name: str) -> bool:
    """Whether a name below ``by_channel.`` is a channel with a type."""
    return name.rpartition(".")[2] in ("咨询", "投诉", "举报", "投诉举报") and "." in name


def _int(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _form(year: Year, may_make_rules: bool) -> Iterator[Check]:
    before: dict[str, Value] | None = {
        key: value for key in year.form.keys if (value := _before(year, key)) is not None
    }
    applications = year.facts.records[Source.APPLICATIONS]
    carried = sum(where(is_carried=True).holds(one.facts) for one in applications)
    found = forms.check(
        year.form_values(),
        before or None,
        form=year.form,
        may_make_rules=may_make_rules,
        carry_in=carried,
    )
    for one in found:
        yield Check(f"form.{one.rule}", one.ok, one.severity, one.detail, next(iter(one.keys), ""))


def _before(year: Year, key: str) -> Value:
    found = year.before.results.get(key)
    return found.value if found else None


def _stated(year: Year) -> Iterator[Check]:
    """What was stated although a register counts it: the register goes first, and the difference is said."""
    for key, (text, by) in sorted(year.facts.stated.items()):
        result = year.now.results[key]
        if result.by:
            continue
        said = number(text, key)
        same = result.value is not None and Decimal(said) == Decimal(result.value)
        words = f"{result.figure.label}：登记簿为 {result.text}，{by}填报 {text}；以登记簿为准"
        yield Check("stated.counted", same, "warn", words, key)


def _narrative(year: Year, told: Told) -> Iterator[Check]:
    missing = [one.section.heading for one in told.sections if not one.text]
    words = f"缺少：{'；'.join(missing)}" if missing else f"{len(told.sections)} 个部分齐全"
    yield Check("sections", not missing, "error", words)
    if told.strangers:
        yield Check("sections.unknown", False, "warn", f"不是本年度格式的部分：{'、'.join(told.strangers)}")
    for one in told.sections:
        yield from _written(one)
    keys = [key for one in told.sections for key in one.keys]
    unknown = [key for one in told.sections for key in one.unknown]
    words = f"正文引用指标 {len(keys)} 处，与统计表取自同一次计算"
    yield Check(
        "narrative.table", not unknown, "error", words if not unknown else f"没有的指标：{'、'.join(unknown)}"
    )
    bare = sum(len(one.bare) for one in told.sections)
    stated = sum(len(one.stated) for one in told.sections)
    words = f"来自指标 {len(keys)} 处，人工填报 {stated} 处，没有来源 {bare} 处"
    yield Check("narrative.sources", not bare, "error", words)


def _written(one: Written) -> Iterator[Check]:
    name, key = one.section.heading, one.section.key
    if one.wrong:
        yield Check("narrative.markdown", False, "error", f"{name}：{one.wrong}", section=key)
    for lost in one.lost:
        words = f"{name}：找不到图片“{lost}”"
        yield Check("narrative.picture", False, "error", words, section=key)
    for bare in one.bare:
        words = f"{name}：“{bare.text}”没有来源（第 {bare.line} 行，{bare.around}）"
        yield Check("narrative.bare", False, "error", words, section=key)
    for empty in one.empty:
        words = f"{name}：指标 {empty} 没有数据，正文不能引用"
        yield Check("narrative.empty", False, "error", words, empty, key)
    # A reference is a construct of ours, not a leftover.
    text = re.sub(r"\{\{.*?\}\}", "", one.text)
    for left in dict.fromkeys(_LEFTOVERS.findall(text)):
        yield Check("narrative.leftover", False, "error", f"{name}：有遗留的“{left}”", section=key)


def _deadline(year: Year, signed_on: date | None) -> Check:
    days = calendar()
    answer = annual_report(year.year, days)
    if answer.due is None:
        return Check(DEADLINE, True, "warn", answer.basis)
    due = f"公布期限 {answer.due.isoformat()}（{days.describe(answer.due)}）"
    for other in answer.also:
        due += f"，宜在 {other.due.isoformat()} 前公布"
    if signed_on is None:
        return Check(DEADLINE, False, "warn", f"尚未签发，没有成文日期；{due}")
    return Check(DEADLINE, signed_on <= answer.due, "error", f"成文日期 {signed_on.isoformat()}；{due}")
