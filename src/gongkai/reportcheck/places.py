"""How a finding names a cell of a statutory table, so that a person finds it again."""

from __future__ import annotations

from functools import cache

from gongkai.law.forms import BlockTable, Form, GroupTable, ListTable, MatrixTable

_NUMBERS = {"t2": "表二", "t3": "表三", "t4": "表四", "stat": "统计表"}


@cache
def _places(form: Form) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in form.tables:
        name = _NUMBERS.get(table.key, table.title)
        match table:
            case ListTable():
                found.update({row.key: f"{name} {row.full}" for row in table.rows if row.key})
            case BlockTable():
                found.update((key, f"{name} {full.replace('：', ' ', 1)}") for key, full, _ in table.cells())
            case MatrixTable():
                for line in table.counted:
                    for column in table.columns:
                        short = line.number or line.label
                        found[f"{line.key}.{column.key}"] = f"{name} {short} {column.label}"
            case GroupTable():
                for group in table.groups:
                    for key, column in zip(group.cells, table.columns, strict=True):
                        found[key] = f"{name} {group.label} {column.label}"
    return found


def place(form: Form, key: str) -> str:
    """``表三 三（一） 自然人``, ``表二 第二十条第（一）项 规章 现行有效件数``,
    ``统计表 三（一） 收到申请数``."""
    return _places(form).get(key, key)


def table_place(form: Form, table_key: str) -> str:
    """``表三（收到和处理政府信息公开申请情况）``."""
    return f"{_NUMBERS.get(table_key, table_key)}（{form.table(table_key).title}）"
