"""Ledgers whose order follows from facts are sorted, filtered and cut by the database as the rows say it."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.desk.agencies.models import Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework import paging
from gongkai.desk.disclosure.tests.bureau import LATER
from gongkai.desk.disclosure.tests.pages import enter
from gongkai.desk.lists.models import SavedView
from gongkai.desk.lists.short import Found, page
from gongkai.desk.outlets.columns import names_of
from gongkai.desk.outlets.freshness import month_before
from gongkai.desk.outlets.listing import COLUMNS, PLACES
from gongkai.desk.outlets.models import ColumnDuty, Hanging, NilReturn, Place

pytestmark = pytest.mark.django_db(databases=["default"])
MANY = 40
STATES = ("late", "due", "done")


@pytest.fixture
def places(bureau):
    """Places with short and long cycles, some empty, some with two things, some closed; many share a due."""
    dice, clerk = Random(7), bureau.officers["clerk"]
    for number in range(MANY):
        since = today() - timedelta(days=dice.randrange(200))
        made = Place.objects.create(
            agency=bureau.agency, name=f"栏{number}", kind="公开栏", keeper=clerk, since=since,
            cycle_days=dice.choice((1, 4, 5, 7, 30, 100)), until=today() if number % 9 == 0 else None,
        )  # fmt: skip
        for _one in range(dice.randrange(3)):
            on = today() - timedelta(days=dice.randrange(40))
            gone = today() if dice.randrange(4) == 0 else None
            Hanging.objects.create(place=made, what="海报", on=on, by=clerk, gone_on=gone)
    return PLACES


@pytest.fixture
def columns(bureau):
    """Duties of which something came out under one word of the column, under two, or nothing ever did."""
    dice, clerk, keys = Random(7), bureau.officers["clerk"], list(names_of())
    for number in range(MANY):
        unit = Unit.objects.create(
            agency=bureau.agency, code=f"x{number:02}", name=f"{number}科", kind="科室"
        )
        key = dice.choice(keys)
        duty = ColumnDuty.objects.create(
            agency=bureau.agency, column=key, unit=unit, officer=clerk, cycle_days=dice.choice((5, 30, 90)),
            since=today() - timedelta(days=dice.randrange(120)), until=today() if number % 9 == 0 else None,
        )  # fmt: skip
        for one in range(dice.randrange(4)):
            item = bureau.item(100 * number + one, published_on=today() - timedelta(days=dice.randrange(100)))
            words = dice.choice(names_of()[key].categories)
            type(item).objects.filter(pk=item.pk).update(unit=unit, category=words)
        if number % 3 == 0:
            NilReturn.objects.create(duty=duty, month=month_before(today()), by=clerk, at=LATER)
    return COLUMNS


def found(bureau, listing, chosen):
    office = bureau.officers["office"]
    return Found(listing, office, today(), held(office, today()), chosen)


def keys_of(listing, rows):
    return [listing.key(row) for row in rows]


@pytest.mark.parametrize("name", ["places", "columns"])
def test_what_is_overdue_longest_stands_first_and_what_is_over_last(bureau, request, name):
    listing = request.getfixturevalue(name)
    rows = found(bureau, listing, {}).rows()
    assert len(rows) == MANY and {row.fresh.state for row in rows} == set(STATES)
    keys = [(row.is_over, row.fresh.due, listing.key(row)) for row in rows]
    assert keys == sorted(keys)
    in_use = [row.fresh.state == "late" for row in rows if not row.is_over]
    assert in_use == sorted(in_use, reverse=True)


@pytest.mark.parametrize("name", ["places", "columns"])
def test_pages_follow_each_other_both_ways_where_many_are_due_on_one_day(bureau, request, monkeypatch, name):
    monkeypatch.setattr(paging, "SHOWN", 3)
    listing = request.getfixturevalue(name)
    whole, seen, given = keys_of(listing, found(bureau, listing, {}).rows()), [], {}
    while True:
        rows, pager = page(found(bureau, listing, {}), given)
        seen.append(keys_of(listing, rows))
        if not pager["next"]:
            break
        given = dict([pager["next"].removeprefix("?").split("=")])
    assert [key for one in seen for key in one] == whole and pager["total"] == MANY
    for wanted in reversed(seen[:-1]):
        rows, pager = page(found(bureau, listing, {}), dict([pager["previous"].removeprefix("?").split("=")]))
        assert keys_of(listing, rows) == wanted
    assert pager["previous"] == ""


@pytest.mark.parametrize("name", ["places", "columns"])
def test_a_filter_by_freshness_leaves_what_the_rows_say_of_themselves(bureau, request, name):
    listing = request.getfixturevalue(name)
    rows = found(bureau, listing, {}).rows()
    for state in STATES:
        wanted = {listing.key(row) for row in rows if not row.is_over and row.fresh.state == state}
        assert set(keys_of(listing, found(bureau, listing, {"state": state}).rows())) == wanted != set()


def test_a_filter_by_last_month_leaves_what_the_rows_say_of_themselves(bureau, columns):
    rows = found(bureau, columns, {}).rows()
    for said in ("published", "nil", "missing"):
        wanted = {columns.key(row) for row in rows if row.last_month == said}
        assert set(keys_of(columns, found(bureau, columns, {"month": said}).rows())) == wanted != set()


@pytest.mark.parametrize("name", ["places", "columns"])
def test_a_page_takes_ten_queries_and_paper_two_more(bureau, request, name):
    listing = request.getfixturevalue(name)
    office = bureau.officers["office"]
    SavedView.objects.create(owner=office, list=listing.name, name="超期", chosen={"state": "late"})
    client = enter(bureau, "office")
    for query, most in (("?all=1", 10), ("?state=late&use=open", 10), ("?all=1&paper=1", 12)):
        client.get(f"/outlets/{name}/{query}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/outlets/{name}/{query}").status_code == 200
        assert len(asked) <= most, "\n".join(one["sql"][:160] for one in asked)
