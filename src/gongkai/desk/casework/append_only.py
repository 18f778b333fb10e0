"""Triggers that refuse to change or delete what was recorded and anchored (DESIGN.md law 3).

They stop mistakes and careless SQL on both databases; whoever may drop a trigger is met by the anchored tree
(:mod:`gongkai.desk.casework.verifying`). A migration that rebuilds one of the tables must install them again;
``gongkai verify`` names those that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("casework_event", "casework_leaf", "casework_anchor")
"""The tables that only grow."""
_VERBS = ("UPDATE", "DELETE")
_FUNCTION = "gongkai_append_only"
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are not there yet."""
    there = present(connection)
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table in TABLES:
            for name, verb in _triggers(table, postgresql).items():
                if name not in there:
                    cursor.execute(_create(name, verb, table, postgresql))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for the way back of a migration, and for tests that attack the tables."""
    postgresql = connection.vendor == "postgresql"
    there = present(connection)
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in _triggers(table, postgresql):
                if name in there:
                    cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that someone removed."""
    postgresql = connection.vendor == "postgresql"
    wanted = [name for table in TABLES for name in _triggers(table, postgresql)]
    there = present(connection)
    return [name for name in wanted if name not in there]


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a moment; for tests only."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _triggers(table: str, postgresql: bool) -> dict[str, str]:
    verbs = (*_VERBS, "TRUNCATE") if postgresql else _VERBS
    return {f"{table}_no_{verb.lower()}": verb for verb in verbs}


def _create(name: str, verb: str, table: str, postgresql: bool) -> str:
    if postgresql:
        # statement triggers, so that TRUNCATE and statements that meet no row are refused alike
        return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} EXECUTE FUNCTION {_FUNCTION}()"
    return (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on {table}'); END"
    )


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the enabled triggers that the database has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {row[0] for row in cursor.fetchall()}
