"""The oracle's reading of registers: rows of text, their keys, and what a cell says."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

Row = dict[str, str]
Value = int | Decimal | None

KEYS = {
    "items": ("索引号",),
    "complaints": ("来源渠道", "来源单号|登记编号"),
    "applications": ("登记编号",),
    "remedies": ("类型", "案号"),
    "penalties": ("处罚机关", "决定书文号"),
    "samples": ("抽样编号", "不合格项目"),
    "activities": ("类型", "名称", "日期"),
}
"""What makes two rows the same; ``a|b``: the first one that is filled."""


def register(folder: Path, kind: str) -> list[Row]:
    """The rows of a register as they stand after all its files: a later file's row replaces an earlier one's.

    Within one file equal rows count once, and differing rows of one key not at all.
    """
    held: dict[tuple[str, ...], Row] = {}
    for path in sorted(
        [*folder.glob(f"{kind}.csv"), *folder.glob(f"{kind}-*.csv")], key=lambda one: one.name
    ):
        in_file: dict[tuple[str, ...], list[Row]] = {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            for raw in csv.DictReader(file):
                row = {name: (cell or "").strip() for name, cell in raw.items() if name}
                in_file.setdefault(_key(kind, row), []).append(row)
        for key, rows in in_file.items():
            if all(row == rows[0] for row in rows):
                held[key] = rows[0]
    return list(held.values())


def _key(kind: str, row: Row) -> tuple[str, ...]:
    return tuple(next((row[name] for name in part.split("|") if row.get(name)), "") for part in KEYS[kind])


def day(cell: str) -> date | None:
    """The day of a cell with a date or a time; ``None`` of an empty one."""
    found = re.match(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})", cell)
    return date(*map(int, found.groups())) if found else None


def within(cell: str, year: int) -> bool:
    """Whether a cell's day lies in the year."""
    on = day(cell)
    return on is not None and on.year == year


def by_end(cell: str, year: int) -> bool:
    """Whether a cell's day is not after the end of the year."""
    on = day(cell)
    return on is not None and on.year <= year


def names(cell: str) -> set[str]:
    """The parts of a list cell."""
    return {part.strip() for part in re.split("[；;]", cell) if part.strip()}


def published(rows: list[Row], year: int) -> list[Row]:
    """Items that count: 主动公开, published in the year."""
    return [row for row in rows if row["公开方式"] == "主动公开" and within(row["发布日期"], year)]


def rounded(value: Decimal, places: int = 1) -> Decimal:
    """Half away from zero, as the form is filled by hand."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal | None:
    """Percent with one decimal; ``None`` of nothing."""
    return rounded(Decimal(100 * part) / whole) if whole else None
