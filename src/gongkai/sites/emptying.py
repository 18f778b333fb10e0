"""Databases that were empty before a home was begun are empty again where that broke off.

SQLite's files lie in the home and go with it; on a PostgreSQL server the tables have to go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.refusal import Refused

_TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
_FUNCTIONS = """SELECT p.oid::regprocedure::text FROM pg_proc p
 WHERE p.pronamespace = current_schema()::regnamespace
 AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""


@contextmanager
def kept_empty() -> Iterator[None]:
    """Around the making of a home. Raises Refused (``database-exists``) where a bureau is in a database."""
    empty = [alias for alias in connections if _is_empty(connections[alias])]
    try:
        yield
    except BaseException:
        connections.close_all()
        for alias in empty:
            _drop_all(connections[alias])
        connections.close_all()
        raise


def _is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether a server's database has no table yet; files are none of ours."""
    if connection.vendor != "postgresql":
        return False
    tables = connection.introspection.table_names()
    if "agencies_agency" in tables:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM agencies_agency LIMIT 1")
            if cursor.fetchone():
                name = connection.settings_dict["NAME"]
                raise Refused(
                    "database-exists",
                    f"数据库“{name}”中已有一个单位的数据",
                    "请指明一个空的数据库；要接着用原有数据，请运行 gongkai keys restore 恢复密钥",
                )
    return not tables


def _drop_all(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        if tables := [name for (name,) in cursor.fetchall()]:
            cursor.execute(f"DROP TABLE {', '.join(tables)} CASCADE")
        cursor.execute(_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")
