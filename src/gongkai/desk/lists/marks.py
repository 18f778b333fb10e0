"""Keeps the rows of lists equal to the truth: triggers mark what changed, :func:`settle` renews it.

A row is a cache, and nobody who writes a record has to think of it: whatever changes a watched table, an
import in bulk or a line of SQL too, leaves a mark in the same transaction. A page settles the few marks
there are before it reads; the worker settles the many after an import. Marks are never merged: one that was
written while another was being settled stays for the next time, so no change is lost. See docs/adr/0031.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from django.db import OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.desk.lists import tokens, triggers
from gongkai.desk.lists.listing import LISTINGS, Listing
from gongkai.desk.lists.models import Mark, Row

BATCH = 500
"""Marks that are settled in one transaction."""
_LOCK = 6963
_LOGGER = logging.getLogger(__name__)


def fresh(listing: Listing, known: int | None = None) -> bool:
    """Before a page is read: renew what changed since, if it is little; a locked database leaves it.

    ``False``: much changed at once, as by an import; the worker is at it and the page says so. ``known``: how
    many marks wait, where the caller has just asked.
    """
    count = waiting(listing) if known is None else known
    if count == 0:
        return True
    if count > BATCH:
        return False
    try:
        settle(listing)
    except OperationalError as problem:
        _LOGGER.warning("%s not renewed: %s", listing.name, problem)
        return False
    return True


def waiting(listing: Listing) -> int:
    """How many marks of a list wait to be settled, counted up to one more than are settled at once."""
    found = Mark.objects.filter(list=listing.name).order_by("pk").values_list("pk", flat=True)
    return len(found[: BATCH + 1])


def settle(listing: Listing, most: int = BATCH) -> int:
    """Renew the rows of marked records, oldest marks first; gives how many marks are gone."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(
            "DELETE FROM lists_mark WHERE id IN "
            "(SELECT id FROM lists_mark WHERE list = %s ORDER BY id LIMIT %s) RETURNING record",
            [listing.name, most],
        )
        records = [key for (key,) in cursor.fetchall()]
        if records:
            renew(listing, set(records))
    return len(records)


def settle_all(most: int = BATCH) -> int:
    """One batch of every list, for the worker; gives how many marks are gone."""
    return sum(
        settle(listing, most)
        for listing in LISTINGS.values()
        if Mark.objects.filter(list=listing.name).exists()
    )


def renew(listing: Listing, records: Collection[int]) -> None:
    """Build the rows of these records anew, in the caller's transaction; what is in no list any more goes."""
    row = listing.row
    old = dict(row._default_manager.filter(pk__in=records).values_list("pk", "place"))
    built: list[Row] = list(listing.build(records))
    tokens.drop(row, [place for pk, place in old.items()])
    row._default_manager.filter(pk__in=set(old) - {one.record_id for one in built}).delete()
    key = row._meta.pk.name
    row._default_manager.bulk_create(
        built, update_conflicts=True, unique_fields=[key], update_fields=row.columns()
    )
    tokens.put(listing, built)
    if listing.keep is not None:
        listing.keep(records, built)


def purge(listing: Listing, records: Collection[int]) -> None:
    """Renew rows at once and for good, after what they said was purged; in the caller's transaction."""
    renew(listing, records)
    tokens.scrub(listing.row)


def differing(listing: Listing, records: Collection[int]) -> list[int]:
    """The records whose rows are not what the truth says (those with waiting marks too)."""
    wanted = {one.record_id: _said(one) for one in listing.build(records)}
    stored = {one.record_id: _said(one) for one in listing.row._default_manager.filter(pk__in=records)}
    return sorted(key for key in {*wanted, *stored} if wanted.get(key) != stored.get(key))


def _said(row: Row) -> tuple[Any, ...]:
    return tuple(getattr(row, one.attname) for one in row._meta.concrete_fields)


def after_migration(using: str, **_: Any) -> None:
    """The receiver of ``post_migrate``."""
    if using == "default":
        install(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Make triggers and token indexes what this version wants; mark every record of a list without rows, or
    whose triggers said something else until now."""
    tables = set(connection.introspection.table_names())
    for listing in LISTINGS.values():
        if listing.row._meta.db_table not in tables or Mark._meta.db_table not in tables:
            continue
        with connection.cursor() as cursor:
            tokens.install(cursor, connection.vendor, listing)
            is_other = triggers.install(cursor, connection.vendor, listing, tables)
            _mark_all(cursor, listing, even_filled=is_other)


def _mark_all(cursor: Any, listing: Listing, *, even_filled: bool = False) -> None:
    """A list that was never filled, as after an update of the program, or whose rows may be stale."""
    record = listing.row._meta.pk.related_model._meta  # type: ignore[union-attr]
    waits = "EXISTS (SELECT 1 FROM lists_mark WHERE list = %s)"
    is_filled = f"EXISTS (SELECT 1 FROM {listing.row._meta.db_table})"  # noqa: S608 - our own names
    wanted = "1 = 1" if even_filled else f"NOT {is_filled} AND NOT {waits}"
    cursor.execute(
        f"INSERT INTO lists_mark (list, record) SELECT %s, {record.pk.column} FROM {record.db_table} "  # noqa: S608
        f"WHERE ({listing.filling or '1 = 1'}) AND {wanted}",
        [listing.name] * (1 + wanted.count("%s")),
    )
