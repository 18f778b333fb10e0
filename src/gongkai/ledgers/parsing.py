"""One line of a file to one typed row: normal notation, digest, values, rules between columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from typing import Any

from gongkai.ledgers.cells import BadCell
from gongkai.ledgers.headers import Layout
from gongkai.ledgers.notation import TIMES, Meanings, meanings
from gongkai.ledgers.profiles import Profile
from gongkai.ledgers.reading.table import CONTROL, Table
from gongkai.ledgers.registers import Register, Type
from gongkai.ledgers.rows import Row, maker
from gongkai.ledgers.rules import Rules

DIGEST_SIZE = 16
_PART, _EXTRA = "\x1f", "\x1e"

Problem = tuple[str, str]
"""A column and what is wrong or odd there."""


@dataclass(slots=True)
class Parsed:
    """What became of a line that is not simply a row: problems (then ``row`` is None) or oddities."""

    row: Row | None
    digest: bytes
    problems: list[Problem]
    odd: list[Problem]


def _any_of(positions: tuple[int, ...]) -> Callable[[list[str]], bool]:
    """Whether any of the cells at these positions is not empty."""
    if not positions:
        return lambda cells: False
    pick = itemgetter(*positions)
    return (lambda cells: bool(pick(cells))) if len(positions) == 1 else (lambda cells: any(pick(cells)))


class RowParser:
    """Reads the lines of one file. Built once for each file: everything that can be looked up before is."""

    def __init__(self, register: Register, table: Table, layout: Layout, profile: Profile | None) -> None:
        self.register = register
        self._header = table.header
        self._dirty = table.dirty
        self._layout = layout
        self._width = layout.width
        self._profile = profile
        self._make: Callable[..., Row] = maker(register.row)
        self._tables: list[tuple[int, str, Meanings]] = []
        self._moments: list[tuple[int, str, Meanings]] = []
        self._needed: list[tuple[int, str]] = []
        self._slots: dict[str, int] = {}
        self._pick = itemgetter(*self._plan())
        self._key_slots = [self._slots[header] for header in register.key]
        self._dated_key = any(self.register.column(header).type is Type.DAY for header in register.key)
        self._key_cells = [self._key_cell(header) for header in register.key]
        other, replaced = register.instead or ("", "")
        self._other_slot = self._slots[other] if other else None
        self._other_cell = self._key_cell(other) if other else None
        self._replaced = register.key.index(replaced) if other else -1
        self._full = len(register.key) - bool(register.may_lack)
        self._has_extras = _any_of(tuple(layout.extras.values()))
        self._rules = Rules(register, self._slots)

    def _plan(self) -> list[int]:
        """The position in the file of each slot; a moment has a second slot for its time."""
        absent = self._layout.width
        positions: list[int] = []
        self._by_header: dict[str, Meanings] = {}
        for column in self.register.columns:
            slot = self._slots[column.header] = len(positions)
            positions.append(self._layout.columns.get(column.header, absent))
            table = meanings(column)
            if table is None:
                if column.required and column.header not in self.register.key:
                    self._needed.append((slot, column.header))
                continue
            self._by_header[column.header] = table
            if column.type is Type.MOMENT:
                positions.append(absent)
                self._moments.append((slot, column.header, table))
            else:
                self._tables.append((slot, column.header, table))
        return positions

    def _fit(self, line: list[str]) -> list[str]:
        """The cells padded or cut to the width of the header, and one empty cell more for absent columns."""
        lacking = self._width - len(line)
        if lacking == 0:
            return [*line, ""]
        return [*line, *[""] * (lacking + 1)] if lacking > 0 else [*line[: self._width], ""]

    def _key_cell(self, header: str) -> tuple[int, Callable[[str], str]]:
        """Where a part of the key stands in a line, and how its cell is brought into normal notation."""
        table, profile = self._by_header.get(header), self._profile

        def clean(cell: str) -> str:
            cell = cell.strip()
            if profile:
                cell = profile.translate(header, cell) or profile.constants.get(header, "")
            if table is None:
                return cell
            try:
                return table.normal(cell)
            except BadCell:
                return cell

        simple = table is None and profile is None
        return self._layout.columns.get(header, -1), str.strip if simple else clean

    def key_of(self, line: list[str]) -> tuple[str, ...] | None:
        """The key of a line in normal notation without reading the rest; ``None`` if it is empty."""
        if len(line) != self._width:
            line = self._fit(line)[: self._width]
        parts = [clean(line[at] if at >= 0 else "") for at, clean in self._key_cells]
        if self._other_cell:
            at, clean = self._other_cell
            if at >= 0 and line[at]:
                parts[self._replaced] = clean(line[at]) or parts[self._replaced]
        return tuple(parts) if all(parts[: self._full]) else None

    def parse(self, number: int, line: list[str], bad: Mapping[int, str] | None) -> Row | Parsed:
        """The row in line ``number``, or what is wrong or odd. ``bad`` are cells that could not be read."""
        if bad or self._dirty or self._layout.nameless or len(line) > self._width:
            problems = self._unreadable(line, bad)
        else:
            problems = []
        cells = self._fit(line)
        out: list[Any] = list(map(str.strip, self._pick(cells)))
        if self._profile:
            self._translate(out, self._profile)
        text = _PART.join(out)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            out = text.split(_PART)
        try:
            self._convert(out)
        except KeyError:
            out = text.split(_PART)
            problems += self._normalise(out)
            text = _PART.join(out)
            if not problems:
                self._convert(out)
        extras = self._extras(cells) if self._has_extras(cells) else {}
        digest = self._digest(text, extras)
        key = self._key(out)
        if self._needed or "" in key:
            problems += self._empty(out, key, problems)
        if problems:
            return Parsed(None, digest, problems, [])
        odd: list[Problem] = []
        if self._rules.suspect(out):
            problems, odd = self._rules.judge(out)
            if problems:
                return Parsed(None, digest, problems, odd)
        row = self._make(*out, key, digest, number, extras)
        return Parsed(row, digest, [], odd) if odd else row

    def _convert(self, out: list[Any]) -> None:
        """Put the values in place of their normal notations. KeyError: a cell is not in normal notation."""
        for slot, _, table in self._tables:
            out[slot] = table[out[slot]]
        times = TIMES
        for slot, _, table in self._moments:
            if cell := out[slot]:
                out[slot + 1] = times[cell[10:]]
                out[slot] = table[cell[:10]]
            else:
                out[slot] = table[cell]
                out[slot + 1] = None

    def _normalise(self, out: list[str]) -> list[Problem]:
        problems = []
        for slot, header, table in (*self._tables, *self._moments):
            try:
                out[slot] = table.normal(out[slot])
            except BadCell as problem:
                problems.append((header, str(problem)))
        return problems

    def _key(self, out: list[Any]) -> tuple[str, ...]:
        parts = [out[slot] for slot in self._key_slots]
        if self._other_slot is not None and (other := out[self._other_slot]):
            parts[self._replaced] = other
        if self._dated_key:
            parts = [part if part.__class__ is str else str(part or "") for part in parts]
        return tuple(parts)

    def _translate(self, out: list[str], profile: Profile) -> None:
        for header in profile.values:
            slot = self._slots[header]
            out[slot] = profile.translate(header, out[slot])
        for header, value in profile.constants.items():
            slot = self._slots[header]
            out[slot] = out[slot] or value

    def _extras(self, cells: list[str]) -> dict[str, str]:
        extras = {}
        for name, at in self._layout.extras.items():
            if cell := cells[at].strip():
                extras[name] = cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
        return extras

    @staticmethod
    def _digest(text: str, extras: dict[str, str]) -> bytes:
        """Of the cells in normal notation; empty columns at the end and empty extras make no difference."""
        text = text.rstrip(_PART)
        if extras:
            text += "".join([f"{_EXTRA}{name}{_PART}{extras[name]}" for name in sorted(extras)])
        return sha256(text.encode()).digest()[:DIGEST_SIZE]

    def _unreadable(self, line: list[str], bad: Mapping[int, str] | None) -> list[Problem]:
        problems: list[Problem] = []
        if bad:
            problems += [(self._name(at), reason) for at, reason in sorted(bad.items())]
        width = self._width
        if len(line) > width and any(cell.strip() for cell in line[width:]):
            problems.append(
                (self._name(width), f"有 {len(line)} 个单元格，表头只有 {width} 列；请核对逗号和引号")
            )
        for at in self._layout.nameless:
            if at < len(line) and line[at].strip():
                problems.append((self._name(at), "这一列没有表头；请补上表头或删除这一列"))
        if self._dirty and not (whole := "".join(line)).isprintable() and CONTROL.search(whole):
            at = next(at for at, cell in enumerate(line) if CONTROL.search(cell))
            problems.append((self._name(at), "含有不可见的控制字符；请删除后重新录入"))
        return problems

    def _name(self, at: int) -> str:
        named = self._header[at].strip() if at < len(self._header) else ""
        return named or f"第 {at + 1} 列"

    def _empty(self, out: list[Any], key: tuple[str, ...], problems: list[Problem]) -> list[Problem]:
        """Required text and parts of the key that are empty and not yet told."""
        told = {header for header, _ in problems}
        empty = [(header, "不能为空") for slot, header in self._needed if not out[slot]]
        for header, part in zip(self.register.key[: self._full], key, strict=False):
            if part or header in told:
                continue
            if self.register.instead and header == self.register.instead[1]:
                empty.append(("、".join(self.register.instead), "不能都为空"))
            else:
                empty.append((header, "不能为空"))
        return empty
