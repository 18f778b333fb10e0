"""One line of a file to one typed row: normal notation, digest, values, rules between columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from gongkai.ledgers import rules
from gongkai.ledgers.cells import BadCell
from gongkai.ledgers.headers import Layout
from gongkai.ledgers.notation import TIMES, Meanings, meanings
from gongkai.ledgers.profiles import Profile
from gongkai.ledgers.reading.table import CONTROL, Table
from gongkai.ledgers.registers import Register, Type
from gongkai.ledgers.rows import Row, maker

DIGEST_SIZE = 16
_PART, _EXTRA = "\x1f", "\x1e"

Problem = tuple[str, str]
"""A column and what is wrong or odd there."""


@dataclass(slots=True)
class Parsed:
    """What became of one line: a row, or the problems why not. ``odd`` are warnings."""

    row: Row | None
    digest: bytes
    problems: list[Problem]
    odd: list[Problem]


class RowParser:
    """Reads the lines of one file. Built once for each file: everything that can be looked up before is."""

    def __init__(self, register: Register, table: Table, layout: Layout, profile: Profile | None) -> None:
        self.register = register
        self._header = table.header
        self._dirty = table.dirty
        self._layout = layout
        self._profile = profile
        self._make: Callable[..., Row] = maker(register.row)
        self._tables: list[tuple[int, str, Meanings]] = []
        self._moments: list[tuple[int, str, Meanings]] = []
        self._needed: list[tuple[int, str]] = []
        self._slots: dict[str, int] = {}
        self._pick = itemgetter(*self._plan())
        self._key = [self._key_part(header) for header in register.key]
        self._instead = self._key_part(register.instead[0]) if register.instead else None
        self._instead_at = register.key.index(register.instead[1]) if register.instead else -1
        self._may_lack = {"不合格项目"}
        self._rules = rules.Rules(register, self._slots)

    def _plan(self) -> list[int]:
        """The position in the file of each slot; a moment has a second slot for its time."""
        absent = self._layout.width
        positions: list[int] = []
        tables: dict[str, Meanings] = {}
        for column in self.register.columns:
            slot = self._slots[column.header] = len(positions)
            positions.append(self._layout.columns.get(column.header, absent))
            table = meanings(column)
            if column.type is Type.MOMENT and table is not None:
                positions.append(absent)
                self._moments.append((slot, column.header, table))
            elif table is not None:
                self._tables.append((slot, column.header, table))
            elif column.required and not self._replaceable(column.header):
                self._needed.append((slot, column.header))
            if table is not None:
                tables[column.header] = table
        self._by_header = tables
        return positions

    def _replaceable(self, header: str) -> bool:
        return self.register.instead is not None and self.register.instead[1] == header

    def _key_part(self, header: str) -> tuple[int, str, Meanings | None]:
        return self._layout.columns.get(header, self._layout.width), header, self._by_header.get(header)

    def fit(self, cells: list[str]) -> list[str]:
        """The cells padded to the width of the header and one empty cell more."""
        lacking = self._layout.width - len(cells)
        if lacking >= 0:
            return [*cells, *[""] * (lacking + 1)]
        return [*cells[: self._layout.width], ""]

    def key_of(self, cells: list[str]) -> tuple[str, ...] | None:
        """The key of a fitted line in normal notation; ``None`` if a part of it is empty."""
        parts = []
        for at, header, table in self._key:
            parts.append(self._key_cell(cells[at], header, table))
        if self._instead and (other := self._key_cell(cells[self._instead[0]], *self._instead[1:])):
            parts[self._instead_at] = other
        if all(parts):
            return tuple(parts)
        lacking = {self._key[at][1] for at, part in enumerate(parts) if not part}
        return tuple(parts) if lacking <= self._may_lack else None

    def _key_cell(self, cell: str, header: str, table: Meanings | None) -> str:
        cell = cell.strip()
        if self._profile:
            cell = self._profile.translate(header, cell) or self._profile.constants.get(header, "")
        if table is None or cell in table:
            return cell
        try:
            return table.normal(cell)
        except BadCell:
            return cell

    def parse(self, number: int, line: list[str], bad: Mapping[int, str] | None) -> Parsed:
        """The row in line ``number``, or why there is none. ``bad`` are cells that could not be read."""
        cells = self.fit(line)
        problems = self._unreadable(line, bad)
        out = list(map(str.strip, self._pick(cells)))
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
        extras = self._extras(cells)
        digest = self._digest(text, extras)
        key = self.key_of(cells)
        for slot, header in self._needed:
            if not out[slot]:
                problems.append((header, "不能为空"))
        if key is None:
            problems += self._lacking_key(out, problems)
        if problems:
            return Parsed(None, digest, problems, [])
        wrong, odd = self._rules.judge(out)
        if wrong or key is None:
            return Parsed(None, digest, wrong, odd)
        return Parsed(self._make(*out, key, digest, number, extras), digest, problems, odd)

    def _convert(self, out: list[Any]) -> None:
        """Put the values in place of their normal notations. KeyError: a cell is not in normal notation."""
        for slot, _, table in self._tables:
            out[slot] = table[out[slot]]
        for slot, _, table in self._moments:
            cell = out[slot]
            out[slot + 1] = TIMES[cell[10:]]
            out[slot] = table[cell[:10]]

    def _normalise(self, out: list[str]) -> list[Problem]:
        problems = []
        for slot, header, table in (*self._tables, *self._moments):
            try:
                out[slot] = table.normal(out[slot])
            except BadCell as problem:
                problems.append((header, str(problem)))
        return problems

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
            text += "".join(f"{_EXTRA}{name}{_PART}{extras[name]}" for name in sorted(extras))
        return blake2b(text.encode(), digest_size=DIGEST_SIZE).digest()

    def _unreadable(self, line: list[str], bad: Mapping[int, str] | None) -> list[Problem]:
        problems: list[Problem] = []
        if bad:
            problems += [(self._name(at), reason) for at, reason in sorted(bad.items())]
        width = self._layout.width
        if len(line) > width and any(cell.strip() for cell in line[width:]):
            problems.append(
                (self._name(width), f"有 {len(line)} 个单元格，表头只有 {width} 列；请核对逗号和引号")
            )
        for at in self._layout.nameless:
            if at < len(line) and line[at].strip():
                problems.append((self._name(at), "这一列没有表头；请补上表头或删除这一列"))
        if self._dirty and CONTROL.search("".join(line)):
            at = next(at for at, cell in enumerate(line) if CONTROL.search(cell))
            problems.append((self._name(at), "含有不可见的控制字符；请删除后重新录入"))
        return problems

    def _name(self, at: int) -> str:
        named = self._header[at].strip() if at < len(self._header) else ""
        return named or f"第 {at + 1} 列"

    def _lacking_key(self, out: list[Any], problems: list[Problem]) -> list[Problem]:
        told = {header for header, _ in problems}
        lacking = [h for h in self.register.key if out[self._slots[h]] in ("", None) and h not in told]
        lacking = [header for header in lacking if header not in self._may_lack]
        if not self.register.instead or self.register.instead[1] not in lacking:
            return [(header, "不能为空") for header in lacking]
        both = "、".join(reversed(self.register.instead))
        return [(both if h == self.register.instead[1] else h, "不能都为空") for h in lacking]
