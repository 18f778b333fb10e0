"""What the first rows of a list and some from all over it say, and what the index is asked for after it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from gongkai.desk.lists.listing import LISTINGS
from gongkai.desk.lists.models import place_of
from gongkai.desk.lists.places import Asked, Place
from gongkai.desk.lists.walks import _UNANALYSED, _apart, _extent, look


def test_words_that_seldom_meet_are_all_asked_for_however_common_each_is():
    """The index sees that they do not meet; asked for one of them it would read each row that has it."""
    words, often = ("食品", "广告"), {"食品": 60, "广告": 50}
    assert set(_apart(("广告",), words, words, often, 0)) == set(words)
    assert _apart(("广告",), words, words, often, 40) == ("广告",), "they meet often: one tells as much"
    assert _apart(("没有",), ("没有",), ("没有",), {"没有": 0}, 0) == ("没有",)


def test_of_words_that_seldom_meet_each_is_asked_for_although_one_has_many_rarer_pieces():
    long = tuple(f"食品安全{no}" for no in range(9))
    words, pieces = ("".join(long), "广告"), (*long, "广告")
    often = dict.fromkeys(long, 40) | {"广告": 60}
    assert "广告" in _apart((long[0],), words, pieces, often, 0)


def test_a_single_row_with_a_wrong_day_does_not_make_a_list_wider():
    days = [date(year, month, 1) for year in range(2016, 2026) for month in range(1, 13)]
    right = [place_of(day, 1) for day in days]
    wrong = [place_of(date(1, 1, 1), 2), place_of(date(1900, 1, 1), 3), *right, place_of(date(2124, 1, 1), 4)]
    wide = right[-1] - right[0]
    assert 0.9 * wide < _extent(wrong) < 1.1 * wide
    assert _extent([]) == _extent([place_of(None, 1)]) == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks otherwise")
@pytest.mark.django_db(databases=["default"])
def test_what_the_database_counted_before_a_list_was_filled_does_not_count():
    """Else all of a great list would pass for rare until it is analysed."""
    row = LISTINGS["mail"].row
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {row._meta.db_table}")
    said = {"agency_id": 1, "recognised_as": "", "kind": "a", "unregistered": False}
    row._default_manager.create(record_id=1, place=place_of(date(2020, 1, 1), 1), text="信件", **said)
    looked = look(Asked(LISTINGS["mail"], ({"agency_id": 1},), {}, ("信件",)), (Place(),), 9)
    assert looked.rows == _UNANALYSED
    row._default_manager.all().delete()  # before its record is missed
