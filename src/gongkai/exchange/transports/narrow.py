"""Least rights towards the portal's database: what the desk may do there, and nothing else (SEALING.md 3.4).

PostgreSQL has the role ``door`` (``exchange/roles.sql``). SQLite has no roles: while the desk writes, the
connection refuses every statement outside the door's tables.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections

REMOTE = "door"
"""Alias of the portal's database where it is another machine's."""
DOOR_TABLES = frozenset({"portal_doorin", "portal_doorblob", "portal_doorack"})
"""Tables that the desk may read and add to; on none may it change or delete a row."""
PUBLIC_TABLES = frozenset({"portal_logentry", "portal_checkpoint"})
"""The public log, which the desk reads back after a restore."""
SHOWN = ("portal_published", frozenset({"agency", "index", "release_digest"}))
"""Of what is public the desk reads the number and the release: to send again what the portal lost."""
SEALED_TABLES = frozenset({"portal_doorout", "portal_sealedblob", "portal_sealedpiece"})
"""What the portal sends: numbered sealed messages and their encrypted files."""
_ALWAYS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT, sqlite3.SQLITE_FUNCTION}
)
_ON_DOOR = frozenset({sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT})


def is_remote() -> bool:
    """Whether the portal runs elsewhere and applies by itself."""
    return REMOTE in settings.DATABASES


def alias() -> str:
    """The database alias under which the desk reaches the portal."""
    return REMOTE if is_remote() else "portal"


def judge(action: int, table: str | None, column: str | None, _base: str | None, _trigger: str | None) -> int:
    """SQLite's authorizer: whether an action is one of the door's."""
    shown = table == SHOWN[0] and column in SHOWN[1]
    reads = action == sqlite3.SQLITE_READ and (shown or table in PUBLIC_TABLES | SEALED_TABLES)
    if reads or action in _ALWAYS or (action in _ON_DOOR and table in DOOR_TABLES):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


@contextmanager
def as_door(alias: str) -> Iterator[None]:
    """Hold this thread's connection to the portal's database to the door's rights."""
    connection = connections[alias]
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    raw.set_authorizer(judge)
    try:
        yield
    finally:
        raw.set_authorizer(None)
