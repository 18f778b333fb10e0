"""Writes finished rows in bulk: ``executemany`` on SQLite, COPY on PostgreSQL; no model instances.

The values of a row are what both databases read: ISO texts for days and times, JSON as text, else plain
values. :func:`columns_of` takes the names from the models, so a renamed
field fails at once and not in the middle of an import.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connections, models

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the database and the columns of it that are written, in order."""

    name: str
    columns: tuple[str, ...]

    @property
    def insert_sql(self) -> str:
        """One row into it, with the placeholders of SQLite."""
        marks = ",".join("?" * len(self.columns))
        return f"INSERT INTO {self.name} ({_quoted(self.columns)}) VALUES ({marks})"  # noqa: S608

    @property
    def copy_sql(self) -> str:
        """Many rows into it by COPY."""
        return f"COPY {self.name} ({_quoted(self.columns)}) FROM STDIN"


def _column(field: Any) -> str:
    return str(field.column)


def _quoted(columns: Sequence[str]) -> str:
    return ",".join(f'"{column}"' for column in columns)


def table_of(model: type[models.Model], *fields: str) -> Table:
    """The table of ``model`` with the columns of ``fields`` (field names, ``unit`` gives ``unit_id``)."""
    meta = model._meta
    return Table(meta.db_table, tuple(_column(meta.get_field(field)) for field in fields))


@cache
def limits_of(model: type[models.Model]) -> dict[str, int]:
    """How long the texts of a model may be, by field name."""
    return {
        field.name: field.max_length
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and field.max_length
    }


def json_text(value: object) -> str:
    """JSON for a JSON column, on both databases."""
    return json.dumps(value, ensure_ascii=False)


class Store:
    """The desk's database inside one transaction, for bulk reading and writing.

    ``written`` counts the rows by table; ``tap``, when set, sees every batch (the benchmark repeats
    the very same rows without us).
    """

    def __init__(self, using: str = "default") -> None:
        self._connection = connections[using]
        self.is_sqlite = self._connection.vendor == "sqlite"
        self.written: dict[str, int] = {}
        self._given: dict[str, int] = {}
        """The last key that was handed out by table: its row may still wait to be written."""
        self.tap: list[tuple[Table, list[Values]]] | None = None

    def insert(self, table: Table, rows: list[Values]) -> None:
        """Add rows. Raises Django's IntegrityError for what the constraints of the database refuse."""
        if not rows:
            return
        if self.tap is not None:
            self.tap.append((table, rows))
        with self._connection.wrap_database_errors:
            if self.is_sqlite:
                self._connection.connection.executemany(table.insert_sql, rows)
            else:
                with self._connection.connection.cursor() as cursor, cursor.copy(table.copy_sql) as copy:
                    for row in rows:
                        copy.write_row(row)
        self.written[table.name] = self.written.get(table.name, 0) + len(rows)

    def insert_all(self, batch: Mapping[Table, list[Values]]) -> None:
        """Add the rows of several tables, in the order given."""
        for table, rows in batch.items():
            self.insert(table, rows)

    def execute(self, sql: str, values: Sequence[Any]) -> None:
        """One statement, with ``%s`` as placeholder."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values)

    def ids(self, model: type[models.Model], count: int) -> Sequence[int]:
        """``count`` fresh primary keys. Unused ones are lost, which does no harm: ids mean nothing."""
        table = model._meta.db_table
        with self._connection.cursor() as cursor:
            if self.is_sqlite:
                cursor.execute(
                    f"SELECT max(coalesce((SELECT max(id) FROM {table}), 0),"  # noqa: S608
                    " coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
                    [table],
                )
                last = max(cursor.fetchone()[0], self._given.get(table, 0))
                self._given[table] = last + count
                return range(last + 1, last + 1 + count)
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]

    def among(self, sql: str, values: Iterable[Any], before: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of ``sql``, in which ``{among}`` stands for "is one of ``values``"; any number of them."""
        wanted = list(values)
        if not wanted:
            return []
        with self._connection.cursor() as cursor:
            if self.is_sqlite:
                cursor.execute(
                    sql.format(among="IN (SELECT value FROM json_each(%s))"), [*before, json.dumps(wanted)]
                )
            else:
                cursor.execute(sql.format(among="= ANY(%s)"), [*before, wanted])
            return list(cursor.fetchall())

    def delete(self, model: type[models.Model], where: str, *values: Any) -> None:
        """Remove rows of a table, by a condition with ``%s``."""
        self.execute(f"DELETE FROM {model._meta.db_table} WHERE {where}", values)  # noqa: S608

    def update(self, table: Table, row_id: int, values: Values, key: str = "id") -> None:
        """Set the columns of one row."""
        sets = ",".join(f'"{column}" = %s' for column in table.columns)
        self.execute(f'UPDATE {table.name} SET {sets} WHERE "{key}" = %s', [*values, row_id])  # noqa: S608

    def moment(self, at: datetime) -> Any:
        """A time as this database stores it."""
        return self._connection.ops.adapt_datetimefield_value(at)

    def look_again(self, *tables: type[models.Model]) -> None:
        """Let PostgreSQL count tables that have just grown: else it plans for empty ones, 30 times slower."""
        if not self.is_sqlite:
            self.execute(f"ANALYZE {','.join(model._meta.db_table for model in tables)}", [])

    def alone(self, name: str) -> None:
        """Wait until no other transaction does ``name``; SQLite's writers are alone anyway."""
        if not self.is_sqlite:
            self.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
