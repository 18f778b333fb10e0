"""Rows of lists for benchmarks: all of them at once, without the marks of daily work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import _desk

BATCH = 5_000


def fill(connection: Any) -> None:
    """The rows of every case, and those of the queue; indexes are made at the end."""
    rows, queue = _desk.part("desk.finding.rows"), _desk.part("desk.complaints.rows")
    marks, models = _desk.part("desk.lists.marks"), _desk.part("desk.lists.models")
    put_all(connection, rows.LISTING, _keys())
    Case = _desk.part("desk.casework.models").Case
    open_ones = list(Case.objects.filter(stage="open").values_list("pk", flat=True))
    for start in range(0, len(open_ones), 500):
        marks.renew(queue.LISTING, open_ones[start : start + 500])
    models.Mark.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def put_all(connection: Any, listing: Any, keys: Iterator[int]) -> None:
    """The rows of a list of these records, as the program builds them; indexes and triggers at the end."""
    from django.db import transaction

    marks, row = _desk.part("desk.lists.marks"), listing.row
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {row._meta.db_table}_tokens")
    with connection.schema_editor() as editor:
        for index in row._meta.indexes:
            editor.remove_index(row, index)
    while batch := [key for _, key in zip(range(BATCH), keys, strict=False)]:
        with transaction.atomic():
            _put(connection, listing, list(listing.build(batch)))
    with connection.schema_editor() as editor:
        for index in row._meta.indexes:
            editor.add_index(row, index)
    marks.install(connection)


def grams(connection: Any) -> None:
    """The grams of every case, as the worker takes them, but all at once; the index is made at the end."""
    from django.db import transaction

    sketches, bulk = _desk.part("desk.complaints.sketches"), _desk.part("desk.casework.bulk")
    models, texts = _desk.part("desk.complaints.models"), _desk.part("desk.casework.models").CaseText
    state = models.Sketched.objects.first()
    while state is None or state.counted < sketches.COUNTED:
        if not sketches.catch_up():
            return
        state = models.Sketched.objects.get()
    counts, gram = sketches._counts(state), models.Gram
    (once,) = gram._meta.constraints
    with connection.schema_editor() as editor:
        editor.remove_constraint(gram, once)
    last = sketches._waiting(state.last).order_by("-pk").values_list("pk", flat=True).first() or state.last
    for start in range(state.last, last, BATCH):
        said = texts.objects.filter(case_id__gt=start, case_id__lte=min(start + BATCH, last), field="content")
        lines = [
            (number, case)
            for case, text in said.values_list("case_id", "masked")
            for number in sketches._rarest(text, counts, sketches.KEPT)
        ]
        with transaction.atomic():
            bulk.Store().insert(bulk.Table(gram._meta.db_table, ("gram", "case_id")), lines)
    with connection.schema_editor() as editor:
        editor.add_constraint(gram, once)
    state.last = last
    state.save()
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {gram._meta.db_table}")


@contextmanager
def asleep(connection: Any) -> Iterator[None]:
    """Without the triggers that mark rows; :func:`fill` installs them again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("RESET session_replication_role")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'lists_%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    yield


def _keys() -> Iterator[int]:
    Case = _desk.part("desk.casework.models").Case
    return Case.objects.order_by("pk").values_list("pk", flat=True).iterator(50_000)


def _put(connection: Any, listing: Any, built: list[Any]) -> None:
    tokens, bulk = _desk.part("desk.lists.tokens"), _desk.part("desk.casework.bulk")
    fields = list(listing.row._meta.concrete_fields)
    names = tuple(one.column for one in fields)
    lines = [tuple(getattr(one, field.attname) for field in fields) for one in built]
    store = bulk.Store()
    if connection.vendor == "postgresql":
        grams = [tokens.of_row(listing, one) for one in built]
        lines = [(*line, own) for line, own in zip(lines, grams, strict=True)]
        store.insert(bulk.Table(listing.row._meta.db_table, (*names, "grams")), lines)
        return
    store.insert(bulk.Table(listing.row._meta.db_table, names), lines)
    tokens.put(listing, built)
