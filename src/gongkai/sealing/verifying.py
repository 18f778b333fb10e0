"""Checks stored events against the anchored tree and names the first that does not fit.

The tree's leaves come from its tiles, its roots from signed checkpoints that left the database. Whoever edits
an event in the database, even with the event key and a chain computed anew, meets the old leaf; whoever edits
the tiles too, meets the checkpoint.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from gongkai.sealing import events, shapes
from gongkai.sealing.events import Sealed
from gongkai.sealing.fields import commit
from gongkai.sealing.merkle import Frontier, leaf_hash

What = Literal[
    "missing", "edited", "not the anchored event", "chain", "not the anchored tree", "commitment", "number"
]
"""What is wrong: no row for a leaf; bytes, MAC or columns differ; another event than the anchored one; ``n``
or ``prev`` do not continue the stream; the tiles themselves differ from a checkpoint; a value differs from
its commitment; a leaf number that was given twice or never anchored."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stored event: leaf number (null: not anchored yet), columns, bytes.

    ``columns`` are further database columns by the name of the event's field, compared with the bytes.
    """

    leaf: int | None
    stream: str
    n: int
    sealed: Sealed
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that does not fit; of a tree, the events from ``leaf`` up to ``before``."""

    what: What
    leaf: int | None
    stream: str | None = None
    n: int | None = None
    before: int | None = None

    def __str__(self) -> str:
        """One line for a person."""
        words = {
            "missing": "事件缺失",
            "edited": "事件被改动",
            "not the anchored event": "不是锚定时的事件",
            "chain": "事件链断开",
            "not the anchored tree": "锚定树与检查点不符",
            "commitment": "内容与承诺值不符",
            "number": "锚定序号重复或不存在",
        }
        place = "尚未锚定" if self.leaf is None else f"锚定序号 {self.leaf}"
        if self.before is not None:
            place += f" 至 {self.before - 1}"
        return f"{words[self.what]}：{place}，事件流 {self.stream or '不明'}，第 {self.n or '不明'} 条"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Size and root of a checkpoint whose signature was checked."""

    size: int
    root: bytes


Head = Callable[[str, int], bytes | None]
"""Gives the hash of event (stream, n) that lies before the part being verified."""


def verify_events(
    rows: Iterable[Row],
    leaves: Iterable[bytes],
    anchors: Sequence[Anchor],
    keys: Sequence[bytes],
    *,
    since: Frontier | None = None,
    head: Head | None = None,
) -> Fault | None:
    """Verify rows against leaf hashes and checkpoints; null when all is well.

    ``rows`` come by leaf number, then those without one by stream and n; ``leaves`` are the leaf hashes of
    the tiles in order, ``anchors`` the checkpoints from the smallest; the last should cover all leaves.
    Leaf numbers must keep the order of each stream. To go on from an earlier run give its frontier as
    ``since``, rows and leaves from there on, and ``head`` for streams that began before.
    """
    run = _Run(keys, head, since or Frontier())
    start = run.tree.size
    pending = iter(rows)
    row = next(pending, None)
    checkpoints = [anchor for anchor in anchors if anchor.size >= start]
    trusted = start
    for leaf, expected in enumerate(leaves, start=start):
        fault = run.row(row, leaf, expected, pending)
        if fault is not None:
            return fault
        row = next(pending, None)
        run.tree.append(expected)
        while checkpoints and checkpoints[0].size <= leaf + 1:
            if checkpoints[0].size == leaf + 1 and run.tree.root() != checkpoints[0].root:
                return Fault("not the anchored tree", trusted, before=leaf + 1)
            trusted = checkpoints.pop(0).size
    if checkpoints and checkpoints[-1].size > run.tree.size:
        return Fault("missing", run.tree.size, before=checkpoints[-1].size)
    return run.tail(row, pending)


def check_commitment(event: Mapping[str, Any], name: str, value: Any, salt: bytes) -> Fault | None:
    """Whether the opened field ``value`` (with its salt) is what the event committed to under ``name``."""
    if event["commits"].get(name) == commit(salt, value):
        return None
    return Fault("commitment", None, event["stream"], event["n"])


class _Run:
    """One pass: the tree so far and the last event of each stream."""

    def __init__(self, keys: Sequence[bytes], head: Head | None, tree: Frontier) -> None:
        self.keys = keys
        self.tree = Frontier(tree.size, tree.hashes)
        self._before = head
        self._heads: dict[str, tuple[int, bytes]] = {}

    def row(self, row: Row | None, leaf: int, expected: bytes, rest: Iterator[Row]) -> Fault | None:
        """Check the row that should stand at ``leaf``."""
        if row is None or row.leaf is None or row.leaf > leaf:
            return self._missing(leaf, expected, row, rest)
        if row.leaf < leaf:
            return Fault("number", row.leaf, row.stream, row.n)
        if not events.is_authentic(self.keys, row.sealed):
            return Fault("edited", leaf, row.stream, row.n)
        if leaf_hash(row.sealed.hash) != expected:
            return Fault("not the anchored event", leaf, row.stream, row.n)
        return self._content(row)

    def tail(self, row: Row | None, rest: Iterator[Row]) -> Fault | None:
        """Check the rows that have no leaf yet."""
        while row is not None:
            if row.leaf is not None:
                return Fault("number", row.leaf, row.stream, row.n)
            if not events.is_authentic(self.keys, row.sealed):
                return Fault("edited", None, row.stream, row.n)
            fault = self._content(row)
            if fault is not None:
                return fault
            row = next(rest, None)
        return None

    def _content(self, row: Row) -> Fault | None:
        event = _event(row)
        columns = {"stream": row.stream, "n": row.n, **row.columns}
        if any(event.get(name) != value for name, value in columns.items()):
            return Fault("edited", row.leaf, row.stream, row.n)
        last_n, last = self._heads.get(row.stream) or self._earlier(row)
        if row.n != last_n + 1 or event.get("prev") != (last.hex() if last else None):
            return Fault("chain", row.leaf, row.stream, row.n)
        self._heads[row.stream] = (row.n, row.sealed.hash)
        return None

    def _earlier(self, row: Row) -> tuple[int, bytes]:
        if self._before is None or row.n == 1:
            return 0, b""
        hashed = self._before(row.stream, row.n - 1)
        return (row.n - 1, hashed) if hashed else (0, b"")

    def _missing(self, leaf: int, expected: bytes, row: Row | None, rest: Iterator[Row]) -> Fault:
        """Name a lost event by its successor, the one event whose ``prev`` has the lost leaf."""
        while row is not None:
            prev = _event(row).get("prev")
            if (
                isinstance(prev, str)
                and shapes.sha256_hex(prev)
                and leaf_hash(bytes.fromhex(prev)) == expected
            ):
                return Fault("missing", leaf, row.stream, row.n - 1)
            row = next(rest, None)
        return Fault("missing", leaf)


def _event(row: Row) -> dict[str, Any]:
    """The event in a row; an empty one, which fits nothing, when someone wrote other bytes there."""
    try:
        event = json.loads(row.sealed.body)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}
