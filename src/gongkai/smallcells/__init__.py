"""Small cells of published tables: what must be hidden so that no small count can be told or worked out.

A release is a set of tables of counts, each by some dimension (rows) and by one dimension that all share
(columns). Rows and columns whose totals are small are put together first, so that **every total is
published** and never small. Then only inner cells are hidden (primary: above none and below ``least``), with
others beside them (complementary) until the totals leave each hidden cell an interval ``least`` wide.

Why looking at one table at a time is enough: the tables share nothing but the published column totals. Any
choice of counts that fits each table by itself is the margin of some joint list of records (within each
column the rows of the tables can be paired at will), so another table can never narrow an interval.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Place = tuple[int, int]
"""A row and a column."""
OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: how it is called, which values of the dimension it holds, its counts by column."""

    label: str
    members: tuple[str, ...]
    cells: tuple[int, ...]

    @property
    def total(self) -> int:
        """The sum of its cells."""
        return sum(self.cells)


@dataclass(frozen=True, slots=True)
class Interval:
    """What a reader who knows all totals and all other cells can say of a hidden one."""

    low: int
    high: int

    @property
    def width(self) -> int:
        """How much is left open."""
        return self.high - self.low


def columns(
    totals: Mapping[str, int], least: int, together: Iterable[Collection[str]] = ()
) -> list[tuple[str, ...]]:
    """The columns, small ones put together; ``together``: what an earlier version put together."""
    groups = _joined([(name,) for name in totals], together)
    size = {group: sum(totals[name] for name in group) for group in groups}
    while any(0 < size[group] < least for group in groups):
        ranked = sorted((group for group in groups if size[group]), key=lambda group: size[group])
        if len(ranked) < 2:
            break
        small, next_ = ranked[:2]
        both = tuple(name for name in totals if name in small or name in next_)
        groups = [both if group == small else group for group in groups if group != next_]
        size[both] = size[small] + size[next_]
    return groups


def rows(
    counts: Mapping[str, Sequence[int]], least: int, together: Iterable[Collection[str]] = ()
) -> list[Row]:
    """The rows of a table, small ones put together as 其他; in the order of ``counts``, 其他 last.

    ``together`` are the rows of an earlier version that held several values: they are not taken apart.
    """
    groups = _joined([(name,) for name in counts], together)
    size = {group: sum(sum(counts[name]) for name in group) for group in groups}
    kept = [group for group in groups if size[group] >= least and len(group) == 1]
    rest = [group for group in groups if group not in kept and size[group]]
    while rest and kept and sum(size[group] for group in rest) < least:
        smallest = min(kept, key=lambda group: size[group])
        kept.remove(smallest)
        rest.append(smallest)
    made = [Row(group[0], group, tuple(counts[group[0]])) for group in kept]
    if rest:
        members = tuple(name for group in rest for name in group)
        cells = tuple(sum(column) for column in zip(*(counts[name] for name in members), strict=True))
        made.append(Row(OTHER if len(members) > 1 else members[0], members, cells))
    return made


def hidden(table: Sequence[Row], least: int, also: Collection[Place] = ()) -> frozenset[Place]:
    """The cells to hide. ``also`` are cells that an earlier version hid: they stay hidden.

    Totals are never small, so hiding every cell always protects (each may then be anything from none, or what
    the totals leave over, to the smaller of its totals); this ends there at the latest. A table of one row or
    one column is its totals: nothing in it can be hidden.
    """
    open_rows = [r for r, row in enumerate(table) if row.total]
    width = len(table[0].cells) if table else 0
    open_columns = [c for c in range(width) if any(row.cells[c] for row in table)]
    if len(open_rows) < 2 or len(open_columns) < 2:
        return frozenset()
    places = [(r, c) for r in open_rows for c in open_columns]
    chosen = {place for place in places if 0 < table[place[0]].cells[place[1]] < least}
    chosen |= set(also) & set(places)
    while True:
        weak = [place for place in sorted(chosen) if interval(table, chosen, place).width < least]
        if not weak:
            return frozenset(chosen)
        chosen |= _partners(table, chosen, weak[0], least, places) or set(places)


