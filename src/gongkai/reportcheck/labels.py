"""Which statutory form a report follows, told by the labels of its tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gongkai.law.forms import BlockTable, Form, GroupTable, ListTable, MatrixTable, forms
from gongkai.reportcheck.paper import Paper
from gongkai.reportcheck.words import compact, label, letters

_LEAST = 2
"""Labels of a form that nothing else has: so many must be there before the form is recognised."""
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Followed:
    """The forms whose own labels were found, the most complete first; ``table_3`` whether the matrix that
    the newer forms share is there."""

    forms: tuple[Form, ...]
    table_3: bool


@cache
def _labels(form: Form) -> frozenset[str]:
    found: set[str] = set()
    for table in form.tables:
        match table:
            case ListTable():
                # Its headings (主动公开情况) are words of every narrative.
                found.update(label(row.label) for row in table.rows if row.key)
            case MatrixTable():
                found.update(label(row.label) for row in table.rows)
            case BlockTable():
                found.update(label(head) for block in table.blocks for head in block.heads)
                found.update(label(row.label) for block in table.blocks for row in block.rows)
            case GroupTable():
                found.update(label(column.label) for column in table.columns)
    return frozenset(one for one in found if len(one) >= _SHORT)


def is_statutory(cells: Iterable[str]) -> bool:
    """Whether one of the cells of a table bears a label of a statutory one."""
    known = frozenset[str]().union(*map(_labels, forms()))
    return any(label(text) in known for text in cells)


@cache
def _own(form: Form) -> tuple[str, ...]:
    """The labels that no other form has, not even inside a longer one."""
    others = [one for other in forms() if other is not form for one in _labels(other)]
    titles = {label(table.title) for table in form.tables}
    own = (one for one in _labels(form) - titles if not any(one in other for other in others))
    return tuple(sorted(own))


def words_of_tables(paper: Paper) -> str:
    """All labels of the report in one string; of a file with tables the tables alone."""
    if paper.grids:
        cells = (cell.text for grid in paper.grids for row in grid.rows for cell in row)
        return "|".join(dict.fromkeys(label(text) for text in cells))
    # In a PDF or a text a long label goes over several lines, so line breaks do not count.
    return label_run("".join(line.text for line in paper.lines))


def label_run(text: str) -> str:
    """Text as labels are looked for in it: letters only, without parentheses."""
    return letters(compact(text))


def followed(paper: Paper) -> Followed:
    """The forms that the report follows. Figures of ours name theirs."""
    if paper.values is not None:
        named = tuple(one for one in forms() if one.id == paper.form)
        fitting = tuple(one for one in forms() if set(one.keys) == set(paper.values))
        return Followed(named or fitting, False)
    words = words_of_tables(paper)
    shares: list[tuple[float, Form]] = []
    for form in forms():
        own = _own(form)
        found = sum(one in words for one in own)
        if found >= _LEAST:
            shares.append((found / len(own), form))
    shares.sort(key=lambda one: one[0], reverse=True)
    shared = "本年新收政府信息公开申请数量" in words and "结转下年度继续办理" in words
    return Followed(tuple(form for _, form in shares), shared)
