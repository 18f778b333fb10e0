"""Signals are listed by filters and pages: what waits by itself, what was judged for good; also as a file."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.complaints.models import Signal
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import work

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 1)
KEY = "product=保健食品|shop=91371000MA3D7T5Q2M"


@pytest.fixture
def office(centre):
    """Five signals: two wait (one for safety), one is watched, two were judged, one long ago."""
    for number, state in enumerate(("等人判断", "等人判断", "继续观察", "排除", "转案件线索"), start=1):
        day = date(2017, 3, 1) if number == 5 else DAY - timedelta(days=number)
        judged = {} if number < 4 else {"decided_by": centre["leader"], "decided_on": day}
        Signal.objects.create(
            agency=centre.agency, year=day.year, number=number, key=KEY,
            is_safety=number == 1, day=day, window=7, people=8, expected=1.25, limit=5, q=0.01,
            crossed_on=day, found_at=timezone.now(), state=state, **judged,
        )  # fmt: skip
    web = Client()
    web.force_login(centre["office"])
    return web


def shown(web, query):
    return [one.number for one, _title in web.get(f"/signals/{query}").context["rows"]]


def test_what_waits_is_shown_by_itself_and_every_judged_one_is_found(office, monkeypatch):
    assert shown(office, "") == [1, 2, 3] and shown(office, "?state=judged") == [4, 5]
    assert shown(office, "?state=等人判断") == [1, 2] and shown(office, "?all=1") == [1, 2, 3, 4, 5]
    assert shown(office, "?safety=yes") == [1] and shown(office, "?year=2017") == [5]
    monkeypatch.setattr("gongkai.desk.casework.paging.SHOWN", 4)
    following = office.get("/signals/?all=1").context["pager"]["next"]
    assert shown(office, following) == [5]


def test_the_file_names_no_shop_and_is_closed_to_units(office, centre):
    office.post("/lists/signals/export", {"ending": "csv", "state": "judged"})
    work(timezone.now)
    text = results.place(Job.objects.get()).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["预警"] for row in rows] == ["2018-4", "2017-5"] and "91371000MA3D7T5Q2M" not in text
    assert (
        rows[0]["判断人"] == "leader" and rows[0]["预期"] in ("1.2", "1.3") and "同一主体" in rows[0]["关于"]
    )
    web = Client()
    web.force_login(centre["handler"])
    assert web.post("/lists/signals/export", {"ending": "csv"}).status_code == 403
