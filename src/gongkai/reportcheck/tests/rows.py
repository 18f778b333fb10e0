"""The statutory tables as rows of cells with spans, for the reports of the tests."""

from __future__ import annotations

from gongkai.law.forms import BlockTable, GroupTable, ListTable, MatrixTable

Spans = list[list[tuple[str, int, int]]]
"""Rows of (text, columns, rows)."""


def rows_of(table, values) -> Spans:
    """A statutory table as rows of (text, columns, rows)."""
    match table:
        case ListTable():
            return _list(table, values)
        case BlockTable():
            return _blocks(table, values)
        case MatrixTable():
            return _matrix(table, values)
        case GroupTable():
            return _groups(table, values)
    raise AssertionError


def _list(table, values) -> Spans:
    rows = [[(head, 1, 1) for head in table.heads]]
    for row in table.rows:
        if row.key:
            rows.append([(row.text, 1, 1), (row.unit, 1, 1), (str(values[row.key]), 1, 1)])
        else:
            rows.append([(row.text, 3, 1)])
    return rows


def _blocks(table, values) -> Spans:
    rows: Spans = []
    for block in table.blocks:
        span = 12 // len(block.heads)
        rows.append([(block.heading, 12, 1)])
        rows.append([(head, span, 1) for head in block.heads])
        rows += [
            [(row.label, span, 1), *((str(values[key]), span, 1) for key in row.cells)] for row in block.rows
        ]
    return rows


def _matrix(table, values) -> Spans:
    rows: Spans = [
        [(f"（{table.note}）", 3, 3), ("申请人情况", 7, 1)],
        [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
        [(column.label, 1, 1) for column in table.columns if column.group],
    ]
    waiting: list[tuple[str, int, int]] = []
    for place, row in enumerate(table.rows):
        if not row.key:
            below = 0
            for later in table.rows[place + 1 :]:
                if later.level <= row.level:
                    break
                below += bool(later.key)
            waiting.append((row.text, 1, below))
            continue
        cells = [(str(values[key]), 1, 1) for key in table.keys_of(row)]
        rows.append([*waiting, (row.text, 3 - row.level, 1), *cells])
        waiting = []
    return rows


def _groups(table, values) -> Spans:
    heads = [(column.label, 1, 1) for _ in table.groups for column in table.columns]
    return [
        [("行政复议", 5, 2), ("行政诉讼", 10, 1)],
        [("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
        heads,
        [(str(values[key]), 1, 1) for group in table.groups for key in group.cells],
    ]
