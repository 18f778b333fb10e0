"""How a connection to PostgreSQL is opened: statements are planned once and kept (docs/adr/0093)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

KEPT = 500
"""Statements that a connection keeps; of those it asks no longer the oldest are given up."""
_MOST_VALUES = 60_000
"""The protocol takes 65,535 values apart from their statement; more are written into it."""


def options(*, prepared: bool) -> dict[str, Any]:
    """What Django is told of a connection.

    PostgreSQL compiles what it takes for a long query: of a common word in millions of rows, which a walk
    over the first thousand finds in 10 ms, it spent 2 seconds on that (``jit``).
    """
    told: dict[str, Any] = {"options": "-c jit=off"}
    return told | {"server_side_binding": True, "prepare_threshold": 1} if prepared else told


def keep_statements(connection: BaseDatabaseWrapper, **_said: Any) -> None:
    """Receive ``connection_created``: the connection keeps more statements than the library would."""
    if connection.vendor != "postgresql" or not connection.settings_dict["OPTIONS"].get("prepare_threshold"):
        return
    connection.connection.prepared_max = KEPT
    if _many_written not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _many_written)  # what is wrapped for a while leaves the end


def _many_written(
    execute: Callable[..., Any],
    sql: str,
    params: Sequence[Any] | Mapping[str, Any] | None,
    many: bool,
    context: dict[str, Any],
) -> Any:
    """Write values into a statement that has more of them than it could name."""
    if not many and params is not None and len(params) > _MOST_VALUES:
        sql, params = context["connection"].ops.compose_sql(sql, params), None
    return execute(sql, params, many, context)


def connect() -> None:
    """Have every connection opened like this; said once, when the applications are ready."""
    connection_created.connect(keep_statements, dispatch_uid="gongkai.sites.postgresql")
