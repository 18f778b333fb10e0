"""Triggers that refuse to delete a filed case or an opinion, unless an approved list 销毁清册 names it.

They hold the rule in the database itself, on both engines: keys, persons, texts, letters and attachments of a
filed case go only by :mod:`gongkai.desk.casework.verbs.destroying`; the public's opinions of a draft, their
keys and files, filed or not, only by ``disclosure.verbs.keeping``; a row that says that something was filed
never goes. Migrations that rebuild one of the tables install them again; ``gongkai verify`` names those that
are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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
FILINGS = ("casework_filing", "disclosure_opinionfiling")
"""The rows that say that something was filed."""
OPINIONS = "disclosure_opinion"
OPINION_FILES = "disclosure_opinionfile"
_CASE = """EXISTS (SELECT 1 FROM casework_filing f WHERE f.case_id = OLD.case_id)
 AND NOT EXISTS (SELECT 1 FROM casework_filing f
  JOIN casework_destructionentry e ON e.filing_id = f.id AND NOT e.dropped
  JOIN casework_destructionlist l ON l.id = e.list_id AND l.state IN ('approved', 'done')
  WHERE f.case_id = OLD.case_id)"""
_OPINION = """NOT EXISTS (SELECT 1 FROM disclosure_opinionfiling f
  JOIN disclosure_opinionentry e ON e.filing_id = f.id AND NOT e.dropped
  JOIN casework_destructionlist l ON l.id = e.list_id AND l.state IN ('approved', 'done')
  WHERE f.consultation_id = OLD.consultation_id)"""
_OF_OPINION = "(SELECT o.consultation_id FROM disclosure_opinion o WHERE o.id = OLD.opinion_id)"
_CONDITIONS = {
    "gongkai_filed": _CASE,
    "gongkai_opinion": _OPINION,
    "gongkai_opinion_file": _OPINION.replace("OLD.consultation_id", _OF_OPINION),
    "gongkai_filing": "TRUE",
}
"""When deleting is refused, by the name of the function that refuses it on PostgreSQL."""
_SAYS = {"gongkai_filing": "filed: the filing stays"}
_NO_LIST = "filed: no approved list"


@dataclass(frozen=True, slots=True)
class _Trigger:
    """One guard: on which table, which condition, before which verb, and for which new row alone."""

    table: str
    function: str
    verb: str = "DELETE"
    only: str = ""


_TRIGGERS = {
    **{f"{table}_filed": _Trigger(table, "gongkai_filed") for table in TABLES},
    **{f"{table}_filed": _Trigger(table, "gongkai_filing") for table in FILINGS},
    f"{OPINIONS}_filed": _Trigger(OPINIONS, "gongkai_opinion"),
    f"{OPINIONS}_emptied": _Trigger(
        OPINIONS,
        "gongkai_opinion",
        "UPDATE",
        "length(OLD.dek) > 0 AND length(NEW.dek) = 0 OR length(OLD.sealed) > 0 AND length(NEW.sealed) = 0",
    ),
    f"{OPINION_FILES}_filed": _Trigger(OPINION_FILES, "gongkai_opinion_file"),
    # what bears a secrecy mark is cleared away at once, without a list
    f"{OPINION_FILES}_emptied": _Trigger(
        OPINION_FILES,
        "gongkai_opinion_file",
        "UPDATE",
        "length(OLD.sealed) > 0 AND length(NEW.sealed) = 0 AND NEW.state <> 'purged'",
    ),
}
"""The guards by name."""


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are not there yet, on the tables that are."""
    there = present(connection)
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, condition in _CONDITIONS.items():
                says = _SAYS.get(name, _NO_LIST)
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    f" IF {condition} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation';"
                    " END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
                )
        for name, guard in _TRIGGERS.items():
            if name not in there and guard.table in tables:
                cursor.execute(_create(name, guard, connection.vendor == "postgresql"))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for the way back of a migration, a restore, and tests that attack the tables."""
    there = present(connection)
    with connection.cursor() as cursor:
        for name, guard in _TRIGGERS.items():
            if name in there:
                on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that someone removed."""
    there, tables = present(connection), connection.introspection.table_names()
    return [name for name, guard in _TRIGGERS.items() if name not in there and guard.table in tables]


def count() -> int:
    """How many guards there are."""
    return len(_TRIGGERS)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a moment: a restore that replays the journal of destroyed cases, and tests."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _create(name: str, guard: _Trigger, postgresql: bool) -> str:
    head = f"CREATE TRIGGER {name} BEFORE {guard.verb} ON {guard.table} FOR EACH ROW"
    if postgresql:
        when = f" WHEN ({guard.only})" if guard.only else ""
        return f"{head}{when} EXECUTE FUNCTION {guard.function}()"
    conditions = [f"({one})" for one in (guard.only, _CONDITIONS[guard.function]) if one]
    says = _SAYS.get(guard.function, _NO_LIST)
    return f"{head} WHEN {' AND '.join(conditions)} BEGIN SELECT RAISE(ABORT, '{says}'); END"
