"""Triggers that refuse to delete a filed case, unless an approved list 销毁清册 names it.

They hold the rule in the database itself, on both engines: keys, persons, texts, letters and attachments of a
filed case go only by :mod:`gongkai.desk.casework.destroying`; the row that says that it was filed never goes.
Migrations that rebuild one of the tables install them again; ``gongkai verify`` names those that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.desk.casework.append_only import present

TABLES = (
    "casework_casekey",
    "casework_party",
    "casework_casetext",
    "casework_letter",
    "casework_attachment",
    "complaints_enclosure",
)
"""What makes up a file: rows with a ``case_id``; the tables of rooms come with their own migrations."""
FILINGS = "casework_filing"
_CONDITION = """EXISTS (SELECT 1 FROM casework_filing f WHERE f.case_id = OLD.case_id)
 AND NOT EXISTS (SELECT 1 FROM casework_filing f
  JOIN casework_destructionentry e ON e.filing_id = f.id AND NOT e.dropped
  JOIN casework_destructionlist l ON l.id = e.list_id AND l.state IN ('approved', 'done')
  WHERE f.case_id = OLD.case_id)"""
_SAYS = "filed: no approved list"
_POSTGRESQL = {
    "gongkai_filed": f"IF {_CONDITION} THEN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'restrict_violation';"
    " END IF; RETURN OLD;",
    "gongkai_filing": "RAISE EXCEPTION 'filed: the filing stays' USING ERRCODE = 'restrict_violation';",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are not there yet, on the tables that are."""
    there = present(connection)
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, body in _POSTGRESQL.items():
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
                    f" BEGIN {body} END $$"
                )
        for name, table in _triggers().items():
            if name not in there and table in tables:
                cursor.execute(_create(name, table, connection.vendor == "postgresql"))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for the way back of a migration, a restore, and tests that attack the tables."""
    there = present(connection)
    with connection.cursor() as cursor:
        for name, table in _triggers().items():
            if name in there:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that someone removed."""
    there, tables = present(connection), connection.introspection.table_names()
    return [name for name, table in _triggers().items() if name not in there and table in tables]


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a moment: a restore that replays the journal of destroyed cases, and tests."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _triggers() -> dict[str, str]:
    return {f"{table}_filed": table for table in (*TABLES, FILINGS)}


def _create(name: str, table: str, postgresql: bool) -> str:
    is_filing = table == FILINGS
    if postgresql:
        function = "gongkai_filing" if is_filing else "gongkai_filed"
        return f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    when = "" if is_filing else f"WHEN {_CONDITION} "
    says = "filed: the filing stays" if is_filing else _SAYS
    return f"CREATE TRIGGER {name} BEFORE DELETE ON {table} {when}BEGIN SELECT RAISE(ABORT, '{says}'); END"
