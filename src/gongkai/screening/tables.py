"""Names in the columns of tables: CSV, tabs, strokes. The head says whose names a column holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.screening import names, near, words
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.kinds.persons import rule_for

_HEADS = frozenset(words.COLUMNS)
_CELL = {
    ",": re.compile(r'"(?P<quoted>(?:[^"\n]|"")*)"|(?P<plain>[^,"\n]+)'),
    "\t": re.compile(r'"(?P<quoted>[^"\n]*)"|(?P<plain>[^\t\n]+)'),
    "|": re.compile(r'"(?P<quoted>[^"\n]*)"|(?P<plain>[^|\n]+)'),
}
_SENTENCE = near.lazy("[。；！？]")
_LONGEST, _ROWS, _EMPTY = 30, 100_000, 2
_NAME = near.lazy(r"[一-龥]{1,2}[ \t]{1,4}[一-龥]$")

Cell = tuple[int, int, int]
"""Column, start, end."""


def find(body: str, windows: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """The names in tables whose heads stand in ``windows``."""
    seen: set[int] = set()
    for start, end in windows:
        at = body.rfind("\n", 0, start) + 1
        while at < end:
            stop = body.find("\n", at)
            stop = len(body) if stop < 0 else stop
            if at not in seen:
                seen.add(at)
                yield from _table(body, at, stop, seen)
            at = stop + 1


def _table(body: str, start: int, stop: int, seen: set[int]) -> Iterator[Hit]:
    """The names under one line, when it is a head."""
    mark = _mark(body, start, stop)
    if not mark:
        return
    columns = {
        column: words.WHOM_BY_LABEL.get(_label(body[left:right]), Whom.UNKNOWN)
        for column, left, right in _cells(body, start, stop, mark)
        if _label(body[left:right]) in _HEADS
    }
    at = stop + 1
    for _ in range(_ROWS if columns else 0):
        if at >= len(body):
            return
        stop = body.find("\n", at)
        stop = len(body) if stop < 0 else stop
        if body.count(mark, at, stop) == 0:
            return
        seen.add(at)
        for column, left, right in _cells(body, at, stop, mark):
            if column in columns and _is_name(body[left:right]):
                yield Hit(rule_for(columns[column]), left, right, columns[column], body[left:right])
        at = stop + 1


def _mark(body: str, start: int, stop: int) -> str:
    """What parts the cells of a line, empty when it is none of a table's head."""
    line = body[start:stop]
    if len(line) > 400 or _SENTENCE.search(line):
        return ""
    mark = max(",\t|", key=line.count)
    cells = line.count(mark) + 1
    return mark if cells >= _EMPTY and len(line) < cells * _LONGEST else ""


def _label(cell: str) -> str:
    return re.sub(r"[ \u3000\t：:*]|[（(].*", "", cell)


def _cells(body: str, start: int, stop: int, mark: str) -> Iterator[Cell]:
    """The cells of a line with their columns, without quotes and blanks around."""
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
