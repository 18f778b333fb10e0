"""The statutory tables of the annual report, as they are laid out on paper.

A form is the set of tables of one report year. Each table has one of four shapes; every shape knows the
keys of its cells in reading order, so that screen, paper and spreadsheet need no table of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from gongkai.law import registry
from gongkai.law.registry import Confidence, RuleSet
from gongkai.refusal import Refused

WAN = "万元"
"""Amounts in this unit have up to two decimals; every other figure is a whole number."""
MONEY = frozenset({WAN, "元"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a matrix: ``group`` is the head that spans it (``法人或其他组织``), or empty."""

    key: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list or of a matrix.

    ``key`` is empty for a heading. ``level`` is the indent (0 for 一、二、), ``ordinal`` what stands before
    the label, ``number`` the ordinals from the top (``三（三）1``), ``path`` the labels of the headings.
    ``leaf`` rows of a matrix are the outcomes that the total adds up.
    """

    key: str
    label: str
    ordinal: str
    number: str
    level: int
    path: tuple[str, ...]
    unit: str
    leaf: bool
    confidence: Confidence
    source: str

    @property
    def text(self) -> str:
        """Ordinal and label as printed: ``（一）收到申请数``, ``1.当面申请数``, ``其中：涉及国家秘密``."""
        if not self.ordinal:
            return self.label
        mark = "：" if self.ordinal == "其中" else "." if self.ordinal.isdigit() else ""
        mark = "、" if self.level == 0 else mark
        return f"{self.ordinal}{mark}{self.label}"

    @property
    def full(self) -> str:
        """Number and label for a place where the row stands alone: ``三（三）1 属于国家秘密``."""
        inside = "其中：" if self.ordinal == "其中" else ""
        return f"{self.number} {inside}{self.label}"


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list of indicators with label, unit and figure: the 2014 form. ``rows`` include headings."""

    key: str
    title: str
    section: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    source: str

    def cells(self) -> Iterator[tuple[str, str, str]]:
        """Key, full label and unit of every cell."""
        for row in self.rows:
            if row.key:
                yield row.key, row.full, row.unit


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One row of a block: what is counted and the keys of its cells, one for each head after the first."""

    key: str
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of table 2: ``heading`` (第二十条第（一）项), its column heads, units and rows."""

    heading: str
    heads: tuple[str, ...]
    units: tuple[str, ...]
    rows: tuple[BlockRow, ...]


@dataclass(frozen=True, slots=True)
class BlockTable:
    """Table 2 of the 2019 and 2021 forms: blocks with different columns below each other."""

    key: str
    title: str
    section: str
    blocks: tuple[Block, ...]
    source: str

    def cells(self) -> Iterator[tuple[str, str, str]]:
        """Key, full label and unit of every cell."""
        for block in self.blocks:
            for row in block.rows:
                for key, head, unit in zip(row.cells, block.heads[1:], block.units, strict=True):
                    yield key, f"{block.heading} {row.label}：{head}", unit


@dataclass(frozen=True, slots=True)
class MatrixTable:
    """Table 3 of the 2019 and 2021 forms: outcomes by kind of applicant; a cell is ``row.key.column.key``."""

    key: str
    title: str
    section: str
    note: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    source: str

    @property
    def counted(self) -> tuple[Row, ...]:
        """The rows that hold figures, without headings."""
        return tuple(row for row in self.rows if row.key)

    @property
    def leaves(self) -> tuple[Row, ...]:
        """The outcomes that add up to 总计."""
        return tuple(row for row in self.rows if row.leaf)

    def keys_of(self, row: Row) -> tuple[str, ...]:
        """The cell keys of a row, one a column; empty for a heading."""
        return tuple(f"{row.key}.{column.key}" for column in self.columns) if row.key else ()

    def cells(self) -> Iterator[tuple[str, str, str]]:
        """Key, full label and unit of every cell."""
        for row in self.counted:
            for column in self.columns:
                yield f"{row.key}.{column.key}", f"{row.full}：{column.label}", self.unit


@dataclass(frozen=True, slots=True)
class Group:
    """One group of table 4: ``heads`` from the outside in (行政诉讼, 未经复议直接起诉)."""

    key: str
    heads: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def label(self) -> str:
        """``行政复议`` or ``行政诉讼（复议后起诉）``."""
        return self.heads[0] + "".join(f"（{head}）" for head in self.heads[1:])


@dataclass(frozen=True, slots=True)
class GroupTable:
    """Table 4 of the 2019 and 2021 forms: three groups with the same five columns, in one row."""

    key: str
    title: str
    section: str
    unit: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    source: str

    def cells(self) -> Iterator[tuple[str, str, str]]:
        """Key, full label and unit of every cell."""
        for group in self.groups:
            for key, column in zip(group.cells, self.columns, strict=True):
                yield key, f"{group.label}：{column.label}", self.unit


Table = ListTable | BlockTable | MatrixTable | GroupTable


