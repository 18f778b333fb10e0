"""Raw rows in bulk, by executemany or COPY, for benchmarks that need millions of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def insert(connection: Any, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Rows by their columns, all rows the same; the other columns hold what the model gives by default."""
    rows = list(rows)
    if not rows:
        return
    usual, table = _usual(connection, model), model._meta.db_table
    if (key := model._meta.pk.column) not in rows[0]:
        del usual[key]  # the database counts
    names = ", ".join(f'"{name}"' for name in usual)
    lines = ([*(usual | row).values()] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
            return
        marks = ", ".join(["%s"] * len(usual))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", lines)


def _usual(connection: Any, model: Any) -> dict[str, Any]:
    """What each column holds where nothing is said."""
    blank = model()
    found = {}
    for one in model._meta.concrete_fields:
        value = one.db_default if one.has_db_default() else getattr(blank, one.attname)
        found[one.column] = one.get_db_prep_save(value, connection)
    if connection.vendor == "postgresql":
        found = {name: one.dumps(one.obj) if hasattr(one, "dumps") else one for name, one in found.items()}
    return found


def settle(connection: Any) -> None:
    """Let the database know what it holds, as its housekeeping would in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
