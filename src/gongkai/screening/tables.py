"""The columns of tables: CSV, tabs, strokes, blanks. The head says whose names a column holds, and in a table
set with blanks what its numbers and addresses are (住址, 批号): in the others each cell is read by itself.

A page of a PDF gives the row of a table as a line with blanks between its cells (序号 姓名 单位), a typed
list too. There a row counts when it has as many cells as the head, or begins with a number under 序号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.screening import names, near, words
from gongkai.screening.files.fields import OF_VALUES, headings
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.kinds.persons import rule_for

_HEADS = frozenset(words.COLUMNS)
_OF_VALUES = frozenset(OF_VALUES)
_OFFICERS = re.compile(words.OFFICER_NUMBER)
"""Heads of columns beside which the names are those of officers."""
_CELL = {
    ",": re.compile(r'"(?P<quoted>(?:[^"\n]|"")*)"|(?P<plain>[^,"\n]+)'),
    "\t": re.compile(r'"(?P<quoted>[^"\n]*)"|(?P<plain>[^\t\n]+)'),
    "|": re.compile(r'"(?P<quoted>[^"\n]*)"|(?P<plain>[^|\n]+)'),
    " ": re.compile(r"[^ \u3000\r\n]+"),
}
_NUMBERED = frozenset({"序号", "编号", "号"})
_WRAPPED = 3
"""Lines in a table set with blanks that are no row: what a cell had no room for."""
_SENTENCE = near.lazy("[。；！？]")
_LONGEST, _ROWS, _EMPTY = 30, 100_000, 2
_NAME = near.lazy(r"[一-龥]{1,2}[ \t]{1,4}[一-龥]$")

Cell = tuple[int, int, int]
"""Column, start, end."""


Valued = list[tuple[str, int, int]]
"""Cells with the field that heads their column."""


def find(body: str, windows: Sequence[tuple[int, int]], valued: Valued) -> Iterator[Hit]:
    """The names in tables whose heads stand in ``windows``; the cells of other fields go into ``valued``."""
    seen: set[int] = set()
    for start, end in windows:
        at = body.rfind("\n", 0, start) + 1
        while at < end:
            stop = body.find("\n", at)
            stop = len(body) if stop < 0 else stop
            if at not in seen:
                seen.add(at)
                yield from _table(body, at, stop, seen, valued)
            at = stop + 1


def _table(body: str, start: int, stop: int, seen: set[int], valued: Valued) -> Iterator[Hit]:
    """The names under one line, when it is a head, and the cells of fields."""
    mark = _mark(body, start, stop)
    if not mark:
        return
    head = [(column, _label(body[left:right])) for column, left, right in _cells(body, start, stop, mark)]
    columns = {
        column: words.WHOM_BY_LABEL.get(label, Whom.UNKNOWN) for column, label in head if label in _HEADS
    }
    if any(_OFFICERS.fullmatch(label) for _, label in head):
        columns |= {column: Whom.OFFICIAL for column, label in head if label == "姓名"}
    fields = {column: label for column, label in head if mark == " " and label in _OF_VALUES}
    rows = _spaced_rows(body, stop + 1, head) if mark == " " else _rows(body, stop + 1, mark)
    for at, cells in rows if columns or fields else ():
        seen.add(at)
        for column, left, right in cells:
            if column in fields:
                valued.append((fields[column], left, right))
            elif column in columns and _is_name(body[left:right]):
                yield Hit(rule_for(columns[column]), left, right, columns[column], body[left:right])


def _lines(body: str, at: int) -> Iterator[tuple[int, int]]:
    """The lines from ``at``."""
    for _ in range(_ROWS):
        if at >= len(body):
            return
        stop = body.find("\n", at)
        stop = len(body) if stop < 0 else stop
        yield at, stop
        at = stop + 1


def _rows(body: str, at: int, mark: str) -> Iterator[tuple[int, list[Cell]]]:
    """Lines with their cells, up to the first one that has but one."""
    for start, stop in _lines(body, at):
        if body.count(mark, start, stop) == 0:
            return
        yield start, list(_cells(body, start, stop, mark))


def _spaced_rows(body: str, at: int, head: list[tuple[int, str]]) -> Iterator[tuple[int, list[Cell]]]:
    """Lines with blanks between their cells, as many as ``head`` has, up to a few that are none."""
    wrapped = 0
    for start, stop in _lines(body, at):
        cells = list(_cells(body, start, stop, " "))
        if len(cells) == len(head):
            wrapped = 0
            yield start, cells
        elif head[0][1] in _NUMBERED and len(cells) > 1 and body[cells[0][1] : cells[0][2]].isdigit():
            wrapped = 0
            yield start, cells[:2]
        else:
            wrapped += 1
            if wrapped > _WRAPPED:
                return


def _mark(body: str, start: int, stop: int) -> str:
    """What parts the cells of a line, empty when it is none of a table's head."""
    line = body[start:stop]
    if len(line) > 400 or _SENTENCE.search(line):
        return ""
    mark = max(",\t|", key=line.count)
    cells = line.count(mark) + 1
    if cells == 1 and headings(_CELL[" "].findall(line)):
        return " "
    return mark if cells >= _EMPTY and len(line) < cells * _LONGEST else ""


def _label(cell: str) -> str:
    return re.sub(r"[ \u3000\t：:*]|[（(].*", "", cell)


def _cells(body: str, start: int, stop: int, mark: str) -> Iterator[Cell]:
    """The cells of a line with their columns, without quotes and blanks around."""
    if mark == " ":
        spaced = _CELL[mark].finditer(body, start, stop)
        yield from ((column, cell.start(), cell.end()) for column, cell in enumerate(spaced))
        return
    for found in _CELL[mark].finditer(body, start, stop):
        group = found.lastgroup or "plain"
        left, right = found.span(group)
        while left < right and body[left] in " \u3000\t\r":
            left += 1
        while left < right and body[right - 1] in " \u3000\t\r":
            right -= 1
        if left < right:
            yield _column(body, start, found.start(), mark), left, right


def _column(body: str, start: int, at: int, mark: str) -> int:
    """How many marks outside of quotes stand before ``at``."""
    before = body[start:at]
    return (re.sub('"[^"\n]*"', "", before) if '"' in before else before).count(mark)


def _is_name(cell: str) -> bool:
    """Whether a cell is a full name and nothing else."""
    if not 2 <= len(cell) <= 20 or names.is_masked(cell) or names.is_word(cell):
        return False
    end = names.name_end(cell.replace("\u3000", " ") + "，", 0, sure=True)
    return end == len(cell) or (end is not None and _NAME.fullmatch(cell) is not None)
