"""``figures.json`` and ``figures.xlsx`` (FORMATS.md 3)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.desk.reporting.figures.model import Result, Value
from gongkai.desk.reporting.figures.year import Year
from gongkai.desk.reporting.report.checks import Check

_HEAD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")


def plain(value: Value) -> int | float | None:
    """A value as a JSON number."""
    return float(value) if isinstance(value, Decimal) else value


def _figure(result: Result) -> dict[str, Any]:
    figure = result.figure
    said: dict[str, Any] = {
        "value": plain(result.value),
        "unit": figure.unit,
        "label": figure.label,
        "definition": figure.definition,
        "records": result.records,
    }
    if result.denominator is not None:
        said |= {"numerator": result.numerator, "denominator": result.denominator}
    if result.by:
        said["stated_by"] = result.by
    return said


def as_json(year: Year, checks: Iterable[Check]) -> dict[str, Any]:
    """The document that ``figures.json`` holds."""
    return {
        "agency": year.agency.name,
        "agency_code": year.agency.code,
        "year": year.year,
        "period": {"from": year.period.first.isoformat(), "to": year.period.last.isoformat()},
        "forms": [year.form.id],
        "figures": {key: _figure(result) for key, result in year.all().items()},
        "checks": [check.as_json() for check in checks],
    }


def json_bytes(year: Year, checks: Iterable[Check]) -> bytes:
    """``figures.json`` as it is written."""
    return (json.dumps(as_json(year, checks), ensure_ascii=False, indent=2) + "\n").encode()


def xlsx_bytes(year: Year, checks: Iterable[Check]) -> bytes:
    """``figures.xlsx``: all figures, the statutory table, the checks."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "指标"
    _sheet(
        first,
        ("指标", "名称", "数值", "单位", "上年", "记录数", "分子", "分母", "定义", "填报人"),
        (_row(year, key, result) for key, result in year.own().items()),
        (44, 40, 12, 8, 12, 10, 10, 10, 70, 12),
    )
    _sheet(
        book.create_sheet("统计表"),
        ("指标", "统计指标", "单位", "统计数", "上年"),
        (
            (
                key,
                year.form.label_of(key),
                year.form.unit_of(key),
                plain(year.now.value(key)),
                plain(_before(year, key)),
            )
            for key in year.form.keys
        ),
        (30, 70, 8, 12, 12),
    )
    _sheet(
        book.create_sheet("检查"),
        ("规则", "结果", "级别", "说明"),
        (
            (
                check.rule,
                "通过" if check.ok else "未通过",
                "错误" if check.severity == "error" else "提示",
                check.detail,
            )
            for check in checks
        ),
        (30, 10, 8, 90),
    )  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(year: Year, key: str, result: Result) -> tuple[object, ...]:
    figure = result.figure
    return (
        key,
        figure.label,
        plain(result.value),
        figure.unit,
        plain(_before(year, key)),
        result.records,
        result.numerator,
        result.denominator,
        figure.definition,
        result.by or None,
    )


def _before(year: Year, key: str) -> Value:
    found = year.before.find(key)
    return found.value if found else None


def _sheet(
    sheet: Worksheet, heads: tuple[str, ...], rows: Iterable[tuple[Any, ...]], widths: tuple[int, ...]
) -> None:
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula
    for cell in sheet[1]:
        cell.font = _HEAD
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
        for cell in sheet[chr(ord("A") + place)]:
            cell.alignment = _WRAP
    sheet.freeze_panes = "B2"
