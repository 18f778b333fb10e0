"""Which column of a file is which column of its register."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from gongkai.ledgers.cells import plain
from gongkai.ledgers.profiles import Profile
from gongkai.ledgers.reading.table import Table, at_file
from gongkai.ledgers.registers import Register
from gongkai.refusal import Refused

_FEWEST = 2
"""Headers of a register by which the first row is a row of headers."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions in the file: ``columns`` by our header, ``extras`` by theirs, ``nameless`` without a header.

    ``given`` are our headers that the file has or its profile states; ``missing`` those that a register has
    but this file has not: they are read as empty.
    """

    width: int
    columns: dict[str, int]
    extras: dict[str, int]
    nameless: tuple[int, ...]
    missing: tuple[str, ...]
    given: frozenset[str]


def lay_out(register: Register, table: Table, profile: Profile | None = None) -> Layout:
    """Map the header of ``table`` to ``register``. Raises Refused for a repeated or missing header."""
    known = _known(register, profile)
    columns: dict[str, int] = {}
    extras: dict[str, int] = {}
    nameless = []
    for at, cell in enumerate(table.header):
        shown = cell.strip().removeprefix("\ufeff")
        if not shown:
            nameless.append(at)
            continue
        header = known.get(_bare(shown))
        place, name = (columns, header) if header else (extras, shown)
        if name in place:
            first = table.header[place[name]].strip()
            raise Refused(
                "repeated-header",
                f"{at_file(table.path)}第 {table.header_row} 行的表头重复："
                f"第 {place[name] + 1} 列“{first}”和第 {at + 1} 列“{shown}”都是“{name}”",
                "请删除或改名其中一列",
            )
        place[name] = at
    given = {*columns, *(profile.constants if profile else ())}
    _refuse_missing(register, table, given, known)
    missing = tuple(c.header for c in register.columns if not c.optional and c.header not in given)
    return Layout(len(table.header), columns, extras, tuple(nameless), missing, frozenset(given))


def _bare(header: str) -> str:
    """A header for comparing: without blanks, required-marks and full width."""
    return plain(header).strip("*").removesuffix("(必填)").removesuffix(":")


def _known(register: Register, profile: Profile | None) -> dict[str, str]:
    known = {}
    for column in register.columns:
        for name in (column.header, *column.aliases):
            known[_bare(name)] = column.header
    if profile:
        known |= {_bare(theirs): ours for theirs, ours in profile.headers.items()}
    return known


def _refuse_missing(register: Register, table: Table, given: set[str], known: dict[str, str]) -> None:
    needed = [column.header for column in register.columns if column.required]
    if register.instead and register.instead[0] in given:
        needed.remove(register.instead[1])
    lacking = [header for header in needed if header not in given]
    if not lacking:
        return
    found = [cell.strip() for cell in table.header if cell.strip()]
    near = [
        f"“{match[0]}”是否就是“{header}”？"
        for header in lacking
        if (match := difflib.get_close_matches(header, set(found) - given, 1, 0.5))
    ]
    shown = "、".join(found[:40]) + ("…" if len(found) > 40 else "")
    if sum(_bare(cell) in known for cell in found) < _FEWEST:
        shown = f"{len(found)} 列，都不像表头"  # a row without its header: its cells may name a person
    raise Refused(
        "missing-header",
        f"{at_file(table.path)}第 {table.header_row} 行的表头缺少{'、'.join(lacking)}；现有表头：{shown}",
        "".join(near) or f"第一行应是《{register.title}》的表头；别的版式请用 --profile 指明",
    )
