"""Numbers are given once, also to many at a time; skipped ones are listed."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import numbers
from gongkai.desk.casework.models import Registration, Series
from gongkai.desk.casework.numbers import (
    Gap,
    allocate,
    format_number,
    gaps,
    raise_above,
    raise_to,
    read_number,
)


def _registered(agency, *numbers, series="complaints"):
    for number in numbers:
        Registration.objects.create(
            agency=agency, series=series, number=number, key=number, channel="12315",
            registered_on=date(2017, 1, 2), recorded_at=datetime(2017, 1, 2, tzinfo=UTC),
        )  # fmt: skip


def test_numbers_count_by_agency_series_and_year(agency):
    other = Agency.objects.create(code="X", name="另一个局")
    assert [allocate(agency, Series.COMPLAINTS, 2017) for _ in range(3)] == [1, 2, 3]
    assert allocate(agency, Series.COMPLAINTS, 2018) == 1
    assert allocate(agency, Series.APPLICATIONS, 2017) == 1
    assert allocate(other, Series.COMPLAINTS, 2017) == 1
    raise_to(agency, Series.COMPLAINTS, 2017, 40)
    raise_to(agency, Series.COMPLAINTS, 2017, 7)
    assert allocate(agency, Series.COMPLAINTS, 2017) == 41


def _at_once(take):
    """Four threads that each take ten numbers."""
    with ThreadPoolExecutor(4) as pool:
        return [number for taken in pool.map(lambda _: take(), range(4)) for number in taken]


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_the_same_time_differ(tmp_path):
    agency = Agency.objects.create(code="C", name="并发局")

    def take():
        try:
            return [allocate(agency, Series.COMPLAINTS, 2017) for _ in range(10)]
        finally:
            connection.close()

    def take_from_file():  # the tests' SQLite lies in memory, where waiting for a lock does not work
        database = sqlite3.connect(tmp_path / "numbers.sqlite3", isolation_level=None, timeout=20)
        statement = numbers._NEXT.replace("%s", "?")
        taken = []
        for _ in range(10):
            database.execute("BEGIN IMMEDIATE")
            taken.append(database.execute(statement, [1, "complaints", 2017]).fetchone()[0])
            database.execute("COMMIT")
        database.close()
        return taken

    if connection.vendor == "sqlite":
        schema = connection.cursor().execute(
            "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master "
            "WHERE tbl_name = 'casework_number' AND sql > '' ORDER BY rowid)"
        )
        sqlite3.connect(tmp_path / "numbers.sqlite3").executescript(schema.fetchone()[0])
    found = _at_once(take if connection.vendor == "postgresql" else take_from_file)
    assert sorted(found) == list(range(1, 41))


@pytest.mark.django_db(transaction=True)
def test_a_number_outlives_the_verb_that_failed():
    agency = Agency.objects.create(code="C", name="某局")
    with transaction.atomic(), pytest.raises(RuntimeError):
        allocate(agency, Series.COMPLAINTS, 2017)
    assert allocate(agency, Series.COMPLAINTS, 2017) == 1


def test_written_numbers():
    assert format_number("complaints", 2017, 12, "高市监") == "高市监诉〔2017〕0012号"
    assert format_number("applications", 2017, 1) == "依申请〔2017〕1号"
    assert read_number("高市监诉〔2017〕0012号") == ("高市监诉", 2017, 12)
    assert read_number("高市监诉[2017]第12号") == ("高市监诉", 2017, 12)
    assert read_number("20170101-7") is None


def test_gaps_are_listed(agency):
    for _ in range(6):
        allocate(agency, "complaints", 2017)
    borne = ("诉〔2017〕0001号", "诉〔2017〕0004号", "询〔2017〕0007号", "询〔2017〕0009号")
    _registered(agency, *borne, "怪号-2017-1", "诉〔2016〕0009号")
    assert gaps(agency, "complaints", 2017) == [
        Gap("诉", 2017, 2, 3),
        Gap("诉", 2017, 5, 6),
        Gap("询", 2017, 8, 8),
    ]
    assert [str(gap) for gap in gaps(agency, "complaints", 2017)] == [
        "诉〔2017〕2—3号", "诉〔2017〕5—6号", "询〔2017〕8号",
    ]  # fmt: skip


def test_a_voided_number_is_no_gap(agency):
    allocate(agency, "complaints", 2017)
    _registered(agency, "诉〔2017〕0001号")
    Registration.objects.update(voided_on=date(2017, 2, 1))
    assert gaps(agency, "complaints", 2017) == []
    allocate(agency, "remedies", 2017)
    assert gaps(agency, "remedies", 2017) == [Gap("复诉", 2017, 1, 1)]


def test_numbers_of_registers_are_passed_whatever_word_they_bear(agency):
    raise_above(
        agency,
        Series.APPLICATIONS,
        ["高市监依申请〔2017〕7号", "依申请〔2017〕3号", "2016-12", "x〔2016〕2号"],
    )
    assert allocate(agency, Series.APPLICATIONS, 2017) == 8
    assert allocate(agency, Series.APPLICATIONS, 2016) == 3
