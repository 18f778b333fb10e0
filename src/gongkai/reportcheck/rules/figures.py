"""Arithmetic of the tables (``gongkai.law.forms.check``) as findings with a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.law.forms import Check, check
from gongkai.reportcheck.finding import Finding, Said, Severity
from gongkai.reportcheck.places import place, table_place
from gongkai.reportcheck.reading_data import data
from gongkai.reportcheck.tables import Tables, Value

_LISTED = 6
_MAY = re.compile(r"^(?:国家|国务院|中国|中华人民共和国|全国)|(?:总局|总署|部)$")
_LOCAL = re.compile(r"(?:局|委|委员会)$")
_GOVERNMENT = re.compile(r"人民政府(?:办公厅|办公室)?$")
_PROVINCE = re.compile(r"^(?:.{2,6}?(?:省|自治区)|北京市|上海市|天津市|重庆市)")
_CITY = re.compile(r"^([^省市区县]{2,6})市")
_BELOW = re.compile(r"[区县旗镇乡]")


def findings(read: Tables, agency: str, previous: dict[str, Value] | None) -> Iterator[Finding]:
    """All that is wrong with the figures of one report, and against the year before."""
    form = read.form
    yield from _cells(read)
    values = {key: read.counted.get(key) for key in form.keys}
    for one in check(values, previous, form=form):
        if one.ok or one.rule == "blank" or any(key not in read.values for key in one.keys):
            continue
        severity = _rules_severity(agency) if one.rule == "rules" else one.severity
        if severity is None:
            continue
        expected, found = _said(one, values, previous)
        at = "；".join(dict.fromkeys(place(form, key) for key in _told(one)))
        yield Finding(one.rule, severity, at, f"{one.detail}；{_mend(one)}", expected, found)


def _cells(read: Tables) -> Iterator[Finding]:
    form = read.form
    for key, text in read.odd.items():
        message = f"{form.label_of(key)}填的是“{text}”，不是数；请填数字，没有的填 0"
        yield Finding("cell", "error", place(form, key), message, "数字", text)
    for table in form.tables:
        keys = [key for key, _, _ in table.cells()]
        blank = [key for key in keys if key in read.values and read.values[key] is None]
        if blank:
            listed = "；".join(place(form, key) for key in blank[:_LISTED])
            more = f" 等 {len(blank)} 格" if len(blank) > _LISTED else ""
            message = f"{len(blank)} 格空白或者画线；没有数据的应当填 0"
            yield Finding("blank", "warn", listed + more, message, 0, "空白")
        missing = [key for key in keys if key in read.missing]
        if missing:
            listed = "；".join(place(form, key) for key in missing[:_LISTED])
            more = f" 等 {len(missing)} 格" if len(missing) > _LISTED else ""
            message = (
                f"按{form.number}的格式，{table_place(form, table.key)}有 {len(missing)} 格没有找到，"
                "没有参加核对；请核对行、列是否齐全，名称是否与格式一致"
            )
            yield Finding("table.rows", "warn", listed + more, message, len(keys), len(keys) - len(missing))


def _told(one: Check) -> tuple[str, ...]:
    """The cells that the place names: the total of a sum, both cells of a comparison."""
    kind = one.rule.partition(".")[0]
    if kind in {"sum", "row", "outcomes", "carry", "open", "valid", "channels", "done", "reply", "most"}:
        return one.keys[:1]
    if kind == "balance":
        return (one.keys[0],)
    return one.keys[:_LISTED]


def _value(values: dict[str, Value], key: str) -> int | Decimal:
    value = values.get(key)
    return 0 if value is None else value


def _said(one: Check, values: dict[str, Value], previous: dict[str, Value] | None) -> tuple[Said, Said]:
    """Expected and found of a broken rule, as numbers where a rule has one of each."""
    kind, _, rest = one.rule.partition(".")
    first, *others = one.keys
    match kind:
        case "sum" | "row" | "outcomes":
            return sum(_value(values, key) for key in others), _value(values, first)
        case "balance":
            new, old, done, left = (_value(values, key) for key in one.keys)
            return new + old, done + left
        case "most":
            return f"≤ {_value(values, others[0])}", _value(values, first)
        case "channels":
            return f"≥ {_value(values, first)}", sum(_value(values, key) for key in others)
        case "carry":
            return _value(previous or {}, f"carry.next.{rest}"), _value(values, first)
        case "open":
            return f"≥ {_value(previous or {}, f't4.{rest}.open')}", _value(values, first)
        case "valid":
            issued, repealed = (_value(values, key) for key in others)
            return _value(previous or {}, first) + issued - repealed, _value(values, first)
        case "rules":
            return 0, "、".join(str(_value(values, key)) for key in one.keys)
        case "whole":
            return "不小于 0 的整数", "、".join(str(_value(values, key)) for key in one.keys[:_LISTED])
    return None, _value(values, first)


def _mend(one: Check) -> str:
    kind = one.rule.partition(".")[0]
    return {
        "sum": "请逐项核对台账后改正分项或者合计",
        "row": "请核对各类申请人的件数后改正",
        "outcomes": "请核对各种办理结果的件数后改正",
        "balance": "请核对新收、结转和办理结果后改正",
        "most": "请核对两项的口径后改正",
        "channels": "请核对各渠道的条数后改正",
        "carry": "请与上年度报告核对后改正，确属上年填错的在总体情况中说明",
        "open": "请与上年度报告核对",
        "valid": "如因重新清理不相等，请在正文说明",
        "rules": "请改为 0，规范性文件填在下一行",
        "whole": "请改正",
        "done": "请核对",
        "reply": "如有差别请核对",
    }.get(kind, "请核对后改正")


def _rules_severity(agency: str) -> Severity | None:
    """规章 other than 0: an error for a local bureau, nothing for a body that may make them."""
    if _MAY.search(agency):
        return None
    if not agency or not (_LOCAL.search(agency) or _GOVERNMENT.search(agency)):
        return "warn"
    rest = _PROVINCE.sub("", agency)
    city = _CITY.match(rest)
    listed = city is not None and city[1] in data("cities")["names"].split() and not _BELOW.search(rest)
    if _GOVERNMENT.search(agency):
        return None if listed or (city is None and rest != agency and not _BELOW.search(rest)) else "warn"
    if city is None:
        return "error" if rest == agency or _BELOW.search(rest) else "warn"
    return "warn" if listed else "error"


def tables_missing(read: Tables) -> Iterator[Finding]:
    """Tables that the format asks for and the report does not have."""
    for table in read.form.tables:
        if table.key in read.tables:
            continue
        old = not table.section
        what = table_place(read.form, table.key)
        message = (
            f"没有找到《{table.title}》（{read.form.number}）；请附在报告之后，没有数据的填 0"
            if old
            else f"没有找到{what}，{read.form.number}要求在正文中填表；请补上，没有数据的填 0"
        )
        yield Finding("table.missing", "warn" if old else "error", what, message, "有", "无")
