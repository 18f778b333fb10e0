"""The triggers of lists: they mark the records that a change makes stale, as each list's watches say.

An update of the program can watch other tables than the one before, or ask them otherwise. What does not say
what this version says is taken away: a trigger of an earlier one would mark wrong records, or none, or fail
in the transaction of whoever writes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.desk.lists.listing import Listing, Watch

_SQLITE = (
    "CREATE TRIGGER {own} AFTER {verb} ON {table} BEGIN "
    "INSERT INTO lists_mark (list, record) SELECT '{name}', found FROM ({keys}) WHERE found IS NOT NULL; END"
)
_BODY = (
    " BEGIN "
    "IF TG_OP = 'DELETE' THEN INSERT INTO lists_mark (list, record) "
    "SELECT '{name}', keys.found FROM ({gone}) AS keys WHERE keys.found IS NOT NULL; "
    "ELSE INSERT INTO lists_mark (list, record) "
    "SELECT '{name}', keys.found FROM ({change}) AS keys WHERE keys.found IS NOT NULL; END IF; "
    "RETURN NULL; END "
)
_SQLITE_THERE = (
    "SELECT name, tbl_name, sql, 0 FROM sqlite_master "
    "WHERE type = 'trigger' AND name LIKE 'lists\\_%' ESCAPE '\\'"
)
_POSTGRESQL_THERE = (
    "SELECT t.tgname, c.relname, p.prosrc, t.tgtype::integer FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND t.tgname LIKE 'lists\\_%' AND pg_table_is_visible(c.oid)"
)
_ROW, _TYPES = 1, {"INSERT": 4, "DELETE": 8, "UPDATE": 16}
"""How the catalogue of PostgreSQL writes down that a trigger runs for each row, and after what."""


@dataclass(frozen=True, slots=True)
class _Trigger:
    """One trigger as the catalogue tells it; on SQLite ``text`` is the statement that made it."""

    name: str
    table: str
    text: str
    events: int = 0


def install(cursor: Any, vendor: str, listing: Listing, tables: Collection[str]) -> bool:
    """Make the triggers of a list what its watches say; gives whether some said something else before.

    Then changes since the update may have been missed, and every row is to be renewed.
    """
    watches = [(number, one) for number, one in enumerate(listing.watches) if one.table in tables]
    postgresql = vendor == "postgresql"
    make = _on_postgresql if postgresql else _on_sqlite
    wanted = {one for number, watch in watches for one in make(listing.name, number, watch)}
    there = {one for one in _there(cursor, postgresql=postgresql) if _is_of(listing, one, vendor)}
    for old in sorted(there - wanted, key=repr):
        cursor.execute(f"DROP TRIGGER {old.name}" + (f" ON {old.table}" if postgresql else ""))
    for new in sorted(wanted - there, key=repr):
        for statement in _statements(new, postgresql=postgresql):
            cursor.execute(statement)
    return bool(there - wanted)


def _there(cursor: Any, *, postgresql: bool) -> Iterator[_Trigger]:
    cursor.execute(_POSTGRESQL_THERE if postgresql else _SQLITE_THERE)
    return (_Trigger(*line) for line in cursor.fetchall())


def _is_of(listing: Listing, found: _Trigger, vendor: str) -> bool:
    verb = "" if vendor == "postgresql" else "_(INSERT|UPDATE|DELETE)"
    return re.fullmatch(rf"lists_{re.escape(listing.name)}_\d+{verb}", found.name) is not None


def _on_sqlite(name: str, number: int, watch: Watch) -> Iterator[_Trigger]:
    change, gone = _keys(watch)
    for verb in watch.verbs:
        own, keys = f"lists_{name}_{number}_{verb}", gone if verb == "DELETE" else change
        text = _SQLITE.format(own=own, verb=verb, table=watch.table, name=name, keys=keys)
        yield _Trigger(own, watch.table, text)


def _on_postgresql(name: str, number: int, watch: Watch) -> Iterator[_Trigger]:
    change, gone = _keys(watch)
    body = _BODY.format(name=name, change=change, gone=gone)
    events = _ROW + sum(_TYPES[verb] for verb in watch.verbs)
    yield _Trigger(f"lists_{name}_{number}", watch.table, body, events)


def _keys(watch: Watch) -> tuple[str, str]:
    """The records to mark, asked of the row as it is after a change, and of one that is gone."""
    keys = watch.record if watch.record.startswith("SELECT ") else f"SELECT {watch.record} AS found"
    return keys.format(row="NEW"), keys.format(row="OLD")


def _statements(new: _Trigger, *, postgresql: bool) -> list[str]:
    if not postgresql:
        return [new.text]
    verbs = " OR ".join(verb for verb, number in _TYPES.items() if new.events & number)
    return [
        f"CREATE OR REPLACE FUNCTION {new.name}() RETURNS trigger LANGUAGE plpgsql AS $${new.text}$$",
        f"CREATE TRIGGER {new.name} AFTER {verbs} ON {new.table} FOR EACH ROW EXECUTE FUNCTION {new.name}()",
    ]
