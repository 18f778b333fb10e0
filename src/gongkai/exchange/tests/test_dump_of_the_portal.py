"""A dump of the portal's database holds nothing that is not public: every cell of every table is read."""

from __future__ import annotations

import gzip
from datetime import timedelta

import brotli
import pytest
from django.db import connections

from gongkai.desk.disclosure.tests.bureau import LATER
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.exchange import worker

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
CANARY = "金丝雀暗记"


def cells():
    """Every value of the portal's database as bytes; compressed ones opened."""
    connection = connections["portal"]
    with connection.cursor() as cursor:
        tables = [one.name for one in connection.introspection.get_table_list(cursor)]
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                yield from (
                    (table, bits)
                    for name, value in zip(names, row, strict=True)
                    for bits in read(name, value)
                )


def read(name, value):
    if isinstance(value, (bytes, memoryview)):
        data = bytes(value)
        yield data
        if data and name in ("gzip", "brotli"):
            yield gzip.decompress(data) if name == "gzip" else brotli.decompress(data)
    elif value is not None:
        yield str(value).encode()


def test_a_dump_of_the_portal_holds_nothing_unpublished(bureau):
    public = bureau.cleared(1)
    canaries = {}
    for number, state in enumerate(("draft", "waiting", "returned", "voided", "withdrawn"), start=2):
        canaries[state] = f"{CANARY}{state}"
        item = bureau.item(number, title=f"标题{canaries[state]}", text=f"正文{canaries[state]}。")
        if state in ("waiting", "returned"):
            submission = bureau.hand_in(item)
            bureau.clear(submission, "first", "return" if state == "returned" else "open")
        if state == "voided":
            type(item).objects.filter(pk=item.pk).update(voided_on=LATER.date())
        if state == "withdrawn":
            bureau.clear_all(bureau.hand_in(item))
            leaving = item
    worker.tick(LATER)
    there = b"\n".join(data for _, data in cells())
    assert canaries["withdrawn"].encode() in there and public.item.title.encode() in there
    withdraw(leaving, "privacy", bureau.officers["office"], LATER + timedelta(minutes=1))
    worker.tick(LATER + timedelta(minutes=2))
    found = {
        (table, state) for table, data in cells() for state, mark in canaries.items() if mark.encode() in data
    }
    assert found == set()
    assert public.item.title.encode() in b"\n".join(data for _, data in cells())