def line(cells: Sequence[int], least: int) -> frozenset[int]:
    """The places to hide in one line of counts that add up to a total which is known, or can be found.

    What is hidden is never alone and never less than ``least`` together: each of it may then be anything from
    none to that sum. Everything is hidden where the line has no more to give.
    """
    small = {place for place, cell in enumerate(cells) if 0 < cell < least}
    if not small:
        return frozenset()
    more = sorted((cell, place) for place, cell in enumerate(cells) if cell and place not in small)
    while more and (len(small) < 2 or sum(cells[place] for place in small) < least):
        small.add(more.pop(0)[1])
    return frozenset(small)


def interval(table: Sequence[Row], chosen: Collection[Place], place: Place) -> Interval:
    """The least and the most that a hidden cell may be, given all totals and all cells that are not hidden.

    Exact: hidden cells move along closed walks over rows and columns, so the room is a greatest flow.
    """
    r, c = place
    value = table[r].cells[c]
    edges = [one for one in chosen if one != place]
    down = {(row, column): table[row].cells[column] for row, column in edges}
    endless = sum(row.total for row in table) + 1
    up = dict.fromkeys(down, endless)
    more = _flow(down, up, r, c)
    less = _flow(up, down, r, c)
    return Interval(value - min(value, less), value + more)


def _flow(forth: Mapping[Place, int], back: Mapping[Place, int], start: int, end: int) -> int:
    """Greatest flow from a row to a column: ``forth`` are rooms from row to column, ``back`` the others."""
    room: dict[tuple[tuple[str, int], tuple[str, int]], int] = {}
    near: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for (row, column), amount in forth.items():
        one, other = ("row", row), ("column", column)
        room[one, other] = room.get((one, other), 0) + amount
        room[other, one] = room.get((other, one), 0) + back[row, column]
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    total, source, sink = 0, ("row", start), ("column", end)
    while True:
        came = {source: source}
        waiting = deque([source])
        while waiting and sink not in came:
            here = waiting.popleft()
            for there in near.get(here, ()):
                if there not in came and room[here, there] > 0:
                    came[there] = here
                    waiting.append(there)
        if sink not in came:
            return total
        path, here = [], sink
        while here != source:
            path.append((came[here], here))
            here = came[here]
        amount = min(room[step] for step in path)
        for one, other in path:
            room[one, other] -= amount
            room[other, one] += amount
        total += amount


def _partners(
    table: Sequence[Row], chosen: Collection[Place], place: Place, least: int, places: Sequence[Place]
) -> set[Place]:
    """Cells to hide with a weak one: the rectangle that costs least, else the one that gives most room."""
    r, c = place
    best: tuple[tuple[bool, int, int], set[Place]] | None = None
    for row, column in places:
        fresh = {(r, column), (row, c), (row, column)} - set(chosen)
        if row == r or column == c or not fresh:
            continue
        beside, below, across = (table[a].cells[b] for a, b in ((r, column), (row, c), (row, column)))
        width = min(beside, below) + min(table[r].cells[c], across)
        cost = sum(table[a].cells[b] for a, b in fresh)
        rank = (width < least, cost if width >= least else -width, cost)
        if best is None or rank < best[0]:
            best = rank, fresh
    return best[1] if best else set()


def _joined(groups: list[tuple[str, ...]], together: Iterable[Collection[str]]) -> list[tuple[str, ...]]:
    """Groups with those joined that have a member in common with one of ``together``."""
    for wanted in together:
        hit = [group for group in groups if set(group) & set(wanted)]
        if len(hit) > 1:
            both = tuple(name for group in hit for name in group)
            groups = [both if group == hit[0] else group for group in groups if group not in hit[1:]]
    return groups
