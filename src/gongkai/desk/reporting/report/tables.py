"""The statutory tables as blocks, laid out as the law's forms say."""

from __future__ import annotations

from math import lcm

from gongkai.desk.reporting.figures import Results
from gongkai.law.forms import BlockTable, GroupTable, ListTable, MatrixTable, Table
from gongkai.papers import blocks as b

_LABELS = 3
"""Label columns of table 3: 三, （三）, 1."""


def table(of: Table, results: Results, title: str = "") -> b.Table:
    """A statutory table with the values of a year; every number is a reference to its figure."""
    title = title or of.title
    match of:
        case ListTable():
            return _list(of, results, title)
        case BlockTable():
            return _blocks(of, results, title)
        case MatrixTable():
            return _matrix(of, results, title)
        case GroupTable():
            return _groups(of, results, title)


def _number(key: str, results: Results, colspan: int = 1) -> b.Cell:
    return b.cell(b.Figure(key, results[key].text), align="right", colspan=colspan)


def _list(of: ListTable, results: Results, title: str) -> b.Table:
    body: list[tuple[b.Cell, ...]] = []
    for row in of.rows:
        indent = min(max(row.level - 1, 0), 2)
        if row.key:
            label = b.cell(row.text, header=True, indent=indent)
            body.append((label, b.cell(row.unit, align="center"), _number(row.key, results)))
        else:
            body.append((b.cell(row.text, header=True, colspan=3),))
    return b.table(title, [of.heads], body, widths=(70, 12, 18))


def _blocks(of: BlockTable, results: Results, title: str) -> b.Table:
    columns = lcm(*(len(block.heads) for block in of.blocks))
    body: list[tuple[b.Cell, ...]] = []
    for block in of.blocks:
        span = columns // len(block.heads)
        body.append((b.cell(block.heading, header=True, colspan=columns, align="center"),))
        body.append(tuple(b.cell(head, header=True, colspan=span, align="center") for head in block.heads))
        for row in block.rows:
            label = b.cell(row.label, header=True, colspan=span)
            body.append((label, *(_number(key, results, span) for key in row.cells)))
    return b.table(title, [], body)


def _matrix(of: MatrixTable, results: Results, title: str) -> b.Table:
    rows: list[tuple[b.Cell, ...]] = []
    waiting: list[b.Cell] = []
    for place, row in enumerate(of.rows):
        if not row.key:
            below = 0
            for later in of.rows[place + 1 :]:
                if later.level <= row.level:
                    break
                below += bool(later.key)
            waiting.append(b.cell(row.text, header=True, rowspan=below))
            continue
        label = b.cell(row.text, header=True, colspan=_LABELS - row.level)
        rows.append((*waiting, label, *(_number(key, results) for key in of.keys_of(row))))
        waiting = []
    return b.table(title, _matrix_head(of), rows, unit=of.unit, widths=(6, 12, 26, 8, 8, 8, 8, 8, 8, 8))


def _matrix_head(of: MatrixTable) -> list[tuple[b.Cell, ...]]:
    groups = [column.group for column in of.columns]
    second: list[b.Cell] = []
    third: list[b.Cell] = []
    for place, column in enumerate(of.columns):
        if not column.group:
            second.append(b.cell(column.label, rowspan=2, align="center"))
            continue
        if place == 0 or groups[place - 1] != column.group:
            second.append(b.cell(column.group, colspan=groups.count(column.group), align="center"))
        third.append(b.cell(column.label, align="center"))
    note = b.cell(f"（{of.note}）", colspan=_LABELS, rowspan=3)
    first = (note, b.cell("申请人情况", colspan=len(of.columns), align="center"))
    return [first, tuple(second), tuple(third)]


def _groups(of: GroupTable, results: Results, title: str) -> b.Table:
    deep = max(len(group.heads) for group in of.groups)
    heads: list[tuple[b.Cell, ...]] = []
    for level in range(deep):
        row: list[b.Cell] = []
        for place, group in enumerate(of.groups):
            if level >= len(group.heads):
                continue
            before = of.groups[place - 1].heads if place else ()
            if before[: level + 1] == group.heads[: level + 1] and level < len(group.heads) - 1:
                continue
            last = level == len(group.heads) - 1
            same = [one for one in of.groups if one.heads[: level + 1] == group.heads[: level + 1]]
            row.append(
                b.cell(
                    group.heads[level],
                    colspan=len(of.columns) * (1 if last else len(same)),
                    rowspan=deep - level if last else 1,
                    align="center",
                )
            )
        heads.append(tuple(row))
    heads.append(tuple(b.cell(column.label, align="center") for _ in of.groups for column in of.columns))
    body = [tuple(_number(key, results) for group in of.groups for key in group.cells)]
    return b.table(title, heads, body, unit=of.unit)
