"""A ledger in an order of its own is taken out once row by row, also where a row goes in the middle."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongkai.desk.jobs import results
from gongkai.desk.jobs.running import work
from gongkai.desk.lists import exporting
from gongkai.desk.outlets.listing import PLACES
from gongkai.desk.outlets.models import Place

pytestmark = pytest.mark.django_db


def test_a_place_that_is_closed_meanwhile_lets_nothing_begin_anew(bureau, monkeypatch):
    monkeypatch.setattr("gongkai.ledgers.listed.CHUNK", 2)
    clerk = bureau.officers["clerk"]
    for number in range(5):
        Place.objects.create(
            agency=bureau.agency, name=f"栏{number}", kind="公开栏", keeper=clerk, since=date(2018, 1, 1)
        )
    job = exporting.export(PLACES, bureau.officers["office"], {"use": "open"}, "csv", timezone.now())
    ticks = iter(timezone.now() + timedelta(seconds=second) for second in range(100))
    work(lambda: next(ticks), timezone.now() + timedelta(seconds=5))
    job.refresh_from_db()
    assert job.state == "running" and job.done == 2
    Place.objects.filter(name__in=["栏1", "栏3"]).update(until=date(2018, 2, 1))
    work(lambda: timezone.now() + timedelta(minutes=10))
    job.refresh_from_db()
    rows = list(csv.DictReader(io.StringIO(results.place(job).read_text("utf-8-sig"))))
    assert [row["点位"] for row in rows] == ["栏0", "栏1", "栏2", "栏4"]
