"""Tables from a cell in normal notation to its value, and the way into the normal notation.

A register repeats itself: the same days, words and amounts stand in thousands of rows. So every column
that is not text has a table (:class:`Meanings`) that is asked once for each cell. It knows normal
notations only; anything else raises KeyError, and the row takes the slow way through
:meth:`Meanings.normal`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from gongkai.ledgers import cells
from gongkai.ledgers.cells import BadCell, plain, quoted
from gongkai.ledgers.registers import Column, Type

KEPT = 100_000
"""Meanings that a table remembers; beyond it forgets all and starts anew."""

Reader = Callable[[str], tuple[str, Any]]


class Meanings(dict[str, Any]):
    """Normal notation → value for one column, filled as cells are met."""

    def __init__(self, read: Reader, empty: Any = None, *, required: bool = False) -> None:
        super().__init__()
        self._read = read
        self._empty = empty
        self._required = required
        self._normal: dict[str, str] = {}

    def __missing__(self, cell: str) -> Any:
        if not cell:
            if self._required:
                raise KeyError(cell)
            self[cell] = self._empty
            return self._empty
        try:
            normal, value = self._read(cell)
        except BadCell:
            raise KeyError(cell) from None
        if normal != cell:
            raise KeyError(cell)
        if len(self) >= KEPT:
            self.clear()
        self[cell] = value
        return value

    def normal(self, cell: str) -> str:
        """The normal notation of a cell. Raises BadCell with the reason."""
        if not cell:
            if self._required:
                raise BadCell("不能为空")
            return cell
        if (known := self._normal.get(cell)) is not None:
            return known
        normal, _ = self._read(cell)
        if len(self._normal) >= KEPT:
            self._normal.clear()
        self._normal[cell] = normal
        return normal


class Days(Meanings):
    """``YYYY-MM-DD`` → date."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(cells.read_day, required=required)


class Moments(Days):
    """A column of days with or without a time: holds the days, ``normal`` takes the whole cell."""

    def normal(self, cell: str) -> str:
        """The normal notation of day and time. Raises BadCell."""
        if not cell:
            return super().normal(cell)
        if (known := self._normal.get(cell)) is not None:
            return known
        normal, _, _ = cells.read_moment(cell)
        if len(self._normal) >= KEPT:
            self._normal.clear()
        self._normal[cell] = normal
        return normal


class Times(dict[str, time | None]):
    """What stands behind the day, ``" HH:MM"`` or ``" HH:MM:SS"`` → time; nothing → ``None``."""

    def __missing__(self, rest: str) -> time | None:
        if not rest:
            self[rest] = None
            return None
        try:
            at = time.fromisoformat(rest[1:])
        except ValueError:
            raise KeyError(rest) from None
        if rest != f" {cells.clock(at)}" or at.tzinfo is not None:
            raise KeyError(rest)
        self[rest] = at
        return at


TIMES = Times()
"""Shared by all columns: at most one entry for each second of a day."""


def word_reader(column: Column) -> Reader:
    """Reads one word of the column's list, in any spelling that it knows."""
    spellings = column.spellings()

    def read(cell: str) -> tuple[str, str]:
        word = spellings.get(plain(cell))
        if word is None:
            raise BadCell(_outside(cell, column.words))
        return word, word

    return read


def _outside(cell: str, words: tuple[str, ...]) -> str:
    shown = "、".join(words) if len(words) <= 12 else "、".join(words[:6]) + "等"
    return f"{quoted(cell, words)}不在可选值中（{shown}）"


def list_reader(column: Column) -> Reader:
    """Reads parts separated by ；, each of them one of the column's words if it has any."""
    if not column.words:
        return cells.read_list
    spellings = column.spellings()

    def read(cell: str) -> tuple[str, tuple[str, ...]]:
        _, parts = cells.read_list(cell.replace("、", "；").replace("，", "；").replace(",", "；"))
        for part in parts:
            if plain(part) not in spellings:
                raise BadCell(_outside(part, column.words))
        words = tuple(dict.fromkeys(spellings[plain(part)] for part in parts))
        return "；".join(words), words

    return read


def meanings(column: Column) -> Meanings | None:
    """The table of a column; ``None`` for text."""
    required = column.required
    match column.type:
        case Type.TEXT:
            return None
        case Type.DAY:
            return Days(required=required)
        case Type.MOMENT:
            return Moments(required=required)
        case Type.WORD:
            return Meanings(word_reader(column), "", required=required)
        case Type.LIST:
            return Meanings(list_reader(column), (), required=required)
    readers: dict[Type, Reader] = {
        Type.FLAG: cells.read_flag,
        Type.YUAN: cells.read_yuan,
        Type.WAN: cells.read_wan,
        Type.COUNT: cells.read_count,
    }
    return Meanings(readers[column.type], required=required)
