"""Counts the queries of a page and all the time that the database has for them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Stopwatch:
    """Queries and seconds spent in the database: as its client sees it, and, where it tells, as it says."""

    seconds = 0.0
    queries = 0
    own: float | None = None
    """Planning and execution; PostgreSQL tells with the extension pg_stat_statements and track_planning."""


def tells() -> bool:
    """Whether the database says how long it plans and executes."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT current_setting('pg_stat_statements.track_planning', true) = 'on'")
        return bool(cursor.fetchone()[0])


@contextmanager
def told() -> Iterator[Stopwatch]:
    """Measure as :func:`timed`, and ask the database where it tells."""
    from django.db import connection

    if not tells():
        with timed() as clock:
            yield clock
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()"
        )
    with timed() as clock:
        yield clock
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(total_plan_time + total_exec_time) / 1000 FROM pg_stat_statements "
            "WHERE query NOT LIKE '%%pg_stat_statements%%' "
            "AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        clock.own = float(cursor.fetchone()[0] or 0)


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Measure every execution and every fetch of Django's cursors."""
    from django.db import connection
    from django.db.backends.utils import CursorWrapper

    clock = Stopwatch()
    now = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    real = {
        name: CursorWrapper.__dict__.get(name) for name in ("execute", "fetchone", "fetchmany", "fetchall")
    }

    def measured(name: str) -> Any:
        def act(self: Any, *args: Any, **kwargs: Any) -> Any:
            start = now()
            try:
                own = real[name]
                return own(self, *args, **kwargs) if own else getattr(self.cursor, name)(*args, **kwargs)
            finally:
                clock.seconds += now() - start
                clock.queries += name == "execute"

        return act

    for name in real:
        setattr(CursorWrapper, name, measured(name))
    try:
        yield clock
    finally:
        for name, own in real.items():
            if own is None:
                delattr(CursorWrapper, name)
            else:
                setattr(CursorWrapper, name, own)
