"""Reads an office's own table of days off and adjusted working days for years not shipped yet.

TOML, one table a year::

    [2027]
    offdays = [2027-01-01, 2027-01-02]
    workdays = [2027-01-03]

or CSV with the headers ``日期,类型`` and optionally ``名称``; 类型 is ``放假`` or ``上班``::

    日期,类型,名称
    2027-01-01,放假,元旦
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gongkai.law.calendar import Calendar, YearTable
from gongkai.refusal import Refused

_OFF_WORDS = {"放假", "休息", "off", "offday"}
_WORK_WORDS = {"上班", "调休上班", "补班", "work", "workday"}
_MEND = "每年一张表：[2027] offdays = [...] workdays = [...]，或 CSV 列 日期,类型(放假|上班),名称"


def read_calendar(path: Path) -> Calendar:
    """The shipped calendar with the tables of the file at ``path`` on top. Raises Refused."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise Refused(
            "calendar-unreadable", f"读不出日历文件 {path}", "请给出 UTF-8 的 TOML 或 CSV 文件"
        ) from problem
    return Calendar(read_csv(text) if path.suffix.lower() == ".csv" else read_toml(text))


def read_toml(text: str) -> list[YearTable]:
    """The year tables of a TOML document. Raises Refused."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise Refused("calendar-format", f"日历文件不是有效的 TOML：{problem}", _MEND) from problem
    tables = []
    for key, entry in document.items():
        if not (key.isdecimal() and isinstance(entry, dict)) or set(entry) - {"offdays", "workdays"}:
            raise Refused("calendar-format", f"日历文件中不认识“{key}”一节", _MEND)
        offdays = dict.fromkeys(_days(entry, "offdays", int(key)), "")
        tables.append(_table(int(key), offdays, set(_days(entry, "workdays", int(key)))))
    return _some(tables)


def read_csv(text: str) -> list[YearTable]:
    """The year tables of a CSV document. Raises Refused."""
    offdays: dict[int, dict[date, str]] = defaultdict(dict)
    workdays: dict[int, set[date]] = defaultdict(set)
    rows = csv.DictReader(io.StringIO(text))
    if not {"日期", "类型"} <= set(rows.fieldnames or ()):
        raise Refused("calendar-format", "日历文件缺少“日期”或“类型”列", _MEND)
    for line, row in enumerate(rows, start=2):
        try:
            day = date.fromisoformat((row["日期"] or "").strip())
        except ValueError as problem:
            raise Refused(
                "calendar-format", f"日历文件第 {line} 行的日期“{row['日期']}”不对", _MEND
            ) from problem
        kind = (row["类型"] or "").strip().lower()
        if kind in _OFF_WORDS:
            offdays[day.year][day] = (row.get("名称") or "").strip()
        elif kind in _WORK_WORDS:
            workdays[day.year].add(day)
        else:
            raise Refused("calendar-format", f"日历文件第 {line} 行的类型“{kind}”不对", _MEND)
    years = sorted({*offdays, *workdays})
    return _some([_table(year, offdays[year], workdays[year]) for year in years])


def _some(tables: list[YearTable]) -> list[YearTable]:
    if not tables:
        raise Refused("calendar-format", "日历文件里没有任何一年", _MEND)
    return tables


def _table(year: int, offdays: dict[date, str], workdays: set[date]) -> YearTable:
    both = sorted(set(offdays) & workdays)
    if both:
        raise Refused("calendar-format", f"日历文件里 {both[0]} 既放假又上班", _MEND)
    if not offdays:
        raise Refused(
            "calendar-format", f"日历文件里 {year} 年没有一天放假", "请按国务院办公厅当年的通知补全放假日"
        )
    return YearTable(year, offdays, frozenset(workdays))


def _days(entry: dict[str, Any], key: str, year: int) -> list[date]:
    days = entry.get(key, [])
    if not isinstance(days, list):
        raise Refused("calendar-format", f"日历文件 {year} 年的 {key} 应是日期的列表", _MEND)
    for day in days:
        if not isinstance(day, date) or isinstance(day, datetime) or day.year != year:
            raise Refused("calendar-format", f"日历文件 {year} 年的 {key} 里“{day}”不是该年的日期", _MEND)
    return days