@dataclass(frozen=True)
class Form:
    """The statutory tables of one form, ``years`` the report years it is for (``None``: still in use)."""

    id: str
    title: str
    number: str
    years: tuple[int, int | None]
    tables: tuple[Table, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]
    parts: tuple[tuple[str, str], ...]
    _cells: Mapping[str, tuple[str, str]] = field(repr=False, compare=False)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All cell keys in the order of the tables."""
        return tuple(self._cells)

    def label_of(self, key: str) -> str:
        """The full label of a cell. Raises Refused for a key that this form does not have."""
        return self._cell(key)[0]

    def unit_of(self, key: str) -> str:
        """The unit of a cell. Raises Refused for a key that this form does not have."""
        return self._cell(key)[1]

    def table(self, key: str) -> Table:
        """The table ``stat``, ``t2``, ``t3`` or ``t4``. Raises Refused where the form has none such."""
        for table in self.tables:
            if table.key == key:
                return table
        raise Refused("unknown-table", f"{self.title}（{self.number}）没有表“{key}”", "请核对报告年度")

    @property
    def matrix(self) -> MatrixTable | None:
        """Table 3, or ``None`` in the 2014 form."""
        return next((table for table in self.tables if isinstance(table, MatrixTable)), None)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of table 4; none in the 2014 form."""
        found = (table for table in self.tables if isinstance(table, GroupTable))
        return next((table.groups for table in found), ())

    def _cell(self, key: str) -> tuple[str, str]:
        if key not in self._cells:
            raise Refused("unknown-figure", f"{self.number}的表格没有指标“{key}”", "请核对报告年度与指标代码")
        return self._cells[key]


def _rows(table: Mapping[str, Any], unit: str) -> tuple[Row, ...]:
    rows: list[Row] = []
    above: list[tuple[str, str, str]] = []
    for entry in table["rows"]:
        level, ordinal = entry["level"], entry["n"]
        del above[level:]
        number = "".join(one for one, _, _ in above)
        if ordinal and ordinal != "其中":
            number += ordinal
        row = Row(
            key=entry.get("key", ""),
            label=entry["label"],
            ordinal=ordinal,
            number=number,
            level=level,
            path=tuple(text for _, _, text in above),
            unit=entry.get("unit", unit),
            leaf=entry.get("leaf", False),
            confidence=Confidence(entry.get("confidence", table["confidence"])),
            source=entry.get("source", table["source"]),
        )
        rows.append(row)
        above.append((ordinal if ordinal != "其中" else "", row.label, row.text))
    return tuple(rows)


def _block(entry: Mapping[str, Any]) -> Block:
    rows = tuple(
        BlockRow(row["key"], row["label"], tuple(f"{row['key']}.{name}" for name in entry["fields"]))
        for row in entry["rows"]
    )
    return Block(entry["heading"], tuple(entry["heads"]), tuple(entry["units"]), rows)


def _group(table: str, entry: Mapping[str, Any], columns: tuple[Column, ...]) -> Group:
    cells = tuple(f"{table}.{entry['key']}.{column.key}" for column in columns)
    return Group(entry["key"], tuple(entry["heads"]), cells)


def _table(entry: Mapping[str, Any]) -> Table:
    key, title, section, source = (entry[name] for name in ("key", "title", "section", "source"))
    if entry["kind"] == "list":
        return ListTable(key, title, section, tuple(entry["heads"]), _rows(entry, ""), source)
    if entry["kind"] == "blocks":
        return BlockTable(key, title, section, tuple(map(_block, entry["blocks"])), source)
    columns = tuple(Column(**column) for column in entry["columns"])
    unit = entry["unit"]
    if entry["kind"] == "matrix":
        return MatrixTable(key, title, section, entry["note"], unit, columns, _rows(entry, unit), source)
    groups = tuple(_group(key, one, columns) for one in entry["groups"])
    return GroupTable(key, title, section, unit, columns, groups, source)


def _form(rule: RuleSet) -> Form:
    tables = tuple(map(_table, rule.data["table"]))
    cells = {key: (label, unit) for table in tables for key, label, unit in table.cells()}
    return Form(
        id=rule.id,
        title=rule.title,
        number=rule.number,
        years=(rule.from_.year, rule.to.year if rule.to else None),
        tables=tables,
        sums=tuple((entry["total"], tuple(entry["parts"])) for entry in rule.data.get("sum", ())),
        parts=tuple((entry["part"], entry["whole"]) for entry in rule.data.get("most", ())),
        _cells=cells,
    )


@cache
def forms() -> tuple[Form, ...]:
    """All forms, oldest first."""
    return tuple(map(_form, registry.of_field("report")))


def form(identity: str) -> Form:
    """The form with that id, for example ``report.fmt_2021``. Raises Refused for an unknown one."""
    for one in forms():
        if one.id == identity:
            return one
    raise Refused(
        "unknown-form",
        f"没有编号为“{identity}”的统计表格式",
        f"可以是 {'、'.join(one.id for one in forms())}",
    )


def form_for_year(year: int) -> Form:
    """The form of a report year. Raises Refused for a year before the first national form."""
    for one in forms():
        first, last = one.years
        if first <= year and (last is None or year <= last):
            return one
    first = forms()[0].years[0]
    raise Refused("no-form", f"{year} 年没有全国统一的统计表格式", f"统计表自 {first} 年度起；请核对报告年度")
