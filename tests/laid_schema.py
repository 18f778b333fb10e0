"""Run as a program in a home of its own: makes both databases and writes what is in their schema as JSON.

    python tests/laid_schema.py lay|walk OUT

``lay``: as an empty database is laid (:mod:`gongkai.sites.laying`); ``walk``: through all migrations.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

SQLITE = (
    "SELECT type || ' ' || name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL"
)
POSTGRESQL = (
    "SELECT 'column ' || table_name || '.' || column_name, data_type, is_nullable, column_default, "
    "character_maximum_length, is_identity FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'constraint ' || conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT 'trigger ' || tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) "
    "FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function ' || proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def main(way: str, out: str) -> None:
    """Make both databases this way and tell their schemas."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.desk"
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.management.commands import migrate as walked  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from gongkai.sites.management.commands import migrate as laid  # noqa: PLC0415

    command = {"lay": laid, "walk": walked}[way].Command
    said: dict[str, Any] = {}
    for alias in ("default", "portal"):
        call_command(command(), database=alias, verbosity=0, interactive=False)
        with connections[alias].cursor() as cursor:
            is_lite = connections[alias].vendor == "sqlite"
            for asked in (SQLITE,) if is_lite else POSTGRESQL:
                cursor.execute(asked)
                for name, *rest in cursor.fetchall():
                    said[f"{alias} {name}"] = _parts(rest[0]) if is_lite else [str(one) for one in rest]
            cursor.execute("SELECT app, name FROM django_migrations")
            said[f"{alias} migrations"] = sorted(f"{app}.{name}" for app, name in cursor.fetchall())
    Path(out).write_text(json.dumps(said, ensure_ascii=False))


def _parts(sql: str) -> list[str]:
    """A statement of SQLite; of a table what it has, in any order, as later steps add behind."""
    if not sql.startswith("CREATE TABLE"):
        return [sql]
    parts, depth, quote = [""], 0, ""
    for sign in sql[sql.index("(") + 1 : sql.rindex(")")]:
        if quote or sign in "'\"":
            quote = "" if sign == quote else quote or sign
        else:
            depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0 and not quote:
            parts.append("")
        else:
            parts[-1] += sign
    return sorted(one.strip() for one in parts)


if __name__ == "__main__":
    main(*sys.argv[1:])
