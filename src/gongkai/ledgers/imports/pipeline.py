"""Builds rows in a second process while this one reads the register and writes to the database.

Sealing takes about as long as writing; with two processors a large register comes in nearly twice as fast.
Whenever the helper has enough to do, this process builds rows itself instead of waiting for it.
The helper is a fork that never touches the database and holds the keys in its memory as this process does.
Small registers do without it. For commands and the worker, not for a process with many threads.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from gongkai.desk.casework.bulk import Store
from gongkai.ledgers.imports.context import Batch, Hand

HELPED_FROM = 10_000
"""Rows from which a helper is worth its start."""
_ROWS = 500
"""Rows of a batch: small, so that the two processes end at about the same time."""
_AHEAD = 10
"""Batches that may lie before the helper: from there on this process builds, too. Bounds the memory."""

Build = Callable[[Hand, Sequence[Any]], Batch]
"""Finished rows from prepared ones; a function at the top of a module."""

_hand: Hand | None = None


@contextmanager
def helper(rows: int, hand: Hand, *, forced: bool | None = None) -> Iterator[Executor | None]:
    """A helper process for a register of that many rows, or ``None``. ``forced`` decides for tests."""
    wanted = rows >= HELPED_FROM and processors() > 1 if forced is None else forced
    if not wanted or "fork" not in multiprocessing.get_all_start_methods():
        yield None
        return
    said = (hand.keys, hand.agency, hand.at, hand.by, hand.area, hand.recorded_at)
    with ProcessPoolExecutor(
        1, mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=said
    ) as executor:
        executor.submit(_ready).result()
        yield executor


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(*said: Any) -> None:
    """In the helper: a hand of its own, so that no random byte is used twice; it ends with its parent."""
    global _hand
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _hand = Hand(*said)


def _end_with_parent() -> None:
    """A helper whose parent was killed holds keys and writes to nobody: it ends at once."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ready() -> bool:
    return _hand is not None


def _build(build: Build, prepared: Sequence[Any]) -> Batch:
    assert _hand is not None
    return build(_hand, prepared)


class Pipeline:
    """Turns prepared rows into finished ones, here or in the helper, and writes them in their order."""

    def __init__(self, store: Store, hand: Hand, build: Build, executor: Executor | None) -> None:
        self._store = store
        self._hand = hand
        self._build = build
        self._executor = executor
        self._waiting: deque[tuple[Future[Batch], Sequence[Any]]] = deque()

    def put(self, prepared: Sequence[Any]) -> None:
        """Take rows; without a helper they are written at once."""
        if self._executor is None:
            self._store.insert_all(self._build(self._hand, prepared))
            return
        for at in range(0, len(prepared), _ROWS):
            batch = prepared[at : at + _ROWS]
            self._waiting.append((self._executor.submit(_build, self._build, batch), batch))
            if sum(not future.done() for future, _ in self._waiting) > _AHEAD:
                self._take_one_back()
            self._write()

    def finish(self) -> None:
        """Write what still waits; what the helper has not begun is shared with it."""
        while self._waiting:
            if not self._take_one_back():
                self._waiting[0][0].exception()
            self._write()

    def _write(self) -> None:
        """Write what is built, in its order."""
        while self._waiting and self._waiting[0][0].done():
            self._store.insert_all(self._waiting.popleft()[0].result())

    def _take_one_back(self) -> bool:
        """Build the last batch that the helper has not begun here; ``False``: there is none."""
        for at in range(len(self._waiting) - 1, -1, -1):
            future, batch = self._waiting[at]
            if not future.done() and future.cancel():
                here: Future[Batch] = Future()
                here.set_result(self._build(self._hand, batch))
                self._waiting[at] = (here, batch)
                return True
        return False
