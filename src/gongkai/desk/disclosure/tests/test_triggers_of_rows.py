"""An update of the program that watches other tables takes the triggers of the one before away."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.rows import LISTING
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.lists import marks
from gongkai.desk.lists.listing import LISTINGS
from gongkai.desk.lists.models import Mark

pytestmark = pytest.mark.django_db


def catalogue() -> set[tuple[Any, ...]]:
    """The triggers of the list of items as the database tells them."""
    sql = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'lists_items_%'"
    if connection.vendor == "postgresql":
        sql = (
            "SELECT tgname, tgrelid::regclass::text, prosrc, pg_get_triggerdef(t.oid) FROM pg_trigger t "
            "JOIN pg_proc p ON p.oid = tgfoid WHERE tgname LIKE 'lists_items_%'"
        )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)
        return set(cursor.fetchall())


def test_triggers_of_an_earlier_version_go_and_every_row_is_renewed(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.cleared()
    marks.settle(LISTING, 10_000)
    wanted = catalogue()
    earlier = replace(LISTING, watches=LISTING.watches[::-1][:-1])
    with monkeypatch.context() as patch:
        patch.setitem(LISTINGS, LISTING.name, earlier)
        marks.install(connection)
    assert catalogue() != wanted
    Mark.objects.all().delete()
    marks.install(connection)
    assert catalogue() == wanted
    assert Mark.objects.filter(list=LISTING.name).count() == Item.objects.count() > 0


def test_what_is_as_it_should_be_is_left_alone(bureau: Bureau) -> None:
    bureau.cleared()
    marks.settle(LISTING, 10_000)
    wanted = catalogue()
    marks.install(connection)
    assert catalogue() == wanted and not Mark.objects.filter(list=LISTING.name).exists()
